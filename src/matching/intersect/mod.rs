//! How many people two sets share.
//!
//! Matching is a waterfall and one-to-one (engine.md, "Multi-identifier people"): the terms give the order of the kinds,
//! people matched on one kind leave before the next, and within a kind tokens are taken in ascending order. The result
//! depends on nothing but the two sets and the order.
//!
//! Two sets are walked in windows (`windows`): parts that hold the same range of keys, read from a file two blocks at a time
//! or lying in memory. Each window is merged in lock-step lanes (`lanes`) or, where one side is far smaller, searched
//! (`search`). Threads take ranges of keys; the result is the same for any number of them, because within one kind a person
//! of either side can match once at most.
//!
//! Counts leave as [`RawCount`], which has no way to print, compare or serialise itself. Only `rooms::release` and the
//! local command may open one; `tests/architecture.rs` holds the list of callers.

mod apart;
mod lanes;
mod present;
mod search;
#[cfg(test)]
mod tests;
mod waterfall;
mod windows;

pub use apart::{segment_difference, symmetric_difference};
pub use present::Present;
pub use waterfall::{count, matrix};

use super::IdentifierType;
use super::set::{SetError, wide};

/// An exact count, sealed: it cannot be printed, compared or sent.
/// ```
/// let count = entente::matching::intersect::RawCount::seal(5);
/// ```
/// ```compile_fail
/// let count = entente::matching::intersect::RawCount::seal(5);
/// println!("{count:?}");
/// ```
/// ```compile_fail
/// let count = entente::matching::intersect::RawCount::seal(5);
/// println!("{count}");
/// ```
/// ```compile_fail
/// let count = entente::matching::intersect::RawCount::seal(5);
/// serde_json::to_string(&count).unwrap();
/// ```
#[cfg_attr(
    not(any(feature = "server", test)),
    expect(dead_code, reason = "counts are opened on the server alone")
)]
pub struct RawCount(u64);

impl RawCount {
    /// Seals the count that an engine came to.
    pub fn seal(count: u64) -> Self {
        Self(count)
    }

    /// Whether the count is `n`; for tests of engines, which may not open one.
    #[cfg(test)]
    pub(crate) fn same_as(&self, n: u64) -> bool {
        self.0 == n
    }

    /// Whether two engines came to the same; for their tests.
    #[cfg(all(test, feature = "spark"))]
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// Opens the count. For the release rule, which noises and thresholds it before anyone sees it, and for the command
    /// line where both lists are in one hand; nobody else.
    #[cfg(any(feature = "server", test))]
    pub(crate) fn reveal_for_release(&self) -> u64 {
        self.0
    }
}

/// What two sets share.
pub struct RawOverlap {
    /// People, each counted once.
    pub total: RawCount,
    /// The same people by the kind on which they met, in the order of the terms.
    pub by_type: Vec<(IdentifierType, RawCount)>,
}

/// What two sets share, by segment of either.
pub struct RawMatrix {
    cells: Vec<u64>,
    total: u64,
}

#[cfg(any(feature = "server", test))]
impl RawMatrix {
    /// Opens one cell, for the release rule alone: the people who are at place `a` of one axis and `b` of the other. Places
    /// are the indexes of segments; the last is that of people in none.
    pub(crate) fn reveal_for_release(&self, a: usize, b: usize) -> u64 {
        self.cells.get(a * super::set::PLACES + b).copied().unwrap_or_default()
    }

    /// Whether two engines came to the same; for their tests.
    #[cfg(all(test, feature = "spark"))]
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.cells == other.cells && self.total == other.total
    }

    /// Everybody, sealed.
    pub fn total(&self) -> RawCount {
        RawCount(self.total)
    }

    /// Seals the cells that an engine came to: `(a, b, people)`.
    pub fn seal(counted: &[(usize, usize, u64)]) -> Self {
        use super::set::PLACES;
        let mut matrix = Self { cells: vec![0; PLACES * PLACES], total: 0 };
        for (a, b, people) in counted {
            if let Some(cell) = matrix.cells.get_mut(a * PLACES + b) {
                *cell = cell.saturating_add(*people);
                matrix.total = matrix.total.saturating_add(*people);
            }
        }
        matrix
    }
}

/// By how much one person's row more or less in one list can change the total of [`count`], for sets of `kinds` kinds.
///
/// One, for one or two kinds. With more, a new first row can take a token from each of several later rows that held
/// nothing else, which loses all of their matches but keeps its own: up to `kinds - 1`. Noise must cover that.
pub fn sensitivity(kinds: usize) -> u64 {
    wide(kinds).saturating_sub(1).max(1)
}

/// The most by which one row more or less can change the number of people met by any one of `kinds` identifiers.
///
/// A row takes at most one token of each kind from another row, and each changed match frees or binds the two people of it
/// for later kinds, so what can differ after a kind is at most `2n + 1` people where `n` could before; a kind's count changes
/// by no more than what could differ before it. Two for two kinds, then five, then eleven.
pub fn pass_sensitivity(kinds: usize) -> u64 {
    (1..kinds).fold((1, 2), |(_, differing): (u64, u64), _| (differing, differing * 2 + 1)).0
}

/// The most by which one person more or less can change the cells of [`matrix`] together; none where no bound small enough to
/// leave anything to see is known.
///
/// With one kind a person is a token and stands in one cell. With two, a row can move one match of the first kind from one
/// cell to another, and end and begin one of the second.
pub fn cell_sensitivity(kinds: usize) -> Option<u64> {
    match kinds {
        0 | 1 => Some(1),
        2 => Some(4),
        _ => None,
    }
}

/// One of two sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

/// A set could not be read while it was counted.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Unreadable {
    /// Which of the two it was.
    pub side: Side,
    /// What went wrong.
    #[source]
    pub error: SetError,
}
