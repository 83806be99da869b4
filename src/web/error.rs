//! Every refusal and failure, mapped once to a status, a stable code and a sentence; as a page or as
//! `application/problem+json` (RFC 9457).
//!
//! A handler returns [`WebError`]; the middleware [`render`] writes it, for it knows the request. A 5xx body says
//! nothing but the request's id; the cause is logged once, here.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;

use super::answering;
use super::app::App;
use super::cookies::Jar;
use super::format;
use super::pages::{self, Home};
use super::uploads::UploadFault;
use super::visitor;
use super::words::{Arg, Lang, Words};
use crate::services::{FieldFault, Message, ServiceError};

/// What a form held when it was refused, without secrets: shown again, so that nothing typed is lost.
#[derive(Debug, Clone, Default)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// The fields worth giving back.
    pub fn of(fields: &[(String, String)]) -> Self {
        let secret = |name: &str| name == "csrf" || name.contains("password") || name.contains("key");
        let kept = fields.iter().filter(|(name, value)| !secret(name) && !value.trim().is_empty());
        Self(kept.cloned().collect())
    }
}

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// A respondent whose session is over: their link starts another.
    #[error("no respondent has come in by link")]
    AskLink,
    /// A form from another session, or one that was left open too long.
    #[error("the form is stale")]
    StaleForm(Typed),
    /// A form from somebody else's page.
    #[error("the form comes from another site")]
    ForeignForm,
    /// The body must be of this type.
    #[error("the body must be {0}")]
    MediaType(&'static str),
    /// No such address.
    #[error("no such address")]
    NoRoute,
    /// The address exists, with another method.
    #[error("the method is not allowed here")]
    Method,
    /// An upload's request that tus gives a status of its own.
    #[error(transparent)]
    Upload(#[from] UploadFault),
    /// The use case said no, or failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// A refusal in words.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// A stable word for programs.
    pub code: &'static str,
    /// The sentence.
    pub message: Message,
    /// Seconds to wait, where waiting helps.
    pub retry_after: Option<u64>,
    /// The faults of fields.
    pub faults: Vec<FieldFault>,
    /// What was typed.
    pub typed: Typed,
}

impl WebError {
    /// The status, code and sentence: the one table of them.
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::SignIn => plain(StatusCode::UNAUTHORIZED, "sign_in_required", "error-sign-in"),
            Self::AskLink => plain(StatusCode::UNAUTHORIZED, "link_required", "error-link-required"),
            Self::StaleForm(typed) => Refusal {
                typed: typed.clone(),
                ..plain(StatusCode::FORBIDDEN, "stale_form", "error-stale-form")
            },
            Self::ForeignForm => plain(StatusCode::FORBIDDEN, "foreign_form", "error-foreign-form"),
            Self::MediaType(want) => {
                let mut refusal =
                    plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "error-media-type");
                refusal.message = refusal.message.arg("want", want);
                refusal
            }
            Self::NoRoute => plain(StatusCode::NOT_FOUND, "not_found", "error-not-found"),
            Self::Method => plain(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "error-method"),
            Self::Upload(fault) => {
                let (status, code, message) = fault.worded();
                worded(status, code, message)
            }
            Self::Service(error) => service_refusal(error),
        }
    }
}

fn plain(status: StatusCode, code: &'static str, id: &'static str) -> Refusal {
    worded(status, code, Message::new(id))
}

fn worded(status: StatusCode, code: &'static str, message: Message) -> Refusal {
    Refusal { status, code, message, retry_after: None, faults: Vec::new(), typed: Typed::default() }
}

