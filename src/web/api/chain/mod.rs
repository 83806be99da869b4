//! The partner's chain in the API: lists of sub-processors, notices of changes, who depends on whom, by the services of the web.

mod companies;
mod links;
mod lists;
mod notices;

use actix_web::web;
use utoipa::OpenApi;

use crate::access::{ManagePartners, ManagePeople, ViewPartners, ViewPortfolio};
use crate::web::route::{Route, api};

/// The routes of this area.
pub const ROUTES: &[Route] = &[
    Route::get("/api/v1/partners/{id}/sub-processors", api::<ViewPartners>(), || web::to(lists::kept)),
    Route::post("/api/v1/partners/{id}/sub-processors", api::<ManagePartners>(), || web::to(lists::add)),
    Route::put("/api/v1/partners/{id}/sub-processors", api::<ManagePartners>(), || web::to(lists::replace)),
    Route::put("/api/v1/partners/{id}/sub-processors/{entry}", api::<ManagePartners>(), || {
        web::to(lists::change)
    }),
    Route::delete("/api/v1/partners/{id}/sub-processors/{entry}", api::<ManagePartners>(), || {
        web::to(lists::remove)
    }),
    Route::get("/api/v1/assessments/{id}/sub-processors", api::<ViewPartners>(), || web::to(lists::stated)),
    Route::get("/api/v1/partners/{id}/change-links", api::<ViewPartners>(), || web::to(links::list)),
    Route::post("/api/v1/partners/{id}/change-links", api::<ManagePartners>(), || web::to(links::make)),
    Route::post("/api/v1/change-links/{id}/extend", api::<ManagePartners>(), || web::to(links::extend)),
    Route::delete("/api/v1/change-links/{id}", api::<ManagePartners>(), || web::to(links::revoke)),
    Route::get("/api/v1/partners/{id}/notices", api::<ViewPartners>(), || web::to(notices::list)),
    Route::post("/api/v1/partners/{id}/notices", api::<ManagePartners>(), || web::to(notices::record)),
    Route::post("/api/v1/notices/{id}/accept", api::<ManagePartners>(), || web::to(notices::accept)),
    Route::post("/api/v1/notices/{id}/object", api::<ManagePartners>(), || web::to(notices::object)),
    Route::post("/api/v1/notices/{id}/outcome", api::<ManagePartners>(), || web::to(notices::outcome)),
    Route::get("/api/v1/portfolio/sub-processors", api::<ViewPortfolio>(), || web::to(companies::list)),
    Route::post("/api/v1/portfolio/sub-processors/merge", api::<ManagePartners>(), || {
        web::to(companies::merge)
    }),
    Route::post("/api/v1/portfolio/sub-processors/split", api::<ManagePartners>(), || {
        web::to(companies::split)
    }),
    Route::get("/api/v1/objection-period", api::<ViewPartners>(), || web::to(notices::period)),
    Route::put("/api/v1/objection-period", api::<ManagePeople>(), || web::to(notices::keep_period)),
];

/// The description of these routes.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    lists::kept,
    lists::add,
    lists::replace,
    lists::change,
    lists::remove,
    lists::stated,
    links::list,
    links::make,
    links::extend,
    links::revoke,
    notices::list,
    notices::record,
    notices::accept,
    notices::object,
    notices::outcome,
    notices::period,
    notices::keep_period,
    companies::list,
    companies::merge,
    companies::split,
))]
pub struct Doc;
