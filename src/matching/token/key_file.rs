//! A room key as text: the key file's one line, and the fragment of an invitation link.
//!
//! ```text
//! entente-key-1:<room id>:<base64url of the 32 bytes>:<8 hexadecimal digits>      a key file
//! https://…/rooms/<room id>/key#k=<base64url of the 32 bytes>                    an invitation link
//! ```
//! The checksum (first four bytes of SHA-256 of everything before it) finds typing and copying faults; it is no secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::{RoomKey, hex, sha256};

const VERSION: &str = "entente-key-1";

/// A room key and the room it belongs to.
pub struct KeyText {
    /// The room's id.
    pub room_id: String,
    /// The key.
    pub key: RoomKey,
}

/// Why a text is no usable key. No message repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text is something else.
    #[error("this is not an entente key; a key starts with \"entente-key-1:\"")]
    NotAKey,
    /// A key of a later format.
    #[error("this key was made by a newer version of entente; update entente to read it")]
    WrongVersion,
    /// The text was changed or cut off.
    #[error("the key is damaged: its checksum does not fit; copy it again, whole")]
    Damaged,
    /// The room's id cannot stand in a key.
    #[error("a room id is 1 to 64 letters, digits, hyphens and underscores")]
    BadRoomId,
    /// The key of another room.
    #[error("the key belongs to another room")]
    OtherRoom,
}

impl KeyText {
    /// A key for a room.
    pub fn new(room_id: &str, key: RoomKey) -> Result<Self, KeyError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if room_id.is_empty() || room_id.len() > 64 || !room_id.bytes().all(allowed) {
            return Err(KeyError::BadRoomId);
        }
        Ok(Self { room_id: room_id.to_owned(), key })
    }

    /// Reads a key file's text, or a whole invitation link.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let line = text.trim();
        if let Some((place, _)) = line.split_once("#k=") {
            let room_id = room_of_link(place).ok_or(KeyError::NotAKey)?;
            return Self::new(room_id, RoomKey::from_fragment(line)?);
        }
        let Some((version, rest)) = line.split_once(':') else { return Err(KeyError::NotAKey) };
        if version != VERSION {
            let newer = version.starts_with("entente-key-");
            return Err(if newer { KeyError::WrongVersion } else { KeyError::NotAKey });
        }
        let mut parts = rest.split(':');
        let (Some(room_id), Some(key), Some(checksum), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(KeyError::Damaged);
        };
        if !checksum.eq_ignore_ascii_case(&checksum_of(room_id, key)) {
            return Err(KeyError::Damaged);
        }
        Self::new(room_id, key_from_base64(key).ok_or(KeyError::Damaged)?)
    }

    /// The key, if it is this room's.
    pub fn for_room(self, room_id: &str) -> Result<RoomKey, KeyError> {
        if self.room_id == room_id { Ok(self.key) } else { Err(KeyError::OtherRoom) }
    }

    /// The key file's one line, wiped from memory when dropped.
    pub fn to_text(&self) -> Zeroizing<String> {
        let key = Zeroizing::new(URL_SAFE_NO_PAD.encode(self.key.expose()));
        let checksum = checksum_of(&self.room_id, &key);
        Zeroizing::new(format!("{VERSION}:{}:{}:{checksum}", self.room_id, key.as_str()))
    }
}

impl RoomKey {
    /// Reads the fragment of an invitation link, with or without what stands before `#k=`.
    pub fn from_fragment(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let (_, key) = text.rsplit_once("#k=").ok_or(KeyError::NotAKey)?;
        key_from_base64(key).ok_or(KeyError::Damaged)
    }

    /// The fragment of an invitation link, wiped from memory when dropped.
    pub fn to_fragment(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("#k={}", URL_SAFE_NO_PAD.encode(self.expose())))
    }
}

/// The room's id in the path of a link: what follows `/rooms/` or `/r/`.
fn room_of_link(place: &str) -> Option<&str> {
    let mut parts = place.split(['/', '?']).skip_while(|part| !matches!(*part, "rooms" | "r"));
    parts.nth(1).filter(|id| !id.is_empty())
}

fn checksum_of(room_id: &str, key: &str) -> String {
    let [a, b, c, d, ..] = sha256(format!("{VERSION}:{room_id}:{key}").as_bytes());
    hex(&[a, b, c, d])
}

fn key_from_base64(text: &str) -> Option<RoomKey> {
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
    let bytes: [u8; 32] = bytes.as_slice().try_into().ok()?;
    Some(RoomKey::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> String {
        KeyText::new("room-1", RoomKey::from_bytes([5; 32])).unwrap().to_text().to_string()
    }

    fn error(text: &str) -> KeyError {
        KeyText::parse(text).err().unwrap()
    }

    #[test]
    fn a_key_goes_there_and_back() {
        let read = KeyText::parse(&format!("  {}\r\n", text())).unwrap();
        assert_eq!(read.room_id, "room-1");
        assert_eq!(read.key.expose(), &[5; 32]);
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let good = text();
        for at in 0..good.len() {
            let mut bad = good.clone().into_bytes();
            bad[at] = if bad[at] == b'0' { b'1' } else { b'0' };
            assert!(KeyText::parse(std::str::from_utf8(&bad).unwrap()).is_err(), "at {at}");
        }
        for length in 0..good.len() {
            assert!(KeyText::parse(&good[..length]).is_err(), "cut to {length}");
        }
    }

    #[test]
    fn faults_are_told_apart() {
        assert_eq!(error("hello"), KeyError::NotAKey);
        assert_eq!(error("-----BEGIN PRIVATE KEY-----: x"), KeyError::NotAKey);
        assert_eq!(error(&text().replace("key-1", "key-2")), KeyError::WrongVersion);
        assert_eq!(error(&text().replace("room-1", "room-2")), KeyError::Damaged);
        let key = KeyText::parse(&text()).unwrap();
        assert_eq!(key.for_room("room-9").err(), Some(KeyError::OtherRoom));
        assert_eq!(KeyText::new("a b", RoomKey::from_bytes([0; 32])).err(), Some(KeyError::BadRoomId));
    }

    #[test]
    fn a_link_carries_the_key_in_its_fragment() {
        let key = RoomKey::from_bytes([5; 32]);
        let link = format!("https://entente.example/r/room-1{}", key.to_fragment().as_str());
        assert_eq!(RoomKey::from_fragment(&link).unwrap().expose(), &[5; 32]);
        let read = KeyText::parse(&link).unwrap();
        assert_eq!((read.room_id.as_str(), read.key.expose()), ("room-1", &[5; 32]));
        let page = format!("http://[::1]:8080/rooms/room-2/key{}", key.to_fragment().as_str());
        assert_eq!(KeyText::parse(&page).unwrap().room_id, "room-2");
        assert_eq!(RoomKey::from_fragment("#k=abc").err(), Some(KeyError::Damaged));
        assert_eq!(RoomKey::from_fragment("https://entente.example/").err(), Some(KeyError::NotAKey));
    }
}
