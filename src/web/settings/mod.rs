//! Settings: the organisation, its people, its audit log, and one's own account.

mod account;
mod audit;
pub mod mail;
pub mod mail_choice;
mod organisation;
mod overview;
mod people;

use actix_web::web;

use super::route::{Route, member};
use crate::access::{ChangeAccount, ManagePeople, UseAccount, ViewAudit};

pub use account::AccountPage;
pub use audit::{AuditPage, action_word};
pub use mail::MailPage;
pub use organisation::OrganisationPage;
pub use overview::OverviewPage;
pub use people::PeoplePage;

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/settings", member::<UseAccount>(), || web::to(overview::page)),
    Route::get("/settings/organisation", member::<ManagePeople>(), || web::to(organisation::page)),
    Route::post("/settings/organisation", member::<ManagePeople>(), || web::to(organisation::rename)),
    Route::get("/settings/people", member::<ManagePeople>(), || web::to(people::page)),
    Route::post("/settings/people", member::<ManagePeople>(), || web::to(people::invite)),
    Route::post("/settings/people/{id}", member::<ManagePeople>(), || web::to(people::update)),
    Route::post("/settings/invitations/{id}/revoke", member::<ManagePeople>(), || web::to(people::revoke)),
    Route::get("/settings/mail", member::<ManagePeople>(), || web::to(mail::page)),
    Route::post("/settings/mail/test", member::<ManagePeople>(), || web::to(mail::test)),
    Route::post("/settings/mail/reminders", member::<ManagePeople>(), || web::to(mail::keep_rules)),
    Route::get("/settings/audit", member::<ViewAudit>(), || web::to(audit::page)),
    Route::get("/settings/audit/file", member::<ViewAudit>(), || web::to(audit::file)),
    Route::get("/settings/audit/checkpoint", member::<ViewAudit>(), || web::to(audit::checkpoint)),
    Route::get("/account", member::<ChangeAccount>(), || web::to(account::page)),
    Route::post("/account/password", member::<ChangeAccount>(), || web::to(account::change_password)),
    Route::post("/account/mail", member::<ChangeAccount>(), || web::to(mail_choice::choose)),
    Route::post("/account/sessions", member::<ChangeAccount>(), || web::to(account::end_sessions)),
    Route::post("/account/tokens", member::<ChangeAccount>(), || web::to(account::add_token)),
    Route::post("/account/tokens/{id}/revoke", member::<ChangeAccount>(), || web::to(account::revoke_token)),
];
