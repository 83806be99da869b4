//! Destroys what a closed room held; runs again until it is gone.

use super::{Desk, Kind};
use crate::ids::RoomId;
use crate::services::ServiceError;
use crate::services::rooms::{DESTROY_JOB, room_destroy};

pub(super) const KIND: Kind = Kind { name: DESTROY_JOB, every: None, work };

fn work(desk: &Desk<'_>, room: &str) -> Result<(), ServiceError> {
    room_destroy(desk.store, desk.kit, &RoomId::from(room), desk.now)
}
