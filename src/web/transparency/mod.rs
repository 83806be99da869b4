//! What an organisation tells the public: the page that anybody can read, its settings, and the notice of each room.

mod notice;
mod public;
mod settings;
mod text;

use actix_web::web;

use super::route::{Access, Route, member};
use crate::access::{ManagePeople, ManageRooms, ViewRooms};

pub use notice::NoticePage;
pub use public::PublicPage;
pub use settings::SettingsPage;
pub(super) use text::notice_text;

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/t/{slug}", Access::Public, || web::to(public::page)),
    Route::get("/settings/transparency", member::<ManagePeople>(), || web::to(settings::page)),
    Route::post("/settings/transparency", member::<ManagePeople>(), || web::to(settings::save)),
    Route::get("/rooms/{id}/notice", member::<ViewRooms>(), || web::to(notice::page)),
    Route::post("/rooms/{id}/notice", member::<ManageRooms>(), || web::to(notice::list)),
    Route::get("/rooms/{id}/notice/file", member::<ViewRooms>(), || web::to(notice::file)),
];
