//! Who could learn what in a room: its facts, and what the pair has spent.

use super::facts::Facts;
use crate::access::{Allowed, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::RoomId;
use crate::rooms::exposure::Exposure;
use crate::rooms::policy::Effective;
use crate::services::ServiceError;
use crate::store::{self, ReadTx};

/// What the page of a room needs.
#[derive(Debug, Clone)]
pub struct RoomExposure {
    /// The room.
    pub facts: Facts,
    /// The figures in force and what they could give away, once there are terms.
    pub figures: Option<(Effective, Exposure)>,
    /// How many new answers this room has given.
    pub answers: usize,
    /// Whether what it held is destroyed.
    pub destroyed: bool,
}

/// The figures of a room of the organisation.
pub fn room_exposure(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    id: &RoomId,
    now: Timestamp,
) -> Result<RoomExposure, ServiceError> {
    let facts = Facts::load(tx, who.org(), id, now)?;
    let budget = store::budget_fetch(tx, &facts.room.host_org_id, &facts.room.guest_org_id)?;
    let figures = facts.effective().map(|effective| {
        let exposure = Exposure::of(&budget, &effective);
        (effective, exposure)
    });
    Ok(RoomExposure {
        figures,
        answers: store::release_list(tx, who.org(), id)?.len(),
        destroyed: store::ledger_find(tx, who.org(), id, "destroyed")?.is_some(),
        facts,
    })
}
