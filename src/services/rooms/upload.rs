//! Uploads that arrive in parts (tus 1.0): begun, gone on with after a break, finished into an audience, thrown away.
//!
//! Who began an upload, for which room and through which session or token is checked on every request and once more at its
//! end (security.md T20); to anybody else it does not exist. Appending and finishing take the [`Store`] and not a
//! transaction: bytes arrive between transactions and may take an hour. How far an upload has come is in its row, moved
//! only from where it was read, so that of two parts for one place one is kept. The caller holds a lock on the upload, since
//! both would write the same file.

use std::collections::BTreeMap;
use std::io::{self, Read};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::audience::{UploadGate, audience_gate};
use super::kit::Kit;
use super::receive::{Kept, Receiving, Upload, receive_with, require_key};
use crate::access::ActorKind;
use crate::access::{Allowed, UploadAudience};
use crate::clock::Timestamp;
use crate::ids::{RoomId, SessionId, UploadId, hex};
use crate::rooms::lists::ListKind;
use crate::secret::{Secret, random_bytes};
use crate::services::audit::{self, Act};
use crate::services::{Message, ServiceError};
use crate::store::{self, AudienceFiles, ReadTx, SpoolKey, Store, UploadRow, WriteTx};

/// How long an upload that is not finished is kept.
const KEPT_SECONDS: i64 = 24 * 60 * 60;
/// How many uploads of one organisation may be arriving.
const MOST_OPEN: i64 = 10;
/// Between two notes of how far an upload has come: what a crash costs at most.
const CHECKPOINT: u64 = 4 << 20;
const PIECE: usize = 1 << 16;

/// The session or API token through which somebody comes: an upload goes on only through the one it began with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door(String);

impl Door {
    /// A signed-in session.
    pub fn session(id: &SessionId) -> Self {
        Self(format!("session:{id}"))
    }

    /// The API token of whoever holds the proof; a proof that no token made has no door.
    pub fn token(who: &Allowed<UploadAudience>) -> Result<Self, ServiceError> {
        match who.actor().kind() {
            ActorKind::Token { id, .. } => Ok(Self(format!("token:{id}"))),
            ActorKind::Person | ActorKind::System { .. } => Err(ServiceError::NotFound),
        }
    }
}

/// An upload, as its sender announces it.
#[derive(Debug, Clone)]
pub struct NewUpload {
    /// Through which session or token.
    pub door: Door,
    /// The room.
    pub room: RoomId,
    /// How many bytes there will be.
    pub length: u64,
    /// The pairs of the `Upload-Metadata` header, as sent.
    pub metadata: String,
}

/// What the metadata say, by their names; values are text.
pub fn metadata_read(header: &str) -> Result<BTreeMap<String, String>, ServiceError> {
    let fault = || ServiceError::field("Upload-Metadata", "fault-upload-metadata");
    let mut found = BTreeMap::new();
    for pair in header.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let bytes = STANDARD.decode(value.trim()).map_err(|_not_base64| fault())?;
        let text = String::from_utf8(bytes).map_err(|_not_text| fault())?;
        if found.insert(name.to_owned(), text).is_some() {
            return Err(fault());
        }
    }
    Ok(found)
}

/// The upload that these metadata describe.
fn described(room: &RoomId, metadata: &str) -> Result<Upload, ServiceError> {
    let said = metadata_read(metadata)?;
    let text = |name: &str| said.get(name).cloned();
    let list = text("kind").map_or(Some(ListKind::Audience), |kind| ListKind::named(&kind));
    Ok(Upload {
        room: room.clone(),
        key_check_value: text("kcv").unwrap_or_default(),
        label: text("label").or_else(|| text("filename")).unwrap_or_default(),
        list: list.ok_or_else(|| ServiceError::Unusable(Message::new("unusable-upload-list")))?,
        segments: text("segments").unwrap_or_default(),
    })
}

/// Begins an upload, if the room takes audiences now and the key is this room's.
pub fn upload_create(
    tx: &mut WriteTx,
    who: &Allowed<UploadAudience>,
    kit: &Kit,
    new: &NewUpload,
    now: Timestamp,
) -> Result<UploadRow, ServiceError> {
    let gate = audience_gate(tx, who, kit, &new.room, now)?;
    require_key(&gate, &described(&new.room, &new.metadata)?.key_check_value)?;
    if new.length == 0 {
        return Err(ServiceError::Unusable(Message::new("unusable-upload-empty")));
    }
    if store::upload_count_open(tx, who.org(), now)? >= MOST_OPEN {
        return Err(ServiceError::Conflict(Message::new("conflict-uploads-many").arg("n", MOST_OPEN)));
    }
    let id = UploadId::from(hex(&random_bytes::<16>()?).as_str());
    let key = Secret::new(random_bytes()?);
    let sealed = kit.master().seal_upload_key((&new.room, &id), &key, random_bytes()?);
    let row = UploadRow {
        id,
        room_id: new.room.clone(),
        org_id: who.org().clone(),
        user_id: who.user().clone(),
        door: new.door.0.clone(),
        metadata: new.metadata.clone(),
        length: number(new.length)?,
        received: 0,
        stored: 0,
        key_wrapped: Some(sealed.map_err(|e| ServiceError::Internal(e.to_string()))?),
        receipt: None,
        created_at: now,
        expires_at: now.plus_seconds(KEPT_SECONDS),
    };
    store::upload_insert(tx, &row)?;
    record(tx, who, (&row, "upload.begin"), now)?;
    Ok(row)
}

