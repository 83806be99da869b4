//! The outbox: mail that waits to be sent, what became of it, and what each person was told of already.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::{mail_causes, mail_choices, mails};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, MailId, OrgId, UserId};

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// It is still to be sent.
    Waiting,
    /// The mail server took it.
    Sent,
    /// It will not be tried again.
    Failed,
}

impl MailState {
    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}

/// A mail.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = mails)]
pub struct MailRow {
    /// Its id.
    pub id: MailId,
    /// On whose behalf.
    pub org_id: OrgId,
    /// What it is about, as a word.
    pub kind: String,
    /// The address.
    pub recipient: String,
    /// The assessment it is about, if a partner gets it.
    pub assessment_id: Option<AssessmentId>,
    /// Subject and text, sealed; nothing once it was sent or given up.
    pub sealed: Option<Vec<u8>>,
    /// The word of a [`MailState`].
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Not before this moment.
    pub run_after: Timestamp,
    /// Why it was not taken the last time, or nothing.
    pub last_error: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was sent or given up.
    pub ended_at: Option<Timestamp>,
}

/// A person's wish about mail.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = mail_choices)]
pub struct MailChoice {
    /// The person.
    pub user_id: UserId,
    /// Whether they want mail.
    pub wanted: bool,
    /// The language's tag: `en` or `fr`.
    pub language: String,
}

/// Adds a mail.
pub fn mail_insert(tx: &mut WriteTx, row: &MailRow) -> Result<(), StoreError> {
    diesel::insert_into(mails::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// At most `most` mails that are to be sent now, the longest waiting first.
pub fn mail_list_due(tx: &mut ReadTx, now: Timestamp, most: i64) -> Result<Vec<MailRow>, StoreError> {
    let rows = mails::table
        .filter(mails::state.eq(MailState::Waiting.as_str()))
        .filter(mails::run_after.le(now))
        .order((mails::run_after.asc(), mails::id.asc()))
        .limit(most);
    Ok(rows.select(MailRow::as_select()).load(tx.conn())?)
}

/// Notes what became of a try. A mail that somebody settled meanwhile is not found.
pub fn mail_settle(tx: &mut WriteTx, row: &MailRow) -> Result<(), StoreError> {
    let waiting = mails::table.find(&row.id).filter(mails::state.eq(MailState::Waiting.as_str()));
    let set = (
        mails::sealed.eq(&row.sealed),
        mails::state.eq(&row.state),
        mails::attempts.eq(row.attempts),
        mails::run_after.eq(row.run_after),
        mails::last_error.eq(&row.last_error),
        mails::ended_at.eq(row.ended_at),
    );
    one(diesel::update(waiting).set(set).execute(tx.conn())?)
}

/// The organisation's newest mails of one state, at most `most`.
pub fn mail_list(
    tx: &mut ReadTx,
    org: &OrgId,
    state: MailState,
    most: i64,
) -> Result<Vec<MailRow>, StoreError> {
    let rows = mails::table
        .filter(mails::org_id.eq(org))
        .filter(mails::state.eq(state.as_str()))
        .order((mails::created_at.desc(), mails::id.desc()))
        .limit(most);
    Ok(rows.select(MailRow::as_select()).load(tx.conn())?)
}

/// How many of the organisation's mails wait.
pub fn mail_count_waiting(tx: &mut ReadTx, org: &OrgId) -> Result<i64, StoreError> {
    let rows =
        mails::table.filter(mails::org_id.eq(org)).filter(mails::state.eq(MailState::Waiting.as_str()));
    Ok(rows.count().get_result(tx.conn())?)
}

/// The newest mail to the partner of an assessment.
pub fn mail_latest_of(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
) -> Result<Option<MailRow>, StoreError> {
    let rows = mails::table
        .filter(mails::org_id.eq(org))
        .filter(mails::assessment_id.eq(assessment))
        .order((mails::created_at.desc(), mails::id.desc()));
    Ok(rows.select(MailRow::as_select()).first(tx.conn()).optional()?)
}

/// Forgets what ended before that moment, addresses included.
pub fn mail_purge(tx: &mut WriteTx, before: Timestamp) -> Result<usize, StoreError> {
    Ok(diesel::delete(mails::table.filter(mails::ended_at.lt(before))).execute(tx.conn())?)
}

/// What people of the organisation were told of: who, and which cause.
pub fn mail_cause_list(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<(String, String)>, StoreError> {
    let rows = mail_causes::table.filter(mail_causes::org_id.eq(org));
    Ok(rows.select((mail_causes::recipient, mail_causes::cause)).load(tx.conn())?)
}

/// Notes that somebody is told of a cause; false if they were told before.
pub fn mail_cause_note(
    tx: &mut WriteTx,
    org: &OrgId,
    (recipient, cause): (&str, &str),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let known = mail_causes::table.find((org, recipient, cause)).count().get_result::<i64>(tx.conn())?;
    if known > 0 {
        return Ok(false);
    }
    let row = (
        mail_causes::org_id.eq(org),
        mail_causes::recipient.eq(recipient),
        mail_causes::cause.eq(cause),
        mail_causes::noted_at.eq(now),
    );
    diesel::insert_into(mail_causes::table).values(row).execute(tx.conn())?;
    Ok(true)
}

/// The person's wish, if they said one.
pub fn mail_choice_find(tx: &mut ReadTx, user: &UserId) -> Result<Option<MailChoice>, StoreError> {
    let row = mail_choices::table.find(user).select(MailChoice::as_select());
    Ok(row.first(tx.conn()).optional()?)
}

/// Keeps the person's wish.
pub fn mail_choice_put(tx: &mut WriteTx, row: &MailChoice) -> Result<(), StoreError> {
    diesel::delete(mail_choices::table.find(&row.user_id)).execute(tx.conn())?;
    diesel::insert_into(mail_choices::table).values(row).execute(tx.conn())?;
    Ok(())
}
