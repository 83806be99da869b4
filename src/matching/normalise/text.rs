//! What all kinds share: which characters count as white space, and what a digest looks like.

/// Unicode `White_Space` (no-break space included), the zero width space and the byte order mark: what spreadsheets
/// and copied web pages leave around values.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// The text without blanks at its ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Whether the text looks like an MD5, SHA-1 or SHA-256 digest: 32, 40 or 64 hexadecimal digits, or 44 characters of
/// Base64 that end in one `=`.
pub(super) fn looks_hashed(text: &str) -> bool {
    let hex = matches!(text.len(), 32 | 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit());
    let base64 = text.len() == 44
        && text
            .strip_suffix('=')
            .is_some_and(|body| body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')));
    hex || base64
}
