//! From noised counts to what may be shown: threshold, top-coding, rounding.
//!
//! Everything here is a function of the noised values and of public figures, so it adds nothing to what the noise gave away.
//! A count below k has one form, whatever it was; zero is not told from k-1 (cleanroom.md, attack 14).

use serde::{Deserialize, Serialize};

use super::matrix::Matrix;
use super::split::Split;
use super::table::rounded;

/// What is shown of a count, on every page, in every API answer and in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "band", rename_all = "snake_case", deny_unknown_fields)]
pub enum Released {
    /// Fewer than k people.
    Below {
        /// k.
        lt: u64,
    },
    /// All but fewer than k of the smaller audience.
    Above {
        /// At least so many.
        ge: u64,
    },
    /// A number of people.
    Value {
        /// The number, rounded.
        n: u64,
        /// The half-width of its error bar (95 %); 0 where nothing was added.
        pm95: u64,
    },
}

/// What is shown in answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// How many people both share.
    Count(Released),
    /// The same, by identifier.
    Split(Split),
    /// The same, by segment.
    Matrix(Matrix),
}

impl Answer {
    /// How many people both share, as far as it is shown; none where a table had to withhold even that.
    pub fn total(&self) -> Option<Released> {
        match self {
            Self::Count(released) => Some(*released),
            Self::Split(split) => split.total,
            Self::Matrix(matrix) => matrix.total,
        }
    }
}

/// The public figures by which a count is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Showing {
    pub(super) k: u64,
    pub(super) step: u64,
    pub(super) pm95: u64,
    /// The people of the smaller audience.
    pub(super) people: u64,
}

/// What is shown of the noised count `y` (step 8).
pub(super) fn show(y: i64, by: Showing) -> Released {
    let step = by.step.max(1);
    // Zero when there are fewer than k people; then nothing can be shown as a value.
    let ceiling = by.people.saturating_sub(by.k);
    match u64::try_from(y) {
        Ok(n) if n >= by.k && n > ceiling => Released::Above { ge: ceiling / step * step },
        Ok(n) if n >= by.k => Released::Value { n: rounded(y, step), pm95: by.pm95 },
        // Below zero is below k.
        _ => Released::Below { lt: by.k },
    }
}