/// The upload, if this person began it through this session or token.
pub fn upload_fetch(
    tx: &mut ReadTx,
    who: &Allowed<UploadAudience>,
    door: &Door,
    id: &UploadId,
    now: Timestamp,
) -> Result<UploadRow, ServiceError> {
    let row = store::upload_fetch(tx, who.org(), id, now)?;
    if row.door != door.0 || row.user_id != *who.user() {
        return Err(ServiceError::NotFound);
    }
    Ok(row)
}

/// What became of an upload, once it is done.
pub fn upload_receipt(row: &UploadRow) -> Option<Kept> {
    row.receipt.as_ref().and_then(|receipt| serde_json::from_str(receipt).ok())
}

/// Throws an upload away that is not done.
pub fn upload_delete(
    tx: &mut WriteTx,
    who: &Allowed<UploadAudience>,
    door: &Door,
    id: &UploadId,
    now: Timestamp,
) -> Result<RoomId, ServiceError> {
    let row = upload_fetch(tx, who, door, id, now)?;
    if row.receipt.is_some() {
        return Err(ServiceError::conflict("conflict-upload-done"));
    }
    store::upload_delete(tx, who.org(), id)?;
    record(tx, who, (&row, "upload.cancel"), now)?;
    Ok(row.room_id)
}

/// A part on its way to its upload.
pub struct NewPart<'a> {
    /// Through which session or token.
    pub door: &'a Door,
    /// The upload.
    pub upload: &'a UploadId,
    /// Where in it the part belongs.
    pub offset: u64,
    /// Whether a part that arrives whole is what it should be; without one every byte that arrives counts.
    pub checksum: Option<Checksum>,
}

/// A digest that a part must have.
pub struct Checksum {
    /// The digest so far.
    pub context: ring::digest::Context,
    /// What it must come to.
    pub expected: Vec<u8>,
}

/// How appending ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// This much of the upload is here now.
    Here(u64),
    /// The part was not what its checksum says; nothing of it was kept.
    OtherChecksum,
    /// The part is longer than what is missing; nothing behind the last note was kept.
    TooLong,
}

/// Takes a part. What arrives before a line breaks is kept, unless a checksum judges the whole part. Blocking.
pub fn upload_append(
    at: &Receiving<'_>,
    who: &Allowed<UploadAudience>,
    part: NewPart<'_>,
    mut body: impl Read,
) -> Result<Appended, ServiceError> {
    let now = at.clock.now();
    let (row, _gate) = at.store.read(|tx| open_row(tx, (who, part.door, at.kit), part.upload, now))?;
    if wide(row.received)? != part.offset || row.receipt.is_some() {
        return Err(offset_conflict(&row));
    }
    let key = spool_key(at.kit, &row)?;
    let mut writer = at.files.spool_append(&row.room_id, key, (part.offset, wide(row.stored)?))?;
    let mut arriving = Arriving { at, who, row, last: part.offset };
    let mut checksum = part.checksum;
    let mut buffer = vec![0; PIECE];
    let (mut here, length) = (part.offset, wide(arriving.row.length)?);
    loop {
        let read = match body.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_broken) if checksum.is_none() => {
                arriving.note(writer.checkpoint()?)?;
                return Err(ServiceError::Unusable(Message::new("unusable-upload-part-broken")));
            }
            Err(_broken) => return Err(ServiceError::Unusable(Message::new("unusable-upload-part-broken"))),
        };
        let bytes = buffer.get(..read).unwrap_or_default();
        here = here.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        if here > length {
            return Ok(Appended::TooLong);
        }
        writer.push(bytes)?;
        match &mut checksum {
            Some(checksum) => checksum.context.update(bytes),
            None if here.saturating_sub(arriving.last) >= CHECKPOINT => {
                arriving.note(writer.checkpoint()?)?
            }
            None => {}
        }
    }
    let right = checksum.is_none_or(|sum| sum.context.finish().as_ref() == sum.expected);
    if !right {
        return Ok(Appended::OtherChecksum);
    }
    arriving.note(writer.checkpoint()?)?;
    Ok(Appended::Here(here))
}

/// An upload while a part of it arrives.
struct Arriving<'a> {
    at: &'a Receiving<'a>,
    who: &'a Allowed<UploadAudience>,
    row: UploadRow,
    last: u64,
}

