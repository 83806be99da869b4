//! The HTTP server: workers, middleware, timeouts, TLS.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as Actix, HttpRequest, HttpServer, web};

use super::app::App;
use super::error::WebError;
use super::{error, headers, routes};
use crate::config::TlsSettings;
use crate::services::{Message, ServiceError};

/// A head that takes longer is cut off (security.md T21).
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
/// Requests in flight get this long at shutdown.
const SHUTDOWN_SECONDS: u64 = 25;
/// A form's body; uploads stream and have limits of their own, and so do forms with a file.
const LARGEST_BODY: usize = 2 * 1024 * 1024;
/// A JSON body: the largest file that is taken, in base64, and what stands around it.
const LARGEST_JSON: usize = crate::vetting::formats::LARGEST_FILE / 3 * 4 + 256 * 1024;

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The certificate or key cannot be used.
    #[error("tls: {0}")]
    Tls(String),
}

/// Takes the address; port 0 takes a free port.
pub fn bind(address: SocketAddr) -> Result<TcpListener, ServerError> {
    TcpListener::bind(address).map_err(|source| ServerError::Listen { address, source })
}

/// Starts serving on a listener; the returned server runs until it is stopped or the process is told to end.
pub fn serve(app: App, listener: TcpListener, tls: Option<&TlsSettings>) -> Result<Server, ServerError> {
    let failed = |address: SocketAddr| move |source| ServerError::Listen { address, source };
    let address = listener.local_addr().map_err(failed(SocketAddr::from(([0, 0, 0, 0], 0))))?;
    let server = HttpServer::new(move || {
        Actix::new()
            .app_data(web::Data::new(app.clone()))
            .app_data(web::PayloadConfig::new(LARGEST_BODY))
            .app_data(web::JsonConfig::default().limit(LARGEST_JSON).error_handler(unusable_json))
            .app_data(web::QueryConfig::default().error_handler(unusable_query))
            // The last is the outermost: what `render` writes gets the headers too.
            .wrap(from_fn(error::render))
            .wrap(from_fn(headers::secure))
            .wrap(Compress::default())
            .configure(routes::configure)
    })
    .workers(2)
    .client_request_timeout(HEAD_TIMEOUT)
    .shutdown_timeout(SHUTDOWN_SECONDS);
    let server = match tls {
        Some(settings) => server.listen_rustls_0_23(listener, tls_config(settings)?),
        None => server.listen(listener),
    };
    Ok(server.map_err(failed(address))?.run())
}

fn unusable_json(fault: actix_web::error::JsonPayloadError, _: &HttpRequest) -> actix_web::Error {
    use actix_web::error::JsonPayloadError::ContentType;
    match fault {
        ContentType => WebError::MediaType("application/json").into(),
        other => unusable("unusable-json", &other),
    }
}

fn unusable_query(fault: actix_web::error::QueryPayloadError, _: &HttpRequest) -> actix_web::Error {
    unusable("unusable-query", &fault)
}

fn unusable(id: &'static str, what: &dyn std::fmt::Display) -> actix_web::Error {
    WebError::from(ServiceError::Unusable(Message::new(id).arg("what", what))).into()
}

fn tls_config(settings: &TlsSettings) -> Result<rustls::ServerConfig, ServerError> {
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let unusable = |path: &std::path::Path, e: &dyn std::fmt::Display| {
        ServerError::Tls(format!("{}: {e}", path.display()))
    };
    let chain = CertificateDer::pem_file_iter(&settings.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|e| unusable(&settings.certificate, &e))?;
    let key = PrivateKeyDer::from_pem_file(&settings.key).map_err(|e| unusable(&settings.key, &e))?;
    rustls::ServerConfig::builder_with_provider(std::sync::Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| ServerError::Tls(e.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|e| unusable(&settings.certificate, &e))
}
