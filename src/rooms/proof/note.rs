//! Checkpoints: the size and root of a log at one moment, under this server's Ed25519 signature.
//!
//! The text is a signed note in the form that transparency logs use (C2SP `signed-note` and `tlog-checkpoint`), so that other
//! programs can read it too:
//! ```text
//! entente/ledger/<room>            which log
//! 12                               how many entries
//! <root, base64>
//!
//! — entente <key id and signature, base64>
//! ```
//! A verifying key is written `entente+<key id>+<base64>`. Signatures are deterministic: the same log always has the same
//! checkpoint, so none is stored.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use crate::rooms::canonical::Digest;
use crate::secret::Secret;

/// The name before every signature.
const NAME: &str = "entente";
/// The algorithm's number for Ed25519 in a signed note.
const ED25519_NUMBER: u8 = 1;
const ID_LEN: usize = 4;
const KEY_LEN: usize = 32;
const SIGNATURE_LEN: usize = 64;

/// The key with which this server signs.
pub struct SigningKey(Ed25519KeyPair);

/// What it takes to check a signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey([u8; KEY_LEN]);

/// Why a note or a key was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The text has another form.
    #[error("this is not a checkpoint")]
    Malformed,
    /// The text of a key has another form.
    #[error("this is not a verifying key: one looks like entente+0123abcd+… on one line")]
    NotAKey,
    /// It was signed with another key.
    #[error("it was signed with another key ({0}), not with the one expected ({1})")]
    OtherKey(String, String),
    /// The signature is not of this text.
    #[error("the signature does not belong to this text")]
    BadSignature,
}

impl SigningKey {
    /// The key of a seed; none if the library refuses it.
    pub fn from_seed(seed: &Secret<[u8; KEY_LEN]>) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed.expose()).ok().map(Self)
    }

    /// The key that checks this one's signatures.
    pub fn verifying(&self) -> VerifyingKey {
        let mut bytes = [0; KEY_LEN];
        bytes.iter_mut().zip(self.0.public_key().as_ref()).for_each(|(to, from)| *to = *from);
        VerifyingKey(bytes)
    }

    /// The signature of a message, in base64.
    pub fn sign(&self, message: &[u8]) -> String {
        STANDARD.encode(self.0.sign(message))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl VerifyingKey {
    /// The key that `text` spells, as [`fmt::Display`] writes it.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let (name, rest) = text.trim().split_once('+').ok_or(NoteError::NotAKey)?;
        let (id, key) = rest.split_once('+').ok_or(NoteError::NotAKey)?;
        let bytes = STANDARD.decode(key).map_err(|_cause| NoteError::NotAKey)?;
        let Some((&ED25519_NUMBER, bytes)) = bytes.split_first() else { return Err(NoteError::NotAKey) };
        let key = Self(bytes.try_into().map_err(|_cause| NoteError::NotAKey)?);
        if name == NAME && id == key.id() { Ok(key) } else { Err(NoteError::NotAKey) }
    }

    /// Eight hexadecimal digits that name the key.
    pub fn id(&self) -> String {
        crate::ids::hex(&self.id_bytes())
    }

    fn id_bytes(&self) -> [u8; ID_LEN] {
        id_of(NAME, &self.0)
    }

    /// Whether `signature` (base64) is this key's, of that message.
    pub fn verify(&self, message: &[u8], signature: &str) -> Result<(), NoteError> {
        let signature = STANDARD.decode(signature).map_err(|_cause| NoteError::BadSignature)?;
        self.verify_bytes(message, &signature)
    }

    fn verify_bytes(&self, message: &[u8], signature: &[u8]) -> Result<(), NoteError> {
        let verified = UnparsedPublicKey::new(&ED25519, self.0).verify(message, signature);
        verified.map_err(|ring::error::Unspecified| NoteError::BadSignature)
    }
}

/// The first bytes of SHA-256 over name, line feed, algorithm and key.
fn id_of(name: &str, key: &[u8; KEY_LEN]) -> [u8; ID_LEN] {
    let digest = Digest::of(&[name.as_bytes(), b"\n", &[ED25519_NUMBER], key]);
    let mut id = [0; ID_LEN];
    id.iter_mut().zip(digest.as_bytes()).for_each(|(to, from)| *to = *from);
    id
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = [&[ED25519_NUMBER], self.0.as_slice()].concat();
        write!(f, "{NAME}+{}+{}", self.id(), STANDARD.encode(body))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A log at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: `entente/ledger/<room>` or `entente/audit/<organisation>`.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root of their tree.
    pub root: Digest,
}

