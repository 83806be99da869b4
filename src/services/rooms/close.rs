//! Closing a room for good: by either side, or by the program for a reason of its own.
//!
//! [`room_close_because`] is the one way to close a room; it belongs in the transaction of whatever is the reason. The pepper
//! goes with that transaction, and with it every meaning of the tokens; the files follow ([`super::destroy`]), now if they
//! can and by a job until they are gone.

use serde_json::json;

use super::destroy::{DESTROY_JOB, room_destroy};
use super::kit::Kit;
use crate::access::{Allowed, ManageRooms};
use crate::clock::Timestamp;
use crate::ids::{OrgId, RoomId};
use crate::rooms::custody::SealedPepper;
use crate::rooms::ledger::Body;
use crate::rooms::lifecycle::CloseReason;
use crate::services::ServiceError;
use crate::services::audit::{self, Act, Author};
use crate::store::{self, Room, Store, WriteTx};

/// The longest reason.
const LONGEST_REASON: usize = 500;

/// Why a room closes, and who says so.
#[derive(Debug, Clone)]
pub struct Closing<'a> {
    /// Why.
    pub because: CloseReason,
    /// The side that closes it, if one does.
    pub by: Option<&'a OrgId>,
    /// Whom the audit logs name.
    pub author: Author,
    /// A sentence for both audit logs, or nothing.
    pub note: &'a str,
}

/// Closes an open room: its pepper is destroyed, the ledger and both audit logs say why, and the destruction of its files is
/// queued, all in the caller's transaction. A room that is closed already is a conflict.
pub fn room_close_because(
    tx: &mut WriteTx,
    room: &Room,
    closing: &Closing<'_>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    if room.closed_at.is_some() {
        return Err(ServiceError::conflict("conflict-room-closed"));
    }
    let (id, host, because) = (&room.id, &room.host_org_id, closing.because);
    store::room_close(tx, host, id, (because, closing.by), now)?;
    let pepper = room.pepper_wrapped.clone().map(|sealed| SealedPepper::from_bytes(sealed).id());
    store::key_exchange_end(tx, host, id)?;
    store::upload_delete_of_room(tx, host, id)?;
    store::ledger_append(tx, host, id, (Body::Closed { because, pepper }, closing.by), now)?;
    let detail = json!({ "because": because.as_str(), "reason": closing.note });
    let act = Act { action: "room.close", object_kind: "room", object_id: id.as_str(), detail };
    for org in [host, &room.guest_org_id] {
        audit::done_to(tx, closing.author.clone(), org, &act, now)?;
    }
    Ok(store::job_enqueue(tx, (DESTROY_JOB, id.as_str()), now, now)?)
}

/// Closes the room for the person's organisation, with a reason for both logs; either side may, at any time.
///
/// Takes the [`Store`] itself: files are deleted after the commit. Should that fail, a job does it later.
pub fn room_close(
    store: &Store,
    who: &Allowed<ManageRooms>,
    kit: &Kit,
    given: (&RoomId, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (id, reason) = (given.0, given.1.trim());
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(ServiceError::field("reason", "fault-room-reason"));
    }
    store.write("room_close", |tx| {
        let room = store::room_fetch(tx, who.org(), id)?;
        let side = room.side_of(who.org()).ok_or(ServiceError::NotFound)?;
        let closing = Closing {
            because: CloseReason::left(side),
            by: Some(who.org()),
            author: who.into(),
            note: reason,
        };
        room_close_because(tx, &room, &closing, now)
    })?;
    if let Err(error) = room_destroy(store, kit, id, now) {
        tracing::warn!(room.id = %id, %error, "the tokens of a closed room are not gone yet; a job tries again");
    }
    Ok(())
}
