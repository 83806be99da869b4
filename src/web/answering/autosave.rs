//! Saving one answer while the page stays open.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::respondent::RespondentWho;
use super::section::change;
use crate::services::answering::{self, Desk};
use crate::services::{Message, ServiceError};
use crate::vetting::code::QuestionId;
use crate::web::app::App;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::format;

/// One question's fields.
#[derive(Debug, Clone, Deserialize)]
pub struct AnswerForm {
    #[serde(default)]
    option: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    comment: String,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    revision: String,
}

/// What the page needs to stay true.
#[derive(Debug, Serialize)]
struct AnswerSaved {
    saved_at: String,
    revision: i64,
    visible: Vec<String>,
    answered: usize,
    asked: usize,
}

/// POST /answer/q/{question}
pub async fn save(
    who: RespondentWho,
    app: web::Data<App>,
    question: web::Path<String>,
    form: Csrf<AnswerForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, form) = (who.proof(), question.into_inner(), form.0);
    let body = app
        .write("answer_save", move |tx, now| {
            let typed = change(&id, |part| match part {
                "option" => Some(form.option.as_str()),
                "reason" => Some(form.reason.as_str()),
                "comment" => Some(form.comment.as_str()),
                "evidence" => Some(form.evidence.as_str()),
                _ => Some(form.revision.as_str()),
            });
            let saved = answering::answers_save(tx, &proof, &[typed], now)?;
            if !saved.faults.is_empty() {
                return Err(ServiceError::Invalid(saved.faults));
            }
            if !saved.stale.is_empty() {
                return Err(ServiceError::Conflict(Message::new("conflict-answer")));
            }
            answer_saved(&answering::desk(tx, &proof)?, &id, format::machine_time(saved.at))
        })
        .await?;
    let text = serde_json::to_string(&body).map_err(|e| ServiceError::Internal(e.to_string()))?;
    Ok(HttpResponse::Ok().content_type("application/json").body(text))
}

fn answer_saved(desk: &Desk, id: &str, saved_at: String) -> Result<AnswerSaved, ServiceError> {
    let id = QuestionId::new(id).map_err(|_no_such_name| ServiceError::NotFound)?;
    let found = desk.questionnaire.questions().find(|(_, question)| question.id == id);
    let (section, _) = found.ok_or(ServiceError::NotFound)?;
    let visible = desk.visible();
    let here = section.questions.iter().filter(|question| visible.contains(&question.id));
    let progress = desk.progress().into_iter().find(|progress| progress.id == section.id);
    Ok(AnswerSaved {
        saved_at,
        revision: desk.answers.get(id.as_str()).map_or(0, |row| row.revision),
        visible: here.map(|question| question.id.to_string()).collect(),
        answered: progress.as_ref().map_or(0, |p| p.answered),
        asked: progress.as_ref().map_or(0, |p| p.asked),
    })
}
