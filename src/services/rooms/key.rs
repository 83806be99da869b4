//! The room key: made in the host's browser, shown to be the same in the guest's. The server learns the check value alone.

use serde_json::json;

use super::facts::Facts;
use super::kit::Kit;
use super::open::in_both_logs;
use crate::access::{Allowed, ManageRooms};
use crate::clock::Timestamp;
use crate::ids::RoomId;
use crate::rooms::ledger::Body;
use crate::rooms::lifecycle::RoomState;
use crate::rooms::{Digest, Side};
use crate::secret::{Secret, random_bytes};
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, NewKey, WriteTx};

/// Takes the check value of the key that the host made, once, and makes the room's pepper.
///
/// A check value that any room had before is refused: one key in two rooms would link their people (cleanroom.md,
/// attack 12).
pub fn key_create(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    kit: &Kit,
    given: (&RoomId, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (room, value) = (given.0, check_value(given.1)?);
    let facts = ready(tx, who, room, now)?;
    if facts.side != Side::Host {
        return Err(ServiceError::refused("refused-key-host"));
    }
    if facts.room.key_check_value.is_some() {
        return Err(ServiceError::conflict("conflict-key-made"));
    }
    let used = |error: store::StoreError| ServiceError::from(error).or_conflict("conflict-key-reused");
    store::key_check_value_claim(tx, &value, room, now).map_err(used)?;
    let pepper = Secret::new(random_bytes()?);
    let sealed = kit.master().seal(room, &pepper, random_bytes()?);
    let sealed = sealed.map_err(|e| ServiceError::Internal(e.to_string()))?;
    let key = NewKey { check_value: &value, pepper_wrapped: sealed.as_bytes(), by: who.user() };
    store::room_key_set(tx, who.org(), room, &key, now)?;
    record(tx, who, (&facts, "key.create"), &value, now)
}

/// Notes that the guest's browser holds the same key; another check value is refused and nothing is kept of it.
pub fn key_check(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    room: &RoomId,
    value: &str,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let value = check_value(value)?;
    let facts = ready(tx, who, room, now)?;
    if facts.side != Side::Guest {
        return Err(ServiceError::refused("refused-key-guest"));
    }
    let Some(made) = &facts.room.key_check_value else {
        return Err(ServiceError::refused("refused-key-not-made"));
    };
    if *made != value {
        return Err(ServiceError::refused("refused-key-mismatch"));
    }
    if facts.room.key_checked_at.is_some() {
        return Ok(());
    }
    store::room_key_checked(tx, who.org(), room, who.user(), now)?;
    record(tx, who, (&facts, "key.check"), &value, now)
}

/// The room, if its key's turn has come: the terms are signed by both.
fn ready(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    room: &RoomId,
    now: Timestamp,
) -> Result<Facts, ServiceError> {
    let facts = Facts::load(tx, who.org(), room, now)?;
    match facts.state() {
        RoomState::Closed(_) => Err(ServiceError::conflict("conflict-room-closed")),
        RoomState::Terms => Err(ServiceError::refused("refused-key-before-terms")),
        RoomState::Key | RoomState::Audiences | RoomState::Run => Ok(facts),
    }
}

/// Sixteen hexadecimal digits, in lower case.
fn check_value(text: &str) -> Result<String, ServiceError> {
    let text = text.trim().to_ascii_lowercase();
    let plain = text.len() == 16 && text.bytes().all(|c| c.is_ascii_hexdigit());
    if plain { Ok(text) } else { Err(ServiceError::field("kcv", "fault-key-check-value")) }
}

fn record(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    act: (&Facts, &'static str),
    value: &str,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (facts, action) = act;
    let kcv_digest = Digest::of(&[value.as_bytes()]);
    let entry = (Body::KeyChecked { by: facts.side, kcv_digest }, Some(who.org()));
    store::ledger_append(tx, who.org(), &facts.room.id, entry, now)?;
    let act = Act { action, object_kind: "room", object_id: facts.room.id.as_str(), detail: json!({}) };
    in_both_logs(tx, who, &facts.room, &act, now)
}
