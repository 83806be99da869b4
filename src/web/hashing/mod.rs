//! Hashing a list in the browser and receiving its tokens.

mod page;
mod upload;
mod words;

use actix_web::web;

use super::route::{Route, api, member};
use crate::access::UploadAudience;

pub use page::{HashingPage, KindView, ModuleView};
pub use upload::{ApiDoc, Receipt};

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/rooms/{id}/audience", member::<UploadAudience>(), || web::to(page::show)),
    Route::post("/rooms/{id}/audience", member::<UploadAudience>(), || web::to(upload::from_page)),
    Route::post("/api/v1/rooms/{id}/audience", api::<UploadAudience>(), || web::to(upload::from_program)),
];
