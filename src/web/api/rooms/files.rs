//! A release as a file: what its page shows and exports, and nothing more.

use actix_web::{HttpResponse, web};

use crate::access::ViewRooms;
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::rooms::{Form, exported};
use crate::web::visitor::ApiWho;

/// A release as CSV: the answer, its table, the facts; the same bytes as the page's download.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/releases/{release}/csv", tag = "rooms", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the room"),
        ("release" = String, Path, description = "the release"),
    ),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn csv(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    exported((&app, app.words()), who.proof(), (path.into_inner(), Form::Csv)).await
}

/// The same as a spreadsheet.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/releases/{release}/xlsx", tag = "rooms", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the room"),
        ("release" = String, Path, description = "the release"),
    ),
    responses(
        (
            status = 200, body = Vec<u8>,
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        ),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn xlsx(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    exported((&app, app.words()), who.proof(), (path.into_inner(), Form::Xlsx)).await
}
