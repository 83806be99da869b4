//! The tokens met so far, in a flat table: tokens are uniform already, so their own bits say where they go.

mod memory;

use std::collections::BTreeSet;

use crate::matching::token::Token;
#[cfg(feature = "native")]
use crate::matching::token::fetch_ahead;
use memory::{Line, Lines, SLOTS};

/// A growing set of tokens.
///
/// A slot is 16 bytes and at most five in six are filled: 20 bytes a token where [`Seen::expect`] was right, up to 29 where
/// the set had to grow, and the old slots beside them while it grows. Four slots lie in one line of the processor's
/// cache and are filled in order: nearly always one look at memory finds a token, or shows that it is new.
#[derive(Default)]
pub(super) struct Seen {
    /// A token's own line grows with the token, so that growing moves everything nearly in order.
    lines: Lines,
    filled: usize,
    /// A slot whose upper half is zero is free; tokens that begin so are kept here.
    odd: BTreeSet<u64>,
}

impl Seen {
    /// Makes room for so many tokens at once.
    #[cfg(feature = "native")]
    pub(super) fn expect(&mut self, tokens: usize) {
        let wanted = (tokens.saturating_add(tokens / 4) / SLOTS).saturating_add(LEAST);
        if wanted > self.lines.len() {
            self.grow(wanted);
        }
    }

    /// Asks memory for the place of a token whose turn comes soon.
    pub(super) fn look_ahead(&self, token: Token) {
        if let Some(line) = self.lines.get(own_line(token.halves().0, self.lines.len())) {
            fetch_ahead(line);
        }
    }

    /// The same for the line after a token's own, which is the one that matters where its own, there by now, is full.
    pub(super) fn look_beyond(&self, token: Token) {
        let at = own_line(token.halves().0, self.lines.len());
        let full = self.lines.get(at).is_some_and(|line| line.upper[SLOTS - 1] != 0);
        if let Some(line) = self.lines.get(at.wrapping_add(usize::from(full))) {
            fetch_ahead(line);
        }
    }

    /// Adds the token; false if it was there.
    pub(super) fn insert(&mut self, token: Token) -> bool {
        let token = token.halves();
        if token.0 == 0 {
            return self.odd.insert(token.1);
        }
        if lacks_room(self.lines.len(), self.filled) {
            self.grow(grown(self.lines.len()));
        }
        let fresh = place(&mut self.lines, token);
        self.filled = self.filled.saturating_add(usize::from(fresh));
        fresh
    }

    fn grow(&mut self, bigger: usize) {
        let old = std::mem::replace(&mut self.lines, Lines::zeroed(bigger));
        for token in tokens(&old) {
            place(&mut self.lines, token);
        }
    }
}

/// What a list that does not fit in memory asks of its tables.
#[cfg(feature = "native")]
impl Seen {
    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.filled.saturating_add(self.odd.len())
    }

    /// How many tokens tables of so many kinds hold together in so many bytes.
    pub(super) fn room(bytes: usize, kinds: usize) -> usize {
        let least = LEAST.saturating_mul(kinds).saturating_mul(size_of::<Line>());
        // A slot and a quarter for each, as `expect` makes.
        bytes.saturating_sub(least) / (size_of::<Token>() / 4 * 5)
    }

    /// Bytes in use while so many more tokens are added, if all are new.
    pub(super) fn bytes_with(&self, more: usize) -> usize {
        let wanted = self.filled.saturating_add(more);
        let (mut before, mut lines) = (0, self.lines.len());
        while lacks_room(lines, wanted) {
            (before, lines) = (lines, grown(lines));
        }
        before.saturating_add(lines).saturating_mul(size_of::<Line>())
    }

    /// Every token, once, in no order that matters.
    pub(super) fn each<E>(&self, mut take: impl FnMut(Token) -> Result<(), E>) -> Result<(), E> {
        let odd = self.odd.iter().map(|lower| (0, *lower));
        odd.chain(tokens(&self.lines)).try_for_each(|halves| take(Token::of_halves(halves)))
    }

    /// Forgets the tokens, and keeps the room.
    pub(super) fn clear(&mut self) {
        self.lines.fill(Line::default());
        self.odd.clear();
        self.filled = 0;
    }

    /// Forgets the tokens whose upper half is that much or more.
    pub(super) fn keep_below(&mut self, upper: u64) {
        let empty = Lines::zeroed(self.lines.len());
        let old = std::mem::replace(&mut self.lines, empty);
        self.filled = 0;
        for token in tokens(&old).filter(|token| token.0 < upper) {
            place(&mut self.lines, token);
            self.filled = self.filled.saturating_add(1);
        }
    }
}

/// The tokens in these lines, as halves.
fn tokens(lines: &[Line]) -> impl Iterator<Item = (u64, u64)> {
    let slots = lines.iter().flat_map(|line| line.upper.into_iter().zip(line.lower));
    slots.filter(|(upper, _)| *upper != 0)
}

/// Whether so many tokens are more than five in six slots.
fn lacks_room(lines: usize, tokens: usize) -> bool {
    tokens.saturating_mul(6) >= lines.saturating_mul(5 * SLOTS)
}

/// How many lines follow on so many.
fn grown(lines: usize) -> usize {
    lines.saturating_add(lines / 2).max(LEAST)
}

/// In the browser a place is looked at.
#[cfg(not(feature = "native"))]
fn fetch_ahead(line: &Line) {
    std::hint::black_box(line.upper);
}

/// The fewest lines.
const LEAST: usize = 256;

/// Where a token belongs among `length` lines: the upper half of it, scaled.
fn own_line(upper: u64, length: usize) -> usize {
    let scaled = u128::from(upper) * u128::try_from(length).unwrap_or_default();
    usize::try_from(scaled >> 64).unwrap_or_default()
}

/// Puts the token in the first free slot from its own line on; false if it is there. The table is never full.
fn place(lines: &mut [Line], (upper, lower): (u64, u64)) -> bool {
    let mut at = own_line(upper, lines.len());
    while let Some(line) = lines.get_mut(at) {
        // Counted without a branch: how many slots of a line are filled is as good as random.
        let (mut filled, mut alike) = (0, false);
        for slot in line.upper {
            filled += usize::from(slot != 0);
            alike |= slot == upper;
        }
        if alike && line.upper.iter().zip(&line.lower).any(|slot| slot == (&upper, &lower)) {
            return false;
        }
        if let (Some(upper_slot), Some(lower_slot)) = (line.upper.get_mut(filled), line.lower.get_mut(filled))
        {
            (*upper_slot, *lower_slot) = (upper, lower);
            return true;
        }
        at = if at == lines.len().saturating_sub(1) { 0 } else { at.saturating_add(1) };
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_set(values in prop::collection::vec(0..600u128, 0..1500), shift in 0..117u32) {
            let mut seen = Seen::default();
            let mut oracle = std::collections::BTreeSet::new();
            for value in values {
                let token = value << shift;
                seen.look_ahead(Token::from(token.to_be_bytes()));
                prop_assert_eq!(seen.insert(Token::from(token.to_be_bytes())), oracle.insert(token));
            }
        }
    }
}
