//! Four lanes through the SHA-2 instructions of AArch64. Safe code: whoever calls in must know that the processor has them.
//!
//! `tests/arm` runs it in an emulator; it was never timed, for no such machine was at hand. Where there is one, the tests of `prf`
//! are its test, too.

use std::arch::aarch64::{
    uint32x4_t, vaddq_u32, vcombine_u32, vcreate_u32, vgetq_lane_u64, vreinterpretq_u64_u32, vsha256h2q_u32,
    vsha256hq_u32, vsha256su0q_u32, vsha256su1q_u32,
};

use super::super::messages::Block;
use super::{DIGEST_END, LANES, ROUNDS, Words};

/// The eight words in order, four a register.
type State = [uint32x4_t; 2];
type Message = [uint32x4_t; 4];

/// Whether this processor has the instructions.
pub(super) fn detected() -> bool {
    std::arch::is_aarch64_feature_detected!("sha2")
}

/// The states behind one block each.
#[target_feature(enable = "neon,sha2")]
pub(super) fn states<const N: usize>(start: Words, blocks: [&Block; N]) -> [Words; N] {
    let mut states = [packed(start); N];
    compress(&mut states, &mut blocks.map(|block| loaded(block)));
    states.map(|state| words(state))
}

/// The MACs of four messages.
#[target_feature(enable = "neon,sha2")]
pub(super) fn sign(inner: Words, outer: Words, messages: [&[Block]; LANES]) -> [Words; LANES] {
    let mut states = [packed(inner); LANES];
    match messages {
        [[a], [b], [c], [d]] => compress(&mut states, &mut [loaded(a), loaded(b), loaded(c), loaded(d)]),
        _ => fold(&mut states, messages),
    }
    let [end, length] = DIGEST_END.map(|row| quad(row));
    let mut digests = states.map(|[abcd, efgh]| [abcd, efgh, end, length]);
    let mut states = [packed(outer); LANES];
    compress(&mut states, &mut digests);
    states.map(|state| words(state))
}

/// Folds messages of any number of blocks; one that ends before the others keeps its state.
#[inline(never)]
#[target_feature(enable = "neon,sha2")]
fn fold(states: &mut [State; LANES], messages: [&[Block]; LANES]) {
    let longest = messages.iter().map(|blocks| blocks.len()).max().unwrap_or_default();
    for at in 0..longest {
        let before = *states;
        let zero = [quad([0; 4]); 4];
        compress(states, &mut messages.map(|blocks| blocks.get(at).map_or(zero, |block| loaded(block))));
        for ((state, before), blocks) in states.iter_mut().zip(before).zip(messages) {
            if at >= blocks.len() {
                *state = before;
            }
        }
    }
}

/// Folds one block into each state.
#[inline]
#[target_feature(enable = "neon,sha2")]
#[expect(clippy::indexing_slicing, reason = "every index is taken modulo the length")]
fn compress<const N: usize>(states: &mut [State; N], messages: &mut [Message; N]) {
    let before = *states;
    for (row, constants) in ROUNDS.iter().enumerate() {
        let constants = quad(*constants);
        for (state, ring) in states.iter_mut().zip(messages.iter_mut()) {
            let words = vaddq_u32(ring[row % 4], constants);
            *state = four_rounds(*state, words);
            // The last sixteen rounds need no new words.
            if row < 12 {
                let [w1, w2, w3] = [ring[(row + 1) % 4], ring[(row + 2) % 4], ring[(row + 3) % 4]];
                ring[row % 4] = vsha256su1q_u32(vsha256su0q_u32(ring[row % 4], w1), w2, w3);
            }
        }
    }
    for (state, before) in states.iter_mut().zip(before) {
        let ([x, y], [a, b]) = (*state, before);
        *state = [vaddq_u32(x, a), vaddq_u32(y, b)];
    }
}

#[inline]
#[target_feature(enable = "neon,sha2")]
fn four_rounds([abcd, efgh]: State, words: uint32x4_t) -> State {
    [vsha256hq_u32(abcd, efgh, words), vsha256h2q_u32(efgh, abcd, words)]
}

/// The words of a block, which are big-endian.
#[inline]
#[target_feature(enable = "neon,sha2")]
fn loaded(block: &Block) -> Message {
    let (words, _) = block.as_chunks::<4>();
    let (rows, _) = words.as_chunks::<4>();
    let [a, b, c, d] = rows else { return [quad([0; 4]); 4] };
    [a, b, c, d].map(|row| quad(row.map(u32::from_be_bytes)))
}

#[inline]
#[target_feature(enable = "neon,sha2")]
fn quad([a, b, c, d]: [u32; 4]) -> uint32x4_t {
    let two = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
    vcombine_u32(vcreate_u32(two(a, b)), vcreate_u32(two(c, d)))
}

#[inline]
#[target_feature(enable = "neon,sha2")]
fn packed([a, b, c, d, e, f, g, h]: Words) -> State {
    [quad([a, b, c, d]), quad([e, f, g, h])]
}

#[inline]
#[target_feature(enable = "neon,sha2")]
fn words(state: State) -> Words {
    let [[a, b, c, d], [e, f, g, h]] = state.map(|register| {
        let pairs = vreinterpretq_u64_u32(register);
        let [a, b, c, d, e, f, g, h] = vgetq_lane_u64::<0>(pairs).to_le_bytes();
        let [i, j, k, l, m, n, o, p] = vgetq_lane_u64::<1>(pairs).to_le_bytes();
        [[a, b, c, d], [e, f, g, h], [i, j, k, l], [m, n, o, p]].map(u32::from_le_bytes)
    });
    [a, b, c, d, e, f, g, h]
}
