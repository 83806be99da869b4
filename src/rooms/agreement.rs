//! Agreeing on a room's key, beside the plain link: a link with spoken words, and an exchange through the server.
//!
//! **Link and words.** The link carries 32 random bytes R1, six words carry R2 (60 bits), and the key is
//! HKDF-SHA256(R1 ‖ R2): whoever reads the mail with the link lacks the words (cleanroom.md, way (ii)).
//!
//! **Through the server.** Each side makes an ephemeral key pair (X25519 where it has it, else P-256). The host commits to its
//! public keys before it sees the guest's, and opens the commitment after: so a server in the middle has one guess at six
//! words, not as many as it can compute. Both sides then compare the words, which come of the shared secret and of both
//! public keys (way (iii)).
//!
//! | value | is |
//! |---|---|
//! | commitment | SHA-256 of `entente/v1 commit`, room, X25519 key or `-`, P-256 key, nonce; a line each |
//! | transcript | SHA-256 of `entente/v1 exchange`, room, curve, host's key, guest's key; a line each |
//! | key, words | HKDF-SHA256(salt = transcript, secret = shared secret, info = `key` or `words`) |
//!
//! Keys are base64url in these texts. The browser computes the same with WebCrypto (`agreement.js`); the tests below pin the
//! values. Nothing here draws random bytes or sends anything.
//!
//! The words are 1,024 of the EFF's short list for passphrases (Joseph Bonneau and the Electronic Frontier Foundation, 2016,
//! CC BY 3.0 US), without those that differ in one letter from several others or that nobody wants to say on the phone.

use std::sync::LazyLock;

use ring::{digest, hkdf, hmac};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::ids::hex;
use crate::matching::token::RoomKey;

const LIST: &str = include_str!("../../templates/assets/words.txt");
static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| LIST.lines().collect());
/// How many words are said, and how many bits each carries.
pub const SAID: usize = 6;
const BITS: usize = 10;

/// A curve on which keys are exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Curve {
    /// RFC 7748.
    X25519,
    /// NIST P-256, for browsers without the other.
    P256,
}

impl Curve {
    /// Its name in texts and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::X25519 => "x25519",
            Self::P256 => "p256",
        }
    }

    /// The curve of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::X25519, Self::P256].into_iter().find(|curve| curve.as_str() == name)
    }

    /// How many bytes a public key has: a coordinate, or an uncompressed point.
    pub fn public_length(self) -> usize {
        match self {
            Self::X25519 => 32,
            Self::P256 => 65,
        }
    }
}

/// Why an agreement on a key is void.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidReason {
    /// The words that both sides compared were not the same: somebody may be between them.
    WordsDiffer,
    /// A side lost the key before it was confirmed.
    KeyLost,
}

impl VoidReason {
    /// Every reason.
    pub const ALL: [Self; 2] = [Self::WordsDiffer, Self::KeyLost];

    /// Its name in databases and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WordsDiffer => "words_differ",
            Self::KeyLost => "key_lost",
        }
    }

    /// The reason of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// What the host committed to: its public keys and the nonce that hid them, all base64url.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Its X25519 key, if it can make one.
    pub x25519: Option<String>,
    /// Its P-256 key.
    pub p256: String,
    /// 32 random bytes.
    pub nonce: String,
}

impl Opening {
    /// The commitment to it, for one room, in hex.
    pub fn commitment(&self, room: &str) -> String {
        let x25519 = self.x25519.as_deref().unwrap_or("-");
        sha256(&format!("entente/v1 commit\n{room}\n{x25519}\n{}\n{}", self.p256, self.nonce))
    }

    /// The host's public key on a curve.
    pub fn public(&self, curve: Curve) -> Option<&str> {
        match curve {
            Curve::X25519 => self.x25519.as_deref(),
            Curve::P256 => Some(&self.p256),
        }
    }
}

/// What both sides see of an exchange once the commitment is opened.
#[derive(Debug, Clone, Copy)]
pub struct Transcript<'a> {
    /// The room.
    pub room: &'a str,
    /// The curve the guest chose.
    pub curve: Curve,
    /// The host's public key.
    pub host: &'a str,
    /// The guest's public key.
    pub guest: &'a str,
}

/// What an exchange comes to.
pub struct Agreed {
    /// The room's key.
    pub key: RoomKey,
    /// The words both sides compare.
    pub words: String,
}

impl Transcript<'_> {
    /// The key and the words of a shared secret.
    pub fn agree(&self, secret: &[u8]) -> Option<Agreed> {
        let text = format!(
            "entente/v1 exchange\n{}\n{}\n{}\n{}",
            self.room,
            self.curve.as_str(),
            self.host,
            self.guest
        );
        let salt = digest::digest(&digest::SHA256, text.as_bytes());
        let key = derive(salt.as_ref(), &[secret], b"key")?;
        let said = derive(salt.as_ref(), &[secret], b"words")?;
        Some(Agreed { key: RoomKey::from_bytes(*key), words: words_of(&said) })
    }
}

/// Six words that carry the first 60 bits of these.
pub fn words_of(bytes: &[u8; 32]) -> String {
    let bits = bytes.first_chunk::<8>().map_or(0, |first| u64::from_be_bytes(*first));
    let word = |place: usize| {
        let shift = 64_usize.saturating_sub(BITS.saturating_mul(place.saturating_add(1)));
        let at = usize::try_from((bits >> shift) & 1023).unwrap_or_default();
        WORDS.get(at).copied().unwrap_or_default()
    };
    (0..SAID).map(word).collect::<Vec<_>>().join(" ")
}

