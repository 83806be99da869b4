//! Receiving an audience: leave to upload, the file, then what is kept about it.
//!
//! Takes the [`Store`] and not a transaction, because the file arrives between two transactions and may take an hour: the
//! first reads whether it may come, the second keeps it if nothing moved meanwhile. In between the engine takes the list into
//! its keeping. A failure after the file is in place removes it again, here and there.

use std::io::Read;

use serde::{Deserialize, Serialize};

use super::audience::{NewAudience, UploadGate, audience_gate, audience_received};
use super::history::engine_failed;
use super::kit::Kit;
use crate::access::{Allowed, UploadAudience};
use crate::clock::Clock;
use crate::ids::{AudienceId, RoomId};
use crate::matching::client_file::FileError;
use crate::matching::records::CsvError;
use crate::matching::token::{KeyCheck, Pepper};
use crate::rooms::counting::Counting as _;
use crate::rooms::lists::{ListKind, NotSealedNames, SealedNames};
use crate::services::{Message, ServiceError};
use crate::store::{AudienceFiles, Incoming, ReceiveError, ReceiveLimits, Received, Store, WriteTx};

/// What receiving needs besides the person and the body.
pub struct Receiving<'a> {
    /// The database.
    pub store: &'a Store,
    /// The master key.
    pub kit: &'a Kit,
    /// Where audiences are kept.
    pub files: &'a AudienceFiles,
    /// How much is taken.
    pub limits: ReceiveLimits,
    /// The time, at the start and at the end.
    pub clock: &'a dyn Clock,
}

/// What the sender says about the upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The room.
    pub room: RoomId,
    /// The check value of the key it was hashed with, 16 hexadecimal digits.
    pub key_check_value: String,
    /// What its owner calls it.
    pub label: String,
    /// Whom it lists.
    pub list: ListKind,
    /// The sealed names of its segments as a JSON list, where they travel beside the file; empty: they do not.
    pub segments: String,
}

/// An audience that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its id.
    pub audience: AudienceId,
    /// Its number on its side.
    pub version: i64,
    /// Rows that arrived.
    pub rows: u64,
    /// People among them.
    pub people: u64,
    /// Rows that repeat a person.
    pub duplicates: u64,
    /// People who were marked as opted out in the file.
    pub opted_out: u64,
}

/// Reads the body, a CSV client file, to its end and keeps it as the side's latest audience. Blocking.
pub fn audience_receive(
    at: &Receiving<'_>,
    who: &Allowed<UploadAudience>,
    upload: &Upload,
    body: impl Read,
) -> Result<Kept, ServiceError> {
    let gate = at.store.read(|tx| audience_gate(tx, who, at.kit, &upload.room, at.clock.now()))?;
    receive_with(at, who, (upload, &gate), |to| at.files.receive(to, body), |_, _| Ok(()))
}

/// Keeps what `read` makes of an upload; `also` is done in the transaction that keeps it.
pub(super) fn receive_with(
    at: &Receiving<'_>,
    who: &Allowed<UploadAudience>,
    given: (&Upload, &UploadGate),
    read: impl FnOnce(&Incoming<'_>) -> Result<Received, ReceiveError>,
    also: impl Fn(&mut WriteTx, &Kept) -> Result<(), ServiceError>,
) -> Result<Kept, ServiceError> {
    let (upload, gate) = given;
    require_key(gate, &upload.key_check_value)?;
    sealed_names(&upload.segments)?;
    let (audience, opt_outs) = (AudienceId::fresh(), AudienceId::fresh());
    let pepper = Pepper::new(gate.pepper.expose());
    let incoming = Incoming {
        room: &upload.room,
        audience: &audience,
        list: upload.list,
        opt_outs: &opt_outs,
        kinds: &gate.identifiers,
        pepper: &pepper,
        check: KeyCheck::from_hex(&gate.key_check_value),
        limits: at.limits,
    };
    let received = read(&incoming).map_err(unusable)?;
    let written = || std::iter::once(&audience).chain(received.opt_outs.is_some().then_some(&opt_outs));
    let engine = at.kit.counting();
    let stored = written().try_for_each(|id| engine.keep(&upload.room, id));
    let kept = stored
        .map_err(|error| engine_failed(&error))
        .and_then(|()| keep(at, who, given, (&audience, &opt_outs, &received), also));
    kept.inspect_err(|_error: &ServiceError| {
        for id in written() {
            let gone = at.files.remove(&upload.room, id).and_then(|()| engine.remove(&upload.room, id));
            if let Err(cause) = gone {
                tracing::warn!(%cause, audience.id = %id, "a refused list was not removed; the sweep will do it");
            }
        }
    })
}

/// Keeps lists whose files are in place.
fn keep(
    at: &Receiving<'_>,
    who: &Allowed<UploadAudience>,
    given: (&Upload, &UploadGate),
    files: (&AudienceId, &AudienceId, &Received),
    also: impl Fn(&mut WriteTx, &Kept) -> Result<(), ServiceError>,
) -> Result<Kept, ServiceError> {
    let ((upload, gate), (audience, opt_outs, received)) = (given, files);
    let names = received.names.as_deref().unwrap_or(&upload.segments);
    let new = NewAudience {
        id: audience.clone(),
        room: upload.room.clone(),
        terms: gate.terms.clone(),
        label: upload.label.clone(),
        list: upload.list,
        stored: received.list,
        names: sealed_names(names)?,
        marked: received.opt_outs.map(|stored| (opt_outs.clone(), stored)),
    };
    at.store.write("audience_received", |tx| {
        let version = audience_received(tx, who, &new, at.clock.now())?;
        let summary = received.list.summary;
        let kept = Kept {
            audience: audience.clone(),
            version,
            rows: summary.rows,
            people: summary.people,
            duplicates: summary.duplicates,
            opted_out: received.opt_outs.map_or(0, |stored| stored.summary.people),
        };
        also(tx, &kept)?;
        Ok(kept)
    })
}

/// The sealed names that came with an upload, if any did. The one place where they are checked.
fn sealed_names(text: &str) -> Result<Option<SealedNames>, ServiceError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let names = SealedNames::parse(text);
    names.map(Some).map_err(|NotSealedNames| ServiceError::Unusable(Message::new("unusable-upload-names")))
}

