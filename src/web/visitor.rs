//! Who is at the door: extractors that authenticate, authorise and hand over the proof.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};

use super::app::App;
use super::cookies::Jar;
use super::csrf;
use super::error::WebError;
use super::inbox_count::inbox_count;
use super::page::{Chrome, Flash, FlashKind, Nav, Person, Theme};
use super::route::Access;
use super::words::{Lang, Words};
use crate::access::{
    Actor, ActorKind, Allowed, Announcer, Denied, LinkToken, Permission, Respondent, ViewPartners,
    ViewPortfolio,
};
use crate::services::ServiceError;
use crate::services::access::{self, Visitor};
use crate::services::audit;

impl App {
    /// The server's state, from the request.
    pub fn of(request: &HttpRequest) -> Result<Self, WebError> {
        let app = request.app_data::<web::Data<Self>>().map(|app| app.as_ref().clone());
        app.ok_or_else(|| ServiceError::Internal("the app state is not configured".to_owned()).into())
    }
}

/// A signed-in member who holds `P`, with what the frame of a page needs.
#[derive(Debug)]
pub struct Who<P> {
    allowed: Allowed<P>,
    visitor: Visitor,
    csrf: String,
    flash: Option<String>,
    theme: Theme,
    lang: Lang,
    inbox_count: u32,
}

impl<P> Deref for Who<P> {
    type Target = Allowed<P>;
    fn deref(&self) -> &Allowed<P> {
        &self.allowed
    }
}

impl<P: Permission> Who<P> {
    /// The proof, to move into a database call.
    pub fn proof(&self) -> Allowed<P> {
        self.allowed.clone()
    }

    /// The session and its person.
    pub fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// A proof of another permission, if the person holds it too; to show or hide a control.
    pub fn also<Q: Permission>(&self) -> Option<Allowed<Q>> {
        Allowed::authorize(self.allowed.actor()).ok()
    }

    /// The catalogue in the person's language.
    pub fn words(&self) -> Words {
        Words::new(self.lang)
    }

    /// The frame of a page whose title is the catalogue's `title_word`.
    pub fn chrome(&self, _: &App, title_word: &str) -> Chrome {
        let words = self.words();
        let mut chrome = Chrome::bare(words, title_word);
        let own = self.allowed.org();
        let others = self.visitor.orgs.iter().filter(|(id, _)| id != own);
        chrome.person = Some(Person {
            name: self.visitor.name.clone(),
            org: self.visitor.org_name.clone(),
            role: words.t(role_word(self.allowed.actor().role())),
            orgs: others.map(|(id, name)| (id.to_string(), name.clone())).collect(),
        });
        chrome.csrf.clone_from(&self.csrf);
        chrome.sample_data = self.visitor.sample;
        chrome.theme = self.theme;
        chrome.inbox_count = self.inbox_count;
        if self.also::<ViewPartners>().is_none() {
            chrome.hidden.push(Nav::Partners);
        }
        if self.also::<ViewPortfolio>().is_none() {
            chrome.hidden.push(Nav::Portfolio);
        }
        let known = self.flash.as_ref().filter(|id| id.starts_with("flash-") && words.has(id));
        chrome.flash = known.map(|id| Flash { kind: FlashKind::Done, text: words.t(id) });
        chrome
    }
}

/// The language that a member chose, else the one that the browser asks for.
fn lang_of(visitor: &Visitor, request: &HttpRequest) -> Lang {
    visitor.language.as_deref().map_or_else(|| Lang::of(request), Lang::named)
}

/// The language of whoever is behind a request: the one of the member whose session it brings, else the one that the browser
/// asks for.
pub(super) async fn spoken(app: &App, request: &HttpRequest) -> Lang {
    let known = request.extensions().get::<SignedIn>().map(|known| lang_of(&known.visitor, request));
    if let Some(lang) = known {
        return lang;
    }
    let Some(cookie) = Jar::Session.read(app, request) else { return Lang::of(request) };
    let token = LinkToken::presented(&cookie).hash();
    match app.read(move |tx, now| access::visitor(tx, &token, now)).await {
        Ok(Some(visitor)) => lang_of(&visitor, request),
        // A refusal is said in any case; that the database is not to be had is another's to tell.
        Ok(None) | Err(_) => Lang::of(request),
    }
}

