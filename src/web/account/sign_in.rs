//! Signing in and out, and looking at another of one's organisations.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::form::FormPage;
use crate::access::UseAccount;
use crate::ids::OrgId;
use crate::services::access::{self, verify_password};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::FieldView;
use crate::web::cookies::Jar;
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, fault_of};
use crate::web::page::{Chrome, Page};
use crate::web::respond::{local_path, see_other};
use crate::web::visitor::{Anyone, Who};
use crate::web::words::Words;

/// Where to go on to.
#[derive(Debug, Deserialize)]
pub struct Next {
    next: Option<String>,
}

/// What the form holds.
#[derive(Debug, Deserialize)]
pub struct SignInForm {
    email: String,
    password: String,
    next: Option<String>,
}

/// The fields of the form.
pub(super) fn fields(words: &Words, email: &str, faults: &[FieldFault]) -> Vec<FieldView> {
    vec![
        FieldView::typed("email", words.t("field-email"), "email", "username")
            .value(email)
            .error(fault_of(words, faults, "email")),
        FieldView::typed("password", words.t("field-password"), "password", "current-password")
            .error(fault_of(words, faults, "password")),
    ]
}

fn form_page(c: Chrome, email: &str, next: &str, problem: String) -> FormPage {
    FormPage {
        lead: c.t("sign-in-lead"),
        problem,
        action: "/sign-in".to_owned(),
        fields: fields(&c.words, email, &[]),
        hidden: vec![("next", next.to_owned())],
        submit: c.t("sign-in-go"),
        c,
    }
}

/// GET /sign-in
pub async fn page(anyone: Anyone, app: web::Data<App>, query: web::Query<Next>) -> HttpResponse {
    let next = local_path(query.next.as_deref());
    let page = form_page(anyone.chrome(&app, "sign-in-title"), "", next, String::new());
    anyone.remember(&app, Page(page).with_status(StatusCode::OK))
}

/// POST /sign-in
pub async fn sign_in(
    request: HttpRequest,
    anyone: Anyone,
    app: web::Data<App>,
    form: Csrf<SignInForm>,
) -> Result<HttpResponse, WebError> {
    let SignInForm { email, password, next } = form.0;
    let address = app.address_of(&request);
    app.count_try(&email, address)?;
    let wanted = email.clone();
    let user = app.read(move |tx, _| access::sign_in_candidate(tx, &wanted)).await?;
    let stored = user.as_ref().map(|user| user.password_hash.clone());
    let right = app.hashing(move || Ok(verify_password(&password, stored.as_deref()))).await?;
    let next = local_path(next.as_deref()).to_owned();
    match user.filter(|user| right && user.disabled_at.is_none()) {
        Some(user) => {
            let cookie = start_session(&app, user).await?;
            Ok(HttpResponse::SeeOther().insert_header(("Location", next)).cookie(cookie).finish())
        }
        None => {
            let known = email.clone();
            app.write("sign_in_failed", move |tx, now| {
                let user = access::sign_in_candidate(tx, &known)?;
                access::sign_in_failed(tx, user.as_ref(), now)
            })
            .await?;
            let c = anyone.chrome(&app, "sign-in-title");
            let problem = c.t("sign-in-wrong");
            let page = form_page(c, &email, &next, problem);
            Ok(anyone.remember(&app, Page(page).with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
    }
}

/// A new session for a person who has proved who they are, as a cookie.
pub(super) async fn start_session(
    app: &App,
    user: crate::store::User,
) -> Result<actix_web::cookie::Cookie<'static>, ServiceError> {
    let token = access::session_token()?;
    let hash = token.hash();
    app.write("sign_in", move |tx, now| access::sign_in(tx, &user, &hash, now)).await?;
    Ok(Jar::Session.set(app, token.expose(), None))
}

/// What a form with nothing but the token holds.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// POST /sign-out
pub async fn sign_out(
    who: Who<UseAccount>,
    app: web::Data<App>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, session) = (who.proof(), who.visitor().session.clone());
    app.write("sign_out", move |tx, now| access::sign_out(tx, &proof, &session, now)).await?;
    let mut response = see_other("/sign-in");
    let removal = Jar::Session.remove(&app);
    response.add_cookie(&removal).map_err(|e| ServiceError::Internal(e.to_string()))?;
    // ASVS 14.3.1: nothing of the session stays in the browser.
    response.headers_mut().insert(
        actix_web::http::header::HeaderName::from_static("clear-site-data"),
        actix_web::http::header::HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}

/// Which organisation.
#[derive(Debug, Deserialize)]
pub struct SwitchForm {
    org: String,
}

/// POST /switch-organisation
pub async fn switch(
    who: Who<UseAccount>,
    app: web::Data<App>,
    form: Csrf<SwitchForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, session) = (who.proof(), who.visitor().session.clone());
    let org = OrgId::from(form.0.org.as_str());
    app.write("switch_organisation", move |tx, _| access::switch_organisation(tx, &proof, &session, &org))
        .await?;
    Ok(see_other("/"))
}
