//! Running the overlap: what it costs and how exact it will be, before anything is spent; then asking for it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::present::{ask_word, epsilon, inside, path, stopping};
use crate::access::{RunOverlap, ViewRooms};
use crate::ids::{RoomId, RunId};
use crate::rooms::Side;
use crate::rooms::budget::Preview;
use crate::rooms::ledger::people_rounded;
use crate::rooms::release::Ask;
use crate::rooms::terms::Approval;
use crate::services::ServiceError;
use crate::services::rooms::{self, Awaited, RoomStatus};
use crate::web::app::App;
use crate::web::components::{Banner, BudgetView, Choice, FieldView, KeyValue, Kind};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::respond::see_other;
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
    /// The questions that the terms allow, if there is more than one.
    pub asks: Option<FieldView>,
    /// Where the form goes, if it can run.
    pub action: Option<String>,
}

impl RunPage {
    /// The page of a room.
    pub fn new(c: Chrome, status: &RoomStatus) -> Self {
        let facts = &status.facts;
        // An answer that waits for somebody's word keeps nobody from asking something else.
        let ready = matches!(facts.awaited(), Awaited::Run | Awaited::Approval(..));
        let spent = status.preview().is_some_and(|preview| preview.releases_left == 0);
        let banner = match (ready, spent) {
            (true, false) => None,
            (true, true) => Some(Banner::new(Kind::Warn, c.t("run-spent"))),
            (false, _) => Some(not_now(&c, status)),
        };
        Self {
            facts: counted(&c, status),
            budget: status.preview().map(|preview| {
                let total = preview.releases_used.saturating_add(preview.releases_left);
                BudgetView::new(&c.words, preview.releases_used, total)
            }),
            banner,
            asks: asks(&c, status),
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
    let opted_out = [Side::Host, Side::Guest].map(|side| {
        let people = facts.opt_outs.get(side).iter().filter_map(|list| u64::try_from(list.people).ok());
        people_rounded(people.sum())
    });
    if opted_out.iter().any(|people| *people > 0) {
        let people: u64 = opted_out.iter().sum();
        rows.push(KeyValue::new(c.t("run-opt-outs"), c.tn("release-people-about", people)));
    }
    let (Some(effective), Some(preview)) = (&status.effective, status.preview()) else { return rows };
    let left = [
        ("left", Arg::from(preview.releases_left)),
        ("epsilon", Arg::from(epsilon(&c.words, preview.epsilon_left_micro))),
    ];
    rows.push(KeyValue::new(c.t("run-left"), c.with("run-left-text", &left)));
    if status.previews.len() == 1 {
        rows.push(KeyValue::new(c.t("run-cost"), epsilon(&c.words, preview.cost_micro)));
        rows.push(KeyValue::new(c.t("run-error-bar"), bar(c, preview, effective.round_to)));
    }
    rows.push(KeyValue::new(c.t("run-threshold"), c.tn("terms-k-value", effective.k)));
    let held = facts.terms.as_ref().is_some_and(|terms| terms.terms.approval == Approval::BothOwners);
    rows.push(KeyValue::new(c.t("terms-approval"), c.t(approval_word(held))));
    rows
}

fn approval_word(held: bool) -> &'static str {
    if held { "terms-approval-both" } else { "terms-approval-automatic" }
}

/// How exact an answer will be.
fn bar(c: &Chrome, preview: &Preview, round_to: u32) -> String {
    let mut args = vec![("pm", Arg::Number(preview.pm95)), ("r", Arg::from(round_to))];
    match (preview.pm95, preview.pm95_parts) {
        (0, _) => c.with("run-error-bar-exact", &args),
        (_, None) => c.with("run-error-bar-text", &args),
        (_, Some(parts)) => {
            args.push(("parts", Arg::Number(parts)));
            c.with("run-error-bar-parts", &args)
        }
    }
}

/// The questions as a choice, each with its price, its error bar and how often it can still be asked.
fn asks(c: &Chrome, status: &RoomStatus) -> Option<FieldView> {
    let round_to = status.effective.as_ref().map_or(0, |effective| effective.round_to);
    if status.previews.len() < 2 {
        return None;
    }
    let choice = |(ask, preview): &(Ask, Preview)| {
        let args = [
            ("cost", Arg::from(epsilon(&c.words, preview.cost_micro))),
            ("left", Arg::from(preview.releases_left)),
            ("bar", Arg::from(bar(c, preview, round_to))),
        ];
        Choice::new(ask.as_str(), c.t(ask_word(*ask)))
            .hint(c.with("run-ask-hint", &args))
            .chosen_if(Ask::default().as_str())
    };
    Some(FieldView::radios("ask", c.t("run-ask"), status.previews.iter().map(choice).collect()))
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

/// What is asked; the plain question if nothing is said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RunForm {
    ask: String,
}

/// POST /rooms/{id}/runs
pub async fn run(
    who: Who<RunOverlap>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<RunForm>,
) -> Result<HttpResponse, WebError> {
    let room = RoomId::from(id.as_str());
    let ask = if form.0.ask.is_empty() { Some(Ask::Overlap) } else { Ask::named(&form.0.ask) };
    let ask = ask.ok_or_else(|| ServiceError::field("ask", "fault-ask"))?;
    let run = asked(&app, &who, (&room, ask)).await?;
    Ok(see_other(&format!("/rooms/{room}/runs/{run}")))
}

/// Asks for a run, and wakes whoever counts.
pub(crate) async fn asked(
    app: &App,
    who: &crate::access::Allowed<RunOverlap>,
    asked: (&RoomId, Ask),
) -> Result<RunId, ServiceError> {
    let (who, room, ask) = (who.clone(), asked.0.clone(), asked.1);
    let run = app.write("run_ask", move |tx, now| rooms::run_ask(tx, &who, (&room, ask), now)).await?;
    app.kit().bell().ring();
    Ok(run)
}
