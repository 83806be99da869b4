//! Closing a room for good: the pepper goes with the transaction, the tokens right after it.
//!
//! Takes the [`Store`] itself: files are deleted after the commit. Should that fail, the tokens that stay are useless, since
//! the pepper that made them is gone; closing again deletes them.

use serde_json::json;

use super::kit::Kit;
use super::open::in_both_logs;
use crate::access::{Allowed, ManageRooms};
use crate::clock::Timestamp;
use crate::ids::{AudienceId, RoomId};
use crate::rooms::ledger::Body;
use crate::rooms::lifecycle::CloseReason;
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, Store, WriteTx};

/// The longest reason.
const LONGEST_REASON: usize = 500;

/// Closes the room for the person's organisation, with a reason for both logs; either side may, at any time.
pub fn room_close(
    store: &Store,
    who: &Allowed<ManageRooms>,
    kit: &Kit,
    given: (&RoomId, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (room, reason) = (given.0, given.1.trim());
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(ServiceError::field("reason", "fault-room-reason"));
    }
    let audiences = store.write("room_close", |tx| close(tx, who, (room, reason), now))?;
    for audience in audiences {
        if let Err(error) = kit.counting().remove(room, &audience) {
            tracing::error!(audience = %audience, %error, "the tokens of a closed room could not be deleted");
        }
    }
    Ok(())
}

/// Closes the row, notes every audience as removed, and tells which files to delete.
fn close(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    given: (&RoomId, &str),
    now: Timestamp,
) -> Result<Vec<AudienceId>, ServiceError> {
    let (id, reason) = given;
    let room = store::room_fetch(tx, who.org(), id)?;
    let side = room.side_of(who.org()).ok_or(ServiceError::NotFound)?;
    if room.closed_at.is_some() {
        return Err(ServiceError::conflict("conflict-room-closed"));
    }
    let because = CloseReason::left(side);
    store::room_close(tx, who.org(), id, (because, Some(who.org())), now)?;
    let audiences = store::audience_list(tx, who.org(), id)?;
    let kept: Vec<AudienceId> = audiences
        .into_iter()
        .filter(|audience| audience.removed_at.is_none())
        .map(|audience| audience.id)
        .collect();
    for audience in &kept {
        store::audience_removed(tx, who.org(), audience, now)?;
    }
    store::key_exchange_end(tx, who.org(), id)?;
    store::upload_delete_of_room(tx, who.org(), id)?;
    store::ledger_append(tx, who.org(), id, (Body::Closed { because }, Some(who.org())), now)?;
    let detail = json!({ "because": because.as_str(), "reason": reason, "audiences": kept.len() });
    let act = Act { action: "room.close", object_kind: "room", object_id: id.as_str(), detail };
    in_both_logs(tx, who, &room, &act, now)?;
    Ok(kept)
}
