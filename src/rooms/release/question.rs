//! A question in canonical form, so that "the same question" is a comparison of digests.

use serde::Serialize;

use crate::rooms::canonical::{CanonicalError, Digest};
use crate::rooms::terms::{Identifier, Terms};

/// What is counted: how many people both audiences share, met by these identifiers in this order.
///
/// k, rounding and noise are no part of it: a stricter k does not make an old answer unsaid, nor a new draw free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    version: u32,
    count: &'static str,
    identifiers: Vec<Identifier>,
}

impl Question {
    /// How many people the two audiences share, by the identifiers of `terms`.
    pub fn overlap(terms: &Terms) -> Self {
        Self { version: 1, count: "people", identifiers: terms.identifiers.clone() }
    }

    /// The question's name in the history.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        Digest::of_value(self)
    }
}
