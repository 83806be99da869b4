//! One byte string for one value: what is signed, hashed and compared.
//!
//! The form is that of the JSON Canonicalization Scheme (RFC 8785) for the values we have: objects with sorted keys, no
//! white space, whole numbers. Fractions are refused rather than formatted, since money-grade numbers are integers here.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Why a value has no canonical form.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// The value holds a number that is not whole.
    #[error("a canonical value holds whole numbers only")]
    Fraction,
    /// The value could not be written as JSON at all.
    #[error("the value is not JSON")]
    Json(#[from] serde_json::Error),
}

/// The canonical bytes of `value`.
pub fn bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let mut out = Vec::new();
    write(&serde_json::to_value(value)?, &mut out)?;
    Ok(out)
}

/// Appends the canonical form of one JSON value.
fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match value {
        Value::Number(number) if number.is_f64() => return Err(CanonicalError::Fraction),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            serde_json::to_writer(&mut *out, value)?;
        }
        Value::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                comma(place, out);
                write(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            // Sorted here and not left to the map: another crate may turn on serde_json's `preserve_order`.
            let mut sorted: Vec<(&String, &Value)> = fields.iter().collect();
            sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push(b'{');
            for (place, (name, field)) in sorted.into_iter().enumerate() {
                comma(place, out);
                serde_json::to_writer(&mut *out, name)?;
                out.push(b':');
                write(field, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

/// A comma before every item but the first.
fn comma(place: usize, out: &mut Vec<u8>) {
    if place > 0 {
        out.push(b',');
    }
}

/// A SHA-256 value; text and JSON show it as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

/// The text is not a digest.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a digest is 64 lower-case hex digits")]
pub struct NotADigest;

impl Digest {
    /// Thirty-two zero bytes: what stands before the first entry of a chain.
    pub const ZERO: Self = Self([0; 32]);

    /// The digest that these bytes are.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// SHA-256 of the parts, one after the other.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        for part in parts {
            context.update(part);
        }
        let mut bytes = [0; 32];
        for (to, from) in bytes.iter_mut().zip(context.finish().as_ref()) {
            *to = *from;
        }
        Self(bytes)
    }

    /// SHA-256 of the canonical bytes of `value`.
    pub fn of_value<T: Serialize>(value: &T) -> Result<Self, CanonicalError> {
        Ok(Self::of(&[&bytes(value)?]))
    }

    /// The thirty-two bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest that `text` spells.
    pub fn parse(text: &str) -> Result<Self, NotADigest> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(NotADigest);
        }
        for (to, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_cause| NotADigest)?;
            *to = u8::from_str_radix(pair, 16).map_err(|_cause| NotADigest)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_are_sorted_and_white_space_is_gone() {
        let value = serde_json::json!({ "b": [1, null, true], "a": { "z": "é\n", "y": -3 } });
        assert_eq!(
            String::from_utf8(bytes(&value).unwrap()).unwrap(),
            r#"{"a":{"y":-3,"z":"é\n"},"b":[1,null,true]}"#
        );
    }

    #[test]
    fn fractions_are_refused() {
        assert!(matches!(bytes(&serde_json::json!({ "a": 0.5 })), Err(CanonicalError::Fraction)));
    }

    #[test]
    fn the_digest_is_sha_256() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Digest::of(&[]).to_string(), empty);
    }

    #[test]
    fn upper_case_signs_and_wrong_lengths_are_no_digest() {
        let good = Digest::of(&[b"x"]).to_string();
        for bad in [good.to_uppercase(), format!("{good}0"), good.replace(&good[..2], "+1"), String::new()] {
            assert_eq!(Digest::parse(&bad), Err(NotADigest), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn text_leads_back_to_the_digest(bytes: [u8; 32]) {
            let digest = Digest::from_bytes(bytes);
            prop_assert_eq!(Digest::parse(&digest.to_string()), Ok(digest));
        }
    }
}
