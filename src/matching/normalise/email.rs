//! E-mail addresses.
//!
//! | rule | entente | uid2 | google | meta |
//! |---|---|---|---|---|
//! | blanks | all go | ends | all go | ends |
//! | domain | IDNA (UTS-46, non-transitional), lower case | lower case | lower case | lower case |
//! | Gmail dots, `+tag` | go (gmail.com, googlemail.com) | go (gmail.com) | go (both) | stay |
//! | googlemail.com | becomes gmail.com | stays | stays | stays |

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::{Reject, text};
use crate::matching::Profile;

/// RFC 5321, 4.5.3.1: the longest address and the longest local part.
const MAX_BYTES: usize = 254;
const MAX_LOCAL_BYTES: usize = 64;

/// The canonical address.
pub(super) fn normalise(raw: &str, profile: Profile, out: &mut String) -> Result<(), Reject> {
    if raw.len() > MAX_BYTES * 8 {
        return Err(Reject::TooLong);
    }
    let value = without_blanks(raw, profile);
    if value.is_empty() {
        return Err(Reject::Empty);
    }
    if value.chars().any(char::is_control) {
        return Err(Reject::ControlCharacters);
    }
    let Some((local, domain)) = value.split_once('@') else {
        return Err(if text::looks_hashed(&value) { Reject::AlreadyHashed } else { Reject::NotAnEmail });
    };
    let domain = canonical_domain(domain, profile)?;
    push_local(local, &domain, profile, out)?;
    if out.len() > MAX_LOCAL_BYTES {
        return Err(Reject::TooLong);
    }
    out.push('@');
    let fold = profile == Profile::Entente && domain == "googlemail.com";
    out.push_str(if fold { "gmail.com" } else { &domain });
    if out.len() > MAX_BYTES { Err(Reject::TooLong) } else { Ok(()) }
}

/// The value without the blanks its profile ignores.
fn without_blanks(raw: &str, profile: Profile) -> Cow<'_, str> {
    let trimmed = text::trim(raw);
    let everywhere = matches!(profile, Profile::Entente | Profile::Google);
    if everywhere && trimmed.chars().any(text::is_blank) {
        Cow::Owned(trimmed.chars().filter(|c| !text::is_blank(*c)).collect())
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// The domain as its profile spells it, if it could receive mail from the internet.
fn canonical_domain(domain: &str, profile: Profile) -> Result<Cow<'_, str>, Reject> {
    let canonical = if is_plain(domain) {
        lower_ascii(domain)
    } else if profile == Profile::Entente {
        idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::URL)
            .map_err(|idna::Errors { .. }| Reject::NotAnEmail)?
    } else {
        Cow::Owned(domain.to_lowercase())
    };
    let mut labels = 0;
    for label in canonical.split('.') {
        let clean = label.chars().all(is_host);
        if label.is_empty() || label.len() > 63 || !clean {
            return Err(Reject::NotAnEmail);
        }
        labels += 1;
    }
    if labels < 2 { Err(Reject::NotAnEmail) } else { Ok(canonical) }
}

/// Plain ASCII without Punycode, where IDNA does nothing but lower the case.
fn is_plain(domain: &str) -> bool {
    let bytes = domain.as_bytes();
    bytes.is_ascii() && !bytes.windows(4).any(|four| four.eq_ignore_ascii_case(b"xn--"))
}

fn lower_ascii(value: &str) -> Cow<'_, str> {
    if value.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(value.to_ascii_lowercase())
    } else {
        Cow::Borrowed(value)
    }
}

/// Appends the canonical local part.
fn push_local(local: &str, domain: &str, profile: Profile, out: &mut String) -> Result<(), Reject> {
    if local.is_empty() || !local.chars().all(is_local) {
        return Err(Reject::NotAnEmail);
    }
    let local = if folds_gmail(domain, profile) {
        let untagged = local.split('+').next().unwrap_or_default();
        Cow::Owned(untagged.chars().filter(|c| *c != '.').collect::<String>())
    } else {
        Cow::Borrowed(local)
    };
    if local.is_empty() {
        return Err(Reject::NotAnEmail);
    }
    if local.is_ascii() {
        out.extend(local.chars().map(|c| c.to_ascii_lowercase()));
    } else if profile != Profile::Entente {
        out.push_str(&local.to_lowercase());
    } else if is_nfc(&local) {
        out.extend(local.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        out.extend(local.nfc().map(|c| c.to_ascii_lowercase()));
    }
    Ok(())
}

/// Letters, digits, hyphen, and the underscore that some hosts have; beyond ASCII only where the profile keeps it.
fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || (!c.is_ascii() && !text::is_blank(c))
}

/// Whether dots and tags in the local part mean nothing at this domain.
fn folds_gmail(domain: &str, profile: Profile) -> bool {
    match profile {
        Profile::Entente | Profile::Google => matches!(domain, "gmail.com" | "googlemail.com"),
        Profile::Uid2 => domain == "gmail.com",
        Profile::Meta => false,
    }
}

/// RFC 5322 `atext`, the dot, and letters beyond ASCII (RFC 6531); quoted local parts are not taken.
fn is_local(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        '.' | '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^' | '_' | '`'
        | '{' | '|' | '}' | '~' => true,
        _ => !c.is_ascii() && !text::is_blank(c),
    }
}
