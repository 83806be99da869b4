//! What is done with one press, and the files that go out.

use actix_web::{HttpResponse, web};

use super::fields::{self, Fields, revision};
use crate::access::{AuthorQuestionnaires, ViewPartners};
use crate::ids::QuestionnaireId;
use crate::services::ServiceError;
use crate::services::authoring::{self, Which};
use crate::web::app::App;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::respond::{Attachment, attachment, see_other_saying};
use crate::web::visitor::Who;

/// POST /questionnaires/{id}/archive
pub async fn archive(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    set_archived(&who, &app, (&id, revision(&form.0)), true).await?;
    Ok(see_other_saying(&app, "/questionnaires", "flash-questionnaire-archived"))
}

/// POST /questionnaires/{id}/restore
pub async fn restore(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    set_archived(&who, &app, (&id, revision(&form.0)), false).await?;
    Ok(see_other_saying(&app, &format!("/questionnaires/{id}"), "flash-questionnaire-restored"))
}

async fn set_archived(
    who: &Who<AuthorQuestionnaires>,
    app: &App,
    (id, revision): (&str, i64),
    archived: bool,
) -> Result<(), ServiceError> {
    let (proof, id) = (who.proof(), QuestionnaireId::from(id));
    app.write("questionnaire_archive", move |tx, now| {
        authoring::questionnaire_archive(tx, &proof, (&id, revision), archived, now)
    })
    .await
}

/// POST /questionnaires/{id}/draft/begin
pub async fn begin(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (proof, own, revision) = (who.proof(), QuestionnaireId::from(id.as_str()), revision(&form.0));
    app.write("draft_begin", move |tx, now| authoring::draft_begin(tx, &proof, (&own, revision), now))
        .await?;
    Ok(see_other_saying(&app, &format!("/questionnaires/{id}/draft"), "flash-draft-begun"))
}

/// POST /questionnaires/{id}/draft/discard
pub async fn discard(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (proof, own, revision) = (who.proof(), QuestionnaireId::from(id.as_str()), revision(&form.0));
    app.write("draft_discard", move |tx, now| authoring::draft_discard(tx, &proof, (&own, revision), now))
        .await?;
    Ok(see_other_saying(&app, "/questionnaires", "flash-draft-discarded"))
}

/// POST /questionnaires/{id}/draft/notes: what an import left was looked at.
pub async fn notes(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (proof, own, revision) = (who.proof(), QuestionnaireId::from(id.as_str()), revision(&form.0));
    app.write("notes_done", move |tx, now| authoring::notes_done(tx, &proof, (&own, revision), now)).await?;
    Ok(see_other_saying(&app, &format!("/questionnaires/{id}/draft"), "flash-notes-done"))
}

/// GET /questionnaires/{id}/versions/{version}/file
pub async fn version_file(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (id, version) = path.into_inner();
    let number = version.parse().map_err(|_no_number| ServiceError::NotFound)?;
    let (proof, own) = (who.proof(), QuestionnaireId::from(id.as_str()));
    let shown =
        app.read(move |tx, _| authoring::document(tx, &proof, (&own, Which::Version(number)))).await?;
    let questionnaire = shown.questionnaire.ok_or(ServiceError::NotFound)?;
    let text =
        serde_json::to_string_pretty(&questionnaire).map_err(|e| ServiceError::Internal(e.to_string()))?;
    Ok(attachment(Attachment::Json, &format!("{}-{number}.json", questionnaire.id()), text))
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
