//! What follows from a notice by itself: silence that counts as acceptance, the early trigger, and the list on its day.

use super::notice::{become_state, note};
use super::{Place, checked};
use crate::clock::Timestamp;
use crate::ids::{NoticeId, TriggerId};
use crate::services::ServiceError;
use crate::services::audit::Author;
use crate::services::vetting;
use crate::store::{self, Notice, ReadTx, TriggerRow, WriteTx};
use crate::vetting::chain::{self, Change, EntryInput, NoticeState};
use crate::vetting::trigger::{CameFrom, TriggerKind};

/// How the audit log names the program where it acts on a notice.
const PROGRAM: Author = Author::System("a notice took effect");

/// The notices of all organisations for which something is to be done now.
pub fn notices_due(tx: &mut ReadTx, now: Timestamp) -> Result<Vec<Notice>, ServiceError> {
    let mut due = store::notice_list_silent(tx, now)?;
    due.extend(store::notice_list_due(tx, &today(now))?);
    Ok(due)
}

/// Does what is due for one notice: ends its period, or changes the list. Doing it twice is doing it once.
pub fn notices_settle(tx: &mut WriteTx, due: &Notice, now: Timestamp) -> Result<NoticeId, ServiceError> {
    let row = store::notice_fetch(tx, &due.org_id, &due.id)?;
    let silent = row.state == NoticeState::Open.as_str() && row.objection_ends_at <= now;
    if silent {
        let row = Notice { answered_at: Some(now), ..row };
        become_state(tx, PROGRAM, (row, NoticeState::Tacit, "notice.lapse"), now)?;
    } else if NoticeState::named(&row.state).is_some_and(NoticeState::takes_effect) {
        list(tx, &row, now)?;
    }
    Ok(due.id.clone())
}

/// A change that takes effect: a company that joins is an early trigger at once; the list changes on the day. Whoever brought
/// that about reports the trigger: the member who accepted, or wrote down that the partner goes on; the partner, by its link;
/// or nobody, because nobody objected.
pub(super) fn take_effect(
    tx: &mut WriteTx,
    (row, author): (&Notice, &Author),
    now: Timestamp,
) -> Result<(), ServiceError> {
    if row.change == Change::Add.as_str() {
        let (recorded_by, came_from) = match author {
            Author::Member(actor) => (Some(actor.user().clone()), None),
            Author::Respondent { .. } => (None, Some(CameFrom::Partner)),
            Author::System(_) | Author::Nobody => (None, Some(CameFrom::Silence)),
        };
        let trigger = TriggerRow {
            id: TriggerId::fresh(),
            org_id: row.org_id.clone(),
            partner_id: row.partner_id.clone(),
            kind: TriggerKind::NewSubProcessor.as_str().to_owned(),
            // No prose of ours: what is written down is what the partner announced.
            note: format!("{} ({}) · {}", row.name, row.country, row.purpose),
            recorded_by,
            recorded_at: now,
            came_from: came_from.map(|from| from.as_str().to_owned()),
        };
        vetting::note_down(tx, &trigger, author, now)?;
    }
    list(tx, row, now)
}

/// Changes the kept list, if the day has come and that was not done yet.
fn list(tx: &mut WriteTx, row: &Notice, now: Timestamp) -> Result<(), ServiceError> {
    if row.listed_at.is_some() || row.starts_on > today(now) {
        return Ok(());
    }
    let place = Place { org: row.org_id.clone(), partner: row.partner_id.clone(), assessment: None };
    let rows = place.rows(tx)?;
    let same = rows.iter().filter(|other| other.name_key == row.name_key && other.country == row.country);
    match Change::named(&row.change) {
        Some(Change::Add) if same.clone().count() == 0 => {
            store::sub_processor_insert(tx, &place.row(&checked(&input_of(row))?, now))?;
        }
        Some(Change::Remove) => {
            for other in same {
                store::sub_processor_delete(tx, &row.org_id, &other.id)?;
            }
        }
        _ => {}
    }
    store::notice_listed(tx, &row.org_id, &row.id, now)?;
    note(tx, PROGRAM, ("notice.list", row), now)
}

/// The company of a notice as it would be typed.
fn input_of(row: &Notice) -> EntryInput {
    EntryInput {
        name: row.name.clone(),
        purpose: row.purpose.clone(),
        data: row.data.split(',').map(str::to_owned).collect(),
        country: row.country.clone(),
        transfer: row.transfer.clone(),
        since: row.starts_on.clone(),
        website: row.website.clone(),
    }
}

fn today(now: Timestamp) -> String {
    now.to_utc().date_naive().to_string()
}

/// Whether the company starts before the period to object has ended: then there was no opportunity to object in time.
pub fn starts_early(row: &Notice) -> bool {
    let ends = row.objection_ends_at.plus_seconds(-1).to_utc().date_naive();
    chain::day(&row.starts_on).ok().flatten().is_some_and(|day| day < ends)
}
