//! Running the overlap: what it costs and how exact it will be, before anything is spent; then the run.

use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::present::{epsilon, inside, path, stopping};
use crate::access::{RunOverlap, ViewRooms};
use crate::ids::RoomId;
use crate::rooms::Side;
use crate::rooms::ledger::people_rounded;
use crate::services::ServiceError;
use crate::services::rooms::{self, Awaited, RoomStatus, RunKind};
use crate::web::app::App;
use crate::web::components::{Banner, BudgetView, KeyValue, Kind};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// GET /rooms/{id}/run
#[derive(Debug, Template)]
#[template(path = "rooms/run.html")]
pub struct RunPage {
    /// The frame.
    pub c: Chrome,
    /// What will be counted and how exactly.
    pub facts: Vec<KeyValue>,
    /// The budget.
    pub budget: Option<BudgetView>,
    /// Why it cannot run, or that the budget is spent.
    pub banner: Option<Banner>,
    /// Where the form goes, if it can run.
    pub action: Option<String>,
}

impl RunPage {
    /// The page of a room.
    pub fn new(c: Chrome, status: &RoomStatus) -> Self {
        let facts = &status.facts;
        let ready = facts.awaited() == Awaited::Run;
        let spent = status.preview.is_some_and(|preview| preview.releases_left == 0);
        let banner = match (ready, spent) {
            (true, false) => None,
            (true, true) => Some(Banner::new(Kind::Warn, c.t("run-spent"))),
            (false, _) => Some(not_now(&c, status)),
        };
        Self {
            facts: counted(&c, status),
            budget: status.preview.map(|preview| {
                let total = preview.releases_used.saturating_add(preview.releases_left);
                BudgetView::new(&c.words, preview.releases_used, total)
            }),
            banner,
            action: ready.then(|| path(facts, "/runs")),
            c: inside(c, facts),
        }
    }
}

fn not_now(c: &Chrome, status: &RoomStatus) -> Banner {
    let mut lines = stopping(c, status);
    if lines.is_empty() {
        lines.push(c.ts("run-first", super::present::next(c, &status.facts).0));
    }
    Banner { kind: Kind::Bad, title: c.t("run-not-now"), lines }
}

/// The audiences, the cost and the error bar.
fn counted(c: &Chrome, status: &RoomStatus) -> Vec<KeyValue> {
    let facts = &status.facts;
    let audience = |side: Side| match facts.audiences.get(side) {
        None => c.t("fact-audience-none"),
        Some(one) => {
            let people = people_rounded(u64::try_from(one.people).unwrap_or_default());
            c.tn("release-people-about", people)
        }
    };
    let mut rows = vec![
        KeyValue::new(c.t("run-us"), audience(facts.side)),
        KeyValue::new(c.t("run-them"), audience(facts.side.other())),
    ];
    let (Some(effective), Some(preview)) = (&status.effective, &status.preview) else { return rows };
    let cost = [("left", Arg::from(preview.releases_left)), ("cost", Arg::from(epsilon(preview.cost_micro)))];
    let bar = [("pm", Arg::Number(preview.pm95)), ("r", Arg::from(effective.round_to))];
    rows.push(KeyValue::new(c.t("run-cost"), c.with("run-cost-text", &cost)));
    rows.push(KeyValue::new(c.t("run-error-bar"), c.with("run-error-bar-text", &bar)));
    rows.push(KeyValue::new(c.t("run-threshold"), c.tn("terms-k-value", effective.k)));
    rows
}

/// GET /rooms/{id}/run
pub async fn page(
    who: Who<RunOverlap>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = who.also::<ViewRooms>().ok_or(ServiceError::NotFound)?;
    let room = RoomId::from(id.as_str());
    let status = app.read(move |tx, now| rooms::room_status(tx, &view, &room, now)).await?;
    Ok(Page(RunPage::new(who.chrome(&app, "run-title"), &status)).with_status(StatusCode::OK))
}

/// The form holds nothing but its token.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct RunForm {}

/// POST /rooms/{id}/runs
pub async fn run(
    who: Who<RunOverlap>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<RunForm>,
) -> Result<HttpResponse, WebError> {
    let room = RoomId::from(id.as_str());
    let outcome = on_the_beat(&app, answered(&who.proof(), &app, &room)).await?;
    let flash = match outcome.kind {
        RunKind::Fresh => "flash-run-fresh",
        RunKind::Repeat => "flash-run-repeat",
        RunKind::Unchanged => "flash-run-unchanged",
    };
    Ok(see_other_saying(&app, &format!("/rooms/{room}/releases/{}", outcome.release), flash))
}

/// The run, off the async threads.
pub(crate) async fn answered(
    who: &crate::access::Allowed<RunOverlap>,
    app: &App,
    room: &RoomId,
) -> Result<rooms::RunOutcome, ServiceError> {
    let (who, kit, room, now) = (who.clone(), app.kit().clone(), room.clone(), app.now());
    app.run(move |store| rooms::overlap_run(store, &who, &kit, &room, now)).await
}

/// The outcome of `work`, held back until the next beat after its start: how long a count took is then not to be seen, and
/// a refusal takes as long as an answer (cleanroom.md, attack 10).
pub(crate) async fn on_the_beat<T>(app: &App, work: impl Future<Output = T>) -> T {
    let beat = Duration::from_secs(u64::from(app.limits().release_tick_seconds));
    let started = Instant::now();
    let outcome = work.await;
    tokio::time::sleep(rest_of_beat(started.elapsed(), beat)).await;
    outcome
}

/// What is left of the beat in which `elapsed` ends.
fn rest_of_beat(elapsed: Duration, beat: Duration) -> Duration {
    if beat.is_zero() {
        return Duration::ZERO;
    }
    let into = elapsed.as_nanos() % beat.as_nanos();
    let into = Duration::from_nanos(u64::try_from(into).unwrap_or_default());
    beat.saturating_sub(into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_ends_on_a_beat() {
        let beat = Duration::from_secs(5);
        for (elapsed, rest) in [(0, 5_000), (1, 4_999), (4_999, 1), (5_001, 4_999), (12_000, 3_000)] {
            assert_eq!(rest_of_beat(Duration::from_millis(elapsed), beat), Duration::from_millis(rest));
        }
        assert_eq!(rest_of_beat(Duration::from_millis(7), Duration::ZERO), Duration::ZERO);
    }
}
