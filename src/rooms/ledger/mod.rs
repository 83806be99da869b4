//! The room's ledger: what happened, in order, readable by both sides and verifiable by either.
//!
//! Each entry's canonical bytes are a leaf of a hash tree ([`crate::rooms::proof`]); an entry is stored with its leaf hash and
//! the root of the tree up to it, so that a row which was changed, moved or taken out is found on every reading. Whoever
//! rewrites all of it is found by the checkpoints that both sides download.
//!
//! Entries hold what both sides may read: terms, digests, rounded sizes, released answers. The noised count before
//! thresholding is not among them; the store keeps it with the release, in the same transaction. Whether the entries
//! followed the signed terms is [`conform`]'s to say.

pub mod conform;

use serde::{Deserialize, Serialize};

use super::agreement::VoidReason;
use super::canonical::{self, CanonicalError, Digest};
use super::lifecycle::CloseReason;
use super::proof::{Tree, leaf_hash};
use super::receipt::SignedReceipt;
use super::release::{Answer, Ask, Verdict};
use super::sides::{Side, Sides};
use super::terms::Epsilon;
use crate::clock::Timestamp;
use crate::ids::{AudienceId, ReleaseId, RoomId, RunId};

/// The version of the entries' format.
pub const VERSION: u32 = 1;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Body {
    /// A side signed terms.
    TermsSigned {
        /// Who signed.
        by: Side,
        /// Which terms: SHA-256 of their text.
        terms: Digest,
        /// The terms themselves, in canonical JSON, so that the ledger can be checked against them by itself.
        text: String,
    },
    /// A side showed that it holds the room key.
    KeyChecked {
        /// Who showed it.
        by: Side,
        /// SHA-256 of the key check value, so that a reused key can be recognised.
        kcv_digest: Digest,
    },
    /// A side took back the key that the host had made, before the guest had shown that it holds it too.
    KeyVoided {
        /// Who took it back.
        by: Side,
        /// Why.
        because: VoidReason,
        /// SHA-256 of the check value of the key that does not count any more.
        kcv_digest: Digest,
    },
    /// A side's audience arrived, re-keyed and complete.
    AudienceReceived {
        /// Whose it is.
        by: Side,
        /// Which version of the audience.
        audience: AudienceId,
        /// The digest of its sorted tokens.
        digest: Digest,
        /// How many people, rounded to 100: the partner learns no more.
        people_rounded: u64,
    },
    /// A side's list of opt-outs arrived, re-keyed and complete.
    OptOutsReceived {
        /// Whose it is.
        by: Side,
        /// Which version of the side's lists.
        list: AudienceId,
        /// The digest of its sorted tokens.
        digest: Digest,
        /// How many people, rounded to 100.
        people_rounded: u64,
    },
    /// A side asked for the overlap.
    Run {
        /// Who asked.
        by: Side,
        /// The run.
        run: RunId,
        /// The canonical question.
        question: Digest,
        /// What is asked.
        ask: Ask,
        /// The audiences counted.
        audiences: Sides<Digest>,
        /// The opt-outs that were honoured: how many people each side's lists name, rounded to 100. Not how many of them were
        /// in an audience: across sides that would be an answer about both lists.
        opt_outs_rounded: Sides<u64>,
    },
    /// An answer was released; what it cost was charged in the same transaction.
    Release {
        /// The run that it answers.
        run: RunId,
        /// The release.
        release: ReleaseId,
        /// What it cost: nothing for a repeat.
        epsilon_micro: Epsilon,
        /// What was released.
        released: Answer,
    },
    /// An answer was drawn and charged, and is held until both sides let it go.
    ReleaseHeld {
        /// The run that it answers.
        run: RunId,
        /// The release.
        release: ReleaseId,
        /// What it cost: nothing for a repeat.
        epsilon_micro: Epsilon,
        /// SHA-256 of the salt and the canonical answer, both of which [`Self::ReleaseOpened`] shows.
        commitment: Digest,
    },
    /// A side said whether a held answer may go.
    ReleaseJudged {
        /// Who said it.
        by: Side,
        /// The release.
        release: ReleaseId,
        /// What it said.
        verdict: Verdict,
    },
    /// Both sides let a held answer go; its cost stands with [`Self::ReleaseHeld`].
    ReleaseOpened {
        /// The release.
        release: ReleaseId,
        /// What was released.
        released: Answer,
        /// What the commitment was salted with.
        salt: Digest,
    },
    /// The room closed, and its pepper was destroyed with it.
    Closed {
        /// Why.
        because: CloseReason,
        /// The id of the pepper that was destroyed; none where no key had been made.
        pepper: Option<String>,
    },
    /// The tokens of both sides are gone.
    Destroyed {
        /// What was destroyed and when, signed.
        receipt: Box<SignedReceipt>,
    },
}

