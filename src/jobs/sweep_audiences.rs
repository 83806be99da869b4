//! Removes files of audiences that no row accounts for.

use super::{Desk, Kind};
use crate::services::ServiceError;
use crate::services::rooms::audiences_sweep;

pub(super) const KIND: Kind = Kind { name: "sweep_audiences", every: Some(600), work };

fn work(desk: &Desk<'_>, _: &str) -> Result<(), ServiceError> {
    audiences_sweep(desk.store, desk.files, desk.now).map(|_removed| ())
}
