//! Writes the mail that time brings: reminders to partners, and what an owner or a manager should know.

use super::{Desk, Kind};
use crate::services::ServiceError;
use crate::services::mail::reminders_write;

pub(super) const KIND: Kind = Kind { name: "write_reminders", every: Some(600), work };

fn work(desk: &Desk<'_>, _: &str) -> Result<(), ServiceError> {
    reminders_write(desk.store, desk.kit, desk.now).map(|_written| ())
}
