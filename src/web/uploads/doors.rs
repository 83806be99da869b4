//! The two doors of uploads: programs with a bearer token, the hashing page with its session.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::UploadJson;
use super::fields::{self, http_date};
use super::handlers::{self, Caller, Whole};
use crate::access::UploadAudience;
use crate::ids::{RoomId, UploadId};
use crate::services::ServiceError;
use crate::services::rooms::{self, Door};
use crate::web::api::Create;
use crate::web::app::App;
use crate::web::cookies::Jar;
use crate::web::csrf::CsrfHeader;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::{ApiWho, Who};

/// An upload that was begun.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct UploadMade {
    /// Its id; its address is in the `Location` header.
    pub id: String,
    /// When it is thrown away unless it is finished, as HTTP writes it.
    pub expires: String,
}

fn program(who: &ApiWho<UploadAudience>) -> Result<Caller, WebError> {
    let who = who.proof();
    Ok(Caller { door: Door::token(&who)?, who, room: None })
}

fn page(who: &Who<UploadAudience>, request: &HttpRequest) -> Caller {
    let room = RoomId::from(request.match_info().query("id"));
    Caller { who: who.proof(), door: Door::session(&who.visitor().session), room: Some(room) }
}

fn upload(request: &HttpRequest) -> UploadId {
    UploadId::from(request.match_info().query("upload"))
}

/// What this server takes and speaks, by tus 1.0.
#[utoipa::path(options, path = "/api/v1/uploads", tag = "uploads", responses((status = 204)))]
pub async fn options(app: web::Data<App>) -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header(("Tus-Version", fields::VERSION))
        .insert_header(("Tus-Extension", fields::EXTENSIONS))
        .insert_header(("Tus-Max-Size", app.limits().upload_bytes.to_string()))
        .insert_header(("Tus-Checksum-Algorithm", fields::CHECKSUMS))
        .finish()
}

