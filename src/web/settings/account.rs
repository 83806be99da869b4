//! One's own account: password, sessions, API tokens.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::access::ChangeAccount;
use crate::clock::Timestamp;
use crate::ids::ApiTokenId;
use crate::services::access::{self, NewApiToken, hash_password, verify_password};
use crate::services::{FieldFault, ServiceError, mail};
use crate::store::{ApiToken, MailChoice, Session, User};
use crate::web::app::App;
use crate::web::components::{Choice, ConfirmView, CopyView, FieldView};
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say};
use crate::web::page::{Chrome, Nav, Page};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;

/// An API token, as a row.
#[derive(Debug, Clone)]
pub struct TokenRow {
    /// What the person calls it.
    pub name: String,
    /// What it may do.
    pub scope: String,
    /// Until when.
    pub until: String,
    /// When it was last used.
    pub used: String,
    /// Withdraws it; nothing if it ended.
    pub revoke: Option<ConfirmView>,
}

/// A session, as a row.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// When it began.
    pub since: String,
    /// When it was last used.
    pub seen: String,
    /// Whether it is the one that reads this.
    pub own: bool,
}

/// GET /account
#[derive(Debug, Template)]
#[template(path = "settings/account.html")]
pub struct AccountPage {
    /// The frame.
    pub c: Chrome,
    /// The address to sign in with.
    pub email: String,
    /// The form that changes the password.
    pub password: Vec<FieldView>,
    /// The form that says what is wanted of mail.
    pub mail: Vec<FieldView>,
    /// Where the person is signed in.
    pub sessions: Vec<SessionRow>,
    /// The tokens.
    pub tokens: Vec<TokenRow>,
    /// The form that makes a token.
    pub token: Vec<FieldView>,
    /// A token made just now; shown once.
    pub made: Option<CopyView>,
}

/// What the page is made of.
struct Account {
    user: User,
    mail: MailChoice,
    sessions: Vec<Session>,
    tokens: Vec<ApiToken>,
    own: String,
    now: Timestamp,
}

/// What the page shows besides.
#[derive(Debug, Default)]
struct Shown {
    faults: Vec<FieldFault>,
    form: TokenForm,
    made: Option<String>,
}

impl AccountPage {
    fn new(c: Chrome, account: &Account, shown: Shown) -> Self {
        let error = |field: &str| {
            let found = shown.faults.iter().find(|fault| fault.field == field);
            found.map(|fault| say(&c.words, &fault.message)).unwrap_or_default()
        };
        let made = shown.made.map(|value| CopyView {
            id: "new-token".to_owned(),
            label: c.t("token-made"),
            value,
            hint: c.t("token-made-hint"),
        });
        let form = if made.is_some() { TokenForm::default() } else { shown.form };
        let tokens = account.tokens.iter().map(|token| token_row(&c, token, account.now)).collect();
        Self {
            email: account.user.email.clone(),
            password: password_fields(&c, error("current"), error("password")),
            mail: super::mail_choice::fields(&c, &account.mail),
            sessions: account.sessions.iter().map(|row| session_row(&c, row, &account.own)).collect(),
            tokens,
            token: token_fields(&c, &form, error("name"), error("days")),
            made,
            c: c.at(Nav::Settings),
        }
    }

    /// An account with two sessions and two tokens; a token made just now; a wrong password.
    pub fn samples() -> Vec<Self> {
        let made = Some("ent_c2FtcGxlLW9ubHktbm90LWEtcmVhbC10b2tlbg".to_owned());
        let fault = FieldFault::new("current", "fault-password-wrong");
        [
            Shown::default(),
            Shown { made, ..Shown::default() },
            Shown { faults: vec![fault], ..Shown::default() },
        ]
        .map(|shown| {
            let c = Chrome::sample("settings-account");
            let up = c.t("nav-settings");
            Self::new(c.under(up, "/settings"), &sample(), shown)
        })
        .into()
    }
}

