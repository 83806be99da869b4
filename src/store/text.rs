//! Rust values that the database keeps as text.

use crate::access::Role;

use super::error::StoreError;

/// A text column that holds one of our words: what the program did not write, it refuses to guess at.
pub(super) fn word<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    let unknown = || StoreError::Other(format!("the database holds an unknown word, `{text}`"));
    text.parse().ok().ok_or_else(unknown)
}

/// A JSON column.
pub(super) fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Other(format!("the database holds damaged JSON: {e}")))
}

/// A role column.
pub(super) fn role(text: &str) -> Result<Role, StoreError> {
    word(text)
}
