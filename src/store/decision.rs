//! Decisions about partners. One is never changed into another: a new one supersedes it, or a changed input voids it.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::decisions;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, DecisionId, OrgId, PartnerId, UserId};

/// Whether a decision counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub enum DecisionStatus {
    /// It waits for a second person.
    AwaitingSecond,
    /// It counts, until its expiry.
    Current,
    /// A later one took its place.
    Superseded,
    /// An input changed after it was made.
    Void,
}

impl DecisionStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::AwaitingSecond, Self::Current, Self::Superseded, Self::Void];

    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingSecond => "awaiting_second",
            Self::Current => "current",
            Self::Superseded => "superseded",
            Self::Void => "void",
        }
    }
}

impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for DecisionStatus
where
    DB: diesel::backend::Backend,
    str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for DecisionStatus
where
    DB: diesel::backend::Backend,
    String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        let word = String::from_sql(bytes)?;
        let known = Self::ALL.into_iter().find(|status| status.as_str() == word);
        known.ok_or_else(|| format!("the database holds an unknown status, `{word}`").into())
    }
}

/// A decision.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = decisions)]
pub struct DecisionRow {
    /// Its id.
    pub id: DecisionId,
    /// Whose it is.
    pub org_id: OrgId,
    /// Whom it is about.
    pub partner_id: PartnerId,
    /// The assessment that it ends.
    pub assessment_id: AssessmentId,
    /// What the score said, in the words of `vetting::decision`.
    pub computed: String,
    /// What was decided, in the same words.
    pub decided: String,
    /// Why; may be empty where the score was followed.
    pub reason: String,
    /// The score at the time, as its JSON document.
    pub score: String,
    /// The digest of what the score was computed from.
    pub inputs_sha256: String,
    /// Whether it counts.
    pub status: DecisionStatus,
    /// Who decided.
    pub decided_by: UserId,
    /// When.
    pub decided_at: Timestamp,
    /// Until when it counts.
    pub expires_at: Timestamp,
    /// The second person, once one agreed.
    pub second_by: Option<UserId>,
    /// When that person agreed.
    pub second_at: Option<Timestamp>,
}

/// Adds a decision.
pub fn decision_insert(tx: &mut WriteTx, row: &DecisionRow) -> Result<(), StoreError> {
    diesel::insert_into(decisions::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The decision, if it is the organisation's.
pub fn decision_fetch(tx: &mut ReadTx, org: &OrgId, id: &DecisionId) -> Result<DecisionRow, StoreError> {
    let row = decisions::table.find(id).filter(decisions::org_id.eq(org));
    Ok(row.select(DecisionRow::as_select()).first(tx.conn())?)
}

/// Every decision about the partner, newest first.
pub fn decision_list(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
) -> Result<Vec<DecisionRow>, StoreError> {
    let rows = decisions::table
        .filter(decisions::org_id.eq(org))
        .filter(decisions::partner_id.eq(partner))
        .order((decisions::decided_at.desc(), decisions::id.desc()));
    Ok(rows.select(DecisionRow::as_select()).load(tx.conn())?)
}

/// The partner's latest decision of that status.
pub fn decision_latest(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
    status: DecisionStatus,
) -> Result<Option<DecisionRow>, StoreError> {
    let rows = decisions::table
        .filter(decisions::org_id.eq(org))
        .filter(decisions::partner_id.eq(partner))
        .filter(decisions::status.eq(status))
        .order((decisions::decided_at.desc(), decisions::id.desc()));
    Ok(rows.select(DecisionRow::as_select()).first(tx.conn()).optional()?)
}

/// Every current decision of the organisation.
pub fn decision_list_current(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<DecisionRow>, StoreError> {
    let rows = decisions::table
        .filter(decisions::org_id.eq(org))
        .filter(decisions::status.eq(DecisionStatus::Current))
        .order((decisions::decided_at.desc(), decisions::id.desc()));
    Ok(rows.select(DecisionRow::as_select()).load(tx.conn())?)
}

/// Retires what `row` takes the place of: a current decision every other standing one about the partner, one that waits
/// for a second person only others that wait.
pub fn decision_supersede(tx: &mut WriteTx, row: &DecisionRow) -> Result<usize, StoreError> {
    let replaced = match row.status {
        DecisionStatus::Current => vec![DecisionStatus::Current, DecisionStatus::AwaitingSecond],
        _ => vec![DecisionStatus::AwaitingSecond],
    };
    let others = decisions::table
        .filter(decisions::org_id.eq(&row.org_id))
        .filter(decisions::partner_id.eq(&row.partner_id))
        .filter(decisions::id.ne(&row.id))
        .filter(decisions::status.eq_any(replaced));
    Ok(diesel::update(others).set(decisions::status.eq(DecisionStatus::Superseded)).execute(tx.conn())?)
}

/// Gives one decision another status.
pub fn decision_set_status(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &DecisionId,
    status: DecisionStatus,
) -> Result<(), StoreError> {
    let row = decisions::table.find(id).filter(decisions::org_id.eq(org));
    one(diesel::update(row).set(decisions::status.eq(status)).execute(tx.conn())?)
}

/// Gives the standing decisions of one assessment another status; tells how many.
pub fn decision_retire_of(
    tx: &mut WriteTx,
    org: &OrgId,
    assessment: &AssessmentId,
    status: DecisionStatus,
) -> Result<usize, StoreError> {
    let standing = decisions::table
        .filter(decisions::org_id.eq(org))
        .filter(decisions::assessment_id.eq(assessment))
        .filter(decisions::status.eq_any([DecisionStatus::Current, DecisionStatus::AwaitingSecond]));
    Ok(diesel::update(standing).set(decisions::status.eq(status)).execute(tx.conn())?)
}

/// The second person agrees: a decision that waited counts from now on. One that does not wait is not found.
pub fn decision_second(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &DecisionId,
    (by, at): (&UserId, Timestamp),
) -> Result<(), StoreError> {
    let waiting = decisions::table
        .find(id)
        .filter(decisions::org_id.eq(org))
        .filter(decisions::status.eq(DecisionStatus::AwaitingSecond));
    let set = (
        decisions::status.eq(DecisionStatus::Current),
        decisions::second_by.eq(by),
        decisions::second_at.eq(at),
    );
    one(diesel::update(waiting).set(set).execute(tx.conn())?)
}
