//! What uploads do, whoever comes through which door.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use tokio::sync::{Semaphore, oneshot};

use super::fields::{self, UploadFault, http_date};
use super::locks::Held;
use super::stream::{self, Inlet, Sent};
use super::{Receipt, UploadJson};
use crate::access::{Allowed, UploadAudience};
use crate::ids::{RoomId, UploadId};
use crate::services::rooms::{self, Appended, Checksum, Door, Kept, NewPart, NewUpload, Receiving};
use crate::services::{Message, ServiceError};
use crate::store::{ReceiveLimits, UploadRow};
use crate::web::app::{App, blocking};
use crate::web::error::WebError;

/// Parts that arrive at a time; each has a thread.
static TURNS: Semaphore = Semaphore::const_new(16);

/// Whoever comes: the proof, the door, and the room that the path names, if it does.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) who: Allowed<UploadAudience>,
    pub(super) door: Door,
    pub(super) room: Option<RoomId>,
}

impl Caller {
    /// The upload, if it is this caller's and in the room of the path.
    async fn row(&self, app: &App, id: &UploadId) -> Result<UploadRow, WebError> {
        let (caller, id) = (self.clone(), id.clone());
        let row = app.read(move |tx, now| rooms::upload_fetch(tx, &caller.who, &caller.door, &id, now));
        let row = row.await?;
        match &self.room {
            Some(room) if *room != row.room_id => Err(ServiceError::NotFound.into()),
            _ => Ok(row),
        }
    }
}

/// A new upload, as its request describes it.
pub(super) fn announced(request: &HttpRequest, caller: &Caller, app: &App) -> Result<NewUpload, WebError> {
    fields::require_version(request)?;
    let length = fields::length(request, app.limits().upload_bytes)?;
    let metadata = fields::metadata(request)?;
    let named = || rooms::metadata_read(&metadata).map(|said| said.get("room").cloned().unwrap_or_default());
    let room = match &caller.room {
        Some(room) => room.clone(),
        None => RoomId::from(named()?.as_str()),
    };
    Ok(NewUpload { door: caller.door.clone(), room, length, metadata })
}

/// Throws away what has expired; whoever begins an upload makes room for it first.
pub(super) async fn sweep(app: &App) -> Result<(), WebError> {
    let (files, now) = (app.audiences().clone(), app.now());
    Ok(app.run(move |store| rooms::uploads_sweep(store, &files, now)).await?)
}

/// Where an upload is and until when.
pub(super) fn made(
    mut response: HttpResponse,
    location: &str,
    expires: &str,
) -> Result<HttpResponse, WebError> {
    let unfit =
        |error: actix_web::http::header::InvalidHeaderValue| ServiceError::Internal(error.to_string());
    let headers = response.headers_mut();
    headers.insert(actix_web::http::header::LOCATION, location.parse().map_err(unfit)?);
    headers.insert(
        actix_web::http::header::HeaderName::from_static("upload-expires"),
        expires.parse().map_err(unfit)?,
    );
    Ok(response)
}

/// The upload as JSON.
pub(super) async fn show(caller: &Caller, app: &App, id: &UploadId) -> Result<HttpResponse, WebError> {
    let row = caller.row(app, id).await?;
    Ok(HttpResponse::Ok().json(UploadJson {
        id: row.id.to_string(),
        room: row.room_id.to_string(),
        length: row.length,
        offset: row.received,
        expires_at: row.expires_at.to_utc().to_rfc3339(),
        receipt: rooms::upload_receipt(&row).map(|kept| receipt(&row.room_id, &kept)),
    }))
}

fn receipt(room: &RoomId, kept: &Kept) -> Receipt {
    Receipt {
        audience: kept.audience.to_string(),
        version: kept.version,
        rows: kept.rows,
        people: kept.people,
        duplicates: kept.duplicates,
        opted_out: kept.opted_out,
        room: format!("/rooms/{room}"),
    }
}

/// How far the upload has come. A part that is still on its way is stopped, since its sender asks; a whole upload that was
/// not read yet is read first.
pub(super) async fn offset(
    request: &HttpRequest,
    caller: &Caller,
    app: &App,
    id: &UploadId,
) -> Result<HttpResponse, WebError> {
    fields::require_version(request)?;
    caller.row(app, id).await?;
    let held = app.uploads().take_over(id).await.ok_or_else(busy)?;
    let mut row = caller.row(app, id).await?;
    if row.received == row.length && row.receipt.is_none() {
        let (work, state, id) = (caller.clone(), app.clone(), id.clone());
        blocking(move || {
            let _held = held;
            rooms::upload_finish(&receiving(&state), &work.who, &work.door, &id)
        })
        .await?;
        row = caller.row(app, &row.id).await?;
    }
    let mut response = HttpResponse::Ok();
    response
        .insert_header(("Upload-Offset", row.received.to_string()))
        .insert_header(("Upload-Length", row.length.to_string()));
    if !row.metadata.is_empty() {
        response.insert_header(("Upload-Metadata", row.metadata.clone()));
    }
    Ok(expiring(&mut response, &row).finish())
}

