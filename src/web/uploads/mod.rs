//! Uploads in parts, by tus 1.0: core, creation, expiration, checksum and termination. One set of handlers behind two doors:
//! programs come with a bearer token, the hashing page with its session, whose requests that change something carry the
//! form token in a header.
//!
//! The client makes an upload (POST), sends parts of it (PATCH) and, after a break, asks how far it came (HEAD). With the last
//! byte the server reads the list and keeps it as an audience; only then is the last part answered. If that answer is lost,
//! HEAD finishes what is whole before it says so: an upload that a client is told is complete has arrived.
//!
//! | what | how it is met |
//! |---|---|
//! | two parts for one place | one upload is worked on by one request at a time (`locks`); the second gets 409 |
//! | a line that hangs | HEAD and DELETE stop the part that is on its way, keep what arrived and go on |
//! | no sent token at rest | parts are sealed in memory before they are written (`store::SpoolKey`) |
//! | a method in a header | `X-HTTP-Method-Override` is not read: a permission belongs to a method and a path |

mod doors;
mod fields;
mod handlers;
mod locks;
mod stream;

use actix_web::web;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::route::{Access, Route, api, member};
use crate::access::UploadAudience;

pub use fields::UploadFault;
pub(super) use fields::VERSION;
pub use locks::UploadLocks;

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::options("/api/v1/uploads", Access::Public, || web::to(doors::options)),
    Route::post("/api/v1/uploads", api::<UploadAudience>(), || web::to(doors::api_create)),
    Route::get("/api/v1/uploads/{upload}", api::<UploadAudience>(), || web::to(doors::api_show)),
    Route::head("/api/v1/uploads/{upload}", api::<UploadAudience>(), || web::to(doors::api_offset)),
    Route::patch("/api/v1/uploads/{upload}", api::<UploadAudience>(), || web::to(doors::api_append)),
    Route::delete("/api/v1/uploads/{upload}", api::<UploadAudience>(), || web::to(doors::api_delete)),
    Route::post("/rooms/{id}/uploads", member::<UploadAudience>(), || web::to(doors::page_create)),
    Route::get("/rooms/{id}/uploads/{upload}", member::<UploadAudience>(), || web::to(doors::page_show)),
    Route::head("/rooms/{id}/uploads/{upload}", member::<UploadAudience>(), || web::to(doors::page_offset)),
    Route::patch("/rooms/{id}/uploads/{upload}", member::<UploadAudience>(), || web::to(doors::page_append)),
    Route::delete("/rooms/{id}/uploads/{upload}", member::<UploadAudience>(), || web::to(doors::page_delete)),
];

/// Whether the path of a route is one of uploads: every answer there names the version of the protocol.
pub fn speaks_tus(pattern: &str) -> bool {
    ROUTES.iter().any(|route| route.path == pattern)
}

/// An upload, as programs read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadJson {
    /// Its id.
    pub id: String,
    /// The room.
    pub room: String,
    /// How many bytes it has.
    pub length: i64,
    /// How many have arrived.
    pub offset: i64,
    /// When it is thrown away (RFC 3339).
    pub expires_at: String,
    /// What became of it, once it is whole.
    pub receipt: Option<Receipt>,
}

/// What was received.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// The audience's id.
    pub audience: String,
    /// Its number on your side of the room.
    pub version: i64,
    /// Rows that arrived.
    pub rows: u64,
    /// People among them.
    pub people: u64,
    /// Rows that repeat a person.
    pub duplicates: u64,
    /// People who were marked as opted out in the file, and are left out of both audiences.
    pub opted_out: u64,
    /// The room's page.
    pub room: String,
}

/// The API's description of this area.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(
        doors::options,
        doors::api_create,
        doors::api_show,
        doors::api_offset,
        doors::api_append,
        doors::api_delete
    ),
    components(schemas(UploadJson, Receipt))
)]
pub struct ApiDoc;
