//! Passing on what two sides need to agree on a room's key. The server relays and checks the order of things: it learns no
//! key, and a relay that lies is found by the words both sides compare (see [`crate::rooms::agreement`]).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::facts::Facts;
use super::key::ready;
use super::open::in_both_logs;
use crate::access::{Allowed, ManageRooms};
use crate::clock::Timestamp;
use crate::ids::{KeyExchangeId, RoomId};
use crate::rooms::Side;
use crate::rooms::agreement::{Curve, Opening};
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, KeyAgreement, KeyExchange, ReadTx, WriteTx};

/// Where an exchange stands, for both sides.
#[derive(Debug, Clone)]
pub struct ExchangeView {
    /// The exchange under way, if there is one.
    pub exchange: Option<KeyExchange>,
    /// What the host committed to, once it is opened.
    pub opening: Option<Opening>,
    /// The check value of the room's key, once the host has set it.
    pub key_check_value: Option<String>,
    /// What came of the last exchange: the key that stands, or why it is void.
    pub agreement: Option<KeyAgreement>,
    /// The side that voided it, if one did.
    pub voided_by: Option<Side>,
}

/// Where the exchange of a room stands.
pub fn exchange_view(
    tx: &mut ReadTx,
    who: &Allowed<ManageRooms>,
    room: &RoomId,
) -> Result<ExchangeView, ServiceError> {
    let row = store::room_fetch(tx, who.org(), room)?;
    let exchange = store::key_exchange_find(tx, who.org(), room)?;
    let opening = exchange.as_ref().and_then(|exchange| exchange.host_opening.as_deref());
    let opening = opening.and_then(|text| serde_json::from_str(text).ok());
    let agreement = store::key_agreement_find(tx, who.org(), room)?;
    let voided_by = agreement.as_ref().and_then(|one| row.side_of(one.voided_by_org_id.as_ref()?));
    Ok(ExchangeView { exchange, opening, key_check_value: row.key_check_value, agreement, voided_by })
}

/// Begins an exchange with the host's commitment, in place of one that was under way.
pub fn exchange_start(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    room: &RoomId,
    offer: (&str, &[String]),
    now: Timestamp,
) -> Result<KeyExchangeId, ServiceError> {
    let facts = on_side(tx, who, room, (Side::Host, now))?;
    let (commitment, curves) = offer;
    if commitment.len() != 64 || !commitment.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(ServiceError::field("commitment", "fault-exchange-commitment"));
    }
    let known: Option<Vec<Curve>> = curves.iter().map(|name| Curve::named(name)).collect();
    let known = known.filter(|curves| curves.contains(&Curve::P256) && curves.len() <= 2);
    let known = known.ok_or_else(|| ServiceError::field("curves", "fault-exchange-curve"))?;
    let row = KeyExchange {
        room_id: room.clone(),
        id: KeyExchangeId::fresh(),
        commitment: commitment.to_owned(),
        curves: known.into_iter().map(Curve::as_str).collect::<Vec<_>>().join(","),
        guest_curve: None,
        guest_public: None,
        host_opening: None,
        started_by: who.user().clone(),
        answered_by: None,
        created_at: now,
    };
    store::key_exchange_start(tx, who.org(), &row)?;
    record(tx, who, (&facts, "key.exchange_start"), now)?;
    Ok(row.id)
}

/// Takes the guest's public key, once.
pub fn exchange_answer(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    of: (&RoomId, &KeyExchangeId),
    answer: (&str, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let facts = on_side(tx, who, of.0, (Side::Guest, now))?;
    let under_way = store::key_exchange_find(tx, who.org(), of.0)?.ok_or_else(over)?;
    let curve =
        Curve::named(answer.0).filter(|curve| under_way.curves.split(',').any(|c| c == curve.as_str()));
    let curve = curve.ok_or_else(|| ServiceError::field("curve", "fault-exchange-curve"))?;
    require_public(answer.1, curve, "public")?;
    store::key_exchange_answer(tx, who.org(), of, (curve.as_str(), answer.1, who.user())).map_err(lost)?;
    record(tx, who, (&facts, "key.exchange_answer"), now)
}

/// Opens the host's commitment, once the guest has answered.
pub fn exchange_open(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    of: (&RoomId, &KeyExchangeId),
    opening: &Opening,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let facts = on_side(tx, who, of.0, (Side::Host, now))?;
    let under_way = store::key_exchange_find(tx, who.org(), of.0)?.ok_or_else(over)?;
    if let Some(x25519) = &opening.x25519 {
        require_public(x25519, Curve::X25519, "x25519")?;
    }
    require_public(&opening.p256, Curve::P256, "p256")?;
    if opening.commitment(of.0.as_str()) != under_way.commitment {
        return Err(ServiceError::field("nonce", "fault-exchange-opening"));
    }
    let text = serde_json::to_string(opening).map_err(|e| ServiceError::Internal(e.to_string()))?;
    store::key_exchange_open(tx, who.org(), of, &text).map_err(lost)?;
    record(tx, who, (&facts, "key.exchange_open"), now)
}

/// Ends the exchange for no reason that has to be told: either side may. Words that differ void it ([`super::key_void`]).
pub fn exchange_end(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    room: &RoomId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let facts = Facts::load(tx, who.org(), room, now)?;
    if store::key_exchange_end(tx, who.org(), room)? {
        record(tx, who, (&facts, "key.exchange_end"), now)?;
    }
    Ok(())
}

/// The room, if its key's turn has come, it has none yet, and this is that side of it.
fn on_side(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    room: &RoomId,
    at: (Side, Timestamp),
) -> Result<Facts, ServiceError> {
    let facts = ready(tx, who, room, at.1)?;
    if facts.room.key_check_value.is_some() {
        return Err(ServiceError::conflict("conflict-key-made"));
    }
    match (facts.side == at.0, at.0) {
        (true, _) => Ok(facts),
        (false, Side::Host) => Err(ServiceError::refused("refused-key-host")),
        (false, Side::Guest) => Err(ServiceError::refused("refused-exchange-guest")),
    }
}

fn require_public(text: &str, curve: Curve, field: &'static str) -> Result<(), ServiceError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == curve.public_length());
    bytes.map(|_| ()).ok_or_else(|| ServiceError::field(field, "fault-exchange-public"))
}

/// The exchange is another by now, or somebody was faster.
fn over() -> ServiceError {
    ServiceError::conflict("conflict-exchange-over")
}

fn lost(error: store::StoreError) -> ServiceError {
    match error {
        store::StoreError::NotFound => over(),
        other => other.into(),
    }
}

fn record(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    act: (&Facts, &'static str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (facts, action) = act;
    let act = Act { action, object_kind: "room", object_id: facts.room.id.as_str(), detail: json!({}) };
    in_both_logs(tx, who, &facts.room, &act, now)
}
