//! The Consensus Assessments Initiative Questionnaire of the Cloud Security Alliance, version 4, as a workbook: blank or
//! answered (vetting.md, "Formats", 3.3). Its texts are the Alliance's; who imports it brings their own copy.
//!
//! The header row is known by its words. The id of a question (`IAM-08.1`) names its control (`IAM-08`) and its domain
//! (`IAM`), which is a section. Every question is put so that "yes" is the good answer.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::answer_book::as_meant;
use super::answer_file::Reading;
use super::build::{self, FreshNames};
use super::filled::{Raw, take};
use super::plain::lines;
use super::table::{Column, Table, find, needed, simple};
use super::workbook::Workbook;
use super::{About, Imported, Notes};
use crate::vetting::format::FormatError;
use crate::vetting::questionnaire::Questionnaire;
use crate::vetting::sentence::Sentence;

const ID: usize = 0;
const ANSWER: usize = 1;
const OWNERSHIP: usize = 2;
const DESCRIPTION: usize = 3;
const CUSTOMER: usize = 4;
const SPECIFICATION: usize = 6;
const CONTROL_TITLE: usize = 7;
const DOMAIN: usize = 8;
const QUESTION: usize = 9;

/// In the order in which a heading is tried: "Question ID" is no question.
const COLUMNS: [Column; 10] = [
    Column::needed("Question ID", &["question id"], &[]),
    Column::optional("CAIQ Answer", &["answer"], &[]),
    Column::optional("SSRM Control Ownership", &["ssrm", "control ownership"], &[]),
    Column::optional("Implementation Description", &["implementation description"], &[]),
    Column::optional("CSC Responsibilities", &["csc responsibilities", "customer responsibilities"], &[]),
    Column::optional("CCM Control ID", &["control id"], &[]),
    Column::optional("CCM Control Specification", &["specification"], &[]),
    Column::optional("CCM Control Title", &["control title"], &[]),
    Column::optional("CCM Domain Title", &["domain"], &[]),
    Column::needed("Question", &["question"], &["id", "answer"]),
];

/// One question of the workbook.
struct Line<'w> {
    row: u32,
    id: &'w str,
    control: &'w str,
    domain: &'w str,
    text: &'w str,
}

/// Reads a CAIQ workbook.
pub fn import(file: &[u8], about: About<'_>) -> Result<Imported, FormatError> {
    let book = Workbook::open(file)?;
    let Some(table) = find(&book, &COLUMNS) else {
        let what = format!("no sheet has a header with {}, so this is no CAIQ", needed(&COLUMNS));
        return Err(FormatError::at("workbook", what));
    };
    let mut notes = Notes::default();
    notes.add(
        "sections",
        "CAIQ has no weights: every domain and question weighs the same; set what matters to you",
    );
    notes.add(
        "questions",
        "CAIQ expects no evidence: the level E1 is set throughout; raise it where documents exist",
    );
    let lines = read(&table, &mut notes)?;
    if lines.is_empty() {
        return Err(FormatError::at(table.sheet.name.clone(), "there is no question below the header"));
    }
    let (sections, names) = sections(&table, &lines, about.language);
    let mut imported = build::questionnaire(about, "CAIQ", sections, notes)?;
    let mut notes = Notes(std::mem::take(&mut imported.notes));
    for line in &lines {
        let Some(name) = names.get(line.id) else { continue };
        let cell = table.cell(line.row, ANSWER);
        let raw = Raw {
            place: table.at(line.row, ANSWER),
            question: name,
            answer: table.text(line.row, ANSWER),
            formula: cell.is_some_and(|cell| cell.formula),
            words: words(&table, line.row, &mut notes),
            explained: is_described(&table, line.row),
        };
        take(raw, &imported.questionnaire, &mut notes, &mut imported.answers);
    }
    imported.notes = notes.0;
    Ok(imported)
}

/// Whether a workbook has the header of a CAIQ.
pub(super) fn is_one(book: &Workbook) -> bool {
    find(book, &COLUMNS).is_some()
}

/// The answers in a CAIQ workbook, for a questionnaire that was imported from one.
pub(super) fn answers(book: &Workbook, questionnaire: &Questionnaire) -> Result<Reading, FormatError> {
    let mut reading = Reading::default();
    let Some(table) = find(book, &COLUMNS) else { return Ok(reading) };
    let (mut notes, mut formulas) = (Notes::default(), Notes::default());
    for line in read(&table, &mut notes)? {
        let cell = table.cell(line.row, ANSWER);
        let raw = Raw {
            place: table.at(line.row, ANSWER),
            question: &build::spelled(line.id),
            answer: table.text(line.row, ANSWER),
            formula: cell.is_some_and(|cell| cell.formula),
            words: words(&table, line.row, &mut formulas),
            explained: is_described(&table, line.row),
        };
        reading.take(raw, questionnaire);
    }
    reading.notes.extend(notes.0);
    reading.faults.extend(formulas.0);
    Ok(reading)
}

