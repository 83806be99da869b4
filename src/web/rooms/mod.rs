//! The pages of rooms. Handlers read the status of a room and put it into words; every rule is in `services::rooms`.

mod close;
pub(in crate::web) mod exchange;
mod export;
mod key;
mod learn;
mod ledger;
mod list;
mod new;
mod present;
mod reach;
mod receipt;
mod release;
mod room;
mod run;
mod running;
mod samples;
mod table;
mod terms;
mod terms_form;

use actix_web::web;

use super::route::{Route, member};
use crate::access::{ApproveRelease, ManageRooms, RunOverlap, ViewRooms};

pub use close::ClosePage;
pub(super) use export::{Form, exported};
pub use key::KeyPage;
pub use learn::LearnPage;
pub use ledger::LedgerPage;
pub(super) use ledger::downloads;
pub use list::RoomsPage;
pub use new::NewRoomPage;
pub(super) use reach::reach;
pub use receipt::ReceiptPage;
pub use release::ReleasePage;
pub use room::RoomPage;
pub use run::RunPage;
pub(super) use run::asked;
pub use running::RunningPage;
pub(super) use running::when_over;
pub use terms::TermsPage;
pub use terms_form::TermsFormPage;

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/rooms", member::<ViewRooms>(), || web::to(list::page)),
    Route::post("/rooms", member::<ManageRooms>(), || web::to(new::open)),
    Route::get("/rooms/new", member::<ManageRooms>(), || web::to(new::page)),
    Route::get("/rooms/{id}", member::<ViewRooms>(), || web::to(room::page)),
    Route::get("/rooms/{id}/terms", member::<ViewRooms>(), || web::to(terms::page)),
    Route::post("/rooms/{id}/terms", member::<ManageRooms>(), || web::to(terms_form::propose)),
    Route::get("/rooms/{id}/terms/new", member::<ManageRooms>(), || web::to(terms_form::page)),
    Route::post("/rooms/{id}/terms/sign", member::<ManageRooms>(), || web::to(terms::sign)),
    Route::get("/rooms/{id}/key", member::<ManageRooms>(), || web::to(key::page)),
    Route::post("/rooms/{id}/key", member::<ManageRooms>(), || web::to(key::make)),
    Route::get("/rooms/{id}/key/exchange", member::<ManageRooms>(), || web::to(exchange::show)),
    Route::post("/rooms/{id}/key/exchange", member::<ManageRooms>(), || web::to(exchange::start)),
    Route::delete("/rooms/{id}/key/exchange", member::<ManageRooms>(), || web::to(exchange::end)),
    Route::post("/rooms/{id}/key/exchange/answer", member::<ManageRooms>(), || web::to(exchange::answer)),
    Route::post("/rooms/{id}/key/exchange/opening", member::<ManageRooms>(), || web::to(exchange::open)),
    Route::post("/rooms/{id}/key/exchange/void", member::<ManageRooms>(), || web::to(exchange::void)),
    Route::post("/rooms/{id}/key/void", member::<ManageRooms>(), || web::to(key::void)),
    Route::post("/rooms/{id}/key/check", member::<ManageRooms>(), || web::to(key::check)),
    Route::get("/rooms/{id}/run", member::<RunOverlap>(), || web::to(run::page)),
    Route::post("/rooms/{id}/runs", member::<RunOverlap>(), || web::to(run::run)),
    Route::get("/rooms/{id}/runs/{run}", member::<ViewRooms>(), || web::to(running::page)),
    Route::get("/rooms/{id}/runs/{run}/progress", member::<ViewRooms>(), || web::to(running::seen)),
    Route::post("/rooms/{id}/runs/{run}/cancel", member::<RunOverlap>(), || web::to(running::cancel)),
    Route::get("/rooms/{id}/releases/{release}", member::<ViewRooms>(), || web::to(release::page)),
    Route::post("/rooms/{id}/releases/{release}/approval", member::<ApproveRelease>(), || {
        web::to(release::judge)
    }),
    Route::get("/rooms/{id}/releases/{release}/csv", member::<ViewRooms>(), || web::to(export::csv)),
    Route::get("/rooms/{id}/releases/{release}/xlsx", member::<ViewRooms>(), || web::to(export::xlsx)),
    Route::get("/rooms/{id}/ledger", member::<ViewRooms>(), || web::to(ledger::page)),
    Route::get("/rooms/{id}/ledger/file", member::<ViewRooms>(), || web::to(ledger::file)),
    Route::get("/rooms/{id}/ledger/checkpoint", member::<ViewRooms>(), || web::to(ledger::checkpoint)),
    Route::get("/rooms/{id}/learn", member::<ViewRooms>(), || web::to(learn::page)),
    Route::get("/rooms/{id}/receipt", member::<ViewRooms>(), || web::to(receipt::page)),
    Route::get("/rooms/{id}/receipt/file", member::<ViewRooms>(), || web::to(receipt::file)),
    Route::get("/rooms/{id}/close", member::<ManageRooms>(), || web::to(close::page)),
    Route::post("/rooms/{id}/close", member::<ManageRooms>(), || web::to(close::close)),
];
