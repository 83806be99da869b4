//! An assessment as a workbook in the API: to be filled in offline, and loaded back.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{ManageAssessments, ViewPartners};
use crate::ids::AssessmentId;
use crate::services::{ServiceError, answering};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::file_field::file_from_base64;
use crate::web::visitor::ApiWho;
use crate::web::workbook::handed_out;

/// The workbook of an assessment that was sent, with the answers so far.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/workbook", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, description = "an .xlsx workbook"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn blank(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    handed_out(&app, who.proof(), &id).await
}

/// A workbook that was filled in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilledBody {
    /// The .xlsx file in base64.
    #[serde(default)]
    pub base64: String,
}

/// What loading changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadedJson {
    /// How many answers.
    pub loaded: usize,
}

/// Loads a workbook that the partner filled in: every answer in it, or none. What does not fit is told cell by cell.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/workbook", tag = "vetting", security(("bearer" = [])),
    request_body = FilledBody, params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = LoadedJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn load(
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<FilledBody>,
) -> Result<web::Json<LoadedJson>, WebError> {
    let (proof, id, file) = (who.proof(), AssessmentId::from(id.as_str()), file_from_base64(&body.base64));
    let loaded = app
        .write("answers_load", move |tx, now| {
            let broken = || ServiceError::field("base64", "fault-workbook-base64");
            answering::assessment_workbook_load(tx, &proof, &id, file.as_deref().ok_or_else(broken)?, now)
        })
        .await?;
    Ok(web::Json(LoadedJson { loaded }))
}
