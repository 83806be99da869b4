//! The deletion receipt: what a closed room held, that it is gone, since when, and under whose signature.
//!
//! It is an entry of the room's ledger (cleanroom.md, "the receipt = ledger entry"), written once the pepper is destroyed,
//! the files of tokens are removed and the database's log is emptied. It says what this server did. It cannot speak for
//! copies of the disk that somebody made earlier: those hold tokens without the pepper, random bytes to whoever has no
//! backup of the database *and* of the master key from before the closing.

use serde::{Deserialize, Serialize};

use super::canonical::{self, CanonicalError, Digest};
use super::lifecycle::CloseReason;
use super::proof::{NoteError, SigningKey, VerifyingKey};
use super::sides::{Side, Sides};
use crate::clock::Timestamp;
use crate::ids::{AudienceId, RoomId};

/// The version of this format.
const VERSION: u32 = 1;
/// What a signature of a receipt begins with, so that it can be no other text's.
const CONTEXT: &[u8] = b"entente/receipt/v1\n";

/// One list that was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestroyedList {
    /// Whose it was.
    pub by: Side,
    /// The list.
    pub audience: AudienceId,
    /// The digest of its tokens, as in the entry that received it.
    pub digest: Digest,
    /// How many people it held, rounded to 100.
    pub people_rounded: u64,
    /// When it had come.
    pub received_at: Timestamp,
}

/// What was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The version of this format.
    pub version: u32,
    /// The room.
    pub room: RoomId,
    /// The two organisations, by name.
    pub parties: Sides<String>,
    /// When the room closed and its pepper was destroyed.
    pub closed_at: Timestamp,
    /// Why it closed.
    pub because: CloseReason,
    /// The id of the pepper; none where no key had been made.
    pub pepper: Option<String>,
    /// Every list that either side had brought, oldest first.
    pub lists: Vec<DestroyedList>,
    /// When the last of them was gone.
    pub destroyed_at: Timestamp,
}

/// A receipt under the server's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedReceipt {
    /// The receipt.
    pub receipt: Receipt,
    /// The key that signed it.
    pub key: String,
    /// Its signature over the receipt's canonical bytes, in base64.
    pub signature: String,
}

impl Receipt {
    /// The version that this program writes.
    pub const VERSION: u32 = VERSION;

    fn message(&self) -> Result<Vec<u8>, CanonicalError> {
        Ok([CONTEXT, &canonical::bytes(self)?].concat())
    }

    /// The receipt under `key`.
    pub fn sign(self, key: &SigningKey) -> Result<SignedReceipt, CanonicalError> {
        let signature = key.sign(&self.message()?);
        Ok(SignedReceipt { receipt: self, key: key.verifying().to_string(), signature })
    }
}

impl SignedReceipt {
    /// Whether `key` signed exactly this receipt.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), NoteError> {
        let stated = VerifyingKey::parse(&self.key)?;
        if stated != *key {
            return Err(NoteError::OtherKey(stated.id(), key.id()));
        }
        let message = self.receipt.message().map_err(|_cause| NoteError::BadSignature)?;
        key.verify(&message, &self.signature)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::rooms::proof::note::tests::key;

    /// A receipt of a room named `room`.
    pub(crate) fn receipt() -> Receipt {
        Receipt {
            version: VERSION,
            room: RoomId::from("room"),
            parties: Sides { host: "Northwind".to_owned(), guest: "Harbour".to_owned() },
            closed_at: Timestamp::from_micros(1),
            because: CloseReason::Expired,
            pepper: Some("0011223344556677".to_owned()),
            lists: vec![DestroyedList {
                by: Side::Host,
                audience: AudienceId::from("au"),
                digest: Digest::of(&[b"a"]),
                people_rounded: 20_000,
                received_at: Timestamp::from_micros(0),
            }],
            destroyed_at: Timestamp::from_micros(2),
        }
    }

    #[test]
    fn a_receipt_is_its_signers_and_unchanged() {
        let signed = receipt().sign(&key(1)).unwrap();
        assert_eq!(signed.verify(&key(1).verifying()), Ok(()));
        assert!(matches!(signed.verify(&key(2).verifying()), Err(NoteError::OtherKey(..))));
        let mut later = signed.clone();
        later.receipt.destroyed_at = Timestamp::from_micros(3);
        assert_eq!(later.verify(&key(1).verifying()), Err(NoteError::BadSignature));
        let mut fewer = signed;
        fewer.receipt.lists.clear();
        assert_eq!(fewer.verify(&key(1).verifying()), Err(NoteError::BadSignature));
    }
}
