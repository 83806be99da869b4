//! Secrets at rest: a room's pepper, the keys of uploads that are still arriving, and partners' documents of evidence. Each is
//! sealed by the instance's master key and opened only for the place and the use it was made for. The key with which this
//! instance signs is derived from the same master key.
//!
//! The pepper re-keys every token before it touches a disk (cleanroom.md, standard mode), so a stolen database is random
//! bytes without the master key. Destroying the sealed pepper makes a room's tokens unusable for good.
//!
//! Format of the sealed bytes: version (1) ‖ master key id (8) ‖ nonce (12) ‖ AES-256-GCM(pepper) (48). The associated data
//! are ("rooms", room id, "pepper", version), ("rooms", room id, "upload", upload id, version), ("mail", mail id, version) or ("evidence", assessment
//! id, evidence id, version), each part with its length before it, so a secret moved to another row does not open. The sealing key is derived from the master key by HKDF (RFC 5869), so the master key can serve other uses.
//!
//! This module reads no file and draws no random bytes; both are handed to it.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf;
use zeroize::Zeroizing;

use super::canonical::Digest;
use super::proof::SigningKey;
use crate::ids::{AssessmentId, EvidenceId, MailId, RoomId, UploadId, hex};
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
        Ok(SealedPepper(self.seal_for(&Use::Pepper(room), pepper.expose(), nonce)?))
    }

    /// The pepper of `room`, if these bytes were sealed for it by this key and not changed since.
    pub fn open(&self, room: &RoomId, sealed: &SealedPepper) -> Result<Pepper, CustodyError> {
        secret(&self.open_for(&Use::Pepper(room), &sealed.0)?)
    }

    /// The key of an upload to a room, sealed. `nonce` must be fresh random bytes.
    pub fn seal_upload_key(
        &self,
        place: (&RoomId, &UploadId),
        key: &Secret<[u8; KEY_LEN]>,
        nonce: [u8; NONCE_LEN],
    ) -> Result<Vec<u8>, CustodyError> {
        self.seal_for(&Use::Upload(place.0, place.1), key.expose(), nonce)
    }

    /// The key of that upload, if these bytes were sealed for it by this key and not changed since.
    pub fn open_upload_key(
        &self,
        place: (&RoomId, &UploadId),
        sealed: &[u8],
    ) -> Result<Secret<[u8; KEY_LEN]>, CustodyError> {
        secret(&self.open_for(&Use::Upload(place.0, place.1), sealed)?)
    }

    /// A document of evidence, sealed. `nonce` must be fresh random bytes.
    pub fn seal_evidence(
        &self,
        place: (&AssessmentId, &EvidenceId),
        document: &[u8],
        nonce: [u8; NONCE_LEN],
    ) -> Result<Vec<u8>, CustodyError> {
        self.seal_for(&Use::Evidence(place.0, place.1), document, nonce)
    }

    /// The document, if these bytes were sealed for that place by this key and not changed since.
    pub fn open_evidence(
        &self,
        place: (&AssessmentId, &EvidenceId),
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CustodyError> {
        self.open_for(&Use::Evidence(place.0, place.1), sealed)
    }

    /// The text of a mail that waits to be sent, sealed: it may hold a respondent's link. `nonce` must be fresh random bytes.
    pub fn seal_mail(
        &self,
        mail: &MailId,
        text: &[u8],
        nonce: [u8; NONCE_LEN],
    ) -> Result<Vec<u8>, CustodyError> {
        self.seal_for(&Use::Mail(mail), text, nonce)
    }

    /// The text, if these bytes were sealed for that mail by this key and not changed since.
    pub fn open_mail(&self, mail: &MailId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CustodyError> {
        self.open_for(&Use::Mail(mail), sealed)
    }

    fn seal_for(
        &self,
        what: &Use<'_>,
        plain: &[u8],
        nonce: [u8; NONCE_LEN],
    ) -> Result<Vec<u8>, CustodyError> {
        let mut body = plain.to_vec();
        let aad = Aad::from(what.associated());
        let key = self.sealing_key(what)?;
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut body)?;
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.id()?);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&body);
        Ok(bytes)
    }

    fn open_for(&self, what: &Use<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CustodyError> {
        let (head, body) = sealed.split_at_checked(HEAD_LEN).ok_or(CustodyError::Malformed)?;
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
        let mut body = Zeroizing::new(body.to_vec());
        let opened = self
            .sealing_key(what)?
            .open_in_place(nonce, Aad::from(what.associated()), &mut body)
            .map_err(|ring::error::Unspecified| CustodyError::Tampered)?
            .len();
        body.truncate(opened);
        Ok(body)
    }

    /// The key with which this instance signs checkpoints and receipts. Derived and not stored: whoever restores the
    /// master key has it again.
    pub fn signing_key(&self) -> Result<SigningKey, CustodyError> {
        let mut seed = [0; KEY_LEN];
        self.expand(b"entente/v1 signing key", Length(KEY_LEN), &mut seed)?;
        SigningKey::from_seed(&Secret::new(seed)).ok_or(CustodyError::Library)
    }

    /// The key that seals secrets of one use.
    fn sealing_key(&self, what: &Use<'_>) -> Result<LessSafeKey, CustodyError> {
        let mut bytes = [0; KEY_LEN];
        self.expand(what.info(), Length(KEY_LEN), &mut bytes)?;
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

fn secret(opened: &[u8]) -> Result<Secret<[u8; KEY_LEN]>, CustodyError> {
    Ok(Secret::new(opened.try_into().map_err(|_cause| CustodyError::Malformed)?))
}

/// How many bytes to derive.
#[derive(Clone, Copy)]
struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// What a sealed secret is for.
enum Use<'a> {
    Pepper(&'a RoomId),
    Upload(&'a RoomId, &'a UploadId),
    Evidence(&'a AssessmentId, &'a EvidenceId),
    Mail(&'a MailId),
}

impl Use<'_> {
    fn info(&self) -> &'static [u8] {
        match self {
            Self::Pepper(_) => b"entente/v1 rooms pepper",
            Self::Upload(..) => b"entente/v1 rooms upload",
            Self::Evidence(..) => b"entente/v1 evidence",
            Self::Mail(_) => b"entente/v1 mail",
        }
    }

    /// What the seal is bound to; each part with its length before it, so that no two uses share one byte string.
    fn associated(&self) -> Vec<u8> {
        match self {
            Self::Pepper(room) => joined(&[b"rooms", room.as_str().as_bytes(), b"pepper", &[VERSION]]),
            Self::Upload(room, upload) => joined(&[
                b"rooms",
                room.as_str().as_bytes(),
                b"upload",
                upload.as_str().as_bytes(),
                &[VERSION],
            ]),
            Self::Mail(mail) => joined(&[b"mail", mail.as_str().as_bytes(), &[VERSION]]),
            Self::Evidence(assessment, evidence) => joined(&[
                b"evidence",
                assessment.as_str().as_bytes(),
                evidence.as_str().as_bytes(),
                &[VERSION],
            ]),
        }
    }
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
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

    #[test]
    fn an_upload_key_opens_for_its_upload_alone() {
        let (upload, other) = (UploadId::from("u1"), UploadId::from("u2"));
        let secret = Secret::new([8; KEY_LEN]);
        let sealed = key(1).seal_upload_key((&room("r1"), &upload), &secret, [3; NONCE_LEN]).unwrap();
        assert_eq!(key(1).open_upload_key((&room("r1"), &upload), &sealed).unwrap().expose(), &[8; KEY_LEN]);
        for place in [(&room("r1"), &other), (&room("r2"), &upload)] {
            assert_eq!(key(1).open_upload_key(place, &sealed).unwrap_err(), CustodyError::Tampered);
        }
        assert!(key(1).open(&room("r1"), &SealedPepper::from_bytes(sealed)).is_err());
    }

    #[test]
    fn a_document_opens_in_its_place_alone() {
        let (round, document) = (AssessmentId::from("a1"), EvidenceId::from("e1"));
        let sealed = key(1).seal_evidence((&round, &document), b"%PDF-1.7 secret", [3; NONCE_LEN]).unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
        assert_eq!(**key(1).open_evidence((&round, &document), &sealed).unwrap(), *b"%PDF-1.7 secret");
        for place in [(&AssessmentId::from("a2"), &document), (&round, &EvidenceId::from("e2"))] {
            assert_eq!(key(1).open_evidence(place, &sealed).unwrap_err(), CustodyError::Tampered);
        }
        assert_eq!(key(2).open_evidence((&round, &document), &sealed), Err(CustodyError::OtherMasterKey));
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
