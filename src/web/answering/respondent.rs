//! Who is behind a respondent's cookie.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::access::{Announcer, LinkToken, Respondent};
use crate::services::answering::{self, Desk, Languages, PAGE_LANGUAGES};
use crate::services::chain::{self, ChangeDesk};
use crate::web::app::App;
use crate::web::cookies::Jar;
use crate::web::csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Flash, FlashKind, Theme};
use crate::web::words::{Lang, Words};

/// What the frame of a page needs beside what lies before its reader.
#[derive(Debug)]
struct Frame {
    csrf: String,
    flash: Option<String>,
    theme: Theme,
}

/// A respondent who came in by a link that is still good, with what the frame of a page needs.
#[derive(Debug)]
pub struct RespondentWho {
    respondent: Respondent,
    frame: Frame,
}

/// Somebody who may announce changes of the chain, by whichever link that is good for it.
#[derive(Debug)]
pub struct AnnouncerWho {
    announcer: Announcer,
    frame: Frame,
}

impl Deref for RespondentWho {
    type Target = Respondent;
    fn deref(&self) -> &Respondent {
        &self.respondent
    }
}

impl RespondentWho {
    /// The proof, to move into a database call.
    pub fn proof(&self) -> Respondent {
        self.respondent.clone()
    }

    /// The frame of a page whose title is the catalogue's `title_word`.
    pub fn chrome(&self, _: &App, desk: &Desk, title_word: &str) -> Chrome {
        self.frame.chrome(&desk.languages, desk.sample, title_word)
    }
}

impl AnnouncerWho {
    /// The proof, to move into a database call.
    pub fn proof(&self) -> Announcer {
        self.announcer.clone()
    }

    /// The frame of a page whose title is the catalogue's `title_word`.
    pub fn chrome(&self, desk: &ChangeDesk, title_word: &str) -> Chrome {
        self.frame.chrome(&desk.languages, desk.sample, title_word)
    }
}

impl Frame {
    fn of(app: &App, request: &HttpRequest, cookie: String) -> Result<Self, WebError> {
        let binding = csrf::binding(app, request).unwrap_or(cookie);
        let theme = request.cookie(Theme::COOKIE).map(|c| Theme::from_cookie(c.value()));
        Ok(Self {
            csrf: csrf::token(app, &binding)?,
            flash: Jar::Flash.read(app, request),
            theme: theme.unwrap_or_default(),
        })
    }

    fn chrome(&self, languages: &Languages, sample: bool, title_word: &str) -> Chrome {
        let mut chrome = Chrome::bare(Words::new(Lang::named(&languages.page)), title_word);
        chrome.csrf.clone_from(&self.csrf);
        chrome.theme = self.theme;
        chrome.sample_data = sample;
        let words = chrome.words;
        let known = self.flash.as_ref().filter(|id| id.starts_with("flash-") && words.has(id));
        chrome.flash = known.map(|id| Flash { kind: FlashKind::Done, text: words.t(id) });
        chrome
    }
}

/// The catalogue in the language that the respondent reads.
pub(super) fn words_of(desk: &Desk) -> Words {
    Words::new(Lang::named(&desk.languages.page))
}

/// The respondent behind the request's cookie, and the cookie.
async fn came_in(app: &App, request: &HttpRequest) -> Result<(Respondent, String), WebError> {
    let cookie = Jar::Respondent.read(app, request).ok_or(WebError::AskLink)?;
    let token = LinkToken::presented(&cookie).hash();
    let found = app.read(move |tx, now| answering::respondent(tx, &token, now)).await?;
    Ok((found.ok_or(WebError::AskLink)?, cookie))
}

/// Who announces, behind the request's cookie, and the cookie.
async fn came_to_announce(app: &App, request: &HttpRequest) -> Result<(Announcer, String), WebError> {
    let cookie = Jar::Respondent.read(app, request).ok_or(WebError::AskLink)?;
    let token = LinkToken::presented(&cookie).hash();
    let found = app.read(move |tx, now| chain::announcer(tx, &token, now)).await?;
    Ok((found.ok_or(WebError::AskLink)?, cookie))
}

/// Whether a path is one of the respondent's.
pub fn is_respondents(path: &str) -> bool {
    path == "/answer"
        || path.starts_with("/answer/")
        || ["/a/", "/changes/"].iter().any(|start| path.starts_with(start))
}

/// The language in which whoever is on a respondent's path is told that something is refused: the one that the address asks
/// for, else the one of the link, which also has one when it has ended, else the one that the browser asks for.
pub async fn spoken(app: &App, request: &HttpRequest) -> Lang {
    let query = url::form_urlencoded::parse(request.query_string().as_bytes());
    let asked = query.into_iter().find(|(name, _)| name == "language").map(|(_, value)| value);
    if let Some(tag) = asked.filter(|tag| PAGE_LANGUAGES.contains(&tag.as_ref())) {
        return Lang::named(&tag);
    }
    let path = request.path();
    let link = path.strip_prefix("/a/").or_else(|| path.strip_prefix("/changes/"));
    let link = link.map(|token| LinkToken::presented(token).hash());
    let session = Jar::Respondent.read(app, request).map(|cookie| LinkToken::presented(&cookie).hash());
    let known = app.read(move |tx, _| match (link, session) {
        (Some(link), _) => answering::link_language(tx, &link),
        (None, Some(session)) => answering::session_language(tx, &session),
        (None, None) => Ok(None),
    });
    match known.await {
        Ok(Some(tag)) => Lang::named(&tag),
        // A refusal is said in any case; that the database is not to be had is another's to tell.
        Ok(None) | Err(_) => Lang::of(request),
    }
}

/// Whether a respondent has come in, before a handler reads anything of the body.
pub async fn check(app: &App, request: &HttpRequest) -> Result<(), WebError> {
    came_in(app, request).await.map(drop)
}

/// The same for somebody who may announce changes.
pub async fn check_announcer(app: &App, request: &HttpRequest) -> Result<(), WebError> {
    came_to_announce(app, request).await.map(drop)
}

impl FromRequest for RespondentWho {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = App::of(&request)?;
            let (respondent, cookie) = came_in(&app, &request).await?;
            if request.method() == actix_web::http::Method::POST {
                app.count_answer(respondent.link().as_str())?;
            }
            Ok(Self { respondent, frame: Frame::of(&app, &request, cookie)? })
        })
    }
}

impl FromRequest for AnnouncerWho {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = App::of(&request)?;
            let (announcer, cookie) = came_to_announce(&app, &request).await?;
            if request.method() == actix_web::http::Method::POST {
                app.count_answer(announcer.link().as_str())?;
            }
            Ok(Self { announcer, frame: Frame::of(&app, &request, cookie)? })
        })
    }
}
