//! The page a link leads to. Looking at it starts nothing; the button does.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::respondent::spoken;
use crate::access::{LinkToken, TokenHash};
use crate::clock::Timestamp;
use crate::services::ServiceError;
use crate::services::answering::{self, Landing, Languages, PAGE_LANGUAGES};
use crate::store::WriteTx;
use crate::web::app::App;
use crate::web::cookies::Jar;
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say};
use crate::web::format;
use crate::web::page::{Chrome, Page};
use crate::web::visitor::Anyone;
use crate::web::words::{Arg, Lang, Words};

/// Reading a question, its steps and choosing takes this long, in seconds; the page says it in minutes.
const SECONDS_PER_QUESTION: usize = 75;
/// How long the browser keeps the respondent's cookie; the server ends the session at the same time.
pub(super) const COOKIE_SECONDS: i64 = 12 * 60 * 60;

/// Who asks, what for, how long it takes, and what happens with the answers.
#[derive(Debug, Template)]
#[template(path = "answering/landing.html")]
pub struct LandingPage {
    /// The frame.
    pub c: Chrome,
    /// One sentence: who asks whom.
    pub lead: String,
    /// What to know before beginning: a heading and its sentence.
    pub facts: Vec<(String, String)>,
    /// Where the form goes.
    pub action: String,
    /// The page in other languages: tag and words.
    pub others: Vec<(String, String)>,
    /// The button.
    pub go: String,
    /// Whom to ask.
    pub contact: String,
}

/// A link that lets nobody in.
#[derive(Debug, Template)]
#[template(path = "answering/link.html")]
pub struct LinkPage {
    /// The frame.
    pub c: Chrome,
    /// What happened.
    pub sentence: String,
    /// What to do.
    pub next: String,
}

/// The language that the page was read in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BeginForm {
    pub(super) language: String,
}

impl BeginForm {
    /// The language that was asked for, if the pages are in it.
    pub(super) fn asked(&self) -> Option<&str> {
        Some(self.language.as_str()).filter(|tag| PAGE_LANGUAGES.contains(tag))
    }

    /// What the address keeps of that, so that a refusal knows it.
    pub(super) fn kept(&self) -> String {
        self.asked().map(|tag| format!("?language={tag}")).unwrap_or_default()
    }
}

/// GET /a/{token}
pub async fn page(
    request: HttpRequest,
    anyone: Anyone,
    app: web::Data<App>,
    token: web::Path<String>,
    query: web::Query<BeginForm>,
) -> Result<HttpResponse, WebError> {
    let hash = LinkToken::presented(&token).hash();
    match app.read(move |tx, now| answering::landing(tx, &hash, now)).await {
        Ok(landing) => {
            let tag = query.asked().or(landing.language.as_deref());
            let lang = tag.map_or_else(|| Lang::of(&request), Lang::named);
            let mut c = anyone.chrome_in(Words::new(lang), "answering-landing-title");
            c.sample_data = landing.desk.sample;
            let page = landing_page(c, &landing, format!("/a/{}{}", token.as_str(), query.kept()));
            Ok(anyone.remember(&app, Page(page).with_status(StatusCode::OK)))
        }
        Err(error) => closed(&app, &request, &anyone, error).await,
    }
}

/// POST /a/{token}
pub async fn begin(
    request: HttpRequest,
    anyone: Anyone,
    app: web::Data<App>,
    token: web::Path<String>,
    form: Csrf<BeginForm>,
) -> Result<HttpResponse, WebError> {
    let hash = LinkToken::presented(&token).hash();
    let address = app.address_of(&request);
    app.count_try(hash.as_str(), address)?;
    let session = LinkToken::fresh("").map_err(ServiceError::from)?;
    let session_hash = session.hash();
    let begun = app.write("respondent_begin", move |tx, now| {
        answering::begin(tx, &hash, &session_hash, now)?;
        keep_language(tx, &session_hash, &form.0.language, now)
    });
    match begun.await {
        Ok(()) => Ok(HttpResponse::SeeOther()
            .insert_header(("Location", "/answer"))
            .cookie(Jar::Respondent.set(&app, session.expose(), Some(COOKIE_SECONDS)))
            .finish()),
        Err(error) => closed(&app, &request, &anyone, error).await,
    }
}

/// Keeps the language that the landing page was read in, unless it is the one that is kept already.
fn keep_language(
    tx: &mut WriteTx,
    session: &TokenHash,
    page: &str,
    now: Timestamp,
) -> Result<(), ServiceError> {
    if !PAGE_LANGUAGES.contains(&page) {
        return Ok(());
    }
    let Some(who) = answering::respondent(tx, session, now)? else { return Ok(()) };
    if answering::desk(tx, &who)?.languages.page == page {
        return Ok(());
    }
    answering::language_choose(tx, &who, (page, None))
}

