//! Requests of partners to change what they submitted, and what was answered.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::reopen_requests;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, ReopenRequestId, RespondentLinkId, UserId};

/// A request. Its verdict is `granted` or `declined`, and none while it waits.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reopen_requests)]
pub struct ReopenRequestRow {
    /// Its id.
    pub id: ReopenRequestId,
    /// Whose assessment it is about.
    pub org_id: OrgId,
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// The link by which it came.
    pub link_id: RespondentLinkId,
    /// Why.
    pub reason: String,
    /// When.
    pub asked_at: Timestamp,
    /// What was answered.
    pub verdict: Option<String>,
    /// What was said with the answer.
    pub word: String,
    /// Who answered.
    pub answered_by: Option<UserId>,
    /// When.
    pub answered_at: Option<Timestamp>,
}

/// Adds a request.
pub fn reopen_request_insert(tx: &mut WriteTx, row: &ReopenRequestRow) -> Result<(), StoreError> {
    diesel::insert_into(reopen_requests::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The requests about an assessment of the organisation, oldest first.
pub fn reopen_request_list(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Vec<ReopenRequestRow>, StoreError> {
    let rows = reopen_requests::table
        .filter(reopen_requests::org_id.eq(org))
        .filter(reopen_requests::assessment_id.eq(assessment))
        .order((reopen_requests::asked_at, reopen_requests::id));
    Ok(rows.select(ReopenRequestRow::as_select()).load(tx.conn())?)
}

/// The requests of all partners of the organisation that wait, oldest first.
pub fn reopen_request_waiting(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<ReopenRequestRow>, StoreError> {
    let rows = reopen_requests::table
        .filter(reopen_requests::org_id.eq(org))
        .filter(reopen_requests::verdict.is_null())
        .order((reopen_requests::asked_at, reopen_requests::id));
    Ok(rows.select(ReopenRequestRow::as_select()).load(tx.conn())?)
}

/// Keeps the answer to a request that waits; one that was answered is not found.
pub fn reopen_request_answer(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &ReopenRequestId,
    (verdict, word): (&str, &str),
    (by, at): (&UserId, Timestamp),
) -> Result<(), StoreError> {
    let waiting = reopen_requests::table
        .find(id)
        .filter(reopen_requests::org_id.eq(org))
        .filter(reopen_requests::verdict.is_null());
    let set = (
        reopen_requests::verdict.eq(verdict),
        reopen_requests::word.eq(word),
        reopen_requests::answered_by.eq(by),
        reopen_requests::answered_at.eq(at),
    );
    one(diesel::update(waiting).set(set).execute(tx.conn())?)
}
