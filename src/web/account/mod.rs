//! Signing in and out, set-up and invitations.

mod form;
mod invitation;
mod sign_in;

use actix_web::web;

pub use form::FormPage;

use super::route::{Access, Route, member};
use crate::access::UseAccount;

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/sign-in", Access::Public, || web::to(sign_in::page)),
    Route::post("/sign-in", Access::Public, || web::to(sign_in::sign_in)),
    Route::post("/sign-out", member::<UseAccount>(), || web::to(sign_in::sign_out)),
    Route::post("/switch-organisation", member::<UseAccount>(), || web::to(sign_in::switch)),
    Route::get("/setup/{token}", Access::Public, || web::to(invitation::page)),
    Route::post("/setup/{token}", Access::Public, || web::to(invitation::accept)),
    Route::get("/invite/{token}", Access::Public, || web::to(invitation::page)),
    Route::post("/invite/{token}", Access::Public, || web::to(invitation::accept)),
];
