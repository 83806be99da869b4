//! What waits for the token's person, and what was put off.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::create::{Create, MadeJson};
use crate::access::{ReviewAnswers, UseAccount};
use crate::clock::Timestamp;
use crate::ids::{PartnerId, SnoozeId};
use crate::services::reports::{self, PartnerTask, PutOff, SnoozeInput};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::portfolio::snooze::morning;
use crate::web::route::{Route, api};
use crate::web::visitor::ApiWho;

/// The routes of this noun.
pub const ROUTES: &[Route] = &[
    Route::get("/api/v1/inbox", api::<UseAccount>(), || web::to(inbox)),
    Route::post("/api/v1/partners/{id}/snoozes", api::<ReviewAnswers>(), || web::to(snooze)),
    Route::delete("/api/v1/snoozes/{id}", api::<ReviewAnswers>(), || web::to(unsnooze)),
];

/// The description of these routes.
#[derive(Debug, OpenApi)]
#[openapi(paths(inbox, snooze, unsnooze))]
pub struct Doc;

/// What waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboxJson {
    /// About partners, the most pressing first.
    pub partners: Vec<TaskJson>,
    /// About rooms.
    pub rooms: Vec<RoomTaskJson>,
    /// Put off, the first to come back first.
    pub put_off: Vec<PutOffJson>,
}

/// Something to do about a partner.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskJson {
    /// What: `second_person`, `overdue`, `retest`, `reopen`, `evidence_expired`, `review`, `reassess`, `ends_soon`, `evidence_ends`, `send` or `start`.
    pub task: &'static str,
    /// Which of several it is; needed to put it off.
    pub about: String,
    /// The partner.
    pub partner_id: String,
    /// Its name.
    pub name: String,
    /// The assessment it is about.
    pub assessment_id: Option<String>,
    /// Since when it waits, or until when it may.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    /// A condition's title, or a question; mostly empty.
    pub detail: String,
    /// Whether it may be put off.
    pub can_wait: bool,
}

/// Something to do in a room.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomTaskJson {
    /// The room.
    pub room_id: String,
    /// Its name.
    pub name: String,
    /// The organisation across the table.
    pub with: String,
}

/// An entry that was put off.
#[derive(Debug, Serialize, ToSchema)]
pub struct PutOffJson {
    /// The snooze, to bring the entry back.
    pub id: String,
    /// The entry.
    pub task: TaskJson,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// Why.
    pub reason: String,
    /// Who put it off.
    pub by: String,
}

/// What waits for the token's person, as far as their role lets them do it.
#[utoipa::path(
    get, path = "/api/v1/inbox", tag = "portfolio", security(("bearer" = [])),
    responses((status = 200, body = InboxJson))
)]
pub async fn inbox(who: ApiWho<UseAccount>, app: web::Data<App>) -> Result<web::Json<InboxJson>, WebError> {
    let proof = who.proof();
    let inbox = app.read(move |tx, now| reports::inbox(tx, &proof, now)).await?;
    let rooms = inbox.rooms.iter().map(|room| RoomTaskJson {
        room_id: room.room.to_string(),
        name: room.name.clone(),
        with: room.with.clone(),
    });
    Ok(web::Json(InboxJson {
        partners: inbox.partners.iter().map(task).collect(),
        rooms: rooms.collect(),
        put_off: inbox.put_off.iter().map(put_off).collect(),
    }))
}

fn task(task: &PartnerTask) -> TaskJson {
    TaskJson {
        task: task.task.as_str(),
        about: task.about.clone(),
        partner_id: task.partner.to_string(),
        name: task.name.clone(),
        assessment_id: task.assessment.as_ref().map(ToString::to_string),
        at: task.at,
        detail: task.detail.clone(),
        can_wait: task.task.can_wait(),
    }
}

fn put_off(put_off: &PutOff) -> PutOffJson {
    PutOffJson {
        id: put_off.snooze.to_string(),
        task: task(&put_off.task),
        until: put_off.until,
        reason: put_off.reason.clone(),
        by: put_off.by.clone(),
    }
}

/// What to put off.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SnoozeBody {
    /// The entry's task.
    pub task: String,
    /// The entry's `about`.
    #[serde(default)]
    pub about: String,
    /// The day on which it is back, such as 2027-03-12; at most 90 days from now.
    pub until: String,
    /// Why it can wait; at most 500 letters. Colleagues read it.
    pub reason: String,
}

/// Puts an entry of the inbox off for everybody in the organisation; it comes back by itself.
#[utoipa::path(
    post, path = "/api/v1/partners/{id}/snoozes", tag = "portfolio", security(("bearer" = [])),
    request_body = SnoozeBody,
    params(
        ("id" = String, Path, description = "the partner"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 201, body = MadeJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn snooze(
    request: HttpRequest,
    who: ApiWho<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<SnoozeBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let (proof, partner, body) = (who.proof(), PartnerId::from(id.as_str()), body.into_inner());
    let until = morning(&body.until);
    let input = SnoozeInput { task: body.task, about: body.about, reason: body.reason, until };
    let made = move |tx: &mut crate::store::WriteTx, now| {
        let id = reports::snooze(tx, &proof, (&partner, &input), now)?;
        Ok(MadeJson { id: id.to_string() })
    };
    create.answer(&app, "inbox_snooze", made).await
}

/// Brings an entry back before its day.
#[utoipa::path(
    delete, path = "/api/v1/snoozes/{id}", tag = "portfolio", security(("bearer" = [])),
    params(("id" = String, Path, description = "the snooze")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"))
)]
pub async fn unsnooze(
    who: ApiWho<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), SnoozeId::from(id.as_str()));
    app.write("inbox_unsnooze", move |tx, now| reports::unsnooze(tx, &proof, &id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
