//! The whole route table, area by area.

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};

use super::app::App;
use super::error::WebError;
use super::route::{self, Access, Route};
use super::{
    account, answering, api, assets, authoring, chain, glossary, hashing, portfolio, respond, rooms,
    settings, transparency, uploads, vetting,
};

const HERE: &[Route] = &[
    Route::get("/assets/{name}", Access::Public, || web::to(assets::serve)),
    Route::get("/verify-key", Access::Public, || web::to(verify_key)),
];

#[rustfmt::skip] // One area a line.
const AREAS: &[&[Route]] = &[
    HERE,
    account::ROUTES,
    answering::ROUTES,
    authoring::ROUTES,
    chain::ROUTES,
    api::ROUTES,
    api::chain::ROUTES,
    api::people::ROUTES,
    api::portfolio::ROUTES,
    api::inbox::ROUTES,
    api::mail::ROUTES,
    api::rooms::ROUTES,
    api::vetting::ROUTES,
    glossary::ROUTES,
    hashing::ROUTES,
    portfolio::ROUTES,
    rooms::ROUTES,
    settings::ROUTES,
    transparency::ROUTES,
    api::transparency::ROUTES,
    uploads::ROUTES,
    vetting::ROUTES,
];

/// Every route of the server.
pub fn table() -> impl Iterator<Item = &'static Route> + Clone {
    AREAS.iter().flat_map(|area| area.iter())
}

/// Registers every route; whatever else is asked for is not found.
pub fn configure(config: &mut ServiceConfig) {
    route::register(table(), config);
    config.default_service(web::to(no_route));
}

/// GET /verify-key: the key that checks this server's checkpoints and receipts.
async fn verify_key(app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let key = app.kit().signing_key()?.verifying();
    Ok(respond::attachment(respond::Attachment::Text, "entente.key", format!("{key}\n")))
}

async fn no_route() -> Result<&'static str, WebError> {
    Err(WebError::NoRoute)
}

/// A known path with another method.
pub async fn wrong_method() -> Result<&'static str, WebError> {
    Err(WebError::Method)
}
