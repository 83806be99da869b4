//! Removing lists that no row accounts for: what a crash between a list and its row left behind, in whichever engine.

use super::history::engine_failed;
use crate::clock::Timestamp;
use crate::rooms::counting::{Counting, KeptList};
use crate::services::ServiceError;
use crate::services::rooms::Kit;
use crate::store::{self, AudienceFiles, ReadTx, Store};

/// An upload is kept within this time of its file's last byte, or never.
const YOUNG_SECONDS: i64 = 3_600;

/// Removes every orphan that is old enough, and every list that its row or its room says is gone; how many there were. Looks
/// at what the engine keeps, and at the files of audiences on their way to it.
pub fn audiences_sweep(
    store: &Store,
    kit: &Kit,
    files: &AudienceFiles,
    now: Timestamp,
) -> Result<usize, ServiceError> {
    let keepers: [&dyn Counting; 2] = [files, kit.counting()];
    let mut removed = 0;
    for keeper in keepers {
        for list in keeper.kept().map_err(|error| engine_failed(&error))? {
            if store.read(|tx| stale(tx, &list, now))? {
                keeper.remove(&list.room, &list.audience).map_err(|error| engine_failed(&error))?;
                tracing::info!(room.id = %list.room, audience.id = %list.audience, "a list without its audience was removed");
                removed += 1;
            }
        }
    }
    Ok(removed)
}

fn stale(tx: &mut ReadTx, file: &KeptList, now: Timestamp) -> Result<bool, ServiceError> {
    let room = store::room_find(tx, &file.room)?;
    if room.is_some_and(|room| room.closed_at.is_some()) {
        return Ok(true);
    }
    Ok(match store::audience_find(tx, &file.audience)? {
        Some(row) => row.removed_at.is_some(),
        None => file.written.plus_seconds(YOUNG_SECONDS) < now,
    })
}
