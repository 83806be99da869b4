//! Writing questionnaires: the list, a questionnaire with its versions, the draft and its parts, what the partner will
//! see, and what changed.

mod acts;
mod built_in;
mod condition;
mod diff;
mod draft;
mod draft_view;
mod export;
mod fields;
mod head;
mod import;
mod list;
mod new;
mod notes;
mod overview;
mod preview;
mod question;
mod question_form;
mod question_view;
mod section;

use actix_web::web;

use super::route::{Route, member};
use crate::access::{AuthorQuestionnaires, ViewPartners};

pub use diff::DiffPage;
pub use draft_view::DraftPage;
pub use export::ExportPage;
pub use import::ImportPage;
pub use list::ListPage;
pub use overview::OverviewPage;
pub use preview::PreviewPage;
pub use question_view::QuestionPage;
pub use section::SectionPage;

/// The routes of this area.
#[rustfmt::skip] // One route a line.
pub const ROUTES: &[Route] = &[
    Route::get("/questionnaires", member::<ViewPartners>(), || web::to(list::page)),
    Route::get("/questionnaires/new", member::<AuthorQuestionnaires>(), || web::to(new::page)),
    Route::post("/questionnaires/new", member::<AuthorQuestionnaires>(), || web::to(new::add)),
    Route::get("/questionnaires/import", member::<AuthorQuestionnaires>(), || web::to(import::page)),
    Route::post("/questionnaires/import", member::<AuthorQuestionnaires>(), || web::to(import::add)),
    Route::get("/questionnaires/answers-schema", member::<ViewPartners>(), || {
        web::to(built_in::answers_schema)
    }),
    Route::get("/questionnaires/schema", member::<ViewPartners>(), || web::to(built_in::schema)),
    Route::get("/questionnaires/built-in", member::<ViewPartners>(), || web::to(built_in::preview)),
    Route::get("/questionnaires/built-in/file", member::<ViewPartners>(), || web::to(built_in::file)),
    Route::get("/questionnaires/{id}", member::<ViewPartners>(), || web::to(overview::page)),
    Route::post("/questionnaires/{id}/archive", member::<AuthorQuestionnaires>(), || web::to(acts::archive)),
    Route::post("/questionnaires/{id}/restore", member::<AuthorQuestionnaires>(), || web::to(acts::restore)),
    Route::get("/questionnaires/{id}/changes", member::<ViewPartners>(), || web::to(diff::page)),
    Route::get("/questionnaires/{id}/versions/{version}", member::<ViewPartners>(), || web::to(preview::version)),
    Route::get("/questionnaires/{id}/versions/{version}/file", member::<ViewPartners>(), || web::to(acts::version_file)),
    Route::get("/questionnaires/{id}/versions/{version}/export", member::<ViewPartners>(), || web::to(export::page)),
    Route::post("/questionnaires/{id}/draft/begin", member::<AuthorQuestionnaires>(), || web::to(acts::begin)),
    Route::get("/questionnaires/{id}/draft", member::<AuthorQuestionnaires>(), || web::to(draft::page)),
    Route::get("/questionnaires/{id}/draft/preview", member::<AuthorQuestionnaires>(), || web::to(preview::draft)),
    Route::get("/questionnaires/{id}/draft/file", member::<AuthorQuestionnaires>(), || web::to(acts::draft_file)),
    Route::post("/questionnaires/{id}/draft/publish", member::<AuthorQuestionnaires>(), || web::to(draft::publish)),
    Route::post("/questionnaires/{id}/draft/discard", member::<AuthorQuestionnaires>(), || web::to(acts::discard)),
    Route::post("/questionnaires/{id}/draft/notes", member::<AuthorQuestionnaires>(), || web::to(acts::notes)),
    Route::post("/questionnaires/{id}/draft/weights", member::<AuthorQuestionnaires>(), || web::to(draft::weights)),
    Route::post("/questionnaires/{id}/draft/order", member::<AuthorQuestionnaires>(), || web::to(draft::order)),
    Route::get("/questionnaires/{id}/draft/head", member::<AuthorQuestionnaires>(), || web::to(head::page)),
    Route::post("/questionnaires/{id}/draft/head", member::<AuthorQuestionnaires>(), || web::to(head::save)),
    Route::get("/questionnaires/{id}/draft/condition", member::<AuthorQuestionnaires>(), || web::to(condition::check)),
    Route::get("/questionnaires/{id}/draft/new-section", member::<AuthorQuestionnaires>(), || web::to(section::new)),
    Route::post("/questionnaires/{id}/draft/new-section", member::<AuthorQuestionnaires>(), || web::to(section::add)),
    Route::get("/questionnaires/{id}/draft/section/{section}", member::<AuthorQuestionnaires>(), || web::to(section::page)),
    Route::post("/questionnaires/{id}/draft/section/{section}", member::<AuthorQuestionnaires>(), || web::to(section::save)),
    Route::post("/questionnaires/{id}/draft/section/{section}/remove", member::<AuthorQuestionnaires>(), || web::to(section::remove)),
    Route::get("/questionnaires/{id}/draft/section/{section}/new-question", member::<AuthorQuestionnaires>(), || web::to(question::new)),
    Route::post("/questionnaires/{id}/draft/section/{section}/new-question", member::<AuthorQuestionnaires>(), || web::to(question::add)),
    Route::get("/questionnaires/{id}/draft/question/{question}", member::<AuthorQuestionnaires>(), || web::to(question::page)),
    Route::post("/questionnaires/{id}/draft/question/{question}", member::<AuthorQuestionnaires>(), || web::to(question::save)),
    Route::post("/questionnaires/{id}/draft/question/{question}/remove", member::<AuthorQuestionnaires>(), || web::to(question::remove)),
];
