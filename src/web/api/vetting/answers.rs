//! An assessment's answers as files in the API: written in a format, looked at, and loaded.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sent_file::file_of;
use crate::access::{ManageAssessments, ViewPartners};
use crate::ids::AssessmentId;
use crate::services::answering::{self, Loaded, Overwrite, Preview};
use crate::services::{Message, ServiceError};
use crate::vetting::formats::Note;
use crate::vetting::formats::answer_file::{AnswerFormat, Step};
use crate::vetting::formats::companies::{List, ListStep};
use crate::vetting::sheet::Given;
use crate::web::answer_file::{format_named, handed_out};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

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
    handed_out((&app, app.words()), who.proof(), (&id, AnswerFormat::Workbook)).await
}

/// Which format is wanted.
#[derive(Debug, Deserialize)]
pub struct FormatQuery {
    #[serde(default)]
    format: String,
}

/// The answers of an assessment that was sent, as a file.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/answers", tag = "vetting", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the assessment"),
        ("format" = Option<String>, Query, description = "\"own\" (entente-answers/1, if left out), \"workbook\", \"vsaq\"; \"caiq\", \"hecvat\" (JSON) or \"hecvat-xlsx\" where the questionnaire came from one"),
    ),
    responses(
        (status = 200, description = "JSON or an .xlsx workbook"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn export(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    query: web::Query<FormatQuery>,
) -> Result<HttpResponse, WebError> {
    let format = match query.format.as_str() {
        "" => AnswerFormat::Own,
        word => format_named(word)?,
    };
    handed_out((&app, app.words()), who.proof(), (&id, format)).await
}

/// A file of answers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswersBody {
    /// The file's text, if it is text.
    #[serde(default)]
    pub text: String,
    /// The file in base64, if it is a workbook.
    #[serde(default)]
    pub base64: String,
    /// Of the answers that are there already and differ, those to these questions are overwritten; `sub_processors` names the
    /// list. Loading only.
    #[serde(default)]
    pub overwrite: Vec<String>,
    /// All of those are overwritten. Loading only.
    #[serde(default)]
    pub overwrite_all: bool,
}

impl AnswersBody {
    fn overwrite(&self) -> Overwrite {
        let these: BTreeSet<String> = self.overwrite.iter().cloned().collect();
        match (self.overwrite_all, these.is_empty()) {
            (true, _) => Overwrite::Everything,
            (false, true) => Overwrite::Nothing,
            (false, false) => Overwrite::These(these),
        }
    }
}

/// An answer as it is, or as the file has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaidJson {
    /// The chosen option.
    pub option: Option<String>,
    /// Whether the question does not apply.
    pub na: bool,
    /// Why not.
    pub reason: String,
    /// Free words.
    pub comment: String,
    /// What would show it.
    pub evidence_note: String,
}

impl SaidJson {
    fn of(given: &Given, comment: &str, evidence_note: &str) -> Self {
        let (option, na, reason) = match given {
            Given::Nothing => (None, false, ""),
            Given::Option(option) => (Some(option.to_string()), false, ""),
            Given::NotApplicable { reason } => (None, true, reason.as_str()),
        };
        Self {
            option,
            na,
            reason: reason.to_owned(),
            comment: comment.to_owned(),
            evidence_note: evidence_note.to_owned(),
        }
    }
}

/// One answer of a file beside the one that is there.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepJson {
    /// The question.
    pub question: String,
    /// Where it stands in the file.
    pub place: String,
    /// new, same or different.
    pub standing: &'static str,
    /// What is there.
    pub now: SaidJson,
    /// What the file says.
    pub then: SaidJson,
}

impl StepJson {
    fn of(step: &Step) -> Self {
        let (now, then) = (&step.now, &step.filled);
        Self {
            question: then.question.to_string(),
            place: then.place.clone(),
            standing: step.standing.as_str(),
            now: SaidJson::of(&now.given, &now.comment, &now.evidence_note),
            then: SaidJson::of(&then.given, &then.comment, &then.evidence_note),
        }
    }
}

