//! Voiding an agreement on a room's key: whoever finds that the words differ ends it for both sides, in whatever order the
//! two speak, and another can begin in the same room.
//!
//! A host who said "the same" has set the key already; until the guest confirms it no list can come under it, so it is taken
//! back, with its pepper. A key that both confirmed stands: then only the end of the room ends it.

use serde_json::json;

use super::facts::Facts;
use super::open::in_both_logs;
use crate::access::{Allowed, ManageRooms};
use crate::clock::Timestamp;
use crate::ids::{KeyExchangeId, RoomId};
use crate::rooms::Digest;
use crate::rooms::agreement::VoidReason;
use crate::rooms::ledger::Body;
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, KeyAgreement, ReadTx, WriteTx};

/// What is voided, and why.
#[derive(Debug, Clone)]
pub struct Voiding {
    /// The exchange that is meant; none: whichever is the last.
    pub exchange: Option<KeyExchangeId>,
    /// Why: the name of a [`VoidReason`].
    pub reason: String,
}

/// Ends the room's agreement on a key, by either side, and takes back a key that came of it.
pub fn key_void(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    room: &RoomId,
    given: &Voiding,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let because = VoidReason::named(&given.reason);
    let because = because.ok_or_else(|| ServiceError::field("reason", "fault-key-void-reason"))?;
    let facts = Facts::load(tx, who.org(), room, now)?;
    if facts.room.closed_at.is_some() {
        return Err(ServiceError::conflict("conflict-room-closed"));
    }
    if facts.room.key_checked_at.is_some() {
        return Err(ServiceError::conflict("conflict-key-confirmed"));
    }
    let exchange = last(tx, &facts)?.filter(|id| given.exchange.as_ref().is_none_or(|meant| meant == id));
    let exchange_id = exchange.ok_or_else(|| ServiceError::conflict("conflict-exchange-over"))?;
    store::key_exchange_end(tx, who.org(), room)?;
    if let Some(value) = &facts.room.key_check_value {
        store::room_key_clear(tx, who.org(), room)?;
        let kcv_digest = Digest::of(&[value.as_bytes()]);
        let entry = (Body::KeyVoided { by: facts.side, because, kcv_digest }, Some(who.org()));
        store::ledger_append(tx, who.org(), room, entry, now)?;
    }
    let detail = json!({ "because": because.as_str(), "exchange": exchange_id.as_str() });
    let row = KeyAgreement {
        room_id: room.clone(),
        exchange_id,
        voided_by_org_id: Some(who.org().clone()),
        void_reason: Some(because.as_str().to_owned()),
        voided_at: Some(now),
    };
    store::key_agreement_keep(tx, who.org(), room, Some(&row))?;
    let act = Act { action: "key.void", object_kind: "room", object_id: room.as_str(), detail };
    in_both_logs(tx, who, &facts.room, &act, now)
}

/// The exchange that is under way, or the one that the standing key came of.
fn last(tx: &mut ReadTx, facts: &Facts) -> Result<Option<KeyExchangeId>, ServiceError> {
    let org = facts.room.org(facts.side);
    if let Some(under_way) = store::key_exchange_find(tx, org, &facts.room.id)? {
        return Ok(Some(under_way.id));
    }
    Ok(facts.agreement.as_ref().filter(|row| row.voided_at.is_none()).map(|row| row.exchange_id.clone()))
}

impl Facts {
    /// Why the last agreement on a key is void, by whom and since when, while no other key was set.
    pub fn voided(&self) -> Option<(VoidReason, &str, Timestamp)> {
        let row = self.agreement.as_ref().filter(|_| self.room.key_check_value.is_none())?;
        let because = VoidReason::named(row.void_reason.as_deref()?)?;
        let side = self.room.side_of(row.voided_by_org_id.as_ref()?)?;
        Some((because, self.names.get(side), row.voided_at?))
    }

    /// Whether the key that stands came of an exchange and can still be taken back.
    pub fn voidable(&self) -> bool {
        let open = self.room.closed_at.is_none() && self.room.key_checked_at.is_none();
        let standing = self.room.key_check_value.is_some() && self.agreement.is_some();
        open && standing
    }
}
