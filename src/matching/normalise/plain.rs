//! E-mail addresses as most are written: ASCII, nothing to mend but letter case, blanks at the ends and what Gmail ignores.
//!
//! A shorter way to the same end as `email`, which decides everything else: what is not plainly right is left to it.

use crate::matching::Profile;

/// What a byte may be part of.
const LOCAL: u8 = 1;
const DOMAIN: u8 = 2;

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
    let mut both: &[u8] = b".-_";
    while let Some((sign, more)) = both.split_first() {
        set(&mut table, *sign, LOCAL | DOMAIN);
        both = more;
    }
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

/// Appends the canonical form; false if the value is not plain, and then what was appended means nothing.
pub(super) fn email(raw: &[u8], profile: Profile, out: &mut Vec<u8>) -> bool {
    let value = raw.trim_ascii();
    let Some((local, domain)) = memchr::memchr(b'@', value).and_then(|at| value.split_at_checked(at)) else {
        return false;
    };
    let domain = domain.get(1..).unwrap_or_default();
    if local.is_empty() || local.len() > 64 || domain.len() > 63 {
        return false;
    }
    if classes(local) & LOCAL == 0 || classes(domain) & DOMAIN == 0 || !is_host(domain) {
        return false;
    }
    let start = out.len();
    out.extend_from_slice(value);
    out.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
    let at = start.saturating_add(local.len()).saturating_add(1);
    let fold = match out.get(at..) {
        Some(b"gmail.com") => profile != Profile::Meta,
        Some(b"googlemail.com") => matches!(profile, Profile::Entente | Profile::Google),
        _ => false,
    };
    !fold || fold_gmail(start, at, profile, out)
}

/// What all of the bytes may be part of.
fn classes(bytes: &[u8]) -> u8 {
    let class = |byte: &u8| CLASSES.get(usize::from(*byte)).copied().unwrap_or_default();
    bytes.iter().fold(LOCAL | DOMAIN, |all, byte| all & class(byte))
}

/// Whether a domain has two labels, no empty one, and nothing that could be Punycode.
fn is_host(domain: &[u8]) -> bool {
    let (mut dots, mut doubled, mut before) = (0_u32, false, b'.');
    for byte in domain {
        doubled |= *byte == before && matches!(byte, b'.' | b'-');
        dots += u32::from(*byte == b'.');
        before = *byte;
    }
    dots > 0 && !doubled && before != b'.'
}

/// Takes dots and tag off the local part between two places; an Entente address at googlemail.com moves to gmail.com.
fn fold_gmail(start: usize, at: usize, profile: Profile, out: &mut Vec<u8>) -> bool {
    let end = at.saturating_sub(1);
    let local = out.get(start..end).unwrap_or_default();
    let length = memchr::memchr(b'+', local).unwrap_or(local.len());
    let moves = profile == Profile::Entente;
    let mut folded = [0; 80];
    let mut filled = 0_usize;
    let kept = local.iter().take(length).filter(|byte| **byte != b'.');
    for (to, byte) in folded.iter_mut().zip(kept) {
        *to = *byte;
        filled += 1;
    }
    if filled == 0 {
        return false;
    }
    let domain: &[u8] =
        if moves || out.ends_with(b"@gmail.com") { b"@gmail.com" } else { b"@googlemail.com" };
    out.truncate(start);
    out.extend_from_slice(folded.get(..filled).unwrap_or_default());
    out.extend_from_slice(domain);
    true
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
