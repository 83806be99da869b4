//! The tokens met so far, in a flat table: tokens are uniform already, so their own bits say where they go.

use crate::matching::token::Token;

/// A growing set of tokens.
#[derive(Default)]
pub(super) struct Seen {
    /// Zero marks a free slot; the one token that is zero has its own flag.
    slots: Vec<u128>,
    filled: usize,
    zero: bool,
}

impl Seen {
    /// Adds the token; false if it was there.
    pub(super) fn insert(&mut self, token: Token) -> bool {
        let token = token.order();
        if token == 0 {
            return !std::mem::replace(&mut self.zero, true);
        }
        if self.filled.saturating_mul(4) >= self.slots.len().saturating_mul(3) {
            self.grow();
        }
        let fresh = place(&mut self.slots, token);
        self.filled = self.filled.saturating_add(usize::from(fresh));
        fresh
    }

    fn grow(&mut self) {
        let bigger = self.slots.len().saturating_mul(2).max(1024);
        let old = std::mem::replace(&mut self.slots, vec![0; bigger]);
        old.into_iter().filter(|token| *token != 0).for_each(|token| {
            place(&mut self.slots, token);
        });
    }
}

/// Puts the token in the first free slot from its own place on; false if it is there. The table is never full.
fn place(slots: &mut [u128], token: u128) -> bool {
    let mask = u128::try_from(slots.len()).unwrap_or_default().saturating_sub(1);
    let mut at = usize::try_from(token & mask).unwrap_or_default();
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
        fn it_is_a_set(values in prop::collection::vec(0..3000u128, 0..4000), shift in 0..117u32) {
            let mut seen = Seen::default();
            let mut oracle = std::collections::BTreeSet::new();
            for value in values {
                let token = value << shift;
                prop_assert_eq!(seen.insert(Token::from(token.to_be_bytes())), oracle.insert(token));
            }
        }
    }
}
