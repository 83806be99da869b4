//! Forms: the only way in for what a browser posts (security.md T5).
//!
//! A form must come from our own pages (`Sec-Fetch-Site`, or else `Origin`) and carry a token that is an HMAC over the
//! cookie of whoever it was shown to. What was typed is kept aside, so that a refusal can give it back.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;

use super::app::App;
use super::cookies::Jar;
use super::error::{Typed, WebError};
use crate::access::LinkToken;
use crate::secret::random_bytes;
use crate::services::{Message, ServiceError};

/// The largest form, as large as a body may be; a form with a file is another (`file_form`).
const LARGEST_FORM: usize = 2 * 1024 * 1024;
/// The field that carries the token.
pub(super) const FIELD: &str = "csrf";

/// A form's fields, from our own page and this visitor.
#[derive(Debug)]
pub struct Csrf<T>(pub T);

/// A form's fields by name, where which there are depends on what the form is about.
pub type Fields = Vec<(String, String)>;

/// The value of a field, or nothing.
pub fn field<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// Random bytes in front of the tag: no two pages carry the same token, so that compression cannot give it away (BREACH).
const NONCE: usize = 16;

/// The token for forms shown to the holder of `cookie_value`.
pub fn token(app: &App, cookie_value: &str) -> Result<String, ServiceError> {
    let nonce: [u8; NONCE] = random_bytes()?;
    let mut bytes = nonce.to_vec();
    bytes.extend_from_slice(ring::hmac::sign(app.csrf_key(), &bound(&nonce, cookie_value)).as_ref());
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn bound(nonce: &[u8], cookie_value: &str) -> Vec<u8> {
    [nonce, cookie_value.as_bytes()].concat()
}

/// The value that binds this visitor's forms: a session's, else a respondent's, else the visitor's cookie.
pub fn binding(app: &App, request: &HttpRequest) -> Option<String> {
    let jars = [Jar::Session, Jar::Respondent, Jar::Visitor];
    jars.into_iter().find_map(|jar| jar.read(app, request))
}

/// A value for the cookie of a visitor who has none.
pub fn fresh_visitor() -> Result<String, ServiceError> {
    Ok(LinkToken::fresh("")?.expose().to_owned())
}

impl<T: DeserializeOwned + 'static> FromRequest for Csrf<T> {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = web::Bytes::from_request(&request, payload);
        Box::pin(async move {
            let app = App::of(&request)?;
            let body = body.await.map_err(|fault| match fault.as_error::<PayloadError>() {
                Some(PayloadError::Overflow) => unusable("unusable-form-large"),
                _ => unusable("unusable-form-body"),
            })?;
            read_form(&app, &request, &body)
        })
    }
}

fn read_form<T: DeserializeOwned>(
    app: &App,
    request: &HttpRequest,
    body: &[u8],
) -> Result<Csrf<T>, WebError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return Err(WebError::MediaType("application/x-www-form-urlencoded"));
    }
    if body.len() > LARGEST_FORM {
        return Err(unusable("unusable-form-large"));
    }
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(body).into_owned().collect();
    let sent = fields.iter().find(|(name, _)| name == FIELD).map(|(_, value)| value.as_str());
    check(app, request, sent, || Typed::of(&fields))?;
    let own: Vec<(String, String)> = fields.into_iter().filter(|(name, _)| name != FIELD).collect();
    let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(own).finish();
    let value = serde_html_form::from_str(&text).map_err(|e| {
        WebError::from(ServiceError::Unusable(Message::new("unusable-form-field").arg("what", e)))
    })?;
    Ok(Csrf(value))
}

/// That a form comes from our own page and was shown to this visitor; `typed` is what it held.
pub(super) fn check(
    app: &App,
    request: &HttpRequest,
    sent: Option<&str>,
    typed: impl FnOnce() -> Typed,
) -> Result<(), WebError> {
    if !from_our_page(app, request) {
        return Err(WebError::ForeignForm);
    }
    match binding(app, request) {
        Some(binding) if is_token(app, &binding, sent.unwrap_or_default()) => Ok(()),
        _ => Err(WebError::StaleForm(typed())),
    }
}

/// That a script's request comes from our own page and this visitor: the token travels in `X-CSRF-Token`, because a body
/// that streams cannot be looked into first.
#[derive(Debug)]
pub struct CsrfHeader;

impl FromRequest for CsrfHeader {
    type Error = WebError;
    type Future = std::future::Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(check_header(request))
    }
}

fn check_header(request: &HttpRequest) -> Result<CsrfHeader, WebError> {
    let sent = request.headers().get("x-csrf-token").and_then(|value| value.to_str().ok());
    check(&App::of(request)?, request, sent, Typed::default).map(|()| CsrfHeader)
}

fn unusable(id: &'static str) -> WebError {
    ServiceError::Unusable(Message::new(id)).into()
}

/// Compared by HMAC verification, in constant time.
fn is_token(app: &App, binding: &str, sent: &str) -> bool {
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(sent) else { return false };
    let Some((nonce, tag)) = bytes.split_at_checked(NONCE) else { return false };
    ring::hmac::verify(app.csrf_key(), &bound(nonce, binding), tag).is_ok()
}

/// Browsers say where a request comes from; one that says nothing is not a browser with our page open.
pub fn from_our_page(app: &App, request: &HttpRequest) -> bool {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin == app.public_url().origin().ascii_serialization(),
        (None, None) => false,
    }
}
