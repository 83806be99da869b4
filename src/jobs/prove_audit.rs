//! Gives audit records their place in the proof of their log.

use super::{Desk, Kind};
use crate::services::ServiceError;
use crate::services::audit::audit_prove;

pub(super) const KIND: Kind = Kind { name: "prove_audit", every: Some(60), work };

fn work(desk: &Desk<'_>, _: &str) -> Result<(), ServiceError> {
    audit_prove(desk.store).map(|_placed| ())
}
