//! Sixteen bytes at a time: what each byte is becomes a bit of a number, and the rules are sums on such numbers.

use wide::u8x16;

use super::{MOST, Short, finished};
use crate::matching::Profile;

/// See [`super::email`].
pub(super) fn email(value: &[u8], profile: Profile, out: &mut Short) -> Option<usize> {
    if value.is_empty() || value.len() > MOST {
        return None;
    }
    let mut padded = [0; 16];
    let bytes = if value.len() < padded.len() {
        padded.iter_mut().zip(value).for_each(|(to, from)| *to = *from);
        &padded[..]
    } else {
        value
    };
    let mut kinds = Kinds::default();
    let mut start = 0_usize;
    loop {
        let sixteen = bytes.get(start..)?.first_chunk::<16>()?;
        let lower = kinds.note(u8x16::new(*sixteen), start);
        *out.get_mut(start..)?.first_chunk_mut::<16>()? = lower.to_array();
        let next = start.saturating_add(16);
        if next >= bytes.len() {
            break;
        }
        // The last sixteen may have some of those before: they are the same again.
        start = next.min(bytes.len().saturating_sub(16));
    }
    let at = kinds.at_sign(value.len())?;
    finished(out, value.len(), at, profile)
}

/// What each byte of a value is: a bit each.
#[derive(Default)]
pub(super) struct Kinds {
    pub(super) local: u64,
    pub(super) host: u64,
    pub(super) at: u64,
    pub(super) dot: u64,
    pub(super) hyphen: u64,
}

impl Kinds {
    /// Notes sixteen bytes and gives them in lower case.
    fn note(&mut self, bytes: u8x16, start: usize) -> u8x16 {
        let all = u8x16::splat;
        let within = |bytes: u8x16, low: u8, high: u8| (bytes - all(low)).simd_le(all(high - low));
        let bytes = bytes | (within(bytes, b'A', b'Z') & all(0x20));
        let is = |byte: u8| bytes.simd_eq(all(byte));
        let put = |to: &mut u64, flags: u8x16| *to |= u64::from(flags.to_bitmask()) << start;
        let (dot, hyphen) = (is(b'.'), is(b'-'));
        let signs = is(b'=') | is(b'?') | is(b'!');
        let marks = within(bytes, b'#', b'\'') | within(bytes, b'*', b'+');
        // Hyphen, dot, slash and the digits; circumflex, underscore, grave accent, the letters, braces, bar and tilde.
        let others = within(bytes, b'-', b'9') | within(bytes, b'^', b'~');
        put(&mut self.local, signs | marks | others);
        let named = within(bytes, b'a', b'z') | within(bytes, b'0', b'9') | is(b'_');
        put(&mut self.host, named | dot | hyphen);
        put(&mut self.at, is(b'@'));
        put(&mut self.dot, dot);
        put(&mut self.hyphen, hyphen);
        bytes
    }

    /// Where the one @ of a value is that is plainly right: the domain has two labels, no empty one, and nothing that could be
    /// Punycode.
    #[inline]
    pub(super) fn at_sign(&self, length: usize) -> Option<usize> {
        let Self { local, host, at, dot, hyphen } = *self;
        let all = 1_u64.checked_shl(u32::try_from(length).ok()?)?.wrapping_sub(1);
        let before = at.wrapping_sub(1);
        let domain = all & !before & !at;
        let last = (all >> 1) + 1;
        let right = at.is_power_of_two()
            && before != 0
            && before & !local == 0
            && domain & !host == 0
            && domain & dot != 0
            && domain & dot & (dot << 1 | at << 1 | last) == 0
            && domain & hyphen & hyphen << 1 == 0;
        right.then(|| usize::try_from(at.trailing_zeros()).unwrap_or_default())
    }
}
