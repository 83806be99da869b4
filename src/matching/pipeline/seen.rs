//! The tokens met so far, in a flat table: tokens are uniform already, so their own bits say where they go.

use crate::matching::token::Token;

/// A growing set of tokens.
///
/// A slot is 16 bytes and at most two in three are filled: 24 bytes a token and more where [`Seen::expect`] was right, up to
/// 36 where the set had to grow, and the old slots beside them while it grows. Four slots lie in one line of the processor's
/// cache and are filled in order: nearly always one look at memory finds a token, or shows that it is new.
#[derive(Default)]
pub(super) struct Seen {
    /// A token's own line grows with the token, so that growing moves everything nearly in order.
    lines: Vec<Line>,
    filled: usize,
    /// Zero marks a free slot; the one token that is zero has its own flag.
    zero: bool,
}

/// Slots of a line.
const SLOTS: usize = 4;

#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Line([u128; SLOTS]);

impl Seen {
    /// Makes room for so many tokens at once.
    #[cfg(feature = "native")]
    pub(super) fn expect(&mut self, tokens: usize) {
        let wanted = (tokens.saturating_add(tokens / 2) / SLOTS).saturating_add(LEAST);
        if wanted > self.lines.len() {
            self.grow(wanted);
        }
    }

    /// Looks at the places of tokens whose turn comes soon, all at once, so that memory is waited for once.
    pub(super) fn look_ahead(&self, tokens: &[Token]) {
        let length = self.lines.len();
        let lines = tokens.iter().map(|token| self.lines.get(own_line(token.order(), length)));
        std::hint::black_box(lines.flatten().fold(0, |sum, Line([first, ..])| sum ^ first));
    }

    /// Adds the token; false if it was there.
    pub(super) fn insert(&mut self, token: Token) -> bool {
        let token = token.order();
        if token == 0 {
            return !std::mem::replace(&mut self.zero, true);
        }
        if self.filled.saturating_mul(3) >= self.lines.len().saturating_mul(2 * SLOTS) {
            self.grow(self.lines.len().saturating_add(self.lines.len() / 2).max(LEAST));
        }
        let fresh = place(&mut self.lines, token);
        self.filled = self.filled.saturating_add(usize::from(fresh));
        fresh
    }

    fn grow(&mut self, bigger: usize) {
        // Written here and now, in order: pages that the system hands out when a token first looks at one, and again when
        // it first writes there, cost twice as much.
        let mut lines = std::hint::black_box(Vec::with_capacity(bigger));
        lines.resize(bigger, Line::default());
        let old = std::mem::replace(&mut self.lines, lines);
        old.iter().flat_map(|Line(slots)| slots).filter(|token| **token != 0).for_each(|token| {
            place(&mut self.lines, *token);
        });
    }
}

/// The fewest lines.
const LEAST: usize = 256;

/// Where a token belongs among `length` lines: the top half of it, scaled.
fn own_line(token: u128, length: usize) -> usize {
    let scaled = (token >> 64) * u128::try_from(length).unwrap_or_default();
    usize::try_from(scaled >> 64).unwrap_or_default()
}

/// Puts the token in the first free slot from its own line on; false if it is there. The table is never full.
fn place(lines: &mut [Line], token: u128) -> bool {
    let mut at = own_line(token, lines.len());
    while let Some(Line(slots)) = lines.get_mut(at) {
        // Counted without a branch: how many slots of a line are filled is as good as random.
        let (filled, here) = slots.iter().fold((0, false), |(filled, here), slot| {
            (filled + usize::from(*slot != 0), here | (*slot == token))
        });
        if here {
            return false;
        }
        if let Some(free) = slots.get_mut(filled) {
            *free = token;
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
                seen.look_ahead(&[Token::from(token.to_be_bytes())]);
                prop_assert_eq!(seen.insert(Token::from(token.to_be_bytes())), oracle.insert(token));
            }
        }
    }
}
