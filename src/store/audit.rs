//! The audit log: every act that changes anything, and every denial, in the transaction of the act.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::{audit_leaves, audit_log};
use crate::clock::Timestamp;
use crate::ids::{AuditId, OrgId};

/// One record. Append-only: the database itself refuses changes.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_log)]
pub struct AuditRecord {
    /// Its id.
    pub id: AuditId,
    /// The organisation it concerns; none for the server itself.
    pub org_id: Option<OrgId>,
    /// When.
    pub at: Timestamp,
    /// `person`, `token`, `respondent`, `system` or `nobody`.
    pub actor_kind: String,
    /// Who: a user's, token's or link's id, or the reason of a system act.
    pub actor_id: String,
    /// What was done or tried, as `noun.verb`.
    pub action: String,
    /// `done` or `denied`.
    pub outcome: String,
    /// The kind of thing it was done to.
    pub object_kind: String,
    /// The thing's id.
    pub object_id: String,
    /// JSON with what the reader needs; never a secret, an address of a consumer, a token or a raw count.
    pub detail: String,
}

/// Appends a record.
pub fn audit_append(tx: &mut WriteTx, record: &AuditRecord) -> Result<(), StoreError> {
    diesel::insert_into(audit_log::table).values(record).execute(tx.conn())?;
    Ok(())
}

/// Up to `limit` records of organisations that have no place in the proof of their log yet, in the order of their numbers;
/// for the program's own work.
pub fn audit_unproved(tx: &mut ReadTx, limit: i64) -> Result<Vec<(i64, AuditRecord)>, StoreError> {
    use diesel::dsl::{exists, not};
    let proved = audit_leaves::table.filter(audit_leaves::seq.eq(audit_log::seq));
    let rows = audit_log::table
        .filter(audit_log::org_id.is_not_null())
        .filter(not(exists(proved)))
        .order(audit_log::seq)
        .limit(limit);
    Ok(rows.select((audit_log::seq, AuditRecord::as_select())).load(tx.conn())?)
}

/// Up to `limit` records of the organisation, newest first, older than the sequence number `before` if given; each
/// with its sequence number.
pub fn audit_list(
    tx: &mut ReadTx,
    org: &OrgId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<(i64, AuditRecord)>, StoreError> {
    let mut rows = audit_log::table.filter(audit_log::org_id.eq(org)).into_boxed();
    if let Some(seq) = before {
        rows = rows.filter(audit_log::seq.lt(seq));
    }
    let rows = rows.order(audit_log::seq.desc()).limit(limit);
    Ok(rows.select((audit_log::seq, AuditRecord::as_select())).load(tx.conn())?)
}