/// Refuses a list hashed with another key before a byte of it is read: nothing in it could match.
pub(super) fn require_key(gate: &UploadGate, given: &str) -> Result<(), ServiceError> {
    let expected = KeyCheck::from_hex(&gate.key_check_value);
    match KeyCheck::from_hex(given.trim()) {
        Some(given) if Some(given) == expected => Ok(()),
        Some(_) => Err(ServiceError::Unusable(Message::new("unusable-upload-other-key"))),
        None => Err(ServiceError::Unusable(Message::new("unusable-upload-no-check"))),
    }
}

/// The refusal in words.
fn unusable(error: ReceiveError) -> ServiceError {
    let message = match error {
        ReceiveError::Broken => Message::new("unusable-upload-broken"),
        ReceiveError::BadCompression => Message::new("unusable-upload-gzip"),
        ReceiveError::File(error) => file(&error),
        ReceiveError::OtherKind(kind) => Message::new("unusable-upload-kind").arg("kind", kind),
        ReceiveError::TooManyRows(limit) => Message::new("unusable-upload-rows").arg("n", limit),
        ReceiveError::TooLarge(limit) => Message::new("unusable-upload-large").arg("n", limit >> 20),
        ReceiveError::Bomb => Message::new("unusable-upload-bomb"),
        ReceiveError::Nobody => Message::new("unusable-upload-nobody"),
        ReceiveError::Disk(error) => return ServiceError::Files(error),
    };
    ServiceError::Unusable(message)
}

fn file(error: &FileError) -> Message {
    match error {
        FileError::Csv(error) => csv(error),
        FileError::Empty => Message::new("unusable-upload-empty"),
        FileError::UnknownColumn(n) => Message::new("unusable-upload-column").arg("n", n),
        FileError::ColumnTwice(name) => Message::new("unusable-upload-twice").arg("column", name),
        FileError::NoTokens => Message::new("unusable-upload-no-tokens"),
        FileError::Ragged { row, fields, expected } => Message::new("unusable-upload-ragged")
            .arg("row", row)
            .arg("fields", fields)
            .arg("expected", expected),
        FileError::NotAToken { row, column, .. } => {
            Message::new("unusable-upload-token").arg("row", row).arg("column", column)
        }
        FileError::BadOptOut { row } => Message::new("unusable-upload-opt-out").arg("row", row),
        FileError::BadSegment { row } => Message::new("unusable-upload-segment").arg("row", row),
        FileError::WrongType(column) => Message::new("unusable-upload-type").arg("column", column),
        FileError::WrongFormat => Message::new("unusable-upload-newer"),
        FileError::OtherKey { .. } => Message::new("unusable-upload-other-key"),
        FileError::PackedParquet => Message::new("unusable-upload-packed"),
        FileError::LargeParquet => Message::new("unusable-upload-large-parquet"),
        FileError::DamagedParquet => Message::new("unusable-upload-parquet"),
    }
}

fn csv(error: &CsvError) -> Message {
    use crate::matching::records::OtherFile;
    match error {
        CsvError::UnclosedQuote { line } | CsvError::AfterQuote { line } | CsvError::TooLong { line } => {
            Message::new("unusable-upload-quote").arg("line", line)
        }
        CsvError::Binary { line } => Message::new("unusable-upload-binary").arg("line", line),
        CsvError::Other(OtherFile::Parquet) => Message::new("unusable-upload-parquet"),
        CsvError::Other(OtherFile::Gzip) => Message::new("unusable-upload-gzip"),
        CsvError::Other(OtherFile::Zip) => Message::new("unusable-upload-zip"),
        CsvError::Other(OtherFile::Html | OtherFile::Pdf | OtherFile::Utf16) => {
            Message::new("unusable-upload-other")
        }
    }
}
