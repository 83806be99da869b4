//! E-mail addresses as most are written: ASCII, nothing to mend but letter case, blanks at the ends and what Gmail ignores.
//!
//! A shorter way to the same end as `email`, which decides everything else: what is not plainly right is left to it.

#[cfg(any(test, not(feature = "native")))]
mod table;
#[cfg(feature = "native")]
mod wide;

use crate::matching::Profile;

/// Room for a short value, with zeros behind it: as much as SHA-256 takes at a time.
pub type Short = [u8; 64];

/// The longest value that is taken: with its padding it fits the room.
const MOST: usize = 55;

/// Writes the canonical form over zeros and tells its length; none if the value is not plain, and then `out` means nothing.
pub(super) fn email(raw: &[u8], profile: Profile, out: &mut Short) -> Option<usize> {
    #[cfg(feature = "native")]
    let found = wide::email(raw.trim_ascii(), profile, out);
    #[cfg(not(feature = "native"))]
    let found = table::email(raw.trim_ascii(), profile, out);
    found
}

/// Ends an address in lower case that is plainly right, of that length and with its @ there.
fn finished(out: &mut Short, length: usize, at: usize, profile: Profile) -> Option<usize> {
    let Some(host) = folded(out.get(at.saturating_add(1)..length)?, profile) else { return Some(length) };
    let (local, kept) = fold(out.get(..at)?);
    if kept == 0 {
        return None;
    }
    *out = [0; 64];
    let letters = local.iter().take(kept).chain(host);
    out.iter_mut().zip(letters).for_each(|(to, from)| *to = *from);
    Some(kept.saturating_add(host.len()))
}

/// Where an address of Gmail goes, if dots and tags mean nothing to it.
fn folded(domain: &[u8], profile: Profile) -> Option<&'static [u8]> {
    let is = |name: &[u8]| domain == name;
    match profile {
        Profile::Meta => None,
        Profile::Uid2 | Profile::Google | Profile::Entente if is(b"gmail.com") => Some(b"@gmail.com"),
        Profile::Entente if is(b"googlemail.com") => Some(b"@gmail.com"),
        Profile::Google if is(b"googlemail.com") => Some(b"@googlemail.com"),
        Profile::Uid2 | Profile::Google | Profile::Entente => None,
    }
}

/// The local part without dots and tag, and its length.
fn fold(local: &[u8]) -> (Short, usize) {
    let untagged = memchr::memchr(b'+', local).and_then(|at| local.get(..at)).unwrap_or(local);
    let (mut folded, mut length) = ([0; 64], 0_usize);
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
            let (mut plain, mut other, mut canonical) = ([0; 64], [0; 64], String::new());
            let taken = email(raw.as_bytes(), profile, &mut plain);
            let by_table = table::email(raw.as_bytes().trim_ascii(), profile, &mut other);
            let normal = general::normalise(raw, profile, &mut canonical);
            let right = |length: usize| {
                normal.is_ok()
                    && plain == other
                    && plain[..length] == *canonical.as_bytes()
                    && plain[length..].iter().all(|byte| *byte == 0)
            };
            taken == by_table && taken.is_none_or(right)
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
            let mut out = [0; 64];
            let length = email(raw.as_bytes(), Profile::Entente, &mut out).unwrap_or_else(|| panic!("{raw}"));
            assert_eq!(&out[..length], canonical.as_bytes());
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
            assert_eq!(email(raw.as_bytes(), Profile::Entente, &mut [0; 64]), None, "{raw}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn whatever_is_plain_is_what_the_rules_say(raw in "[ \t]?[a-zA-Z.+@_'é \x0b-]{0,8}[@.]?(gmail|googlemail|GMail|x-y|xn--a)?[.@]?[a-zA-Z.-]{0,5} ?") {
            prop_assert!(agree(&raw), "{raw:?}");
        }

        #[test]
        fn any_bytes_too(raw in "\\PC{0,20}@[a-z.]{0,70}", long in "[a-z.]{40,70}@gmail\\.com") {
            prop_assert!(agree(&raw), "{raw:?}");
            prop_assert!(agree(&long), "{long:?}");
        }

        #[test]
        fn so_is_every_single_byte(local in any::<u8>(), host in any::<u8>(), place in 0..20_usize, tag in any::<bool>()) {
            let mut raw = *b"Somebody.longer@mail.Example-host.org";
            raw[place.min(14)] = if tag { b'+' } else { local };
            raw[16 + place] = host;
            if let Ok(raw) = std::str::from_utf8(&raw) {
                prop_assert!(agree(raw), "{raw:?}");
            }
        }
    }
}
