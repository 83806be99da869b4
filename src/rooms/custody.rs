//! The room pepper at rest: sealed by the instance's master key, opened only for the room it was made for; and the key with
//! which this instance signs, derived from the same master key.
//!
//! The pepper re-keys every token before it touches a disk (cleanroom.md, standard mode), so a stolen database is random
//! bytes without the master key. Destroying the sealed pepper makes a room's tokens unusable for good.
//!
//! Format of the sealed bytes: version (1) ‖ master key id (8) ‖ nonce (12) ‖ AES-256-GCM(pepper) (48). The associated data
//! are ("rooms", room id, "pepper", version), each with its length before it, so a pepper moved to another room's row does
//! not open. The sealing key is derived from the master key by HKDF (RFC 5869), so the master key can serve other uses.
//!
//! This module reads no file and draws no random bytes; both are handed to it.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf;

use super::canonical::Digest;
use super::proof::SigningKey;
use crate::ids::{RoomId, hex};
use crate::secret::Secret;

/// The version of the sealed format.
const VERSION: u8 = 1;
/// The length of keys and peppers.
pub const KEY_LEN: usize = 32;
/// The length of a master key's id.
const ID_LEN: usize = 8;
/// Version, key id and nonce.
const HEAD_LEN: usize = 1 + ID_LEN + NONCE_LEN;

/// The instance's master key; it is never in the database.
#[derive(Debug)]
pub struct MasterKey(Secret<[u8; KEY_LEN]>);

/// A room's pepper.
pub type Pepper = Secret<[u8; KEY_LEN]>;

/// A sealed pepper, fit for the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedPepper(Vec<u8>);

impl SealedPepper {
    /// Bytes read back from the database; they are judged when they are opened.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Sixteen hexadecimal digits that name this pepper and tell nothing about it: for receipts.
    pub fn id(&self) -> String {
        let digest = Digest::of(&[&self.0]);
        hex(digest.as_bytes().first_chunk::<ID_LEN>().unwrap_or(&[0; ID_LEN]))
    }
}

/// Why a pepper could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CustodyError {
    /// The bytes are not a sealed pepper.
    #[error("the sealed pepper is malformed")]
    Malformed,
    /// They are of a later version of this program.
    #[error("the sealed pepper is of an unknown version")]
    UnknownVersion,
    /// They were sealed with another master key.
    #[error("the sealed pepper belongs to another master key")]
    OtherMasterKey,
    /// They were changed, or moved here from another room.
    #[error("the sealed pepper was changed or belongs to another room")]
    Tampered,
    /// The cryptographic library refused its input.
    #[error("the pepper could not be sealed")]
    Library,
}

impl From<ring::error::Unspecified> for CustodyError {
    fn from(_: ring::error::Unspecified) -> Self {
        Self::Library
    }
}

impl MasterKey {
    /// The master key that these bytes are.
    pub fn from_bytes(bytes: [u8; KEY_LEN]) -> Self {
        Self(Secret::new(bytes))
    }

    /// Eight bytes that name this key and tell nothing about it: for receipts, and to recognise a wrong key file.
    pub fn id(&self) -> Result<[u8; ID_LEN], CustodyError> {
        let mut id = [0; ID_LEN];
        self.expand(b"entente/v1 master key id", Length(ID_LEN), &mut id)?;
        Ok(id)
    }

