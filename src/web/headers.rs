//! Security headers of every response (security.md T22; ASVS 3.4).

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest};

use super::app::App;
use super::cookies::Jar;
use super::uploads;

/// No inline script or style, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The same for the hashing page and its worker, which compile our WebAssembly.
const HASHING_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
                              style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
                              form-action 'self'; frame-ancestors 'none'";

/// The same for a file that somebody else made: whatever it holds, nothing of it runs (security.md T8).
const FILE_POLICY: &str =
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Put into the extensions of a request that is answered with somebody else's file.
#[derive(Debug, Clone, Copy)]
struct IsFile;

/// Keeps whatever this request is answered with from running; for files that somebody else made.
pub fn sandbox(request: &HttpRequest) {
    request.extensions_mut().insert(IsFile);
}

/// Put into the extensions of a request whose response may compile WebAssembly.
#[derive(Debug, Clone, Copy)]
pub struct CompilesWasm;

/// Lets this request's page compile our WebAssembly; for the hashing page and its worker alone.
pub fn allow_wasm(request: &HttpRequest) {
    request.extensions_mut().insert(CompilesWasm);
}

/// Middleware: adds the headers, and takes a flash that was shown away.
pub async fn secure<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let mut response = next.call(request).await?;
    let app = App::of(response.request())?;
    let policy = policy_of(response.request());
    add(response.headers_mut(), policy, app.https());
    // tus 1.0: every answer names the version, a refusal of another version the ones that are spoken.
    if response.request().match_pattern().is_some_and(|pattern| uploads::speaks_tus(&pattern)) {
        let version = HeaderValue::from_static(uploads::VERSION);
        response.headers_mut().insert(HeaderName::from_static("tus-resumable"), version.clone());
        if response.status() == StatusCode::PRECONDITION_FAILED {
            response.headers_mut().insert(HeaderName::from_static("tus-version"), version);
        }
    }
    let shown = response.status().is_success() && Jar::Flash.read(&app, response.request()).is_some();
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if shown && is_page {
        let removal = Jar::Flash.remove(&app).to_string();
        if let Ok(value) = HeaderValue::from_str(&removal) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    Ok(response)
}

fn policy_of(request: &HttpRequest) -> &'static str {
    let marks = request.extensions();
    if marks.contains::<IsFile>() {
        FILE_POLICY
    } else if marks.contains::<CompilesWasm>() {
        HASHING_POLICY
    } else {
        POLICY
    }
}

fn add(headers: &mut HeaderMap, policy: &'static str, https: bool) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
