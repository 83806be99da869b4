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
use super::set::{AudienceSet, Bits, wide};

/// An exact count, sealed.
#[cfg_attr(not(feature = "server"), expect(dead_code, reason = "counts are opened on the server alone"))]
pub struct RawCount(u64);

impl RawCount {
    /// Seals the count that an engine came to.
    pub fn seal(count: u64) -> Self {
        Self(count)
    }

    /// Opens the count. For the release rule, which noises and thresholds it before anyone sees it, and for the command
    /// line where both lists are in one hand; nobody else.
    #[cfg(feature = "server")]
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

/// By how much one person's row more or less in one list can change the total of [`count`], for sets of `kinds` kinds.
///
/// One, for one or two kinds. With more, a new first row can take a token from each of several later rows that held
/// nothing else, which loses all of their matches but keeps its own: up to `kinds - 1`. Noise must cover that.
pub fn sensitivity(kinds: usize) -> u64 {
    wide(kinds).saturating_sub(1).max(1)
}

/// The people of `a` and `b` who match, kind by kind in `order`; kinds that either set lacks match nobody.
pub fn count(a: &AudienceSet, b: &AudienceSet, order: &[IdentifierType]) -> RawOverlap {
    let mut by_type: Vec<(IdentifierType, u64)> = Vec::new();
    let mut taken = (Bits::new(a.row_span()), Bits::new(b.row_span()));
    for (at, kind) in order.iter().enumerate() {
        if order.iter().take(at).any(|earlier| earlier == kind) {
            continue;
        }
        let (Some(left), Some(right)) = (a.column(*kind), b.column(*kind)) else {
            by_type.push((*kind, 0));
            continue;
        };
        if order.len() == 1 {
            by_type.push((*kind, merge::count(&left.tokens, &right.tokens)));
            continue;
        }
        let mut matched: u64 = 0;
        merge::each_match(&left.tokens, &right.tokens, |i, j| {
            let (row_a, row_b) = (left.row_at(i), right.row_at(j));
            if !taken.0.get(row_a) && !taken.1.get(row_b) {
                taken.0.set(row_a);
                taken.1.set(row_b);
                matched = matched.saturating_add(1);
            }
        });
        by_type.push((*kind, matched));
    }
    let total = by_type.iter().map(|(_, matched)| matched).sum();
    let by_type = by_type.into_iter().map(|(kind, matched)| (kind, RawCount(matched))).collect();
    RawOverlap { total: RawCount(total), by_type }
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
