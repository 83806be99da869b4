//! A file in JSON: text as it is, anything else in base64.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::services::ServiceError;

/// The file that was sent as text, or as bytes in base64, in either alphabet.
pub(super) fn file_of(text: &str, base64: &str) -> Result<Vec<u8>, ServiceError> {
    let base64 = base64.trim();
    if base64.is_empty() {
        return Ok(text.as_bytes().to_vec());
    }
    let bytes = STANDARD.decode(base64).or_else(|_other_alphabet| URL_SAFE_NO_PAD.decode(base64));
    bytes.map_err(|_no_base64| ServiceError::field("base64", "fault-file-base64"))
}

#[cfg(test)]
mod tests {
    use super::file_of;

    #[test]
    fn text_stays_and_base64_is_read_in_either_alphabet() {
        assert_eq!(file_of("{}", "").unwrap(), b"{}");
        assert_eq!(file_of("", "_-8").unwrap(), [0xff, 0xef]);
        assert_eq!(file_of("", "/+8=").unwrap(), [0xff, 0xef]);
        assert!(file_of("", "?").is_err());
    }
}