/// The status, code and sentence of what a use case said.
pub(in crate::web) fn service_refusal(error: &ServiceError) -> Refusal {
    use crate::store::StoreError;
    match error {
        ServiceError::NotFound | ServiceError::Store(StoreError::NotFound) => {
            plain(StatusCode::NOT_FOUND, "not_found", "error-not-found")
        }
        ServiceError::Denied(_) => plain(StatusCode::FORBIDDEN, "role_lacks_permission", "error-denied"),
        ServiceError::Invalid(faults) => Refusal {
            faults: faults.clone(),
            ..plain(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields", "error-invalid")
        },
        ServiceError::Conflict(message) => worded(StatusCode::CONFLICT, "conflict", message.clone()),
        ServiceError::Gone(message) => worded(StatusCode::GONE, "gone", message.clone()),
        ServiceError::Refused(message) => worded(StatusCode::CONFLICT, "refused", message.clone()),
        ServiceError::Unusable(message) => {
            worded(StatusCode::UNPROCESSABLE_ENTITY, "unusable_body", message.clone())
        }
        ServiceError::TooMany(seconds) => Refusal {
            retry_after: Some(*seconds),
            ..worded(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_tries",
                Message::new("error-too-many").arg("seconds", seconds),
            )
        },
        ServiceError::Store(StoreError::Busy | StoreError::Unavailable(_)) => {
            Refusal { retry_after: Some(2), ..plain(StatusCode::SERVICE_UNAVAILABLE, "busy", "error-busy") }
        }
        ServiceError::Engine(_) => Refusal {
            retry_after: Some(60),
            ..plain(StatusCode::SERVICE_UNAVAILABLE, "engine_unavailable", "error-engine")
        },
        ServiceError::Store(StoreError::Conflict(_)) => {
            plain(StatusCode::CONFLICT, "conflict", "error-conflict")
        }
        ServiceError::Store(StoreError::ZeroCharacter) => {
            plain(StatusCode::UNPROCESSABLE_ENTITY, "zero_character", "error-zero-character")
        }
        ServiceError::Files(error) if is_full(error) => {
            plain(StatusCode::INSUFFICIENT_STORAGE, "disk_full", "error-disk-full")
        }
        ServiceError::Store(StoreError::Other(_))
        | ServiceError::Randomness(_)
        | ServiceError::Files(_)
        | ServiceError::Internal(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "internal", "error-internal"),
    }
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        self.refusal().status
    }

    /// An empty response: [`render`] fills it.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// This request's id, for the person to quote and the operator to find.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// The body of RFC 9457.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `about:blank#` and the stable code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what to do.
    pub detail: String,
    /// A stable word for programs: the kind of refusal.
    pub code: String,
    /// A stable word for programs: which rule it was.
    pub reason: String,
    /// The request's id.
    pub instance: String,
    /// Faults of single fields: name and sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
}

/// One fault of one field.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemField {
    /// The field.
    pub field: String,
    /// What is wrong and what to do.
    pub detail: String,
    /// A stable word for programs: which rule it was.
    pub reason: String,
}

/// A message of a service, in the visitor's language.
pub fn say(words: &Words, message: &Message) -> String {
    let plain = message.args.iter().map(|(name, value)| (*name, shown(words.lang(), name, value)));
    let parts = message.parts.iter().map(|(name, part)| (*name, Arg::from(say(words, part))));
    words.with(message.id, &plain.chain(parts).collect::<Vec<(&str, Arg<'_>)>>())
}

/// Arguments that somebody wrote or named: they stay as they are, also where they look like a number.
const WRITTEN: [&str; 9] = ["answer", "cell", "format", "known", "option", "own", "question", "rest", "text"];

/// An argument as it is read: numbers by the habits of the language.
pub(in crate::web) fn shown<'a>(lang: Lang, name: &str, value: &'a str) -> Arg<'a> {
    if WRITTEN.contains(&name) {
        return Arg::from(value);
    }
    let decimal = value.split_once('.').is_some_and(|(whole, rest)| {
        [whole, rest].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    });
    match value.parse::<u64>() {
        Ok(number) => Arg::Number(number),
        Err(_) if decimal => Arg::from(format::decimal_in(lang, value)),
        Err(_) => Arg::from(value),
    }
}

/// What is wrong with a field, in the visitor's language; empty: nothing.
pub fn fault_of(words: &Words, faults: &[FieldFault], field: &str) -> String {
    let found = faults.iter().find(|fault| fault.field == field);
    found.map(|fault| say(words, &fault.message)).unwrap_or_default()
}

