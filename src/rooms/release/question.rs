//! A question in canonical form, so that "the same question" is a comparison of digests.

use serde::{Deserialize, Serialize};

use crate::rooms::canonical::{CanonicalError, Digest};
use crate::rooms::terms::{Breakdowns, Identifier, Terms};

/// What is asked about two audiences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// How many people both share.
    #[default]
    Overlap,
    /// The same, and how many of them met by each identifier.
    ByIdentifier,
    /// The same, and how many of them are in each pair of segments.
    BySegment,
}

impl Ask {
    /// Every question, the plain one first.
    pub const ALL: [Self; 3] = [Self::Overlap, Self::ByIdentifier, Self::BySegment];

    /// The word that databases and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overlap => "overlap",
            Self::ByIdentifier => "by_identifier",
            Self::BySegment => "by_segment",
        }
    }

    /// The question of that name, if it names one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ask| ask.as_str() == name)
    }

    /// Whether terms with these breakdowns allow it.
    pub fn within(self, breakdowns: Breakdowns) -> bool {
        match self {
            Self::Overlap => true,
            Self::ByIdentifier => breakdowns.by_identifier,
            Self::BySegment => breakdowns.by_segment,
        }
    }
}

/// What is counted: how many people both audiences share, met by these identifiers in this order, and how it is broken down.
///
/// k, rounding and noise are no part of it: a stricter k does not make an old answer unsaid, nor a new draw free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    version: u32,
    count: &'static str,
    identifiers: Vec<Identifier>,
}

impl Question {
    /// What is asked about two audiences under these terms.
    pub fn of(ask: Ask, terms: &Terms) -> Self {
        let count = match ask {
            Ask::Overlap => "people",
            Ask::ByIdentifier => "people_by_identifier",
            Ask::BySegment => "people_by_segment",
        };
        Self { version: 1, count, identifiers: terms.identifiers.clone() }
    }

    /// The question's name in the history.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        Digest::of_value(self)
    }
}
