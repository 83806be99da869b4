//! Removing files of audiences that no row accounts for: what a crash between a file and its row left behind.

use crate::clock::Timestamp;
use crate::rooms::counting::Counting as _;
use crate::services::ServiceError;
use crate::store::{self, AudienceFiles, KeptFile, ReadTx, Store};

/// An upload is kept within this time of its file's last byte, or never.
const YOUNG_SECONDS: i64 = 3_600;

/// Removes every orphan that is old enough, and every file that its row or its room says is gone; how many there were.
pub fn audiences_sweep(store: &Store, files: &AudienceFiles, now: Timestamp) -> Result<usize, ServiceError> {
    let mut removed = 0;
    for file in files.list()? {
        if store.read(|tx| stale(tx, &file, now))? {
            files
                .remove(&file.room, &file.audience)
                .map_err(|error| ServiceError::Internal(error.to_string()))?;
            tracing::info!(room.id = %file.room, audience.id = %file.audience, "a file without its audience was removed");
            removed += 1;
        }
    }
    Ok(removed)
}

fn stale(tx: &mut ReadTx, file: &KeptFile, now: Timestamp) -> Result<bool, ServiceError> {
    let room = store::room_find(tx, &file.room)?;
    if room.is_some_and(|room| room.closed_at.is_some()) {
        return Ok(true);
    }
    Ok(match store::audience_find(tx, &file.audience)? {
        Some(row) => row.removed_at.is_some(),
        None => file.written.plus_seconds(YOUNG_SECONDS) < now,
    })
}
