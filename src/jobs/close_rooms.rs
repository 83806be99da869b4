//! Closes the rooms whose time has come. Their destruction is a job of its own, queued by the closing.

use super::{Desk, Kind};
use crate::services::ServiceError;
use crate::services::rooms::rooms_close_due;

pub(super) const KIND: Kind = Kind { name: "close_rooms", every: Some(60), work };

fn work(desk: &Desk<'_>, _: &str) -> Result<(), ServiceError> {
    for room in rooms_close_due(desk.store, desk.now)? {
        tracing::info!(room.id = %room, "a room was closed because its time has come");
    }
    Ok(())
}