/// The catalogue's word for a role.
pub fn role_word(role: crate::access::Role) -> &'static str {
    use crate::access::Role::{Analyst, Leader, Manager, Owner, Reviewer};
    match role {
        Owner => "role-owner",
        Manager => "role-manager",
        Reviewer => "role-reviewer",
        Analyst => "role-analyst",
        Leader => "role-leader",
    }
}

impl<P: Permission> FromRequest for Who<P> {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = App::of(&request)?;
            let SignedIn { visitor, cookie } = signed_in(&app, &request).await?;
            let allowed = authorize(&app, &request, &visitor.actor).await?;
            let inbox_count = inbox_count(&app, &request, &visitor.actor).await?;
            let theme = request.cookie(Theme::COOKIE).map(|c| Theme::from_cookie(c.value()));
            Ok(Self {
                allowed,
                inbox_count,
                lang: lang_of(&visitor, &request),
                visitor,
                csrf: csrf::token(&app, &cookie)?,
                flash: Jar::Flash.read(&app, &request),
                theme: theme.unwrap_or_default(),
            })
        })
    }
}

/// Middleware of every route: who asks is known, and may, before a handler reads anything of the body. Extractors of
/// one handler run side by side, so without it a body that cannot be read would be answered, and no denial recorded,
/// before anybody was asked who they are. The handler's own extractor asks again, for its proof.
pub(super) async fn let_in(
    access: Access,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    match check(access, request.request()).await {
        Ok(()) => next.call(request).await,
        Err(refusal) => Ok(request.error_response(refusal)),
    }
}

async fn check(access: Access, request: &HttpRequest) -> Result<(), WebError> {
    let app = App::of(request)?;
    let (actor, permission, roles, writes) = match access {
        Access::Public => return Ok(()),
        Access::Respondent => return super::answering::check::<Respondent>(&app, request).await,
        Access::Announcer => return super::answering::check::<Announcer>(&app, request).await,
        Access::Member(permission, roles) => {
            (signed_in(&app, request).await?.visitor.actor, permission, roles, false)
        }
        Access::Api { permission, roles, writes } => {
            (bearer(&app, request).await?, permission, roles, writes)
        }
    };
    if actor.holds(roles, writes) {
        return Ok(());
    }
    let denied = Denied { permission, role: actor.role() };
    note_denial(&app, request, actor, denied.clone()).await?;
    Err(ServiceError::from(denied).into())
}

/// Whoever the session's cookie stands for; looked up once for each request.
#[derive(Debug, Clone)]
struct SignedIn {
    visitor: Visitor,
    cookie: String,
}

async fn signed_in(app: &App, request: &HttpRequest) -> Result<SignedIn, WebError> {
    if let Some(known) = request.extensions().get::<SignedIn>() {
        return Ok(known.clone());
    }
    let cookie = Jar::Session.read(app, request).ok_or(WebError::SignIn)?;
    let token = LinkToken::presented(&cookie).hash();
    let found = app.read(move |tx, now| access::visitor(tx, &token, now)).await?;
    let visitor = found.ok_or(WebError::SignIn)?;
    if visitor.touch_due {
        let id = visitor.session.clone();
        app.write("session_seen", move |tx, now| access::session_seen(tx, &id, now)).await?;
    }
    let known = SignedIn { visitor, cookie };
    request.extensions_mut().insert(known.clone());
    Ok(known)
}

/// A program with a bearer token whose person holds `P`.
#[derive(Debug)]
pub struct ApiWho<P>(Allowed<P>);

impl<P> Deref for ApiWho<P> {
    type Target = Allowed<P>;
    fn deref(&self) -> &Allowed<P> {
        &self.0
    }
}

