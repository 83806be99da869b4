//! Assessments: one round of one questionnaire for one partner, with the questions and the policy frozen into it.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::assessments;
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, PartnerId, UserId};
use crate::vetting::scoring::Tier;

/// How far an assessment has come.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub enum AssessmentState {
    /// Our own side still describes the sharing; the partner has not been asked.
    Intake,
    /// The partner can answer.
    Sent,
    /// The partner has answered; a reviewer checks.
    Submitted,
    /// A decision was made.
    Decided,
    /// It was called off.
    Cancelled,
}

impl AssessmentState {
    /// Every state, in order.
    pub const ALL: [Self; 5] = [Self::Intake, Self::Sent, Self::Submitted, Self::Decided, Self::Cancelled];

    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Sent => "sent",
            Self::Submitted => "submitted",
            Self::Decided => "decided",
            Self::Cancelled => "cancelled",
        }
    }
}

impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for AssessmentState
where
    DB: diesel::backend::Backend,
    str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for AssessmentState
where
    DB: diesel::backend::Backend,
    String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        let word = String::from_sql(bytes)?;
        let known = Self::ALL.into_iter().find(|state| state.as_str() == word);
        known.ok_or_else(|| format!("the database holds an unknown state, `{word}`").into())
    }
}

/// Whether a partner is asked less in a lower tier.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub enum Tailoring {
    /// Sending will cut the questions to the tier.
    ByTier,
    /// The questions were cut to this tier when they were sent.
    To(Tier),
}

impl Tailoring {
    /// What is kept when questions are cut to a tier.
    pub fn of(tier: Tier) -> Self {
        Self::To(tier)
    }

    /// The tier that the questions were cut to, if they were.
    pub fn tier(self) -> Option<Tier> {
        match self {
            Self::ByTier => None,
            Self::To(tier) => Some(tier),
        }
    }

    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ByTier => "by_tier",
            Self::To(Tier::T1) => "T1",
            Self::To(Tier::T2) => "T2",
            Self::To(Tier::T3) => "T3",
            Self::To(Tier::T4) => "T4",
        }
    }
}

impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for Tailoring
where
    DB: diesel::backend::Backend,
    str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for Tailoring
where
    DB: diesel::backend::Backend,
    String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        let word = String::from_sql(bytes)?;
        let all =
            [Self::ByTier, Self::To(Tier::T1), Self::To(Tier::T2), Self::To(Tier::T3), Self::To(Tier::T4)];
        let known = all.into_iter().find(|tailoring| tailoring.as_str() == word);
        known.ok_or_else(|| format!("the database holds an unknown tailoring, `{word}`").into())
    }
}

/// An assessment.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = assessments)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Whose it is.
    pub org_id: OrgId,
    /// Whom it is about.
    pub partner_id: PartnerId,
    /// The questionnaire's name.
    pub questionnaire_id: String,
    /// The questionnaire's version.
    pub questionnaire_version: i64,
    /// The frozen questionnaire, as JSON.
    pub questionnaire: String,
    /// The frozen policy, as JSON.
    pub policy: String,
    /// The intake, as JSON, once it was filled in.
    pub intake: Option<String>,
    /// How far it has come.
    pub state: AssessmentState,
    /// Counts the changes, from 1.
    pub revision: i64,
    /// Who started it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When it was last sent.
    pub sent_at: Option<Timestamp>,
    /// When the partner submitted.
    pub submitted_at: Option<Timestamp>,
    /// The name of who submitted.
    pub submitted_by: Option<String>,
    /// Whether the partner is asked less in a lower tier; none for everything.
    pub tailoring: Option<Tailoring>,
}

/// Adds an assessment.
pub fn assessment_insert(tx: &mut WriteTx, row: &Assessment) -> Result<(), StoreError> {
    diesel::insert_into(assessments::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The assessment, if it is the organisation's.
pub fn assessment_fetch(tx: &mut ReadTx, org: &OrgId, id: &AssessmentId) -> Result<Assessment, StoreError> {
    let row = assessments::table.find(id).filter(assessments::org_id.eq(org));
    Ok(row.select(Assessment::as_select()).first(tx.conn())?)
}

/// The partner's assessments, newest first.
pub fn assessment_list(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
) -> Result<Vec<Assessment>, StoreError> {
    let rows = assessments::table
        .filter(assessments::org_id.eq(org))
        .filter(assessments::partner_id.eq(partner))
        .order((assessments::created_at.desc(), assessments::id.desc()));
    Ok(rows.select(Assessment::as_select()).load(tx.conn())?)
}

/// All assessments of the organisation, newest first.
pub fn assessment_list_all(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<Assessment>, StoreError> {
    let rows = assessments::table
        .filter(assessments::org_id.eq(org))
        .order((assessments::created_at.desc(), assessments::id.desc()));
    Ok(rows.select(Assessment::as_select()).load(tx.conn())?)
}

/// Whose assessment it is: for the operator, who belongs to no organisation.
pub fn assessment_organisation(tx: &mut ReadTx, id: &AssessmentId) -> Result<OrgId, StoreError> {
    Ok(assessments::table.find(id).select(assessments::org_id).first(tx.conn())?)
}

/// The assessments of every organisation, newest first: for the operator.
pub fn assessment_list_everywhere(tx: &mut ReadTx) -> Result<Vec<Assessment>, StoreError> {
    let rows = assessments::table.order((assessments::created_at.desc(), assessments::id.desc()));
    Ok(rows.select(Assessment::as_select()).load(tx.conn())?)
}

/// Keeps what may change of `row`, if the stored one is the one before it (`row.revision - 1`). False if somebody else
/// changed it in between.
pub fn assessment_put(tx: &mut WriteTx, row: &Assessment) -> Result<bool, StoreError> {
    let before = assessments::table
        .find(&row.id)
        .filter(assessments::org_id.eq(&row.org_id))
        .filter(assessments::revision.eq(row.revision.saturating_sub(1)));
    let set = (
        assessments::questionnaire_id.eq(&row.questionnaire_id),
        assessments::questionnaire_version.eq(row.questionnaire_version),
        assessments::questionnaire.eq(&row.questionnaire),
        assessments::policy.eq(&row.policy),
        assessments::intake.eq(&row.intake),
        assessments::state.eq(row.state),
        assessments::revision.eq(row.revision),
        assessments::sent_at.eq(row.sent_at),
        assessments::submitted_at.eq(row.submitted_at),
        assessments::submitted_by.eq(&row.submitted_by),
        assessments::tailoring.eq(row.tailoring),
    );
    Ok(diesel::update(before).set(set).execute(tx.conn())? == 1)
}

/// Marks a sent assessment as submitted by a person of that name; a conflict if it is no longer at that revision.
pub fn assessment_submit(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &AssessmentId,
    (by, revision): (&str, i64),
    at: Timestamp,
) -> Result<(), StoreError> {
    let sent = assessments::table
        .find(id)
        .filter(assessments::org_id.eq(org))
        .filter(assessments::state.eq(AssessmentState::Sent))
        .filter(assessments::revision.eq(revision));
    let set = (
        assessments::state.eq(AssessmentState::Submitted),
        assessments::revision.eq(revision.saturating_add(1)),
        assessments::submitted_at.eq(at),
        assessments::submitted_by.eq(by),
    );
    match diesel::update(sent).set(set).execute(tx.conn())? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict("the assessment was changed meanwhile".to_owned())),
    }
}
