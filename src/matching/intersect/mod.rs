//! How many people two sets share.
//!
//! Matching is a waterfall and one-to-one (engine.md, "Multi-identifier people"): the terms give the order of the kinds,
//! people matched on one kind leave before the next, and within a kind tokens are taken in ascending order. The result
//! depends on nothing but the two sets and the order.
//!
//! Counts leave as [`RawCount`], which has no way to print, compare or serialise itself. Only `rooms::release` and the
//! local command may open one; `tests/architecture.rs` holds the list of callers.

mod merge;
#[cfg(test)]
mod tests;

use super::IdentifierType;
use super::set::{AudienceSet, Bits, Column, PLACES, place_of, wide};

/// An exact count, sealed.
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
        self.cells.get(a * PLACES + b).copied().unwrap_or_default()
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

/// The people of `a` and `b` who match, kind by kind in `order`; kinds that either set lacks match nobody.
pub fn count(a: &AudienceSet, b: &AudienceSet, order: &[IdentifierType]) -> RawOverlap {
    let mut by_type: Vec<(IdentifierType, u64)> = Vec::new();
    if let [kind] = order {
        let shared = match (a.column(*kind), b.column(*kind)) {
            (Some(left), Some(right)) => merge::count(&left.tokens, &right.tokens),
            _ => 0,
        };
        by_type.push((*kind, shared));
    } else {
        by_type.extend(distinct(order).into_iter().map(|kind| (kind, 0)));
        walk(a, b, order, |at, _, _| {
            if let Some((_, matched)) = by_type.get_mut(at) {
                *matched = matched.saturating_add(1);
            }
        });
    }
    let total = by_type.iter().map(|(_, matched)| matched).sum();
    let by_type = by_type.into_iter().map(|(kind, matched)| (kind, RawCount(matched))).collect();
    RawOverlap { total: RawCount(total), by_type }
}

/// The same people by the segments that they are in on either side.
pub fn matrix(a: &AudienceSet, b: &AudienceSet, order: &[IdentifierType]) -> RawMatrix {
    let mut matrix = RawMatrix { cells: vec![0; PLACES * PLACES], total: 0 };
    walk(a, b, order, |_, left, right| {
        let place = place_of(left.0.segment_at(left.1)) * PLACES + place_of(right.0.segment_at(right.1));
        if let Some(cell) = matrix.cells.get_mut(place) {
            *cell = cell.saturating_add(1);
        }
        matrix.total = matrix.total.saturating_add(1);
    });
    matrix
}

/// The kinds of `order`, each once.
fn distinct(order: &[IdentifierType]) -> Vec<IdentifierType> {
    let mut kinds: Vec<IdentifierType> = Vec::new();
    for kind in order {
        if !kinds.contains(kind) {
            kinds.push(*kind);
        }
    }
    kinds
}

/// A column and a place in it.
type Found<'a> = (&'a Column, usize);

/// Calls `found` for each match of the waterfall, with the place of its kind in the order and the two tokens.
fn walk(
    a: &AudienceSet,
    b: &AudienceSet,
    order: &[IdentifierType],
    mut found: impl FnMut(usize, Found<'_>, Found<'_>),
) {
    let mut taken = (Bits::new(a.row_span()), Bits::new(b.row_span()));
    for (at, kind) in distinct(order).into_iter().enumerate() {
        let (Some(left), Some(right)) = (a.column(kind), b.column(kind)) else { continue };
        merge::each_match(&left.tokens, &right.tokens, |i, j| {
            let (row_a, row_b) = (left.row_at(i), right.row_at(j));
            if !taken.0.get(row_a) && !taken.1.get(row_b) {
                taken.0.set(row_a);
                taken.1.set(row_b);
                found(at, (left, i), (right, j));
            }
        });
    }
}

/// How far two versions of one list are apart: tokens in only one of them, of the kind where that is most. About one
/// company's own list, so no secret between companies.
pub fn symmetric_difference(a: &AudienceSet, b: &AudienceSet) -> u64 {
    let apart = |kind: &IdentifierType| {
        let shared = match (a.column(*kind), b.column(*kind)) {
            (Some(left), Some(right)) => merge::count(&left.tokens, &right.tokens),
            _ => 0,
        };
        let both = a.tokens_of(*kind).saturating_add(b.tokens_of(*kind));
        both.saturating_sub(shared.saturating_mul(2))
    };
    IdentifierType::ALL.iter().map(apart).max().unwrap_or_default()
}

/// The same where the segments matter too: a person who changed the segment counts as one who left and one who came, so
/// twice; never less than [`symmetric_difference`].
pub fn segment_difference(a: &AudienceSet, b: &AudienceSet) -> u64 {
    let mut most = symmetric_difference(a, b);
    for kind in IdentifierType::ALL {
        let (Some(left), Some(right)) = (a.column(kind), b.column(kind)) else { continue };
        let mut same: u64 = 0;
        merge::each_match(&left.tokens, &right.tokens, |i, j| {
            same = same.saturating_add(u64::from(left.segment_at(i) == right.segment_at(j)));
        });
        let both = a.tokens_of(kind).saturating_add(b.tokens_of(kind));
        most = most.max(both.saturating_sub(same.saturating_mul(2)));
    }
    most
}
