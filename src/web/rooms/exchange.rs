//! The relay of a key's exchange, for the script of the key page: the same acts as the API's, by session, with the form
//! token in a header.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::access::{Allowed, ManageRooms};
use crate::ids::{KeyExchangeId, RoomId};
use crate::services::rooms::{self, Voiding};
use crate::web::api::create::MadeJson;
use crate::web::api::rooms::{Answer, ExchangeJson, Offer, Opened, Void};
use crate::web::app::App;
use crate::web::csrf::CsrfHeader;
use crate::web::error::WebError;
use crate::web::visitor::Who;

fn room(request: &HttpRequest) -> RoomId {
    RoomId::from(request.match_info().query("id"))
}

/// Where an exchange stands.
pub(in crate::web) async fn shown(
    app: &App,
    who: Allowed<ManageRooms>,
    room: RoomId,
) -> Result<HttpResponse, WebError> {
    let view = app.read(move |tx, _| rooms::exchange_view(tx, &who, &room)).await?;
    Ok(HttpResponse::Ok().json(ExchangeJson::of(&view)))
}

/// Begins one.
pub(in crate::web) async fn started(
    app: &App,
    who: Allowed<ManageRooms>,
    given: (RoomId, Offer),
) -> Result<HttpResponse, WebError> {
    let (room, offer) = given;
    let id = app.write("key_exchange_start", move |tx, now| {
        rooms::exchange_start(tx, &who, &room, (&offer.commitment, &offer.curves), now)
    });
    Ok(HttpResponse::Created().json(MadeJson { id: id.await?.to_string() }))
}

/// Takes the guest's key.
pub(in crate::web) async fn answered(
    app: &App,
    who: Allowed<ManageRooms>,
    given: (RoomId, Answer),
) -> Result<HttpResponse, WebError> {
    let (room, answer) = given;
    let id = KeyExchangeId::from(answer.exchange.as_str());
    let done = app.write("key_exchange_answer", move |tx, now| {
        rooms::exchange_answer(tx, &who, (&room, &id), (&answer.curve, &answer.public), now)
    });
    done.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Opens the host's commitment.
pub(in crate::web) async fn opened(
    app: &App,
    who: Allowed<ManageRooms>,
    given: (RoomId, Opened),
) -> Result<HttpResponse, WebError> {
    let (room, opened) = given;
    let id = KeyExchangeId::from(opened.exchange.as_str());
    let opening = opened.opening();
    let done = app.write("key_exchange_open", move |tx, now| {
        rooms::exchange_open(tx, &who, (&room, &id), &opening, now)
    });
    done.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends it.
pub(in crate::web) async fn ended(
    app: &App,
    who: Allowed<ManageRooms>,
    room: RoomId,
) -> Result<HttpResponse, WebError> {
    app.write("key_exchange_end", move |tx, now| rooms::exchange_end(tx, &who, &room, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Voids it, with the key that came of it.
pub(in crate::web) async fn voided(
    app: &App,
    who: Allowed<ManageRooms>,
    given: (RoomId, Void),
) -> Result<HttpResponse, WebError> {
    let (room, void) = given;
    let exchange = void.exchange.as_deref().map(KeyExchangeId::from);
    let voiding = Voiding { exchange, reason: void.reason };
    app.write("key_void", move |tx, now| rooms::key_void(tx, &who, &room, &voiding, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// GET /rooms/{id}/key/exchange
pub async fn show(
    request: HttpRequest,
    who: Who<ManageRooms>,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    shown(&app, who.proof(), room(&request)).await
}

/// POST /rooms/{id}/key/exchange
pub async fn start(
    request: HttpRequest,
    who: Who<ManageRooms>,
    _ours: CsrfHeader,
    app: web::Data<App>,
    body: web::Json<Offer>,
) -> Result<HttpResponse, WebError> {
    started(&app, who.proof(), (room(&request), body.into_inner())).await
}

/// POST /rooms/{id}/key/exchange/answer
pub async fn answer(
    request: HttpRequest,
    who: Who<ManageRooms>,
    _ours: CsrfHeader,
    app: web::Data<App>,
    body: web::Json<Answer>,
) -> Result<HttpResponse, WebError> {
    answered(&app, who.proof(), (room(&request), body.into_inner())).await
}

/// POST /rooms/{id}/key/exchange/opening
pub async fn open(
    request: HttpRequest,
    who: Who<ManageRooms>,
    _ours: CsrfHeader,
    app: web::Data<App>,
    body: web::Json<Opened>,
) -> Result<HttpResponse, WebError> {
    opened(&app, who.proof(), (room(&request), body.into_inner())).await
}

/// DELETE /rooms/{id}/key/exchange
pub async fn end(
    request: HttpRequest,
    who: Who<ManageRooms>,
    _ours: CsrfHeader,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    ended(&app, who.proof(), room(&request)).await
}

/// POST /rooms/{id}/key/exchange/void
pub async fn void(
    request: HttpRequest,
    who: Who<ManageRooms>,
    _ours: CsrfHeader,
    app: web::Data<App>,
    body: web::Json<Void>,
) -> Result<HttpResponse, WebError> {
    voided(&app, who.proof(), (room(&request), body.into_inner())).await
}
