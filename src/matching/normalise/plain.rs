//! E-mail addresses as most are written: ASCII, nothing to mend but letter case, blanks at the ends and what Gmail ignores.
//!
//! A shorter way to the same end as `email`, which decides everything else: what is not plainly right is left to it.

#[cfg(any(test, not(feature = "native"), target_arch = "x86_64"))]
mod table;
#[cfg(feature = "native")]
mod wide;
#[cfg(all(feature = "native", target_arch = "x86_64"))]
pub(in crate::matching) mod x86;

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

/// Where a value lies in a text, and on which line.
#[cfg(feature = "native")]
#[derive(Clone, Copy)]
pub struct Place {
    /// Its first byte.
    pub start: usize,
    /// Behind its last byte.
    pub end: usize,
    /// The line, from 1.
    pub line: u64,
}

/// A value in lower case, over zeros.
#[cfg(feature = "native")]
#[derive(Clone, Copy)]
pub struct Lowered {
    /// The bytes.
    pub bytes: Short,
    /// How many count; none if the value is not plain.
    pub length: u8,
    /// Where its @ is.
    at: u8,
}

#[cfg(feature = "native")]
impl Lowered {
    /// A value that is not plain.
    pub const NONE: Self = Self { bytes: [0; 64], length: 0, at: 0 };
}

/// Appends the canonical forms of many addresses.
#[cfg(feature = "native")]
pub(super) fn emails(text: &[u8], places: &[Place], profile: Profile, out: &mut Vec<Lowered>) {
    let before = out.len();
    #[cfg(target_arch = "x86_64")]
    if let Some(wide) = crate::matching::token::Wide::detected() {
        wide.addresses(text, places, out);
    }
    out.resize(before.saturating_add(places.len()), Lowered::NONE);
    for (lowered, place) in out.iter_mut().skip(before).zip(places) {
        let host = lowered.length.wrapping_sub(lowered.at);
        if lowered.length == 0 {
            let raw = text.get(place.start..place.end).unwrap_or_default();
            let length = email(raw, profile, &mut lowered.bytes).unwrap_or_default();
            lowered.length = u8::try_from(length).unwrap_or_default();
        } else if matches!(host, 10 | 15) {
            // As long as the domains that are folded.
            let (length, at) = (usize::from(lowered.length), usize::from(lowered.at));
            let length = finished(&mut lowered.bytes, length, at, profile).unwrap_or_default();
            lowered.length = u8::try_from(length).unwrap_or_default();
        }
    }
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
            taken == by_table && taken.is_none_or(right) && together(raw.as_bytes(), profile, (taken, &plain))
        })
    }

    /// Whether a value becomes the same among many, at the end of a text and with others behind it.
    #[cfg(feature = "native")]
    fn together(raw: &[u8], profile: Profile, (taken, plain): (Option<usize>, &Short)) -> bool {
        let text = [raw, b",", raw, &[b'x'; 80]].concat();
        let place = |start: usize| Place { start, end: start + raw.len(), line: 1 };
        let mut out = Vec::new();
        emails(&text, &[place(0), place(raw.len() + 1)], profile, &mut out);
        emails(raw, &[place(0)], profile, &mut out);
        let same = |lowered: &Lowered| match taken {
            Some(length) => usize::from(lowered.length) == length && lowered.bytes == *plain,
            None => lowered.length == 0,
        };
        out.len() == 3 && out.iter().all(same)
    }

    #[cfg(not(feature = "native"))]
    fn together(_: &[u8], _: Profile, _: (Option<usize>, &Short)) -> bool {
        true
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
