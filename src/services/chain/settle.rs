//! What follows from a notice by itself: silence that counts as acceptance, the early trigger, and the list on its day.

use super::notice::{become_state, note};
use super::{Place, checked};
use crate::access::{Actor, ActorKind, Allowed, ManagePartners, Role};
use crate::clock::Timestamp;
use crate::ids::NoticeId;
use crate::services::ServiceError;
use crate::services::audit::Author;
use crate::services::vetting::{self, TriggerInput};
use crate::store::{self, Notice, ReadTx, WriteTx};
use crate::vetting::chain::{self, Change, EntryInput, NoticeState};
use crate::vetting::trigger::TriggerKind;

/// How the audit log names the program where it acts on a notice.
const REASON: &str = "a notice took effect";

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
        let author = Author::Member(program(tx, &row)?);
        become_state(tx, author, (row, NoticeState::Tacit, "notice.lapse"), now)?;
    } else if NoticeState::named(&row.state).is_some_and(NoticeState::takes_effect) {
        list(tx, &row, now)?;
    }
    Ok(due.id.clone())
}

/// A change that takes effect: a company that joins is an early trigger at once; the list changes on the day.
pub(super) fn take_effect(tx: &mut WriteTx, row: &Notice, now: Timestamp) -> Result<(), ServiceError> {
    if row.change == Change::Add.as_str() {
        let proof = Allowed::<ManagePartners>::authorize(&program(tx, row)?)?;
        // No prose of ours: what is written down is what the partner announced.
        let note = format!("{} ({}) · {}", row.name, row.country, row.purpose);
        let input = TriggerInput { kind: TriggerKind::NewSubProcessor.as_str().to_owned(), note };
        vetting::trigger_record(tx, &proof, &row.partner_id, &input, now)?;
    }
    list(tx, row, now)
}

/// The program, acting for the member whose notice it is: who wrote it down, or who made the link that it came by.
fn program(tx: &mut ReadTx, row: &Notice) -> Result<Actor, ServiceError> {
    let user = match (&row.recorded_by, &row.link_id) {
        (Some(user), _) => user.clone(),
        (None, Some(link)) => store::respondent_link_fetch(tx, &row.org_id, link)?.created_by,
        (None, None) => return Err(ServiceError::Internal(format!("notice {} is nobody's", row.id))),
    };
    Ok(Actor::member(ActorKind::System { reason: REASON }, user, row.org_id.clone(), Role::Manager))
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
    let author = Author::Member(program(tx, row)?);
    note(tx, author, ("notice.list", row), now)
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
