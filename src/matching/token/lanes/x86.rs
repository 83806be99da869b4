//! Four lanes through the SHA extensions of x86-64. Safe code: whoever calls in must know that the processor has them.

use std::arch::x86_64::{
    __m128i, _mm_add_epi32, _mm_alignr_epi8, _mm_cvtsi128_si64, _mm_extract_epi64, _mm_set_epi32,
    _mm_set_epi64x, _mm_setzero_si128, _mm_sha256msg1_epu32, _mm_sha256msg2_epu32, _mm_sha256rnds2_epu32,
    _mm_shuffle_epi8, _mm_shuffle_epi32, _mm_unpackhi_epi64, _mm_unpacklo_epi64,
};

use super::super::messages::Block;
use super::{DIGEST_END, LANES, ROUNDS, Words};

/// The eight words as the instructions want them: `f e b a` and `h g d c`, lowest first.
type State = [__m128i; 2];
type Message = [__m128i; 4];

/// Whether this processor has the instructions.
pub(super) fn detected() -> bool {
    std::arch::is_x86_feature_detected!("sha") && std::arch::is_x86_feature_detected!("sse4.1")
}

/// The states behind one block each.
#[target_feature(enable = "sha,ssse3,sse4.1")]
pub(super) fn states<const N: usize>(start: Words, blocks: [&Block; N]) -> [Words; N] {
    let mut states = [packed(start); N];
    compress(&mut states, &mut blocks.map(|block| loaded(block)));
    states.map(|state| words(unpacked(state)))
}

/// The MACs of four messages.
#[target_feature(enable = "sha,ssse3,sse4.1")]
pub(super) fn sign(inner: Words, outer: Words, messages: [&[Block]; LANES]) -> [Words; LANES] {
    let mut states = [packed(inner); LANES];
    match messages {
        [[a], [b], [c], [d]] => compress(&mut states, &mut [loaded(a), loaded(b), loaded(c), loaded(d)]),
        _ => fold(&mut states, messages),
    }
    let [end, length] = DIGEST_END.map(|row| quad(row));
    let mut digests = states.map(|state| {
        let [abcd, efgh] = unpacked(state);
        [abcd, efgh, end, length]
    });
    let mut states = [packed(outer); LANES];
    compress(&mut states, &mut digests);
    states.map(|state| words(unpacked(state)))
}

/// Folds messages of any number of blocks; one that ends before the others keeps its state.
#[inline(never)]
#[target_feature(enable = "sha,ssse3,sse4.1")]
fn fold(states: &mut [State; LANES], messages: [&[Block]; LANES]) {
    let longest = messages.iter().map(|blocks| blocks.len()).max().unwrap_or_default();
    for at in 0..longest {
        let before = *states;
        let zero = [_mm_setzero_si128(); 4];
        compress(states, &mut messages.map(|blocks| blocks.get(at).map_or(zero, |block| loaded(block))));
        for ((state, before), blocks) in states.iter_mut().zip(before).zip(messages) {
            if at >= blocks.len() {
                *state = before;
            }
        }
    }
}

/// Folds one block into each state. The words of the messages stay in memory, a ring of four, so that the states have the
/// registers: with both unrolled it took half as long again.
#[inline]
#[target_feature(enable = "sha,ssse3,sse4.1")]
#[expect(clippy::indexing_slicing, reason = "every index is taken modulo the length")]
fn compress<const N: usize>(states: &mut [State; N], messages: &mut [Message; N]) {
    let before = *states;
    for (row, constants) in ROUNDS.iter().enumerate() {
        let constants = quad(*constants);
        for (state, ring) in states.iter_mut().zip(messages.iter_mut()) {
            let words = _mm_add_epi32(ring[row % 4], constants);
            *state = four_rounds(*state, words);
            // The last sixteen rounds need no new words.
            if row < 12 {
                let [w1, w2, w3] = [ring[(row + 1) % 4], ring[(row + 2) % 4], ring[(row + 3) % 4]];
                let sum = _mm_add_epi32(_mm_sha256msg1_epu32(ring[row % 4], w1), _mm_alignr_epi8(w3, w2, 4));
                ring[row % 4] = _mm_sha256msg2_epu32(sum, w3);
            }
        }
    }
    for (state, before) in states.iter_mut().zip(before) {
        let ([x, y], [a, b]) = (*state, before);
        *state = [_mm_add_epi32(x, a), _mm_add_epi32(y, b)];
    }
}

#[inline]
#[target_feature(enable = "sha,ssse3,sse4.1")]
fn four_rounds([abef, cdgh]: State, words: __m128i) -> State {
    let cdgh = _mm_sha256rnds2_epu32(cdgh, abef, words);
    [_mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(words, 0b00_00_11_10)), cdgh]
}

/// The words of a block, which are big-endian.
#[inline]
#[target_feature(enable = "sha,ssse3,sse4.1")]
fn loaded(block: &Block) -> Message {
    let (quarters, _) = block.as_chunks::<16>();
    let [a, b, c, d] = quarters else { return [_mm_setzero_si128(); 4] };
    let swap = _mm_set_epi64x(0x0c0d_0e0f_0809_0a0b, 0x0405_0607_0001_0203);
    [a, b, c, d].map(|quarter| {
        let both = u128::from_le_bytes(*quarter);
        _mm_shuffle_epi8(pair(both), swap)
    })
}

/// 16 bytes as a register.
#[inline]
#[target_feature(enable = "sha,ssse3,sse4.1")]
fn pair(both: u128) -> __m128i {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = both.to_le_bytes();
    let low = i64::from_le_bytes([a, b, c, d, e, f, g, h]);
    _mm_set_epi64x(i64::from_le_bytes([i, j, k, l, m, n, o, p]), low)
}

#[inline]
#[target_feature(enable = "sha,ssse3,sse4.1")]
fn quad([a, b, c, d]: [u32; 4]) -> __m128i {
    _mm_set_epi32(d.cast_signed(), c.cast_signed(), b.cast_signed(), a.cast_signed())
}

#[inline]
#[target_feature(enable = "sha,ssse3,sse4.1")]
fn packed([a, b, c, d, e, f, g, h]: Words) -> State {
    [quad([f, e, b, a]), quad([h, g, d, c])]
}

/// The words in order, four a register.
#[inline]
#[target_feature(enable = "sha,ssse3,sse4.1")]
fn unpacked([abef, cdgh]: State) -> State {
    let (abef, cdgh) = (_mm_shuffle_epi32(abef, 0b00_01_10_11), _mm_shuffle_epi32(cdgh, 0b00_01_10_11));
    [_mm_unpacklo_epi64(abef, cdgh), _mm_unpackhi_epi64(abef, cdgh)]
}

#[inline]
#[target_feature(enable = "sha,ssse3,sse4.1")]
fn words(registers: State) -> Words {
    let [[a, b, c, d], [e, f, g, h]] = registers.map(|register| {
        let [a, b, c, d, e, f, g, h] = _mm_cvtsi128_si64(register).to_le_bytes();
        let [i, j, k, l, m, n, o, p] = _mm_extract_epi64(register, 1).to_le_bytes();
        [[a, b, c, d], [e, f, g, h], [i, j, k, l], [m, n, o, p]].map(u32::from_le_bytes)
    });
    [a, b, c, d, e, f, g, h]
}
