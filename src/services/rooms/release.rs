//! One release with the ledger entry behind it.

use super::facts::{Facts, verdicts};
use crate::access::{Allowed, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{ReleaseId, RoomId};
use crate::rooms::Sides;
use crate::rooms::release::{Answer, Ask, Standing, Verdict};
use crate::services::ServiceError;
use crate::store::{self, Audience, LedgerRow, ReadTx, ReleaseInputs};

/// A release, as both sides may read it.
#[derive(Debug, Clone)]
pub struct ReleaseDetail {
    /// The room.
    pub facts: Facts,
    /// The release.
    pub id: ReleaseId,
    /// What was asked.
    pub ask: Ask,
    /// Whether the answer may be shown.
    pub standing: Standing,
    /// The answer, if it may.
    pub released: Option<Answer>,
    /// What each side has said about showing it, where the terms ask.
    pub verdicts: Sides<Option<Verdict>>,
    /// What it counted: the owners' own data, to be shown to the other side rounded.
    pub inputs: ReleaseInputs,
    /// What is left of the pair's epsilon now, in millionths.
    pub epsilon_left_micro: u64,
    /// The group size by the terms of the run.
    pub k: u32,
    /// The step to which it was rounded.
    pub round_to: u32,
    /// What it cost, in millionths of epsilon.
    pub epsilon_micro: u64,
    /// When it was drawn.
    pub at: Timestamp,
    /// The audiences that were counted: the host's, the guest's.
    pub audiences: (Audience, Audience),
    /// The ledger entries that name it, oldest first.
    pub entries: Vec<LedgerRow>,
}

/// The release, if it belongs to this room of the organisation.
pub fn release_detail(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    room: &RoomId,
    id: &ReleaseId,
    now: Timestamp,
) -> Result<ReleaseDetail, ServiceError> {
    let facts = Facts::load(tx, who.org(), room, now)?;
    let row = store::release_fetch(tx, who.org(), id)?;
    if row.room_id != *room {
        return Err(ServiceError::NotFound);
    }
    let drawn_for = store::run_list(tx, who.org(), room)?.into_iter().rfind(|run| run.release_id == *id);
    let terms_id = drawn_for.ok_or(ServiceError::NotFound)?.terms_id;
    let entries = store::ledger_list(tx, who.org(), room)?;
    let named = format!("\"release\":\"{id}\"");
    let rules = store::terms_fetch(tx, who.org(), &terms_id)?.read()?.rules.clone();
    let budget = store::budget_fetch(tx, &facts.room.host_org_id, &facts.room.guest_org_id)?;
    let total = u64::from(rules.epsilon_total_micro.micro());
    Ok(ReleaseDetail {
        ask: row.ask(),
        standing: row.standing(),
        released: row.shown()?,
        verdicts: verdicts(tx, who.org(), &facts.room, id)?,
        inputs: row.inputs()?,
        epsilon_left_micro: total.saturating_sub(budget.epsilon_micro),
        k: rules.k,
        round_to: rules.round_to,
        epsilon_micro: u64::try_from(row.epsilon_micro).unwrap_or_default(),
        at: row.created_at,
        audiences: (
            store::audience_fetch(tx, who.org(), &row.host_audience_id)?,
            store::audience_fetch(tx, who.org(), &row.guest_audience_id)?,
        ),
        entries: entries.into_iter().filter(|entry| entry.body.contains(&named)).collect(),
        id: row.id,
        facts,
    })
}
