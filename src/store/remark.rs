//! Remarks: what both sides say to each other about a question, in the order in which it was said.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::answer_remarks;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, RemarkId, RespondentLinkId, UserId};

/// A remark. It is never changed.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = answer_remarks)]
pub struct RemarkRow {
    /// Its id.
    pub id: RemarkId,
    /// Whose assessment it is about.
    pub org_id: OrgId,
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// The question.
    pub question_id: String,
    /// The member who made it; none if the partner did.
    pub user_id: Option<UserId>,
    /// The link by which the partner made it; none if a member did.
    pub link_id: Option<RespondentLinkId>,
    /// What is said.
    pub body: String,
    /// When.
    pub made_at: Timestamp,
}

/// Adds a remark.
pub fn remark_insert(tx: &mut WriteTx, row: &RemarkRow) -> Result<(), StoreError> {
    diesel::insert_into(answer_remarks::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The remarks about an assessment of the organisation, oldest first.
pub fn remark_list(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Vec<RemarkRow>, StoreError> {
    let rows = answer_remarks::table
        .filter(answer_remarks::org_id.eq(org))
        .filter(answer_remarks::assessment_id.eq(assessment))
        .order((answer_remarks::made_at, answer_remarks::id));
    Ok(rows.select(RemarkRow::as_select()).load(tx.conn())?)
}
