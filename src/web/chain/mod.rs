//! The partner's chain for members: lists of sub-processors, notices of changes with the right to object, and who depends on
//! whom.

mod companies;
mod fields;
mod links;
mod list;
mod load;
mod notice;
mod settings;

use actix_web::web;

pub use companies::CompaniesPage;
pub use fields::{EntryForm, LoadView, NoticeForm, TableForm, entry_fields, joining_fields, leaving_fields};
pub use links::ChangeLinksPage;
pub use list::ListPage;
pub use load::LoadPage;
pub use notice::OutcomeForm;

use super::route::{Route, member};
use super::vetting::FormPage;
use crate::access::{ManagePartners, ManagePeople, ViewPartners, ViewPortfolio};

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/partners/{id}/sub-processors", member::<ViewPartners>(), || web::to(list::page)),
    Route::get("/partners/{id}/sub-processors/new", member::<ManagePartners>(), || web::to(list::new)),
    Route::post("/partners/{id}/sub-processors/new", member::<ManagePartners>(), || web::to(list::add)),
    Route::get("/partners/{id}/sub-processors/load", member::<ManagePartners>(), || web::to(load::page)),
    Route::post("/partners/{id}/sub-processors/load", member::<ManagePartners>(), || web::to(load::load)),
    Route::get("/partners/{id}/sub-processors/file", member::<ViewPartners>(), || web::to(list::file)),
    Route::get("/partners/{id}/sub-processors/{entry}/edit", member::<ManagePartners>(), || {
        web::to(list::edit)
    }),
    Route::post("/partners/{id}/sub-processors/{entry}/edit", member::<ManagePartners>(), || {
        web::to(list::change)
    }),
    Route::post("/partners/{id}/sub-processors/{entry}/remove", member::<ManagePartners>(), || {
        web::to(list::remove)
    }),
    Route::get("/partners/{id}/change-links", member::<ManagePartners>(), || web::to(links::page)),
    Route::post("/partners/{id}/change-links", member::<ManagePartners>(), || web::to(links::make)),
    Route::post("/change-links/{id}/revoke", member::<ManagePartners>(), || web::to(links::revoke)),
    Route::post("/change-links/{id}/extend", member::<ManagePartners>(), || web::to(links::extend)),
    Route::get("/partners/{id}/notices/new", member::<ManagePartners>(), || web::to(notice::new)),
    Route::post("/partners/{id}/notices/new", member::<ManagePartners>(), || web::to(notice::record)),
    Route::post("/notices/{id}/accept", member::<ManagePartners>(), || web::to(notice::accept)),
    Route::get("/notices/{id}/object", member::<ManagePartners>(), || web::to(notice::objection)),
    Route::post("/notices/{id}/object", member::<ManagePartners>(), || web::to(notice::object)),
    Route::post("/notices/{id}/outcome", member::<ManagePartners>(), || web::to(notice::outcome)),
    Route::get("/assessments/{id}/sub-processors", member::<ViewPartners>(), || web::to(list::stated)),
    Route::get("/portfolio/sub-processors", member::<ViewPortfolio>(), || web::to(companies::page)),
    Route::post("/portfolio/sub-processors/merge", member::<ManagePartners>(), || web::to(companies::merge)),
    Route::post("/portfolio/sub-processors/split", member::<ManagePartners>(), || web::to(companies::split)),
    Route::get("/settings/objections", member::<ManagePeople>(), || web::to(settings::page)),
    Route::post("/settings/objections", member::<ManagePeople>(), || web::to(settings::keep)),
];

/// The pages of this area that are one form.
pub fn form_samples() -> Vec<FormPage> {
    let mut samples = notice::samples();
    samples.push(settings::sample());
    samples
}
