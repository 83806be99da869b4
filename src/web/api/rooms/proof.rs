//! What can be proved about a room: its ledger with a checkpoint, and the deletion receipt.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::ViewRooms;
use crate::ids::RoomId;
use crate::rooms::exposure::Exposure;
use crate::rooms::receipt::SignedReceipt;
use crate::services::rooms;
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::respond::{Attachment, attachment};
use crate::web::visitor::ApiWho;

/// The whole ledger with a signed checkpoint, one JSON document a line, as `entente verify` reads it.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/ledger/file", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses(
        (status = 200, body = String, content_type = "application/jsonl"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn file(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, kit, id) = (who.proof(), app.kit().clone(), RoomId::from(id.as_str()));
    let text = app.read(move |tx, _| rooms::ledger_file(tx, &proof, &kit, &id)).await?;
    Ok(attachment(Attachment::Log, "ledger.jsonl", text))
}

/// The signed checkpoint of the ledger (C2SP `tlog-checkpoint`).
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/ledger/checkpoint", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses(
        (status = 200, body = String, content_type = "text/plain"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn checkpoint(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, kit, id) = (who.proof(), app.kit().clone(), RoomId::from(id.as_str()));
    let text = app.read(move |tx, _| rooms::ledger_checkpoint(tx, &proof, &kit, &id)).await?;
    Ok(attachment(Attachment::Text, "ledger-checkpoint.txt", text))
}

/// The signed deletion receipt of a closed room: what it held, and since when that is gone.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/receipt", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses(
        (status = 200, body = Object),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "not closed, or not yet destroyed", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn receipt(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<SignedReceipt>, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let (_, signed) = app.read(move |tx, now| rooms::receipt_read(tx, &proof, &id, now)).await?;
    Ok(web::Json(signed))
}

/// How much the answers so far, one more, and all that the terms allow could give away about one person.
#[derive(Debug, Serialize, ToSchema)]
pub struct LearnJson {
    /// New answers of this room.
    pub answers: usize,
    /// Whether what the room held is destroyed.
    pub destroyed: bool,
    /// The smallest group that is shown, once there are terms.
    pub k: Option<u32>,
    /// Epsilon spent, next and in total (millionths, over all rooms of the two organisations), and for each the best chance of
    /// a right guess about one person, in percent; null before there are terms.
    #[schema(value_type = Option<Object>)]
    pub exposure: Option<Exposure>,
}

/// Who could learn what: the figures.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/learn", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses(
        (status = 200, body = LearnJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn learn(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<LearnJson>, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let found = app.read(move |tx, now| rooms::room_exposure(tx, &proof, &id, now)).await?;
    Ok(web::Json(LearnJson {
        answers: found.answers,
        destroyed: found.destroyed,
        k: found.figures.as_ref().map(|(effective, _)| effective.k),
        exposure: found.figures.map(|(_, exposure)| exposure),
    }))
}
