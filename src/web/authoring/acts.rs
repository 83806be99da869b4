//! What is done with one press, and the files that go out.

use actix_web::{HttpResponse, web};

use serde::Deserialize;

use super::fields::{self, Fields, revision};
use crate::access::{AuthorQuestionnaires, ViewPartners};
use crate::ids::QuestionnaireId;
use crate::services::ServiceError;
use crate::services::authoring::{self, Which};
use crate::vetting::formats::questionnaire_file::{WrittenFormat, write};
use crate::web::app::App;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::respond::{Attachment, attachment, see_other_saying};
use crate::web::visitor::Who;

async fn act(
    who: &Who<AuthorQuestionnaires>,
    app: &App,
    (id, form): (&str, &Fields),
    (name, change): (&'static str, authoring::Change),
) -> Result<(), ServiceError> {
    let (proof, id, revision) = (who.proof(), QuestionnaireId::from(id), revision(form));
    app.write(name, move |tx, now| change(tx, &proof, (&id, revision), now)).await
}

/// POST /questionnaires/{id}/archive
pub async fn archive(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    act(&who, &app, (&id, &form.0), ("questionnaire_archive", authoring::questionnaire_archive)).await?;
    Ok(see_other_saying(&app, "/questionnaires", "flash-questionnaire-archived"))
}

/// POST /questionnaires/{id}/restore
pub async fn restore(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    act(&who, &app, (&id, &form.0), ("questionnaire_restore", authoring::questionnaire_restore)).await?;
    Ok(see_other_saying(&app, &format!("/questionnaires/{id}"), "flash-questionnaire-restored"))
}

/// POST /questionnaires/{id}/draft/begin
pub async fn begin(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    act(&who, &app, (&id, &form.0), ("draft_begin", authoring::draft_begin)).await?;
    Ok(see_other_saying(&app, &format!("/questionnaires/{id}/draft"), "flash-draft-begun"))
}

/// POST /questionnaires/{id}/draft/discard
pub async fn discard(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    act(&who, &app, (&id, &form.0), ("draft_discard", authoring::draft_discard)).await?;
    Ok(see_other_saying(&app, "/questionnaires", "flash-draft-discarded"))
}

/// POST /questionnaires/{id}/draft/notes: what an import left was looked at.
pub async fn notes(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    act(&who, &app, (&id, &form.0), ("notes_done", authoring::notes_done)).await?;
    Ok(see_other_saying(&app, &format!("/questionnaires/{id}/draft"), "flash-notes-done"))
}

/// Which format, in which language; our own if nothing is said.
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

/// GET /questionnaires/{id}/versions/{version}/file
pub async fn version_file(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, WebError> {
    let format = WrittenFormat::of(&query.format).ok_or(ServiceError::NotFound)?;
    let (id, version) = path.into_inner();
    let number = version.parse().map_err(|_no_number| ServiceError::NotFound)?;
    let (proof, own) = (who.proof(), QuestionnaireId::from(id.as_str()));
    let shown =
        app.read(move |tx, _| authoring::document(tx, &proof, (&own, Which::Version(number)))).await?;
    let questionnaire = shown.questionnaire.ok_or(ServiceError::NotFound)?;
    if !format.has_all_languages() && !questionnaire.languages().contains(&query.language) {
        return Err(ServiceError::NotFound.into());
    }
    let file = write(&questionnaire, format, &query.language).map_err(ServiceError::Internal)?;
    let (kind, name) = match format {
        WrittenFormat::Own => (Attachment::Json, format!("{}-{number}.json", questionnaire.id())),
        WrittenFormat::Vsaq => (Attachment::Json, format!("{}-{number}-vsaq.json", questionnaire.id())),
        WrittenFormat::CisoAssistant => {
            (Attachment::Text, format!("{}-{number}-ciso-assistant.yaml", questionnaire.id()))
        }
    };
    Ok(attachment(kind, &name, file.text))
}

/// GET /questionnaires/{id}/draft/file
pub async fn draft_file(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let written = fields::load(&who, &app, &id).await?;
    let draft = fields::draft(&written)?;
    let text =
        serde_json::to_string_pretty(&draft.to_value()).map_err(|e| ServiceError::Internal(e.to_string()))?;
    Ok(attachment(Attachment::Json, &format!("{}-draft.json", written.row.code), text))
}