impl Body {
    /// The word for this kind of entry, as in its JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::TermsSigned { .. } => "terms_signed",
            Self::KeyChecked { .. } => "key_checked",
            Self::KeyVoided { .. } => "key_voided",
            Self::AudienceReceived { .. } => "audience_received",
            Self::OptOutsReceived { .. } => "opt_outs_received",
            Self::Run { .. } => "run",
            Self::Release { .. } => "release",
            Self::ReleaseHeld { .. } => "release_held",
            Self::ReleaseJudged { .. } => "release_judged",
            Self::ReleaseOpened { .. } => "release_opened",
            Self::Closed { .. } => "closed",
            Self::Destroyed { .. } => "destroyed",
        }
    }
}

/// One entry of a room's ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The version of this format.
    pub version: u32,
    /// The room.
    pub room: RoomId,
    /// The entry's number, from 0, without gaps.
    pub seq: u64,
    /// When it happened; never before the entry before it.
    pub at: Timestamp,
    /// What happened.
    pub body: Body,
}

/// An entry as it is stored: its canonical bytes and what they hash to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The canonical bytes of the [`Entry`].
    pub bytes: Vec<u8>,
    /// Their leaf hash.
    pub leaf: Digest,
    /// The root of the tree that ends with this entry.
    pub root: Digest,
}

/// Where a ledger ends: enough to add to it, and to notice that something was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The tree over all entries.
    pub tree: Tree,
    /// The time of the last.
    pub at: Timestamp,
}

/// Where a ledger does not hold together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The bytes are not those of an entry in canonical form.
    #[error("entry {0} is not a ledger entry")]
    Unreadable(u64),
    /// The bytes do not have the leaf hash that stands beside them.
    #[error("entry {0} was changed")]
    Changed(u64),
    /// The entry is of another room.
    #[error("entry {0} belongs to another room")]
    OtherRoom(u64),
    /// The entry does not follow the one before.
    #[error("entry {0} does not follow the one before it")]
    OutOfOrder(u64),
}

/// The record that adds `body` to a ledger ending in `head`; no head: the first entry.
pub fn append(
    head: Option<&Head>,
    room: &RoomId,
    at: Timestamp,
    body: Body,
) -> Result<(Record, Head), CanonicalError> {
    let (mut tree, not_before) = match head {
        Some(head) => (head.tree.clone(), head.at),
        None => (Tree::default(), at),
    };
    // A clock that was set back must not make a ledger that does not verify.
    let at = at.max(not_before);
    let entry = Entry { version: VERSION, room: room.clone(), seq: tree.size(), at, body };
    let bytes = canonical::bytes(&entry)?;
    let leaf = leaf_hash(&bytes);
    tree.push(leaf);
    Ok((Record { bytes, leaf, root: tree.root() }, Head { tree, at }))
}

/// The entries of a room's complete ledger and its head, if every record is unchanged and in its place.
pub fn verify(room: &RoomId, records: &[Record]) -> Result<(Vec<Entry>, Option<Head>), Broken> {
    let mut head: Option<Head> = None;
    let mut entries = Vec::with_capacity(records.len());
    for record in records {
        let (mut tree, not_before) =
            head.take().map_or_else(Default::default, |head| (head.tree, Some(head.at)));
        let seq = tree.size();
        let entry = read(seq, record)?;
        if entry.room != *room {
            return Err(Broken::OtherRoom(seq));
        }
        tree.push(record.leaf);
        if entry.seq != seq
            || not_before.is_some_and(|before| entry.at < before)
            || tree.root() != record.root
        {
            return Err(Broken::OutOfOrder(seq));
        }
        head = Some(Head { tree, at: entry.at });
        entries.push(entry);
    }
    Ok((entries, head))
}

/// One record as an entry, if its bytes are canonical and unchanged.
fn read(seq: u64, record: &Record) -> Result<Entry, Broken> {
    if leaf_hash(&record.bytes) != record.leaf {
        return Err(Broken::Changed(seq));
    }
    let entry: Entry = serde_json::from_slice(&record.bytes).map_err(|_cause| Broken::Unreadable(seq))?;
    let again = canonical::bytes(&entry).map_err(|_cause| Broken::Unreadable(seq))?;
    if again == record.bytes && entry.version == VERSION { Ok(entry) } else { Err(Broken::Unreadable(seq)) }
}

/// A number of people as the partner may see it: to the nearest hundred (cleanroom.md, attack 10).
pub fn people_rounded(people: u64) -> u64 {
    people.saturating_add(50) / 100 * 100
}

#[cfg(test)]
mod tests;
