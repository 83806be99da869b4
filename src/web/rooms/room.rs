//! A room: us and them in two columns, the five steps, the latest answer, the budget, the runs.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::key::voided;
use super::present::{answer, answer_line, ask_word, close_reason, epsilon, next, path, steps, stopping};
use super::running::standing_word;
use crate::access::{ManageRooms, RunOverlap, UploadAudience, ViewRooms};
use crate::ids::RoomId;
use crate::rooms::Side;
use crate::rooms::ledger::people_rounded;
use crate::services::rooms::{self, Awaited, Facts, RoomStatus, RunKind, RunLine, RunState};
use crate::store::Audience;
use crate::web::app::App;
use crate::web::components::{Banner, BudgetView, KeyValue, Kind, Link, ReleasedView, StepView};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav, Page};
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// One side of the room.
#[derive(Debug, Clone)]
pub struct SideView {
    /// "Us" or "Them".
    pub label: String,
    /// The organisation.
    pub name: String,
    /// Who has done what.
    pub facts: Vec<KeyValue>,
}

/// A run, as a row.
#[derive(Debug, Clone)]
pub struct RunRow {
    /// When it was asked.
    pub when: String,
    /// Which organisation asked.
    pub by: String,
    /// What was asked.
    pub ask: String,
    /// The answer and its page.
    pub answer: Link,
    /// How it came about.
    pub kind: String,
}

/// GET /rooms/{id}
#[derive(Debug, Template)]
#[template(path = "rooms/room.html")]
pub struct RoomPage {
    /// The frame.
    pub c: Chrome,
    /// "With Harbour & Pine".
    pub with: String,
    /// The one thing to do now, if it is our turn and this person may.
    pub primary: Option<Link>,
    /// Why it does not count, beyond the next step.
    pub banner: Option<Banner>,
    /// The five steps.
    pub steps: Vec<StepView>,
    /// Us, then them.
    pub sides: Vec<SideView>,
    /// The latest answer and its page.
    pub latest: Option<(ReleasedView, String)>,
    /// The budget and what it means.
    pub budget: Option<(BudgetView, String)>,
    /// Our runs that are not over, each with its page.
    pub open: Vec<Link>,
    /// The runs, newest first.
    pub runs: Vec<RunRow>,
    /// Other pages of the room.
    pub links: Vec<Link>,
}

/// What this person may do in rooms.
#[derive(Debug, Clone, Copy)]
pub struct May {
    /// Propose, sign, make keys, close.
    pub manage: bool,
    /// Add an audience.
    pub upload: bool,
    /// Run the overlap.
    pub run: bool,
}

impl RoomPage {
    /// The page of a room for somebody who may do so much.
    pub fn new(c: Chrome, status: &RoomStatus, may: May) -> Self {
        let facts = &status.facts;
        let primary = next(&c, facts).1.filter(|_| may_do(&facts.awaited(), may));
        let up = c.t("nav-rooms");
        Self {
            with: c.ts("room-with", facts.their_name()),
            primary,
            banner: banner(&c, status),
            steps: steps(&c, status),
            sides: sides(&c, facts),
            latest: status.runs.first().map(|run| latest(&c, facts, run)),
            budget: budget(&c, status),
            open: status.open.iter().map(|run| open_run(&c, facts, run)).collect(),
            runs: status.runs.iter().map(|run| run_row(&c, facts, run)).collect(),
            links: links(&c, facts, may),
            c: c.titled(&facts.room.name).at(Nav::Rooms).under(up, "/rooms"),
        }
    }
}

fn may_do(awaited: &Awaited, may: May) -> bool {
    match awaited {
        Awaited::Audience(_) => may.upload,
        Awaited::Run => may.run,
        _ => may.manage,
    }
}

fn banner(c: &Chrome, status: &RoomStatus) -> Option<Banner> {
    if let (Some(at), Some(because)) = (status.facts.room.closed_at, status.facts.room.closed()) {
        let mut shown =
            Banner::new(Kind::Plain, c.with("room-closed-on", &[("date", Arg::from(c.date(at)))]));
        shown.lines.push(close_reason(c, &status.facts, because));
        return Some(shown);
    }
    if let Some(shown) = voided(c, &status.facts) {
        return Some(shown);
    }
    let lines = stopping(c, status);
    (!lines.is_empty()).then(|| Banner { kind: Kind::Bad, title: c.t("room-stopped-title"), lines })
}

fn sides(c: &Chrome, facts: &Facts) -> Vec<SideView> {
    let us = facts.side;
    let side = |side: Side, word: &str| SideView {
        label: c.t(word),
        name: facts.names.get(side).clone(),
        facts: side_facts(c, facts, side),
    };
    vec![side(us, "room-us"), side(us.other(), "room-them")]
}

