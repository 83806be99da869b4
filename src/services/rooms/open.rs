//! Opening a room with a partner that the decision allows.

use serde_json::json;

use super::decision::decision_about;
use super::say::reason_message;
use crate::access::{Allowed, ManageRooms, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{OrgId, PartnerId, RoomId};
use crate::rooms::policy::{ClosedBecause, DecisionView, Standing};
use crate::rooms::{Side, Sides};
use crate::services::audit::{self, Act};
use crate::services::{Message, ServiceError};
use crate::store::{self, ReadTx, Room, WriteTx};

/// The longest name of a room.
const LONGEST_NAME: usize = 120;

/// A partner with whom a room may be wanted, and what stands against it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The partner.
    pub partner: PartnerId,
    /// Its name, as our record has it.
    pub name: String,
    /// Why no room can be opened with it now; empty if one can.
    pub against: Vec<Message>,
}

/// What it takes to open a room.
#[derive(Debug, Clone)]
pub struct NewRoom {
    /// The partner.
    pub partner: PartnerId,
    /// The room's name.
    pub name: String,
}

/// The organisation's partners, each with what stands against a room.
pub fn room_candidates(
    tx: &mut ReadTx,
    who: &Allowed<ManageRooms>,
    now: Timestamp,
) -> Result<Vec<Candidate>, ServiceError> {
    let own = store::organisation_fetch(tx, who.org())?.name;
    let mut candidates = Vec::new();
    for (partner, name, linked) in store::room_partners(tx, who.org())? {
        let names = Sides { host: own.clone(), guest: name.clone() };
        let against = match linked {
            None => vec![Message::new("against-not-linked").arg("name", &name)],
            Some(guest) => against(decision_about(tx, who.org(), &guest, now)?.as_ref(), &names),
        };
        candidates.push(Candidate { partner, name, against });
    }
    Ok(candidates)
}

/// What a decision says against opening a room.
fn against(decision: Option<&DecisionView>, names: &Sides<String>) -> Vec<Message> {
    let by = Side::Host;
    let Some(decision) = decision else {
        return vec![reason_message(ClosedBecause::NoDecision { by }, names)];
    };
    let standing = match decision.standing {
        Standing::Current => None,
        Standing::Expired => Some(ClosedBecause::DecisionExpired { by }),
        Standing::Void => Some(ClosedBecause::DecisionVoid { by }),
    };
    let objections = decision.objections.iter();
    let objections = objections.map(|objection| ClosedBecause::DecisionObjects { by, objection: *objection });
    standing.into_iter().chain(objections).map(|reason| reason_message(reason, names)).collect()
}

/// Opens a room with a partner that has an organisation here and whom the decision allows.
pub fn room_open(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    input: &NewRoom,
    now: Timestamp,
) -> Result<RoomId, ServiceError> {
    let name = input.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(ServiceError::field("name", "fault-room-name"));
    }
    let partner = store::partner_fetch(tx, who.org(), &input.partner)?;
    let Some(guest) = partner.linked_org_id else {
        return Err(ServiceError::Refused(Message::new("against-not-linked").arg("name", partner.name)));
    };
    let own = store::organisation_fetch(tx, who.org())?.name;
    let decision = decision_about(tx, who.org(), &guest, now)?;
    let names = Sides { host: own, guest: partner.name };
    if let Some(reason) = against(decision.as_ref(), &names).into_iter().next() {
        return Err(ServiceError::Refused(reason));
    }
    let row = Room {
        id: RoomId::fresh(),
        name: name.to_owned(),
        mode: "standard".to_owned(),
        host_org_id: who.org().clone(),
        guest_org_id: guest,
        created_by: who.user().clone(),
        created_at: now,
        pepper_wrapped: None,
        key_check_value: None,
        key_created_by: None,
        key_created_at: None,
        key_checked_by: None,
        key_checked_at: None,
        closed_at: None,
        closed_by_org_id: None,
        close_reason: None,
    };
    store::room_insert(tx, &row)?;
    let act = Act {
        action: "room.open",
        object_kind: "room",
        object_id: row.id.as_str(),
        detail: json!({ "name": row.name, "guest": row.guest_org_id.as_str() }),
    };
    in_both_logs(tx, who, &row, &act, now)?;
    Ok(row.id)
}

/// Writes an act of a room into both organisations' audit logs.
pub(super) fn in_both_logs<P: crate::access::Permission>(
    tx: &mut WriteTx,
    who: &Allowed<P>,
    room: &Room,
    act: &Act<'_>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    audit::done(tx, who, act, now)?;
    let other: &OrgId = if *who.org() == room.host_org_id { &room.guest_org_id } else { &room.host_org_id };
    Ok(audit::done_to(tx, who, other, act, now)?)
}

/// The organisation's rooms, newest first, with what each of them stands at.
pub fn room_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    now: Timestamp,
) -> Result<Vec<super::Facts>, ServiceError> {
    let rooms = store::room_list(tx, who.org())?;
    rooms.into_iter().map(|room| super::Facts::of_room(tx, who.org(), room, now)).collect()
}
