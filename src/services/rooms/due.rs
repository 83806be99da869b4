//! Closing the rooms whose time has come, without anybody asking.

use super::close::{Closing, room_close_because};
use super::decision::decision_about;
use super::facts::Facts;
use crate::clock::Timestamp;
use crate::ids::{OrgId, PartnerId, RoomId};
use crate::rooms::lifecycle::{CloseReason, Until};
use crate::rooms::release::{Ask, Standing};
use crate::rooms::terms::{Ending, Terms};
use crate::rooms::{Side, Sides};
use crate::services::ServiceError;
use crate::services::audit::Author;
use crate::store::{self, ReadTx, Room, Store, WriteTx};

/// Closes every room whose co-signed terms ran out, that waited too long for any, or whose terms ask for it once the last answer is out; the rooms that
/// were closed. One that cannot be judged is left and logged, so that it does not keep the others open.
pub fn rooms_close_due(store: &Store, now: Timestamp) -> Result<Vec<RoomId>, ServiceError> {
    let open = store.read(store::room_list_open)?;
    let mut closed = Vec::new();
    for room in open {
        let done = store.write("room_close_due", |tx| {
            let Some(room) = store::room_find(tx, &room.id)?.filter(|room| room.closed_at.is_none()) else {
                return Ok(false);
            };
            let Some(because) = reason(tx, &room, now)? else { return Ok(false) };
            let author = Author::System("time ran out");
            room_close_because(tx, &room, &Closing { because, by: None, author, note: "" }, now)?;
            Ok::<_, ServiceError>(true)
        });
        match done {
            Ok(true) => closed.push(room.id),
            Ok(false) => {}
            Err(error) => tracing::error!(room.id = %room.id, %error, "a room could not be judged"),
        }
    }
    Ok(closed)
}

/// Why the room closes now, if it does.
fn reason(tx: &mut ReadTx, room: &Room, now: Timestamp) -> Result<Option<CloseReason>, ServiceError> {
    if refused(tx, room, now)? {
        return Ok(Some(CloseReason::DecisionWithdrawn));
    }
    if let Some(because) = until(tx, room)?.over(now) {
        return Ok(Some(because));
    }
    let Some(terms) = agreed(tx, room)? else { return Ok(None) };
    let finished = terms.ending == Ending::AfterLastRelease && nothing_left(tx, room, now)?;
    Ok(finished.then_some(CloseReason::Finished))
}

/// Whether a side's decision about the other ends the room for good: it refuses, or it has lapsed. What can still be mended
/// or decided again (an overdue condition, an answer that a reviewer corrected) stops the room and keeps its data.
fn refused(tx: &mut ReadTx, room: &Room, now: Timestamp) -> Result<bool, ServiceError> {
    let (host, guest) = (&room.host_org_id, &room.guest_org_id);
    for (by, about) in [(host, guest), (guest, host)] {
        if decision_about(tx, by, about, now)?.is_some_and(|view| view.ends_rooms()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Closes the rooms of `org` with the organisation behind its partner if the decision that stands now ends them: called in
/// the transaction of the decision, so that not even one more run falls between the two.
pub(in crate::services) fn close_refused(
    tx: &mut WriteTx,
    of: (&OrgId, &PartnerId),
    author: &Author,
    now: Timestamp,
) -> Result<(), ServiceError> {
    for room in open_with(tx, of)? {
        if refused(tx, &room, now)? {
            let because = CloseReason::DecisionWithdrawn;
            let closing = Closing { because, by: None, author: author.clone(), note: "" };
            room_close_because(tx, &room, &closing, now)?;
        }
    }
    Ok(())
}

/// Closes every open room of `org` with the organisation behind its partner.
pub(in crate::services) fn close_with(
    tx: &mut WriteTx,
    of: (&OrgId, &PartnerId),
    why: (CloseReason, &Author),
    now: Timestamp,
) -> Result<(), ServiceError> {
    for room in open_with(tx, of)? {
        let closing = Closing { because: why.0, by: None, author: why.1.clone(), note: "" };
        room_close_because(tx, &room, &closing, now)?;
    }
    Ok(())
}

/// The open rooms of `org` with the organisation behind its partner.
fn open_with(tx: &mut ReadTx, of: (&OrgId, &PartnerId)) -> Result<Vec<Room>, ServiceError> {
    let Some(other) = store::partner_fetch(tx, of.0, of.1)?.linked_org_id else { return Ok(Vec::new()) };
    let mut rooms = store::room_list(tx, of.0)?;
    rooms.retain(|room| room.side_of(&other).is_some() && room.closed_at.is_none());
    Ok(rooms)
}

/// How long the room lasts if nobody closes it.
pub(super) fn until(tx: &mut ReadTx, room: &Room) -> Result<Until, ServiceError> {
    Ok(Until::of(room.created_at, agreed(tx, room)?.map(|terms| terms.expires_at)))
}

/// The terms that both sides signed last. A later proposal does not prolong them, for nobody agreed to it yet.
pub(in crate::services) fn agreed(tx: &mut ReadTx, room: &Room) -> Result<Option<Terms>, ServiceError> {
    let host = &room.host_org_id;
    for row in store::terms_list(tx, host, &room.id)? {
        let mut signed = Sides { host: false, guest: false };
        for signature in store::signature_list(tx, host, &row.id)? {
            if let Some(side) = room.side_of(&signature.org_id) {
                *signed.get_mut(side) |= signature.terms_sha256 == row.terms_sha256;
            }
        }
        if *signed.get(Side::Host) && *signed.get(Side::Guest) {
            return Ok(Some(row.read()?));
        }
    }
    Ok(None)
}

/// Whether this room has answered, the pair has no release left, and no answer still waits for a side to let it go.
fn nothing_left(tx: &mut ReadTx, room: &Room, now: Timestamp) -> Result<bool, ServiceError> {
    let releases = store::release_list(tx, &room.host_org_id, &room.id)?;
    if releases.is_empty() || releases.iter().any(|release| release.standing() == Standing::Held) {
        return Ok(false);
    }
    let facts = Facts::of_room(tx, &room.host_org_id, room.clone(), now)?;
    let Some(effective) = facts.effective() else { return Ok(false) };
    let budget = store::budget_fetch(tx, &room.host_org_id, &room.guest_org_id)?;
    Ok(budget.allows(&effective, Ask::Overlap).is_err())
}
