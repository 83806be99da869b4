//! Announced changes of a partner's sub-processors, and what was said to them.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::{objection_periods, sub_processor_notices};
use crate::clock::Timestamp;
use crate::ids::{NoticeId, OrgId, PartnerId, RespondentLinkId, UserId};

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = sub_processor_notices)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Whom it is to.
    pub org_id: OrgId,
    /// Whose chain changes.
    pub partner_id: PartnerId,
    /// The link by which the partner announced it; none if a member wrote it down.
    pub link_id: Option<RespondentLinkId>,
    /// The member who wrote it down; none if the partner announced it.
    pub recorded_by: Option<UserId>,
    /// The name of a [`crate::vetting::chain::Change`].
    pub change: String,
    /// The company's legal name.
    pub name: String,
    /// What the name is matched by.
    pub name_key: String,
    /// What it does with the data.
    pub purpose: String,
    /// The categories of data, in the intake's words, with a comma between.
    pub data: String,
    /// Its country, by ISO 3166-1 alpha-2.
    pub country: String,
    /// The name of a [`crate::vetting::chain::Transfer`].
    pub transfer: String,
    /// Its web address; may be empty.
    pub website: String,
    /// On which day the change happens, `2027-03-12`.
    pub starts_on: String,
    /// When it was announced.
    pub announced_at: Timestamp,
    /// Until when one may object.
    pub objection_ends_at: Timestamp,
    /// The name of a [`crate::vetting::chain::NoticeState`].
    pub state: String,
    /// Why it was objected to; else empty.
    pub reason: String,
    /// Who accepted or objected.
    pub answered_by: Option<UserId>,
    /// When somebody did, or the period ended in silence.
    pub answered_at: Option<Timestamp>,
    /// When the partner withdrew, or went on.
    pub settled_at: Option<Timestamp>,
    /// When the list was changed accordingly.
    pub listed_at: Option<Timestamp>,
}

/// Adds a notice.
pub fn notice_insert(tx: &mut WriteTx, row: &Notice) -> Result<(), StoreError> {
    diesel::insert_into(sub_processor_notices::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The notice, if it is to the organisation.
pub fn notice_fetch(tx: &mut ReadTx, org: &OrgId, id: &NoticeId) -> Result<Notice, StoreError> {
    let row = sub_processor_notices::table.find(id).filter(sub_processor_notices::org_id.eq(org));
    Ok(row.select(Notice::as_select()).first(tx.conn())?)
}

/// The notices about a partner's chain, newest first.
pub fn notice_list(tx: &mut ReadTx, org: &OrgId, partner: &PartnerId) -> Result<Vec<Notice>, StoreError> {
    let rows = sub_processor_notices::table
        .filter(sub_processor_notices::org_id.eq(org))
        .filter(sub_processor_notices::partner_id.eq(partner))
        .order((sub_processor_notices::announced_at.desc(), sub_processor_notices::id.desc()));
    Ok(rows.select(Notice::as_select()).load(tx.conn())?)
}

/// Keeps what was said to a notice that is still in the state `from`; a conflict if it no longer is.
pub fn notice_answer(tx: &mut WriteTx, row: &Notice, from: &str) -> Result<(), StoreError> {
    let before = sub_processor_notices::table
        .find(&row.id)
        .filter(sub_processor_notices::org_id.eq(&row.org_id))
        .filter(sub_processor_notices::state.eq(from));
    let set = (
        sub_processor_notices::state.eq(&row.state),
        sub_processor_notices::reason.eq(&row.reason),
        sub_processor_notices::answered_by.eq(&row.answered_by),
        sub_processor_notices::answered_at.eq(row.answered_at),
        sub_processor_notices::settled_at.eq(row.settled_at),
    );
    match diesel::update(before).set(set).execute(tx.conn())? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict("the notice was answered meanwhile".to_owned())),
    }
}

/// Notes that the list was changed as the notice says.
pub fn notice_listed(tx: &mut WriteTx, org: &OrgId, id: &NoticeId, at: Timestamp) -> Result<(), StoreError> {
    let row = sub_processor_notices::table
        .find(id)
        .filter(sub_processor_notices::org_id.eq(org))
        .filter(sub_processor_notices::listed_at.is_null());
    one(diesel::update(row).set(sub_processor_notices::listed_at.eq(at)).execute(tx.conn())?)
}

/// The organisation's notices that nobody has answered, the first to end first.
pub fn notice_list_open(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<Notice>, StoreError> {
    let rows = sub_processor_notices::table
        .filter(sub_processor_notices::org_id.eq(org))
        .filter(sub_processor_notices::state.eq("open"))
        .order((sub_processor_notices::objection_ends_at, sub_processor_notices::id));
    Ok(rows.select(Notice::as_select()).load(tx.conn())?)
}

/// Every organisation's notices whose period has ended in silence.
pub fn notice_list_silent(tx: &mut ReadTx, now: Timestamp) -> Result<Vec<Notice>, StoreError> {
    let rows = sub_processor_notices::table
        .filter(sub_processor_notices::state.eq("open"))
        .filter(sub_processor_notices::objection_ends_at.le(now))
        .order((sub_processor_notices::objection_ends_at, sub_processor_notices::id));
    Ok(rows.select(Notice::as_select()).load(tx.conn())?)
}

/// Every organisation's notices that take effect and whose day has come, but whose list does not say so yet.
pub fn notice_list_due(tx: &mut ReadTx, today: &str) -> Result<Vec<Notice>, StoreError> {
    let rows = sub_processor_notices::table
        .filter(sub_processor_notices::state.eq_any(["accepted", "tacit", "proceeding"]))
        .filter(sub_processor_notices::listed_at.is_null())
        .filter(sub_processor_notices::starts_on.le(today))
        .order((sub_processor_notices::starts_on, sub_processor_notices::id));
    Ok(rows.select(Notice::as_select()).load(tx.conn())?)
}

/// How many days the organisation takes to object, if it said so.
pub fn objection_period_find(tx: &mut ReadTx, org: &OrgId) -> Result<Option<i64>, StoreError> {
    let row = objection_periods::table.find(org).select(objection_periods::days);
    Ok(row.first(tx.conn()).optional()?)
}

/// Keeps how many days the organisation takes to object.
pub fn objection_period_put(tx: &mut WriteTx, org: &OrgId, days: i64) -> Result<(), StoreError> {
    let change = diesel::update(objection_periods::table.find(org)).set(objection_periods::days.eq(days));
    if change.execute(tx.conn())? == 0 {
        let row = (objection_periods::org_id.eq(org), objection_periods::days.eq(days));
        diesel::insert_into(objection_periods::table).values(row).execute(tx.conn())?;
    }
    Ok(())
}
