//! Where a room stands, for the people of one side: steps, reasons, budget, the latest answer.

use super::facts::{Facts, HeldAnswer};
use super::request::{RunState, runs_open};
use super::run::RunKind;
use crate::access::{Allowed, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{ReleaseId, RoomId, RunId};
use crate::rooms::Side;
use crate::rooms::budget::{Budget, Preview};
use crate::rooms::lifecycle::RoomState;
use crate::rooms::policy::{ClosedBecause, Effective};
use crate::rooms::release::{Answer, Ask, Standing};
use crate::services::ServiceError;
use crate::store::{self, ReadTx, Room};

/// One answered run, as lists show it.
#[derive(Debug, Clone)]
pub struct RunLine {
    /// The run.
    pub run: RunId,
    /// The side that asked.
    pub by: Side,
    /// How the answer came about.
    pub kind: RunKind,
    /// The release.
    pub release: ReleaseId,
    /// What was asked.
    pub ask: Ask,
    /// Whether the answer may be shown.
    pub standing: Standing,
    /// The answer, if it may.
    pub released: Option<Answer>,
    /// The step to which the terms of the run round.
    pub round_to: u32,
    /// When the answer was drawn.
    pub drawn_at: Timestamp,
    /// When it was asked.
    pub at: Timestamp,
}

/// What a room waits for, and whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Awaited {
    /// Nothing: it is closed for good.
    Nothing,
    /// Terms, from whoever proposes them.
    Terms,
    /// A signature under the terms.
    Signature(Turn),
    /// The key, from the host.
    Key(Turn),
    /// The guest's check of the key.
    KeyCheck(Turn),
    /// Something that stopped it: a decision, or terms that ran out.
    Stopped,
    /// An audience.
    Audience(Turn),
    /// Somebody's word on a held answer.
    Approval(Turn, ReleaseId),
    /// A run, by either side.
    Run,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The reader's organisation.
    Ours,
    /// The organisation across the table.
    Theirs,
}

impl Facts {
    /// What the room waits for, as the reader's side sees it.
    pub fn awaited(&self) -> Awaited {
        let turn = |missing_on: &dyn Fn(Side) -> bool| {
            if missing_on(self.side) { Turn::Ours } else { Turn::Theirs }
        };
        match (self.state(), &self.terms) {
            (RoomState::Closed(_), _) => Awaited::Nothing,
            (RoomState::Terms, None) => Awaited::Terms,
            (RoomState::Terms, Some(standing)) if standing.terms.expired(self.now) => Awaited::Terms,
            (RoomState::Terms, Some(standing)) => {
                Awaited::Signature(turn(&|side| standing.signed.get(side).is_none()))
            }
            (RoomState::Key, _) if self.room.key_check_value.is_none() => {
                Awaited::Key(turn(&|side| side == Side::Host))
            }
            (RoomState::Key, _) => Awaited::KeyCheck(turn(&|side| side == Side::Guest)),
            _ if !self.opening().is_open() => Awaited::Stopped,
            (RoomState::Audiences, _) => Awaited::Audience(turn(&|side| self.audiences.get(side).is_none())),
            (RoomState::Run, _) => match (self.held_for(self.side), self.held.first()) {
                (Some(release), _) => Awaited::Approval(Turn::Ours, release.clone()),
                (None, Some(held)) => Awaited::Approval(Turn::Theirs, held.release.clone()),
                (None, None) => Awaited::Run,
            },
        }
    }

    /// The newest held answer on which that side has not said its word.
    pub fn held_for(&self, side: Side) -> Option<&ReleaseId> {
        let waits = |held: &&HeldAnswer| held.verdicts.get(side).is_none();
        self.held.iter().find(waits).map(|held| &held.release)
    }
}

/// A room for the people of one side.
#[derive(Debug, Clone)]
pub struct RoomStatus {
    /// What is known of it.
    pub facts: Facts,
    /// The step it is at.
    pub state: RoomState,
    /// Why it does not count now, as far as this side may know; empty if it does.
    pub reasons: Vec<ClosedBecause>,
    /// The figures in force, once there are terms.
    pub effective: Option<Effective>,
    /// What each question that the terms allow would cost, and what is left of the pair's budget; the plain one first.
    pub previews: Vec<(Ask, Preview)>,
    /// The answered runs, newest first.
    pub runs: Vec<RunLine>,
    /// The reader's own runs that are not over, oldest first.
    pub open: Vec<RunState>,
}

/// Where the room stands.
pub fn room_status(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    id: &RoomId,
    now: Timestamp,
) -> Result<RoomStatus, ServiceError> {
    let facts = Facts::load(tx, who.org(), id, now)?;
    let effective = facts.effective();
    let budget = store::budget_fetch(tx, &facts.room.host_org_id, &facts.room.guest_org_id)?;
    Ok(RoomStatus {
        state: facts.state(),
        reasons: facts.opening().reasons_for(facts.side),
        previews: previews(&facts, effective.as_ref(), &budget),
        runs: run_lines(tx, who, &facts.room)?,
        open: runs_open(tx, who, &facts.room.id)?,
        effective,
        facts,
    })
}

/// The questions that the terms allow, each with its price.
fn previews(facts: &Facts, effective: Option<&Effective>, budget: &Budget) -> Vec<(Ask, Preview)> {
    let (Some(standing), Some(effective)) = (&facts.terms, effective) else { return Vec::new() };
    let allowed = Ask::ALL.into_iter().filter(|ask| ask.within(standing.terms.breakdowns));
    allowed.map(|ask| (ask, budget.preview(effective, ask))).collect()
}

impl RoomStatus {
    /// What is left of the budget, by the price of the plain question, once there are terms.
    pub fn preview(&self) -> Option<&Preview> {
        self.previews.first().map(|(_, preview)| preview)
    }
}

/// The room's runs, each with its answer.
pub(super) fn run_lines(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    room: &Room,
) -> Result<Vec<RunLine>, ServiceError> {
    let releases = store::release_list(tx, who.org(), &room.id)?;
    let mut lines = Vec::new();
    for run in store::run_list(tx, who.org(), &room.id)? {
        let Some(release) = releases.iter().find(|release| release.id == run.release_id) else { continue };
        lines.push(RunLine {
            by: room.side_of(&run.org_id).unwrap_or(Side::Host),
            kind: RunKind::named(&run.kind),
            release: run.release_id,
            ask: release.ask(),
            standing: release.standing(),
            released: release.shown()?,
            round_to: store::terms_fetch(tx, who.org(), &run.terms_id)?.read()?.rules.round_to,
            drawn_at: release.created_at,
            at: run.created_at,
            run: run.id,
        });
    }
    Ok(lines)
}
