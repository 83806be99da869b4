//! Which tool's file it is: said by what is in it, for a name can be anything.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::answer_book;
use super::super::workbook::Workbook;
use super::super::{caiq, ciso_assistant, hecvat, text};
use super::AnswerFormat;
use crate::vetting::format::{FormatError, read as read_json};
use crate::vetting::sentence::Sentence;

/// The first keys of a JSON file; which of them are there says whose it is.
#[derive(Debug, Deserialize)]
struct Keys {
    format: Option<IgnoredAny>,
    responses: Option<IgnoredAny>,
    questionnaire: Option<IgnoredAny>,
    sections: Option<IgnoredAny>,
}

/// The format of a file, or why it is none that holds answers.
pub(super) fn of(file: &[u8], book: Option<&Workbook>) -> Result<AnswerFormat, FormatError> {
    if file.trim_ascii().is_empty() {
        return Err(FormatError::at("$", Sentence::of("file-empty", "the file is empty")));
    }
    match book {
        Some(book) => of_book(book),
        None => of_json(text(file)?),
    }
}

fn of_book(book: &Workbook) -> Result<AnswerFormat, FormatError> {
    if answer_book::is_one(book) {
        return Ok(AnswerFormat::Workbook);
    }
    if ciso_assistant::is_audit(book) {
        return Ok(AnswerFormat::CisoAssistant);
    }
    if hecvat::is_one(book) {
        return Ok(AnswerFormat::Hecvat);
    }
    if caiq::is_one(book) {
        return Ok(AnswerFormat::Caiq);
    }
    let what = Sentence::of(
        "file-book-unknown",
        "this is neither a workbook that was downloaded here, nor an answered CAIQ or HECVAT, nor an audit exported from CISO Assistant",
    );
    Err(FormatError::at("workbook", what))
}

fn of_json(text: &str) -> Result<AnswerFormat, FormatError> {
    let text = text.trim_start_matches('\u{feff}');
    let keys: Keys = read_json(text).map_err(|fault| {
        let what = "this file of answers cannot be read: {what}";
        FormatError::at(fault.path, fault.problem.within("file-answers-unreadable", what))
    })?;
    match keys {
        // What else such a file says is for its own reader to judge.
        Keys { sections: None, format: Some(_), .. } => Ok(AnswerFormat::Own),
        Keys { responses: Some(_), .. } => Ok(AnswerFormat::Hecvat),
        Keys { questionnaire: Some(_), .. } | Keys { sections: Some(_), .. } => {
            let what =
                Sentence::of("file-is-questionnaire", "this is a questionnaire, not the answers to one");
            Err(FormatError::at("$", what))
        }
        Keys { .. } => Ok(AnswerFormat::Vsaq),
    }
}
