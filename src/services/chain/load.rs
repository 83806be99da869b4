//! A whole list at once: as a table that is pasted, uploaded or saved, or as data. It takes the place of what is there, or,
//! where any line cannot be taken, of nothing.

use serde_json::json;

use super::entry::{Hand, desk_with_list, numbered};
use super::{Place, checked, input_of, word};
use crate::access::{Allowed, ManagePartners, Respondent, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::PartnerId;
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, ReadTx, SubProcessor, WriteTx};
use crate::vetting::chain::{
    Entry, EntryInput, LineFault, MOST_ENTRIES, TableFault, name_key, read_table, write_table,
};
use crate::vetting::code::QuestionId;

/// Takes a table for the round's list; how many companies it names.
pub fn list_load_by_respondent(
    tx: &mut WriteTx,
    who: &Respondent,
    (question, table): (&QuestionId, &[u8]),
    now: Timestamp,
) -> Result<usize, ServiceError> {
    let hand = Hand::of_respondent(tx, who, question)?;
    let entries = read(table)?;
    replace(tx, &hand, &entries, now)
}

/// Takes a table for the kept list of a partner; how many companies it names.
pub fn list_load(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    (partner, table): (&PartnerId, &[u8]),
    now: Timestamp,
) -> Result<usize, ServiceError> {
    let hand = Hand::of_member(tx, who, partner)?;
    let entries = read(table)?;
    replace(tx, &hand, &entries, now)
}

/// Takes these companies for the kept list of a partner; an empty list empties it. A fault names the company by its place,
/// `2.country`, counted from 0.
pub fn list_replace(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    (partner, inputs): (&PartnerId, &[EntryInput]),
    now: Timestamp,
) -> Result<usize, ServiceError> {
    let hand = Hand::of_member(tx, who, partner)?;
    if inputs.len() > MOST_ENTRIES {
        return Err(ServiceError::Refused(Message::new("refused-chain-many").arg("n", MOST_ENTRIES)));
    }
    let (mut entries, mut faults) = (Vec::<Entry>::new(), Vec::new());
    for (at, input) in inputs.iter().enumerate() {
        match checked(input) {
            Ok(entry) if entries.iter().any(|other| same(other, &entry)) => {
                faults.push(FieldFault::new(format!("{at}.name"), "fault-chain-twice"));
            }
            Ok(entry) => entries.push(entry),
            Err(ServiceError::Invalid(own)) => faults.extend(
                own.into_iter().map(|fault| FieldFault { field: format!("{at}.{}", fault.field), ..fault }),
            ),
            Err(other) => return Err(other),
        }
    }
    if faults.is_empty() { replace(tx, &hand, &entries, now) } else { Err(ServiceError::Invalid(faults)) }
}

fn same(a: &Entry, b: &Entry) -> bool {
    a.country == b.country && name_key(&a.name) == name_key(&b.name)
}

fn replace(tx: &mut WriteTx, hand: &Hand, entries: &[Entry], now: Timestamp) -> Result<usize, ServiceError> {
    let Place { org, partner, assessment } = &hand.place;
    store::sub_processor_clear(tx, org, (partner, assessment.as_ref()))?;
    for entry in entries {
        store::sub_processor_insert(tx, &hand.place.row(entry, now))?;
    }
    hand.place.somebody(tx)?;
    let act = Act {
        action: "sub_processor.load",
        object_kind: "partner",
        object_id: partner.as_str(),
        detail: json!({ "companies": entries.len() }),
    };
    audit::done(tx, hand.author.clone(), &act, now)?;
    Ok(entries.len())
}

/// The round's list as a table.
pub fn list_file_by_respondent(
    tx: &mut ReadTx,
    who: &Respondent,
    question: &QuestionId,
) -> Result<String, ServiceError> {
    Ok(written(&desk_with_list(tx, who, question)?.sub_processors))
}

/// The kept list of a partner as a table.
pub fn list_file(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    partner: &PartnerId,
) -> Result<String, ServiceError> {
    let partner = store::partner_fetch(tx, who.org(), partner)?;
    Ok(written(&store::sub_processor_list_kept(tx, who.org(), &partner.id)?))
}

fn written(rows: &[SubProcessor]) -> String {
    let entries: Vec<Entry> = rows.iter().filter_map(|row| input_of(row).checked().ok()).collect();
    write_table(&entries)
}

fn read(table: &[u8]) -> Result<Vec<Entry>, ServiceError> {
    read_table(table).map_err(|fault| {
        let one = |message: Message| vec![FieldFault { field: "table".to_owned(), message }];
        ServiceError::Invalid(match fault {
            TableFault::Unreadable => one(Message::new("fault-chain-table")),
            TableFault::Empty => one(Message::new("fault-chain-table-empty")),
            TableFault::Column(name) => one(Message::new("fault-chain-table-column").arg("name", name)),
            TableFault::Unknown(name) => one(Message::new("fault-chain-table-unknown").arg("name", name)),
            TableFault::TooMany => one(Message::new("refused-chain-many").arg("n", MOST_ENTRIES)),
            TableFault::Lines(lines) => lines.into_iter().map(line).collect(),
        })
    })
}

/// A fault of a line; its field is the line, and where it is one cell's, the column.
fn line(fault: LineFault) -> FieldFault {
    match fault {
        LineFault::Cells(n) => numbered(&format!("line {n}"), "fault-chain-table-cells", n),
        LineFault::Field(n, fault) => FieldFault::new(format!("line {n}, {}", fault.field()), word(fault)),
        LineFault::Twice(n, first) => numbered(&format!("line {n}"), "fault-chain-table-twice", first),
    }
}
