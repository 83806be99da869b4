//! The two ways through two sorted lists of distinct tokens.

use crate::matching::token::Token;

/// From this difference in size on, searching the big list beats walking it.
const GALLOP: usize = 32;

/// How many tokens are in both.
pub(super) fn count(a: &[Token], b: &[Token]) -> u64 {
    if gallops(a, b) || gallops(b, a) {
        let mut shared: u64 = 0;
        each_match(a, b, |_, _| shared = shared.saturating_add(1));
        return shared;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let (x, y) = (x.order(), y.order());
        // No branch on the data: which side advances is as good as random, and a wrong guess costs more than both adds.
        shared += u64::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    shared
}

/// Calls `found` with the places of each token that is in both, in ascending order.
pub(super) fn each_match(a: &[Token], b: &[Token], mut found: impl FnMut(usize, usize)) {
    if gallops(a, b) {
        return gallop(a, b, found);
    }
    if gallops(b, a) {
        return gallop(b, a, |j, i| found(i, j));
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let (x, y) = (x.order(), y.order());
        if x == y {
            found(i, j);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
}

fn gallops(small: &[Token], big: &[Token]) -> bool {
    small.len().saturating_mul(GALLOP) < big.len()
}

/// For each token of the small list: doubling steps through the big one, then a binary search of the last step.
fn gallop(small: &[Token], big: &[Token], mut found: impl FnMut(usize, usize)) {
    let mut from = 0;
    for (i, token) in small.iter().enumerate() {
        let mut step = 1;
        while big.get(from + step).is_some_and(|other| other < token) {
            from += step;
            step *= 2;
        }
        let window = big.get(from..).unwrap_or_default();
        let window = window.get(..=step).unwrap_or(window);
        from += window.partition_point(|other| other < token);
        if big.get(from) == Some(token) {
            found(i, from);
        }
    }
}
