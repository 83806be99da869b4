//! Who could learn what in a room: its facts, and what the pair has spent.

use super::facts::Facts;
use crate::access::{Allowed, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::RoomId;
use crate::rooms::exposure::Exposure;
use crate::rooms::policy::Effective;
use crate::rooms::terms::NoiseKind;
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
    /// Whether noise is on every count of the two organisations, here and in their other rooms.
    pub noise: NoiseKind,
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
    let noise = weakest_noise(tx, &facts)?;
    let figures = facts.effective().map(|effective| {
        let exposure = Exposure::of(&budget, &effective);
        let exposure = if noise == NoiseKind::Exact { exposure.without_noise() } else { exposure };
        (effective, exposure)
    });
    Ok(RoomExposure {
        figures,
        noise,
        answers: store::release_list(tx, who.org(), id)?.len(),
        destroyed: store::ledger_find(tx, who.org(), id, "destroyed")?.is_some(),
        facts,
    })
}

/// Whether this room may answer without noise, or another room of the two has: the budget is one, and so is what it bounds.
fn weakest_noise(tx: &mut ReadTx, facts: &Facts) -> Result<NoiseKind, ServiceError> {
    let here = facts.terms.as_ref().map_or(NoiseKind::DiscreteLaplace, |standing| standing.terms.noise);
    if here == NoiseKind::Exact {
        return Ok(here);
    }
    let (host, guest) = (&facts.room.host_org_id, &facts.room.guest_org_id);
    for room in store::room_list(tx, host)? {
        if room.side_of(guest).is_none() || store::release_list(tx, host, &room.id)?.is_empty() {
            continue;
        }
        for row in store::terms_list(tx, host, &room.id)? {
            if row.read()?.noise == NoiseKind::Exact {
                return Ok(NoiseKind::Exact);
            }
        }
    }
    Ok(NoiseKind::DiscreteLaplace)
}
