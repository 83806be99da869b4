//! What was submitted, requests to change it, and whether the partner sees its score.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{ManageAssessments, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, ReopenRequestId};
use crate::services::answering::Receipt;
use crate::services::vetting::{self, ReopenRequest, ReopenVerdict};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::vetting::submission_handed_out;
use crate::web::visitor::ApiWho;

/// A submission of the partner.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionJson {
    /// The first is 1.
    pub number: usize,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Timestamp,
    /// Who said that the answers are true.
    pub submitted_by: String,
    /// How many answers it holds.
    pub answers: usize,
    /// SHA-256 of its file, in lower-case hex: the same as on the partner's receipt.
    pub sha256: String,
}

/// What the partner submitted, each time, first to last.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/submissions", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = Vec<SubmissionJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn submissions(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<SubmissionJson>>, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let made = app.read(move |tx, _| vetting::submissions(tx, &proof, &id)).await?;
    let json = |(at, one): (usize, Receipt)| SubmissionJson {
        number: at.saturating_add(1),
        submitted_at: one.at,
        submitted_by: one.by,
        answers: one.answers,
        sha256: one.sha256,
    };
    Ok(web::Json(made.into_iter().enumerate().map(json).collect()))
}

/// The file of a submission, `entente-submission/1`: byte for byte what the partner's receipt is about.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/submissions/{number}", tag = "vetting", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the assessment"),
        ("number" = usize, Path, description = "which submission; the first is 1"),
    ),
    responses(
        (status = 200, body = Object, description = "entente-submission/1"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn submission(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, usize)>,
) -> Result<HttpResponse, WebError> {
    let (id, number) = path.into_inner();
    submission_handed_out(&app, who.proof(), (&id, number)).await
}

/// A partner's request to change what it submitted.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReopenRequestJson {
    /// Its id.
    pub id: String,
    /// The partner's reason.
    pub reason: String,
    /// When it was asked.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// What was answered; null while it waits.
    pub verdict: Option<ReopenVerdict>,
    /// The word that went with the answer.
    pub word: String,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Timestamp>,
}

impl From<ReopenRequest> for ReopenRequestJson {
    fn from(one: ReopenRequest) -> Self {
        Self {
            id: one.row.id.to_string(),
            reason: one.row.reason,
            asked_at: one.row.asked_at,
            verdict: one.row.verdict.as_deref().and_then(ReopenVerdict::named),
            word: one.row.word,
            answered_by: one.answered_by,
            answered_at: one.row.answered_at,
        }
    }
}

/// The partner's requests to change what it submitted, oldest first.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/reopen-requests", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = Vec<ReopenRequestJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn requests(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<ReopenRequestJson>>, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let found = app.read(move |tx, _| vetting::reopen_requests(tx, &proof, &id)).await?;
    Ok(web::Json(found.into_iter().map(ReopenRequestJson::from).collect()))
}

/// The answer to a request.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenAnswerBody {
    /// Whether the answers are opened again.
    pub verdict: ReopenVerdict,
    /// A word to the partner; needed to decline.
    #[serde(default)]
    pub word: String,
}

/// Grants a request (the answers are open again, and a decision on them is void) or declines it with a word.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/reopen-requests/{request}", tag = "vetting",
    security(("bearer" = [])), request_body = ReopenAnswerBody,
    params(
        ("id" = String, Path, description = "the assessment"),
        ("request" = String, Path, description = "the request"),
    ),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn answer(
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    body: web::Json<ReopenAnswerBody>,
) -> Result<HttpResponse, WebError> {
    let (id, request) = path.into_inner();
    let (id, request) = (AssessmentId::from(id.as_str()), ReopenRequestId::from(request.as_str()));
    let (proof, body) = (who.proof(), body.into_inner());
    app.write("reopen_answer", move |tx, now| {
        vetting::reopen_answer(tx, &proof, (&id, &request), (body.verdict, &body.word), now)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Whether the partner sees its score.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShownScoreJson {
    /// Whether it does.
    pub shown: bool,
}

/// Whether the partner sees its score, with the sentence why and the simulator.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/score/shown", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = ShownScoreJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn shown(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<ShownScoreJson>, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let shown = app.read(move |tx, _| vetting::score_shown(tx, &proof, &id)).await?;
    Ok(web::Json(ShownScoreJson { shown }))
}

/// Lets the partner see its score, or hides it again.
#[utoipa::path(
    put, path = "/api/v1/assessments/{id}/score/shown", tag = "vetting", security(("bearer" = [])),
    request_body = ShownScoreJson, params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn show(
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<ShownScoreJson>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, shown) = (who.proof(), AssessmentId::from(id.as_str()), body.shown);
    app.write("score_show", move |tx, now| vetting::score_show(tx, &proof, (&id, shown), now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
