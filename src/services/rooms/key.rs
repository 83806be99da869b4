//! The room key: made in the host's browser, shown to be the same in the guest's. The server learns the check value alone.

use serde_json::json;

use super::facts::Facts;
use super::kit::Kit;
use super::open::in_both_logs;
use crate::access::{Allowed, ManageRooms};
use crate::clock::Timestamp;
use crate::ids::{KeyExchangeId, RoomId};
use crate::rooms::ledger::Body;
use crate::rooms::lifecycle::RoomState;
use crate::rooms::{Digest, Side};
use crate::secret::{Secret, random_bytes};
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, KeyAgreement, NewKey, ReadTx, WriteTx};

/// What the host says about the key it made.
#[derive(Debug, Clone)]
pub struct NewRoomKey {
    /// The key's check value in this room, 16 hexadecimal digits.
    pub check_value: String,
    /// The key's print, 32 hexadecimal digits; the same in every room.
    pub print: Option<String>,
    /// The exchange that it came of, if it came of one.
    pub exchange: Option<KeyExchangeId>,
}

/// [`key_create_with`] for a key whose print is not known.
pub fn key_create(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    kit: &Kit,
    given: (&RoomId, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let key = NewRoomKey { check_value: given.1.to_owned(), print: None, exchange: None };
    key_create_with(tx, who, kit, (given.0, &key), now)
}

/// Takes the check value of the key that the host made, once, and makes the room's pepper.
///
/// A check value or a print that any room had before is refused: one key is for one room (cleanroom.md, attack 12). A check
/// value is another in each room, since keys are derived for a room; the print is the same in all (see
/// [`crate::rooms::agreement::key_print`]). It may be left out, which an older client does.
pub fn key_create_with(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    kit: &Kit,
    given: (&RoomId, &NewRoomKey),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (room, value) = (given.0, check_value(&given.1.check_value)?);
    let print = given.1.print.as_deref().map(key_print).transpose()?;
    let facts = ready(tx, who, room, now)?;
    if facts.side != Side::Host {
        return Err(ServiceError::refused("refused-key-host"));
    }
    if facts.room.key_check_value.is_some() {
        return Err(ServiceError::conflict("conflict-key-made"));
    }
    let agreement = given.1.exchange.as_ref().map(|id| opened(tx, &facts, id)).transpose()?;
    let used = |error: store::StoreError| ServiceError::from(error).or_conflict("conflict-key-reused");
    store::key_check_value_claim(tx, &value, room, now).map_err(used)?;
    if let Some(print) = &print {
        store::key_print_claim(tx, print, room, now).map_err(used)?;
    }
    if agreement.is_none() {
        store::key_exchange_end(tx, who.org(), room)?;
    }
    store::key_agreement_keep(tx, who.org(), room, agreement.as_ref())?;
    let pepper = Secret::new(random_bytes()?);
    let sealed = kit.master().seal(room, &pepper, random_bytes()?);
    let sealed = sealed.map_err(|e| ServiceError::Internal(e.to_string()))?;
    let key = NewKey { check_value: &value, pepper_wrapped: sealed.as_bytes(), by: who.user() };
    store::room_key_set(tx, who.org(), room, &key, now)?;
    record(tx, who, (&facts, "key.create"), &value, now)
}

/// The exchange as the one that the key comes of: still under way, and opened, so that the guest has its chance to say that
/// the words differ. It stays until the guest has confirmed the key: a host who is quick must not take away what the guest
/// has not fetched yet.
fn opened(tx: &mut ReadTx, facts: &Facts, id: &KeyExchangeId) -> Result<KeyAgreement, ServiceError> {
    let room = &facts.room;
    let under_way = store::key_exchange_find(tx, &room.host_org_id, &room.id)?;
    let same = under_way.filter(|exchange| exchange.id == *id && exchange.host_opening.is_some());
    same.ok_or_else(|| ServiceError::conflict("conflict-exchange-over"))?;
    Ok(KeyAgreement {
        room_id: room.id.clone(),
        exchange_id: id.clone(),
        voided_by_org_id: None,
        void_reason: None,
        voided_at: None,
    })
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
    store::key_exchange_end(tx, who.org(), room)?;
    record(tx, who, (&facts, "key.check"), &value, now)
}

/// The room, if its key's turn has come: the terms are signed by both.
pub(super) fn ready(
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

/// Thirty-two hexadecimal digits, in lower case.
fn key_print(text: &str) -> Result<String, ServiceError> {
    let text = text.trim().to_ascii_lowercase();
    let plain = text.len() == 32 && text.bytes().all(|c| c.is_ascii_hexdigit());
    if plain { Ok(text) } else { Err(ServiceError::field("print", "fault-key-print")) }
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
