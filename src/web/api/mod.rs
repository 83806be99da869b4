//! The API under `/api/v1`: JSON, bearer tokens, RFC 9457 errors, OpenAPI 3.1. Whatever the web can do, it can do, by
//! the same services.

mod audit;
pub mod create;
pub mod doc;
pub mod inbox;
pub mod mail;
mod me;
pub mod people;
pub mod portfolio;
pub mod rooms;
pub mod transparency;
pub mod vetting;

use actix_web::web;

pub(super) use create::Create;

use super::route::{Access, Route, api};
use crate::access::{UseAccount, ViewAudit};

/// The routes of this area that belong to no noun.
pub const ROUTES: &[Route] = &[
    Route::get("/api/v1/openapi.json", Access::Public, || web::to(doc::openapi)),
    Route::get("/api/v1/me", api::<UseAccount>(), || web::to(me::me)),
    Route::get("/api/v1/audit/file", api::<ViewAudit>(), || web::to(audit::file)),
    Route::get("/api/v1/audit/checkpoint", api::<ViewAudit>(), || web::to(audit::checkpoint)),
];
