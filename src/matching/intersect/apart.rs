//! How far two versions of one company's list are apart: its own data, so no secret between companies.

use super::windows::each_window;
use super::{Unreadable, lanes};
use crate::matching::IdentifierType;
use crate::matching::set::{AudienceSet, View, wide};

/// Tokens in only one of the two, of the kind where that is most.
pub fn symmetric_difference(a: &AudienceSet, b: &AudienceSet, threads: usize) -> Result<u64, Unreadable> {
    most_apart(a, b, threads, |_, left, right| lanes::count(left.tokens, right.tokens))
}

/// The same where the segments matter too: a person who changed the segment counts as one who left and one who came, so
/// twice; never less than [`symmetric_difference`].
pub fn segment_difference(a: &AudienceSet, b: &AudienceSet, threads: usize) -> Result<u64, Unreadable> {
    most_apart(a, b, threads, |matches, left, right| {
        lanes::matches(left.tokens, right.tokens, matches);
        wide(matches.iter().filter(|(i, j)| left.segment_at(*i) == right.segment_at(*j)).count())
    })
}

/// What is not `same` between two sets, of the kind where that is most.
fn most_apart(
    a: &AudienceSet,
    b: &AudienceSet,
    threads: usize,
    same: impl Fn(&mut Vec<lanes::Match>, &View<'_>, &View<'_>) -> u64 + Sync,
) -> Result<u64, Unreadable> {
    let mut most = 0;
    for kind in IdentifierType::ALL {
        let mut apart = a.tokens_of(kind).saturating_add(b.tokens_of(kind));
        if let (Some(left), Some(right)) = (a.column(kind), b.column(kind)) {
            let found = each_window((left, right), threads, |own: &mut (u64, Vec<_>), left, right| {
                own.0 = own.0.saturating_add(same(&mut own.1, left, right));
            })?;
            let shared: u64 = found.iter().map(|(same, _)| same).sum();
            apart = apart.saturating_sub(shared.saturating_mul(2));
        }
        most = most.max(apart);
    }
    Ok(most)
}
