//! Remarks about the questions of an assessment.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{ReviewAnswers, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::AssessmentId;
use crate::services::vetting::{self, Remark};
use crate::web::api::create::Create;
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// A remark.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemarkJson {
    /// The question.
    pub question: String,
    /// The member who made it; null if the partner did.
    pub member: Option<String>,
    /// What is said.
    pub remark: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl From<Remark> for RemarkJson {
    fn from(remark: Remark) -> Self {
        Self { question: remark.question, member: remark.member, remark: remark.body, at: remark.at }
    }
}

/// What both sides said about the questions, oldest first.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/remarks", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = Vec<RemarkJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<RemarkJson>>, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let remarks = app.read(move |tx, _| vetting::remark_list(tx, &proof, &id)).await?;
    Ok(web::Json(remarks.into_iter().map(RemarkJson::from).collect()))
}

/// A remark as it is sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemarkBody {
    /// The question.
    pub question: String,
    /// What is said.
    pub remark: String,
}

/// Says something to the partner about a question.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/remarks", tag = "vetting", security(("bearer" = [])),
    request_body = RemarkBody,
    params(
        ("id" = String, Path, description = "the assessment"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn add(
    request: HttpRequest,
    who: ApiWho<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<RemarkBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let (proof, id, body) = (who.proof(), AssessmentId::from(id.as_str()), body.into_inner());
    let said = move |tx: &mut crate::store::WriteTx, now| {
        vetting::remark_add(tx, &proof, &id, (&body.question, &body.remark), now)
    };
    create.json(&app, "remark_add", said).await?;
    Ok(HttpResponse::NoContent().finish())
}
