//! Mobile advertising ids: lower case, hyphens kept, and ids that stand for nobody dropped.

use super::{Reject, text};

/// Lengths of the groups of hexadecimal digits.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

/// The id in lower case, if it is one device's.
pub(super) fn normalise(raw: &str, out: &mut String) -> Result<(), Reject> {
    let value = text::trim(raw);
    if value.is_empty() {
        return Err(Reject::Empty);
    }
    if value.chars().any(char::is_control) {
        return Err(Reject::ControlCharacters);
    }
    if text::looks_hashed(value) {
        return Err(Reject::AlreadyHashed);
    }
    let mut groups = value.split('-');
    let shaped = GROUPS.iter().all(|length| {
        groups.next().is_some_and(|g| g.len() == *length && g.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    if !shaped || groups.next().is_some() {
        return Err(Reject::NotADeviceId);
    }
    out.extend(value.chars().map(|c| c.to_ascii_lowercase()));
    match repeated_digit(out) {
        Some('0') => Err(Reject::ZeroId),
        Some(_) => Err(Reject::PlaceholderId),
        None => Ok(()),
    }
}

/// The one digit that the whole id repeats. Zeros are what iOS and Android hand out when tracking is limited; other
/// repeated digits (such as all `f`) are what emulators and broken kits send.
fn repeated_digit(id: &str) -> Option<char> {
    let mut digits = id.chars().filter(|c| *c != '-');
    let first = digits.next()?;
    digits.all(|c| c == first).then_some(first)
}
