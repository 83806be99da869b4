//! Ends the periods to object that ran out in silence, and changes the lists of sub-processors on the day that a notice names.

use super::{Desk, Kind};
use crate::services::ServiceError;
use crate::services::chain::{notices_due, notices_settle};

pub(super) const KIND: Kind = Kind { name: "settle_notices", every: Some(60), work };

/// One transaction for each notice, so that one that cannot be settled does not hold up the others.
fn work(desk: &Desk<'_>, _: &str) -> Result<(), ServiceError> {
    let mut failed = None;
    for due in desk.store.read(|tx| notices_due(tx, desk.now))? {
        match desk.store.write("notices_settle", |tx| notices_settle(tx, &due, desk.now)) {
            Ok(notice) => tracing::info!(notice.id = %notice, "a notice of a sub-processor was settled"),
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(()), Err)
}
