//! How well an answer is proven: four levels, from a bare "yes" to independent proof (vetting.md, "Model", 3).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A level of evidence; higher is better.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
pub enum EvidenceLevel {
    /// A bare answer.
    #[default]
    E0,
    /// Described in words.
    E1,
    /// A current document.
    E2,
    /// Independent proof, or verified by our reviewer.
    E3,
}

impl EvidenceLevel {
    /// Every level, weakest first.
    pub const ALL: [Self; 4] = [Self::E0, Self::E1, Self::E2, Self::E3];

    /// What is left of this level once the document behind it has expired: no more than a description.
    pub fn after_expiry(self) -> Self {
        self.min(Self::E1)
    }
}

impl fmt::Display for EvidenceLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::E0 => "E0",
            Self::E1 => "E1",
            Self::E2 => "E2",
            Self::E3 => "E3",
        })
    }
}
