//! Keyed-hash tokens: from a room key to 16 bytes per identifier (cleanroom.md, "Standard mode").
//!
//! ```text
//! PRK   = HKDF-Extract(salt = "entente/v1" ‖ room id, IKM = room key)
//! K_t   = HKDF-Expand(PRK, "tok/" ‖ type)        one key per type: an e-mail never equals a custom id
//! K_l   = HKDF-Expand(PRK, "label")              seals the names of segments (AES-256-GCM)
//! KCV   = first 8 bytes of HMAC(PRK, "kcv")      says "same key" without saying which
//! token = first 16 bytes of HMAC(K_t, canonical)
//! ```
//! Keys neither print, nor copy, nor serialise, and are wiped when dropped. Tokens do not print either: they are
//! pseudonymous personal data for whoever holds the key.

mod hex;
#[cfg(feature = "native")]
mod key_file;
#[cfg(feature = "native")]
mod labels;
#[cfg(feature = "native")]
mod lanes;
mod messages;
mod prf;

pub use hex::{from_hex, hex};
#[cfg(feature = "native")]
pub use key_file::{KeyError, KeyText};
#[cfg(feature = "native")]
pub use labels::{LabelKey, NotALabel};
#[cfg(all(feature = "native", target_arch = "x86_64"))]
pub(crate) use lanes::Wide;
#[cfg(feature = "native")]
pub(crate) use lanes::fetch_ahead;
pub use messages::Messages;
#[cfg(feature = "native")]
pub(crate) use prf::Sha256;
pub use prf::sha256;

use std::fmt;

use zeroize::Zeroize as _;

use super::IdentifierType;
use prf::HmacKey;

/// The secret both companies of a room share and the server never sees.
pub struct RoomKey([u8; 32]);

impl Drop for RoomKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl RoomKey {
    /// A key of these bytes, which must come from a generator of random bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, to be written where the owner keeps the key.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Eight bytes that are equal exactly if two sides hold the same key for the same room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyCheck([u8; 8]);

impl KeyCheck {
    /// The value in 16 hexadecimal digits.
    pub fn to_hex(self) -> String {
        hex(&self.0)
    }

    /// Reads 16 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        from_hex(text.as_bytes()).map(Self)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl From<[u8; 8]> for KeyCheck {
    fn from(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for KeyCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// What a room key becomes: one HMAC key per kind of identifier, and the key check value.
pub struct KeyRing {
    types: [HmacKey; IdentifierType::COUNT],
    check: KeyCheck,
}

impl KeyRing {
    /// The keys of one room; another room's id gives unrelated ones.
    pub fn derive(key: &RoomKey, room_id: &str) -> Self {
        let salt = [b"entente/v1", room_id.as_bytes()].concat();
        let mut prk_bytes = prf::extract(&salt, key.expose());
        let prk = HmacKey::new(&prk_bytes);
        prk_bytes.zeroize();
        let derived = |info: &[&[u8]]| {
            let mut key_bytes = prf::expand(&prk, info);
            let key = HmacKey::new(&key_bytes);
            key_bytes.zeroize();
            key
        };
        Self {
            types: IdentifierType::ALL.map(|kind| derived(&[b"tok/", kind.name().as_bytes()])),
            check: KeyCheck(truncated(&prk.sign(b"kcv"))),
        }
    }

    /// The key check value, which both sides may show.
    pub fn check(&self) -> KeyCheck {
        self.check
    }

    /// The token of one canonical value.
    pub fn keyed_hash(&self, kind: IdentifierType, canonical: &str) -> Token {
        Token(truncated(&kind.pick(&self.types).sign(canonical.as_bytes())))
    }

    /// Appends the tokens of many canonical values of one kind, in order: the same as one by one, and faster.
    pub fn keyed_hash_many(&self, kind: IdentifierType, canonical: &Messages, out: &mut Vec<Token>) {
        kind.pick(&self.types).sign_many(canonical, out);
    }
}

/// The first `N` bytes of a MAC.
fn truncated<const N: usize>(mac: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.iter_mut().zip(mac).for_each(|(to, from)| *to = *from);
    out
}

/// An identifier under a key: 16 bytes that mean nothing without it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token([u8; 16]);

impl Token {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads 32 hexadecimal digits.
    pub fn from_hex(text: &[u8]) -> Option<Self> {
        from_hex(text).map(Self)
    }

    /// The 32 hexadecimal digits that [`Token::from_hex`] reads.
    pub fn hex_digits(&self) -> [u8; 32] {
        hex::hex_digits(&self.0)
    }

    /// The first and the last eight bytes as numbers.
    pub(crate) fn halves(self) -> (u64, u64) {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = self.0;
        (u64::from_be_bytes([a, b, c, d, e, f, g, h]), u64::from_be_bytes([i, j, k, l, m, n, o, p]))
    }

    /// The token of these halves.
    #[cfg(feature = "native")]
    pub(crate) fn of_halves((upper, lower): (u64, u64)) -> Self {
        Self::from((u128::from(upper) << 64 | u128::from(lower)).to_be_bytes())
    }

    /// The token as a number, for comparing in one instruction or two.
    #[cfg(feature = "native")]
    pub(crate) fn order(self) -> u128 {
        u128::from_be_bytes(self.0)
    }
}

impl From<[u8; 16]> for Token {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The server's own secret for one room: what is stored is useless without it, and forgetting it shreds the room.
pub struct Pepper(HmacKey);

impl Pepper {
    /// The pepper of these bytes, which the caller wipes.
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(HmacKey::new(bytes))
    }

    /// The token as it is stored: first 16 bytes of HMAC(pepper, token).
    pub fn rekey(&self, token: Token) -> Token {
        Token(truncated(&self.0.sign(&token.0)))
    }

    /// Replaces every token by the one that is stored: the same as one by one, and faster.
    pub fn rekey_many(&self, tokens: &mut [Token]) {
        self.0.sign_again(tokens);
    }
}

/// How many segments a list may have (cleanroom.md, policy).
pub const SEGMENTS: usize = 50;

/// The label of a segment is not one of the indexes 0 to 49.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSegmentIndex;

/// One person of a list: at most one token per kind, and a segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenRow {
    tokens: [Option<Token>; IdentifierType::COUNT],
    /// The segment's label, if the list has segments and this person is in one.
    pub segment: Option<String>,
    /// Whether this person opted out of being counted.
    pub opt_out: bool,
}

impl TokenRow {
    /// The token of one kind.
    pub fn get(&self, kind: IdentifierType) -> Option<Token> {
        *kind.pick(&self.tokens)
    }

