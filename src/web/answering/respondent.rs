//! Who is behind a respondent's cookie.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::access::{Announcer, LinkToken, Respondent, TokenHash};
use crate::clock::Timestamp;
use crate::ids::RespondentLinkId;
use crate::services::ServiceError;
use crate::services::answering::{self, Desk, Languages, PAGE_LANGUAGES};
use crate::services::chain::{self, ChangeDesk};
use crate::store::ReadTx;
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

/// Somebody without an account who came in by a link that is still good, with what the frame of a page needs.
#[derive(Debug)]
pub struct ByLink<P> {
    proof: P,
    frame: Frame,
}

/// A respondent: whoever answers a questionnaire.
pub type RespondentWho = ByLink<Respondent>;

/// Somebody who may announce changes of the chain, by whichever link that is good for it.
pub type AnnouncerWho = ByLink<Announcer>;

/// A proof that a link gives.
pub trait LinkProof: Clone + Send + Sized + 'static {
    /// The proof behind a session that a link started, while the link is good.
    fn find(tx: &mut ReadTx, session: &TokenHash, now: Timestamp) -> Result<Option<Self>, ServiceError>;
    /// The link, whose writes are counted.
    fn link(&self) -> &RespondentLinkId;
}

impl LinkProof for Respondent {
    fn find(tx: &mut ReadTx, session: &TokenHash, now: Timestamp) -> Result<Option<Self>, ServiceError> {
        answering::respondent(tx, session, now)
    }
    fn link(&self) -> &RespondentLinkId {
        self.link()
    }
}

impl LinkProof for Announcer {
    fn find(tx: &mut ReadTx, session: &TokenHash, now: Timestamp) -> Result<Option<Self>, ServiceError> {
        chain::announcer(tx, session, now)
    }
    fn link(&self) -> &RespondentLinkId {
        self.link()
    }
}

impl<P> Deref for ByLink<P> {
    type Target = P;
    fn deref(&self) -> &P {
        &self.proof
    }
}

impl<P: Clone> ByLink<P> {
    /// The proof, to move into a database call.
    pub fn proof(&self) -> P {
        self.proof.clone()
    }
}

impl RespondentWho {
    /// The frame of a page whose title is the catalogue's `title_word`.
    pub fn chrome(&self, _: &App, desk: &Desk, title_word: &str) -> Chrome {
        self.frame.chrome(&desk.languages, desk.sample, title_word)
    }
}

impl AnnouncerWho {
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

/// The proof behind the request's cookie, and the cookie.
async fn came_in<P: LinkProof>(app: &App, request: &HttpRequest) -> Result<(P, String), WebError> {
    let cookie = Jar::Respondent.read(app, request).ok_or(WebError::AskLink)?;
    let token = LinkToken::presented(&cookie).hash();
    let found = app.read(move |tx, now| P::find(tx, &token, now)).await?;
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

/// Whether somebody has come in by a link that gives this proof, before a handler reads anything of the body.
pub async fn check<P: LinkProof>(app: &App, request: &HttpRequest) -> Result<(), WebError> {
    came_in::<P>(app, request).await.map(drop)
}

impl<P: LinkProof> FromRequest for ByLink<P> {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = App::of(&request)?;
            let (proof, cookie) = came_in::<P>(&app, &request).await?;
            if request.method() == actix_web::http::Method::POST {
                app.count_answer(proof.link().as_str())?;
            }
            Ok(Self { proof, frame: Frame::of(&app, &request, cookie)? })
        })
    }
}
