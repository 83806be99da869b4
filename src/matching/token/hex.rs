//! Bytes as hexadecimal digits, there and back.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The two lower-case hexadecimal digits of each byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| digits(*byte)).map(char::from).collect()
}

/// The digits of a token: eight at a time, a byte of a number each.
#[inline]
pub(super) fn hex_digits(bytes: &[u8; 16]) -> [u8; 32] {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let mut out = [0; 32];
    for (eight, four) in out.as_chunks_mut::<8>().0.iter_mut().zip(bytes.as_chunks::<4>().0) {
        // Two bytes to every pair of digits, then a half to every digit.
        let wide = u64::from(u32::from_be_bytes(*four));
        let wide = (wide | wide << 16) & 0x0000_ffff_0000_ffff;
        let wide = (wide | wide << 8) & 0x00ff_00ff_00ff_00ff;
        let halves = (wide | wide << 4) & (ONES * 0x0f);
        let letters = (halves + ONES * 6) >> 4 & ONES;
        *eight = (halves + ONES * u64::from(b'0') + letters * u64::from(b'a' - b'9' - 1)).to_be_bytes();
    }
    out
}

fn digits(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 15].map(|half| DIGITS.get(usize::from(half)).copied().unwrap_or_default())
}

const NO_DIGIT: u8 = 0xff;

/// The value of each hexadecimal digit, either case; [`NO_DIGIT`] for any other byte.
const VALUES: [u8; 256] = {
    let mut table = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        set(&mut table, DIGITS, value);
        set(&mut table, b"0123456789ABCDEF", value);
        value += 1;
    }
    table
};

#[expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "constant: a fault here does not compile"
)]
const fn set(table: &mut [u8; 256], digits: &[u8; 16], value: u8) {
    table[digits[value as usize] as usize] = value;
}

/// The bytes of `N` pairs of hexadecimal digits, either case.
pub fn from_hex<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let (pairs, []) = text.as_chunks::<2>() else { return None };
    let pairs: &[[u8; 2]; N] = pairs.try_into().ok()?;
    let value = |digit: u8| VALUES.get(usize::from(digit)).copied().unwrap_or(NO_DIGIT);
    let mut out = [0; N];
    let mut wrong = 0;
    for (byte, [high, low]) in out.iter_mut().zip(pairs) {
        let (high, low) = (value(*high), value(*low));
        wrong |= high | low;
        *byte = high << 4 | low & 15;
    }
    (wrong < 16).then_some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn hexadecimal_goes_there_and_back(value: [u8; 16]) {
            prop_assert_eq!(from_hex::<16>(hex(&value).as_bytes()), Some(value));
            prop_assert_eq!(from_hex::<16>(hex(&value).to_uppercase().as_bytes()), Some(value));
            prop_assert_eq!(hex_digits(&value).map(char::from).iter().collect::<String>(), hex(&value));
        }
    }
}
