//! Announcing a change of the chain, and answering it. [`crate::vetting::chain`] has the states and the law behind them.

use serde_json::json;

use super::{Place, announcer, checked, period, settle};
use crate::access::{Allowed, Announcer, ManagePartners, Permission, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{NoticeId, OrgId, PartnerId, RespondentLinkId, SubProcessorId, UserId};
use crate::services::audit::{self, Act, Author};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, Notice, ReadTx, SubProcessor, WriteTx};
use crate::vetting::chain::{self, Change, EntryInput, NoticeState, SHORTEST_REASON, reason_holds};

/// A partner that announces more changes than this at once means another list.
const MOST_OPEN: usize = 100;
/// How far from today a change may lie, in days: later than this nobody plans, longer ago is no announcement.
const FURTHEST_DAYS: (i64, i64) = (365, 730);

/// A change, as it was announced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoticeInput {
    /// The name of a [`Change`].
    pub change: String,
    /// The company that joins.
    pub company: EntryInput,
    /// The company of the kept list that leaves.
    pub leaves: String,
    /// On which day, as `2027-03-12`.
    pub starts: String,
}

/// A notice with the names of who acted.
#[derive(Debug, Clone)]
pub struct NoticeLine {
    /// The notice.
    pub row: Notice,
    /// What it announces.
    pub change: Change,
    /// What became of it.
    pub state: NoticeState,
    /// The member who wrote it down; none if the partner announced it.
    pub recorded_by: Option<String>,
    /// The member who answered it.
    pub answered_by: Option<String>,
}

