//! Destroying what a closed room held, and the receipt for it.
//!
//! Takes the [`Store`] itself, for files lie between the transactions. The order is what the receipt vouches for: the pepper
//! went with the closing; then the room is noted on the list that outlives the database ([`crate::store::DestroyedRooms`]);
//! then the tokens are removed, durably, wherever the engine keeps them and from the files of uploads, and both are asked
//! whether anything is left; then the database's log is emptied into a file in
//! which freed space is overwritten; only then the receipt is signed and written. Whatever fails on the way is done again
//! from the start, and nothing is said before it is true.

use serde_json::json;

use super::history::engine_failed;
use super::kit::Kit;
use crate::access::{Allowed, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::RoomId;
use crate::rooms::ledger::{Body, people_rounded};
use crate::rooms::receipt::{DestroyedList, Receipt, SignedReceipt};
use crate::rooms::{Digest, Sides};
use crate::services::ServiceError;
use crate::services::audit::{self, Act, Author};
use crate::store::{self, Audience, DestroyedRoom, ReadTx, Room, Store, WriteTx};

/// The kind of the job that destroys what a room held.
pub const DESTROY_JOB: &str = "destroy_room";

/// The kinds of ledger entries that this module looks for.
const CLOSED: &str = "closed";
const DESTROYED: &str = "destroyed";

/// Destroys what a closed room held and writes the receipt; done already, or not closed, it does nothing.
pub fn room_destroy(store: &Store, kit: &Kit, id: &RoomId, now: Timestamp) -> Result<(), ServiceError> {
    let Some(room) = store.read(|tx| due(tx, id))? else { return Ok(()) };
    noted(kit, &room)?;
    kit.counting().remove_room(id).map_err(|error| engine_failed(&error))?;
    if kit.counting().holds(id).map_err(|error| engine_failed(&error))? {
        return Err(ServiceError::Engine("tokens of a closed room are still there".to_owned()));
    }
    store.flush()?;
    store.write("room_destroy", |tx| {
        if let Some(room) = due(tx, id)? {
            record(tx, kit, &room, now)?;
        }
        Ok(store::job_cancel(tx, DESTROY_JOB, id.as_str())?)
    })
}

/// Puts a closed room on the list that outlives the database.
pub(super) fn noted(kit: &Kit, room: &Room) -> Result<(), ServiceError> {
    let (Some(closed_at), Some(because)) = (room.closed_at, room.closed()) else { return Ok(()) };
    let one = DestroyedRoom { room: room.id.clone(), closed_at, because };
    kit.destroyed().note(&one).map_err(|error| ServiceError::Internal(error.to_string()))
}

/// The room, if it is closed and has no receipt yet.
pub(super) fn due(tx: &mut ReadTx, id: &RoomId) -> Result<Option<Room>, ServiceError> {
    let room = store::room_find(tx, id)?.filter(|room| room.closed_at.is_some());
    let Some(room) = room else { return Ok(None) };
    let done = store::ledger_find(tx, &room.host_org_id, id, DESTROYED)?;
    Ok(Some(room).filter(|_| done.is_none()))
}

/// Notes every list as removed, and writes the receipt into the ledger and both audit logs.
fn record(tx: &mut WriteTx, kit: &Kit, room: &Room, now: Timestamp) -> Result<(), ServiceError> {
    let host = &room.host_org_id;
    let mut audiences = store::audience_list(tx, host, &room.id)?;
    audiences.reverse();
    for audience in audiences.iter().filter(|audience| audience.removed_at.is_none()) {
        store::audience_removed(tx, host, &audience.id, now)?;
    }
    let receipt = receipt(tx, room, &audiences, now)?.sign(&kit.signing_key()?);
    let receipt = receipt.map_err(|e| ServiceError::Internal(e.to_string()))?;
    let body = Body::Destroyed { receipt: Box::new(receipt) };
    store::ledger_append(tx, host, &room.id, (body, None), now)?;
    let detail = json!({ "lists": audiences.len() });
    let act = Act { action: "room.destroy", object_kind: "room", object_id: room.id.as_str(), detail };
    for org in [host, &room.guest_org_id] {
        audit::done_to(tx, Author::System("room closed"), org, &act, now)?;
    }
    Ok(())
}

/// What the receipt says.
fn receipt(
    tx: &mut ReadTx,
    room: &Room,
    audiences: &[Audience],
    now: Timestamp,
) -> Result<Receipt, ServiceError> {
    let closed =
        store::ledger_find(tx, &room.host_org_id, &room.id, CLOSED)?.ok_or(ServiceError::NotFound)?;
    let closed = closed.read()?;
    let Body::Closed { because, pepper } = closed.body else {
        return Err(ServiceError::Internal("an entry is not of the kind it is filed under".to_owned()));
    };
    Ok(Receipt {
        version: Receipt::VERSION,
        room: room.id.clone(),
        parties: Sides {
            host: store::organisation_fetch(tx, &room.host_org_id)?.name,
            guest: store::organisation_fetch(tx, &room.guest_org_id)?.name,
        },
        closed_at: closed.at,
        because,
        pepper,
        lists: audiences.iter().map(|audience| list(room, audience)).collect::<Result<_, _>>()?,
        destroyed_at: now.max(closed.at),
    })
}

fn list(room: &Room, audience: &Audience) -> Result<DestroyedList, ServiceError> {
    Ok(DestroyedList {
        by: room.side_of(&audience.org_id).ok_or(ServiceError::NotFound)?,
        audience: audience.id.clone(),
        digest: Digest::parse(&audience.digest).map_err(|e| ServiceError::Internal(e.to_string()))?,
        people_rounded: people_rounded(u64::try_from(audience.people).unwrap_or_default()),
        received_at: audience.created_at,
    })
}

/// The receipt of a room of the organisation; a conflict while there is none.
pub fn receipt_read(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    id: &RoomId,
    now: Timestamp,
) -> Result<(super::Facts, SignedReceipt), ServiceError> {
    let facts = super::Facts::load(tx, who.org(), id, now)?;
    let row = store::ledger_find(tx, who.org(), id, DESTROYED)?;
    let none = || {
        ServiceError::conflict(if facts.room.closed_at.is_some() {
            "conflict-receipt-pending"
        } else {
            "conflict-receipt-open"
        })
    };
    let entry = row.ok_or_else(none)?.read()?;
    match entry.body {
        Body::Destroyed { receipt } => Ok((facts, *receipt)),
        _ => Err(ServiceError::Internal("an entry is not of the kind it is filed under".to_owned())),
    }
}
