//! Entries of the inbox that were put off until a day.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::snoozes;
use crate::clock::Timestamp;
use crate::ids::{OrgId, PartnerId, SnoozeId, UserId};

/// An entry that was put off.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = snoozes)]
pub struct SnoozeRow {
    /// Its id.
    pub id: SnoozeId,
    /// Whose inbox.
    pub org_id: OrgId,
    /// Whom the entry is about.
    pub partner_id: PartnerId,
    /// What it asks, as the inbox's word.
    pub task: String,
    /// Which of those it is: an id, or nothing.
    pub about: String,
    /// Why it waits.
    pub reason: String,
    /// Until when.
    pub until_at: Timestamp,
    /// Who put it off.
    pub snoozed_by: UserId,
    /// When.
    pub snoozed_at: Timestamp,
}

/// Puts an entry off, in place of an earlier time.
pub fn snooze_put(tx: &mut WriteTx, row: &SnoozeRow) -> Result<(), StoreError> {
    let earlier = snoozes::table
        .filter(snoozes::org_id.eq(&row.org_id))
        .filter(snoozes::partner_id.eq(&row.partner_id))
        .filter(snoozes::task.eq(&row.task))
        .filter(snoozes::about.eq(&row.about));
    diesel::delete(earlier).execute(tx.conn())?;
    diesel::insert_into(snoozes::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// What is put off beyond `now`, the first to come back first.
pub fn snooze_list(tx: &mut ReadTx, org: &OrgId, now: Timestamp) -> Result<Vec<SnoozeRow>, StoreError> {
    let rows = snoozes::table
        .filter(snoozes::org_id.eq(org))
        .filter(snoozes::until_at.gt(now))
        .order((snoozes::until_at.asc(), snoozes::id.asc()));
    Ok(rows.select(SnoozeRow::as_select()).load(tx.conn())?)
}

/// The entry, if it is the organisation's.
pub fn snooze_fetch(tx: &mut ReadTx, org: &OrgId, id: &SnoozeId) -> Result<SnoozeRow, StoreError> {
    let row = snoozes::table.find(id).filter(snoozes::org_id.eq(org));
    Ok(row.select(SnoozeRow::as_select()).first(tx.conn())?)
}

/// Brings the entry back.
pub fn snooze_delete(tx: &mut WriteTx, org: &OrgId, id: &SnoozeId) -> Result<(), StoreError> {
    one(diesel::delete(snoozes::table.find(id).filter(snoozes::org_id.eq(org))).execute(tx.conn())?)
}
