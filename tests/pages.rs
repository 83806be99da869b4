//! Every page, from its samples: what must hold for all of them.
//!
//! `ENTENTE_GALLERY=folder cargo test --test pages` also writes the pages and their assets there, to be looked at.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use askama::Template;
use entente::web::assets;
use entente::web::{account, settings};

/// Renders, checks and compares each sample of a page.
fn page<T: Template>(name: &str, samples: &[T]) {
    assert!(!samples.is_empty(), "{name} has no sample");
    for (at, sample) in samples.iter().enumerate() {
        let html = sample.render().unwrap();
        check(name, &html);
        keep(&format!("{name}-{at}"), &html);
    }
}

/// What holds for every page.
fn check(name: &str, html: &str) {
    assert!(!html.contains('⟦'), "{name}: a word is missing: {}", around(html, "⟦"));
    assert!(!html.contains("{$"), "{name}: a placeholder is empty: {}", around(html, "{$"));
    assert!(!html.contains(" style="), "{name}: inline style is refused by the content security policy");
    assert!(!html.contains("/assets/missing"), "{name}: an asset is not embedded");
    assert_eq!(html.matches("<h1").count(), 1, "{name}: exactly one main heading");
    let forms = html.matches("method=\"post\"").count();
    assert_eq!(
        html.matches("name=\"csrf\"").count(),
        forms,
        "{name}: every form that posts carries the token"
    );
    every_label_has_its_field(name, html);
    no_id_twice(name, html);
}

fn around<'a>(html: &'a str, what: &str) -> &'a str {
    html.split(what).nth(1).and_then(|rest| rest.get(..60.min(rest.len()))).unwrap_or_default()
}

fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn every_label_has_its_field(name: &str, html: &str) {
    let ids = values(html, " id=\"");
    for target in values(html, "<label for=\"") {
        assert!(ids.contains(&target), "{name}: a label for {target}, which is not there");
    }
    for target in values(html, "aria-describedby=\"").into_iter().flat_map(|list| list.split(' ')) {
        assert!(ids.contains(&target), "{name}: described by {target}, which is not there");
    }
}

fn no_id_twice(name: &str, html: &str) {
    let mut ids = values(html, " id=\"");
    ids.sort_unstable();
    for pair in ids.windows(2) {
        assert_ne!(pair[0], pair[1], "{name}: an id stands twice");
    }
}

/// Writes the page where `ENTENTE_GALLERY` says.
fn keep(name: &str, html: &str) {
    let Some(folder) = std::env::var_os("ENTENTE_GALLERY").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    let html = html.replace("\"/assets/", "\"assets/");
    std::fs::write(folder.join(format!("{name}.html")), html).unwrap();
    for (file, _, bytes) in assets::embedded() {
        std::fs::write(folder.join("assets").join(file), bytes).unwrap();
    }
}

#[test]
fn account() {
    page("form", &account::FormPage::samples());
}

#[test]
fn settings() {
    page("settings-overview", &settings::OverviewPage::samples());
    page("settings-organisation", &settings::OrganisationPage::samples());
    page("settings-people", &settings::PeoplePage::samples());
    page("settings-account", &settings::AccountPage::samples());
    page("settings-audit", &settings::AuditPage::samples());
}
