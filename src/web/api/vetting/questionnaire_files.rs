//! Questionnaires as files of other tools.

use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::ViewPartners;
use crate::ids::QuestionnaireId;
use crate::services::ServiceError;
use crate::services::authoring::{self, Which};
use crate::vetting::formats::questionnaire_file::{WrittenFormat, write};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// Which format, in which language.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub struct FileQuery {
    format: String,
    language: String,
}

impl Default for FileQuery {
    fn default() -> Self {
        Self { format: "own".to_owned(), language: "en".to_owned() }
    }
}

/// A file of a questionnaire.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionnaireFileJson {
    /// own, vsaq or ciso-assistant.
    pub format: &'static str,
    /// The file.
    pub text: String,
    /// What of the questionnaire has no place in it.
    pub notes: Vec<String>,
}

/// A version as a file of our format or another, with what had no place in it.
#[utoipa::path(
    get, path = "/api/v1/questionnaires/{id}/versions/{version}/file", tag = "questionnaires",
    security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the questionnaire"),
        ("version" = String, Path, description = "the version's number"),
        ("format" = Option<String>, Query, description = "\"own\" (if left out), \"vsaq\" or \"ciso-assistant\""),
        ("language" = Option<String>, Query, description = "the language to write, where a file takes only one; \"en\" if left out"),
    ),
    responses(
        (status = 200, body = QuestionnaireFileJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn version(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    query: web::Query<FileQuery>,
) -> Result<web::Json<QuestionnaireFileJson>, WebError> {
    let (id, version) = path.into_inner();
    let which = Which::Version(version.parse().map_err(|_no_number| ServiceError::NotFound)?);
    let (proof, id) = (who.proof(), QuestionnaireId::from(id.as_str()));
    let shown = app.read(move |tx, _| authoring::document(tx, &proof, (&id, which))).await?;
    let questionnaire = shown.questionnaire.ok_or(ServiceError::NotFound)?;
    let format = WrittenFormat::of(&query.format)
        .ok_or_else(|| ServiceError::field("format", "fault-questionnaire-format"))?;
    if !questionnaire.languages().contains(&query.language) && !format.has_all_languages() {
        return Err(ServiceError::field("language", "fault-questionnaire-language").into());
    }
    let file = write(&questionnaire, format, &query.language).map_err(ServiceError::Internal)?;
    let notes = file.notes.iter().map(ToString::to_string).collect();
    Ok(web::Json(QuestionnaireFileJson { format: format.as_str(), text: file.text, notes }))
}
