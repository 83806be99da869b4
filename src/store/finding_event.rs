//! What happened with a finding. Rows are only added.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::finding_events;
use crate::clock::Timestamp;
use crate::ids::{EvidenceId, FindingEventId, FindingId, OrgId, RespondentLinkId, UserId};

/// One thing that happened.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = finding_events)]
pub struct FindingEventRow {
    /// Its id.
    pub id: FindingEventId,
    /// Whose it is.
    pub org_id: OrgId,
    /// The finding.
    pub finding_id: FindingId,
    /// What happened, as a word.
    pub kind: String,
    /// The member who did it.
    pub user_id: Option<UserId>,
    /// The respondent's link by which it was done.
    pub link_id: Option<RespondentLinkId>,
    /// What they said; may be empty.
    pub note: String,
    /// The document that was shown.
    pub evidence_id: Option<EvidenceId>,
    /// Until when an acceptance stands.
    pub until: Option<Timestamp>,
    /// When.
    pub happened_at: Timestamp,
}

/// Adds one.
pub fn finding_event_insert(tx: &mut WriteTx, row: &FindingEventRow) -> Result<(), StoreError> {
    diesel::insert_into(finding_events::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Everything that happened with a finding, oldest first.
pub fn finding_event_list(
    tx: &mut ReadTx,
    org: &OrgId,
    finding: &FindingId,
) -> Result<Vec<FindingEventRow>, StoreError> {
    let rows = finding_events::table
        .filter(finding_events::org_id.eq(org))
        .filter(finding_events::finding_id.eq(finding))
        .order((finding_events::happened_at.asc(), finding_events::id.asc()));
    Ok(rows.select(FindingEventRow::as_select()).load(tx.conn())?)
}
