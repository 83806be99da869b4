//! The respondent's pages: coming in by link, answering section by section, submitting, the receipt.
//!
//! Everything works without script: a section is one form. Where scripts run, `answering.js` saves each answer as it is
//! given (POST /answer/q/{question}).

mod autosave;
mod chain;
mod changes;
mod delegate;
mod document;
mod evidence;
mod findings;
mod landing;
mod language;
mod load;
mod notices;
mod overview;
mod print;
mod remark;
mod respondent;
mod score;
mod section;
mod section_view;
mod submit;

use actix_web::web;

pub use chain::ChainPage;
pub use delegate::DelegatePage;
pub use document::DocumentPage;
pub use evidence::EvidencePage;
pub use findings::{SharedFindingPage, SharedFindingsPage};
pub use landing::{LandingPage, LinkPage};
pub use load::LoadPage;
pub use notices::NoticesPage;
pub use overview::OverviewPage;
pub use print::PrintPage;
pub use respondent::{AnnouncerWho, RespondentWho, check, is_respondents, spoken};
pub use score::OwnScorePage;
pub use section_view::SectionPage;
pub use submit::{ReceiptPage, SubmitPage};

use super::route::{Access, Route};

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/a/{token}", Access::Public, || web::to(landing::page)),
    Route::post("/a/{token}", Access::Public, || web::to(landing::begin)),
    Route::get("/answer", Access::Respondent, || web::to(overview::page)),
    Route::get("/answer/findings", Access::Respondent, || web::to(findings::list)),
    Route::get("/answer/findings/{id}", Access::Respondent, || web::to(findings::page)),
    Route::post("/answer/findings/{id}", Access::Respondent, || web::to(findings::report)),
    Route::get("/answer/findings/{id}/evidence/{evidence}", Access::Respondent, || {
        web::to(findings::download)
    }),
    Route::get("/answer/findings/{id}/evidence/{evidence}/preview", Access::Respondent, || {
        web::to(document::of_finding)
    }),
    Route::get("/answer/submit", Access::Respondent, || web::to(submit::page)),
    Route::post("/answer/submit", Access::Respondent, || web::to(submit::submit)),
    Route::get("/answer/receipt", Access::Respondent, || web::to(submit::receipt)),
    Route::post("/answer/reopen", Access::Respondent, || web::to(submit::reopen)),
    Route::post("/answer/language", Access::Respondent, || web::to(language::choose)),
    Route::get("/answer/print", Access::Respondent, || web::to(print::page)),
    Route::get("/answer/score", Access::Respondent, || web::to(score::page)),
    Route::post("/answer/carried/{id}/keep", Access::Respondent, || web::to(evidence::keep)),
    Route::post("/answer/carried/{id}/drop", Access::Respondent, || web::to(evidence::drop)),
    Route::get("/answer/receipt.json", Access::Respondent, || web::to(submit::document)),
    Route::get("/answer/workbook", Access::Respondent, || web::to(load::blank)),
    Route::get("/answer/load", Access::Respondent, || web::to(load::page)),
    Route::post("/answer/load", Access::Respondent, || web::to(load::look)),
    Route::post("/answer/load/apply", Access::Respondent, || web::to(load::load)),
    Route::get("/answer/file/{format}", Access::Respondent, || web::to(load::export)),
    Route::post("/answer/q/{question}", Access::Respondent, || web::to(autosave::save)),
    Route::get("/answer/q/{question}/evidence", Access::Respondent, || web::to(evidence::page)),
    Route::post("/answer/q/{question}/evidence", Access::Respondent, || web::to(evidence::add)),
    Route::get("/answer/q/{question}/list", Access::Respondent, || web::to(chain::page)),
    Route::post("/answer/q/{question}/list", Access::Respondent, || web::to(chain::add)),
    Route::post("/answer/q/{question}/list/load", Access::Respondent, || web::to(chain::load)),
    Route::get("/answer/q/{question}/list/file", Access::Respondent, || web::to(chain::file)),
    Route::get("/answer/q/{question}/list/{entry}/edit", Access::Respondent, || web::to(chain::edit)),
    Route::post("/answer/q/{question}/list/{entry}/edit", Access::Respondent, || web::to(chain::change)),
    Route::post("/answer/q/{question}/list/{entry}/remove", Access::Respondent, || web::to(chain::remove)),
    Route::post("/answer/q/{question}/list/none", Access::Respondent, || web::to(chain::nobody)),
    Route::get("/changes/{token}", Access::Public, || web::to(changes::page)),
    Route::post("/changes/{token}", Access::Public, || web::to(changes::begin)),
    Route::get("/answer/notices", Access::Announcer, || web::to(notices::page)),
    Route::post("/answer/notices", Access::Announcer, || web::to(notices::announce)),
    Route::post("/answer/notices/{id}/outcome", Access::Announcer, || web::to(notices::outcome)),
    Route::get("/answer/evidence/{id}", Access::Respondent, || web::to(evidence::download)),
    Route::get("/answer/evidence/{id}/preview", Access::Respondent, || web::to(document::page)),
    Route::post("/answer/evidence/{id}/remove", Access::Respondent, || web::to(evidence::remove)),
    Route::post("/answer/q/{question}/remarks", Access::Respondent, || web::to(remark::add)),
    Route::post("/answer/section/{section}/delegate", Access::Respondent, || web::to(delegate::make)),
    Route::post("/answer/links/{link}/revoke", Access::Respondent, || web::to(delegate::revoke)),
    Route::get("/answer/section/{section}", Access::Respondent, || web::to(section::page)),
    Route::post("/answer/section/{section}", Access::Respondent, || web::to(section::save)),
];

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::*;

    fn drawn<T: Template>(pages: Vec<T>) -> Vec<String> {
        pages.iter().map(|page| page.render().unwrap()).collect()
    }

    #[test]
    fn every_page_is_drawn_without_a_missing_word() {
        let pages = [
            drawn(LandingPage::samples()),
            drawn(LinkPage::samples()),
            drawn(LoadPage::samples()),
            drawn(ChainPage::samples()),
            drawn(NoticesPage::samples()),
            drawn(OverviewPage::samples()),
            drawn(SectionPage::samples()),
            drawn(DelegatePage::samples()),
            drawn(EvidencePage::samples()),
            drawn(DocumentPage::samples()),
            drawn(SharedFindingsPage::samples()),
            drawn(SharedFindingPage::samples()),
            drawn(SubmitPage::samples()),
            drawn(ReceiptPage::samples()),
            drawn(PrintPage::samples()),
            drawn(OwnScorePage::samples()),
        ];
        for html in pages.concat() {
            assert!(!html.contains('⟦') && !html.contains("{$"), "{html}");
        }
    }
}
