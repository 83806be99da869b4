//! Documents of evidence. The document itself is sealed; what is listed about it is not.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::evidence_files;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, EvidenceId, FindingId, OrgId, RespondentLinkId};

/// What is known about a document. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = evidence_files)]
pub struct EvidenceRow {
    /// Its id.
    pub id: EvidenceId,
    /// Whose assessment it belongs to.
    pub org_id: OrgId,
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// The question that it is about.
    pub question_id: String,
    /// The link by which the partner sent it.
    pub link_id: RespondentLinkId,
    /// What it is, as a word.
    pub kind: String,
    /// The file's name.
    pub name: String,
    /// The file's type.
    pub media_type: String,
    /// The file's length in bytes.
    pub size: i64,
    /// SHA-256 of the file, in lower-case hex.
    pub sha256: String,
    /// Since which day it holds, `2027-03-12`.
    pub effective_on: String,
    /// The last day on which it holds.
    pub expires_on: Option<String>,
    /// When it was sent.
    pub added_at: Timestamp,
    /// The finding that it was sent for; none for a document that proves an answer.
    pub finding_id: Option<FindingId>,
}

/// Adds a document.
pub fn evidence_insert(tx: &mut WriteTx, row: &EvidenceRow, sealed: &[u8]) -> Result<(), StoreError> {
    diesel::insert_into(evidence_files::table)
        .values((row, evidence_files::sealed.eq(sealed)))
        .execute(tx.conn())?;
    Ok(())
}

/// What is known about the documents that prove an assessment's answers, oldest first.
pub fn evidence_list(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Vec<EvidenceRow>, StoreError> {
    let rows = evidence_files::table
        .filter(evidence_files::org_id.eq(org))
        .filter(evidence_files::assessment_id.eq(assessment))
        .filter(evidence_files::finding_id.is_null())
        .order((evidence_files::added_at, evidence_files::id));
    Ok(rows.select(EvidenceRow::as_select()).load(tx.conn())?)
}

/// What is known about the documents that were sent for a finding, oldest first.
pub fn evidence_list_of_finding(
    tx: &mut ReadTx,
    org: &OrgId,
    finding: &FindingId,
) -> Result<Vec<EvidenceRow>, StoreError> {
    let rows = evidence_files::table
        .filter(evidence_files::org_id.eq(org))
        .filter(evidence_files::finding_id.eq(finding))
        .order((evidence_files::added_at, evidence_files::id));
    Ok(rows.select(EvidenceRow::as_select()).load(tx.conn())?)
}

/// What is known about a document of the assessment.
pub fn evidence_fetch(
    tx: &mut ReadTx,
    org: &OrgId,
    (assessment, id): (&AssessmentId, &EvidenceId),
) -> Result<EvidenceRow, StoreError> {
    let row = evidence_files::table
        .find(id)
        .filter(evidence_files::org_id.eq(org))
        .filter(evidence_files::assessment_id.eq(assessment));
    Ok(row.select(EvidenceRow::as_select()).first(tx.conn())?)
}

/// What is known about a document of the organisation, whichever assessment it belongs to.
pub fn evidence_find(tx: &mut ReadTx, org: &OrgId, id: &EvidenceId) -> Result<EvidenceRow, StoreError> {
    let row = evidence_files::table.find(id).filter(evidence_files::org_id.eq(org));
    Ok(row.select(EvidenceRow::as_select()).first(tx.conn())?)
}

/// The document itself, sealed.
pub fn evidence_sealed(tx: &mut ReadTx, row: &EvidenceRow) -> Result<Vec<u8>, StoreError> {
    let found = evidence_files::table.find(&row.id).filter(evidence_files::org_id.eq(&row.org_id));
    Ok(found.select(evidence_files::sealed).first(tx.conn())?)
}

/// Takes a document away for good.
pub fn evidence_delete(tx: &mut WriteTx, row: &EvidenceRow) -> Result<(), StoreError> {
    let found = evidence_files::table.find(&row.id).filter(evidence_files::org_id.eq(&row.org_id));
    one(diesel::delete(found).execute(tx.conn())?)
}
