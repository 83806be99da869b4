//! The tokens met so far, in a flat table: tokens are uniform already, so their own bits say where they go.

use crate::matching::token::Token;

/// A growing set of tokens.
///
/// A slot is 16 bytes and at most two in three are filled: 24 bytes a token and more where [`Seen::expect`] was right, up to
/// 36 where the set had to grow, and the old slots beside them while it grows.
#[derive(Default)]
pub(super) struct Seen {
    /// Zero marks a free slot; the one token that is zero has its own flag. A token's own place grows with the token, so
    /// that growing moves everything in order.
    slots: Vec<u128>,
    filled: usize,
    zero: bool,
}

impl Seen {
    /// Makes room for so many tokens at once.
    #[cfg(feature = "native")]
    pub(super) fn expect(&mut self, tokens: usize) {
        let wanted = tokens.saturating_add(tokens / 2).saturating_add(LEAST);
        if wanted > self.slots.len() {
            self.grow(wanted);
        }
    }

    /// Looks at the places of tokens whose turn comes soon, all at once, so that memory is waited for once.
    pub(super) fn look_ahead(&self, tokens: &[Token]) {
        let length = self.slots.len();
        let places = tokens.iter().map(|token| self.slots.get(own_place(token.order(), length)));
        std::hint::black_box(places.fold(0, |sum, slot| sum ^ slot.copied().unwrap_or_default()));
    }

    /// Adds the token; false if it was there.
    pub(super) fn insert(&mut self, token: Token) -> bool {
        let token = token.order();
        if token == 0 {
            return !std::mem::replace(&mut self.zero, true);
        }
        if self.filled.saturating_mul(3) >= self.slots.len().saturating_mul(2) {
            self.grow(self.slots.len().saturating_add(self.slots.len() / 2).max(LEAST));
        }
        let fresh = place(&mut self.slots, token);
        self.filled = self.filled.saturating_add(usize::from(fresh));
        fresh
    }

    fn grow(&mut self, bigger: usize) {
        // Written here and now, in order: pages that the system hands out when a token first looks at one, and again when
        // it first writes there, cost twice as much.
        let mut slots = std::hint::black_box(Vec::with_capacity(bigger));
        slots.resize(bigger, 0);
        let old = std::mem::replace(&mut self.slots, slots);
        old.into_iter().filter(|token| *token != 0).for_each(|token| {
            place(&mut self.slots, token);
        });
    }
}

/// The fewest slots.
const LEAST: usize = 1024;

/// Where a token belongs among `length` slots: the top half of it, scaled.
fn own_place(token: u128, length: usize) -> usize {
    let scaled = (token >> 64) * u128::try_from(length).unwrap_or_default();
    usize::try_from(scaled >> 64).unwrap_or_default()
}

/// Puts the token in the first free slot from its own place on; false if it is there. The table is never full.
fn place(slots: &mut [u128], token: u128) -> bool {
    let mut at = own_place(token, slots.len());
    while let Some(slot) = slots.get_mut(at) {
        if *slot == token {
            return false;
        }
        if *slot == 0 {
            *slot = token;
            return true;
        }
        at = if at == slots.len().saturating_sub(1) { 0 } else { at.saturating_add(1) };
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
                seen.look_ahead(&[Token::from(token.to_be_bytes())]);
                prop_assert_eq!(seen.insert(Token::from(token.to_be_bytes())), oracle.insert(token));
            }
        }
    }
}
