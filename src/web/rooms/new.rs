//! Opening a room: choose a partner; those with whom it is not possible stand below, each with the reason.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::access::ManageRooms;
use crate::ids::PartnerId;
use crate::services::rooms::{self, Candidate, NewRoom};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::{Choice, Empty, FieldView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say};
use crate::web::page::{Chrome, Nav, Page};
use crate::web::respond::see_other_saying;
use crate::web::vetting::fault_of;
use crate::web::visitor::Who;

/// A partner with whom no room can be opened now.
#[derive(Debug, Clone)]
pub struct NotNow {
    /// The partner and its page.
    pub partner: Link,
    /// Why.
    pub why: Vec<String>,
}

/// GET /rooms/new
#[derive(Debug, Template)]
#[template(path = "rooms/new.html")]
pub struct NewRoomPage {
    /// The frame.
    pub c: Chrome,
    /// The form, if there is a partner to choose.
    pub fields: Vec<FieldView>,
    /// Partners with whom it is not possible.
    pub not_now: Vec<NotNow>,
    /// What stands there instead of the form.
    pub empty: Option<Empty>,
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct NewRoomForm {
    #[serde(default)]
    partner: String,
    #[serde(default)]
    name: String,
}

impl NewRoomPage {
    /// The page with what was typed and what is wrong with it.
    pub fn new(c: Chrome, candidates: &[Candidate], form: &NewRoomForm, faults: &[FieldFault]) -> Self {
        let (able, unable): (Vec<_>, Vec<_>) = candidates.iter().partition(|one| one.against.is_empty());
        // A choice of one is made already.
        let chosen = match able.as_slice() {
            [only] => only.partner.as_str(),
            _ => &form.partner,
        };
        let choices: Vec<Choice> =
            able.iter().map(|one| Choice::new(one.partner.as_str(), &one.name).chosen_if(chosen)).collect();
        let fields = vec![
            FieldView::radios("partner", c.t("room-new-partner"), choices)
                .error(fault_of(&c, faults, "partner")),
            FieldView::line("name", c.t("room-new-name"))
                .hint(c.t("room-new-name-hint"))
                .value(&form.name)
                .error(fault_of(&c, faults, "name")),
        ];
        let empty = able.is_empty().then(|| Empty {
            title: c.t("room-new-none-title"),
            text: c.t("room-new-none-text"),
            action: Some(Link::new(c.t("room-new-partners"), "/partners")),
        });
        let not_now = unable.into_iter().map(|one| NotNow {
            partner: Link::new(&one.name, format!("/partners/{}", one.partner)),
            why: one.against.iter().map(|message| say(&c.words, message)).collect(),
        });
        let up = c.t("nav-rooms");
        Self { fields, not_now: not_now.collect(), empty, c: c.at(Nav::Rooms).under(up, "/rooms") }
    }
}

async fn show(
    who: &Who<ManageRooms>,
    app: &App,
    shown: (&NewRoomForm, &[FieldFault]),
    status: StatusCode,
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let candidates = app.read(move |tx, now| rooms::room_candidates(tx, &proof, now)).await?;
    let page = NewRoomPage::new(who.chrome(app, "room-new-title"), &candidates, shown.0, shown.1);
    Ok(Page(page).with_status(status))
}

/// GET /rooms/new
pub async fn page(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    form: web::Query<NewRoomForm>,
) -> Result<HttpResponse, WebError> {
    show(&who, &app, (&form, &[]), StatusCode::OK).await
}

/// POST /rooms
pub async fn open(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    form: Csrf<NewRoomForm>,
) -> Result<HttpResponse, WebError> {
    if form.0.partner.is_empty() {
        let faults = [FieldFault::new("partner", "fault-room-partner")];
        return show(&who, &app, (&form.0, &faults), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let proof = who.proof();
    let input = NewRoom { partner: PartnerId::from(form.0.partner.as_str()), name: form.0.name.clone() };
    match app.write("room_open", move |tx, now| rooms::room_open(tx, &proof, &input, now)).await {
        Ok(id) => Ok(see_other_saying(&app, &format!("/rooms/{id}"), "flash-room-opened")),
        Err(ServiceError::Invalid(faults)) => {
            show(&who, &app, (&form.0, &faults), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}
