//! The upload: a body that streams from the network to the audience's file, never whole in memory.
//!
//! Reading the network is async and receiving is not, so a bounded channel joins the two: a slow disk slows the sender down,
//! and a body that breaks off reaches the receiver as an error, never as an end.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt as _;
use serde::Serialize;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::timeout;
use utoipa::OpenApi;

use crate::access::{Allowed, UploadAudience};
use crate::ids::RoomId;
use crate::rooms::lists::ListKind;
use crate::services::rooms::{Kept, Receiving, Upload, audience_receive};
use crate::services::{Message, ServiceError};
use crate::store::ReceiveLimits;
use crate::web::app::App;
use crate::web::cookies::Jar;
use crate::web::csrf::CsrfStream;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::{ApiWho, Who};

/// Uploads at a time; each has a thread and some megabytes.
static TURNS: Semaphore = Semaphore::const_new(8);
/// Pieces on their way from the network to the receiver.
const PIECES: usize = 8;
/// The longest silence, and the slowest pace once a minute has passed (security.md T21).
const SILENCE: Duration = Duration::from_secs(30);
const GRACE: Duration = Duration::from_secs(60);
const SLOWEST_PER_SECOND: u64 = 1024;
/// How much of a refused body is still read, so that the sender gets to the answer.
const DRAIN: usize = 64 << 20;

/// What was received.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Receipt {
    /// The audience's id.
    pub audience: String,
    /// Its number on your side of the room.
    pub version: i64,
    /// Rows that arrived.
    pub rows: u64,
    /// People among them.
    pub people: u64,
    /// Rows that repeat a person.
    pub duplicates: u64,
    /// People who were marked as opted out in the file, and are left out.
    pub opted_out: u64,
    /// The room's page.
    pub room: String,
}

/// The API's description of this area.
#[derive(Debug, OpenApi)]
#[openapi(paths(from_program), components(schemas(Receipt)))]
pub struct ApiDoc;

