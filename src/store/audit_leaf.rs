//! The place of each audit record in the proof of its organisation's log: a number without gaps and a leaf hash.
//!
//! Places are given after the act and not with it, for two acts of an organisation that happen at once must not wait for each
//! other; a place, once given, is never changed (a trigger sees to it).

use diesel::prelude::*;

use super::audit::AuditRecord;
use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::{audit_leaves, audit_log};
use crate::ids::OrgId;

/// A record's place.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_leaves)]
pub struct AuditLeaf {
    /// The record.
    pub seq: i64,
    /// The organisation.
    pub org_id: OrgId,
    /// Its number in the organisation's log, from 0.
    pub number: i64,
    /// Its leaf hash, in hex.
    pub leaf_hash: String,
}

/// Gives a record its place; one given at the same time is a lost race.
pub fn audit_leaf_append(tx: &mut WriteTx, row: &AuditLeaf) -> Result<(), StoreError> {
    let added = diesel::insert_into(audit_leaves::table).values(row).execute(tx.conn());
    added.map(|_| ()).map_err(|e| StoreError::from(e).lost_race())
}

/// How many records of the organisation have a place: the number of the next.
pub fn audit_leaf_count(tx: &mut ReadTx, org: &OrgId) -> Result<i64, StoreError> {
    Ok(audit_leaves::table.filter(audit_leaves::org_id.eq(org)).count().get_result(tx.conn())?)
}

/// Every record of the organisation that has a place, in that order.
pub fn audit_leaf_list(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<(AuditLeaf, AuditRecord)>, StoreError> {
    let rows = audit_leaves::table
        .inner_join(audit_log::table.on(audit_log::seq.eq(audit_leaves::seq)))
        .filter(audit_leaves::org_id.eq(org))
        .order(audit_leaves::number);
    Ok(rows.select((AuditLeaf::as_select(), AuditRecord::as_select())).load(tx.conn())?)
}
