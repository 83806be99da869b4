//! Documents of a partner's last round that are offered with the answers that came along.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::carried_evidence;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, EvidenceId, OrgId};

/// An offer. Its state is `offered`, `kept` or `dropped`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = carried_evidence)]
pub struct CarriedEvidenceRow {
    /// The assessment that it is offered to.
    pub assessment_id: AssessmentId,
    /// The document of the last round.
    pub evidence_id: EvidenceId,
    /// Whose assessment it is.
    pub org_id: OrgId,
    /// How it stands.
    pub state: String,
    /// The document of this round that it became.
    pub kept_as: Option<EvidenceId>,
    /// When the respondent kept or dropped it.
    pub decided_at: Option<Timestamp>,
}

/// Adds an offer.
pub fn carried_evidence_insert(tx: &mut WriteTx, row: &CarriedEvidenceRow) -> Result<(), StoreError> {
    diesel::insert_into(carried_evidence::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// What was offered to an assessment of the organisation.
pub fn carried_evidence_list(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Vec<CarriedEvidenceRow>, StoreError> {
    let rows = carried_evidence::table
        .filter(carried_evidence::org_id.eq(org))
        .filter(carried_evidence::assessment_id.eq(assessment))
        .order(carried_evidence::evidence_id);
    Ok(rows.select(CarriedEvidenceRow::as_select()).load(tx.conn())?)
}

/// Keeps what became of an offer; one that is not there is not found.
pub fn carried_evidence_settle(tx: &mut WriteTx, row: &CarriedEvidenceRow) -> Result<(), StoreError> {
    let offered = carried_evidence::table
        .find((&row.assessment_id, &row.evidence_id))
        .filter(carried_evidence::org_id.eq(&row.org_id));
    let set = (
        carried_evidence::state.eq(&row.state),
        carried_evidence::kept_as.eq(&row.kept_as),
        carried_evidence::decided_at.eq(row.decided_at),
    );
    one(diesel::update(offered).set(set).execute(tx.conn())?)
}
