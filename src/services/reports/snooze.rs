//! Putting an entry of the inbox off until a day, with a reason that everybody in the organisation reads. It comes back by itself.
//!
//! A snooze hides one entry, not a rule: a decision still ends on its day, a room still stops. It is bound to what the entry is about
//! (this round, this decision), so that the next one of its kind shows at once.

use serde_json::json;

use super::inbox::{Inbox, PartnerTask, Task, partner_tasks};
use crate::access::{Allowed, ReviewAnswers, UseAccount, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{OrgId, PartnerId, SnoozeId};
use crate::services::audit::{self, Act};
use crate::services::vetting::partner_line;
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, ReadTx, SnoozeRow, WriteTx};

/// The longest time, in days.
pub const LONGEST_SNOOZE_DAYS: i64 = 90;
const LONGEST_REASON: usize = 500;

/// An entry that was put off.
#[derive(Debug, Clone)]
pub struct PutOff {
    /// The entry.
    pub task: PartnerTask,
    /// The snooze, by which it is brought back.
    pub snooze: SnoozeId,
    /// Until when.
    pub until: Timestamp,
    /// Why.
    pub reason: String,
    /// Who put it off.
    pub by: String,
}

/// What is to be put off, as it was entered.
#[derive(Debug, Clone, Default)]
pub struct SnoozeInput {
    /// The word of a [`Task`].
    pub task: String,
    /// The entry's `about`.
    pub about: String,
    /// Why.
    pub reason: String,
    /// Until when; none if it was not a day.
    pub until: Option<Timestamp>,
}

/// Moves what is put off from the inbox's tasks to its own list.
pub(super) fn set_aside(
    tx: &mut ReadTx,
    org: &OrgId,
    inbox: &mut Inbox,
    now: Timestamp,
) -> Result<(), ServiceError> {
    for row in store::snooze_list(tx, org, now)? {
        let same = |task: &PartnerTask| {
            task.partner == row.partner_id && task.task.as_str() == row.task && task.about == row.about
        };
        let Some(at) = inbox.partners.iter().position(same) else { continue };
        let task = inbox.partners.remove(at);
        let by = store::user_fetch(tx, &row.snoozed_by)?.name;
        inbox.put_off.push(PutOff { task, snooze: row.id, until: row.until_at, reason: row.reason, by });
    }
    Ok(())
}

/// The entry that `task` and `about` name, if it waits for this person now and may be put off.
pub fn snooze_subject(
    tx: &mut ReadTx,
    who: &Allowed<ReviewAnswers>,
    (partner, input): (&PartnerId, &SnoozeInput),
    now: Timestamp,
) -> Result<PartnerTask, ServiceError> {
    let partner = store::partner_fetch(tx, who.org(), partner)?;
    let view = Allowed::<ViewPartners>::authorize(who.actor())?;
    let person = Allowed::<UseAccount>::authorize(who.actor())?;
    let line = partner_line(tx, &view, partner, now)?;
    let tasks = partner_tasks(tx, &person, &line, now)?;
    let wanted = Task::named(&input.task);
    let found = tasks.into_iter().find(|task| Some(task.task) == wanted && task.about == input.about);
    let found = found.ok_or_else(|| ServiceError::conflict("conflict-snooze-gone"))?;
    if found.task.can_wait() { Ok(found) } else { Err(ServiceError::refused("refused-snooze")) }
}

/// Puts an entry off, in place of an earlier time.
pub fn snooze(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    (partner, input): (&PartnerId, &SnoozeInput),
    now: Timestamp,
) -> Result<SnoozeId, ServiceError> {
    let subject = snooze_subject(tx, who, (partner, input), now)?;
    let reason = input.reason.trim();
    let mut faults = Vec::new();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        faults.push(FieldFault::new("reason", "fault-snooze-reason"));
    }
    let longest = now.plus_days(LONGEST_SNOOZE_DAYS).end_of_day();
    let until = input.until.filter(|until| *until > now && *until <= longest);
    let Some(until_at) = until.filter(|_| faults.is_empty()) else {
        if until.is_none() {
            let message = Message::new("fault-snooze-until").arg("n", LONGEST_SNOOZE_DAYS);
            faults.push(FieldFault { field: "until".to_owned(), message });
        }
        return Err(ServiceError::Invalid(faults));
    };
    let row = SnoozeRow {
        id: SnoozeId::fresh(),
        org_id: who.org().clone(),
        partner_id: subject.partner,
        task: subject.task.as_str().to_owned(),
        about: subject.about,
        reason: reason.to_owned(),
        until_at,
        snoozed_by: who.user().clone(),
        snoozed_at: now,
    };
    store::snooze_put(tx, &row)?;
    let detail = json!({ "task": row.task, "until": row.until_at, "reason": row.reason });
    note(tx, who, ("inbox.snooze", &row.partner_id), detail, now)?;
    Ok(row.id)
}

/// Brings an entry back before its day.
pub fn unsnooze(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    id: &SnoozeId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = store::snooze_fetch(tx, who.org(), id)?;
    store::snooze_delete(tx, who.org(), id)?;
    note(tx, who, ("inbox.unsnooze", &row.partner_id), json!({ "task": row.task }), now)
}

fn note(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    (action, partner): (&'static str, &PartnerId),
    detail: serde_json::Value,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let act = Act { action, object_kind: "partner", object_id: partner.as_str(), detail };
    Ok(audit::done(tx, who, &act, now)?)
}
