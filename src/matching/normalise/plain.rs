//! E-mail addresses as most are written: ASCII, nothing to mend but letter case, blanks at the ends and what Gmail ignores.
//!
//! A shorter way to the same end as `email`, which decides everything else: what is not plainly right is left to it.

use crate::matching::Profile;

/// What a byte may be part of, and the two signs that may not be doubled in a domain.
const LOCAL: u8 = 1;
const DOMAIN: u8 = 2;
const DOT: u8 = 4;
const HYPHEN: u8 = 8;

/// For each byte where it is plain.
const CLASSES: [u8; 256] = {
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

/// Appends the canonical form; false if the value is not plain, and then nothing is appended.
pub(super) fn email(raw: &[u8], profile: Profile, out: &mut Vec<u8>) -> bool {
    let value = raw.trim_ascii();
    let Some((local, domain)) = memchr::memchr(b'@', value).and_then(|at| value.split_at_checked(at)) else {
        return false;
    };
    let domain = domain.get(1..).unwrap_or_default();
    if local.is_empty() || local.len() > MOST || domain.len() > MOST || !is_local(local) || !is_host(domain) {
        return false;
    }
    let start = out.len();
    match folded(domain, profile) {
        None => out.extend_from_slice(value),
        Some(host) => {
            let (folded, length) = fold(local);
            if length == 0 {
                return false;
            }
            out.extend_from_slice(folded.get(..length).unwrap_or_default());
            out.extend_from_slice(host);
        }
    }
    out.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
    true
}

/// A label of a domain has 63 bytes at most, and a local part may have as many without a second thought.
const MOST: usize = 63;

fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
}

fn is_local(local: &[u8]) -> bool {
    local.iter().fold(LOCAL, |all, byte| all & class(*byte)) != 0
}

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

/// Where an address of Gmail goes, if dots and tags mean nothing to it.
fn folded(domain: &[u8], profile: Profile) -> Option<&'static [u8]> {
    let is = |name: &[u8]| domain.eq_ignore_ascii_case(name);
    match profile {
        Profile::Meta => None,
        Profile::Uid2 | Profile::Google | Profile::Entente if is(b"gmail.com") => Some(b"@gmail.com"),
        Profile::Entente if is(b"googlemail.com") => Some(b"@gmail.com"),
        Profile::Google if is(b"googlemail.com") => Some(b"@googlemail.com"),
        Profile::Uid2 | Profile::Google | Profile::Entente => None,
    }
}

/// The local part without dots and tag, and its length.
fn fold(local: &[u8]) -> ([u8; MOST + 1], usize) {
    let untagged = memchr::memchr(b'+', local).and_then(|at| local.get(..at)).unwrap_or(local);
    let (mut folded, mut length) = ([0; MOST + 1], 0_usize);
    for byte in untagged {
        if let Some(place) = folded.get_mut(length) {
            *place = *byte;
        }
        length += usize::from(*byte != b'.');
    }
    (folded, length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matching::normalise::email as general;

    fn agree(raw: &str) -> bool {
        Profile::ALL.into_iter().all(|profile| {
            let (mut plain, mut canonical) = (b"x".to_vec(), String::new());
            let taken = email(raw.as_bytes(), profile, &mut plain);
            let normal = general::normalise(raw, profile, &mut canonical);
            !taken || (normal.is_ok() && plain.strip_prefix(b"x") == Some(canonical.as_bytes()))
        })
    }

    #[test]
    fn common_addresses_are_plain() {
        for (raw, canonical) in [
            ("Jane@Example.com", "jane@example.com"),
            (" j.a.n.e+x@gmail.com ", "jane@gmail.com"),
            ("J.Doe@GoogleMail.com", "jdoe@gmail.com"),
            ("o'neil+tag@mail.example.co.uk", "o'neil+tag@mail.example.co.uk"),
        ] {
            let mut out = Vec::new();
            assert!(email(raw.as_bytes(), Profile::Entente, &mut out), "{raw}");
            assert_eq!(out, canonical.as_bytes());
        }
        for raw in [
            "",
            "@",
            "a@b",
            "jos\u{e9}@x.org",
            "a@xn--x.org",
            "a b@x.org",
            ".@gmail.com",
            "a@b@c.org",
            "a@x..y",
        ] {
            assert!(!email(raw.as_bytes(), Profile::Entente, &mut Vec::new()), "{raw}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn whatever_is_plain_is_what_the_rules_say(raw in "[ \t]?[a-zA-Z.+@_'é \x0b-]{0,8}[@.]?(gmail|googlemail|GMail|x-y|xn--a)?[.@]?[a-zA-Z.-]{0,5} ?") {
            prop_assert!(agree(&raw), "{raw:?}");
        }

        #[test]
        fn any_bytes_too(raw in "\\PC{0,20}@[a-z.]{0,70}", long in "[a-z.]{55,70}@gmail\\.com") {
            prop_assert!(agree(&raw), "{raw:?}");
            prop_assert!(agree(&long), "{long:?}");
        }
    }
}
