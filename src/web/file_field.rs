//! A file in a form's field or in JSON: text as it is, anything else in base64. `authoring.js` and `answering.js` write the
//! same.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// Stands before a file that is no text.
const MARK: &str = "base64:";

/// The file that a field holds; none if what claims to be base64 is none.
pub fn file_typed(text: &str) -> Option<Vec<u8>> {
    match text.trim_start().strip_prefix(MARK) {
        None => Some(text.as_bytes().to_vec()),
        Some(base64) => file_from_base64(base64),
    }
}

/// The bytes of a base64 text, in either alphabet.
pub fn file_from_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    STANDARD.decode(text).ok().or_else(|| URL_SAFE_NO_PAD.decode(text).ok())
}

#[cfg(test)]
mod tests {
    use super::file_typed;

    #[test]
    fn text_stays_and_base64_is_read() {
        assert_eq!(file_typed("{}").unwrap(), b"{}");
        assert_eq!(file_typed("base64:_-8").unwrap(), [0xff, 0xef]);
        assert_eq!(file_typed("base64:/+8=").unwrap(), [0xff, 0xef]);
        assert!(file_typed("base64:?").is_none());
    }
}
