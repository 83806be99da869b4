//! The live check of a condition, while it is being written.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::fields::{self, Fields, field};
use super::question_form;
use crate::access::AuthorQuestionnaires;
use crate::services::ServiceError;
use crate::services::authoring::{Written, fault_message, flaw_message};
use crate::vetting::code::QuestionId;
use crate::vetting::condition::Condition;
use crate::vetting::questionnaire::Question;
use crate::vetting::questionnaire::draft::{InputFault, Place, Problem};
use crate::web::app::App;
use crate::web::error::{WebError, say};
use crate::web::visitor::Who;
use crate::web::words::Words;

/// What the page shows under the condition.
#[derive(Debug, Serialize)]
struct Says {
    ok: bool,
    says: String,
}

/// GET /questionnaires/{id}/draft/condition?question=B5&when_by=…: what is wrong with the condition that a form holds.
pub async fn check(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: web::Query<Fields>,
) -> Result<HttpResponse, WebError> {
    let written = fields::load(&who, &app, &id).await?;
    let faults = faults(&who.words(), &written, &form)?;
    let says = if faults.is_empty() { who.words().t("condition-fine") } else { faults.join(" ") };
    let body = serde_json::to_string(&Says { ok: faults.is_empty(), says });
    let body = body.map_err(|e| ServiceError::Internal(e.to_string()))?;
    Ok(HttpResponse::Ok().content_type("application/json").body(body))
}

fn faults(words: &Words, written: &Written, form: &Fields) -> Result<Vec<String>, ServiceError> {
    let text = question_form::condition_text(form);
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let condition = match Condition::parse(text.trim()) {
        Ok(condition) => condition,
        Err(fault) => return Ok(vec![say(words, &fault_message(&InputFault::Condition(fault)))]),
    };
    let draft = fields::draft(written)?;
    let id = QuestionId::new(field(form, "question")).ok();
    let known = id.as_ref().and_then(|id| draft.question(id)).map(|(_, question)| question.clone());
    // A question that is not there yet has no answers that a condition could name.
    let question = known.unwrap_or_else(|| Question::empty(id));
    let question = Question { when: Some(condition), ..question };
    let problem = |what| Problem { place: Place::Question(question.id.clone()), what };
    let flaws = draft.condition_flaws(&question).into_iter();
    Ok(flaws.map(|flaw| say(words, &flaw_message(&problem(flaw)).1)).collect())
}
