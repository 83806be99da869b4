//! Pages that belong to no area: refusals and failures.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::components::Link;
use super::error::{Refusal, say};
use super::page::{Chrome, Page};
use super::words::Words;

/// What went wrong, what to do, and what was typed.
#[derive(Debug, Template)]
#[template(path = "errors/refusal.html")]
pub struct RefusalPage {
    /// The frame.
    pub c: Chrome,
    /// What happened and what to do.
    pub sentence: String,
    /// Sentences about single fields.
    pub faults: Vec<String>,
    /// What was typed: the field's name and its value.
    pub typed: Vec<(String, String)>,
    /// Where to go on, if there is anywhere.
    pub home: Option<Link>,
    /// The request's id.
    pub request_id: String,
}

/// Where somebody who was refused can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// The start page.
    Start,
    /// A respondent's questionnaire, while the link is good.
    Questionnaire,
    /// They hold a link and no more.
    Nowhere,
}

impl Home {
    fn link(self, words: &Words, refusal: &Refusal) -> Option<Link> {
        match self {
            Self::Start => Some(Link::new(words.t("error-go-home"), "/")),
            Self::Nowhere => None,
            Self::Questionnaire => {
                let ended = matches!(refusal.status, StatusCode::UNAUTHORIZED | StatusCode::GONE);
                (!ended).then(|| Link::new(words.t("error-go-back"), "/answer"))
            }
        }
    }
}

impl RefusalPage {
    /// Nothing there; a stale form that gives back what was typed.
    pub fn samples() -> Vec<Self> {
        let page = |title: &str, sentence: &str, typed: Vec<(String, String)>| {
            let c = Chrome::bare(Words::default(), title);
            Self {
                sentence: c.t(sentence),
                faults: Vec::new(),
                typed,
                home: Some(Link::new(c.t("error-go-home"), "/")),
                request_id: "01982b30-5e0a-7cc1-9a53-0d2f5a0f6f11".to_owned(),
                c,
            }
        };
        let typed = vec![("comment".to_owned(), "Two of our eleven recipients answer by e-mail.".to_owned())];
        vec![
            page("error-title-404", "error-not-found", Vec::new()),
            page("error-title-stale-form", "error-stale-form", typed),
        ]
    }
}

/// The page of a refusal.
pub fn refusal_page(words: &Words, refusal: &Refusal, (home, request_id): (Home, &str)) -> HttpResponse {
    let own = format!("error-title-{}", refusal.code.replace('_', "-"));
    let title = if words.has(&own) { own } else { format!("error-title-{}", refusal.status.as_u16()) };
    let title = if words.has(&title) { title } else { "error-title-other".to_owned() };
    let page = RefusalPage {
        c: Chrome::bare(*words, &title),
        sentence: say(words, &refusal.message),
        faults: refusal.faults.iter().map(|fault| say(words, &fault.message)).collect(),
        typed: refusal.typed.0.clone(),
        home: home.link(words, refusal),
        request_id: request_id.to_owned(),
    };
    Page(page).with_status(refusal.status)
}
