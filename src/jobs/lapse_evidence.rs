//! Voids decisions whose evidence has run out.

use super::{Desk, Kind};
use crate::services::ServiceError;
use crate::services::vetting::evidence_lapse;

pub(super) const KIND: Kind = Kind { name: "lapse_evidence", every: Some(600), work };

fn work(desk: &Desk<'_>, _: &str) -> Result<(), ServiceError> {
    evidence_lapse(desk.store, desk.now).map(|_concerned| ())
}
