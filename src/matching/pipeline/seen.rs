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
        if self.filled.saturating_mul(6) >= self.lines.len().saturating_mul(5 * SLOTS) {
            self.grow(self.lines.len().saturating_add(self.lines.len() / 2).max(LEAST));
        }
        let fresh = place(&mut self.lines, token);
        self.filled = self.filled.saturating_add(usize::from(fresh));
        fresh
    }

    fn grow(&mut self, bigger: usize) {
        let old = std::mem::replace(&mut self.lines, Lines::zeroed(bigger));
        for line in old.iter() {
            let tokens = line.upper.iter().zip(&line.lower).filter(|(upper, _)| **upper != 0);
            tokens.for_each(|(upper, lower)| {
                place(&mut self.lines, (*upper, *lower));
            });
        }
    }
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