/// POST /rooms/{id}/audience, by the script of the hashing page.
pub async fn from_page(
    who: Who<UploadAudience>,
    _form: CsrfStream,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, WebError> {
    let mut response = receive(who.proof(), &app, &request, body).await?;
    // The script goes on to the room's page, which says so once.
    let flash = Jar::Flash.set(&app, "flash-audience-received", Some(60));
    response.add_cookie(&flash).map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(response)
}

/// Brings an audience: the CSV of a hashed list, plain or gzip-compressed.
///
/// The first line names the columns (`email`, `phone`, `maid`, `custom`, `segment`, `opt_out`); tokens are 32 hexadecimal
/// digits, a segment is a number from 0 to 49, `opt_out` is true or false.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/audience", tag = "rooms", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The room"),
        ("Entente-Key-Check" = String, Header, description = "The check value of the key the list was hashed with"),
        ("Entente-List" = Option<String>, Header, description = "`audience`, or `opt_out` for people to be left out of both audiences"),
        ("Entente-Segments" = Option<String>, Header, description = "The sealed names of the segments: a JSON list of base64url boxes of one length"),
        ("Entente-Label" = Option<String>, Header, description = "What you call the list, percent-encoded"),
    ),
    request_body(content_type = "text/csv", content = String),
    responses(
        (status = 201, body = Receipt),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn from_program(
    who: ApiWho<UploadAudience>,
    app: web::Data<App>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, WebError> {
    CsrfStream::require_type(&request)?;
    receive(who.proof(), &app, &request, body).await
}

async fn receive(
    who: Allowed<UploadAudience>,
    app: &App,
    request: &HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, WebError> {
    let _turn = TURNS.try_acquire().map_err(|_full| ServiceError::TooMany(10))?;
    let upload = described(request)?;
    let room = upload.room.clone();
    let (pieces, receiver) = mpsc::channel(PIECES);
    let (answer, answered) = oneshot::channel();
    let worker = app.clone();
    let thread = std::thread::Builder::new().name("upload".to_owned());
    let started = thread.spawn(move || {
        let body = Incoming { pieces: receiver, piece: Bytes::new(), ended: false };
        let limits =
            ReceiveLimits { rows: worker.limits().audience_rows, bytes: worker.limits().upload_bytes };
        let at = Receiving {
            store: worker.store(),
            kit: worker.kit(),
            files: worker.audiences(),
            limits,
            clock: worker.clock(),
        };
        // Nobody waits for the answer if the request was dropped.
        let _ = answer.send(audience_receive(&at, &who, &upload, body));
    });
    started.map_err(ServiceError::Files)?;
    let sent = send(body, pieces).await;
    let answered =
        answered.await.map_err(|_gone| ServiceError::Internal("the upload's thread died".to_owned()))?;
    match (sent, answered) {
        (Sent::TooSlow, Err(ServiceError::Unusable(_))) => {
            Err(ServiceError::Unusable(Message::new("unusable-upload-slow")).into())
        }
        (_, kept) => Ok(receipt(&room, &kept?)),
    }
}

/// What the headers say about the upload.
fn described(request: &HttpRequest) -> Result<Upload, ServiceError> {
    let text =
        |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let label = format!("l={}", text("entente-label"));
    let label = url::form_urlencoded::parse(label.as_bytes()).next().map(|(_, label)| label.into_owned());
    let list = match text("entente-list") {
        "" => Some(ListKind::Audience),
        other => ListKind::named(other),
    };
    let list = list.ok_or_else(|| ServiceError::Unusable(Message::new("unusable-upload-list")))?;
    Ok(Upload {
        room: RoomId::from(request.match_info().query("id")),
        key_check_value: text("entente-key-check").to_owned(),
        label: label.unwrap_or_default(),
        list,
        segments: text("entente-segments").to_owned(),
    })
}

fn receipt(room: &RoomId, kept: &Kept) -> HttpResponse {
    HttpResponse::build(StatusCode::CREATED).json(Receipt {
        audience: kept.audience.to_string(),
        version: kept.version,
        rows: kept.rows,
        people: kept.people,
        duplicates: kept.duplicates,
        opted_out: kept.opted_out,
        room: format!("/rooms/{room}"),
    })
}

/// How sending the body to the receiver ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    /// All of it, or as much as the receiver wanted.
    Done,
    /// The network failed.
    Broken,
    /// The sender was too slow.
    TooSlow,
}

async fn send(mut body: web::Payload, pieces: mpsc::Sender<Piece>) -> Sent {
    let started = Instant::now();
    let mut total: u64 = 0;
    loop {
        let Ok(next) = timeout(SILENCE, body.next()).await else { return Sent::TooSlow };
        let piece = match next {
            Some(Ok(piece)) => piece,
            Some(Err(_broken)) => return Sent::Broken,
            // The receiver is told about an end, so that a channel that merely closes is none.
            None => {
                let _ = pieces.send(Piece::End).await;
                return Sent::Done;
            }
        };
        total = total.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        let passed = started.elapsed();
        if passed > GRACE && total / passed.as_secs().max(1) < SLOWEST_PER_SECOND {
            return Sent::TooSlow;
        }
        if pieces.send(Piece::Bytes(piece)).await.is_err() {
            drain(body).await;
            return Sent::Done;
        }
    }
}

/// Reads on for a while after a refusal: a sender that is cut off sees a broken line instead of the reason.
async fn drain(mut body: web::Payload) {
    let mut left = DRAIN;
    while let Ok(Some(Ok(piece))) = timeout(SILENCE, body.next()).await {
        let Some(rest) = left.checked_sub(piece.len()) else { return };
        left = rest;
    }
}

enum Piece {
    Bytes(Bytes),
    End,
}

/// The body as the receiver reads it.
struct Incoming {
    pieces: mpsc::Receiver<Piece>,
    piece: Bytes,
    ended: bool,
}

impl Read for Incoming {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                Some(Piece::Bytes(piece)) => self.piece = piece,
                Some(Piece::End) => {
                    self.ended = true;
                    return Ok(0);
                }
                None if self.ended => return Ok(0),
                None => return Err(io::ErrorKind::ConnectionAborted.into()),
            }
        }
        let length = self.piece.len().min(out.len());
        let part = self.piece.split_to(length);
        out.iter_mut().zip(part.iter()).for_each(|(to, from)| *to = *from);
        Ok(length)
    }
}