fn sample() -> Account {
    let now = Timestamp::from_micros(1_804_000_000_000_000);
    let session = |id: &str, hours: i64| Session {
        id: id.into(),
        token_hash: String::new(),
        user_id: "user-1".into(),
        org_id: None,
        created_at: now.plus_seconds(-hours * 3600),
        last_seen_at: now.plus_seconds(-hours * 60),
        expires_at: now.plus_days(1),
    };
    let token = |name: &str, scope: &str, days: i64| ApiToken {
        id: "token-1".into(),
        token_hash: String::new(),
        org_id: "org-1".into(),
        user_id: "user-1".into(),
        name: name.to_owned(),
        scope: scope.to_owned(),
        created_at: now.plus_days(-30),
        expires_at: now.plus_days(days),
        last_used_at: (days > 0).then(|| now.plus_days(-2)),
        revoked_at: None,
    };
    Account {
        user: User {
            id: "user-1".into(),
            email: "maya@northwind.example".to_owned(),
            name: "Maya Okafor".to_owned(),
            password_hash: String::new(),
            created_at: now,
            disabled_at: None,
        },
        mail: MailChoice { user_id: "user-1".into(), wanted: true, language: "en".to_owned() },
        sessions: vec![session("session-1", 1), session("session-2", 7)],
        tokens: vec![token("Nightly upload", "write", 60), token("Dashboard", "read", -1)],
        own: "session-1".to_owned(),
        now,
    }
}

fn password_fields(c: &Chrome, current: String, new: String) -> Vec<FieldView> {
    let field = |name, word, complete| FieldView::typed(name, c.t(word), "password", complete);
    vec![
        field("current", "field-current-password", "current-password").error(current),
        field("password", "field-new-password", "new-password").hint(c.t("field-password-hint")).error(new),
    ]
}

fn token_fields(c: &Chrome, form: &TokenForm, name: String, days: String) -> Vec<FieldView> {
    let scopes = ["read", "write"].map(|scope| {
        let word = format!("token-scope-{scope}");
        Choice::new(scope, c.t(&word)).hint(c.t(&format!("{word}-hint"))).chosen_if(&form.scope)
    });
    let ends = [30_u16, 90, 365].map(|days| {
        let value = days.to_string();
        Choice::new(&value, c.tn("count-days", u64::from(days))).chosen_if(&form.days)
    });
    vec![
        FieldView::line("name", c.t("field-token-name"))
            .hint(c.t("field-token-name-hint"))
            .value(&form.name)
            .error(name),
        FieldView::radios("scope", c.t("field-token-scope"), scopes.into()),
        FieldView::select("days", c.t("field-token-days"), ends.into()).error(days),
    ]
}

fn token_row(c: &Chrome, token: &ApiToken, now: Timestamp) -> TokenRow {
    let open = token.revoked_at.is_none() && token.expires_at > now;
    let until = c.date(token.expires_at);
    TokenRow {
        name: token.name.clone(),
        scope: c.t(if token.scope == "write" { "token-scope-write" } else { "token-scope-read" }),
        until: match (token.revoked_at, open) {
            (Some(at), _) => c.ts("token-revoked", c.date(at)),
            (None, true) => until,
            (None, false) => c.ts("token-ended", until),
        },
        used: token.last_used_at.map_or_else(|| c.t("never"), |at| c.date(at)),
        revoke: open.then(|| ConfirmView {
            ask: c.t("token-revoke"),
            text: c.t("token-revoke-text"),
            go: c.t("token-revoke-go"),
            action: format!("/account/tokens/{}/revoke", token.id),
        }),
    }
}

fn session_row(c: &Chrome, session: &Session, own: &str) -> SessionRow {
    SessionRow {
        since: c.moment(session.created_at),
        seen: c.moment(session.last_seen_at),
        own: session.id.as_str() == own,
    }
}

