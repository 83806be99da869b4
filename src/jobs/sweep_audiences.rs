//! Removes files of audiences that no row accounts for, and uploads that nobody finished in time.

use super::{Desk, Kind};
use crate::services::ServiceError;
use crate::services::rooms::{audiences_sweep, uploads_sweep};

pub(super) const KIND: Kind = Kind { name: "sweep_audiences", every: Some(600), work };

fn work(desk: &Desk<'_>, _: &str) -> Result<(), ServiceError> {
    uploads_sweep(desk.store, desk.files, desk.now)?;
    audiences_sweep(desk.store, desk.kit, desk.files, desk.now).map(|_removed| ())
}
