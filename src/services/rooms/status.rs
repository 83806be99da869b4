//! Where a room stands, for the people of one side: steps, reasons, budget, the latest answer.

use super::facts::Facts;
use super::run::RunKind;
use crate::access::{Allowed, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{ReleaseId, RoomId, RunId};
use crate::rooms::Side;
use crate::rooms::budget::Preview;
use crate::rooms::lifecycle::RoomState;
use crate::rooms::policy::{ClosedBecause, Effective};
use crate::rooms::release::Released;
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
    /// The answer.
    pub released: Released,
    /// When the answer was drawn.
    pub drawn_at: Timestamp,
    /// When it was asked.
    pub at: Timestamp,
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
    /// What is left of the pair's budget, once there are terms.
    pub preview: Option<Preview>,
    /// The runs, newest first.
    pub runs: Vec<RunLine>,
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
        preview: effective.as_ref().map(|effective| budget.preview(effective)),
        runs: run_lines(tx, who, &facts.room)?,
        effective,
        facts,
    })
}

/// The room's runs, each with its answer.
fn run_lines(tx: &mut ReadTx, who: &Allowed<ViewRooms>, room: &Room) -> Result<Vec<RunLine>, ServiceError> {
    let releases = store::release_list(tx, who.org(), &room.id)?;
    let mut lines = Vec::new();
    for run in store::run_list(tx, who.org(), &room.id)? {
        let Some(release) = releases.iter().find(|release| release.id == run.release_id) else { continue };
        lines.push(RunLine {
            by: room.side_of(&run.org_id).unwrap_or(Side::Host),
            kind: RunKind::named(&run.kind),
            release: run.release_id,
            released: release.read()?,
            drawn_at: release.created_at,
            at: run.created_at,
            run: run.id,
        });
    }
    Ok(lines)
}
