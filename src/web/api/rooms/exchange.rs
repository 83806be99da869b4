//! The relay of a key's exchange: what two programs pass each other until both have the key and compare six words.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::ManageRooms;
use crate::clock::Timestamp;
use crate::ids::RoomId;
use crate::rooms::agreement::Opening;
use crate::services::rooms::ExchangeView;
use crate::web::api::create::MadeJson;
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::rooms::exchange;
use crate::web::visitor::ApiWho;

/// The host's offer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// SHA-256 of the room, the host's public keys and a nonce, in hex; the lines are in the documentation of
    /// `rooms::agreement`.
    pub commitment: String,
    /// `x25519` and `p256`, or `p256` alone.
    pub curves: Vec<String>,
}

/// The guest's answer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The exchange that is answered.
    pub exchange: String,
    /// The curve the guest chose.
    pub curve: String,
    /// Its public key, base64url.
    pub public: String,
}

/// What the host committed to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The exchange.
    pub exchange: String,
    /// The host's X25519 key, base64url, if it made one.
    pub x25519: Option<String>,
    /// Its P-256 key.
    pub p256: String,
    /// The nonce.
    pub nonce: String,
}

impl Opened {
    /// What the commitment is of.
    pub fn opening(&self) -> Opening {
        Opening { x25519: self.x25519.clone(), p256: self.p256.clone(), nonce: self.nonce.clone() }
    }
}

/// Where an exchange stands, for both sides.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExchangeJson {
    /// The exchange under way; null if there is none.
    pub exchange: Option<String>,
    /// The host's commitment.
    pub commitment: Option<String>,
    /// The curves the host has.
    pub curves: Vec<String>,
    /// The curve the guest chose.
    pub curve: Option<String>,
    /// The guest's public key.
    pub guest: Option<String>,
    /// What the host committed to, once it is opened.
    pub opening: Option<Opened>,
    /// The check value of the room's key, once the host has set it.
    pub kcv: Option<String>,
    /// The exchange that was voided last, while no other key was set.
    pub voided: Option<VoidedJson>,
}

/// An exchange that a side voided.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoidedJson {
    /// The exchange.
    pub exchange: String,
    /// The side that voided it: `host` or `guest`.
    pub by: &'static str,
    /// `words_differ` or `key_lost`.
    pub reason: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl VoidedJson {
    fn of(view: &ExchangeView) -> Option<Self> {
        let row = view.agreement.as_ref().filter(|_| view.key_check_value.is_none())?;
        Some(Self {
            exchange: row.exchange_id.to_string(),
            by: view.voided_by?.as_str(),
            reason: row.void_reason.clone()?,
            at: row.voided_at?,
        })
    }
}

/// Which agreement on a key is void, and why.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Void {
    /// The exchange that is meant; none: whichever is the last.
    #[serde(default)]
    pub exchange: Option<String>,
    /// `words_differ` or `key_lost`.
    pub reason: String,
}

impl ExchangeJson {
    /// The exchange as JSON.
    pub fn of(view: &ExchangeView) -> Self {
        let row = view.exchange.as_ref();
        let id = row.map(|row| row.id.to_string());
        let curves = row.map_or("", |row| row.curves.as_str());
        let opened = |opening: &Opening| Opened {
            exchange: id.clone().unwrap_or_default(),
            x25519: opening.x25519.clone(),
            p256: opening.p256.clone(),
            nonce: opening.nonce.clone(),
        };
        Self {
            commitment: row.map(|row| row.commitment.clone()),
            curves: curves.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            curve: row.and_then(|row| row.guest_curve.clone()),
            guest: row.and_then(|row| row.guest_public.clone()),
            opening: view.opening.as_ref().map(opened),
            kcv: view.key_check_value.clone(),
            voided: VoidedJson::of(view),
            exchange: id,
        }
    }
}

/// Where the exchange of a room's key stands.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/key/exchange", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses(
        (status = 200, body = ExchangeJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn show(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    exchange::shown(&app, who.proof(), RoomId::from(id.as_str())).await
}

/// Begins an exchange, as the host, with a commitment to public keys; one that was under way ends.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/key/exchange", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")), request_body = Offer,
    responses(
        (status = 201, body = MadeJson),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn start(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<Offer>,
) -> Result<HttpResponse, WebError> {
    exchange::started(&app, who.proof(), (RoomId::from(id.as_str()), body.into_inner())).await
}

/// Answers an exchange, as the guest, with a public key.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/key/exchange/answer", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")), request_body = Answer,
    responses(
        (status = 204),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn answer(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<Answer>,
) -> Result<HttpResponse, WebError> {
    exchange::answered(&app, who.proof(), (RoomId::from(id.as_str()), body.into_inner())).await
}

/// Opens the commitment, as the host, after the guest has answered.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/key/exchange/opening", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")), request_body = Opened,
    responses(
        (status = 204),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn open(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<Opened>,
) -> Result<HttpResponse, WebError> {
    exchange::opened(&app, who.proof(), (RoomId::from(id.as_str()), body.into_inner())).await
}

/// Ends an exchange, as either side, because somebody changed their mind.
#[utoipa::path(
    delete, path = "/api/v1/rooms/{id}/key/exchange", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"))
)]
pub async fn end(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    exchange::ended(&app, who.proof(), RoomId::from(id.as_str())).await
}

/// Voids the agreement on a key, as either side, because the words differ or the key is lost: a key that the host has set is
/// taken back as long as the guest has not confirmed it, and another exchange can begin.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/key/void", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")), request_body = Void,
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "confirmed by both, or no such exchange any more", body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn void(
    who: ApiWho<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<Void>,
) -> Result<HttpResponse, WebError> {
    exchange::voided(&app, who.proof(), (RoomId::from(id.as_str()), body.into_inner())).await
}
