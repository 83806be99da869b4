//! The Higher Education Community Vendor Assessment Toolkit, versions 2 to 4: its workbook, its questions as JSON, and the answers
//! that a tool for it saves as JSON (vetting.md, "Formats", 3.4). Its texts are EDUCAUSE's; who imports it brings their own
//! copy.
//!
//! A category (`DPAI`) is a section. The compliant response says which answer is good, the default importance how heavy
//! the question is, and "If REQU-04 is no, populate …" when it is asked. A question that is not scored is kept where such a
//! rule compares it with "no"; what answer any other takes, the file does not say, so it is left out and listed.

mod book;
mod json;
mod questions;

use super::answer_file::Reading;
use super::filled::{Filled, Raw, take};
use super::workbook::Workbook;
use super::{About, Imported, Notes, build};
use crate::vetting::format::FormatError;
use crate::vetting::questionnaire::Questionnaire;

/// A question as either kind of file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asked {
    /// Where it stands in the file.
    place: String,
    id: String,
    text: String,
    guidance: String,
    yes_guidance: String,
    no_guidance: String,
    reason: String,
    rule: String,
    compliant: String,
    /// In words, as version 4 has it.
    importance: String,
    /// In points, as versions 2 and 3 have it.
    weight: String,
}

/// An answer as either kind of file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Answered {
    place: String,
    id: String,
    answer: String,
    words: String,
    formula: bool,
}

/// What a file holds.
#[derive(Debug, Default)]
struct Content {
    questions: Vec<Asked>,
    answers: Vec<Answered>,
    /// The name of each category.
    categories: std::collections::BTreeMap<String, String>,
}

/// Reads a HECVAT file of any of the three kinds.
pub fn import(file: &[u8], about: About<'_>) -> Result<Imported, FormatError> {
    let mut notes = Notes::default();
    let content = if Workbook::is_one(file) {
        book::read(&Workbook::open(file)?, &mut notes)?
    } else {
        json::read(super::text(file)?)?
    };
    let (sections, notes) = questions::sections(&content, about.language, notes)?;
    if sections.is_empty() {
        let what = "there is no question of which the file says which answer is good";
        return Err(FormatError::at("questions", what));
    }
    let mut imported = build::questionnaire(about, "HECVAT", sections, notes)?;
    let mut notes = Notes(std::mem::take(&mut imported.notes));
    let mut filled: Vec<Filled> = Vec::new();
    for answer in &content.answers {
        let raw = Raw {
            place: answer.place.clone(),
            question: &answer.id,
            answer: answer.answer.trim(),
            formula: answer.formula,
            words: super::plain::lines(&answer.words),
            explained: true,
        };
        take(raw, &imported.questionnaire, &mut notes, &mut filled);
    }
    (imported.answers, imported.notes) = (filled, notes.0);
    Ok(imported)
}

/// Whether a workbook has HECVAT's table of questions.
pub(super) fn is_one(book: &Workbook) -> bool {
    book::is_one(book)
}

/// The answers in a file of either kind, for a questionnaire that was imported from one.
pub(super) fn answers(
    file: &[u8],
    book: Option<&Workbook>,
    questionnaire: &Questionnaire,
) -> Result<Reading, FormatError> {
    let mut reading = Reading::default();
    let mut twice = Notes::default();
    let answers = match book {
        Some(book) => book::read(book, &mut twice)?.answers,
        None => json::answers(super::text(file)?)?,
    };
    for answer in &answers {
        let raw = Raw {
            place: answer.place.clone(),
            question: &answer.id,
            answer: answer.answer.trim(),
            formula: answer.formula,
            words: super::plain::lines(&answer.words),
            explained: true,
        };
        reading.take(raw, questionnaire);
    }
    // Two answers to one question: which of them is meant, nobody but a person can say.
    reading.faults.extend(twice.0);
    Ok(reading)
}

#[cfg(test)]
mod tests;