async fn show(who: Who<ChangeAccount>, app: &App, shown: Shown) -> Result<HttpResponse, WebError> {
    let status = if shown.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (proof, own) = (who.proof(), who.visitor().session.to_string());
    let reads = who.also().ok_or(ServiceError::NotFound)?;
    let account = app.read(move |tx, now| {
        Ok(Account {
            user: access::own_account(tx, &proof)?,
            mail: mail::mail_choice(tx, &reads)?,
            sessions: access::own_sessions(tx, &proof, now)?,
            tokens: access::api_token_list(tx, &proof)?,
            own,
            now,
        })
    });
    let c = who.chrome(app, "settings-account");
    let up = c.t("nav-settings");
    let page = AccountPage::new(c.under(up, "/settings"), &account.await?, shown);
    Ok(Page(page).with_status(status))
}

/// GET /account
pub async fn page(who: Who<ChangeAccount>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    show(who, &app, Shown::default()).await
}

/// What the form holds.
#[derive(Debug, Deserialize)]
pub struct PasswordForm {
    current: String,
    password: String,
}

/// POST /account/password
pub async fn change_password(
    request: HttpRequest,
    who: Who<ChangeAccount>,
    app: web::Data<App>,
    form: Csrf<PasswordForm>,
) -> Result<HttpResponse, WebError> {
    let PasswordForm { current, password } = form.0;
    let proof = who.proof();
    let user = app.read(move |tx, _| access::own_account(tx, &proof)).await?;
    let address = app.address_of(&request);
    app.count_try(&user.email, address)?;
    let stored = user.password_hash.clone();
    let right = app.hashing(move || Ok(verify_password(&current, Some(&stored)))).await?;
    let mut faults = access::password_faults(&user, &password, "password");
    if !right {
        faults.push(FieldFault::new("current", "fault-password-wrong"));
    }
    if !faults.is_empty() {
        return show(who, &app, Shown { faults, ..Shown::default() }).await;
    }
    let hash = app.hashing(move || hash_password(&password)).await?;
    let (proof, keep) = (who.proof(), who.visitor().session.clone());
    app.write("password_change", move |tx, now| access::password_change(tx, &proof, &hash, &keep, now))
        .await?;
    Ok(see_other_saying(&app, "/account", "flash-password-changed"))
}

/// What a form with nothing but the token holds.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// POST /account/sessions: ends all others.
pub async fn end_sessions(
    who: Who<ChangeAccount>,
    app: web::Data<App>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, keep) = (who.proof(), who.visitor().session.clone());
    app.write("sessions_end", move |tx, now| access::sessions_end_others(tx, &proof, &keep, now)).await?;
    Ok(see_other_saying(&app, "/account", "flash-sessions-ended"))
}

/// What the form that makes a token holds.
#[derive(Debug, Clone, Deserialize)]
pub struct TokenForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    days: String,
}

impl Default for TokenForm {
    fn default() -> Self {
        Self { name: String::new(), scope: "read".to_owned(), days: "90".to_owned() }
    }
}

/// POST /account/tokens: the page that answers shows the token, once.
pub async fn add_token(
    who: Who<ChangeAccount>,
    app: web::Data<App>,
    form: Csrf<TokenForm>,
) -> Result<HttpResponse, WebError> {
    let form = form.0;
    let days = form.days.parse().unwrap_or(0);
    let new = NewApiToken { name: form.name.clone(), writes: form.scope == "write", days };
    let token = access::api_token()?;
    let text = token.expose().to_owned();
    let proof = who.proof();
    let made =
        app.write("api_token_add", move |tx, now| access::api_token_add(tx, &proof, &new, &token, now));
    let shown = match made.await {
        Ok(_) => Shown { made: Some(text), form, faults: Vec::new() },
        Err(ServiceError::Invalid(faults)) => Shown { made: None, form, faults },
        Err(error) => return Err(error.into()),
    };
    show(who, &app, shown).await
}

/// POST /account/tokens/{id}/revoke
pub async fn revoke_token(
    who: Who<ChangeAccount>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), ApiTokenId::from(id.as_str()));
    app.write("api_token_revoke", move |tx, now| access::api_token_revoke(tx, &proof, &id, now)).await?;
    Ok(see_other_saying(&app, "/account", "flash-token-revoked"))
}