/// The page of a link that is unknown, revoked or over; any other failure stays what it is.
pub(super) async fn closed(
    app: &App,
    request: &HttpRequest,
    anyone: &Anyone,
    error: ServiceError,
) -> Result<HttpResponse, WebError> {
    let words = Words::new(spoken(app, request).await);
    let (status, title, sentence) = match &error {
        ServiceError::NotFound => {
            (StatusCode::NOT_FOUND, "answering-unknown-title", words.t("answering-unknown"))
        }
        ServiceError::Gone(message) => (StatusCode::GONE, "answering-gone-title", say(&words, message)),
        _ => return Err(error.into()),
    };
    let next = words.t("answering-link-next");
    let page = LinkPage { c: anyone.chrome_in(words, title), sentence, next };
    Ok(anyone.remember(app, Page(page).with_status(status)))
}

fn landing_page(c: Chrome, landing: &Landing, action: String) -> LandingPage {
    let desk = &landing.desk;
    let words = c.words;
    let title = words.ts("answering-landing-title-from", &desk.org_name);
    let lead = words.with(
        "answering-landing-lead",
        &[("org", Arg::from(&desk.org_name)), ("partner", Arg::from(&desk.partner_name))],
    );
    let go = match (desk.is_open(), desk.answers.is_empty()) {
        (true, true) => "answering-begin",
        (true, false) => "answering-continue",
        (false, _) => "answering-look",
    };
    let contact = words.with(
        "answering-landing-contact",
        &[
            ("name", Arg::from(&landing.contact_name)),
            ("org", Arg::from(&desk.org_name)),
            ("email", Arg::from(&landing.contact_email)),
        ],
    );
    let others = others(words);
    LandingPage {
        lead,
        facts: facts(words, landing),
        action,
        others,
        go: words.t(go),
        contact,
        c: c.titled(title),
    }
}

/// Where the page is to be had in the other languages.
pub(super) fn others(words: Words) -> Vec<(String, String)> {
    let other = PAGE_LANGUAGES.into_iter().filter(|tag| *tag != words.lang().tag());
    other.map(|tag| (tag.to_owned(), Words::new(Lang::named(tag)).t("landing-this-language"))).collect()
}

fn facts(words: Words, landing: &Landing) -> Vec<(String, String)> {
    let org = &landing.desk.org_name;
    let questions: usize = landing.desk.progress().iter().map(|section| section.asked).sum();
    // Rounded up to ten minutes: a promise about somebody's time is better too long than too short.
    let minutes = (questions * SECONDS_PER_QUESTION).div_ceil(600) * 10;
    let number = |n: usize| Arg::from(u64::try_from(n).unwrap_or(u64::MAX));
    let time =
        words.with("answering-fact-time", &[("questions", number(questions)), ("minutes", number(minutes))]);
    let until = words.ts("answering-fact-until", &format::date_in(words.lang(), landing.expires_at));
    vec![
        (words.t("answering-fact-why-title"), words.ts("answering-fact-why", org)),
        (words.t("answering-fact-time-title"), time),
        (words.t("answering-fact-help-title"), help(words, landing)),
        (words.t("answering-fact-use-title"), words.ts("answering-fact-use", org)),
        (words.t("answering-fact-until-title"), until),
    ]
}

/// Who else can answer; for a colleague who was given one section, which one it is.
fn help(words: Words, landing: &Landing) -> String {
    let Some(own) = &landing.desk.section else { return words.t("answering-fact-help") };
    let found = landing.desk.questionnaire.section(own);
    let tag = Languages::of_page(words.lang().tag(), &landing.desk.questionnaire).questions;
    let title = found.map_or("", |section| section.title.in_language(&tag));
    words.ts("delegate-fact", &format!("{own} {title}"))
}

impl LandingPage {
    /// A first visit; one by a link for changes.
    pub fn samples() -> Vec<Self> {
        let c = Chrome::bare(Words::default(), "answering-landing-title");
        let words = c.words;
        let org = "Northwind Retail";
        let fact = |title: &str, text: String| (words.t(title), text);
        let first = Self {
            lead: words.with(
                "answering-landing-lead",
                &[("org", Arg::from(org)), ("partner", Arg::from("Meridian Media"))],
            ),
            facts: vec![
                fact("answering-fact-why-title", words.ts("answering-fact-why", org)),
                fact("answering-fact-use-title", words.ts("answering-fact-use", org)),
            ],
            action: "/a/sample".to_owned(),
            others: others(words),
            go: words.t("answering-begin"),
            contact: words.with(
                "answering-landing-contact",
                &[
                    ("name", Arg::from("Maya Okafor")),
                    ("org", Arg::from(org)),
                    ("email", Arg::from("maya@northwind.example")),
                ],
            ),
            c: c.titled(words.ts("answering-landing-title-from", org)),
        };
        vec![first, super::changes::sample()]
    }
}

impl LinkPage {
    /// An unknown link and one that has run out.
    pub fn samples() -> Vec<Self> {
        let words = Words::default();
        let page = |title: &str, sentence: &str| Self {
            c: Chrome::bare(words, title),
            sentence: words.t(sentence),
            next: words.t("answering-link-next"),
        };
        vec![
            page("answering-unknown-title", "answering-unknown"),
            page("answering-gone-title", "gone-link-expired"),
        ]
    }
}
