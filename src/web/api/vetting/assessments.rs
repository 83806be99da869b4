//! Assessments: intake, answers with their review, the score. Their links have a file of their own.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::views::{AssessmentJson, DossierJson};
use crate::access::{ManageAssessments, ReviewAnswers, ViewPartners};
use crate::ids::{AssessmentId, PartnerId};
use crate::services::ServiceError;
use crate::services::vetting::{self, ReviewInput};
use crate::vetting::code::QuestionId;
use crate::vetting::intake::Intake;
use crate::vetting::scoring::simulate;
use crate::web::api::create::{Create, MadeJson};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// A partner's assessments, newest first.
#[utoipa::path(
    get, path = "/api/v1/partners/{id}/assessments", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the partner")),
    responses(
        (status = 200, body = Vec<AssessmentJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<AssessmentJson>>, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    let rows = app.read(move |tx, _| vetting::assessment_list(tx, &proof, &id)).await?;
    Ok(web::Json(rows.iter().map(AssessmentJson::of).collect()))
}

/// An assessment, with the name of whom it asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssessmentLineJson {
    /// The assessment.
    #[serde(flatten)]
    pub assessment: AssessmentJson,
    /// The partner's name.
    pub partner_name: String,
}

/// Every assessment of the organisation, newest first.
#[utoipa::path(
    get, path = "/api/v1/assessments", tag = "vetting", security(("bearer" = [])),
    responses((status = 200, body = Vec<AssessmentLineJson>))
)]
pub async fn list_all(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
) -> Result<web::Json<Vec<AssessmentLineJson>>, WebError> {
    let proof = who.proof();
    let lines = app.read(move |tx, _| vetting::assessment_list_all(tx, &proof)).await?;
    let line = |line: vetting::AssessmentLine| AssessmentLineJson {
        assessment: AssessmentJson::of(&line.assessment),
        partner_name: line.partner_name,
    };
    Ok(web::Json(lines.into_iter().map(line).collect()))
}

/// Starts an assessment with the questionnaire that the partner was asked last, or the built-in one.
#[utoipa::path(
    post, path = "/api/v1/partners/{id}/assessments", tag = "vetting", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the partner"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 201, body = MadeJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn start(
    request: HttpRequest,
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &())?;
    let (proof, partner) = (who.proof(), PartnerId::from(id.as_str()));
    let made = move |tx: &mut crate::store::WriteTx, now| {
        let id = vetting::assessment_start(tx, &proof, &partner, now)?;
        Ok(MadeJson { id: id.to_string() })
    };
    create.answer(&app, "assessment_start", made).await
}

/// An assessment with its intake, answers and review.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = DossierJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn fetch(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<DossierJson>, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let dossier = app.read(move |tx, _| vetting::dossier(tx, &proof, &id)).await?;
    Ok(web::Json(DossierJson::of(&dossier)))
}

/// An intake, and the revision that was looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IntakeBody {
    /// The assessment's revision.
    pub revision: i64,
    /// The intake.
    pub intake: Intake,
}

/// Describes the sharing. A decision that stood on another description is void.
#[utoipa::path(
    put, path = "/api/v1/assessments/{id}/intake", tag = "vetting", security(("bearer" = [])),
    request_body = IntakeBody, params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn intake(
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<IntakeBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, body) = (who.proof(), AssessmentId::from(id.as_str()), body.into_inner());
    app.write("intake_save", move |tx, now| {
        vetting::intake_save(tx, &proof, (&id, body.revision), &body.intake, now)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The revision that was looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevisionBody {
    /// The assessment's revision.
    pub revision: i64,
}

/// Lets the partner change submitted answers again; a decision on them is void.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/reopen", tag = "vetting", security(("bearer" = [])),
    request_body = RevisionBody, params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reopen(
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<RevisionBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, revision) = (who.proof(), AssessmentId::from(id.as_str()), body.revision);
    app.write("assessment_reopen", move |tx, now| {
        vetting::assessment_reopen(tx, &proof, (&id, revision), now)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Calls an undecided assessment off.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/cancel", tag = "vetting", security(("bearer" = [])),
    request_body = RevisionBody, params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn cancel(
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<RevisionBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, revision) = (who.proof(), AssessmentId::from(id.as_str()), body.revision);
    app.write("assessment_cancel", move |tx, now| {
        vetting::assessment_cancel(tx, &proof, (&id, revision), now)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What a reviewer makes of one answer.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewBody {
    /// E0 to E3; left out if nobody looked yet.
    #[serde(default)]
    pub evidence: Option<String>,
    /// Whether the document has expired.
    #[serde(default)]
    pub evidence_expired: bool,
    /// Whether an N/A is accepted or refused.
    #[serde(default)]
    pub na_accepted: Option<bool>,
    /// The option that is true instead.
    #[serde(default)]
    pub corrected: Option<String>,
    /// Free words; needed with a correction or a refused N/A.
    #[serde(default)]
    pub note: String,
}

/// Keeps the review of one answer. A decision that stood on another review is void.
#[utoipa::path(
    put, path = "/api/v1/assessments/{id}/reviews/{question}", tag = "vetting", security(("bearer" = [])),
    request_body = ReviewBody,
    params(
        ("id" = String, Path, description = "the assessment"),
        ("question" = String, Path, description = "the question"),
    ),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn review(
    who: ApiWho<ReviewAnswers>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    body: web::Json<ReviewBody>,
) -> Result<HttpResponse, WebError> {
    let (id, question) = path.into_inner();
    let (proof, id, body) = (who.proof(), AssessmentId::from(id.as_str()), body.into_inner());
    let input = ReviewInput {
        question,
        level: body.evidence.unwrap_or_default(),
        expired: body.evidence_expired,
        na: body.na_accepted,
        corrected: body.corrected.unwrap_or_default(),
        note: body.note,
    };
    app.write("review_save", move |tx, now| vetting::review_save(tx, &proof, &id, &input, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The score as the document `entente-score/1`; with `fix`, as it would be with those questions met and proven.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/score", tag = "vetting", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the assessment"),
        ("fix" = Option<Vec<String>>, Query, description = "questions to take as met and proven"),
    ),
    responses(
        (status = 200, body = Object, description = "entente-score/1"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn score(
    request: HttpRequest,
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let dossier = app.read(move |tx, _| vetting::dossier(tx, &proof, &id)).await?;
    let case = dossier.case().ok_or_else(|| ServiceError::refused("refused-intake-missing"))?;
    let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
    let fixes: Vec<QuestionId> =
        pairs.filter(|(name, _)| name == "fix").filter_map(|(_, id)| QuestionId::new(&id).ok()).collect();
    Ok(HttpResponse::Ok().json(simulate(&case, &fixes)))
}