/// Middleware: gives the request an id, and writes the body of every refusal.
pub async fn render<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<actix_web::body::BoxBody>, actix_web::Error> {
    let id = RequestId(crate::ids::AuditId::fresh().to_string());
    request.extensions_mut().insert(id.clone());
    let response = next.call(request).await?.map_into_boxed_body();
    let (request, response) = response.into_parts();
    let refusal = match response.error() {
        Some(error) => match error.as_error::<WebError>() {
            Some(ours) => {
                log(ours, &id, &request);
                Some((ours.refusal(), matches!(ours, WebError::SignIn)))
            }
            None => Some((foreign_refusal(response.status()), false)),
        },
        None => None,
    };
    let response = match refusal {
        Some((refusal, sign_in)) => {
            let words = words_for(&request).await;
            write(&request, &words, (&refusal, sign_in), &id)
        }
        None => response,
    };
    Ok(ServiceResponse::new(request, response))
}

/// The catalogue in the language of whoever is refused: a respondent's, a member's; programs are spoken to in English.
async fn words_for(request: &HttpRequest) -> Words {
    let path = request.path();
    match App::of(request) {
        Ok(app) if answering::is_respondents(path) => Words::new(answering::spoken(&app, request).await),
        Ok(app) if !path.starts_with("/api/") => Words::new(visitor::spoken(&app, request).await),
        Ok(_) | Err(_) => Words::default(),
    }
}

/// Refusals that actix made itself: a path that does not parse, a body that broke off.
fn foreign_refusal(status: StatusCode) -> Refusal {
    match status {
        StatusCode::NOT_FOUND => plain(status, "not_found", "error-not-found"),
        StatusCode::METHOD_NOT_ALLOWED => plain(status, "method_not_allowed", "error-method"),
        StatusCode::PAYLOAD_TOO_LARGE => plain(status, "too_large", "unusable-form-large"),
        status if status.is_client_error() => plain(status, "bad_request", "error-bad-request"),
        status => plain(status, "internal", "error-internal"),
    }
}

fn log(error: &WebError, id: &RequestId, request: &HttpRequest) {
    let status = error.refusal().status.as_u16();
    let path = request.match_pattern().unwrap_or_default();
    if status >= 500 {
        tracing::error!(request.id = %id.0, status, path, cause = %error, "a request failed");
    } else {
        tracing::info!(request.id = %id.0, status, path, cause = %error, "a request was refused");
    }
}

fn write(
    request: &HttpRequest,
    words: &Words,
    (refusal, sign_in): (&Refusal, bool),
    id: &RequestId,
) -> HttpResponse {
    if wants_json(request) {
        return problem(words, refusal, id);
    }
    let Ok(app) = App::of(request) else { return HttpResponse::InternalServerError().finish() };
    if sign_in && request.method() == actix_web::http::Method::GET {
        let next = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        return HttpResponse::SeeOther()
            .insert_header((header::LOCATION, format!("/sign-in?{query}")))
            .cookie(Jar::Flash.remove(&app))
            .finish();
    }
    let home = match (answering::is_respondents(request.path()), request.path().starts_with("/a/")) {
        (false, _) => Home::Start,
        (true, false) => Home::Questionnaire,
        (true, true) => Home::Nowhere,
    };
    let mut response = pages::refusal_page(words, refusal, (home, &id.0));
    if let Some(seconds) = refusal.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// Programs get JSON: everything under the API, and whoever asks for it.
pub fn wants_json(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    request.path().starts_with("/api/") || accept.is_some_and(|accept| accept.contains("json"))
}

fn problem(words: &Words, refusal: &Refusal, id: &RequestId) -> HttpResponse {
    let field = |fault: &FieldFault| ProblemField {
        field: fault.field.clone(),
        detail: say(words, &fault.message),
        reason: fault.message.id.to_owned(),
    };
    let body = Problem {
        kind: format!("about:blank#{}", refusal.code),
        title: refusal.status.canonical_reason().unwrap_or_default().to_owned(),
        status: refusal.status.as_u16(),
        detail: say(words, &refusal.message),
        code: refusal.code.to_owned(),
        reason: refusal.message.id.to_owned(),
        instance: format!("urn:request:{}", id.0),
        errors: refusal.faults.iter().map(field).collect(),
    };
    let mut response = HttpResponse::build(refusal.status);
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(seconds) = refusal.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    if refusal.status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    let text = serde_json::to_string(&body).unwrap_or_default();
    response.content_type("application/problem+json").body(text)
}
