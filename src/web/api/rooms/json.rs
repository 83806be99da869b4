//! Rooms as JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Timestamp;
use crate::rooms::budget::Preview;
use crate::rooms::ledger::people_rounded;
use crate::rooms::policy::{ClosedBecause, Effective};
use crate::rooms::release::{Answer, Ask};
use crate::rooms::{Side, Sides};
use crate::services::rooms::{Facts, RoomStatus, RunLine, reason_message};
use crate::web::error::say;
use crate::web::words::Words;

/// A room in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomSummary {
    /// The room's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The token's side: `host` or `guest`.
    pub side: &'static str,
    /// The other organisation.
    pub partner: String,
    /// The step it is at: `terms`, `key`, `audiences`, `run` or `closed`.
    pub step: &'static str,
    /// Whether it counts now.
    pub open: bool,
}

impl RoomSummary {
    /// The summary of a room.
    pub fn of(facts: &Facts) -> Self {
        Self {
            id: facts.room.id.to_string(),
            name: facts.room.name.clone(),
            side: facts.side.as_str(),
            partner: facts.their_name().to_owned(),
            step: facts.state().as_str(),
            open: facts.opening().is_open(),
        }
    }
}

/// One reason why a room does not count.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reason {
    /// A stable word.
    pub code: &'static str,
    /// The side that it is about, if it is about one.
    pub side: Option<&'static str>,
    /// The reason in words.
    pub detail: String,
}

impl Reason {
    fn of(words: &Words, reason: ClosedBecause, names: &Sides<String>) -> Self {
        Self {
            code: reason.code(),
            side: reason.side().map(Side::as_str),
            detail: say(words, &reason_message(reason, names)),
        }
    }
}

/// What one side has done.
#[derive(Debug, Serialize, ToSchema)]
pub struct SideJson {
    /// The organisation.
    pub organisation: String,
    /// When it signed the terms as they stand.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub signed_at: Option<Timestamp>,
    /// When it made or checked the key.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub key_at: Option<Timestamp>,
    /// The people of its audience, rounded to 100; null while there is none.
    pub people_about: Option<u64>,
    /// The people on its lists of opt-outs, rounded to 100.
    pub opt_outs_about: u64,
}

/// What is left of the budget.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetJson {
    /// New releases so far, over all rooms of the two organisations.
    pub releases_used: u32,
    /// New releases left.
    pub releases_left: u32,
    /// Millionths of epsilon left.
    pub epsilon_left_micro: u64,
    /// What a new release costs, in millionths of epsilon.
    pub cost_micro: u64,
    /// The half-width of a new release's error bar (95 %).
    pub pm95: u64,
    /// The price of each question that the terms allow.
    pub asks: Vec<AskJson>,
}

/// What a question would cost, before anything is spent.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskJson {
    /// `overlap`, `by_identifier` or `by_segment`.
    pub ask: &'static str,
    /// What a new answer costs, in millionths of epsilon.
    pub cost_micro: u64,
    /// How many more new answers to it both limits allow.
    pub releases_left: u32,
    /// The half-width of the total's error bar (95 %); 0 without noise.
    pub pm95: u64,
    /// The half-width of each part's error bar, where there are parts.
    pub pm95_parts: Option<u64>,
}

/// An answered run.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunJson {
    /// The run's id.
    pub id: String,
    /// `fresh`, `repeat` or `unchanged`; only a fresh one cost anything.
    pub kind: &'static str,
    /// The release that answers it.
    pub release_id: String,
    /// What was asked: `overlap`, `by_identifier` or `by_segment`.
    pub ask: &'static str,
    /// `released`, `held` until both sides let it go, or `denied`.
    pub standing: &'static str,
    /// The answer, once it is released; null otherwise. Of an overlap `{"band":"value","n":..,"pm95":..}`,
    /// `{"band":"below","lt":..}` or `{"band":"above","ge":..}`; of a breakdown `total` in that form and its parts.
    #[schema(value_type = Option<Object>)]
    pub released: Option<Answer>,
    /// When the answer was drawn.
    #[schema(value_type = String, format = DateTime)]
    pub drawn_at: Timestamp,
}

impl RunJson {
    /// A run of a list.
    pub fn of(run: &RunLine) -> Self {
        Self {
            id: run.run.to_string(),
            kind: run.kind.as_str(),
            release_id: run.release.to_string(),
            ask: run.ask.as_str(),
            standing: run.standing.as_str(),
            released: run.released.clone(),
            drawn_at: run.drawn_at,
        }
    }
}

/// Where a room stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomJson {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: RoomSummary,
    /// Why it does not count now; empty if it does.
    pub closed_because: Vec<Reason>,
    /// The host.
    pub host: SideJson,
    /// The guest.
    pub guest: SideJson,
    /// The key check value, once the host has made the key.
    pub kcv: Option<String>,
    /// The figures in force: the terms, tightened by the decisions.
    #[schema(value_type = Option<Object>)]
    pub effective: Option<Effective>,
    /// The budget, once there are terms.
    pub budget: Option<BudgetJson>,
    /// When it closes by itself: when the terms that both signed run out, or when it has waited too long for any.
    #[schema(value_type = String, format = DateTime)]
    pub closes_at: Timestamp,
    /// When it closed for good.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Timestamp>,
}

impl RoomJson {
    /// The room, with its reasons in words.
    pub fn of(words: &Words, status: &RoomStatus) -> Self {
        let facts = &status.facts;
        let reason = |reason: &ClosedBecause| Reason::of(words, *reason, &facts.names);
        Self {
            summary: RoomSummary::of(facts),
            closed_because: status.reasons.iter().map(reason).collect(),
            host: side(facts, Side::Host),
            guest: side(facts, Side::Guest),
            kcv: facts.room.key_check_value.clone(),
            effective: status.effective.clone(),
            budget: status.preview().map(|preview| BudgetJson {
                asks: status.previews.iter().map(ask_json).collect(),
                releases_used: preview.releases_used,
                releases_left: preview.releases_left,
                epsilon_left_micro: preview.epsilon_left_micro,
                cost_micro: preview.cost_micro,
                pm95: preview.pm95,
            }),
            closes_at: facts.until.at(),
            closed_at: facts.room.closed_at,
        }
    }
}

fn ask_json((ask, preview): &(Ask, Preview)) -> AskJson {
    AskJson {
        ask: ask.as_str(),
        cost_micro: preview.cost_micro,
        releases_left: preview.releases_left,
        pm95: preview.pm95,
        pm95_parts: preview.pm95_parts,
    }
}

fn side(facts: &Facts, side: Side) -> SideJson {
    let signed = facts.terms.as_ref().and_then(|standing| standing.signed.get(side).as_ref());
    let audience = facts.audiences.get(side).as_ref();
    SideJson {
        organisation: facts.names.get(side).clone(),
        signed_at: signed.map(|signature| signature.at),
        key_at: match side {
            Side::Host => facts.room.key_created_at,
            Side::Guest => facts.room.key_checked_at,
        },
        opt_outs_about: people_rounded(
            facts.opt_outs.get(side).iter().filter_map(|list| u64::try_from(list.people).ok()).sum(),
        ),
        people_about: audience.map(|one| people_rounded(u64::try_from(one.people).unwrap_or_default())),
    }
}
