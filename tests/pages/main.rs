//! Every page, from its samples: what must hold for all of them, what an accessibility checker says, and a
//! snapshot.
//!
//! `ENTENTE_GALLERY=folder cargo test --test pages` also writes the pages and their assets there, to be looked at.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests"
)]

mod axe;
mod checks;
#[path = "../browser/chromium.rs"]
#[allow(dead_code, reason = "the walks use more of it")]
mod chromium;
mod snapshots;

use std::path::Path;

use askama::Template;
use entente::web::{
    account, answering, assets, authoring, chain, glossary, hashing, pages, portfolio, rooms, settings,
    transparency, vetting,
};

/// A page's name and its HTML.
type Rendered = (String, String);

fn rendered<T: Template>(name: &str, samples: &[T]) -> Vec<Rendered> {
    assert!(!samples.is_empty(), "{name} has no sample");
    let html = |(at, sample): (usize, &T)| (format!("{name}-{at}"), sample.render().unwrap());
    samples.iter().enumerate().map(html).collect()
}

/// All pages there are. A new page struct belongs here.
fn all() -> Vec<Rendered> {
    [vetting_pages(), counting_pages()].concat()
}

fn vetting_pages() -> Vec<Rendered> {
    [
        rendered("refusal", &pages::RefusalPage::samples()),
        rendered("glossary", &glossary::GlossaryPage::samples()),
        rendered("account-form", &account::FormPage::samples()),
        rendered("settings-overview", &settings::OverviewPage::samples()),
        rendered("settings-organisation", &settings::OrganisationPage::samples()),
        rendered("settings-people", &settings::PeoplePage::samples()),
        rendered("settings-account", &settings::AccountPage::samples()),
        rendered("settings-mail", &settings::MailPage::samples()),
        rendered("settings-audit", &settings::AuditPage::samples()),
        rendered("vetting-partners", &vetting::PartnersPage::samples()),
        rendered("vetting-partner", &vetting::PartnerPage::samples()),
        rendered("vetting-findings", &vetting::FindingsPage::samples()),
        rendered("vetting-finding", &vetting::FindingPage::samples()),
        rendered("vetting-form", &vetting::FormPage::samples()),
        rendered("vetting-assessment", &vetting::AssessmentPage::samples()),
        rendered("vetting-coverage", &vetting::CoveragePage::samples()),
        rendered("vetting-load", &vetting::LoadPage::samples()),
        rendered("vetting-document", &vetting::DocumentPage::samples()),
        rendered("vetting-send", &vetting::SendPage::samples()),
        rendered("vetting-review", &vetting::ReviewPage::samples()),
        rendered("vetting-score", &vetting::ScorePage::samples()),
        rendered("vetting-decide", &vetting::DecidePage::samples()),
        rendered("authoring-list", &authoring::ListPage::samples()),
        rendered("authoring-overview", &authoring::OverviewPage::samples()),
        rendered("authoring-draft", &authoring::DraftPage::samples()),
        rendered("authoring-section", &authoring::SectionPage::samples()),
        rendered("authoring-question", &authoring::QuestionPage::samples()),
        rendered("authoring-import", &authoring::ImportPage::samples()),
        rendered("authoring-export", &authoring::ExportPage::samples()),
        rendered("authoring-preview", &authoring::PreviewPage::samples()),
        rendered("authoring-diff", &authoring::DiffPage::samples()),
        rendered("answering-landing", &answering::LandingPage::samples()),
        rendered("answering-link", &answering::LinkPage::samples()),
        rendered("answering-load", &answering::LoadPage::samples()),
        rendered("answering-overview", &answering::OverviewPage::samples()),
        rendered("answering-section", &answering::SectionPage::samples()),
        rendered("answering-evidence", &answering::EvidencePage::samples()),
        rendered("answering-document", &answering::DocumentPage::samples()),
        rendered("answering-findings", &answering::SharedFindingsPage::samples()),
        rendered("answering-finding", &answering::SharedFindingPage::samples()),
        rendered("answering-delegate", &answering::DelegatePage::samples()),
        rendered("answering-submit", &answering::SubmitPage::samples()),
        rendered("answering-receipt", &answering::ReceiptPage::samples()),
        rendered("answering-chain", &answering::ChainPage::samples()),
        rendered("answering-notices", &answering::NoticesPage::samples()),
        rendered("chain-list", &chain::ListPage::samples()),
        rendered("chain-links", &chain::ChangeLinksPage::samples()),
        rendered("chain-load", &chain::LoadPage::samples()),
        rendered("chain-companies", &chain::CompaniesPage::samples()),
        rendered("chain-form", &chain::form_samples()),
        rendered("answering-print", &answering::PrintPage::samples()),
        rendered("answering-score", &answering::OwnScorePage::samples()),
        rendered("inbox", &portfolio::InboxPage::samples()),
        rendered("portfolio", &portfolio::PortfolioPage::samples()),
        rendered("portfolio-coverage", &portfolio::PortfolioCoveragePage::samples()),
    ]
    .concat()
}

fn counting_pages() -> Vec<Rendered> {
    [
        rendered("rooms-list", &rooms::RoomsPage::samples()),
        rendered("rooms-new", &rooms::NewRoomPage::samples()),
        rendered("rooms-room", &rooms::RoomPage::samples()),
        rendered("rooms-terms", &rooms::TermsPage::samples()),
        rendered("rooms-terms-form", &rooms::TermsFormPage::samples()),
        rendered("rooms-key", &rooms::KeyPage::samples()),
        rendered("rooms-run", &rooms::RunPage::samples()),
        rendered("rooms-running", &rooms::RunningPage::samples()),
        rendered("rooms-release", &rooms::ReleasePage::samples()),
        rendered("hashing-page", &hashing::HashingPage::samples()),
        rendered("rooms-ledger", &rooms::LedgerPage::samples()),
        rendered("rooms-learn", &rooms::LearnPage::samples()),
        rendered("transparency-public", &transparency::PublicPage::samples()),
        rendered("transparency-settings", &transparency::SettingsPage::samples()),
        rendered("transparency-notice", &transparency::NoticePage::samples()),
        rendered("rooms-receipt", &rooms::ReceiptPage::samples()),
        rendered("rooms-close", &rooms::ClosePage::samples()),
    ]
    .concat()
}

/// Writes pages and assets into `folder`, with relative links to the assets.
fn write(pages: &[Rendered], folder: &Path) {
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for (name, html) in pages {
        let html = html.replace("\"/assets/", "\"assets/");
        std::fs::write(folder.join(format!("{name}.html")), html).unwrap();
    }
    for (file, _, bytes) in assets::embedded() {
        std::fs::write(folder.join("assets").join(file), bytes).unwrap();
    }
}

#[test]
fn every_page_holds_what_a_page_must() {
    let pages = all();
    if let Some(folder) = std::env::var_os("ENTENTE_GALLERY") {
        write(&pages, Path::new(&folder));
    }
    for (name, html) in &pages {
        checks::page(name, html);
    }
}