impl Arriving<'_> {
    /// Notes how far the upload has come.
    fn note(&mut self, to: (u64, u64)) -> Result<(), ServiceError> {
        let (from, next) = (number(self.last)?, (number(to.0)?, number(to.1)?));
        if from != next.0 {
            let (org, id) = (self.who.org(), &self.row.id);
            let moved =
                self.at.store.write("upload_advance", |tx| store::upload_advance(tx, org, id, from, next));
            moved.map_err(|error| match error {
                store::StoreError::NotFound => offset_conflict(&self.row),
                other => other.into(),
            })?;
        }
        self.last = to.0;
        Ok(())
    }
}

/// Makes an audience of an upload that is here whole; one that is done already gives its receipt again. Blocking.
///
/// A list that cannot be used is thrown away with its upload; any other refusal leaves the upload for another try.
pub fn upload_finish(
    at: &Receiving<'_>,
    who: &Allowed<UploadAudience>,
    door: &Door,
    id: &UploadId,
) -> Result<Kept, ServiceError> {
    let now = at.clock.now();
    let row = at.store.read(|tx| upload_fetch(tx, who, door, id, now))?;
    if let Some(kept) = upload_receipt(&row) {
        return Ok(kept);
    }
    let (row, gate) = at.store.read(|tx| open_row(tx, (who, door, at.kit), id, now))?;
    if row.received != row.length {
        return Err(offset_conflict(&row));
    }
    let done = finish(at, who, (&row, &gate));
    match &done {
        Ok(_) => remove_file(at.files, &row.room_id, id),
        Err(ServiceError::Unusable(_)) => {
            at.store.write("upload_refused", |tx| -> Result<(), ServiceError> {
                store::upload_delete(tx, who.org(), id)?;
                record(tx, who, (&row, "upload.refuse"), now)
            })?;
            remove_file(at.files, &row.room_id, id);
        }
        Err(_) => {}
    }
    done
}

fn finish(
    at: &Receiving<'_>,
    who: &Allowed<UploadAudience>,
    given: (&UploadRow, &UploadGate),
) -> Result<Kept, ServiceError> {
    let (row, gate) = given;
    let upload = described(&row.room_id, &row.metadata)?;
    let spool = at.files.spool_read(&row.room_id, spool_key(at.kit, row)?, wide(row.stored)?)?;
    receive_with(
        at,
        who,
        (&upload, gate),
        |to| at.files.receive_spool(to, &spool),
        |tx, kept| {
            let receipt = serde_json::to_string(kept).map_err(|e| ServiceError::Internal(e.to_string()))?;
            Ok(store::upload_finish(tx, who.org(), &row.id, &receipt)?)
        },
    )
}

/// Throws away what has expired. Blocking.
pub fn uploads_sweep(store: &Store, files: &AudienceFiles, now: Timestamp) -> Result<(), ServiceError> {
    let expired = store.write("uploads_sweep", |tx| store::upload_purge(tx, now))?;
    for (room, upload) in expired {
        remove_file(files, &room, &upload);
    }
    Ok(())
}

/// The upload and leave to bring it now.
fn open_row(
    tx: &mut ReadTx,
    by: (&Allowed<UploadAudience>, &Door, &Kit),
    id: &UploadId,
    now: Timestamp,
) -> Result<(UploadRow, UploadGate), ServiceError> {
    let (who, door, kit) = by;
    let row = upload_fetch(tx, who, door, id, now)?;
    let gate = audience_gate(tx, who, kit, &row.room_id, now)?;
    Ok((row, gate))
}

fn spool_key(kit: &Kit, row: &UploadRow) -> Result<SpoolKey, ServiceError> {
    let sealed = row.key_wrapped.as_deref().ok_or(ServiceError::NotFound)?;
    let key = kit.master().open_upload_key((&row.room_id, &row.id), sealed);
    Ok(SpoolKey::new(&row.id, &key.map_err(|e| ServiceError::Internal(e.to_string()))?)?)
}

/// What is left behind by a failure is sealed under a key that is gone; the room's end removes it.
fn remove_file(files: &AudienceFiles, room: &RoomId, upload: &UploadId) {
    if let Err(cause) = files.spool_remove(room, upload) {
        tracing::warn!(%cause, upload.id = %upload, "the file of an upload was not removed");
    }
}

fn offset_conflict(row: &UploadRow) -> ServiceError {
    ServiceError::Conflict(Message::new("conflict-upload-offset").arg("n", row.received))
}

fn record(
    tx: &mut WriteTx,
    who: &Allowed<UploadAudience>,
    about: (&UploadRow, &'static str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let detail = json!({ "room": about.0.room_id.as_str(), "bytes": about.0.length });
    let act = Act { action: about.1, object_kind: "upload", object_id: about.0.id.as_str(), detail };
    Ok(audit::done(tx, who, &act, now)?)
}

fn wide(n: i64) -> Result<u64, ServiceError> {
    u64::try_from(n).map_err(|e| ServiceError::Internal(e.to_string()))
}

fn number(n: u64) -> Result<i64, ServiceError> {
    i64::try_from(n).map_err(|_too_large| ServiceError::Unusable(Message::new("unusable-upload-number")))
}
