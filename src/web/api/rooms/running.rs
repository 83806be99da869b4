//! Runs from the moment they are asked for: asking, how far they are, calling off.

use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::RunJson;
use crate::access::{Allowed, RunOverlap, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{RoomId, RunId};
use crate::rooms::release::Ask;
use crate::services::ServiceError;
use crate::services::rooms::{self, RunStanding, RunState};
use crate::web::app::App;
use crate::web::error::{Problem, WebError, say, service_refusal};
use crate::web::rooms::{asked, when_over};
use crate::web::visitor::ApiWho;

/// How long an answer is waited for where nothing is said.
const USUAL_WAIT: Duration = Duration::from_secs(30);
/// The longest that anybody may wait in one request.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// What to count.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RunRequest {
    /// `overlap`, `by_identifier` or `by_segment`; the last two only if the terms allow them.
    #[schema(value_type = String, default = "overlap")]
    pub ask: Ask,
}

/// Why a run came to nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunProblem {
    /// A stable word for programs: the kind of refusal.
    pub code: String,
    /// A stable word for programs: which rule it was.
    pub reason: String,
    /// What happened and what to do.
    pub detail: String,
}

/// A run that was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunStateJson {
    /// The run's id.
    pub id: String,
    /// `queued`, `running`, `done`, `failed` or `cancelled`. Only a run that is done cost anything.
    pub state: &'static str,
    /// How much is counted, in hundredths, by the rows that are read: it says nothing about who is found.
    pub progress: u8,
    /// What was asked: `overlap`, `by_identifier` or `by_segment`.
    pub ask: &'static str,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// The answered run, once it is done.
    pub run: Option<RunJson>,
    /// Why it failed, if it did.
    pub problem: Option<RunProblem>,
}

impl RunStateJson {
    fn of(app: &App, state: &RunState) -> Self {
        let problem = |error: &ServiceError| {
            let refusal = service_refusal(error);
            RunProblem {
                code: refusal.code.to_owned(),
                reason: refusal.message.id.to_owned(),
                detail: say(&app.words(), &refusal.message),
            }
        };
        Self {
            id: state.id.to_string(),
            state: state.standing.as_str(),
            progress: state.progress,
            ask: state.ask.as_str(),
            asked_at: state.at,
            run: match &state.standing {
                RunStanding::Done(line) => Some(RunJson::of(line)),
                _ => None,
            },
            problem: match &state.standing {
                RunStanding::Failed(error) => Some(problem(error)),
                _ => None,
            },
        }
    }
}

/// Runs the overlap. The run waits for its turn; this request waits for its end, 30 seconds unless `Prefer: wait=…` (at most 120)
/// or `Prefer: respond-async` says otherwise, and answers 202 if it takes longer: ask for the run then. Needs no idempotency
/// key: the same question about the same audiences gets the same answer, free.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/runs", tag = "rooms", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the room"),
        ("Prefer" = Option<String>, Header, description = "`wait=<seconds>` or `respond-async` (RFC 7240)"),
    ),
    request_body = RunRequest,
    responses(
        (status = 201, description = "it is answered", body = RunJson),
        (status = 202, description = "it waits or is counted; `Location` names it", body = RunStateJson),
        (status = 409, description = "refused, with the reason", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "too many runs wait", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn run(
    who: ApiWho<RunOverlap>,
    app: web::Data<App>,
    id: web::Path<String>,
    request: HttpRequest,
    body: web::Json<RunRequest>,
) -> Result<HttpResponse, WebError> {
    let room = RoomId::from(id.as_str());
    let view = Allowed::<ViewRooms>::authorize(who.proof().actor()).map_err(ServiceError::from)?;
    let run = asked(&app, &who.proof(), (&room, body.ask)).await?;
    let state = when_over(&app, &view, (&room, &run), patience(&request)).await?;
    let mut response = match state.standing {
        RunStanding::Failed(error) => {
            let lost = || ServiceError::Internal("a fault is held elsewhere".to_owned());
            return Err(std::sync::Arc::into_inner(error).unwrap_or_else(lost).into());
        }
        RunStanding::Cancelled => return Err(ServiceError::conflict("conflict-run-cancelled").into()),
        RunStanding::Done(line) => HttpResponse::Created().json(RunJson::of(&line)),
        RunStanding::Queued | RunStanding::Running => {
            HttpResponse::Accepted().json(RunStateJson::of(&app, &state))
        }
    };
    let location = header::HeaderValue::from_str(&format!("/api/v1/rooms/{room}/runs/{run}"));
    let location = location.map_err(|error| ServiceError::Internal(error.to_string()))?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// How long the asker wants to wait; what is not understood is not followed (RFC 7240).
fn patience(request: &HttpRequest) -> Duration {
    let said = request.headers().get_all("prefer").filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split([',', ';'])).find_map(preferred).unwrap_or(USUAL_WAIT).min(LONGEST_WAIT)
}

fn preferred(preference: &str) -> Option<Duration> {
    let preference = preference.trim();
    if preference.eq_ignore_ascii_case("respond-async") {
        return Some(Duration::ZERO);
    }
    let (name, value) = preference.split_once('=')?;
    let seconds = value.trim().trim_matches('"').parse().ok()?;
    name.trim().eq_ignore_ascii_case("wait").then(|| Duration::from_secs(seconds))
}

/// Where a run stands: an own one from the moment it is asked for, the other side's once it is answered.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/runs/{run}", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room"), ("run" = String, Path, description = "the run")),
    responses(
        (status = 200, body = RunStateJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn fetch(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<RunStateJson>, WebError> {
    let (proof, (room, run)) = (who.proof(), path.into_inner());
    let (room, run) = (RoomId::from(room.as_str()), RunId::from(run.as_str()));
    let state = app.read(move |tx, _| rooms::run_state(tx, &proof, (&room, &run))).await?;
    Ok(web::Json(RunStateJson::of(&app, &state)))
}

/// Calls off a run that the token's organisation asked for, while it waits or is counted: nothing is released or charged.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/runs/{run}/cancel", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room"), ("run" = String, Path, description = "the run")),
    responses(
        (status = 204, description = "it is called off"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "it is over, or the other side asked for it", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn cancel(
    who: ApiWho<RunOverlap>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (proof, (room, run)) = (who.proof(), path.into_inner());
    let (room, run) = (RoomId::from(room.as_str()), RunId::from(run.as_str()));
    app.write("run_cancel", move |tx, now| rooms::run_cancel(tx, &proof, (&room, &run), now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_preferred_is_heard_and_bounded() {
        let wait = |said: &str| {
            let request = actix_web::test::TestRequest::default().insert_header(("prefer", said));
            patience(&request.to_http_request())
        };
        assert_eq!(wait("respond-async"), Duration::ZERO);
        assert_eq!(wait("handling=lenient, wait=10"), Duration::from_secs(10));
        assert_eq!(wait("Wait=\"7\""), Duration::from_secs(7));
        assert_eq!(wait("wait=99999"), LONGEST_WAIT);
        assert_eq!(wait("wait=soon"), USUAL_WAIT);
    }
}
