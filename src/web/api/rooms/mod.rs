//! Rooms: opening, reading, keys and closing. Terms and runs have files of their own.

mod exchange;
mod files;
mod json;
mod proof;
mod running;
mod runs;
mod terms;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::create::{Create, MadeJson};
use crate::access::{ApproveRelease, ManageRooms, RunOverlap, ViewRooms};
use crate::ids::{KeyExchangeId, PartnerId, RoomId};
use crate::services::rooms::{self, NewRoom, NewRoomKey};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::route::{Route, api};
use crate::web::visitor::ApiWho;

pub(in crate::web) use exchange::{Answer, ExchangeJson, Offer, Opened, Void};
use json::{RoomJson, RoomSummary};

/// The routes of this noun.
pub const ROUTES: &[Route] = &[
    Route::get("/api/v1/rooms", api::<ViewRooms>(), || web::to(list)),
    Route::post("/api/v1/rooms", api::<ManageRooms>(), || web::to(open)),
    Route::get("/api/v1/rooms/{id}", api::<ViewRooms>(), || web::to(fetch)),
    Route::get("/api/v1/rooms/{id}/terms", api::<ViewRooms>(), || web::to(terms::versions)),
    Route::post("/api/v1/rooms/{id}/terms", api::<ManageRooms>(), || web::to(terms::propose)),
    Route::post("/api/v1/rooms/{id}/terms/sign", api::<ManageRooms>(), || web::to(terms::sign)),
    Route::post("/api/v1/rooms/{id}/key", api::<ManageRooms>(), || web::to(key_create)),
    Route::post("/api/v1/rooms/{id}/key/check", api::<ManageRooms>(), || web::to(key_check)),
    Route::get("/api/v1/rooms/{id}/key/exchange", api::<ManageRooms>(), || web::to(exchange::show)),
    Route::post("/api/v1/rooms/{id}/key/exchange", api::<ManageRooms>(), || web::to(exchange::start)),
    Route::delete("/api/v1/rooms/{id}/key/exchange", api::<ManageRooms>(), || web::to(exchange::end)),
    Route::post("/api/v1/rooms/{id}/key/exchange/answer", api::<ManageRooms>(), || web::to(exchange::answer)),
    Route::post("/api/v1/rooms/{id}/key/exchange/opening", api::<ManageRooms>(), || web::to(exchange::open)),
    Route::post("/api/v1/rooms/{id}/key/void", api::<ManageRooms>(), || web::to(exchange::void)),
    Route::get("/api/v1/rooms/{id}/runs", api::<ViewRooms>(), || web::to(runs::list)),
    Route::post("/api/v1/rooms/{id}/runs", api::<RunOverlap>(), || web::to(running::run)),
    Route::get("/api/v1/rooms/{id}/runs/{run}", api::<ViewRooms>(), || web::to(running::fetch)),
    Route::post("/api/v1/rooms/{id}/runs/{run}/cancel", api::<RunOverlap>(), || web::to(running::cancel)),
    Route::get("/api/v1/rooms/{id}/releases/{release}", api::<ViewRooms>(), || web::to(runs::release)),
    Route::get("/api/v1/rooms/{id}/releases/{release}/csv", api::<ViewRooms>(), || web::to(files::csv)),
    Route::get("/api/v1/rooms/{id}/releases/{release}/xlsx", api::<ViewRooms>(), || web::to(files::xlsx)),
    Route::post("/api/v1/rooms/{id}/releases/{release}/approval", api::<ApproveRelease>(), || {
        web::to(runs::judge)
    }),
    Route::get("/api/v1/rooms/{id}/ledger", api::<ViewRooms>(), || web::to(runs::ledger)),
    Route::get("/api/v1/rooms/{id}/ledger/file", api::<ViewRooms>(), || web::to(proof::file)),
    Route::get("/api/v1/rooms/{id}/ledger/checkpoint", api::<ViewRooms>(), || web::to(proof::checkpoint)),
    Route::get("/api/v1/rooms/{id}/learn", api::<ViewRooms>(), || web::to(proof::learn)),
    Route::get("/api/v1/rooms/{id}/receipt", api::<ViewRooms>(), || web::to(proof::receipt)),
    Route::post("/api/v1/rooms/{id}/close", api::<ManageRooms>(), || web::to(close)),
];

