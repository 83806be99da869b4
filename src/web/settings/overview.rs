//! What can be set, as far as the person's role reaches.

use actix_web::web;
use askama::Template;

use crate::access::{ManagePeople, UseAccount, ViewAudit};
use crate::web::app::App;
use crate::web::page::{Chrome, Nav, Page};
use crate::web::visitor::Who;

/// One place to go.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub title: String,
    /// What is there.
    pub text: String,
    /// Where it is.
    pub href: &'static str,
}

/// GET /settings
#[derive(Debug, Template)]
#[template(path = "settings/overview.html")]
pub struct OverviewPage {
    /// The frame.
    pub c: Chrome,
    /// The places.
    pub entries: Vec<Entry>,
    /// This program's version.
    pub version: &'static str,
}

impl OverviewPage {
    fn new(c: Chrome, manages_people: bool, reads_log: bool) -> Self {
        let mut places = vec![("settings-account", "/account")];
        if manages_people {
            places.push(("settings-organisation", "/settings/organisation"));
            places.push(("settings-people", "/settings/people"));
            places.push(("settings-mail", "/settings/mail"));
            places.push(("settings-transparency", "/settings/transparency"));
        }
        if reads_log {
            places.push(("settings-audit", "/settings/audit"));
        }
        let entry = |(word, href): (&str, &'static str)| Entry {
            title: c.t(word),
            text: c.t(&format!("{word}-text")),
            href,
        };
        let entries = places.into_iter().map(entry).collect();
        Self { entries, c, version: env!("CARGO_PKG_VERSION") }
    }

    /// An owner's, and a leader's.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::sample("nav-settings").at(Nav::Settings);
        vec![Self::new(c(), true, true), Self::new(c(), false, false)]
    }
}

/// GET /settings
pub async fn page(who: Who<UseAccount>, app: web::Data<App>) -> Page<OverviewPage> {
    let c = who.chrome(&app, "nav-settings").at(Nav::Settings);
    Page(OverviewPage::new(c, who.also::<ManagePeople>().is_some(), who.also::<ViewAudit>().is_some()))
}
