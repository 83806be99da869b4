//! Submissions: what a partner sent in, each time. A row is never changed: the receipt that a respondent holds stays true when
//! the answers are opened again.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::submissions;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, RespondentLinkId};

/// A submission.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = submissions)]
pub struct SubmissionRow {
    /// What was answered.
    pub assessment_id: AssessmentId,
    /// The first, the second…
    pub number: i64,
    /// Whose assessment it is.
    pub org_id: OrgId,
    /// The link by which it came.
    pub link_id: RespondentLinkId,
    /// When.
    pub submitted_at: Timestamp,
    /// Who said that the answers are true.
    pub submitted_by: String,
    /// How many answers it holds.
    pub answers: i64,
    /// SHA-256 over the bytes of `document`, in lower-case hex.
    pub sha256: String,
    /// The answers as a JSON file.
    pub document: String,
}

/// Adds a submission.
pub fn submission_insert(tx: &mut WriteTx, row: &SubmissionRow) -> Result<(), StoreError> {
    diesel::insert_into(submissions::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The submissions of an assessment of the organisation, first to last.
pub fn submission_list(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Vec<SubmissionRow>, StoreError> {
    let rows = submissions::table
        .filter(submissions::org_id.eq(org))
        .filter(submissions::assessment_id.eq(assessment))
        .order(submissions::number);
    Ok(rows.select(SubmissionRow::as_select()).load(tx.conn())?)
}