/// The description of these routes.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    list,
    open,
    fetch,
    key_create,
    key_check,
    close,
    exchange::show,
    exchange::start,
    exchange::end,
    exchange::answer,
    exchange::open,
    exchange::void,
    terms::versions,
    terms::propose,
    terms::sign,
    runs::list,
    running::run,
    running::fetch,
    running::cancel,
    runs::release,
    files::csv,
    files::xlsx,
    runs::judge,
    runs::ledger,
    proof::file,
    proof::checkpoint,
    proof::receipt,
    proof::learn
))]
pub struct Doc;

/// The rooms of the token's organisation, newest first.
#[utoipa::path(
    get, path = "/api/v1/rooms", tag = "rooms", security(("bearer" = [])),
    responses((status = 200, body = Vec<RoomSummary>))
)]
pub async fn list(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
) -> Result<web::Json<Vec<RoomSummary>>, WebError> {
    let proof = who.proof();
    let found = app.read(move |tx, now| rooms::room_list(tx, &proof, now)).await?;
    Ok(web::Json(found.iter().map(RoomSummary::of).collect()))
}

/// A room to open.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomOpening {
    /// The partner, who has an organisation here and about whom the decision allows a room.
    pub partner_id: String,
    /// What to call it.
    pub name: String,
}

/// Opens a room with a partner.
#[utoipa::path(
    post, path = "/api/v1/rooms", tag = "rooms", security(("bearer" = [])), request_body = RoomOpening,
    params(("Idempotency-Key" = Option<String>, Header, description = "a repeat with the same key creates nothing")),
    responses(
        (status = 201, body = MadeJson),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn open(
    request: HttpRequest,
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    body: web::Json<RoomOpening>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let proof = who.proof();
    let body = body.into_inner();
    let input = NewRoom { partner: PartnerId::from(body.partner_id.as_str()), name: body.name };
    let open = move |tx: &mut crate::store::WriteTx<'_>, now| {
        let id = rooms::room_open(tx, &proof, &input, now)?;
        Ok(MadeJson { id: id.to_string() })
    };
    create.answer(&app, "room_open", open).await
}

/// Where a room stands.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses(
        (status = 200, body = RoomJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn fetch(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<RoomJson>, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let status = app.read(move |tx, now| rooms::room_status(tx, &proof, &id, now)).await?;
    Ok(web::Json(RoomJson::of(&app.words(), &status)))
}

/// The check value of a room key.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyCheckValue {
    /// Sixteen hexadecimal digits; never the key.
    pub kcv: String,
    /// The key's print, 32 hexadecimal digits, which are the same in every room: a key that was used before is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub print: Option<String>,
    /// The exchange that the host's key came of, if it came of one: it has to be under way still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<String>,
}

/// Takes the check value of the key that the host made; once for each room.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/key", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")), request_body = KeyCheckValue,
    responses(
        (status = 204),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn key_create(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<KeyCheckValue>,
) -> Result<HttpResponse, WebError> {
    let (proof, kit, id) = (who.proof(), app.kit().clone(), RoomId::from(id.as_str()));
    let body = body.into_inner();
    let key = NewRoomKey {
        check_value: body.kcv,
        print: body.print,
        exchange: body.exchange.as_deref().map(KeyExchangeId::from),
    };
    app.write("key_create", move |tx, now| rooms::key_create_with(tx, &proof, &kit, (&id, &key), now))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Shows that the guest holds the same key.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/key/check", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")), request_body = KeyCheckValue,
    responses(
        (status = 204),
        (status = 409, description = "another key", body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn key_check(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<KeyCheckValue>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let value = body.into_inner().kcv;
    app.write("key_check", move |tx, now| rooms::key_check(tx, &proof, &id, &value, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Why a room closes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// A sentence for both sides' audit logs.
    pub reason: String,
}

/// Closes a room for good and destroys what both sides brought; the receipt follows.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/close", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")), request_body = Closing,
    responses(
        (status = 204),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn close(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<Closing>,
) -> Result<HttpResponse, WebError> {
    let (proof, kit, id, now) = (who.proof(), app.kit().clone(), RoomId::from(id.as_str()), app.now());
    let reason = body.into_inner().reason;
    app.run(move |store| rooms::room_close(store, &proof, &kit, (&id, &reason), now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
