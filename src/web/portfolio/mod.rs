//! The start page with what waits for a person, and the leadership page.

mod coverage;
mod inbox;
mod matrix;
mod page;
pub mod snooze;
mod view;

use actix_web::web;

pub use coverage::PortfolioCoveragePage;
pub use inbox::InboxPage;
pub use page::PortfolioPage;

use super::route::{Route, member};
use crate::access::{ReviewAnswers, UseAccount, ViewPortfolio};

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/", member::<UseAccount>(), || web::to(inbox::page)),
    Route::get("/partners/{id}/snoozes/new", member::<ReviewAnswers>(), || web::to(snooze::new)),
    Route::post("/partners/{id}/snoozes", member::<ReviewAnswers>(), || web::to(snooze::put_off)),
    Route::post("/snoozes/{id}/undo", member::<ReviewAnswers>(), || web::to(snooze::undo)),
    Route::get("/portfolio", member::<ViewPortfolio>(), || web::to(page::page)),
    Route::get("/portfolio/coverage", member::<ViewPortfolio>(), || web::to(coverage::page)),
];

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::*;

    #[test]
    fn every_page_is_drawn_without_a_missing_word() {
        let portfolio = PortfolioPage::samples().into_iter().map(|page| page.render().unwrap());
        let inbox = InboxPage::samples().into_iter().map(|page| page.render().unwrap());
        let coverage = PortfolioCoveragePage::samples().into_iter().map(|page| page.render().unwrap());
        for html in portfolio.chain(inbox).chain(coverage) {
            assert!(!html.contains('⟦') && !html.contains("{$"), "{html}");
        }
    }
}
