//! Until when a partner is to answer, and when it is reminded.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::{assessment_contacts, assessments, reminder_rules};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId};
use crate::store::{Assessment, AssessmentState};

/// Whom mail about an assessment goes to, and until when the answers are due.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = assessment_contacts)]
pub struct AssessmentContact {
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// Who asks.
    pub org_id: OrgId,
    /// The address; none if no mail is to be sent.
    pub email: Option<String>,
    /// The language's tag: `en` or `fr`.
    pub language: String,
    /// The end of the day on which the answers are due.
    pub due_at: Timestamp,
}

/// When an organisation reminds its partners.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reminder_rules)]
pub struct ReminderRules {
    /// Whose rules.
    pub org_id: OrgId,
    /// How many days a partner has to answer, if sending says nothing else.
    pub due_days: i64,
    /// So many days before the due day; none: not.
    pub before_days: Option<i64>,
    /// On the due day.
    pub on_the_day: bool,
    /// So many days after it; none: not.
    pub after_days: Option<i64>,
}

/// Keeps the contact in place of what was there.
pub fn assessment_contact_put(tx: &mut WriteTx, row: &AssessmentContact) -> Result<(), StoreError> {
    let stored = assessment_contacts::table
        .find(&row.assessment_id)
        .filter(assessment_contacts::org_id.eq(&row.org_id));
    diesel::delete(stored).execute(tx.conn())?;
    diesel::insert_into(assessment_contacts::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The contact, if one was given.
pub fn assessment_contact_find(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Option<AssessmentContact>, StoreError> {
    let row = assessment_contacts::table.find(assessment).filter(assessment_contacts::org_id.eq(org));
    Ok(row.select(AssessmentContact::as_select()).first(tx.conn()).optional()?)
}

/// The organisation's assessments that wait for their partner, with their contacts.
pub fn assessment_contact_list_open(
    tx: &mut ReadTx,
    org: &OrgId,
) -> Result<Vec<(AssessmentContact, Assessment)>, StoreError> {
    let rows = assessment_contacts::table
        .inner_join(assessments::table.on(assessments::id.eq(assessment_contacts::assessment_id)))
        .filter(assessment_contacts::org_id.eq(org))
        .filter(assessments::state.eq(AssessmentState::Sent))
        .select((AssessmentContact::as_select(), Assessment::as_select()));
    Ok(rows.load(tx.conn())?)
}

/// The organisation's rules, if it made any.
pub fn reminder_rules_find(tx: &mut ReadTx, org: &OrgId) -> Result<Option<ReminderRules>, StoreError> {
    let row = reminder_rules::table.find(org).select(ReminderRules::as_select());
    Ok(row.first(tx.conn()).optional()?)
}

/// Keeps the organisation's rules.
pub fn reminder_rules_put(tx: &mut WriteTx, row: &ReminderRules) -> Result<(), StoreError> {
    diesel::delete(reminder_rules::table.find(&row.org_id)).execute(tx.conn())?;
    diesel::insert_into(reminder_rules::table).values(row).execute(tx.conn())?;
    Ok(())
}
