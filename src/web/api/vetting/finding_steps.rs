//! The steps of a finding's life: remediation reported, tested again, risk accepted, taken back.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::access::{Decide, ReviewAnswers};
use crate::clock::Timestamp;
use crate::ids::{EvidenceId, FindingId};
use crate::services::vetting::{self, Remediation, Retest, RiskAccepted};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// What was done about a finding.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    /// What was done.
    pub note: String,
    /// The partner's document that shows it.
    #[serde(default)]
    pub evidence: Option<String>,
}

/// Reports a finding as mended; it waits for a re-test then.
#[utoipa::path(
    post, path = "/api/v1/findings/{id}/report", tag = "vetting", security(("bearer" = [])),
    request_body = ReportBody, params(("id" = String, Path, description = "the finding")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn report(
    who: ApiWho<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<ReportBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, body) = (who.proof(), FindingId::from(id.as_str()), body.into_inner());
    let done = Remediation { note: body.note, evidence: body.evidence.as_deref().map(EvidenceId::from) };
    app.write("finding_report", move |tx, now| vetting::finding_report(tx, &proof, &id, &done, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What a re-test found.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetestBody {
    /// Whether it is mended.
    pub passed: bool,
    /// What was looked at and found.
    pub note: String,
}

/// Tests again what was reported as mended: passed closes the finding, failed sends it back.
#[utoipa::path(
    post, path = "/api/v1/findings/{id}/retest", tag = "vetting", security(("bearer" = [])),
    request_body = RetestBody, params(("id" = String, Path, description = "the finding")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn retest(
    who: ApiWho<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<RetestBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, body) = (who.proof(), FindingId::from(id.as_str()), body.into_inner());
    let found = Retest { passed: Some(body.passed), note: body.note };
    app.write("finding_retest", move |tx, now| vetting::finding_retest(tx, &proof, &id, &found, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A risk that is accepted for a time.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptBody {
    /// Why it can be lived with; at least 40 characters.
    pub reason: String,
    /// Until when, six months ahead at most.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// Accepts the risk of a finding; when that is over, it is open and overdue.
#[utoipa::path(
    post, path = "/api/v1/findings/{id}/accept", tag = "vetting", security(("bearer" = [])),
    request_body = AcceptBody, params(("id" = String, Path, description = "the finding")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn accept(
    who: ApiWho<Decide>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<AcceptBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, body) = (who.proof(), FindingId::from(id.as_str()), body.into_inner());
    let wish = RiskAccepted { reason: body.reason, until: Some(body.until) };
    app.write("finding_accept", move |tx, now| vetting::finding_accept(tx, &proof, &id, &wish, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Why a finding is open again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenBody {
    /// Why.
    pub note: String,
}

/// Takes a closing or an acceptance back: the finding is open again.
#[utoipa::path(
    post, path = "/api/v1/findings/{id}/reopen", tag = "vetting", security(("bearer" = [])),
    request_body = ReopenBody, params(("id" = String, Path, description = "the finding")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reopen(
    who: ApiWho<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<ReopenBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, note) = (who.proof(), FindingId::from(id.as_str()), body.into_inner().note);
    app.write("finding_reopen", move |tx, now| vetting::finding_reopen(tx, &proof, &id, &note, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
