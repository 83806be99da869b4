//! VSAQ, Google's Vendor Security Assessment Questionnaire (vetting.md, "Formats", 3.1; format as its documentation and its
//! own questionnaires use it).
//!
//! A file is nearly JSON (`source`), holds a tree of items (`item`) with conditions (`condition`), and becomes a
//! questionnaire of ours (`import`): the blocks below the root are sections, choices are options, and a warning tip says
//! which choices are weak and how heavy the question is. A choice of which no tip speaks is worth nothing that we could
//! know, so its question is asked without a score and listed.

mod condition;
mod import;
mod item;
mod names;
mod source;
mod tips;

#[cfg(test)]
mod tests;

use super::{Imported, Notes};
use crate::vetting::format::FormatError;

/// What the file does not say of itself.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The id that the questionnaire gets.
    pub id: &'a str,
    /// The language that it is written in.
    pub language: &'a str,
}

/// Reads a VSAQ questionnaire.
pub fn import(text: &str, about: About<'_>) -> Result<Imported, FormatError> {
    let root = item::read(&source::to_json(text))?;
    import::questionnaire(&root, about, Notes::default())
}
