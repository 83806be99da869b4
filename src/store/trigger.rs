//! What an organisation learned about a partner that ended a decision early.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::partner_triggers;
use crate::clock::Timestamp;
use crate::ids::{OrgId, PartnerId, TriggerId, UserId};

/// An early trigger.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = partner_triggers)]
pub struct TriggerRow {
    /// Its id.
    pub id: TriggerId,
    /// Whose it is.
    pub org_id: OrgId,
    /// Whom it is about.
    pub partner_id: PartnerId,
    /// The name of a [`crate::vetting::trigger::TriggerKind`].
    pub kind: String,
    /// What was learned, in a person's words.
    pub note: String,
    /// Who wrote it down; none where the program itself saw it.
    pub recorded_by: Option<UserId>,
    /// When.
    pub recorded_at: Timestamp,
    /// The name of a [`crate::vetting::trigger::CameFrom`], where no member reported it and no document ran out.
    pub came_from: Option<String>,
}

/// Adds one.
pub fn trigger_insert(tx: &mut WriteTx, row: &TriggerRow) -> Result<(), StoreError> {
    diesel::insert_into(partner_triggers::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Every one about the partner, newest first.
pub fn trigger_list(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
) -> Result<Vec<TriggerRow>, StoreError> {
    let rows = partner_triggers::table
        .filter(partner_triggers::org_id.eq(org))
        .filter(partner_triggers::partner_id.eq(partner))
        .order((partner_triggers::recorded_at.desc(), partner_triggers::id.desc()));
    Ok(rows.select(TriggerRow::as_select()).load(tx.conn())?)
}
