//! Findings: something to be mended, with an owner and a date.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::findings;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, DecisionId, FindingId, OrgId, PartnerId, UserId};
use crate::vetting::findings::Severity;
use crate::vetting::remediation::{FindingState, Kept, Standing};

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
    /// What a reviewer wants mended.
    Review,
}

impl FindingKind {
    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Plan => "plan",
            Self::Review => "review",
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
            "review" => Ok(Self::Review),
            other => Err(format!("the database holds an unknown kind of finding, `{other}`").into()),
        }
    }
}

/// A finding.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = findings, treat_none_as_null = true)]
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
    /// What is asked, in more words; may be empty.
    pub description: String,
    /// The name of a [`Severity`].
    pub severity: String,
    /// Who sees to it, by name.
    pub owner: String,
    /// The member who sees to it, if it is one.
    pub owner_user_id: Option<UserId>,
    /// Until when.
    pub due_at: Timestamp,
    /// The name of the [`FindingState`] that was written down last; see [`Finding::standing`].
    pub state: String,
    /// Until when its risk is accepted.
    pub accepted_until: Option<Timestamp>,
    /// Whether the partner's respondent reads it.
    pub shared: bool,
    /// Counts its changes.
    pub revision: i64,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// By whom.
    pub closed_by: Option<UserId>,
    /// What closed it; empty while open.
    pub closing_note: String,
}

impl Finding {
    /// How it stands at `now`.
    pub fn standing(&self, now: Timestamp) -> Standing {
        // The column's CHECK lets no other word in.
        let state = FindingState::named(&self.state).unwrap_or(FindingState::Open);
        Kept { state, due: self.due_at, accepted_until: self.accepted_until }.at(now)
    }

    /// Whether it waits past its date at `now`.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.standing(now).overdue
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        Severity::named(&self.severity).unwrap_or(Severity::Critical)
    }
}

/// Adds a finding.
pub fn finding_insert(tx: &mut WriteTx, row: &Finding) -> Result<(), StoreError> {
    diesel::insert_into(findings::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Writes a finding over the one that was read at revision `row.revision`, and counts the change; not found if somebody was
/// faster.
pub fn finding_update(tx: &mut WriteTx, row: Finding) -> Result<(), StoreError> {
    let read = findings::table
        .find(row.id.clone())
        .filter(findings::org_id.eq(row.org_id.clone()))
        .filter(findings::revision.eq(row.revision));
    let row = Finding { revision: row.revision.saturating_add(1), ..row };
    one(diesel::update(read).set(row).execute(tx.conn())?)
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

/// Every finding of the organisation that is not closed, the most urgent first.
pub fn finding_list_open(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<Finding>, StoreError> {
    let rows = findings::table
        .filter(findings::org_id.eq(org))
        .filter(findings::closed_at.is_null())
        .order((findings::due_at.asc(), findings::id.asc()));
    Ok(rows.select(Finding::as_select()).load(tx.conn())?)
}

/// The conditions of a decision that are not closed.
pub fn finding_list_of_decision(
    tx: &mut ReadTx,
    org: &OrgId,
    decision: &DecisionId,
) -> Result<Vec<Finding>, StoreError> {
    let rows = findings::table
        .filter(findings::org_id.eq(org))
        .filter(findings::decision_id.eq(decision))
        .filter(findings::kind.eq(FindingKind::Condition))
        .filter(findings::closed_at.is_null())
        .order(findings::id.asc());
    Ok(rows.select(Finding::as_select()).load(tx.conn())?)
}