/// Decision, signature, key and audience of one side.
fn side_facts(c: &Chrome, facts: &Facts, side: Side) -> Vec<KeyValue> {
    let on = |word: &str, at| c.with(word, &[("date", Arg::from(c.date(at)))]);
    let decision = match facts.decisions.get(side) {
        Some(decision) if decision.limits_in_force().is_some() => c.t("decision-allows"),
        Some(_) => c.t("decision-refuses"),
        None if side == Side::Host => c.t("decision-needed"),
        None => c.t("decision-absent"),
    };
    let signed = facts.terms.as_ref().and_then(|standing| standing.signed.get(side).as_ref());
    let key = match side {
        Side::Host => facts.room.key_created_at.map(|at| on("fact-key-made-on", at)),
        Side::Guest => facts.room.key_checked_at.map(|at| on("fact-key-checked-on", at)),
    };
    let audience = facts.audiences.get(side).as_ref();
    let none = if facts.room.closed_at.is_some() { "step-audiences-gone" } else { "fact-audience-none" };
    let mut lines = vec![
        KeyValue::new(c.t("fact-decision"), decision),
        KeyValue::new(
            c.t("fact-signed"),
            signed.map_or_else(|| c.t("fact-not-signed"), |signed| on("fact-signed-on", signed.at)),
        ),
        KeyValue::new(c.t("fact-key"), key.unwrap_or_else(|| c.t("fact-key-none"))),
        KeyValue::new(
            c.t("fact-audience"),
            audience.map_or_else(|| c.t(none), |one| audience_text(c, one, side == facts.side)),
        ),
    ];
    // A closed room holds no list of opt-outs, and no longer knows whether there was one.
    if facts.room.closed_at.is_none() {
        lines.push(KeyValue::new(c.t("fact-opt-outs"), opt_outs_text(c, facts, side)));
    }
    lines
}

/// How many people the side's lists of opt-outs name: our own exactly, the partner's to the nearest hundred.
fn opt_outs_text(c: &Chrome, facts: &Facts, side: Side) -> String {
    let lists = facts.opt_outs.get(side);
    let people = lists.iter().filter_map(|list| u64::try_from(list.people).ok()).sum();
    match (lists.is_empty(), side == facts.side) {
        (true, _) => c.t("fact-opt-outs-none"),
        (false, true) => c.tn("fact-opt-outs-ours", people),
        (false, false) => c.tn("release-people-about", people_rounded(people)),
    }
}

/// Our own audience exactly, the partner's to the nearest hundred.
fn audience_text(c: &Chrome, audience: &Audience, ours: bool) -> String {
    let people = u64::try_from(audience.people).unwrap_or_default();
    let date = ("date", Arg::from(c.date(audience.created_at)));
    if ours && audience.label.is_empty() {
        c.with("fact-audience-unnamed", &[("people", Arg::Number(people)), date])
    } else if ours {
        let args = [("label", Arg::from(&audience.label)), ("people", Arg::Number(people)), date];
        c.with("fact-audience-ours", &args)
    } else {
        c.with("fact-audience-theirs", &[("people", Arg::Number(people_rounded(people))), date])
    }
}

fn latest(c: &Chrome, facts: &Facts, run: &RunLine) -> (ReleasedView, String) {
    let note = c.with("release-drawn", &[("date", Arg::from(c.moment(run.drawn_at)))]);
    let view = answer(c, (run.standing, run.released.as_ref()), run.round_to).note(note);
    (view, path(facts, &format!("/releases/{}", run.release)))
}

fn budget(c: &Chrome, status: &RoomStatus) -> Option<(BudgetView, String)> {
    let preview = status.preview()?;
    let total = preview.releases_used.saturating_add(preview.releases_left);
    let args = [
        ("cost", Arg::from(epsilon(&c.words, preview.cost_micro))),
        ("left", Arg::from(epsilon(&c.words, preview.epsilon_left_micro))),
    ];
    Some((BudgetView::new(&c.words, preview.releases_used, total), c.with("room-budget-text", &args)))
}

fn open_run(c: &Chrome, facts: &Facts, run: &RunState) -> Link {
    let args = [
        ("ask", Arg::from(c.t(ask_word(run.ask)))),
        ("standing", Arg::from(c.t(standing_word(&run.standing)))),
        ("n", Arg::Number(u64::from(run.progress))),
    ];
    Link::new(c.with("room-open-run", &args), path(facts, &format!("/runs/{}", run.id)))
}

fn run_row(c: &Chrome, facts: &Facts, run: &RunLine) -> RunRow {
    let since = [("date", Arg::from(c.date(run.drawn_at)))];
    RunRow {
        when: c.moment(run.at),
        by: facts.names.get(run.by).clone(),
        ask: c.t(ask_word(run.ask)),
        answer: Link::new(
            answer_line(c, run.standing, run.released.as_ref()),
            path(facts, &format!("/releases/{}", run.release)),
        ),
        kind: match run.kind {
            RunKind::Fresh => c.t("run-fresh"),
            RunKind::Repeat => c.t("run-repeat"),
            RunKind::Unchanged => c.with("run-unchanged", &since),
        },
    }
}

fn links(c: &Chrome, facts: &Facts, may: May) -> Vec<Link> {
    let mut links = vec![
        Link::new(c.t("room-terms-link"), path(facts, "/terms")),
        Link::new(c.t("room-ledger-link"), path(facts, "/ledger")),
        Link::new(c.t("room-learn-link"), path(facts, "/learn")),
        Link::new(c.t("room-notice-link"), path(facts, "/notice")),
    ];
    if facts.room.closed_at.is_some() {
        links.push(Link::new(c.t("room-receipt-link"), path(facts, "/receipt")));
    } else {
        if may.upload && facts.state().takes_audiences() {
            links.push(Link::new(c.t("room-audience-link"), path(facts, "/audience")));
        }
        if may.manage {
            links.push(Link::new(c.t("room-close-link"), path(facts, "/close")));
        }
    }
    links
}

/// GET /rooms/{id}
pub async fn page(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let status = app.read(move |tx, now| rooms::room_status(tx, &proof, &id, now)).await?;
    let may = May {
        manage: who.also::<ManageRooms>().is_some(),
        upload: who.also::<UploadAudience>().is_some(),
        run: who.also::<RunOverlap>().is_some(),
    };
    Ok(Page(RoomPage::new(who.chrome(&app, "rooms-title"), &status, may)).with_status(StatusCode::OK))
}
