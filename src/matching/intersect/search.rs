//! Finding a few tokens in a long sorted list.
//!
//! Tokens are keyed hashes, so that a token's value tells about where it is: a guess, twice corrected by what is found there,
//! ends a few places off. Each look waits for memory, so many tokens are looked up at once. Where tokens are not spread
//! evenly, doubling steps from a bad guess make it slower, never wrong.

/// Tokens that are looked up at once.
const TOGETHER: usize = 16;

/// How many of the few tokens are in the list.
pub(super) fn count(few: &[u128], list: &[u128]) -> u64 {
    let mut shared: u64 = 0;
    each_match(few, list, |_, _| shared = shared.saturating_add(1));
    shared
}

/// Calls `found` with the places of each token that is in both.
pub(super) fn each_match(few: &[u128], list: &[u128], mut found: impl FnMut(usize, usize)) {
    let Some(spread) = Spread::of(list) else { return };
    for (chunk, tokens) in few.chunks(TOGETHER).enumerate() {
        let mut places = [0; TOGETHER];
        for (place, token) in places.iter_mut().zip(tokens) {
            *place = spread.guess(*token);
        }
        for _ in 0..2 {
            for (place, token) in places.iter_mut().zip(tokens) {
                *place = spread.better(*place, *token);
            }
        }
        for (at, (place, token)) in places.iter().zip(tokens).enumerate() {
            let place = spread.first_from(*place, *token);
            if list.get(place) == Some(token) {
                found(chunk * TOGETHER + at, place);
            }
        }
    }
}

/// A list and how its tokens are spread.
struct Spread<'a> {
    list: &'a [u128],
    first: u64,
    /// Places per step of a token's upper half, times 2^64, times 2^`shift`.
    slope: u64,
    shift: u32,
}

impl<'a> Spread<'a> {
    fn of(list: &'a [u128]) -> Option<Self> {
        let (first, last) = (high(*list.first()?), high(*list.last()?));
        let span = last - first;
        let shift = span.leading_zeros();
        let places = u128::try_from(list.len()).ok()? << 64;
        let slope = places.checked_div(u128::from(span) << shift.min(63)).unwrap_or_default();
        Some(Self { list, first, slope: u64::try_from(slope).unwrap_or_default(), shift: shift.min(63) })
    }

    /// How many places two tokens are apart, if tokens are spread evenly.
    fn places(&self, apart: u64) -> usize {
        let scaled = u128::from(apart) << self.shift;
        let places = scaled.saturating_mul(u128::from(self.slope)) >> 64;
        usize::try_from(places).unwrap_or(usize::MAX)
    }

    fn guess(&self, token: u128) -> usize {
        self.places(high(token).saturating_sub(self.first)).min(self.list.len().saturating_sub(1))
    }

    /// A better guess, from the token that is there.
    fn better(&self, place: usize, token: u128) -> usize {
        let (here, token) = (self.list.get(place).map_or(0, |token| high(*token)), high(token));
        if here <= token {
            place.saturating_add(self.places(token - here)).min(self.list.len().saturating_sub(1))
        } else {
            place.saturating_sub(self.places(here - token))
        }
    }

    /// The place of the first token that is not less, found from near it.
    fn first_from(&self, near: usize, token: u128) -> usize {
        let less = |place: usize| self.list.get(place).is_some_and(|other| *other < token);
        // Everything before `low` is less, nothing from `high` on is.
        let (mut low, mut high, mut step) = (0, self.list.len(), 1);
        if less(near) {
            low = near + 1;
            while less(near + step) {
                low = near + step + 1;
                step *= 2;
            }
            high = high.min(near + step);
        } else {
            high = high.min(near);
            while let Some(place) = near.checked_sub(step) {
                if less(place) {
                    low = place + 1;
                    break;
                }
                high = place;
                step *= 2;
            }
        }
        let window = self.list.get(low..high).unwrap_or_default();
        low + window.partition_point(|other| *other < token)
    }
}

#[expect(clippy::as_conversions, reason = "the upper half of a number, in one instruction")]
fn high(token: u128) -> u64 {
    (token >> 64) as u64
}