/// Why a text is not six words of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotWords {
    /// Too few or too many.
    #[error("these are {0} words; there are six")]
    Count(usize),
    /// One that is not on the list. It is named by its place and not repeated.
    #[error("word {0} is not on the list; was it heard right?")]
    Unknown(usize),
}

/// Six words as they were said, in the one way they are spelled.
pub fn words_read(text: &str) -> Result<String, NotWords> {
    let said: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | '-'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if said.len() != SAID {
        return Err(NotWords::Count(said.len()));
    }
    let known = |word: &String| WORDS.binary_search(&word.as_str()).is_ok();
    match said.iter().position(|word| !known(word)) {
        Some(at) => Err(NotWords::Unknown(at.saturating_add(1))),
        None => Ok(said.join(" ")),
    }
}

/// The key of a link's 32 bytes and its words, for one room.
pub fn key_of_words(link: &[u8; 32], words: &str, room: &str) -> Option<RoomKey> {
    let salt = format!("entente/v1 words\n{room}");
    derive(salt.as_bytes(), &[link, words.as_bytes()], b"key").map(|key| RoomKey::from_bytes(*key))
}

/// A value of a key that is the same in every room, to notice a key that was used before. It tells nothing about the key,
/// whose 256 bits are random.
pub fn key_print(key: &RoomKey) -> String {
    let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.expose()), b"entente/v1 used once");
    hex(mac.as_ref().get(..16).unwrap_or_default())
}

fn sha256(text: &str) -> String {
    hex(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
}

fn derive(salt: &[u8], secret: &[&[u8]], info: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let secret = Zeroizing::new(secret.concat());
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(&secret);
    let mut out = Zeroizing::new([0; 32]);
    let infos = [info];
    let okm = prk.expand(&infos, hkdf::HKDF_SHA256);
    okm.and_then(|okm| okm.fill(&mut *out)).ok().map(|()| out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_1024_different_words_in_order() {
        assert_eq!(WORDS.len(), 1024);
        assert!(WORDS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(WORDS.iter().all(|word| word.len() <= 5 && word.bytes().all(|c| c.is_ascii_lowercase())));
    }

    #[test]
    fn words_carry_sixty_bits_and_are_read_as_they_are_said() {
        assert_eq!(words_of(&[0; 32]), ["acid"; 6].join(" "));
        let mut bytes = [0; 32];
        bytes[0..8].copy_from_slice(&(1_u64 << 54 | 1 << 4).to_be_bytes());
        let words = words_of(&bytes);
        assert_eq!(words, "acorn acid acid acid acid acorn");
        assert_eq!(words_read(" Acorn, acid acid\nACID acid. acorn ").as_deref(), Ok(words.as_str()));
        assert_eq!(words_read("acid acid"), Err(NotWords::Count(2)));
        assert_eq!(words_read("acid acid acid zzz acid acid"), Err(NotWords::Unknown(4)));
    }

    fn transcript<'a>(host: &'a str, guest: &'a str) -> Transcript<'a> {
        Transcript { room: "room-1", curve: Curve::X25519, host, guest }
    }

    /// The same values are computed by the browser: see tests/browser/keys.rs.
    #[test]
    fn the_formulas_give_these_values() {
        let opening =
            Opening { x25519: Some("AAAA".to_owned()), p256: "BBBB".to_owned(), nonce: "CCCC".to_owned() };
        let text = "entente/v1 commit\nroom-1\nAAAA\nBBBB\nCCCC";
        assert_eq!(opening.commitment("room-1"), sha256(text));
        let agreed = transcript("AAAA", "DDDD").agree(&[7; 32]).unwrap();
        let again = transcript("AAAA", "DDDD").agree(&[7; 32]).unwrap();
        assert_eq!((agreed.key.expose(), &agreed.words), (again.key.expose(), &again.words));
        assert_eq!(agreed.words.split(' ').count(), 6);
    }

    #[test]
    fn anything_changed_changes_key_and_words() {
        let agreed = |host: &str, guest: &str, secret: u8| {
            let agreed = transcript(host, guest).agree(&[secret; 32]).unwrap();
            (*agreed.key.expose(), agreed.words)
        };
        let plain = agreed("A", "B", 1);
        for other in [agreed("X", "B", 1), agreed("A", "X", 1), agreed("A", "B", 2)] {
            assert_ne!(plain.0, other.0);
            assert_ne!(plain.1, other.1);
        }
        let words = key_of_words(&[1; 32], "acid acid acid acid acid acid", "r").unwrap();
        for (link, said, room) in [
            ([2; 32], "acid acid acid acid acid acid", "r"),
            ([1; 32], "acorn acid acid acid acid acid", "r"),
            ([1; 32], "acid acid acid acid acid acid", "s"),
        ] {
            assert_ne!(key_of_words(&link, said, room).unwrap().expose(), words.expose());
        }
    }

    #[test]
    fn a_key_has_one_print_whatever_the_room() {
        let print = |byte| key_print(&RoomKey::from_bytes([byte; 32]));
        assert_eq!(print(1), print(1));
        assert_ne!(print(1), print(2));
        assert_eq!(print(1).len(), 32);
    }
}
