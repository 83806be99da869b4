//! Terms of a room: read, propose, sign.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{ManageRooms, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{RoomId, TermsId};
use crate::rooms::terms::{Terms, TermsDraft};
use crate::services::rooms::{self, Signing};
use crate::web::api::create::{Create, MadeJson};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// One version of a room's terms.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermsVersion {
    /// The version's id, to be signed.
    pub id: String,
    /// Its number.
    pub version: i64,
    /// SHA-256 of its canonical JSON, to be signed.
    pub sha256: String,
    /// When it was proposed.
    #[schema(value_type = String, format = DateTime)]
    pub proposed_at: Timestamp,
    /// The terms.
    #[schema(value_type = Object)]
    pub terms: Terms,
}

/// Every version of a room's terms, newest first; the first one stands.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/terms", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses(
        (status = 200, body = Vec<TermsVersion>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn versions(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<TermsVersion>>, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let found = app.read(move |tx, now| rooms::terms_versions(tx, &proof, &id, now)).await?;
    let version = |(row, terms): (crate::store::RoomTerms, Terms)| TermsVersion {
        id: row.id.to_string(),
        version: row.version,
        sha256: row.terms_sha256,
        proposed_at: row.created_at,
        terms,
    };
    Ok(web::Json(found.versions.into_iter().map(version).collect()))
}

/// Terms to propose: `purpose` and `legal_basis.host`, `legal_basis.guest` are required; `identifiers`, `rules`, `days`
/// and the rest have the policy's defaults.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Object)]
pub struct TermsProposal(TermsDraft);

/// Proposes new terms; signatures under earlier ones stop counting.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/terms", tag = "rooms", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the room"),
        ("Idempotency-Key" = Option<String>, Header, description = "a repeat with the same key creates nothing"),
    ),
    request_body = TermsProposal,
    responses(
        (status = 201, body = MadeJson),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn propose(
    request: HttpRequest,
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<TermsProposal>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let (proof, room, draft) = (who.proof(), RoomId::from(id.as_str()), body.into_inner().0);
    let propose = move |tx: &mut crate::store::WriteTx<'_>, now| {
        let id = rooms::terms_propose(tx, &proof, &room, &draft, now)?;
        Ok(MadeJson { id: id.to_string() })
    };
    create.answer(&app, "terms_propose", propose).await
}

/// What is signed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TermsSigning {
    /// The version.
    pub terms_id: String,
    /// SHA-256 of its canonical JSON, as it was read.
    pub sha256: String,
}

/// Signs the standing terms for the token's organisation.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/terms/sign", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")), request_body = TermsSigning,
    responses(
        (status = 204),
        (status = 409, description = "other terms stand now", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn sign(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<TermsSigning>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, body) = (who.proof(), RoomId::from(id.as_str()), body.into_inner());
    let signing = Signing { terms: TermsId::from(body.terms_id.as_str()), terms_sha256: body.sha256 };
    app.write("terms_sign", move |tx, now| rooms::terms_sign(tx, &proof, &id, &signing, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