impl Checkpoint {
    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root.as_bytes()))
    }

    /// The signed note.
    pub fn sign(&self, key: &SigningKey) -> String {
        let text = self.text();
        let verifying = key.verifying();
        let signature = key.0.sign(text.as_bytes());
        let signed = [verifying.id_bytes().as_slice(), signature.as_ref()].concat();
        format!("{text}\n\u{2014} {NAME} {}\n", STANDARD.encode(signed))
    }

    /// The checkpoint of a note, if `key` signed exactly this text.
    pub fn open(note: &str, key: &VerifyingKey) -> Result<Self, NoteError> {
        let (text, signatures) = note.split_once("\n\n").ok_or(NoteError::Malformed)?;
        let text = format!("{text}\n");
        let (id, signature) = signature_of(signatures)?;
        if id != key.id_bytes() {
            return Err(NoteError::OtherKey(crate::ids::hex(&id), key.id()));
        }
        key.verify_bytes(text.as_bytes(), &signature)?;
        let checkpoint = Self::parse(&text)?;
        // One text for one checkpoint: no leading zeros, no extra lines.
        if checkpoint.text() == text { Ok(checkpoint) } else { Err(NoteError::Malformed) }
    }

    fn parse(text: &str) -> Result<Self, NoteError> {
        let mut lines = text.lines();
        let mut next = || lines.next().ok_or(NoteError::Malformed);
        let (origin, size, root) = (next()?.to_owned(), next()?, next()?);
        let root = STANDARD.decode(root).map_err(|_cause| NoteError::Malformed)?;
        Ok(Self {
            origin,
            size: size.parse().map_err(|_cause| NoteError::Malformed)?,
            root: Digest::from_bytes(root.try_into().map_err(|_cause| NoteError::Malformed)?),
        })
    }
}

/// The key id and the signature of the note's one line of signature.
fn signature_of(lines: &str) -> Result<([u8; ID_LEN], Vec<u8>), NoteError> {
    let line = lines.strip_suffix('\n').filter(|line| !line.contains('\n')).ok_or(NoteError::Malformed)?;
    let signed = line.strip_prefix("\u{2014} entente ").ok_or(NoteError::Malformed)?;
    let signed = STANDARD.decode(signed).map_err(|_cause| NoteError::Malformed)?;
    let (id, signature) = signed.split_at_checked(ID_LEN).ok_or(NoteError::Malformed)?;
    let id = id.try_into().map_err(|_cause| NoteError::Malformed)?;
    if signature.len() == SIGNATURE_LEN { Ok((id, signature.to_vec())) } else { Err(NoteError::Malformed) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::rooms::proof::leaf_hash;

    /// A key for tests.
    pub(crate) fn key(byte: u8) -> SigningKey {
        SigningKey::from_seed(&Secret::new([byte; KEY_LEN])).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: "entente/ledger/room".to_owned(), size: 12, root: leaf_hash(b"x") }
    }

    #[test]
    fn a_signed_checkpoint_opens_with_its_key_and_no_other() {
        let note = checkpoint().sign(&key(1));
        assert_eq!(Checkpoint::open(&note, &key(1).verifying()), Ok(checkpoint()));
        let other = Checkpoint::open(&note, &key(2).verifying()).unwrap_err();
        assert!(matches!(other, NoteError::OtherKey(..)), "{other}");
    }

    #[test]
    fn every_changed_byte_of_a_note_is_found() {
        let note = checkpoint().sign(&key(1));
        for at in 0..note.len() {
            for bit in 0..8 {
                let mut bytes = note.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let Ok(text) = String::from_utf8(bytes) else { continue };
                assert!(Checkpoint::open(&text, &key(1).verifying()).is_err(), "byte {at}, bit {bit}");
            }
        }
        assert!(Checkpoint::open(&format!("{note}{note}"), &key(1).verifying()).is_err());
    }

    #[test]
    fn a_verifying_key_reads_back() {
        let verifying = key(1).verifying();
        assert_eq!(VerifyingKey::parse(&verifying.to_string()), Ok(verifying));
        for wrong in
            ["", "entente", "entente+00000000+AQ==", &verifying.to_string().replace("entente", "other")]
        {
            assert_eq!(VerifyingKey::parse(wrong), Err(NoteError::NotAKey), "{wrong}");
        }
    }

    /// The example key and note that Go's `sumdb/note` documents.
    #[test]
    fn ids_and_signatures_are_those_of_signed_notes() {
        let body = STANDARD.decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap();
        let verifying = VerifyingKey(body[1..].try_into().unwrap());
        assert_eq!(crate::ids::hex(&id_of("PeterNeumann", &verifying.0)), "c74f20a3");
        let text = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n";
        let signed =
            "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
        let signed = STANDARD.decode(signed).unwrap();
        assert_eq!(signed[..ID_LEN], [0xc7, 0x4f, 0x20, 0xa3]);
        verifying.verify_bytes(text.as_bytes(), &signed[ID_LEN..]).unwrap();
    }
}
