//! Notices of changes, and the period to object.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::lists::SubProcessorBody;
use crate::access::{ManagePartners, ManagePeople, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{NoticeId, PartnerId};
use crate::services::ServiceError;
use crate::services::chain::{self, NoticeInput, NoticeLine, starts_early};
use crate::store::WriteTx;
use crate::vetting::chain::{Change, NoticeState};
use crate::vetting::intake::DataCategory;
use crate::web::api::create::{Create, MadeJson};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// A change that the partner announced in another way.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeNoticeBody {
    /// add or remove.
    pub change: String,
    /// The company that joins; for add.
    #[serde(default)]
    pub company: Option<SubProcessorBody>,
    /// The id of the company on the kept list that leaves; for remove.
    #[serde(default)]
    pub leaves: String,
    /// On which day, `2027-03-12`.
    pub starts: String,
    /// Days to object; the organisation's period where this is left out.
    #[serde(default)]
    pub days: Option<u32>,
}

/// An announced change, and what was said to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeNoticeJson {
    /// Its id.
    pub id: String,
    /// Whether the company joins or leaves.
    pub change: Change,
    /// Its legal name.
    pub name: String,
    /// What it does with the data.
    pub purpose: String,
    /// The categories of data.
    pub data: Vec<DataCategory>,
    /// Its country, by ISO 3166-1 alpha-2.
    pub country: String,
    /// On which ground data may go there.
    pub transfer: String,
    /// On which day.
    #[schema(value_type = String, format = Date)]
    pub starts_on: String,
    /// Whether that is before the period to object ends.
    pub starts_early: bool,
    /// The member who wrote it down; null if the partner announced it.
    pub recorded_by: Option<String>,
    /// When it was announced.
    #[schema(value_type = String, format = DateTime)]
    pub announced_at: Timestamp,
    /// Until when one may object; silence until then counts as acceptance.
    #[schema(value_type = String, format = DateTime)]
    pub objection_ends_at: Timestamp,
    /// What became of it.
    pub state: NoticeState,
    /// Why it was objected to; else empty.
    pub reason: String,
    /// Who accepted or objected.
    pub answered_by: Option<String>,
    /// When somebody did, or the period ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Timestamp>,
    /// When the list was changed accordingly.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub listed_at: Option<Timestamp>,
}

impl From<NoticeLine> for ChangeNoticeJson {
    fn from(line: NoticeLine) -> Self {
        let starts_early = starts_early(&line.row);
        Self {
            id: line.row.id.to_string(),
            change: line.change,
            name: line.row.name,
            purpose: line.row.purpose,
            data: chain::categories(&line.row.data).into_iter().collect(),
            country: line.row.country,
            transfer: line.row.transfer,
            starts_on: line.row.starts_on,
            starts_early,
            recorded_by: line.recorded_by,
            announced_at: line.row.announced_at,
            objection_ends_at: line.row.objection_ends_at,
            state: line.state,
            reason: line.row.reason,
            answered_by: line.answered_by,
            answered_at: line.row.answered_at,
            listed_at: line.row.listed_at,
        }
    }
}

/// Announced changes of the partner's chain, newest first.
#[utoipa::path(
    get, path = "/api/v1/partners/{id}/notices", tag = "chain", security(("bearer" = [])),
    params(("id" = String, Path, description = "the partner")),
    responses(
        (status = 200, body = Vec<ChangeNoticeJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<ChangeNoticeJson>>, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    let lines = app.read(move |tx, _| chain::notice_list(tx, &proof, &id)).await?;
    Ok(web::Json(lines.into_iter().map(ChangeNoticeJson::from).collect()))
}

/// Writes down a change that the partner announced; the period to object begins.
#[utoipa::path(
    post, path = "/api/v1/partners/{id}/notices", tag = "chain", security(("bearer" = [])),
    request_body = ChangeNoticeBody,
    params(
        ("id" = String, Path, description = "the partner"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 201, body = MadeJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn record(
    request: HttpRequest,
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<ChangeNoticeBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let (proof, id, body) = (who.proof(), PartnerId::from(id.as_str()), body.into_inner());
    let input = NoticeInput {
        change: body.change,
        company: body.company.map(|company| company.input()).unwrap_or_default(),
        leaves: body.leaves,
        starts: body.starts,
    };
    let recorded = move |tx: &mut WriteTx, now| {
        let days = match body.days {
            Some(days) => days,
            None => chain::objection_days(tx, &proof)?,
        };
        let made = chain::notice_record(tx, &proof, &id, (&input, days), now)?;
        Ok::<_, ServiceError>(MadeJson { id: made.to_string() })
    };
    create.answer(&app, "notice_record", recorded).await
}

/// Accepts a change: a company that joins ends the decision about the partner, as an early trigger.
#[utoipa::path(
    post, path = "/api/v1/notices/{id}/accept", tag = "chain", security(("bearer" = [])),
    params(("id" = String, Path, description = "the notice")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn accept(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), NoticeId::from(id.as_str()));
    app.write("notice_accept", move |tx, now| chain::notice_accept(tx, &proof, &id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// An objection.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectionBody {
    /// Why; 20 to 2,000 letters, which the partner reads.
    pub reason: String,
}

/// Objects to a change, while the period runs.
#[utoipa::path(
    post, path = "/api/v1/notices/{id}/object", tag = "chain", security(("bearer" = [])),
    request_body = ObjectionBody, params(("id" = String, Path, description = "the notice")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn object(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<ObjectionBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, reason) = (who.proof(), NoticeId::from(id.as_str()), body.into_inner().reason);
    app.write("notice_object", move |tx, now| chain::notice_object(tx, &proof, (&id, &reason), now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What the partner did.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeBody {
    /// withdrawn or proceeding.
    pub outcome: String,
}

/// Writes down that the partner withdrew the change, or goes on against the objection.
#[utoipa::path(
    post, path = "/api/v1/notices/{id}/outcome", tag = "chain", security(("bearer" = [])),
    request_body = OutcomeBody, params(("id" = String, Path, description = "the notice")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn outcome(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<OutcomeBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, outcome) = (who.proof(), NoticeId::from(id.as_str()), body.into_inner().outcome);
    app.write("notice_outcome", move |tx, now| chain::notice_outcome(tx, &proof, (&id, &outcome), now))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The organisation's period to object.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectionPeriodJson {
    /// How many days, 1 to 180.
    pub days: u32,
}

/// How many days the organisation takes to object.
#[utoipa::path(
    get, path = "/api/v1/objection-period", tag = "chain", security(("bearer" = [])),
    responses((status = 200, body = ObjectionPeriodJson))
)]
pub async fn period(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
) -> Result<web::Json<ObjectionPeriodJson>, WebError> {
    let proof = who.proof();
    let days = app.read(move |tx, _| chain::objection_days(tx, &proof)).await?;
    Ok(web::Json(ObjectionPeriodJson { days }))
}

/// Changes it, for notices to come.
#[utoipa::path(
    put, path = "/api/v1/objection-period", tag = "chain", security(("bearer" = [])),
    request_body = ObjectionPeriodJson,
    responses(
        (status = 204),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn keep_period(
    who: ApiWho<ManagePeople>,
    app: web::Data<App>,
    body: web::Json<ObjectionPeriodJson>,
) -> Result<HttpResponse, WebError> {
    let (proof, days) = (who.proof(), body.days);
    app.write("objection_days_keep", move |tx, now| chain::objection_days_keep(tx, &proof, days, now))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
