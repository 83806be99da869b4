//! How many days an organisation takes to object to a change. GDPR 28(2) names no number; thirty days is what most
//! processing agreements give.

use serde_json::json;

use super::entry::numbered;
use crate::access::{Allowed, ManagePeople, Permission};
use crate::clock::Timestamp;
use crate::ids::OrgId;
use crate::services::ServiceError;
use crate::services::audit::{self, Act};
use crate::store::{self, ReadTx, WriteTx};
use crate::vetting::chain::{LONGEST_OBJECTION_DAYS, OBJECTION_DAYS};

/// The organisation's period in days.
pub fn objection_days<P: Permission>(tx: &mut ReadTx, who: &Allowed<P>) -> Result<u32, ServiceError> {
    days_of(tx, who.org())
}

pub(super) fn days_of(tx: &mut ReadTx, org: &OrgId) -> Result<u32, ServiceError> {
    let days = store::objection_period_find(tx, org)?;
    Ok(days.and_then(|days| u32::try_from(days).ok()).unwrap_or(OBJECTION_DAYS))
}

/// A period that was typed: 1 to 180 days.
pub(super) fn checked(days: u32) -> Result<u32, ServiceError> {
    if (1..=LONGEST_OBJECTION_DAYS).contains(&days) {
        Ok(days)
    } else {
        Err(ServiceError::Invalid(vec![numbered("days", "fault-objection-days", LONGEST_OBJECTION_DAYS)]))
    }
}

/// Changes the period for notices to come; those that run keep theirs.
pub fn objection_days_keep(
    tx: &mut WriteTx,
    who: &Allowed<ManagePeople>,
    days: u32,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let days = checked(days)?;
    store::objection_period_put(tx, who.org(), i64::from(days))?;
    let act = Act {
        action: "organisation.objection_period",
        object_kind: "organisation",
        object_id: who.org().as_str(),
        detail: json!({ "days": days }),
    };
    Ok(audit::done(tx, who, &act, now)?)
}