/// Begins an upload of a client file to a room (tus 1.0, creation).
///
/// The metadata are pairs of a name and a base64 value: `room` (its id), `kcv` (the check value of the key the list was
/// hashed with), and `label` (what you call the list). The file is CSV, plain or packed with gzip or zstd, or Parquet with
/// uncompressed columns; its columns are `email`, `phone`, `maid`, `custom` and `segment`.
#[utoipa::path(
    post, path = "/api/v1/uploads", tag = "uploads", security(("bearer" = [])),
    params(
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Length" = u64, Header, description = "The length of the file in bytes"),
        ("Upload-Metadata" = String, Header, description = "room, kcv and label"),
        ("Idempotency-Key" = Option<String>, Header, description = "a repeat with the same key creates nothing"),
    ),
    responses(
        (status = 201, body = UploadMade),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "another version of tus", body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn api_create(
    request: HttpRequest,
    who: ApiWho<UploadAudience>,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    create(&request, program(&who)?, &app, "/api/v1/uploads".to_owned()).await
}

/// POST /rooms/{id}/uploads, by the script of the hashing page.
pub async fn page_create(
    request: HttpRequest,
    who: Who<UploadAudience>,
    _ours: CsrfHeader,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    let caller = page(&who, &request);
    let base = format!("/rooms/{}/uploads", request.match_info().query("id"));
    create(&request, caller, &app, base).await
}

async fn create(
    request: &HttpRequest,
    caller: Caller,
    app: &App,
    base: String,
) -> Result<HttpResponse, WebError> {
    let new = handlers::announced(request, &caller, app)?;
    handlers::sweep(app).await?;
    let create = Create::of(request, caller.who.org(), &(new.length, &new.metadata))?;
    let kit = app.kit().clone();
    let json = create.json(app, "upload_create", move |tx, now| {
        let row = rooms::upload_create(tx, &caller.who, &kit, &new, now)?;
        Ok(UploadMade { id: row.id.to_string(), expires: http_date(row.expires_at) })
    });
    let json = json.await?;
    let made: UploadMade =
        serde_json::from_str(&json).map_err(|error| ServiceError::Internal(error.to_string()))?;
    let response = HttpResponse::Created().content_type("application/json").body(json);
    handlers::made(response, &app.link(&format!("{base}/{}", made.id)), &made.expires)
}

/// An upload and, once it is whole, what became of it.
#[utoipa::path(
    get, path = "/api/v1/uploads/{upload}", tag = "uploads", security(("bearer" = [])),
    params(("upload" = String, Path, description = "the upload")),
    responses(
        (status = 200, body = UploadJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn api_show(
    request: HttpRequest,
    who: ApiWho<UploadAudience>,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    handlers::show(&program(&who)?, &app, &upload(&request)).await
}

/// GET /rooms/{id}/uploads/{upload}
pub async fn page_show(
    request: HttpRequest,
    who: Who<UploadAudience>,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    handlers::show(&page(&who, &request), &app, &upload(&request)).await
}

/// How far an upload has come (tus 1.0): `Upload-Offset` of `Upload-Length`.
#[utoipa::path(
    head, path = "/api/v1/uploads/{upload}", tag = "uploads", security(("bearer" = [])),
    params(
        ("upload" = String, Path, description = "the upload"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
    ),
    responses((status = 200), (status = 404), (status = 412))
)]
pub async fn api_offset(
    request: HttpRequest,
    who: ApiWho<UploadAudience>,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    handlers::offset(&request, &program(&who)?, &app, &upload(&request)).await
}

/// HEAD /rooms/{id}/uploads/{upload}
pub async fn page_offset(
    request: HttpRequest,
    who: Who<UploadAudience>,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    handlers::offset(&request, &page(&who, &request), &app, &upload(&request)).await
}

/// Sends a part (tus 1.0): the bytes from `Upload-Offset` on. The last part is answered when the list is read and kept.
#[utoipa::path(
    patch, path = "/api/v1/uploads/{upload}", tag = "uploads", security(("bearer" = [])),
    params(
        ("upload" = String, Path, description = "the upload"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Offset" = u64, Header, description = "where the part belongs: what HEAD says"),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha1` or `sha256` and the base64 of the part's digest"),
    ),
    request_body(content_type = "application/offset+octet-stream", content = String),
    responses(
        (status = 204, description = "`Upload-Offset` says how much is here"),
        (status = 409, description = "another offset, or another part is on its way", body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "the whole list cannot be used", body = Problem, content_type = "application/problem+json"),
        (status = 460, description = "the part is not what its checksum says", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn api_append(
    request: HttpRequest,
    who: ApiWho<UploadAudience>,
    app: web::Data<App>,
    body: web::Payload,
) -> Result<HttpResponse, WebError> {
    let (caller, id) = (program(&who)?, upload(&request));
    Ok(handlers::append(&request, &caller, &app, (&id, body)).await?.0)
}

/// PATCH /rooms/{id}/uploads/{upload}, by the script of the hashing page.
pub async fn page_append(
    request: HttpRequest,
    who: Who<UploadAudience>,
    _ours: CsrfHeader,
    app: web::Data<App>,
    body: web::Payload,
) -> Result<HttpResponse, WebError> {
    let (caller, id) = (page(&who, &request), upload(&request));
    let (mut response, whole) = handlers::append(&request, &caller, &app, (&id, body)).await?;
    if whole == Whole::Yes {
        // The script goes on to the room's page, which says so once.
        let flash = Jar::Flash.set(&app, "flash-audience-received", Some(60));
        response.add_cookie(&flash).map_err(|error| ServiceError::Internal(error.to_string()))?;
    }
    Ok(response)
}

/// Throws an upload away that is not whole (tus 1.0, termination).
#[utoipa::path(
    delete, path = "/api/v1/uploads/{upload}", tag = "uploads", security(("bearer" = [])),
    params(
        ("upload" = String, Path, description = "the upload"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
    ),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "it is whole and kept", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn api_delete(
    request: HttpRequest,
    who: ApiWho<UploadAudience>,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    handlers::delete(&request, &program(&who)?, &app, &upload(&request)).await
}

/// DELETE /rooms/{id}/uploads/{upload}, by the script of the hashing page.
pub async fn page_delete(
    request: HttpRequest,
    who: Who<UploadAudience>,
    _ours: CsrfHeader,
    app: web::Data<App>,
) -> Result<HttpResponse, WebError> {
    handlers::delete(&request, &page(&who, &request), &app, &upload(&request)).await
}
