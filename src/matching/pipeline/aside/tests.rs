//! A list that waits on disk comes out as one that does not, and a full disk leaves nothing.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use proptest::prelude::*;

use super::*;
use crate::matching::token::Token;

/// Scratch space in memory with so much room.
struct Small(Cursor<Vec<u8>>, usize);

impl Read for Small {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl Write for Small {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = usize::try_from(self.0.position()).unwrap() + bytes.len();
        if end > self.1 { Err(io::ErrorKind::StorageFull.into()) } else { self.0.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Small {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

/// Scratch spaces of so many bytes each.
pub(in crate::matching::pipeline) fn scratch(room: usize) -> MakeScratch {
    Box::new(move || Ok(Box::new(Small(Cursor::default(), room))))
}

/// The bits that tokens get, beside which the first are known, and what a set says.
fn marked(known: &[u128], tokens: &[u128]) -> (Vec<(u128, bool)>, Vec<(u128, bool)>) {
    let token = |value: &u128| Token::from(value.to_be_bytes());
    let mut deal = Deal::new(scratch(usize::MAX)().unwrap());
    for value in known {
        deal.put(token(value)).unwrap();
    }
    deal.all_known();
    let parts: Vec<u8> = tokens.iter().map(|value| deal.put(token(value)).unwrap()).collect();
    deal.mark(&mut Seen::default()).unwrap();
    let mut next = |part: &u8| deal.next(*part).map(|(token, first)| (token.order(), first)).unwrap();
    let got = parts.iter().map(&mut next).collect();
    let mut seen: BTreeSet<u128> = known.iter().copied().collect();
    (got, tokens.iter().map(|value| (*value, seen.insert(*value))).collect())
}

proptest! {
    /// Tokens as they are, in a few parts, in one part that takes turns, and all alike but for their ends.
    #[test]
    fn each_token_is_marked_once(
        known in prop::collection::btree_set(0..400_u128, 0..100),
        values in prop::collection::vec(0..400_u128, 0..1200),
        shift in 0..120_u32,
    ) {
        let spread = |value: &u128| value.wrapping_mul(1 << shift | 1).rotate_right(shift);
        let known: Vec<u128> = known.iter().map(spread).collect();
        let values: Vec<u128> = values.iter().map(spread).collect();
        let (got, expected) = marked(&known, &values);
        prop_assert_eq!(got, expected);
    }
}

#[test]
fn a_token_that_comes_again_and_again_takes_one_turn() {
    let values: Vec<u128> = (0..5_000).map(|n| (n % 20) << 100).collect();
    let (got, expected) = marked(&[], &values);
    assert_eq!(got, expected);
}
