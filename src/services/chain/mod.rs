//! The partner's chain, as use cases: the list of sub-processors, notices of a change with the right to object, and who
//! depends on whom over all partners.
//!
//! There are two kinds of list. A round's list is written by the respondent beside the question that asks for it, and is
//! frozen, with the answers, by submitting. The kept list is what is true between rounds: a submitted list takes its place
//! (an empty one only where the partner says in words that it uses nobody: else it says nothing about who is there), a member
//! may keep it up by hand, and notices change it on the day that they name. The next round begins with the kept list where answers are brought along.

mod announcer;
mod change_link;
mod companies;
mod entry;
mod file;
mod list;
mod load;
mod nobody;
mod notice;
mod period;
mod settle;

use std::collections::BTreeSet;

use serde_json::json;

use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, PartnerId, SubProcessorId};
use crate::services::{FieldFault, ServiceError};
use crate::store::{self, ReadTx, SubProcessor, WriteTx};
use crate::vetting::chain::{self, Country, Entry, EntryFault, EntryInput, Flag, Transfer, name_key};
use crate::vetting::intake::DataCategory;
use crate::vetting::questionnaire::{ListKind, Questionnaire};

pub use announcer::{ChangeDesk, ChangeLanding, announcer, change_begin, change_desk, change_landing};
pub use change_link::*;
pub use companies::{Companies, Company, Use, companies, company_merge, company_split};
pub use entry::*;
pub(in crate::services) use file::{list_from_file, list_in_file};
pub use list::{Listed, Lists, list_kept, list_of_assessment};
pub use load::{list_file, list_file_by_respondent, list_load, list_load_by_respondent, list_replace};
pub use nobody::{nobody_say, nobody_take_back};
pub use notice::*;
pub use period::{objection_days, objection_days_keep};
pub use settle::{notices_due, notices_settle, starts_early};

/// Which list is meant.
#[derive(Debug, Clone)]
pub(super) struct Place {
    org: OrgId,
    partner: PartnerId,
    /// The round; none for the kept list.
    assessment: Option<AssessmentId>,
}

impl Place {
    fn rows(&self, tx: &mut ReadTx) -> Result<Vec<SubProcessor>, ServiceError> {
        Ok(match &self.assessment {
            Some(id) => store::sub_processor_list(tx, &self.org, id)?,
            None => store::sub_processor_list_kept(tx, &self.org, &self.partner)?,
        })
    }

    /// A round whose list changes no longer says that there is nobody.
    fn somebody(&self, tx: &mut WriteTx) -> Result<(), ServiceError> {
        if let Some(id) = &self.assessment {
            store::sub_processors_none_put(tx, &self.org, id, None)?;
        }
        Ok(())
    }

    fn holds(&self, row: &SubProcessor) -> bool {
        row.partner_id == self.partner && row.assessment_id == self.assessment
    }

    /// A new row of this list.
    fn row(&self, entry: &Entry, now: Timestamp) -> SubProcessor {
        let data: Vec<String> = entry.data.iter().map(|one| chain::category_word(*one)).collect();
        SubProcessor {
            id: SubProcessorId::fresh(),
            org_id: self.org.clone(),
            partner_id: self.partner.clone(),
            assessment_id: self.assessment.clone(),
            name_key: name_key(&entry.name),
            name: entry.name.clone(),
            purpose: entry.purpose.clone(),
            data: data.join(","),
            country: entry.country.code().to_owned(),
            transfer: entry.transfer.as_str().to_owned(),
            since_on: entry.since.map(|day| day.to_string()),
            website: entry.website.clone(),
            carried_over: false,
            revision: 1,
            changed_at: now,
        }
    }
}

/// Takes a round's list for the kept one, if the partner named anybody, or said that there is nobody.
pub(super) fn freeze(
    tx: &mut WriteTx,
    (org, assessment): (&OrgId, &AssessmentId),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let partner = store::assessment_fetch(tx, org, assessment)?.partner_id;
    let stated = store::sub_processor_list(tx, org, assessment)?;
    if stated.is_empty() && !store::sub_processors_none_said(tx, org, assessment)? {
        return Ok(());
    }
    store::sub_processor_clear(tx, org, (&partner, None))?;
    for row in stated {
        store::sub_processor_insert(tx, &copied(row, None, (false, now)))?;
    }
    Ok(())
}

/// Begins a round's list with the kept one, marked as carried over; how many companies came along.
pub(super) fn carry(
    tx: &mut WriteTx,
    (org, assessment): (&OrgId, &AssessmentId),
    questionnaire: &Questionnaire,
    now: Timestamp,
) -> Result<usize, ServiceError> {
    let asked = questionnaire.with_list(ListKind::SubProcessors).next().is_some();
    if !asked || !store::sub_processor_list(tx, org, assessment)?.is_empty() {
        return Ok(0);
    }
    let partner = store::assessment_fetch(tx, org, assessment)?.partner_id;
    let kept = store::sub_processor_list_kept(tx, org, &partner)?;
    let count = kept.len();
    for row in kept {
        store::sub_processor_insert(tx, &copied(row, Some(assessment), (true, now)))?;
    }
    Ok(count)
}

fn copied(
    row: SubProcessor,
    assessment: Option<&AssessmentId>,
    (carried_over, changed_at): (bool, Timestamp),
) -> SubProcessor {
    SubProcessor {
        id: SubProcessorId::fresh(),
        assessment_id: assessment.cloned(),
        carried_over,
        revision: 1,
        changed_at,
        ..row
    }
}

/// The categories of a row.
pub fn categories(data: &str) -> BTreeSet<DataCategory> {
    data.split(',').filter_map(chain::category).collect()
}

/// What a reader should look at in a row.
pub fn flags_of(country: &str, transfer: &str) -> Vec<Flag> {
    chain::flags(Country::named(country), Transfer::named(transfer))
}

/// The row as it would be typed.
pub fn input_of(row: &SubProcessor) -> EntryInput {
    EntryInput {
        name: row.name.clone(),
        purpose: row.purpose.clone(),
        data: row.data.split(',').map(str::to_owned).collect(),
        country: row.country.clone(),
        transfer: row.transfer.clone(),
        since: row.since_on.clone().unwrap_or_default(),
        website: row.website.clone(),
    }
}

fn checked(input: &EntryInput) -> Result<Entry, ServiceError> {
    input.checked().map_err(|faults| {
        ServiceError::Invalid(
            faults.into_iter().map(|fault| FieldFault::new(fault.field(), word(fault))).collect(),
        )
    })
}

/// The catalogue's sentence for a field that cannot be taken.
fn word(fault: EntryFault) -> &'static str {
    match fault {
        EntryFault::Name => "fault-chain-name",
        EntryFault::Purpose => "fault-chain-purpose",
        EntryFault::Data => "fault-chain-data",
        EntryFault::Country => "fault-chain-country",
        EntryFault::Transfer => "fault-chain-transfer",
        EntryFault::Since => "fault-chain-since",
        EntryFault::Website => "fault-website",
    }
}

/// What the audit log keeps of an entry.
fn detail(row: &SubProcessor) -> serde_json::Value {
    json!({ "partner": row.partner_id.as_str(), "name": row.name, "country": row.country })
}
