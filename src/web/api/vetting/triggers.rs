//! Early triggers.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{ManagePartners, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::PartnerId;
use crate::services::vetting::{self, TriggerInput};
use crate::vetting::trigger::{CameFrom, TriggerKind};
use crate::web::api::create::{Create, MadeJson};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// What was learned about a partner.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TriggerBody {
    /// breach, new_sub_processor or new_data_category.
    pub kind: String,
    /// What was learned, in your words; at most 2,000 letters. The partner does not read it.
    pub note: String,
}

/// An early trigger.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriggerJson {
    /// Its id.
    pub id: String,
    /// Of which kind it is.
    pub kind: TriggerKind,
    /// What was learned.
    pub note: String,
    /// Who wrote it down; null where the program itself saw it.
    pub by: Option<String>,
    /// What it came from, where a notice of the partner's took effect without a member: nobody objected (silence), or the
    /// partner goes on against the objection (partner).
    pub came_from: Option<CameFrom>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whether nobody has decided about the partner since.
    pub unanswered: bool,
}

/// Every early trigger of a partner, newest first.
#[utoipa::path(
    get, path = "/api/v1/partners/{id}/triggers", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the partner")),
    responses(
        (status = 200, body = Vec<TriggerJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<TriggerJson>>, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    let lines = app
        .read(move |tx, _| {
            let partner = vetting::partner_fetch(tx, &proof, &id)?;
            vetting::trigger_list(tx, &proof, &partner.id)
        })
        .await?;
    let json = lines.into_iter().map(|line| TriggerJson {
        id: line.id.to_string(),
        kind: line.kind,
        note: line.note,
        by: line.by,
        came_from: line.came_from,
        at: line.at,
        unanswered: line.unanswered,
    });
    Ok(web::Json(json.collect()))
}

/// Records what was learned: decisions about the partner are void at once, and every open room with it closes for good.
#[utoipa::path(
    post, path = "/api/v1/partners/{id}/triggers", tag = "vetting", security(("bearer" = [])),
    request_body = TriggerBody,
    params(
        ("id" = String, Path, description = "the partner"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 201, body = MadeJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn record(
    request: HttpRequest,
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<TriggerBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    let input = TriggerInput { kind: body.kind.clone(), note: body.note.clone() };
    let recorded = move |tx: &mut crate::store::WriteTx, now| {
        let made = vetting::trigger_record(tx, &proof, &id, &input, now)?;
        Ok(MadeJson { id: made.to_string() })
    };
    create.answer(&app, "trigger_record", recorded).await
}
