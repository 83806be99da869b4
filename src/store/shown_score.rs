//! Assessments whose score the partner may see.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::shown_scores;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, UserId};

/// Who let the partner see the score, and when.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = shown_scores)]
pub struct ShownScoreRow {
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// Whose it is.
    pub org_id: OrgId,
    /// Who.
    pub shown_by: UserId,
    /// When.
    pub shown_at: Timestamp,
}

/// Whether the partner may see the score of the assessment.
pub fn shown_score_find(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Option<ShownScoreRow>, StoreError> {
    let row = shown_scores::table.find(assessment).filter(shown_scores::org_id.eq(org));
    Ok(row.select(ShownScoreRow::as_select()).first(tx.conn()).optional()?)
}

/// Lets the partner see the score.
pub fn shown_score_insert(tx: &mut WriteTx, row: &ShownScoreRow) -> Result<(), StoreError> {
    diesel::insert_into(shown_scores::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Hides it again.
pub fn shown_score_delete(
    tx: &mut WriteTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<(), StoreError> {
    let row = shown_scores::table.find(assessment).filter(shown_scores::org_id.eq(org));
    diesel::delete(row).execute(tx.conn())?;
    Ok(())
}
