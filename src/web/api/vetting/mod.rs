//! Vetting in the API: partners, assessments, review, the score, decisions and findings, by the services of the web.

mod answers;
mod asked;
mod assessments;
mod coverage;
mod decisions;
mod evidence;
mod finding_steps;
mod findings;
mod links;
mod partners;
mod questionnaire_files;
mod questionnaire_views;
mod questionnaires;
mod remarks;
mod reopening;
mod rounds;
mod sent_file;
mod suggested;
mod triggers;
mod views;

use actix_web::web;
use utoipa::OpenApi;

use crate::access::{
    AuthorQuestionnaires, Decide, ManageAssessments, ManagePartners, ReviewAnswers, ViewPartners,
    ViewPortfolio,
};
use crate::web::route::{Route, api};

pub(super) use links::{ExtendBody, RespondentLinkJson};

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/api/v1/partners", api::<ViewPartners>(), || web::to(partners::list)),
    Route::post("/api/v1/partners", api::<ManagePartners>(), || web::to(partners::add)),
    Route::get("/api/v1/partners/{id}", api::<ViewPartners>(), || web::to(partners::fetch)),
    Route::put("/api/v1/partners/{id}", api::<ManagePartners>(), || web::to(partners::update)),
    Route::post("/api/v1/partners/{id}/archive", api::<ManagePartners>(), || web::to(partners::archive)),
    Route::post("/api/v1/partners/{id}/restore", api::<ManagePartners>(), || web::to(partners::restore)),
    Route::post("/api/v1/partners/{id}/invitations", api::<ManagePartners>(), || web::to(partners::invite)),
    Route::get("/api/v1/partners/{id}/triggers", api::<ViewPartners>(), || web::to(triggers::list)),
    Route::post("/api/v1/partners/{id}/triggers", api::<ManagePartners>(), || web::to(triggers::record)),
    Route::get("/api/v1/partners/{id}/decisions", api::<ViewPartners>(), || web::to(decisions::list)),
    Route::get("/api/v1/partners/{id}/findings", api::<ViewPartners>(), || web::to(findings::list)),
    Route::post("/api/v1/partners/{id}/findings", api::<ReviewAnswers>(), || web::to(findings::open)),
    Route::get("/api/v1/assessments/{id}/suggested-findings", api::<ViewPartners>(), || {
        web::to(suggested::list)
    }),
    Route::get("/api/v1/findings/{id}", api::<ViewPartners>(), || web::to(findings::fetch)),
    Route::put("/api/v1/findings/{id}", api::<ReviewAnswers>(), || web::to(findings::change)),
    Route::post("/api/v1/findings/{id}/report", api::<ReviewAnswers>(), || web::to(finding_steps::report)),
    Route::post("/api/v1/findings/{id}/retest", api::<ReviewAnswers>(), || web::to(finding_steps::retest)),
    Route::post("/api/v1/findings/{id}/accept", api::<Decide>(), || web::to(finding_steps::accept)),
    Route::post("/api/v1/findings/{id}/reopen", api::<ReviewAnswers>(), || web::to(finding_steps::reopen)),
    Route::get("/api/v1/partners/{id}/assessments", api::<ViewPartners>(), || web::to(assessments::list)),
    Route::post("/api/v1/partners/{id}/assessments", api::<ManageAssessments>(), || {
        web::to(assessments::start)
    }),
    Route::get("/api/v1/assessments", api::<ViewPartners>(), || web::to(assessments::list_all)),
    Route::get("/api/v1/assessments/{id}", api::<ViewPartners>(), || web::to(assessments::fetch)),
    Route::put("/api/v1/assessments/{id}/intake", api::<ManageAssessments>(), || {
        web::to(assessments::intake)
    }),
    Route::get("/api/v1/assessments/{id}/links", api::<ViewPartners>(), || web::to(links::list)),
    Route::post("/api/v1/assessments/{id}/links", api::<ManageAssessments>(), || web::to(links::send)),
    Route::get("/api/v1/assessments/{id}/workbook", api::<ViewPartners>(), || web::to(answers::blank)),
    Route::get("/api/v1/assessments/{id}/answers", api::<ViewPartners>(), || web::to(answers::export)),
    Route::post("/api/v1/assessments/{id}/answers", api::<ManageAssessments>(), || web::to(answers::load)),
    Route::post("/api/v1/assessments/{id}/answers/preview", api::<ManageAssessments>(), || {
        web::to(answers::preview)
    }),
    Route::post("/api/v1/assessments/{id}/reopen", api::<ManageAssessments>(), || {
        web::to(assessments::reopen)
    }),
    Route::get("/api/v1/assessments/{id}/submissions", api::<ViewPartners>(), || {
        web::to(reopening::submissions)
    }),
    Route::get("/api/v1/assessments/{id}/submissions/{number}", api::<ViewPartners>(), || {
        web::to(reopening::submission)
    }),
    Route::get("/api/v1/assessments/{id}/reopen-requests", api::<ViewPartners>(), || {
        web::to(reopening::requests)
    }),
    Route::post("/api/v1/assessments/{id}/reopen-requests/{request}", api::<ManageAssessments>(), || {
        web::to(reopening::answer)
    }),
    Route::get("/api/v1/assessments/{id}/score/shown", api::<ViewPartners>(), || web::to(reopening::shown)),
    Route::put("/api/v1/assessments/{id}/score/shown", api::<ManageAssessments>(), || {
        web::to(reopening::show)
    }),
    Route::post("/api/v1/assessments/{id}/cancel", api::<ManageAssessments>(), || {
        web::to(assessments::cancel)
    }),
    Route::put("/api/v1/assessments/{id}/reviews/{question}", api::<ReviewAnswers>(), || {
        web::to(assessments::review)
    }),
    Route::get("/api/v1/assessments/{id}/score", api::<ViewPartners>(), || web::to(assessments::score)),
    Route::post("/api/v1/assessments/{id}/decisions", api::<Decide>(), || web::to(decisions::make)),
    Route::post("/api/v1/decisions/{id}/second", api::<Decide>(), || web::to(decisions::second)),
    Route::post("/api/v1/decisions/{id}/decline", api::<Decide>(), || web::to(decisions::decline)),
    Route::get("/api/v1/assessments/{id}/remarks", api::<ViewPartners>(), || web::to(remarks::list)),
    Route::post("/api/v1/assessments/{id}/remarks", api::<ReviewAnswers>(), || web::to(remarks::add)),
    Route::get("/api/v1/assessments/{id}/changes", api::<ViewPartners>(), || web::to(rounds::changes)),
    Route::get("/api/v1/assessments/{id}/coverage", api::<ViewPartners>(), || web::to(coverage::assessment)),
    Route::get("/api/v1/portfolio/coverage", api::<ViewPortfolio>(), || web::to(coverage::portfolio)),
    Route::get("/api/v1/assessments/{id}/evidence", api::<ViewPartners>(), || web::to(evidence::list)),
    Route::get("/api/v1/assessments/{id}/evidence/{evidence}/preview", api::<ViewPartners>(), || {
        web::to(evidence::preview)
    }),
    Route::get("/api/v1/assessments/{id}/evidence/{evidence}", api::<ViewPartners>(), || {
        web::to(evidence::download)
    }),
    Route::put("/api/v1/assessments/{id}/questionnaire", api::<ManageAssessments>(), || {
        web::to(asked::choose)
    }),
    Route::get("/api/v1/questionnaires", api::<ViewPartners>(), || web::to(questionnaires::list)),
    Route::post("/api/v1/questionnaires", api::<AuthorQuestionnaires>(), || web::to(questionnaires::create)),
    Route::get("/api/v1/questionnaires/{id}", api::<ViewPartners>(), || web::to(questionnaires::fetch)),
    Route::get("/api/v1/questionnaires/{id}/draft", api::<ViewPartners>(), || web::to(questionnaires::draft)),
    Route::post("/api/v1/questionnaires/{id}/draft", api::<AuthorQuestionnaires>(), || {
        web::to(questionnaires::begin)
    }),
    Route::put("/api/v1/questionnaires/{id}/draft", api::<AuthorQuestionnaires>(), || {
        web::to(questionnaires::replace)
    }),
    Route::post("/api/v1/questionnaires/{id}/draft/discard", api::<AuthorQuestionnaires>(), || {
        web::to(questionnaires::discard)
    }),
    Route::post("/api/v1/questionnaires/{id}/versions", api::<AuthorQuestionnaires>(), || {
        web::to(questionnaires::publish)
    }),
    Route::get("/api/v1/questionnaires/{id}/versions/{version}", api::<ViewPartners>(), || {
        web::to(questionnaires::version)
    }),
    Route::get("/api/v1/questionnaires/{id}/versions/{version}/file", api::<ViewPartners>(), || {
        web::to(questionnaire_files::version)
    }),
    Route::get("/api/v1/questionnaires/{id}/changes", api::<ViewPartners>(), || {
        web::to(questionnaires::changes)
    }),
    Route::post("/api/v1/questionnaires/{id}/archive", api::<AuthorQuestionnaires>(), || {
        web::to(questionnaires::archive)
    }),
    Route::post("/api/v1/questionnaires/{id}/restore", api::<AuthorQuestionnaires>(), || {
        web::to(questionnaires::restore)
    }),
    Route::post("/api/v1/respondent-links/{id}/extend", api::<ManageAssessments>(), || {
        web::to(links::extend)
    }),
    Route::delete("/api/v1/respondent-links/{id}", api::<ManageAssessments>(), || web::to(links::revoke)),
];

