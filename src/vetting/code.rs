//! The short names that a questionnaire gives its sections, questions and options ("D", "D1", "yes").
//!
//! One type per kind, so that an option's name cannot stand where a question's is meant. Names are letters, digits,
//! `_`, `-` and `.`, at most 64 of them: that is what a condition can spell.

use std::{borrow::Borrow, fmt, marker::PhantomData};

use serde::{Deserialize, Serialize};

/// Marks a section's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfSection {}
/// Marks a question's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfQuestion {}
/// Marks an option's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfOption {}

/// A section's name, unique in its questionnaire.
pub type SectionId = Code<OfSection>;
/// A question's name, unique in its questionnaire.
pub type QuestionId = Code<OfQuestion>;
/// An option's name, unique in its question.
pub type OptionId = Code<OfOption>;

/// A short name of one kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code<Kind: Clone>(String, PhantomData<Kind>);

/// A text that cannot be a short name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an id: use 1 to 64 letters, digits, _, - or .")]
pub struct NotACode(String);

const LONGEST: usize = 64;

impl<Kind: Clone> Code<Kind> {
    /// The name, if `text` can be one.
    pub fn new(text: &str) -> Result<Self, NotACode> {
        let fits = !text.is_empty() && text.len() <= LONGEST && text.chars().all(spells_a_code);
        if fits {
            Ok(Self(text.to_owned(), PhantomData))
        } else {
            Err(NotACode(text.chars().take(LONGEST).collect()))
        }
    }

    /// A name for what has none yet.
    pub fn nameless() -> Self {
        Self("-".to_owned(), PhantomData)
    }

    /// The name's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character may stand in a short name.
pub(super) fn spells_a_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

impl<Kind: Clone> TryFrom<String> for Code<Kind> {
    type Error = NotACode;
    fn try_from(text: String) -> Result<Self, NotACode> {
        Self::new(&text)
    }
}

impl<Kind: Clone> From<Code<Kind>> for String {
    fn from(code: Code<Kind>) -> Self {
        code.0
    }
}

impl<Kind: Clone> Borrow<str> for Code<Kind> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<Kind: Clone> fmt::Display for Code<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_plain() {
        assert!(QuestionId::new("D1").is_ok());
        assert!(QuestionId::new("prefix-2.a_b").is_ok());
        for bad in ["", "D 1", "D'1", "é", &"x".repeat(65)] {
            assert!(QuestionId::new(bad).is_err(), "{bad}");
        }
    }
}
