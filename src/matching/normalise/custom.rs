//! Custom ids: both companies already agree on their spelling, so only what is invisible is mended.

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::{Reject, text};

/// The longest custom id, in bytes of its canonical form.
const MAX_BYTES: usize = 512;

/// Blanks at the ends go, and characters are composed (NFC); case and everything else stay.
pub(super) fn normalise(raw: &str, out: &mut String) -> Result<(), Reject> {
    let value = text::trim(raw);
    if value.is_empty() {
        return Err(Reject::Empty);
    }
    // Composing shrinks text at most threefold; beyond that nothing can fit, whatever its form.
    if value.len() > MAX_BYTES * 4 {
        return Err(Reject::TooLong);
    }
    if value.chars().any(char::is_control) {
        return Err(Reject::ControlCharacters);
    }
    if value.is_ascii() || is_nfc(value) {
        out.push_str(value);
    } else {
        out.extend(value.nfc());
    }
    if out.len() > MAX_BYTES { Err(Reject::TooLong) } else { Ok(()) }
}
