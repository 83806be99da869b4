//! A whole address at a time, on processors that look at 64 bytes at once. Safe code: whoever calls in must know that the
//! processor does.
//!
//! A table says what each byte is; each kind of byte becomes a number of 64 bits, and the rules are those of `wide`.

use std::arch::x86_64::{
    __m512i, _mm512_maskz_mov_epi8, _mm512_maskz_set1_epi8, _mm512_movepi8_mask, _mm512_or_si512,
    _mm512_permutex2var_epi8, _mm512_set1_epi8, _mm512_test_epi8_mask,
};

use super::table::{CLASSES, DOMAIN, DOT, HYPHEN, LOCAL};
use super::wide::Kinds;
use super::{Lowered, MOST, Place};

/// Beside the classes of bytes: the @ and the capital letters.
const AT: u8 = 16;
const CAPITAL: u8 = 32;

/// What each byte of ASCII is.
#[expect(clippy::indexing_slicing, reason = "constant: a fault here does not compile")]
const TABLE: [[u8; 64]; 2] = {
    let mut table = [[0; 64]; 2];
    let mut byte = 0;
    while byte < 128 {
        let capital = if byte >= 65 && byte <= 90 { CAPITAL } else { 0 };
        let at = if byte == 64 { AT } else { 0 };
        table[byte / 64][byte % 64] = CLASSES[byte] | capital | at;
        byte += 1;
    }
    table
};

/// Appends every value in lower case, those that are plain with their length and the place of their @.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,bmi1,bmi2")]
pub(in crate::matching) fn lower(text: &[u8], places: &[Place], out: &mut Vec<Lowered>) {
    let tables = TABLE.map(|half| -> __m512i { zerocopy::transmute!(half) });
    for place in places {
        let length = place.end.saturating_sub(place.start);
        let rest = text.get(place.start..).unwrap_or_default();
        let lowered = match rest.first_chunk::<64>() {
            Some(bytes) => address(bytes, length, tables),
            None => {
                let mut bytes = [0; 64];
                bytes.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                address(&bytes, length, tables)
            }
        };
        out.push(lowered);
    }
}

/// The address of that length at the start of these bytes.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,bmi1,bmi2")]
fn address(bytes: &[u8; 64], length: usize, [low, high]: [__m512i; 2]) -> Lowered {
    if length > MOST {
        return Lowered::NONE;
    }
    let all = (1_u64 << length).wrapping_sub(1);
    let bytes = _mm512_maskz_mov_epi8(all, zerocopy::transmute!(*bytes));
    // The table is looked up by seven bits; the eighth says that a byte is not ASCII.
    let foreign = _mm512_movepi8_mask(bytes);
    let classes = _mm512_permutex2var_epi8(low, bytes, high);
    let are = |class: u8| _mm512_test_epi8_mask(classes, _mm512_set1_epi8(class.cast_signed()));
    let kinds =
        Kinds { local: are(LOCAL), host: are(DOMAIN), at: are(AT), dot: are(DOT), hyphen: are(HYPHEN) };
    let Some(at) = kinds.at_sign(length).filter(|_| foreign == 0) else { return Lowered::NONE };
    let small = _mm512_or_si512(bytes, _mm512_maskz_set1_epi8(are(CAPITAL), 0x20));
    let [length, at] = [length, at].map(|number| u8::try_from(number).unwrap_or_default());
    Lowered { bytes: zerocopy::transmute!(small), length, at }
}
