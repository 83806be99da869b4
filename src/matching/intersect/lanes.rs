//! Walking two sorted lists of distinct tokens at once.
//!
//! Each step compares the first token of either list and leaves the smaller behind, without a branch on the data: which one
//! is smaller is as good as random, and a wrong guess costs more than both additions. What a step costs is the time until
//! the next comparison can begin, so four walks through four ranges of the keys go in lock-step, each in the shadow of the
//! others.

use super::search;

const LANES: usize = 4;
/// Steps between two looks at how much is left.
const LONG: usize = 256;
const SHORT: usize = 16;
/// From this difference in size on, searching the big list beats walking it.
const SEARCH: usize = 24;

/// A pair of lists.
type Pair<'a> = (&'a [u128], &'a [u128]);

/// How many tokens are in both.
pub(super) fn count(a: &[u128], b: &[u128]) -> u64 {
    if a.len().saturating_mul(SEARCH) < b.len() {
        return search::count(a, b);
    }
    if b.len().saturating_mul(SEARCH) < a.len() {
        return search::count(b, a);
    }
    let mut lanes = Lanes::new(a, b);
    let mut shared: u64 = 0;
    while let Some(windows) = lanes.windows::<LONG>() {
        shared = shared.saturating_add(lanes.leave(&count_steps(&windows), LONG));
    }
    while let Some(windows) = lanes.windows::<SHORT>() {
        shared = shared.saturating_add(lanes.leave(&count_steps(&windows), SHORT));
    }
    for (a, b) in lanes.0 {
        each_match(a, b, |_, _| shared = shared.saturating_add(1));
    }
    shared
}

/// Places in two lists.
pub(super) type Match = (usize, usize);

/// The places of each token that is in both, over what `found` held, in no order.
pub(super) fn matches(a: &[u128], b: &[u128], found: &mut Vec<Match>) {
    found.clear();
    if a.len().saturating_mul(SEARCH) < b.len() {
        return search::each_match(a, b, |i, j| found.push((i, j)));
    }
    if b.len().saturating_mul(SEARCH) < a.len() {
        return search::each_match(b, a, |j, i| found.push((i, j)));
    }
    let mut lanes = Lanes::new(a, b);
    // Where each lane's lists end in the whole: what is left of them tells where they stand.
    let mut end = (0, 0);
    let ends = lanes.0.map(|(a, b)| {
        end = (end.0 + a.len(), end.1 + b.len());
        end
    });
    lanes.matches::<LONG>(&ends, found);
    lanes.matches::<SHORT>(&ends, found);
    for ((a, b), (end_a, end_b)) in lanes.0.into_iter().zip(ends) {
        let (i, j) = (end_a - a.len(), end_b - b.len());
        each_match(a, b, |x, y| found.push((i + x, j + y)));
    }
}

/// One step after the other, for what is too short for lanes.
fn each_match(a: &[u128], b: &[u128], mut found: impl FnMut(usize, usize)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            found(i, j);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
}

/// What is left of the lists in each lane.
struct Lanes<'a>([Pair<'a>; LANES]);

/// How far each lane has come in a window, in either list.
type Steps = [(usize, usize); LANES];

/// The next tokens of each lane, as many on either side as there will be steps.
type Windows<'a, const W: usize> = [(&'a [u128; W], &'a [u128; W]); LANES];

impl<'a> Lanes<'a> {
    /// The lists cut at the same keys, the longer one evenly.
    fn new(a: &'a [u128], b: &'a [u128]) -> Self {
        let (mut rest_a, mut rest_b) = (a, b);
        let mut at = 0;
        Self([(); LANES].map(|()| {
            at += 1;
            let left = LANES + 1 - at;
            let (first_a, first_b) = if rest_a.len() >= rest_b.len() {
                cut(rest_a, rest_b, left)
            } else {
                let (first_b, first_a) = cut(rest_b, rest_a, left);
                (first_a, first_b)
            };
            (take(&mut rest_a, first_a), take(&mut rest_b, first_b))
        }))
    }

