//! A run while it waits and is counted: how far it is, and the way to call it off. Once it is answered, the page of its answer.

use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::{Deserialize, Serialize};

use super::present::ask_word;
use crate::access::{Allowed, RunOverlap, ViewRooms};
use crate::ids::{RoomId, RunId};
use crate::rooms::release::Standing;
use crate::services::ServiceError;
use crate::services::rooms::{self, RunKind, RunLine, RunStanding, RunState};
use crate::web::app::App;
use crate::web::components::{Banner, KeyValue, Kind, ProgressView};
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say, service_refusal};
use crate::web::page::{Chrome, Nav, Page};
use crate::web::respond::{see_other, see_other_saying};
use crate::web::visitor::Who;
use crate::web::words::{Arg, Words};

/// GET /rooms/{id}/runs/{run}
#[derive(Debug, Template)]
#[template(path = "rooms/running.html")]
pub struct RunningPage {
    /// The frame.
    pub c: Chrome,
    /// How far it is, while it waits or is counted.
    pub progress: Option<ProgressView>,
    /// Where a script asks how far it is.
    pub asks: String,
    /// `queued` or `running`, for the script.
    pub state: &'static str,
    /// How it ended, if it was not answered.
    pub banner: Option<Banner>,
    /// What was asked, and when.
    pub facts: Vec<KeyValue>,
    /// Where the form goes that calls it off, for whoever may.
    pub cancel: Option<String>,
    /// Where to ask again.
    pub again: String,
}

impl RunningPage {
    /// The page of a run that is not answered, in a room of that id and name.
    pub fn new(c: Chrome, room: (&RoomId, &str), run: &RunState, may_cancel: bool) -> Self {
        let here = format!("/rooms/{}/runs/{}", room.0, run.id);
        let over = run.standing.ended();
        let up = (room.1.to_owned(), format!("/rooms/{}", room.0));
        Self {
            progress: (!over).then(|| progress(&c.words, run)),
            asks: format!("{here}/progress"),
            state: run.standing.as_str(),
            banner: banner(&c, &run.standing),
            facts: vec![
                KeyValue::new(c.t("col-run-ask"), c.t(ask_word(run.ask))),
                KeyValue::new(c.t("running-asked"), c.moment(run.at)),
            ],
            cancel: (may_cancel && !over).then(|| format!("{here}/cancel")),
            again: format!("/rooms/{}/run", room.0),
            c: c.at(Nav::Rooms).under(up.0, &up.1),
        }
    }
}

fn progress(words: &Words, run: &RunState) -> ProgressView {
    let done = u64::from(run.progress);
    let label = words.t(standing_word(&run.standing));
    ProgressView { label, text: words.with("running-percent", &[("n", Arg::Number(done))]), done, of: 100 }
}

/// How a run stands, in one word of the catalogue.
pub(super) fn standing_word(standing: &RunStanding) -> &'static str {
    match standing {
        RunStanding::Queued => "running-queued",
        RunStanding::Running => "running-now",
        RunStanding::Done(_) => "running-done",
        RunStanding::Failed(_) => "running-failed",
        RunStanding::Cancelled => "running-cancelled",
    }
}

fn banner(c: &Chrome, standing: &RunStanding) -> Option<Banner> {
    match standing {
        RunStanding::Failed(error) => {
            let why = say(&c.words, &service_refusal(error).message);
            Some(Banner { kind: Kind::Bad, title: c.t("running-failed"), lines: vec![why] })
        }
        RunStanding::Cancelled => Some(Banner::new(Kind::Plain, c.t("conflict-run-cancelled"))),
        RunStanding::Queued | RunStanding::Running | RunStanding::Done(_) => None,
    }
}

/// The ids of a path.
fn ids(path: web::Path<(String, String)>) -> (RoomId, RunId) {
    let (room, run) = path.into_inner();
    (RoomId::from(room.as_str()), RunId::from(run.as_str()))
}

/// GET /rooms/{id}/runs/{run}
pub async fn page(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (proof, (room, run)) = (who.proof(), ids(path));
    let (about, found) = (room.clone(), run.clone());
    let (state, name) = app
        .read(move |tx, _| {
            let state = rooms::run_state(tx, &proof, (&about, &found))?;
            Ok((state, rooms::room_name(tx, &proof, &about)?))
        })
        .await?;
    if let RunStanding::Done(line) = &state.standing {
        return Ok(see_other_saying(&app, &format!("/rooms/{room}/releases/{}", line.release), flash(line)));
    }
    let may_cancel = who.also::<RunOverlap>().is_some();
    let page = RunningPage::new(who.chrome(&app, "running-title"), (&room, &name), &state, may_cancel);
    Ok(Page(page).with_status(StatusCode::OK))
}

fn flash(line: &RunLine) -> &'static str {
    match (line.kind, line.standing) {
        (RunKind::Fresh, Standing::Held) => "flash-run-held",
        (RunKind::Fresh, _) => "flash-run-fresh",
        (RunKind::Repeat, _) => "flash-run-repeat",
        (RunKind::Unchanged, _) => "flash-run-unchanged",
    }
}

/// How far a run is, for the script of its page.
#[derive(Debug, Serialize)]
struct Seen {
    state: &'static str,
    progress: u8,
    text: String,
}

/// GET /rooms/{id}/runs/{run}/progress
pub async fn seen(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (proof, (room, run)) = (who.proof(), ids(path));
    let state = app.read(move |tx, _| rooms::run_state(tx, &proof, (&room, &run))).await?;
    let text = progress(&who.words(), &state).text;
    Ok(HttpResponse::Ok().insert_header((actix_web::http::header::CACHE_CONTROL, "no-store")).json(Seen {
        state: state.standing.as_str(),
        progress: state.progress,
        text,
    }))
}

/// A form without fields.
#[derive(Debug, Default, Deserialize)]
pub struct Nothing {}

/// POST /rooms/{id}/runs/{run}/cancel
pub async fn cancel(
    who: Who<RunOverlap>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    _: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, (room, run)) = (who.proof(), ids(path));
    let here = format!("/rooms/{room}/runs/{run}");
    app.write("run_cancel", move |tx, now| rooms::run_cancel(tx, &proof, (&room, &run), now)).await?;
    Ok(see_other(&here))
}

/// How long to wait before looking again, at first and at most.
const FIRST_LOOK: Duration = Duration::from_millis(2);
const LAST_LOOK: Duration = Duration::from_millis(250);

/// Where a run stands once it is over, or after that time. Waits without a thread and without a connection.
pub(crate) async fn when_over(
    app: &App,
    who: &Allowed<ViewRooms>,
    asked: (&RoomId, &RunId),
    longest: Duration,
) -> Result<RunState, ServiceError> {
    let (began, mut pause) = (Instant::now(), FIRST_LOOK);
    loop {
        let (who, room, run) = (who.clone(), asked.0.clone(), asked.1.clone());
        let state = app.read(move |tx, _| rooms::run_state(tx, &who, (&room, &run))).await?;
        if state.standing.ended() || began.elapsed() >= longest {
            return Ok(state);
        }
        tokio::time::sleep(pause).await;
        pause = pause.saturating_mul(2).min(LAST_LOOK);
    }
}