    /// Sets or removes the token of one kind.
    pub fn set(&mut self, kind: IdentifierType, token: Option<Token>) {
        *kind.pick_mut(&mut self.tokens) = token;
    }

    /// The segment's index, if the person is in one; an error if the label is no index below [`SEGMENTS`].
    pub fn segment_index(&self) -> Result<Option<u8>, NoSegmentIndex> {
        let Some(label) = self.segment.as_deref().filter(|label| !label.is_empty()) else { return Ok(None) };
        let digits = label.len() <= 2 && label.bytes().all(|c| c.is_ascii_digit());
        let index = label.parse::<u8>().ok().filter(|index| digits && usize::from(*index) < SEGMENTS);
        index.map(Some).ok_or(NoSegmentIndex)
    }

    /// Whether the row names nobody.
    pub fn is_empty(&self) -> bool {
        self.tokens.iter().all(Option::is_none)
    }

    /// Forgets everything, to be filled again.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The row as the server stores it.
    pub fn rekeyed(&self, pepper: &Pepper) -> Self {
        Self {
            tokens: self.tokens.map(|token| token.map(|t| pepper.rekey(t))),
            segment: self.segment.clone(),
            opt_out: self.opt_out,
        }
    }
}

#[cfg(test)]
mod tests {
    use hkdf::Hkdf;
    use hmac::{Hmac, KeyInit as _, Mac as _};

    use super::*;

    fn ring() -> KeyRing {
        KeyRing::derive(&RoomKey::from_bytes([7; 32]), "room-1")
    }

    /// The formulas of cleanroom.md, spelled with other libraries.
    #[test]
    fn tokens_follow_the_design() {
        let (prk, hkdf) = Hkdf::<sha2::Sha256>::extract(Some(b"entente/v1room-1"), &[7; 32]);
        let mac = |key: &[u8], message: &[u8]| -> Vec<u8> {
            let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        };
        assert_eq!(ring().check().as_bytes()[..], mac(&prk, b"kcv")[..8]);
        for kind in IdentifierType::ALL {
            let mut key = [0; 32];
            hkdf.expand(format!("tok/{kind}").as_bytes(), &mut key).unwrap();
            let token = ring().keyed_hash(kind, "jane@example.com");
            assert_eq!(token.as_bytes()[..], mac(&key, b"jane@example.com")[..16]);
        }
        let pepper = Pepper::new(&[9; 32]);
        let token = ring().keyed_hash(IdentifierType::Email, "jane@example.com");
        assert_eq!(pepper.rekey(token).as_bytes()[..], mac(&[9; 32], token.as_bytes())[..16]);
    }

    #[test]
    fn kinds_and_rooms_never_share_a_token() {
        let email = ring().keyed_hash(IdentifierType::Email, "x");
        assert_ne!(email, ring().keyed_hash(IdentifierType::Custom, "x"));
        let other = KeyRing::derive(&RoomKey::from_bytes([7; 32]), "room-2");
        assert_ne!(email, other.keyed_hash(IdentifierType::Email, "x"));
        assert_ne!(ring().check(), other.check());
    }

    #[test]
    fn a_token_does_not_print() {
        assert_eq!(format!("{:?}", Token([1; 16])), "Token(…)");
    }

    #[test]
    fn a_token_reads_exactly_32_digits() {
        assert!(Token::from_hex(b"00112233445566778899aabbccddeeff").is_some());
        assert!(Token::from_hex(b"00112233445566778899aabbccddeefg").is_none());
        assert!(Token::from_hex(b"00112233445566778899aabbccddee").is_none());
    }
}
