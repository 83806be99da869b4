//! The partner's links for announcing changes.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{ManagePartners, ViewPartners};
use crate::ids::{PartnerId, RespondentLinkId};
use crate::services::access::session_token;
use crate::services::chain::{self, CHANGE_LINK_DAYS, ChangeLinkInput};
use crate::store::WriteTx;
use crate::web::api::create::{Create, LinkJson};
use crate::web::api::vetting::{ExtendBody, RespondentLinkJson};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// A link that is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeLinkBody {
    /// For how many days it works, up to 730; 365 if left out.
    pub days: Option<u32>,
    /// Whom to mail it to, where a mail server is set up; nobody if left out.
    pub email: String,
    /// In which language: en or fr.
    pub language: String,
}

/// The partner's links for announcing changes, newest first.
#[utoipa::path(
    get, path = "/api/v1/partners/{id}/change-links", tag = "chain", security(("bearer" = [])),
    params(("id" = String, Path, description = "the partner")),
    responses(
        (status = 200, body = Vec<RespondentLinkJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<RespondentLinkJson>>, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    let links = app.read(move |tx, _| chain::change_link_list(tx, &proof, &id)).await?;
    Ok(web::Json(links.into_iter().map(RespondentLinkJson::from).collect()))
}

/// Makes a link by which the partner announces changes, and ends the earlier ones. The link is shown this once.
#[utoipa::path(
    post, path = "/api/v1/partners/{id}/change-links", tag = "chain", security(("bearer" = [])),
    request_body = ChangeLinkBody,
    params(
        ("id" = String, Path, description = "the partner"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 201, body = LinkJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn make(
    request: HttpRequest,
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<ChangeLinkBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?.shown_once();
    let token = session_token()?;
    let link = app.link(&format!("/changes/{}", token.expose()));
    let (proof, kit, id) = (who.proof(), app.kit().clone(), PartnerId::from(id.as_str()));
    let input = ChangeLinkInput {
        days: body.days.unwrap_or(CHANGE_LINK_DAYS),
        email: body.email.clone(),
        language: body.language.clone(),
    };
    let made = move |tx: &mut WriteTx, now| {
        let made = chain::change_link_make(tx, (&proof, &kit), &id, (&token, &input), now)?;
        Ok(LinkJson { id: made.to_string(), link: link.clone() })
    };
    create.answer(&app, "change_link_make", made).await
}

/// Lets a link for changes work for so many days from now.
#[utoipa::path(
    post, path = "/api/v1/change-links/{id}/extend", tag = "chain", security(("bearer" = [])),
    request_body = ExtendBody, params(("id" = String, Path, description = "the link")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn extend(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<ExtendBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RespondentLinkId::from(id.as_str()));
    let days = body.days.unwrap_or(CHANGE_LINK_DAYS);
    app.write("change_link_extend", move |tx, now| chain::change_link_extend(tx, &proof, (&id, days), now))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends a link for changes and the sessions that it started.
#[utoipa::path(
    delete, path = "/api/v1/change-links/{id}", tag = "chain", security(("bearer" = [])),
    params(("id" = String, Path, description = "the link")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn revoke(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RespondentLinkId::from(id.as_str()));
    app.write("change_link_revoke", move |tx, now| chain::change_link_revoke(tx, &proof, &id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
