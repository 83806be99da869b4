//! Findings: something to be mended, with an owner and a date.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::findings;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, DecisionId, FindingId, OrgId, PartnerId, UserId};

/// Where a finding comes from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub enum FindingKind {
    /// A condition of an approval.
    Condition,
    /// An answer that is only a plan.
    Plan,
}

impl FindingKind {
    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Plan => "plan",
        }
    }
}

impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for FindingKind
where
    DB: diesel::backend::Backend,
    str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for FindingKind
where
    DB: diesel::backend::Backend,
    String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        match String::from_sql(bytes)?.as_str() {
            "condition" => Ok(Self::Condition),
            "plan" => Ok(Self::Plan),
            other => Err(format!("the database holds an unknown kind of finding, `{other}`").into()),
        }
    }
}

/// A finding.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = findings)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// Whose it is.
    pub org_id: OrgId,
    /// Whom it is about.
    pub partner_id: PartnerId,
    /// The assessment that it came from.
    pub assessment_id: AssessmentId,
    /// The decision that it is a condition of.
    pub decision_id: Option<DecisionId>,
    /// The question that it is about.
    pub question_id: Option<String>,
    /// Where it comes from.
    pub kind: FindingKind,
    /// What is to be mended.
    pub title: String,
    /// Who sees to it.
    pub owner: String,
    /// Until when.
    pub due_at: Timestamp,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// By whom.
    pub closed_by: Option<UserId>,
    /// What was done; empty while open.
    pub closing_note: String,
}

/// Adds a finding.
pub fn finding_insert(tx: &mut WriteTx, row: &Finding) -> Result<(), StoreError> {
    diesel::insert_into(findings::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The finding, if it is the organisation's.
pub fn finding_fetch(tx: &mut ReadTx, org: &OrgId, id: &FindingId) -> Result<Finding, StoreError> {
    let row = findings::table.find(id).filter(findings::org_id.eq(org));
    Ok(row.select(Finding::as_select()).first(tx.conn())?)
}

/// Every finding about the partner, the most urgent first.
pub fn finding_list(tx: &mut ReadTx, org: &OrgId, partner: &PartnerId) -> Result<Vec<Finding>, StoreError> {
    let rows = findings::table
        .filter(findings::org_id.eq(org))
        .filter(findings::partner_id.eq(partner))
        .order((findings::due_at.asc(), findings::id.asc()));
    Ok(rows.select(Finding::as_select()).load(tx.conn())?)
}

/// Every open finding of the organisation, the most urgent first.
pub fn finding_list_open(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<Finding>, StoreError> {
    let rows = findings::table
        .filter(findings::org_id.eq(org))
        .filter(findings::closed_at.is_null())
        .order((findings::due_at.asc(), findings::id.asc()));
    Ok(rows.select(Finding::as_select()).load(tx.conn())?)
}

/// How many conditions of the decision are open and past their date.
pub fn finding_count_overdue(
    tx: &mut ReadTx,
    org: &OrgId,
    decision: &DecisionId,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let rows = findings::table
        .filter(findings::org_id.eq(org))
        .filter(findings::decision_id.eq(decision))
        .filter(findings::kind.eq(FindingKind::Condition))
        .filter(findings::closed_at.is_null())
        .filter(findings::due_at.lt(now));
    Ok(rows.count().get_result(tx.conn())?)
}

/// Closes an open finding; one that is closed already is not found.
pub fn finding_close(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &FindingId,
    (by, note): (&UserId, &str),
    at: Timestamp,
) -> Result<(), StoreError> {
    let open =
        findings::table.find(id).filter(findings::org_id.eq(org)).filter(findings::closed_at.is_null());
    let set = (findings::closed_at.eq(at), findings::closed_by.eq(by), findings::closing_note.eq(note));
    one(diesel::update(open).set(set).execute(tx.conn())?)
}

/// Closes every open finding of a decision that never counted.
pub fn finding_close_of(
    tx: &mut WriteTx,
    org: &OrgId,
    decision: &DecisionId,
    by: &UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let open = findings::table
        .filter(findings::org_id.eq(org))
        .filter(findings::decision_id.eq(decision))
        .filter(findings::closed_at.is_null());
    diesel::update(open).set((findings::closed_at.eq(at), findings::closed_by.eq(by))).execute(tx.conn())?;
    Ok(())
}