/// The questions, in the order of the sheet; a line that looks like none is noted.
fn read<'w>(table: &Table<'w>, notes: &mut Notes) -> Result<Vec<Line<'w>>, FormatError> {
    let mut lines: Vec<Line<'w>> = Vec::new();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for row in table.rows() {
        let (id, text) = (table.text(row, ID), table.text(row, QUESTION));
        if simple(id).starts_with("end of") {
            break;
        }
        if id.is_empty() && text.is_empty() {
            continue;
        }
        let parts = id.rsplit_once('.').and_then(|(control, _)| Some((control, control.rsplit_once('-')?.0)));
        let Some((control, domain)) = parts.filter(|_| !text.is_empty()) else {
            let at = table.at(row, if id.is_empty() { QUESTION } else { ID });
            let shown = build::start_of(if id.is_empty() { text } else { id });
            let what =
                Sentence::of("file-line-no-question", "this line is no question, so it was left out: {text}");
            notes.add(&at, what.with("text", shown));
            continue;
        };
        if let Some(before) = seen.insert(id, row) {
            let what = Sentence::of("file-id-twice-row", "{question} stands twice, first in row {row}");
            let what = what.with("question", id).with("row", before.saturating_add(1));
            return Err(FormatError::at(table.at(row, ID), what));
        }
        lines.push(Line { row, id, control, domain, text });
    }
    Ok(lines)
}

/// A section for each domain, and our name for each question.
fn sections<'w>(
    table: &Table<'w>,
    all: &[Line<'w>],
    language: &str,
) -> (Vec<Value>, BTreeMap<&'w str, String>) {
    let (mut order, mut domains) = (Vec::new(), BTreeMap::<&str, (String, Vec<Value>)>::new());
    let (mut fresh, mut names) = (FreshNames::default(), BTreeMap::new());
    // Cells that reach over several rows say their words in the first of them.
    let mut controls: BTreeMap<&str, String> = BTreeMap::new();
    for line in all {
        let about = [table.text(line.row, CONTROL_TITLE), table.text(line.row, SPECIFICATION)];
        let about =
            about.map(lines).into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
        let help = controls.entry(line.control).or_default();
        if help.is_empty() {
            *help = about;
        }
        let (title, questions) = domains.entry(line.domain).or_insert_with(|| {
            order.push(line.domain);
            (String::new(), Vec::new())
        });
        if title.is_empty() {
            *title = lines(table.text(line.row, DOMAIN));
        }
        let name = fresh.like(line.id);
        questions.push(question(&name, line, help, language));
        names.insert(line.id, name);
    }
    let mut section_names = FreshNames::default();
    let section = |code: &&str| {
        let (title, questions) = domains.remove(*code).unwrap_or_default();
        let title = if title.is_empty() { (*code).to_owned() } else { title };
        json!({"id": section_names.like(code), "title": {language: title}, "questions": questions})
    };
    (order.iter().map(section).collect(), names)
}

fn question(name: &str, line: &Line<'_>, help: &str, language: &str) -> Value {
    let mut value = json!({
        "id": name, "text": {language: lines(line.text)}, "weight": 1, "na_allowed": true, "expected_evidence": "E1",
        "maps": [{"framework": "CCM", "ref": line.control}],
        "options": [
            {"id": "yes", "label": {language: "Yes"}, "value": 100},
            {"id": "no", "label": {language: "No"}, "value": 0},
        ],
    });
    if let (false, Some(fields)) = (help.is_empty(), value.as_object_mut()) {
        fields.insert("help".to_owned(), json!({language: help}));
    }
    value
}

/// What stands beside an answer: the provider's description, who owns the control, what is left to the customer.
fn words(table: &Table<'_>, row: u32, notes: &mut Notes) -> String {
    let mut words = Vec::new();
    for (column, lead) in
        [(DESCRIPTION, ""), (OWNERSHIP, "Control ownership: "), (CUSTOMER, "Customer responsibilities: ")]
    {
        let Some(cell) = table.cell(row, column).filter(|cell| cell.formula || !cell.text.trim().is_empty())
        else {
            continue;
        };
        if cell.formula {
            let what = "a formula stands here, so it was left out; type the text";
            notes.add(&table.at(row, column), Sentence::of("file-words-formula", what));
        } else {
            words.push(format!("{lead}{}", lines(as_meant(cell.text.trim()))));
        }
    }
    words.join("\n")
}

/// Whether the provider described the answer. Who owns a control, and what is left to the customer, is said of every question and
/// is no reason for which one does not apply.
fn is_described(table: &Table<'_>, row: u32) -> bool {
    table.cell(row, DESCRIPTION).is_some_and(|cell| !cell.formula && !cell.text.trim().is_empty())
}

#[cfg(test)]
mod tests;