/// The list of sub-processors of a file beside the one that is there.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListStepJson {
    /// Where it stands in the file.
    pub place: String,
    /// new, same or different.
    pub standing: &'static str,
    /// The companies that are there, by name.
    pub now: Vec<String>,
    /// The companies of the file, by name.
    pub then: Vec<String>,
    /// Whether the file says that there is nobody.
    pub nobody: bool,
}

impl ListStepJson {
    fn of(step: &ListStep) -> Self {
        let names = |list: &List| list.companies.iter().map(|one| one.entry.name.clone()).collect();
        Self {
            place: step.filled.place.clone(),
            standing: step.standing.as_str(),
            now: names(&step.now),
            then: names(&step.filled.list),
            nobody: step.filled.list.nobody,
        }
    }
}

/// Something in a file that has no place here.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteJson {
    /// Where it stands in the file.
    pub path: String,
    /// What became of it.
    pub what: String,
}

fn notes(notes: &[Note]) -> Vec<NoteJson> {
    notes.iter().map(|note| NoteJson { path: note.path.clone(), what: note.what.to_string() }).collect()
}

/// What loading a file would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewJson {
    /// What the file was taken for: workbook, own, vsaq, caiq, hecvat or ciso-assistant.
    pub format: &'static str,
    /// Its answers.
    pub answers: Vec<StepJson>,
    /// Its list of sub-processors, if it has one.
    pub sub_processors: Option<ListStepJson>,
    /// What has no place here.
    pub notes: Vec<NoteJson>,
    /// The same answers as entente-answers/1, bound to the answers that were looked at: loaded, it changes what the preview
    /// says or nothing.
    #[schema(value_type = Object)]
    pub prepared: serde_json::Value,
}

impl PreviewJson {
    fn of(preview: Preview) -> Self {
        Self {
            format: preview.format.as_str(),
            answers: preview.steps.iter().map(StepJson::of).collect(),
            sub_processors: preview.list.as_ref().map(ListStepJson::of),
            notes: notes(&preview.notes),
            prepared: preview.prepared,
        }
    }
}

/// What loading a file did.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadedJson {
    /// How many answers it changed; the list of sub-processors counts as one.
    pub loaded: usize,
    /// How many were the same already.
    pub same: usize,
    /// The questions whose answers differ and stayed as they were.
    pub kept: Vec<String>,
    /// What has no place here.
    pub notes: Vec<NoteJson>,
    /// Loaded with `overwrite_all`, it puts the answers back as they were.
    #[schema(value_type = Object)]
    pub undo: serde_json::Value,
}

impl LoadedJson {
    fn of(loaded: Loaded) -> Self {
        Self {
            loaded: loaded.changed,
            same: loaded.same,
            kept: loaded.kept,
            notes: notes(&loaded.notes),
            undo: loaded.undo,
        }
    }
}

/// What loading a file would change: nothing is changed. The format is found out from the file.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/answers/preview", tag = "vetting", security(("bearer" = [])),
    request_body = AnswersBody, params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = PreviewJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn preview(
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<AnswersBody>,
) -> Result<web::Json<PreviewJson>, WebError> {
    if !body.overwrite.is_empty() || body.overwrite_all {
        return Err(ServiceError::Unusable(Message::new("unusable-preview-overwrite")).into());
    }
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let seen = app.read(move |tx, _| {
        answering::assessment_preview(tx, &proof, &id, &file_of(&body.text, &body.base64)?)
    });
    Ok(web::Json(PreviewJson::of(seen.await?)))
}

/// Loads a file of answers: every one in it that may be loaded, or none if anything does not fit; that is told by path, row
/// or cell. Answers that are there already and differ stay, unless they are named.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/answers", tag = "vetting", security(("bearer" = [])),
    request_body = AnswersBody, params(("id" = String, Path, description = "the assessment")),
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
    body: web::Json<AnswersBody>,
) -> Result<web::Json<LoadedJson>, WebError> {
    let (proof, id, over) = (who.proof(), AssessmentId::from(id.as_str()), body.overwrite());
    let loaded = app.write("answers_load", move |tx, now| {
        let file = file_of(&body.text, &body.base64)?;
        answering::assessment_load(tx, &proof, &id, (&file, &over), now)
    });
    Ok(web::Json(LoadedJson::of(loaded.await?)))
}
