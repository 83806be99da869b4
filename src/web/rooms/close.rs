//! Closing a room: what it means, why, and then it is done.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::present::{inside, path};
use crate::access::{ManageRooms, ViewRooms};
use crate::ids::RoomId;
use crate::services::rooms::{self, Facts};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::FieldView;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::respond::see_other_saying;
use crate::web::vetting::fault_of;
use crate::web::visitor::Who;

/// GET /rooms/{id}/close
#[derive(Debug, Template)]
#[template(path = "rooms/close.html")]
pub struct ClosePage {
    /// The frame.
    pub c: Chrome,
    /// Where the form goes.
    pub action: String,
    /// Back to the room.
    pub stay: String,
    /// Why.
    pub field: FieldView,
}

impl ClosePage {
    /// The page with what was typed.
    pub fn new(c: Chrome, facts: &Facts, reason: &str, faults: &[FieldFault]) -> Self {
        let field = FieldView::line("reason", c.t("room-close-reason"))
            .hint(c.t("room-close-reason-hint"))
            .value(reason)
            .error(fault_of(&c, faults, "reason"));
        Self { action: path(facts, "/close"), stay: path(facts, ""), field, c: inside(c, facts) }
    }
}

async fn show(
    who: &Who<ManageRooms>,
    app: &App,
    room: &RoomId,
    shown: (&str, &[FieldFault]),
) -> Result<HttpResponse, WebError> {
    let view = who.also::<ViewRooms>().ok_or(ServiceError::NotFound)?;
    let id = room.clone();
    let status = app.read(move |tx, now| rooms::room_status(tx, &view, &id, now)).await?;
    if status.facts.room.closed_at.is_some() {
        return Err(ServiceError::conflict("conflict-room-closed").into());
    }
    let code = if shown.1.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ClosePage::new(who.chrome(app, "room-close-title"), &status.facts, shown.0, shown.1);
    Ok(Page(page).with_status(code))
}

/// GET /rooms/{id}/close
pub async fn page(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    show(&who, &app, &RoomId::from(id.as_str()), ("", &[])).await
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct CloseForm {
    #[serde(default)]
    reason: String,
}

/// POST /rooms/{id}/close
pub async fn close(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<CloseForm>,
) -> Result<HttpResponse, WebError> {
    let room = RoomId::from(id.as_str());
    let (proof, kit, now) = (who.proof(), app.kit().clone(), app.now());
    let (target, reason) = (room.clone(), form.0.reason.clone());
    let done = app.run(move |store| rooms::room_close(store, &proof, &kit, (&target, &reason), now)).await;
    match done {
        Ok(()) => Ok(see_other_saying(&app, &format!("/rooms/{room}"), "flash-room-closed")),
        Err(ServiceError::Invalid(faults)) => show(&who, &app, &room, (&form.0.reason, &faults)).await,
        Err(other) => Err(other.into()),
    }
}
