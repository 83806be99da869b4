//! What an organisation tells the public: its page, and the notices of its rooms.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::access::{ManagePeople, ManageRooms, ViewRooms};
use crate::ids::RoomId;
use crate::services::ServiceError;
use crate::services::transparency::{self, Listed, PageInput};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::route::{Route, api};
use crate::web::transparency::notice_text;
use crate::web::visitor::ApiWho;
use crate::web::words::{Lang, Words};

/// The routes of this noun.
pub const ROUTES: &[Route] = &[
    Route::get("/api/v1/transparency", api::<ManagePeople>(), || web::to(fetch)),
    Route::put("/api/v1/transparency", api::<ManagePeople>(), || web::to(save)),
    Route::get("/api/v1/rooms/{id}/notice", api::<ViewRooms>(), || web::to(notice)),
    Route::put("/api/v1/rooms/{id}/listing", api::<ManageRooms>(), || web::to(list)),
];

/// The description of these routes.
#[derive(Debug, OpenApi)]
#[openapi(paths(fetch, save, notice, list))]
pub struct Doc;

/// An organisation's transparency page.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransparencyJson {
    /// Its place in the page's address, after `/t/`: small letters, digits and hyphens.
    pub slug: String,
    /// Whether the public can read it.
    pub published: bool,
    /// Whom people ask: one line.
    pub contact: String,
    /// How people opt out, in English; may be empty where French is not.
    #[serde(default)]
    pub opt_out: String,
    /// The same in French; may be empty where English is not. A page or notice in a language that is empty shows the other.
    #[serde(default)]
    pub opt_out_fr: String,
}

/// The organisation's transparency page; empty before it was first saved.
#[utoipa::path(
    get, path = "/api/v1/transparency", tag = "transparency", security(("bearer" = [])),
    responses((status = 200, body = TransparencyJson))
)]
pub async fn fetch(
    who: ApiWho<ManagePeople>,
    app: web::Data<App>,
) -> Result<web::Json<TransparencyJson>, WebError> {
    let proof = who.proof();
    let found = app.read(move |tx, _| transparency::page_read(tx, &proof)).await?;
    Ok(web::Json(found.map_or_else(TransparencyJson::default, |page| TransparencyJson {
        slug: page.slug,
        published: page.published,
        contact: page.contact,
        opt_out: page.opt_out,
        opt_out_fr: page.opt_out_fr,
    })))
}

/// Saves the organisation's transparency page.
#[utoipa::path(
    put, path = "/api/v1/transparency", tag = "transparency", security(("bearer" = [])),
    request_body = TransparencyJson,
    responses(
        (status = 204),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn save(
    who: ApiWho<ManagePeople>,
    app: web::Data<App>,
    body: web::Json<TransparencyJson>,
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let TransparencyJson { slug, published, contact, opt_out, opt_out_fr } = body.into_inner();
    let input = PageInput { slug, published, contact, opt_out, opt_out_fr };
    app.write("transparency", move |tx, now| transparency::page_save(tx, &proof, &input, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The notice of a room for the public.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeJson {
    /// Whether the organisation lists the room on its transparency page.
    pub listed: bool,
    /// The notice in English.
    pub en: String,
    /// The notice in French.
    pub fr: String,
}

/// A plain-language notice about a room, from its signed terms.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/notice", tag = "transparency", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses(
        (status = 200, body = NoticeJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "no signed terms, or closed", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn notice(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<NoticeJson>, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let found = app.read(move |tx, now| transparency::room_notice(tx, &proof, &id, now)).await?;
    let none = || ServiceError::conflict("conflict-notice-nothing");
    let partnership = found.partnership.as_ref().ok_or_else(none)?;
    let text = |lang| notice_text(&Words::new(lang), partnership, found.page.as_ref());
    Ok(web::Json(NoticeJson { listed: found.listed, en: text(Lang::En), fr: text(Lang::Fr) }))
}

/// Whether a room is listed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListingJson {
    /// Whether it is on the organisation's transparency page.
    pub listed: bool,
}

/// Lists a room on the organisation's own transparency page, or takes it off.
#[utoipa::path(
    put, path = "/api/v1/rooms/{id}/listing", tag = "transparency", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")), request_body = ListingJson,
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<ListingJson>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let listed = if body.listed { Listed::Yes } else { Listed::No };
    app.write("room_list_public", move |tx, now| {
        transparency::room_list_public(tx, &proof, &id, listed, now)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
