//! Closing the rooms whose time has come, without anybody asking.

use super::close::{Closing, room_close_because};
use super::facts::Facts;
use crate::clock::Timestamp;
use crate::ids::RoomId;
use crate::rooms::lifecycle::CloseReason;
use crate::rooms::terms::{Ending, Terms};
use crate::rooms::{Side, Sides};
use crate::services::ServiceError;
use crate::services::audit::Author;
use crate::store::{self, ReadTx, Room, Store};

/// Closes every room whose co-signed terms ran out, or whose terms ask for it once the last answer is out; the rooms that
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
    let Some(terms) = agreed(tx, room)? else { return Ok(None) };
    if terms.expired(now) {
        return Ok(Some(CloseReason::Expired));
    }
    let finished = terms.ending == Ending::AfterLastRelease && nothing_left(tx, room, now)?;
    Ok(finished.then_some(CloseReason::Finished))
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

/// Whether this room has answered, and the pair has no release left.
fn nothing_left(tx: &mut ReadTx, room: &Room, now: Timestamp) -> Result<bool, ServiceError> {
    if store::release_list(tx, &room.host_org_id, &room.id)?.is_empty() {
        return Ok(false);
    }
    let facts = Facts::of_room(tx, &room.host_org_id, room.clone(), now)?;
    let Some(effective) = facts.effective() else { return Ok(false) };
    let budget = store::budget_fetch(tx, &room.host_org_id, &room.guest_org_id)?;
    Ok(budget.allows(&effective).is_err())
}
