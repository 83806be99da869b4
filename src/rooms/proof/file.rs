//! A whole log in one file, and the check that nothing in it was changed, dropped, reordered or added.
//!
//! One JSON document a line, in canonical form:
//! ```text
//! {"checkpoint":"entente/ledger/…\n12\n…","format":"entente-log/1","key":"entente+…"}
//! {"entry":{…},"leaf":"<hex>"}
//! …
//! ```
//! `leaf` is the RFC 6962 leaf hash of the canonical bytes of `entry`. It is there to say *where* a file was changed; that it
//! was changed shows in the root, which the checkpoint signs.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::audit::{self, AuditEntry};
use super::note::{Checkpoint, NoteError, SigningKey, VerifyingKey};
use super::tree::{Tree, leaf_hash};
use crate::rooms::canonical::{self, CanonicalError, Digest};
use crate::rooms::ledger::conform::{self, Breach, Followed};
use crate::rooms::ledger::{self, Entry};

/// The name of this format.
const FORMAT: &str = "entente-log/1";
const LEDGER: &str = "entente/ledger/";
const AUDIT: &str = "entente/audit/";

/// The origin of a room's ledger.
pub fn ledger_origin(room: &crate::ids::RoomId) -> String {
    format!("{LEDGER}{room}")
}

/// The origin of an organisation's audit log.
pub fn audit_origin(org: &crate::ids::OrgId) -> String {
    format!("{AUDIT}{org}")
}

/// The file of a log: its checkpoint, signed, and the canonical text of each entry. The checkpoint is of the entries as they
/// were written, so that what was changed since does not get a fresh signature.
pub fn write<'a>(
    checkpoint: &Checkpoint,
    entries: impl IntoIterator<Item = &'a str>,
    key: &SigningKey,
) -> Result<String, CanonicalError> {
    let note = checkpoint.sign(key);
    let head =
        serde_json::json!({ "checkpoint": note, "format": FORMAT, "key": key.verifying().to_string() });
    let mut text = String::from_utf8_lossy(&canonical::bytes(&head)?).into_owned();
    text.push('\n');
    for entry in entries {
        text.push_str(&line_of(entry));
        text.push('\n');
    }
    Ok(text)
}

fn line_of(entry: &str) -> String {
    format!("{{\"entry\":{entry},\"leaf\":\"{}\"}}", leaf_hash(entry.as_bytes()))
}

/// What a check may lean on besides the file itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trust<'a> {
    /// The server's key, from somewhere else than the file.
    pub key: Option<VerifyingKey>,
    /// A checkpoint that was saved earlier.
    pub saved: Option<&'a str>,
}

/// A log that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What the file says it is.
    pub checkpoint: Checkpoint,
    /// The key that signed it.
    pub key: VerifyingKey,
    /// The size of the saved checkpoint that it continues, if one was given.
    pub continues: Option<u64>,
    /// What was released in the room and under which terms; none for an audit log.
    pub followed: Option<Followed>,
}

/// Why a file does not hold. Entries are counted from 0, lines of the file from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no log at all.
    #[error(
        "this is not a log of Entente: its first line must be a JSON document with the format entente-log/1"
    )]
    NotALog,
    /// The checkpoint in the file is not what it should be.
    #[error("line 1: the checkpoint in the file: {0}")]
    Checkpoint(NoteError),
    /// The checkpoint is of something that is no log of ours.
    #[error("line 1: the checkpoint is of `{0}`, which is neither a room's ledger nor an audit log")]
    Origin(String),
    /// A line is not what was written.
    #[error("line {line}: entry {entry} was changed: {why}")]
    Changed {
        /// The line.
        line: u64,
        /// The entry.
        entry: u64,
        /// In which way.
        why: &'static str,
    },
    /// Entries are missing, doubled or in another order.
    #[error(
        "line {line}: entry {expected} should stand here, but it is entry {found}: entries were dropped, added or reordered"
    )]
    OutOfPlace {
        /// The line.
        line: u64,
        /// The number that should stand there.
        expected: u64,
        /// The number that stands there.
        found: u64,
    },
    /// There are more or fewer entries than were signed for.
    #[error("the file has {found} entries, but its checkpoint was signed over {signed}")]
    Size {
        /// Entries in the file.
        found: u64,
        /// Entries signed for.
        signed: u64,
    },
    /// All entries fit each other, but not the signature.
    #[error(
        "the entries are not those that the checkpoint was signed over: some were rewritten, and the hashes beside them too"
    )]
    Root,
    /// The saved checkpoint cannot be used.
    #[error("the saved checkpoint: {0}")]
    Saved(NoteError),
    /// The saved checkpoint is of another log.
    #[error("the saved checkpoint is of `{saved}`, the file is `{file}`")]
    OtherLog {
        /// The saved one's origin.
        saved: String,
        /// The file's.
        file: String,
    },
    /// The log is shorter than it was.
    #[error("the log was cut: it had {saved} entries when the checkpoint was saved, and has {found} now")]
    Cut {
        /// Entries then.
        saved: u64,
        /// Entries now.
        found: u64,
    },
    /// The log's beginning is not what it was.
    #[error("history was rewritten: the first {0} entries are not those of the saved checkpoint")]
    Rewritten(u64),
    /// The entries are genuine, but one of them breaks the signed terms.
    #[error("line {line}: {breach}")]
    Terms {
        /// The line.
        line: u64,
        /// What is wrong with it.
        breach: Breach,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    checkpoint: String,
    format: String,
    key: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    entry: serde_json::Value,
    leaf: String,
}

