//! The two ends of an upload: may it begin, and what is kept once its file is in place.

use serde_json::json;

use super::facts::Facts;
use super::kit::Kit;
use super::open::in_both_logs;
use super::say::refused;
use crate::access::{Allowed, UploadAudience};
use crate::clock::Timestamp;
use crate::ids::{AudienceId, RoomId, TermsId};
use crate::matching::IdentifierType;
use crate::rooms::Digest;
use crate::rooms::custody::{Pepper, SealedPepper};
use crate::rooms::ledger::{Body, people_rounded};
use crate::rooms::release::Refusal;
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, Audience, ReadTx, WriteTx};

/// The longest label of an audience.
const LONGEST_LABEL: usize = 120;

/// Leave to upload an audience now, and what the upload needs.
pub struct UploadGate {
    /// The terms under which it is hashed.
    pub terms: TermsId,
    /// The identifiers of the terms, in their order.
    pub identifiers: Vec<IdentifierType>,
    /// The check value that the file's key must have, 16 hexadecimal digits.
    pub key_check_value: String,
    /// What re-keys every token before it touches a disk.
    pub pepper: Pepper,
}

/// An audience whose file is complete and durable.
#[derive(Debug, Clone)]
pub struct NewAudience {
    /// Its id, and the name of its file.
    pub id: AudienceId,
    /// The room.
    pub room: RoomId,
    /// The terms of its [`UploadGate`].
    pub terms: TermsId,
    /// What its owner calls it.
    pub label: String,
    /// Rows that arrived.
    pub rows: u64,
    /// Distinct people.
    pub people: u64,
    /// The size of its file.
    pub bytes: u64,
    /// The digest of its sorted, re-keyed tokens.
    pub digest: Digest,
}

/// Leave to upload, if the room is open, its terms are signed and its key is checked.
pub fn audience_gate(
    tx: &mut ReadTx,
    who: &Allowed<UploadAudience>,
    kit: &Kit,
    room: &RoomId,
    now: Timestamp,
) -> Result<UploadGate, ServiceError> {
    let facts = Facts::load(tx, who.org(), room, now)?;
    gate_of(&facts)?;
    let (Some(standing), Some(kcv), Some(sealed)) =
        (&facts.terms, &facts.room.key_check_value, &facts.room.pepper_wrapped)
    else {
        return Err(ServiceError::Internal("an open room without terms, key or pepper".to_owned()));
    };
    let sealed = SealedPepper::from_bytes(sealed.clone());
    let pepper = kit.master().open(room, &sealed).map_err(|e| ServiceError::Internal(e.to_string()))?;
    Ok(UploadGate {
        terms: standing.row.id.clone(),
        identifiers: facts.order(),
        key_check_value: kcv.clone(),
        pepper,
    })
}

fn gate_of(facts: &Facts) -> Result<(), ServiceError> {
    let opening = facts.opening();
    if opening.is_open() {
        return Ok(());
    }
    Err(refused(&Refusal::Closed(opening.reasons().to_vec()), &facts.names, facts.side))
}

/// Keeps an uploaded audience as its side's latest, with ledger entry and audit records; the room must still be open and
/// the terms the same as when the upload began. The version it got.
pub fn audience_received(
    tx: &mut WriteTx,
    who: &Allowed<UploadAudience>,
    new: &NewAudience,
    now: Timestamp,
) -> Result<i64, ServiceError> {
    let facts = Facts::load(tx, who.org(), &new.room, now)?;
    gate_of(&facts)?;
    if facts.terms.as_ref().is_none_or(|standing| standing.row.id != new.terms) {
        return Err(ServiceError::conflict("conflict-terms-changed"));
    }
    let number = |n: u64| i64::try_from(n).map_err(|e| ServiceError::Internal(e.to_string()));
    let row = Audience {
        id: new.id.clone(),
        room_id: new.room.clone(),
        org_id: who.org().clone(),
        terms_id: new.terms.clone(),
        version: store::audience_next_version(tx, who.org(), &new.room)?,
        label: label(&new.label),
        rows_received: number(new.rows)?,
        people: number(new.people)?,
        duplicates: number(new.rows.saturating_sub(new.people))?,
        bytes_stored: number(new.bytes)?,
        digest: new.digest.to_string(),
        created_by: who.user().clone(),
        created_at: now,
        removed_at: None,
    };
    store::audience_insert(tx, &row)?;
    let body = Body::AudienceReceived {
        by: facts.side,
        audience: new.id.clone(),
        digest: new.digest,
        people_rounded: people_rounded(new.people),
    };
    store::ledger_append(tx, who.org(), &new.room, (body, Some(who.org())), now)?;
    let act = Act {
        action: "audience.receive",
        object_kind: "room",
        object_id: new.room.as_str(),
        detail: json!({ "audience": new.id.as_str(), "people_rounded": people_rounded(new.people) }),
    };
    in_both_logs(tx, who, &facts.room, &act, now)?;
    Ok(row.version)
}

/// A label fit for a list: one line, not too long.
fn label(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control()).take(LONGEST_LABEL);
    kept.collect::<String>().trim().to_owned()
}
