//! What vetting says about the company across the table.

use crate::clock::Timestamp;
use crate::ids::OrgId;
use crate::rooms::policy::{DecisionView, Standing};
use crate::services::ServiceError;
use crate::services::vetting::room_view;
use crate::store::{self, ReadTx};

/// The latest decision of `org` about `other`, if it has one as its partner and decided.
pub(super) fn decision_about(
    tx: &mut ReadTx,
    org: &OrgId,
    other: &OrgId,
    now: Timestamp,
) -> Result<Option<DecisionView>, ServiceError> {
    let Some(partner) = store::room_partner(tx, org, other)? else { return Ok(None) };
    let view = room_view(tx, org, &partner, now)?;
    let Some(decision) = view.decision else { return Ok(None) };
    let residual = decision.residual.unwrap_or_default();
    // `room_view` recomputes from the frozen inputs and drops a decision whose inputs changed, so what comes back stands.
    Ok(Some(DecisionView::of_limits(residual, &view.limits, Standing::Current)))
}