/// Who announces.
enum By<'a> {
    Partner(&'a RespondentLinkId),
    Member(&'a UserId),
}

/// The partner announces a change by its link; the organisation's period to object begins.
pub fn notice_announce(
    tx: &mut WriteTx,
    who: &Announcer,
    input: &NoticeInput,
    now: Timestamp,
) -> Result<NoticeId, ServiceError> {
    let partner = partner_of(tx, who)?;
    let days = period::days_of(tx, who.org())?;
    let row = row(tx, (who.org(), &partner), &By::Partner(who.link()), (input, days), now)?;
    keep(tx, announcer::author(who), row, now)
}

/// A member writes down a change that the partner announced in another way, with the days that their terms give.
pub fn notice_record(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    partner: &PartnerId,
    (input, days): (&NoticeInput, u32),
    now: Timestamp,
) -> Result<NoticeId, ServiceError> {
    let partner = store::partner_fetch(tx, who.org(), partner)?;
    let days = period::checked(days)?;
    let row = row(tx, (who.org(), &partner.id), &By::Member(who.user()), (input, days), now)?;
    keep(tx, who.into(), row, now)
}

/// Whose chain the holder of a link speaks for.
fn partner_of(tx: &mut ReadTx, who: &Announcer) -> Result<PartnerId, ServiceError> {
    Ok(store::assessment_fetch(tx, who.org(), who.assessment())?.partner_id)
}

fn row(
    tx: &mut ReadTx,
    (org, partner): (&OrgId, &PartnerId),
    by: &By<'_>,
    (input, days): (&NoticeInput, u32),
    now: Timestamp,
) -> Result<Notice, ServiceError> {
    let change =
        Change::named(&input.change).ok_or_else(|| ServiceError::field("change", "fault-notice-change"))?;
    let kept = store::sub_processor_list_kept(tx, org, partner)?;
    let starts = starts(&input.starts, now);
    let company = match change {
        Change::Add => {
            let place = Place { org: org.clone(), partner: partner.clone(), assessment: None };
            joining(&place, &input.company, &kept, now)
        }
        Change::Remove => leaving(&input.leaves, &kept),
    };
    let (company, starts_on) = match (company, starts) {
        (Ok(company), Ok(starts)) => (company, starts),
        (company, starts) => return Err(both(company.err(), starts.err())),
    };
    let (link_id, recorded_by) = match by {
        By::Partner(link) => (Some((*link).clone()), None),
        By::Member(user) => (None, Some((*user).clone())),
    };
    Ok(Notice {
        id: NoticeId::fresh(),
        org_id: org.clone(),
        partner_id: partner.clone(),
        link_id,
        recorded_by,
        change: change.as_str().to_owned(),
        name: company.name,
        name_key: company.name_key,
        purpose: company.purpose,
        data: company.data,
        country: company.country,
        transfer: company.transfer,
        website: company.website,
        starts_on,
        announced_at: now,
        // Whole days: whoever reads "until 12 March" has the twelfth.
        objection_ends_at: now.plus_days(i64::from(days)).end_of_day(),
        state: NoticeState::Open.as_str().to_owned(),
        reason: String::new(),
        answered_by: None,
        answered_at: None,
        settled_at: None,
        listed_at: None,
    })
}

/// The company that joins: one that is not on the list with that country.
fn joining(
    place: &Place,
    input: &EntryInput,
    kept: &[SubProcessor],
    now: Timestamp,
) -> Result<SubProcessor, ServiceError> {
    let entry = checked(&EntryInput { since: String::new(), ..input.clone() })?;
    let row = place.row(&entry, now);
    let same = |other: &SubProcessor| other.name_key == row.name_key && other.country == row.country;
    if kept.iter().any(same) { Err(ServiceError::field("name", "fault-chain-twice")) } else { Ok(row) }
}

fn leaving(id: &str, kept: &[SubProcessor]) -> Result<SubProcessor, ServiceError> {
    let id = SubProcessorId::from(id);
    let found = kept.iter().find(|row| row.id == id).cloned();
    found.ok_or_else(|| ServiceError::field("leaves", "fault-notice-leaves"))
}

fn starts(text: &str, now: Timestamp) -> Result<String, ServiceError> {
    let today = now.to_utc().date_naive();
    let day = chain::day(text).ok().flatten();
    let near = day.filter(|day| {
        let ahead = day.signed_duration_since(today).num_days();
        (-FURTHEST_DAYS.0..=FURTHEST_DAYS.1).contains(&ahead)
    });
    near.map(|day| day.to_string()).ok_or_else(|| ServiceError::field("starts", "fault-notice-starts"))
}

fn both(a: Option<ServiceError>, b: Option<ServiceError>) -> ServiceError {
    match (a, b) {
        (Some(ServiceError::Invalid(mut first)), Some(ServiceError::Invalid(second))) => {
            first.extend(second);
            ServiceError::Invalid(first)
        }
        (Some(one), _) | (None, Some(one)) => one,
        (None, None) => ServiceError::Internal("a notice without a fault was refused".to_owned()),
    }
}

fn keep(tx: &mut WriteTx, author: Author, row: Notice, now: Timestamp) -> Result<NoticeId, ServiceError> {
    let open = store::notice_list(tx, &row.org_id, &row.partner_id)?;
    let open: Vec<Notice> = open.into_iter().filter(|other| other.listed_at.is_none()).collect();
    let waits = |other: &Notice| {
        state_of(other).is_ok_and(|state| state != NoticeState::Withdrawn)
            && (&other.change, &other.name_key, &other.country) == (&row.change, &row.name_key, &row.country)
    };
    if open.iter().any(waits) {
        return Err(ServiceError::conflict("conflict-notice-twice"));
    }
    if open.iter().filter(|other| other.state == NoticeState::Open.as_str()).count() >= MOST_OPEN {
        return Err(ServiceError::Refused(Message::new("refused-notices-many").arg("n", MOST_OPEN)));
    }
    store::notice_insert(tx, &row)?;
    note(tx, author, ("notice.announce", &row), now)?;
    Ok(row.id)
}

pub(super) fn note(
    tx: &mut WriteTx,
    author: Author,
    (action, row): (&'static str, &Notice),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let detail = json!({ "partner": row.partner_id.as_str(), "change": row.change, "name": row.name });
    let act = Act { action, object_kind: "notice", object_id: row.id.as_str(), detail };
    Ok(audit::done_to(tx, author, &row.org_id, &act, now)?)
}

pub(super) fn state_of(row: &Notice) -> Result<NoticeState, ServiceError> {
    let known = NoticeState::named(&row.state);
    known.ok_or_else(|| ServiceError::Internal(format!("notice {}: an unknown state", row.id)))
}

fn line(tx: &mut ReadTx, row: Notice) -> Result<NoticeLine, ServiceError> {
    let mut name = |user: Option<&UserId>| match user {
        Some(user) => store::user_fetch(tx, user).map(|user| Some(user.name)),
        None => Ok(None),
    };
    let (recorded_by, answered_by) = (name(row.recorded_by.as_ref())?, name(row.answered_by.as_ref())?);
    let change = Change::named(&row.change)
        .ok_or_else(|| ServiceError::Internal(format!("notice {}: an unknown change", row.id)))?;
    Ok(NoticeLine { change, state: state_of(&row)?, recorded_by, answered_by, row })
}

/// The notices about a partner's chain, newest first.
pub fn notice_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    partner: &PartnerId,
) -> Result<Vec<NoticeLine>, ServiceError> {
    let partner = store::partner_fetch(tx, who.org(), partner)?;
    let rows = store::notice_list(tx, who.org(), &partner.id)?;
    rows.into_iter().map(|row| line(tx, row)).collect()
}

/// One notice.
pub fn notice_fetch<P: Permission>(
    tx: &mut ReadTx,
    who: &Allowed<P>,
    id: &NoticeId,
) -> Result<NoticeLine, ServiceError> {
    let row = store::notice_fetch(tx, who.org(), id)?;
    line(tx, row)
}

/// What the partner sees: its own notices, newest first, and the companies that can leave.
pub fn notice_list_of_announcer(
    tx: &mut ReadTx,
    who: &Announcer,
) -> Result<(Vec<NoticeLine>, Vec<SubProcessor>), ServiceError> {
    let partner = partner_of(tx, who)?;
    let rows = store::notice_list(tx, who.org(), &partner)?;
    let lines = rows.into_iter().map(|row| line(tx, row)).collect::<Result<_, _>>()?;
    Ok((lines, store::sub_processor_list_kept(tx, who.org(), &partner)?))
}

/// A member accepts a change: it takes effect.
pub fn notice_accept(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    id: &NoticeId,
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let row = store::notice_fetch(tx, who.org(), id)?;
    let answered = Notice { answered_by: Some(who.user().clone()), answered_at: Some(now), ..row };
    become_state(tx, who.into(), (answered, NoticeState::Accepted, "notice.accept"), now)
}

/// A member objects, with a reason that the partner reads, while the period runs.
pub fn notice_object(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    (id, reason): (&NoticeId, &str),
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let row = store::notice_fetch(tx, who.org(), id)?;
    if !reason_holds(reason) {
        let message = Message::new("fault-objection-reason").arg("n", SHORTEST_REASON);
        return Err(ServiceError::Invalid(vec![FieldFault { field: "reason".to_owned(), message }]));
    }
    // The period may be over before the job that says so has run.
    if row.objection_ends_at <= now {
        return Err(ServiceError::conflict("conflict-objection-late"));
    }
    let answered = Notice {
        reason: reason.trim().to_owned(),
        answered_by: Some(who.user().clone()),
        answered_at: Some(now),
        ..row
    };
    become_state(tx, who.into(), (answered, NoticeState::Objected, "notice.object"), now)
}

/// A member writes down what the partner does: it withdraws the change, or goes on against the objection.
pub fn notice_outcome(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    (id, outcome): (&NoticeId, &str),
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let row = store::notice_fetch(tx, who.org(), id)?;
    settled(tx, who.into(), (row, outcome), now)
}

/// The partner says what it does: it withdraws the change, or goes on against the objection.
pub fn notice_outcome_by_announcer(
    tx: &mut WriteTx,
    who: &Announcer,
    (id, outcome): (&NoticeId, &str),
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let partner = partner_of(tx, who)?;
    let row = store::notice_fetch(tx, who.org(), id)?;
    if row.partner_id != partner {
        return Err(ServiceError::NotFound);
    }
    settled(tx, announcer::author(who), (row, outcome), now)
}

fn settled(
    tx: &mut WriteTx,
    author: Author,
    (row, outcome): (Notice, &str),
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let (next, action) = match NoticeState::named(outcome) {
        Some(NoticeState::Withdrawn) => (NoticeState::Withdrawn, "notice.withdraw"),
        Some(NoticeState::Proceeding) => (NoticeState::Proceeding, "notice.proceed"),
        _ => return Err(ServiceError::field("outcome", "fault-notice-outcome")),
    };
    become_state(tx, author, (Notice { settled_at: Some(now), ..row }, next, action), now)
}

/// Brings a notice into its next state, with all that follows from it.
pub(super) fn become_state(
    tx: &mut WriteTx,
    author: Author,
    (row, next, action): (Notice, NoticeState, &'static str),
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let from = state_of(&row)?;
    if !from.may_become(next) {
        return Err(ServiceError::conflict("conflict-notice-settled"));
    }
    let row = Notice { state: next.as_str().to_owned(), ..row };
    let kept = store::notice_answer(tx, &row, from.as_str());
    kept.map_err(|fault| ServiceError::from(fault).or_conflict("conflict-notice-settled"))?;
    note(tx, author.clone(), (action, &row), now)?;
    if next.takes_effect() {
        settle::take_effect(tx, (&row, &author), now)?;
    }
    Ok(row.partner_id)
}
