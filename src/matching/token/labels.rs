//! The names of segments, sealed for whoever holds the room's key: the server sees indexes.
//!
//! A box is base64url of a nonce (12 bytes) and AES-256-GCM of the name, filled with zero bytes to 64, so that no length
//! tells names apart. The browser makes and opens the same boxes with WebCrypto.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroize as _;

use super::{HmacKey, RoomKey, prf};
use crate::matching::client_file::MAX_SEGMENT;

/// The key that seals and opens names of segments.
pub struct LabelKey(LessSafeKey);

/// A name that is too long, or a box that this key does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no name of a segment under this key")]
pub struct NotALabel;

impl From<ring::error::Unspecified> for NotALabel {
    fn from(_: ring::error::Unspecified) -> Self {
        Self
    }
}

impl LabelKey {
    /// The label key of a room.
    pub fn derive(key: &RoomKey, room_id: &str) -> Result<Self, NotALabel> {
        let mut prk = prf::extract(&[b"entente/v1", room_id.as_bytes()].concat(), key.expose());
        let mut bytes = prf::expand(&HmacKey::new(&prk), &[b"label"]);
        let made = UnboundKey::new(&AES_256_GCM, &bytes);
        prk.zeroize();
        bytes.zeroize();
        Ok(Self(LessSafeKey::new(made?)))
    }

    /// A name in its box. `nonce` must be fresh random bytes.
    pub fn seal(&self, name: &str, nonce: [u8; NONCE_LEN]) -> Result<String, NotALabel> {
        let mut body = name.as_bytes().to_vec();
        if body.len() > MAX_SEGMENT {
            return Err(NotALabel);
        }
        body.resize(MAX_SEGMENT, 0);
        self.0.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut body)?;
        Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &body].concat()))
    }

    /// The name in a box.
    pub fn open(&self, sealed: &str) -> Result<String, NotALabel> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_not_base64| NotALabel)?;
        let (nonce, body) = bytes.split_at_checked(NONCE_LEN).ok_or(NotALabel)?;
        let mut body = body.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(nonce)?;
        let name = self.0.open_in_place(nonce, Aad::empty(), &mut body)?;
        let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default();
        std::str::from_utf8(name).map(str::to_owned).map_err(|_not_text| NotALabel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8, room: &str) -> LabelKey {
        LabelKey::derive(&RoomKey::from_bytes([byte; 32]), room).unwrap()
    }

    #[test]
    fn a_name_comes_back_and_boxes_are_all_of_one_length() {
        let long = "x".repeat(64);
        for name in ["", "Gold", "Élite, Nord", &long] {
            let sealed = key(7, "r").seal(name, [3; 12]).unwrap();
            assert_eq!(sealed.len(), 123);
            assert_eq!(key(7, "r").open(&sealed).as_deref(), Ok(name));
        }
        assert_eq!(key(7, "r").seal(&"x".repeat(65), [3; 12]), Err(NotALabel));
    }

    #[test]
    fn another_key_or_room_opens_nothing() {
        let sealed = key(7, "r").seal("Gold", [3; 12]).unwrap();
        assert_eq!(key(8, "r").open(&sealed), Err(NotALabel));
        assert_eq!(key(7, "s").open(&sealed), Err(NotALabel));
        assert_eq!(key(7, "r").open("AAAA"), Err(NotALabel));
        assert_eq!(key(7, "r").open("?"), Err(NotALabel));
    }
}
