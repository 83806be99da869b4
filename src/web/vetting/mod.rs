//! Vetting for members: partners, the intake, sending, review, the score, decisions and findings.

mod asked;
mod assessment;
mod contact;
mod coverage;
mod decide;
mod decide_form;
mod document;
mod evidence;
mod finding;
mod finding_acts;
mod finding_form;
mod finding_view;
mod findings;
mod form;
mod intake;
mod list;
mod load;
mod partner;
mod partner_form;
mod partner_view;
mod remarks;
mod reopening;
mod review;
mod review_form;
mod review_round;
mod review_view;
mod score;
mod send;
mod suggested;
mod trigger;
mod view;

use actix_web::web;
use serde::Deserialize;

use super::route::{Route, member};
use crate::access::{Decide, ManageAssessments, ManagePartners, ReviewAnswers, ViewPartners};

pub use assessment::AssessmentPage;
pub use coverage::{CoveragePage, cover_view, cover_word};
pub use decide::DecidePage;
pub use document::{DocumentPage, preview_of};
pub use evidence::handed_out;
pub use finding::{FindingEventView, FindingPage, event_word};
pub use findings::FindingsPage;
pub use form::FormPage;
pub use list::{PartnersPage, awaits_word};
pub use load::LoadPage;
pub use partner::PartnerPage;
pub use remarks::RemarkView;
pub use reopening::handed_out as submission_handed_out;
pub use review::ReviewPage;
pub use score::{FixRow, ScorePage, fix_rows, fixes};
pub use send::{LinkRow, SendPage};
pub use suggested::{Suggested, suggested};
pub use view::{
    decision_view, end_of_day, fault_of, line_score_view, ok, score_view, standing_view, unprocessable,
};

/// What a form with nothing but the token holds.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/partners", member::<ViewPartners>(), || web::to(list::page)),
    Route::get("/partners/new", member::<ManagePartners>(), || web::to(partner_form::new)),
    Route::post("/partners/new", member::<ManagePartners>(), || web::to(partner_form::add)),
    Route::get("/partners/{id}", member::<ViewPartners>(), || web::to(partner::page)),
    Route::get("/partners/{id}/edit", member::<ManagePartners>(), || web::to(partner_form::edit)),
    Route::post("/partners/{id}/edit", member::<ManagePartners>(), || web::to(partner_form::update)),
    Route::post("/partners/{id}/archive", member::<ManagePartners>(), || web::to(partner::archive)),
    Route::post("/partners/{id}/restore", member::<ManagePartners>(), || web::to(partner::restore)),
    Route::get("/partners/{id}/triggers/new", member::<ManagePartners>(), || web::to(trigger::new)),
    Route::post("/partners/{id}/triggers", member::<ManagePartners>(), || web::to(trigger::record)),
    Route::post("/partners/{id}/invite", member::<ManagePartners>(), || web::to(partner::invite)),
    Route::post("/partners/{id}/assessments", member::<ManageAssessments>(), || web::to(partner::start)),
    Route::get("/assessments/{id}", member::<ViewPartners>(), || web::to(assessment::page)),
    Route::get("/assessments/{id}/intake", member::<ManageAssessments>(), || web::to(intake::page)),
    Route::post("/assessments/{id}/intake", member::<ManageAssessments>(), || web::to(intake::save)),
    Route::get("/assessments/{id}/send", member::<ManageAssessments>(), || web::to(send::page)),
    Route::post("/assessments/{id}/send", member::<ManageAssessments>(), || web::to(send::send)),
    Route::get("/assessments/{id}/workbook", member::<ViewPartners>(), || web::to(load::blank)),
    Route::get("/assessments/{id}/load", member::<ManageAssessments>(), || web::to(load::page)),
    Route::post("/assessments/{id}/load", member::<ManageAssessments>(), || web::to(load::look)),
    Route::post("/assessments/{id}/load/apply", member::<ManageAssessments>(), || web::to(load::load)),
    Route::get("/assessments/{id}/answers/{format}", member::<ViewPartners>(), || web::to(load::export)),
    Route::post("/assessments/{id}/reopen-requests/{request}", member::<ManageAssessments>(), || {
        web::to(reopening::answer)
    }),
    Route::get("/assessments/{id}/submissions/{number}", member::<ViewPartners>(), || {
        web::to(reopening::submission)
    }),
    Route::post("/assessments/{id}/score/show", member::<ManageAssessments>(), || web::to(reopening::show)),
    Route::post("/assessments/{id}/score/hide", member::<ManageAssessments>(), || web::to(reopening::hide)),
    Route::post("/assessments/{id}/reopen", member::<ManageAssessments>(), || web::to(assessment::reopen)),
    Route::post("/assessments/{id}/cancel", member::<ManageAssessments>(), || web::to(assessment::cancel)),
    Route::post("/assessments/{id}/remarks", member::<ReviewAnswers>(), || web::to(remarks::add)),
    Route::get("/assessments/{id}/coverage", member::<ViewPartners>(), || web::to(coverage::page)),
    Route::get("/assessments/{id}/evidence/{evidence}/preview", member::<ViewPartners>(), || {
        web::to(document::page)
    }),
    Route::get("/assessments/{id}/evidence/{evidence}", member::<ViewPartners>(), || {
        web::to(evidence::download)
    }),
    Route::post("/respondent-links/{id}/revoke", member::<ManageAssessments>(), || web::to(send::revoke)),
    Route::post("/respondent-links/{id}/extend", member::<ManageAssessments>(), || web::to(send::extend)),
    Route::get("/assessments/{id}/review", member::<ReviewAnswers>(), || web::to(review::begin)),
    Route::get("/assessments/{id}/review/section/{section}", member::<ReviewAnswers>(), || {
        web::to(review::page)
    }),
    Route::post("/assessments/{id}/review/section/{section}", member::<ReviewAnswers>(), || {
        web::to(review::save)
    }),
    Route::get("/assessments/{id}/review/question/{question}", member::<ReviewAnswers>(), || {
        web::to(finding_acts::to_answer)
    }),
    Route::get("/assessments/{id}/score", member::<ViewPartners>(), || web::to(score::page)),
    Route::get("/assessments/{id}/decide", member::<Decide>(), || web::to(decide::page)),
    Route::post("/assessments/{id}/decide", member::<Decide>(), || web::to(decide::decide)),
    Route::post("/decisions/{id}/second", member::<Decide>(), || web::to(decide::second)),
    Route::post("/decisions/{id}/decline", member::<Decide>(), || web::to(decide::decline)),
    Route::get("/partners/{id}/findings", member::<ViewPartners>(), || web::to(findings::page)),
    Route::get("/partners/{id}/findings/new", member::<ReviewAnswers>(), || web::to(finding_acts::new)),
    Route::post("/partners/{id}/findings", member::<ReviewAnswers>(), || web::to(finding_acts::open)),
    Route::get("/findings/{id}", member::<ViewPartners>(), || web::to(finding::page)),
    Route::get("/findings/{id}/edit", member::<ReviewAnswers>(), || web::to(finding_acts::edit)),
    Route::post("/findings/{id}/edit", member::<ReviewAnswers>(), || web::to(finding_acts::change)),
    Route::post("/findings/{id}/report", member::<ReviewAnswers>(), || web::to(finding_acts::report)),
    Route::post("/findings/{id}/retest", member::<ReviewAnswers>(), || web::to(finding_acts::retest)),
    Route::post("/findings/{id}/accept", member::<Decide>(), || web::to(finding_acts::accept)),
    Route::post("/findings/{id}/reopen", member::<ReviewAnswers>(), || web::to(finding_acts::reopen)),
];
