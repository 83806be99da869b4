//! A question of a draft: writing it, changing it, taking it away.

use actix_web::{HttpResponse, web};

use super::fields::{self, Fields, revision};
use super::question_form::{fresh, input, of_question};
use super::question_view::{Place, QuestionPage};
use super::section::section_id;
use crate::access::AuthorQuestionnaires;
use crate::services::ServiceError;
use crate::services::authoring::Edit;
use crate::vetting::code::QuestionId;
use crate::vetting::questionnaire::draft::QuestionInput;
use crate::web::app::App;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::vetting::ok;
use crate::web::visitor::Who;

fn question_id(text: &str) -> Result<QuestionId, ServiceError> {
    QuestionId::new(text).map_err(|_no_such_name| ServiceError::NotFound)
}

/// GET /questionnaires/{id}/draft/section/{section}/new-question
pub async fn new(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (id, section) = path.into_inner();
    let written = fields::load(&who, &app, &id).await?;
    let section = section_id(&section)?;
    fields::draft(&written)?.section(&section).ok_or(ServiceError::NotFound)?;
    let input = fresh(section.as_str());
    let place = Place { section: section.to_string(), question: None };
    let c = who.chrome(&app, "draft-question-new");
    Ok(ok(QuestionPage::new(c, &written, &place, (&input, None, &[]))?))
}

/// POST /questionnaires/{id}/draft/section/{section}/new-question
pub async fn add(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (id, section) = path.into_inner();
    let input = QuestionInput { section: section_id(&section)?.to_string(), ..input(&form.0) };
    let edit = Edit::PutQuestion(None, Box::new(input.clone()));
    let done = fields::edit(&who, &app, (&id, revision(&form.0)), edit).await;
    answer(&who, &app, (&id, &Place { section, question: None }), (input, &form.0), done).await
}

/// GET /questionnaires/{id}/draft/question/{question}
pub async fn page(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (id, question) = path.into_inner();
    let written = fields::load(&who, &app, &id).await?;
    let question = question_id(&question)?;
    let (section, found) = fields::draft(&written)?.question(&question).ok_or(ServiceError::NotFound)?;
    let input = of_question(section.id.as_str(), found);
    let place = Place { section: section.id.to_string(), question: Some(question) };
    let c = who.chrome(&app, "draft-question");
    Ok(ok(QuestionPage::new(c, &written, &place, (&input, None, &[]))?))
}

/// POST /questionnaires/{id}/draft/question/{question}
pub async fn save(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (id, question) = path.into_inner();
    let (question, input) = (question_id(&question)?, input(&form.0));
    let edit = Edit::PutQuestion(Some(question.clone()), Box::new(input.clone()));
    let done = fields::edit(&who, &app, (&id, revision(&form.0)), edit).await;
    let place = Place { section: input.section.clone(), question: Some(question) };
    answer(&who, &app, (&id, &place), (input, &form.0), done).await
}

/// POST /questionnaires/{id}/draft/question/{question}/remove
pub async fn remove(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (id, question) = path.into_inner();
    let edit = Edit::RemoveQuestion(question_id(&question)?);
    fields::remove(&who, &app, (&id, &form.0), (edit, "flash-question-removed")).await
}

async fn answer(
    who: &Who<AuthorQuestionnaires>,
    app: &App,
    (id, place): (&str, &Place),
    (input, form): (QuestionInput, &Fields),
    done: Result<String, ServiceError>,
) -> Result<HttpResponse, WebError> {
    fields::answer(who, app, id, done.map(|question| format!("#q-{question}")), |written, faults| {
        let word = if place.question.is_some() { "draft-question" } else { "draft-question-new" };
        QuestionPage::new(who.chrome(app, word), written, place, (&input, Some(form), faults))
    })
    .await
}