    /// The next `W` tokens of every list; none if any has fewer left.
    fn windows<const W: usize>(&self) -> Option<Windows<'a, W>> {
        let mut windows = [(&[0; W], &[0; W]); LANES];
        for (window, (a, b)) in windows.iter_mut().zip(self.0) {
            *window = (a.first_chunk()?, b.first_chunk()?);
        }
        Some(windows)
    }

    /// Goes on to where the steps ended. How many tokens were in both: each step leaves one behind, or two that are equal.
    fn leave(&mut self, steps: &Steps, walked: usize) -> u64 {
        let mut shared = 0;
        for ((a, b), (i, j)) in self.0.iter_mut().zip(steps) {
            take(a, *i);
            take(b, *j);
            shared += i + j - walked;
        }
        u64::try_from(shared).unwrap_or(u64::MAX)
    }

    /// Adds matches to `found`, as places in the whole lists, as long as there are `W` steps in every lane.
    fn matches<const W: usize>(&mut self, ends: &Steps, found: &mut Vec<Match>) {
        let mut places: Places<W> = [[(0, 0); W]; LANES];
        while let Some(windows) = self.windows::<W>() {
            let steps = match_steps(&windows, &mut places);
            for ((((a, b), (end_a, end_b)), (i, j)), places) in
                self.0.iter().zip(ends).zip(&steps).zip(&places)
            {
                let (base_a, base_b) = (end_a - a.len(), end_b - b.len());
                let matched = places.get(..i + j - W).unwrap_or_default();
                found.extend(
                    matched.iter().map(|(i, j)| (base_a + usize::from(*i), base_b + usize::from(*j))),
                );
            }
            self.leave(&steps, W);
        }
    }
}

/// The lengths of the first of `parts` parts of both lists.
fn cut(long: &[u128], short: &[u128], parts: usize) -> (usize, usize) {
    let first = long.len() / parts;
    match long.get(first) {
        Some(key) if parts > 1 => (first, short.partition_point(|token| token < key)),
        _ => (long.len(), short.len()),
    }
}

/// Takes the first tokens off a list.
fn take<'a>(list: &mut &'a [u128], count: usize) -> &'a [u128] {
    let (first, rest) = list.split_at_checked(count).unwrap_or((list, &[]));
    *list = rest;
    first
}

/// `W` steps in every lane. A place is below `W` before each step, because a step adds one at most; the remainder only shows
/// that to the compiler.
#[expect(clippy::indexing_slicing, reason = "the innermost loop; every place is a remainder by W")]
fn count_steps<const W: usize>(windows: &Windows<'_, W>) -> Steps {
    let mut steps = [(0, 0); LANES];
    for _ in 0..W {
        for (step, (a, b)) in steps.iter_mut().zip(windows) {
            let (x, y) = (a[step.0 % W], b[step.1 % W]);
            step.0 += usize::from(x <= y);
            step.1 += usize::from(y <= x);
        }
    }
    steps
}

/// The places of matches in a window of each lane.
type Places<const W: usize> = [[(u16, u16); W]; LANES];

/// The same, writing down each place; where the tokens are not equal the next one goes over it.
#[expect(clippy::indexing_slicing, reason = "the innermost loop; every place is a remainder by W")]
#[expect(clippy::as_conversions, reason = "places below W, which is small")]
fn match_steps<const W: usize>(windows: &Windows<'_, W>, places: &mut Places<W>) -> Steps {
    let mut steps = [(0, 0); LANES];
    for walked in 0..W {
        for ((step, (a, b)), places) in steps.iter_mut().zip(windows).zip(places.iter_mut()) {
            let (x, y) = (a[step.0 % W], b[step.1 % W]);
            places[(step.0 + step.1 - walked) % W] = (step.0 as u16, step.1 as u16);
            step.0 += usize::from(x <= y);
            step.1 += usize::from(y <= x);
        }
    }
    steps
}
