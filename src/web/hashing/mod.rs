//! Hashing a list in the browser. What comes of it is sent in parts: see [`super::uploads`].

mod page;
mod words;

use actix_web::web;

use super::route::{Route, member};
use crate::access::UploadAudience;

pub use page::{HashingPage, KindView, ModuleView};

/// The routes of this area.
pub const ROUTES: &[Route] =
    &[Route::get("/rooms/{id}/audience", member::<UploadAudience>(), || web::to(page::show))];