fn expiring<'a>(response: &'a mut HttpResponseBuilder, row: &UploadRow) -> &'a mut HttpResponseBuilder {
    if row.receipt.is_none() {
        response.insert_header(("Upload-Expires", http_date(row.expires_at)));
    }
    response
}

fn busy() -> WebError {
    ServiceError::conflict("conflict-upload-busy").into()
}

/// Throws the upload away.
pub(super) async fn delete(
    request: &HttpRequest,
    caller: &Caller,
    app: &App,
    id: &UploadId,
) -> Result<HttpResponse, WebError> {
    fields::require_version(request)?;
    caller.row(app, id).await?;
    let _held = app.uploads().take_over(id).await.ok_or_else(busy)?;
    let (work, upload) = (caller.clone(), id.clone());
    let room = app
        .write("upload_delete", move |tx, now| rooms::upload_delete(tx, &work.who, &work.door, &upload, now));
    let (room, files, id) = (room.await?, app.audiences().clone(), id.clone());
    blocking(move || Ok(files.spool_remove(&room, &id)?)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A part: taken, and with the last one the list is read. The answer says whether it was the last.
pub(super) async fn append(
    request: &HttpRequest,
    caller: &Caller,
    app: &App,
    given: (&UploadId, web::Payload),
) -> Result<(HttpResponse, Whole), WebError> {
    let (id, body) = given;
    let part = match about_part(request, caller, app, id).await {
        Ok(part) => part,
        Err(refusal) => {
            stream::drain(body).await;
            return Err(refusal);
        }
    };
    let row = part.row.clone();
    let (outlet, inlet) = stream::pipe();
    let (answer, answered) = oneshot::channel();
    let stop = part.held.stop();
    let (work, state) = (caller.clone(), app.clone());
    let thread = std::thread::Builder::new().name("upload".to_owned());
    // Nobody waits for the answer if the request was dropped.
    let started = thread.spawn(move || drop(answer.send(take(&work, &state, part, inlet))));
    started.map_err(ServiceError::Files)?;
    let sent = outlet.send(body, &stop).await;
    let gone =
        |_gone: oneshot::error::RecvError| ServiceError::Internal("the upload's thread died".to_owned());
    let taken = match (sent, answered.await.map_err(gone)?) {
        (Sent::TooSlow, Err(WebError::Service(ServiceError::Unusable(_)))) => {
            return Err(ServiceError::Unusable(Message::new("unusable-upload-slow")).into());
        }
        (Sent::Done | Sent::Broken | Sent::TooSlow | Sent::Stopped, taken) => taken?,
    };
    let mut response = HttpResponse::build(StatusCode::NO_CONTENT);
    response.insert_header(("Upload-Offset", taken.offset.to_string()));
    if taken.whole == Whole::No {
        expiring(&mut response, &row);
    }
    Ok((response.finish(), taken.whole))
}

/// Whether an upload is here whole and kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Yes,
    No,
}

struct Part {
    row: UploadRow,
    offset: u64,
    checksum: Option<Checksum>,
    held: Held,
    _turn: tokio::sync::SemaphorePermit<'static>,
}

/// Everything about a part that can be judged before its body is read.
async fn about_part(
    request: &HttpRequest,
    caller: &Caller,
    app: &App,
    id: &UploadId,
) -> Result<Part, WebError> {
    fields::require_version(request)?;
    fields::require_part(request)?;
    let (offset, checksum) = (fields::offset(request)?, fields::checksum(request)?);
    let turn = TURNS.try_acquire().map_err(|_full| ServiceError::TooMany(10))?;
    caller.row(app, id).await?;
    let held = app.uploads().take(id).ok_or_else(busy)?;
    let row = caller.row(app, id).await?;
    let left = u64::try_from(row.length).unwrap_or_default().saturating_sub(offset);
    if fields::body_length(request).is_some_and(|length| length > left) {
        return Err(WebError::Upload(UploadFault::TooLong));
    }
    Ok(Part { row, offset, checksum, held, _turn: turn })
}

struct Taken {
    offset: u64,
    whole: Whole,
}

/// Takes the part and, if it was the last, makes the audience. Blocking; the lock is held until the end.
fn take(caller: &Caller, app: &App, part: Part, inlet: Inlet) -> Result<Taken, WebError> {
    let at = receiving(app);
    let new =
        NewPart { door: &caller.door, upload: &part.row.id, offset: part.offset, checksum: part.checksum };
    let offset = match rooms::upload_append(&at, &caller.who, new, inlet)? {
        Appended::Here(offset) => offset,
        Appended::OtherChecksum => return Err(WebError::Upload(UploadFault::Checksum)),
        Appended::TooLong => return Err(WebError::Upload(UploadFault::TooLong)),
    };
    let mut whole = Whole::No;
    if i64::try_from(offset) == Ok(part.row.length) {
        rooms::upload_finish(&at, &caller.who, &caller.door, &part.row.id)?;
        whole = Whole::Yes;
    }
    drop(part.held);
    Ok(Taken { offset, whole })
}

fn receiving(app: &App) -> Receiving<'_> {
    Receiving {
        store: app.store(),
        kit: app.kit(),
        files: app.audiences(),
        limits: ReceiveLimits { rows: app.limits().audience_rows, bytes: app.limits().upload_bytes },
        clock: app.clock(),
    }
}
