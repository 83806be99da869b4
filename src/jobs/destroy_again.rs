//! Destroys again what an older database or folder that was put back had brought back.

use super::{Desk, Kind};
use crate::services::ServiceError;
use crate::services::rooms::rooms_destroy_again;

pub(super) const KIND: Kind = Kind { name: "destroy_again", every: Some(600), work };

fn work(desk: &Desk<'_>, _: &str) -> Result<(), ServiceError> {
    rooms_destroy_again(desk.store, desk.kit, desk.now).map(|_back| ())
}
