//! Questionnaires that others wrote, read into ours. Pure: text in, an [`Imported`] out.
//!
//! What has no counterpart here is never guessed: it is listed, with the place where it stands, for a person to decide
//! (vetting.md, "Formats to read and write"). Markup becomes plain text.

mod plain;
pub mod vsaq;

use std::fmt;

use super::questionnaire::Questionnaire;

/// A questionnaire from elsewhere, and what of it a person must look at.
#[derive(Debug)]
pub struct Imported {
    /// The questionnaire, well formed by our rules.
    pub questionnaire: Questionnaire,
    /// What could not be carried over as it stood, in the order of the file.
    pub notes: Vec<Note>,
}

/// One thing that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it stands in the file.
    pub path: String,
    /// What became of it.
    pub what: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.what)
    }
}

/// Gathers notes while a file is read.
#[derive(Debug, Default)]
struct Notes(Vec<Note>);

impl Notes {
    fn add(&mut self, path: &str, what: impl Into<String>) {
        self.0.push(Note { path: path.to_owned(), what: what.into() });
    }
}