/// Checks a whole file.
pub fn verify(text: &str, trust: &Trust<'_>) -> Result<Verified, Fault> {
    let mut lines = text.split_inclusive('\n');
    let head = head(lines.next().unwrap_or_default())?;
    let stated = VerifyingKey::parse(&head.key).map_err(Fault::Checkpoint)?;
    let key = trust.key.unwrap_or(stated);
    let checkpoint = Checkpoint::open(&head.checkpoint, &key).map_err(Fault::Checkpoint)?;
    if key != stated {
        return Err(Fault::Checkpoint(NoteError::OtherKey(stated.id(), key.id())));
    }
    let entries = read_lines(lines)?;
    let (leaves, followed) = read_entries(&checkpoint, &key, &entries)?;
    let tree = Tree::of(leaves.iter().copied());
    if tree.size() != checkpoint.size {
        return Err(Fault::Size { found: tree.size(), signed: checkpoint.size });
    }
    if tree.root() != checkpoint.root {
        return Err(Fault::Root);
    }
    let continues = trust.saved.map(|note| against_saved(note, &key, &checkpoint, &leaves)).transpose()?;
    Ok(Verified { checkpoint, key, continues, followed: followed.transpose().map_err(against_terms)? })
}

fn head(line: &str) -> Result<Head, Fault> {
    let head: Head = serde_json::from_str(line).map_err(|_cause| Fault::NotALog)?;
    let again = serde_json::json!({ "checkpoint": head.checkpoint, "format": FORMAT, "key": head.key });
    let again = canonical::bytes(&again).map_err(|_cause| Fault::NotALog)?;
    if head.format == FORMAT && line.strip_suffix('\n').is_some_and(|line| line.as_bytes() == again) {
        Ok(head)
    } else {
        Err(Fault::NotALog)
    }
}

/// The canonical text of each entry, with its leaf, if every line is exactly as it would be written.
fn read_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<(String, Digest)>, Fault> {
    let mut entries = Vec::new();
    for (number, line) in (0..).zip(lines) {
        let fault = |why| Fault::Changed { line: number + 2, entry: number, why };
        let line = line.strip_suffix('\n').ok_or_else(|| fault("the line has no end"))?;
        let read: Line = serde_json::from_str(line).map_err(|_cause| fault("it is not an entry"))?;
        let entry = canonical::bytes(&read.entry).map_err(|_cause| fault("it is not in canonical form"))?;
        let entry = String::from_utf8(entry).map_err(|_cause| fault("it is not in canonical form"))?;
        let leaf = leaf_hash(entry.as_bytes());
        if leaf.to_string() != read.leaf {
            return Err(fault("it does not have the hash that stands beside it"));
        }
        if line_of(&entry) != line {
            return Err(fault("it is not in canonical form"));
        }
        entries.push((entry, leaf));
    }
    Ok(entries)
}

type Leaves = (Vec<Digest>, Option<Result<Followed, Breach>>);

/// The leaves, if every entry belongs to this log and stands in its place; of a ledger also whether it followed its terms.
fn read_entries(
    checkpoint: &Checkpoint,
    key: &VerifyingKey,
    entries: &[(String, Digest)],
) -> Result<Leaves, Fault> {
    let leaves = entries.iter().map(|(_, leaf)| *leaf).collect();
    if let Some(room) = checkpoint.origin.strip_prefix(LEDGER) {
        let mut read: Vec<Entry> = Vec::with_capacity(entries.len());
        for (number, (text, _)) in (0..).zip(entries) {
            let entry: Entry = one(number, text)?;
            let earlier = read.last().is_some_and(|last: &Entry| entry.at < last.at);
            placed(number, entry.seq, entry.room.as_str() == room, entry.version == ledger::VERSION)?;
            if earlier {
                return Err(changed(number, "it is earlier than the entry before it"));
            }
            read.push(entry);
        }
        return Ok((leaves, Some(conform::follow(&read, key))));
    }
    let Some(org) = checkpoint.origin.strip_prefix(AUDIT) else {
        return Err(Fault::Origin(checkpoint.origin.clone()));
    };
    for (number, (text, _)) in (0..).zip(entries) {
        let entry: AuditEntry = one(number, text)?;
        placed(number, entry.number, entry.org.as_str() == org, entry.version == audit::VERSION)?;
    }
    Ok((leaves, None))
}

fn changed(number: u64, why: &'static str) -> Fault {
    Fault::Changed { line: number.saturating_add(2), entry: number, why }
}

fn one<T: DeserializeOwned>(number: u64, text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|_cause| changed(number, "it is not an entry of this kind of log"))
}

fn placed(number: u64, found: u64, own: bool, known: bool) -> Result<(), Fault> {
    if !own {
        return Err(changed(number, "it belongs to another log"));
    }
    if !known {
        return Err(changed(number, "it has a version that this program does not know"));
    }
    if found != number {
        return Err(Fault::OutOfPlace { line: number.saturating_add(2), expected: number, found });
    }
    Ok(())
}

fn against_terms(breach: Breach) -> Fault {
    Fault::Terms { line: breach.entry.saturating_add(2), breach }
}

/// The size of the saved checkpoint, if the log still begins as it did then.
fn against_saved(note: &str, key: &VerifyingKey, file: &Checkpoint, leaves: &[Digest]) -> Result<u64, Fault> {
    let saved = Checkpoint::open(note, key).map_err(Fault::Saved)?;
    if saved.origin != file.origin {
        return Err(Fault::OtherLog { saved: saved.origin, file: file.origin.clone() });
    }
    if saved.size > file.size {
        return Err(Fault::Cut { saved: saved.size, found: file.size });
    }
    let size = usize::try_from(saved.size).unwrap_or(usize::MAX);
    let then = Tree::of(leaves.iter().take(size).copied());
    if then.root() == saved.root { Ok(saved.size) } else { Err(Fault::Rewritten(saved.size)) }
}
