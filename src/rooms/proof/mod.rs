//! Proof that a log is as it was: a hash tree over its entries, checkpoints that this server signs, and the file in which
//! both travel (security.md, T16).
//!
//! | file | owns |
//! |---|---|
//! | [`tree`] | the Merkle tree hash of RFC 6962, section 2.1 |
//! | [`note`] | Ed25519 keys, signed checkpoints (the form of C2SP `tlog-checkpoint`) |
//! | [`mod@file`] | a whole log as lines, and the check of one |
//! | [`audit`] | what an organisation's audit log says of one record |
//!
//! Two kinds of logs are proved this way: the ledger of a room and the audit log of an organisation. Whoever downloads a
//! checkpoint becomes a witness: a log that is later changed, reordered or cut no longer leads to it. What this cannot show
//! is that something was never written, or that the server signed two histories for two readers who never compare.
//!
//! Nothing here reads a file, a clock or a database.

pub mod audit;
pub mod file;
pub mod note;
pub mod tree;

#[cfg(test)]
mod edits;

pub use note::{Checkpoint, NoteError, SigningKey, VerifyingKey};
pub use tree::{Tree, leaf_hash};
