//! VSAQ, Google's Vendor Security Assessment Questionnaire (vetting.md, "Formats", 3.1; format as its documentation and its
//! own questionnaires use it).
//!
//! A file is nearly JSON (`source`), holds a tree of items (`item`) with conditions (`condition`), and becomes a
//! questionnaire of ours (`import`): the blocks below the root are sections, choices are options, and a warning tip says
//! which choices are weak and how heavy the question is. A choice of which no tip speaks is worth nothing that we could
//! know, so its question is asked without a score and listed.

mod answers;
mod condition;
mod export;
mod extension;
mod import;
mod item;
mod names;
mod saved;
mod source;
mod tips;

#[cfg(test)]
mod tests;

pub use export::export;
pub use saved::{read_saved, write_saved};

use super::{About, Imported, Notes};
use crate::vetting::format::FormatError;

/// Reads a VSAQ questionnaire.
pub fn import(text: &str, about: About<'_>) -> Result<Imported, FormatError> {
    import_with(text, &More::default(), about)
}

/// What may come beside a questionnaire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct More {
    /// Extensions, in the order in which they are applied.
    pub extensions: Vec<String>,
    /// Answers, as VSAQ saves them.
    pub answers: Option<String>,
}

/// Reads a VSAQ questionnaire with the extensions of a company and with answers.
pub fn import_with(text: &str, more: &More, about: About<'_>) -> Result<Imported, FormatError> {
    let json = source::to_json(text);
    let (mut root, version) = item::read(&json).map_err(|fault| match extension::read(&json) {
        Ok(_) => FormatError::at(
            "extensions",
            "this extends a questionnaire and is none itself: import the one that it extends",
        ),
        Err(_) => fault,
    })?;
    for (n, text) in more.extensions.iter().enumerate() {
        let in_it = |fault: FormatError| {
            FormatError::at(format!("extension {}, {}", n.saturating_add(1), fault.path), fault.problem)
        };
        let read = extension::read(&source::to_json(text)).map_err(in_it)?;
        extension::apply(&mut root, version.as_ref(), read).map_err(in_it)?;
    }
    item::check_size(&root)?;
    let in_answers = |fault: FormatError| FormatError::at(format!("answers, {}", fault.path), fault.problem);
    let values = more.answers.as_deref().map(answers::read).transpose().map_err(in_answers)?;
    import::questionnaire(&root, &values.unwrap_or_default(), about, Notes::default())
}
