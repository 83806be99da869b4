//! Framework libraries of CISO Assistant, in YAML (vetting.md, "Formats", 3.2; the keys are those of the libraries that it
//! publishes and of its guide to writing one).
//!
//! A library (`library`) holds requirements as a flat list that names parents. Those without a parent become sections; a
//! question with choices becomes a question; a requirement that has no questions is asked by its result, as CISO Assistant
//! itself records it. What a choice is worth comes from its points or its result; where it has neither, the question is
//! asked without a score and listed. [`export()`] goes the other way.

mod audit;
mod conditions;
mod export;
mod import;
mod library;
mod names;
mod sections;
mod worth;

#[cfg(test)]
mod tests;

use super::{About, Imported, Notes};
use crate::vetting::format::FormatError;

pub use audit::{answers, is_audit};
pub use export::export;

/// Reads the framework of a library.
pub fn import(text: &str, about: About<'_>) -> Result<Imported, FormatError> {
    import::questionnaire(&library::read(text)?, about, Notes::default())
}