    /// The pepper sealed for one room. `nonce` must be fresh random bytes.
    pub fn seal(
        &self,
        room: &RoomId,
        pepper: &Pepper,
        nonce: [u8; NONCE_LEN],
    ) -> Result<SealedPepper, CustodyError> {
        let mut body = pepper.expose().to_vec();
        let aad = Aad::from(associated(room));
        self.sealing_key()?.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut body)?;
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.id()?);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&body);
        Ok(SealedPepper(bytes))
    }

    /// The pepper of `room`, if these bytes were sealed for it by this key and not changed since.
    pub fn open(&self, room: &RoomId, sealed: &SealedPepper) -> Result<Pepper, CustodyError> {
        let (head, body) = sealed.0.split_at_checked(HEAD_LEN).ok_or(CustodyError::Malformed)?;
        let (version, head) = head.split_first().ok_or(CustodyError::Malformed)?;
        if *version != VERSION {
            return Err(CustodyError::UnknownVersion);
        }
        let (id, nonce) = head.split_at_checked(ID_LEN).ok_or(CustodyError::Malformed)?;
        if id != self.id()? {
            return Err(CustodyError::OtherMasterKey);
        }
        let nonce = Nonce::try_assume_unique_for_key(nonce)?;
        // Decrypted in place; the copy wipes itself.
        let mut body = zeroize::Zeroizing::new(body.to_vec());
        let opened = self
            .sealing_key()?
            .open_in_place(nonce, Aad::from(associated(room)), &mut body)
            .map_err(|ring::error::Unspecified| CustodyError::Tampered)?;
        let pepper: [u8; KEY_LEN] = (&*opened).try_into().map_err(|_cause| CustodyError::Malformed)?;
        Ok(Secret::new(pepper))
    }

    /// The key with which this instance signs checkpoints and receipts. Derived and not stored: whoever restores the
    /// master key has it again.
    pub fn signing_key(&self) -> Result<SigningKey, CustodyError> {
        let mut seed = [0; KEY_LEN];
        self.expand(b"entente/v1 signing key", Length(KEY_LEN), &mut seed)?;
        SigningKey::from_seed(&Secret::new(seed)).ok_or(CustodyError::Library)
    }

    /// The key that seals peppers.
    fn sealing_key(&self) -> Result<LessSafeKey, CustodyError> {
        let mut bytes = [0; KEY_LEN];
        self.expand(b"entente/v1 rooms pepper", Length(KEY_LEN), &mut bytes)?;
        let bytes = Secret::new(bytes);
        Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, bytes.expose())?))
    }

    /// HKDF-SHA256 of the master key for one use.
    fn expand(&self, info: &[u8], length: Length, out: &mut [u8]) -> Result<(), CustodyError> {
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"entente/v1 master key");
        salt.extract(self.0.expose()).expand(&[info], length)?.fill(out)?;
        Ok(())
    }
}

/// How many bytes to derive.
#[derive(Clone, Copy)]
struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// What the seal is bound to; each part with its length before it, so that no two rooms share one byte string.
fn associated(room: &RoomId) -> Vec<u8> {
    let parts: [&[u8]; 4] = [b"rooms", room.as_str().as_bytes(), b"pepper", &[VERSION]];
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(byte: u8) -> MasterKey {
        MasterKey::from_bytes([byte; KEY_LEN])
    }

    fn room(name: &str) -> RoomId {
        RoomId::from(name)
    }

    fn sealed() -> SealedPepper {
        key(1).seal(&room("r1"), &Secret::new([7; KEY_LEN]), [3; NONCE_LEN]).unwrap()
    }

    #[test]
    fn a_sealed_pepper_opens_again() {
        assert_eq!(key(1).open(&room("r1"), &sealed()).unwrap().expose(), &[7; KEY_LEN]);
        assert_eq!(sealed().as_bytes().len(), HEAD_LEN + KEY_LEN + 16);
    }

    #[test]
    fn it_opens_for_no_other_room() {
        assert_eq!(key(1).open(&room("r2"), &sealed()).unwrap_err(), CustodyError::Tampered);
    }

    #[test]
    fn another_master_key_is_named_as_the_cause() {
        assert_eq!(key(2).open(&room("r1"), &sealed()).unwrap_err(), CustodyError::OtherMasterKey);
    }

    #[test]
    fn a_later_version_is_named_as_the_cause() {
        let mut bytes = sealed().as_bytes().to_vec();
        bytes[0] = 2;
        let opened = key(1).open(&room("r1"), &SealedPepper::from_bytes(bytes));
        assert_eq!(opened.unwrap_err(), CustodyError::UnknownVersion);
    }

    #[test]
    fn each_master_key_signs_with_a_key_of_its_own() {
        let verifying = |byte| key(byte).signing_key().unwrap().verifying();
        assert_eq!(verifying(1), verifying(1));
        assert_ne!(verifying(1), verifying(2));
    }

    #[test]
    fn the_pepper_is_not_in_the_sealed_bytes() {
        assert!(!sealed().as_bytes().windows(4).any(|window| window == [7; 4]));
    }

    proptest! {
        #[test]
        fn one_flipped_bit_anywhere_is_found(place in 0usize..69, bit in 0u8..8) {
            let mut bytes = sealed().as_bytes().to_vec();
            bytes[place] ^= 1 << bit;
            prop_assert!(key(1).open(&room("r1"), &SealedPepper::from_bytes(bytes)).is_err());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert!(key(1).open(&room("r1"), &SealedPepper::from_bytes(bytes)).is_err());
        }
    }
}
