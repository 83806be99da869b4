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
use crate::rooms::lists::{ListKind, SealedNames};
use crate::rooms::release::Refusal;
use crate::services::audit::Act;
use crate::services::{Message, ServiceError};
use crate::store::{self, Audience, ReadTx, StoredList, WriteTx};

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

/// A list whose file is complete and durable.
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
    /// Whom it lists.
    pub list: ListKind,
    /// What it came to.
    pub stored: StoredList,
    /// The sealed names of its segments, if they came with it.
    pub names: Option<SealedNames>,
    /// Those who were marked as opted out in it: a list of its own.
    pub marked: Option<(AudienceId, StoredList)>,
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
    fits_names(new)?;
    let main = Row { id: &new.id, list: new.list, stored: &new.stored, with: None };
    let version = keep(tx, who, (&facts, new), &main, now)?;
    if let Some((id, stored)) = &new.marked {
        let marked = Row { id, list: ListKind::OptOut, stored, with: Some(&new.id) };
        keep(tx, who, (&facts, new), &marked, now)?;
    }
    Ok(version)
}

/// Every segment that holds somebody has a name, where names came at all.
fn fits_names(new: &NewAudience) -> Result<(), ServiceError> {
    let (Some(names), Some(sizes)) = (&new.names, &new.stored.segments) else { return Ok(()) };
    let nameless = sizes.indexed().any(|(index, size)| size > 0 && names.of(index).is_none());
    if nameless { Err(ServiceError::Unusable(Message::new("unusable-upload-names-few"))) } else { Ok(()) }
}

/// One list to keep.
struct Row<'a> {
    id: &'a AudienceId,
    list: ListKind,
    stored: &'a StoredList,
    with: Option<&'a AudienceId>,
}

/// Keeps one list, with its ledger entry and audit records; the version it got.
fn keep(
    tx: &mut WriteTx,
    who: &Allowed<UploadAudience>,
    of: (&Facts, &NewAudience),
    list: &Row<'_>,
    now: Timestamp,
) -> Result<i64, ServiceError> {
    let (facts, new) = of;
    let row = row(tx, who, new, list, now)?;
    store::audience_insert(tx, &row)?;
    let (by, digest) = (facts.side, Digest::from_bytes(list.stored.digest));
    let people_rounded = people_rounded(list.stored.summary.people);
    let id = list.id.clone();
    let (body, action) = match list.list {
        ListKind::Audience => {
            (Body::AudienceReceived { by, audience: id, digest, people_rounded }, "audience.receive")
        }
        ListKind::OptOut => {
            (Body::OptOutsReceived { by, list: id, digest, people_rounded }, "opt_outs.receive")
        }
    };
    store::ledger_append(tx, who.org(), &new.room, (body, Some(who.org())), now)?;
    let act = Act {
        action,
        object_kind: "room",
        object_id: new.room.as_str(),
        detail: json!({ "audience": list.id.as_str(), "people_rounded": people_rounded }),
    };
    in_both_logs(tx, who, &facts.room, &act, now)?;
    Ok(row.version)
}

fn row(
    tx: &mut WriteTx,
    who: &Allowed<UploadAudience>,
    new: &NewAudience,
    list: &Row<'_>,
    now: Timestamp,
) -> Result<Audience, ServiceError> {
    let number = |n: u64| i64::try_from(n).map_err(|e| ServiceError::Internal(e.to_string()));
    let summary = list.stored.summary;
    let audience = list.list == ListKind::Audience;
    let sizes = list.stored.segments.filter(|_| audience);
    Ok(Audience {
        id: list.id.clone(),
        room_id: new.room.clone(),
        org_id: who.org().clone(),
        terms_id: new.terms.clone(),
        version: store::audience_next_version(tx, who.org(), &new.room)?,
        label: label(&new.label),
        rows_received: number(summary.rows)?,
        people: number(summary.people)?,
        duplicates: number(summary.rows.saturating_sub(summary.people))?,
        bytes_stored: number(list.stored.bytes)?,
        digest: Digest::from_bytes(list.stored.digest).to_string(),
        created_by: who.user().clone(),
        created_at: now,
        removed_at: None,
        kind: list.list.as_str().to_owned(),
        with_audience_id: list.with.cloned(),
        segment_sizes: sizes.map(|sizes| json!(sizes.as_list()).to_string()),
        segment_names: new.names.as_ref().filter(|_| sizes.is_some()).map(SealedNames::to_json),
    })
}

/// A label fit for a list: one line, not too long.
fn label(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control()).take(LONGEST_LABEL);
    kept.collect::<String>().trim().to_owned()
}
