//! What is destroyed stays destroyed: rooms that are on the list of destroyed rooms, and that an older database which was put
//! back believes to be open, are closed and destroyed again.
//!
//! Takes the [`Store`] itself, for files lie between the transactions. It runs before the server serves, and as a job.

use super::close::{Closing, room_close_because};
use super::destroy::{due, noted, room_destroy};
use super::kit::Kit;
use crate::clock::Timestamp;
use crate::ids::RoomId;
use crate::services::ServiceError;
use crate::services::audit::Author;
use crate::store::{self, DestroyedRoom, Store};

/// Notes every closed room that is not on the list yet, then destroys again whatever the list says is gone and is here; the
/// rooms that had come back.
pub fn rooms_destroy_again(store: &Store, kit: &Kit, now: Timestamp) -> Result<Vec<RoomId>, ServiceError> {
    for room in store.read(store::room_list_closed)? {
        noted(kit, &room)?;
    }
    let mut back = Vec::new();
    for gone in kit.destroyed().all() {
        if closed_again(store, &gone, now)? {
            tracing::warn!(room.id = %gone.room, "a room that was destroyed had come back with an older database");
            room_destroy(store, kit, &gone.room, now)?;
            back.push(gone.room);
        } else if store.read(|tx| due(tx, &gone.room))?.is_none() {
            // Files may have come back without the row. Where a room is still to be destroyed, its own job does it.
            let removed = kit.counting().remove_room(&gone.room);
            removed.map_err(|error| ServiceError::Internal(error.to_string()))?;
        }
    }
    Ok(back)
}

/// Closes the room if the database has it open; whether it had.
fn closed_again(store: &Store, gone: &DestroyedRoom, now: Timestamp) -> Result<bool, ServiceError> {
    let open = |room: &store::Room| room.closed_at.is_none();
    if store.read(|tx| store::room_find(tx, &gone.room))?.filter(open).is_none() {
        return Ok(false);
    }
    let note =
        format!("closed on {} and put back with an older database", gone.closed_at.in_words_with_time());
    store.write("room_close_again", |tx| {
        let Some(room) = store::room_find(tx, &gone.room)?.filter(open) else { return Ok(false) };
        let author = Author::System("an older database was put back");
        let closing = Closing { because: gone.because, by: None, author, note: &note };
        room_close_because(tx, &room, &closing, now)?;
        Ok(true)
    })
}
