//! Giving one section to a colleague by a link of its own. The link is shown once, for only its hash is kept.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::respondent::RespondentWho;
use super::section::section_id;
use crate::ids::RespondentLinkId;
use crate::services::access::session_token;
use crate::services::answering::{self, Delegated};
use crate::vetting::code::SectionId;
use crate::web::app::App;
use crate::web::components::{CopyView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Page};
use crate::web::respond::see_other_saying;
use crate::web::words::{Arg, Words};

/// The link for a colleague.
#[derive(Debug, Template)]
#[template(path = "answering/delegate.html")]
pub struct DelegatePage {
    /// The frame.
    pub c: Chrome,
    /// What the colleague can do.
    pub lead: String,
    /// The link.
    pub link: CopyView,
    /// Back to the section.
    pub back: Link,
}

/// What a section's page says about giving it away.
#[derive(Debug, Clone, Default)]
pub struct DelegateView {
    /// Where the form goes.
    pub action: String,
    /// The links that work: in words, and where one is taken back.
    pub given: Vec<(String, String)>,
}

impl DelegateView {
    /// The view of one section.
    pub(super) fn of(words: Words, section: &SectionId, given: &[Delegated]) -> Self {
        let own = given.iter().filter(|link| link.section == section.as_str());
        let row = |link: &Delegated| {
            let opened = link.opened_at.map_or_else(
                || words.t("delegated-not-opened"),
                |at| words.ts("delegated-opened", &format::date_in(words.lang(), at)),
            );
            let args = [
                ("made", Arg::from(format::date_in(words.lang(), link.made_at))),
                ("opened", Arg::from(opened)),
            ];
            (words.with("delegated-link", &args), format!("/answer/links/{}/revoke", link.id))
        };
        Self { action: format!("/answer/section/{section}/delegate"), given: own.map(row).collect() }
    }
}

/// What a form with nothing but the token holds.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// POST /answer/section/{section}/delegate
pub async fn make(
    who: RespondentWho,
    app: web::Data<App>,
    section: web::Path<String>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let id = section_id(&section)?;
    let token = session_token()?;
    let link = app.link(&format!("/a/{}", token.expose()));
    let (proof, wanted) = (who.proof(), id.clone());
    let desk = app
        .write("section_delegate", move |tx, now| {
            answering::delegate(tx, &proof, (&wanted, &token), now)?;
            answering::desk(tx, &proof)
        })
        .await?;
    let c = who.chrome(&app, &desk, "delegate-title");
    let tag = desk.languages.questions.as_str();
    let title = desk.questionnaire.section(&id).map(|found| found.title.in_language(tag).to_owned());
    Ok(Page(page(c, (&id, &title.unwrap_or_default()), &link)).with_status(StatusCode::OK))
}

/// POST /answer/links/{link}/revoke
pub async fn revoke(
    who: RespondentWho,
    app: web::Data<App>,
    link: web::Path<String>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, link) = (who.proof(), RespondentLinkId::from(link.as_str()));
    let section = app
        .write("delegated_revoke", move |tx, now| answering::delegated_revoke(tx, &proof, &link, now))
        .await?;
    Ok(see_other_saying(&app, &format!("/answer/section/{section}"), "flash-delegated-revoked"))
}

fn page(c: Chrome, (id, title): (&SectionId, &str), link: &str) -> DelegatePage {
    let name = format!("{id} {title}");
    DelegatePage {
        lead: c.ts("delegate-lead", &name),
        link: CopyView {
            id: "delegate-link".to_owned(),
            label: c.t("delegate-link"),
            value: link.to_owned(),
            hint: c.t("delegate-link-hint"),
        },
        back: Link::new(c.ts("delegate-back", &name), format!("/answer/section/{id}")),
        c,
    }
}

impl DelegatePage {
    /// A link for section D.
    pub fn samples() -> Vec<Self> {
        let c = Chrome::bare(Words::default(), "delegate-title");
        let link = "https://entente.example/a/c2FtcGxlLW9ubHktbm90LXJlYWw";
        let section = SectionId::new("D").ok();
        section.map(|id| page(c, (&id, "Consumer rights"), link)).into_iter().collect()
    }
}