impl<P: Permission> ApiWho<P> {
    /// The proof, to move into a database call.
    pub fn proof(&self) -> Allowed<P> {
        self.0.clone()
    }
}

impl<P: Permission> FromRequest for ApiWho<P> {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = App::of(&request)?;
            let actor = bearer(&app, &request).await?;
            Ok(Self(authorize(&app, &request, &actor).await?))
        })
    }
}

/// Whoever a bearer token speaks for; looked up once for each request.
#[derive(Debug, Clone)]
struct Bearer(Actor);

async fn bearer(app: &App, request: &HttpRequest) -> Result<Actor, WebError> {
    if let Some(Bearer(actor)) = request.extensions().get::<Bearer>() {
        return Ok(actor.clone());
    }
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let text = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or(WebError::SignIn)?;
    let token = LinkToken::presented(text.trim()).hash();
    let found = app.read(move |tx, now| access::bearer(tx, &token, now)).await?;
    let (actor, due) = found.ok_or(WebError::SignIn)?;
    if let (true, ActorKind::Token { id, .. }) = (due, actor.kind()) {
        let id = id.clone();
        app.write("api_token_used", move |tx, now| access::api_token_used(tx, &id, now)).await?;
    }
    request.extensions_mut().insert(Bearer(actor.clone()));
    Ok(actor)
}

/// Checks the permission; a denial is written to the audit log before it is answered.
async fn authorize<P: Permission>(
    app: &App,
    request: &HttpRequest,
    actor: &Actor,
) -> Result<Allowed<P>, WebError> {
    match Allowed::authorize(actor) {
        Ok(allowed) => Ok(allowed),
        Err(denied) => {
            note_denial(app, request, actor.clone(), denied.clone()).await?;
            Err(ServiceError::from(denied).into())
        }
    }
}

async fn note_denial(app: &App, request: &HttpRequest, actor: Actor, denied: Denied) -> Result<(), WebError> {
    let path = format!("{} {}", request.method(), request.match_pattern().unwrap_or_default());
    let write = app.write("denial", move |tx, now| Ok(audit::denied(tx, &actor, &denied, &path, now)?));
    Ok(write.await?)
}

/// Somebody who need not be signed in: the frame and form token of public pages.
#[derive(Debug)]
pub struct Anyone {
    binding: String,
    fresh: bool,
    csrf: String,
    theme: Theme,
    lang: Lang,
}

impl Anyone {
    /// The frame of a public page.
    pub fn chrome(&self, _: &App, title_word: &str) -> Chrome {
        self.chrome_in(Words::new(self.lang), title_word)
    }

    /// The same in the language of `words`.
    pub fn chrome_in(&self, words: Words, title_word: &str) -> Chrome {
        let mut chrome = Chrome::bare(words, title_word);
        chrome.csrf.clone_from(&self.csrf);
        chrome.theme = self.theme;
        chrome
    }

    /// Sets the visitor's cookie on `response`, if this visitor had none.
    pub fn remember(&self, app: &App, mut response: actix_web::HttpResponse) -> actix_web::HttpResponse {
        if self.fresh {
            let cookie = Jar::Visitor.set(app, &self.binding, None);
            // A cookie made here has no character that a header refuses.
            let _ = response.add_cookie(&cookie);
        }
        response
    }
}

impl FromRequest for Anyone {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { anyone(&request).await })
    }
}

async fn anyone(request: &HttpRequest) -> Result<Anyone, WebError> {
    let app = App::of(request)?;
    let known = csrf::binding(&app, request);
    let fresh = known.is_none();
    let binding = match known {
        Some(binding) => binding,
        None => csrf::fresh_visitor()?,
    };
    let theme = request.cookie(Theme::COOKIE).map(|c| Theme::from_cookie(c.value()));
    let lang = spoken(&app, request).await;
    Ok(Anyone { csrf: csrf::token(&app, &binding)?, binding, fresh, theme: theme.unwrap_or_default(), lang })
}
