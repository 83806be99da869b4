//! Answers: what a partner's respondent said to each question of an assessment.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::answers;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId};

/// An answer, as kept. A question without a row is unanswered; so is one with neither an option nor "not applicable".
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = answers)]
pub struct AnswerRow {
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// The question's name in the frozen questionnaire.
    pub question_id: String,
    /// Whose assessment it is.
    pub org_id: OrgId,
    /// The chosen option's name, if one was chosen.
    pub option_id: Option<String>,
    /// Whether the partner says that the question does not apply.
    pub not_applicable: bool,
    /// Why it does not apply; may be empty.
    pub reason: String,
    /// Free words; may be empty.
    pub comment: String,
    /// What would show it: the name of a document, a link, a date; may be empty.
    pub evidence_note: String,
    /// Counts the changes of this answer, from 1.
    pub revision: i64,
    /// When it was last changed.
    pub answered_at: Timestamp,
    /// Whether it came from the partner's last round and was not touched since.
    pub carried_over: bool,
}

/// All answers of the assessment, by question.
pub fn answer_list(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Vec<AnswerRow>, StoreError> {
    let rows = answers::table
        .filter(answers::org_id.eq(org))
        .filter(answers::assessment_id.eq(assessment))
        .order(answers::question_id);
    Ok(rows.select(AnswerRow::as_select()).load(tx.conn())?)
}

/// Keeps `row` if the stored answer is the one before it (`row.revision - 1`, where 0 is "none yet"). False if somebody
/// else changed it in between.
pub fn answer_put(tx: &mut WriteTx, row: &AnswerRow) -> Result<bool, StoreError> {
    if row.revision == 1 {
        let added = diesel::insert_into(answers::table).values(row).execute(tx.conn());
        return match added.map_err(StoreError::from) {
            // The other writer's row was not there yet when this transaction looked: the transaction is tried again.
            Err(StoreError::Conflict(_)) => Err(StoreError::Busy),
            Err(error) => Err(error),
            Ok(_) => Ok(true),
        };
    }
    let before = answers::table
        .find((&row.assessment_id, &row.question_id))
        .filter(answers::org_id.eq(&row.org_id))
        .filter(answers::revision.eq(row.revision - 1));
    let set = (
        answers::option_id.eq(&row.option_id),
        answers::not_applicable.eq(row.not_applicable),
        answers::reason.eq(&row.reason),
        answers::comment.eq(&row.comment),
        answers::evidence_note.eq(&row.evidence_note),
        answers::revision.eq(row.revision),
        answers::answered_at.eq(row.answered_at),
        answers::carried_over.eq(row.carried_over),
    );
    Ok(diesel::update(before).set(set).execute(tx.conn())? == 1)
}
