//! What each byte is, and a byte at a time, for processors that do not look at sixteen at once.

#[cfg(any(test, not(feature = "native")))]
use super::{MOST, Short, finished};
#[cfg(any(test, not(feature = "native")))]
use crate::matching::Profile;

/// What a byte may be part of, and the two signs that may not be doubled in a domain.
pub(super) const LOCAL: u8 = 1;
pub(super) const DOMAIN: u8 = 2;
pub(super) const DOT: u8 = 4;
pub(super) const HYPHEN: u8 = 8;

/// For each byte where it is plain.
pub(super) const CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        if byte.is_ascii_alphanumeric() {
            set(&mut table, byte, LOCAL | DOMAIN);
        }
        byte += 1;
    }
    let mut signs: &[u8] = b"!#$%&'*+/=?^`{|}~";
    while let Some((sign, more)) = signs.split_first() {
        set(&mut table, *sign, LOCAL);
        signs = more;
    }
    set(&mut table, b'_', LOCAL | DOMAIN);
    set(&mut table, b'.', LOCAL | DOMAIN | DOT);
    set(&mut table, b'-', LOCAL | DOMAIN | HYPHEN);
    table
};

#[expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "constant: a fault here does not compile"
)]
const fn set(table: &mut [u8; 256], at: u8, to: u8) {
    table[at as usize] = to;
}

#[cfg(any(test, not(feature = "native")))]
/// See [`super::email`].
pub(super) fn email(value: &[u8], profile: Profile, out: &mut Short) -> Option<usize> {
    if value.len() > MOST {
        return None;
    }
    let at = memchr::memchr(b'@', value)?;
    let (local, host) = value.split_at_checked(at)?;
    if local.is_empty() || !is_local(local) || !is_host(host.get(1..)?) {
        return None;
    }
    for (to, from) in out.iter_mut().zip(value) {
        *to = from.to_ascii_lowercase();
    }
    finished(out, value.len(), at, profile)
}

#[cfg(any(test, not(feature = "native")))]
fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
}

#[cfg(any(test, not(feature = "native")))]
fn is_local(local: &[u8]) -> bool {
    local.iter().fold(LOCAL, |all, byte| all & class(*byte)) != 0
}

#[cfg(any(test, not(feature = "native")))]
/// Whether a domain has two labels, no empty one, and nothing that could be Punycode.
fn is_host(domain: &[u8]) -> bool {
    let (mut all, mut any, mut doubled, mut before) = (DOMAIN, 0, 0, DOT);
    for byte in domain {
        let class = class(*byte);
        all &= class;
        any |= class;
        doubled |= class & before;
        before = class;
    }
    all != 0 && any & DOT != 0 && doubled & (DOT | HYPHEN) == 0 && before & DOT == 0
}
