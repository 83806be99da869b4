//! Reviews: what our reviewer made of each answer. The partner's own words stay in `answers`.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::reviews;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, UserId};

/// One answer's review.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reviews)]
pub struct ReviewRow {
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// The question's name in the frozen questionnaire.
    pub question_id: String,
    /// Whose assessment it is.
    pub org_id: OrgId,
    /// E0 to E3, once somebody looked.
    pub evidence_level: Option<String>,
    /// Whether the document behind it has expired.
    pub evidence_expired: bool,
    /// Whether an N/A was accepted (true) or refused (false).
    pub na_accepted: Option<bool>,
    /// The option that the reviewer found true instead.
    pub corrected_option_id: Option<String>,
    /// Free words; may be empty.
    pub note: String,
    /// Who reviewed it last.
    pub reviewed_by: UserId,
    /// When.
    pub reviewed_at: Timestamp,
}

/// All reviews of the assessment, by question.
pub fn review_list(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Vec<ReviewRow>, StoreError> {
    let rows = reviews::table
        .filter(reviews::org_id.eq(org))
        .filter(reviews::assessment_id.eq(assessment))
        .order(reviews::question_id);
    Ok(rows.select(ReviewRow::as_select()).load(tx.conn())?)
}

/// Keeps a review in place of what was there.
pub fn review_put(tx: &mut WriteTx, row: &ReviewRow) -> Result<(), StoreError> {
    let stored =
        reviews::table.find((&row.assessment_id, &row.question_id)).filter(reviews::org_id.eq(&row.org_id));
    let set = (
        reviews::evidence_level.eq(&row.evidence_level),
        reviews::evidence_expired.eq(row.evidence_expired),
        reviews::na_accepted.eq(row.na_accepted),
        reviews::corrected_option_id.eq(&row.corrected_option_id),
        reviews::note.eq(&row.note),
        reviews::reviewed_by.eq(&row.reviewed_by),
        reviews::reviewed_at.eq(row.reviewed_at),
    );
    if diesel::update(stored).set(set).execute(tx.conn())? == 0 {
        diesel::insert_into(reviews::table).values(row).execute(tx.conn())?;
    }
    Ok(())
}

/// Notes that the documents behind an answer have run out; the rest of its review stays.
pub fn review_expire(
    tx: &mut WriteTx,
    org: &OrgId,
    (assessment, question): (&AssessmentId, &str),
) -> Result<(), StoreError> {
    let row = reviews::table.find((assessment, question)).filter(reviews::org_id.eq(org));
    one(diesel::update(row).set(reviews::evidence_expired.eq(true)).execute(tx.conn())?)
}