/// The description of these routes.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    partners::list,
    partners::add,
    partners::fetch,
    partners::update,
    partners::archive,
    partners::restore,
    partners::invite,
    triggers::list,
    triggers::record,
    decisions::list,
    suggested::list,
    findings::list,
    findings::open,
    findings::fetch,
    findings::change,
    finding_steps::report,
    finding_steps::retest,
    finding_steps::accept,
    finding_steps::reopen,
    assessments::list,
    assessments::list_all,
    assessments::start,
    assessments::fetch,
    assessments::intake,
    assessments::reopen,
    assessments::cancel,
    reopening::submissions,
    reopening::submission,
    reopening::requests,
    reopening::answer,
    reopening::shown,
    reopening::show,
    assessments::review,
    assessments::score,
    decisions::make,
    decisions::second,
    decisions::decline,
    links::list,
    links::send,
    links::extend,
    links::revoke,
    asked::choose,
    answers::blank,
    answers::export,
    answers::load,
    answers::preview,
    remarks::list,
    remarks::add,
    rounds::changes,
    coverage::assessment,
    coverage::portfolio,
    evidence::list,
    evidence::download,
    evidence::preview,
    questionnaires::list,
    questionnaires::create,
    questionnaires::fetch,
    questionnaires::draft,
    questionnaires::begin,
    questionnaires::replace,
    questionnaires::discard,
    questionnaires::publish,
    questionnaires::version,
    questionnaire_files::version,
    questionnaires::changes,
    questionnaires::archive,
    questionnaires::restore,
))]
pub struct Doc;
