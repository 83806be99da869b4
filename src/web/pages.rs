//! Pages that belong to no area: refusals and failures.

use actix_web::HttpResponse;
use askama::Template;

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
    /// The request's id.
    pub request_id: String,
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
pub fn refusal_page(words: &Words, refusal: &Refusal, request_id: &str) -> HttpResponse {
    let own = format!("error-title-{}", refusal.code.replace('_', "-"));
    let title = if words.has(&own) { own } else { format!("error-title-{}", refusal.status.as_u16()) };
    let title = if words.has(&title) { title } else { "error-title-other".to_owned() };
    let page = RefusalPage {
        c: Chrome::bare(*words, &title),
        sentence: say(words, &refusal.message),
        faults: refusal.faults.iter().map(|fault| say(words, &fault.message)).collect(),
        typed: refusal.typed.0.clone(),
        request_id: request_id.to_owned(),
    };
    Page(page).with_status(refusal.status)
}
