//! The workbook: the (hidden) sheet of questions, the sheets on which answers are given, and the names of categories.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Notes;
use super::super::answer_book::as_meant;
use super::super::table::{Column, Table, find, header, needed};
use super::super::workbook::{Sheet, Workbook};
use super::questions::{category_of, is_id};
use super::{Answered, Asked, Content};
use crate::vetting::format::FormatError;
use crate::vetting::sentence::Sentence;

/// The sheet of questions, by the words of its header.
const QUESTIONS: [Column; 10] = [
    Column::needed("ID", &["new id", "question id", "id"], &["guid", "additional", "provide"]),
    // So called in version 4, version 2 and version 3.
    Column::needed("Compliant Response", &["compliant response", "compliant answer", "c_answer"], &[]),
    Column::optional("If/then", &["if/then"], &[]),
    Column::optional("Standard Guidance", &["standard guidance"], &[]),
    Column::optional("No Guidance", &["no guidance"], &[]),
    Column::optional("Yes Guidance", &["yes guidance"], &[]),
    Column::optional("Reason for Question", &["reason for question"], &[]),
    Column::optional("Default Importance", &["importance"], &[]),
    Column::needed("Question", &["question"], &["follow"]),
    Column::optional("Default Weight", &["weight"], &["adjusted"]),
];
/// A block of answers. The ids stand in the first column, below the name of their category.
const ANSWERS: [Column; 2] = [
    Column::needed("Answer", &["answer"], &[]),
    Column::needed("Additional Information", &["additional information"], &[]),
];
/// The codes of categories with their names.
const CATEGORIES: [Column; 2] =
    [Column::needed("Code", &["code"], &[]), Column::needed("Full Name", &["full name"], &[])];
/// The column of ids on the sheets of answers.
const IDS: u32 = 0;

/// Whether a workbook has the table of questions.
pub(super) fn is_one(book: &Workbook) -> bool {
    find(book, &QUESTIONS).is_some()
}

pub(super) fn read(book: &Workbook, notes: &mut Notes) -> Result<Content, FormatError> {
    let Some(table) = find(book, &QUESTIONS) else {
        let what = Sentence::of(
            "file-hecvat-header",
            "no sheet has a header with {columns}, so this is no HECVAT workbook",
        );
        return Err(FormatError::at("workbook", what.with("columns", needed(&QUESTIONS))));
    };
    let questions = questions(&table)?;
    let known: BTreeSet<&str> = questions.iter().map(|asked| asked.id.as_str()).collect();
    let mut answers = BTreeMap::new();
    for sheet in book.sheets.iter().filter(|sheet| sheet.visible) {
        read_answers(sheet, &known, &mut answers, notes);
    }
    let mut given: Vec<Answered> = Vec::new();
    for asked in &questions {
        given.extend(answers.remove(asked.id.as_str()));
    }
    Ok(Content { categories: categories(book), questions, answers: given })
}

fn questions(table: &Table<'_>) -> Result<Vec<Asked>, FormatError> {
    let mut questions = Vec::new();
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let text = |column: usize| as_meant(table.text(row, column)).to_owned();
        let id = text(0);
        if !is_id(&id) {
            continue;
        }
        if !seen.insert(id.clone()) {
            let what = Sentence::of("file-id-twice", "{question} stands twice").with("question", id);
            return Err(FormatError::at(table.at(row, 0), what));
        }
        questions.push(Asked {
            place: table.at(row, 0),
            id,
            compliant: text(1),
            rule: text(2),
            guidance: text(3),
            no_guidance: text(4),
            yes_guidance: text(5),
            reason: text(6),
            importance: text(7),
            text: text(8),
            weight: text(9),
        });
    }
    Ok(questions)
}

/// The answers of one sheet. A cell with a formula repeats what was answered elsewhere.
fn read_answers(
    sheet: &Sheet,
    known: &BTreeSet<&str>,
    answers: &mut BTreeMap<String, Answered>,
    notes: &mut Notes,
) {
    let mut block: Option<Table<'_>> = None;
    for (row, cells) in sheet.rows() {
        if let Some(table) = header(sheet, row, &ANSWERS) {
            block = Some(table);
            continue;
        }
        let id = cells.get(&IDS).map_or("", |cell| cell.text.trim());
        let (Some(table), true) = (&block, known.contains(id)) else { continue };
        let (answer, more) = (table.cell(row, 0), table.cell(row, 1));
        let formula = answer.is_some_and(|cell| cell.formula);
        if formula || answer.or(more).is_none() {
            continue;
        }
        let words = more.filter(|cell| !cell.formula).map_or("", |cell| as_meant(cell.text.trim()));
        let found = Answered {
            place: table.at(row, 0),
            id: id.to_owned(),
            answer: answer.map_or("", |cell| cell.text.trim()).to_owned(),
            words: words.to_owned(),
            formula,
        };
        match answers.get(id) {
            Some(before) if (&before.answer, &before.words) != (&found.answer, &found.words) => {
                let what = Sentence::of(
                    "file-answered-otherwise",
                    "{question} is answered otherwise in {cell}, and that counts; look at both",
                );
                notes.add(&found.place, what.with("question", id).with("cell", &before.place));
            }
            Some(_) => {}
            None => {
                answers.insert(id.to_owned(), found);
            }
        }
    }
}

/// The names of categories, from the table of codes or from the lines above the questions.
fn categories(book: &Workbook) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    if let Some(table) = find(book, &CATEGORIES) {
        for row in table.rows() {
            let (code, name) = (table.text(row, 0), as_meant(table.text(row, 1)));
            if !code.is_empty() && !name.is_empty() && code.chars().all(|c| c.is_ascii_uppercase()) {
                names.insert(code.to_owned(), name.to_owned());
            }
        }
    }
    for sheet in book.sheets.iter().filter(|sheet| sheet.visible) {
        let mut above = "";
        for (_, cells) in sheet.rows() {
            let text = cells.get(&IDS).map_or("", |cell| as_meant(cell.text.trim()));
            if is_id(text) && !above.is_empty() && !is_id(above) {
                names.entry(category_of(text).to_owned()).or_insert_with(|| above.to_owned());
            }
            above = text;
        }
    }
    names
}
