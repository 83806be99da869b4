//! Questionnaires that others wrote, read into ours. Pure: text in, an [`Imported`] out.
//!
//! What has no counterpart here is never guessed: it is listed, with the place where it stands, for a person to decide
//! (vetting.md, "Formats to read and write"). Markup becomes plain text.

pub mod answer_book;
pub mod answer_file;
mod build;
mod caiq;
pub mod ciso_assistant;
pub mod companies;
pub mod filled;
mod hecvat;
#[cfg(test)]
mod mangled;
mod plain;
pub mod questionnaire_file;
mod table;
pub mod vsaq;
pub mod workbook;
mod yaml;

use std::fmt;

use super::{format::FormatError, questionnaire::Questionnaire, sentence::Sentence};
use filled::Filled;

/// The largest file of a questionnaire or of answers that is taken, in bytes. The largest published library has 3.4 MB.
pub const LARGEST_FILE: usize = 4_000_000;

/// A questionnaire from elsewhere, and what of it a person must look at.
#[derive(Debug)]
pub struct Imported {
    /// The questionnaire, well formed by our rules.
    pub questionnaire: Questionnaire,
    /// The answers that came with it.
    pub answers: Vec<Filled>,
    /// What could not be carried over as it stood, in the order of the file.
    pub notes: Vec<Note>,
}

/// What a file does not say of itself.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The id that the questionnaire gets.
    pub id: &'a str,
    /// The language that it is written in, where the file does not say.
    pub language: &'a str,
}

/// The formats of others that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Google's Vendor Security Assessment Questionnaire.
    Vsaq,
    /// A framework library of CISO Assistant.
    CisoAssistant,
    /// The Consensus Assessments Initiative Questionnaire, version 4, as a workbook.
    Caiq,
    /// The Higher Education Community Vendor Assessment Toolkit, version 4, as a workbook or JSON.
    Hecvat,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Vsaq, Self::CisoAssistant, Self::Caiq, Self::Hecvat];

    /// The word for it on the command line, in forms and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vsaq => "vsaq",
            Self::CisoAssistant => "ciso-assistant",
            Self::Caiq => "caiq",
            Self::Hecvat => "hecvat",
        }
    }

    /// The format that a word names.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }
}

/// Reads a questionnaire of another format.
pub fn import(format: Format, file: &[u8], about: About<'_>) -> Result<Imported, FormatError> {
    match format {
        Format::Vsaq => vsaq::import(text(file)?, about),
        Format::CisoAssistant => ciso_assistant::import(text(file)?, about),
        Format::Caiq => caiq::import(file, about),
        Format::Hecvat => hecvat::import(file, about),
    }
}

/// A file of text.
pub fn text(file: &[u8]) -> Result<&str, FormatError> {
    let unreadable = |fault: std::str::Utf8Error| {
        let what = Sentence::of("file-no-text", "this is not text in UTF-8");
        FormatError::at(format!("byte {}", fault.valid_up_to()), what)
    };
    std::str::from_utf8(file).map_err(unreadable)
}

/// One thing that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it stands in the file.
    pub path: String,
    /// What became of it.
    pub what: Sentence,
}

impl Note {
    /// What became of the thing at a place.
    pub fn at(path: impl Into<String>, what: Sentence) -> Self {
        Self { path: path.into(), what }
    }

    /// That there is more of the same, which is not told.
    fn more() -> Self {
        Self::at("$", Sentence::of("file-more", "and more like these"))
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.what)
    }
}

/// Nobody reads more; the largest published library leads to 1,300.
const MOST_NOTES: usize = 5_000;

/// Gathers notes while a file is read.
#[derive(Debug, Default)]
struct Notes(Vec<Note>);

impl Notes {
    fn add(&mut self, path: &str, what: Sentence) {
        match self.0.len() {
            MOST_NOTES => {
                return self.0.push(Note::more());
            }
            more if more > MOST_NOTES => return,
            _ => {}
        }
        self.0.push(Note::at(path, what));
    }
}
