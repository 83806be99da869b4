//! Proposing and signing terms.

use serde_json::json;

use super::facts::{Facts, StandingTerms};
use super::open::in_both_logs;
use super::say::terms_faults;
use crate::access::{Allowed, ManageRooms, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{RoomId, TermsId};
use crate::rooms::canonical::CanonicalError;
use crate::rooms::ledger::Body;
use crate::rooms::terms::{Terms, TermsDraft};
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, ReadTx, RoomTerms, TermSignature, WriteTx};

/// What a signature names: a version and the hash of its text.
#[derive(Debug, Clone)]
pub struct Signing {
    /// The version.
    pub terms: TermsId,
    /// SHA-256 of the text that was read, in hex.
    pub terms_sha256: String,
}

/// Proposes a new version, by either side; signatures under earlier ones stop counting.
pub fn terms_propose(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    room: &RoomId,
    draft: &TermsDraft,
    now: Timestamp,
) -> Result<TermsId, ServiceError> {
    let found = store::room_fetch(tx, who.org(), room)?;
    if found.closed_at.is_some() {
        return Err(ServiceError::conflict("conflict-room-closed"));
    }
    let terms = draft.clone().check(now).map_err(terms_faults)?;
    let latest = store::terms_latest(tx, who.org(), room)?;
    let row = RoomTerms {
        id: TermsId::fresh(),
        room_id: room.clone(),
        version: latest.map_or(0, |latest| latest.version).saturating_add(1),
        terms: text(&terms)?,
        terms_sha256: terms.digest().map_err(unwritable)?.to_string(),
        proposed_by_org_id: who.org().clone(),
        proposed_by: who.user().clone(),
        created_at: now,
    };
    store::terms_insert(tx, who.org(), &row)?;
    let act = Act {
        action: "terms.propose",
        object_kind: "room",
        object_id: room.as_str(),
        detail: json!({ "version": row.version, "sha256": row.terms_sha256 }),
    };
    in_both_logs(tx, who, &found, &act, now)?;
    Ok(row.id)
}

fn text(terms: &Terms) -> Result<String, ServiceError> {
    let bytes = terms.canonical_bytes().map_err(unwritable)?;
    String::from_utf8(bytes).map_err(|e| ServiceError::Internal(e.to_string()))
}

fn unwritable(error: CanonicalError) -> ServiceError {
    ServiceError::Internal(error.to_string())
}

/// Signs the standing version for the person's organisation; what was read must be what stands.
pub fn terms_sign(
    tx: &mut WriteTx,
    who: &Allowed<ManageRooms>,
    room: &RoomId,
    signing: &Signing,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let facts = Facts::load(tx, who.org(), room, now)?;
    if facts.room.closed_at.is_some() {
        return Err(ServiceError::conflict("conflict-room-closed"));
    }
    let Some(standing) = &facts.terms else { return Err(ServiceError::conflict("conflict-terms-none")) };
    if standing.row.id != signing.terms || standing.row.terms_sha256 != signing.terms_sha256 {
        return Err(ServiceError::conflict("conflict-terms-stale"));
    }
    if standing.terms.expired(now) {
        return Err(ServiceError::conflict("conflict-terms-expired"));
    }
    let row = TermSignature {
        terms_id: standing.row.id.clone(),
        org_id: who.org().clone(),
        user_id: who.user().clone(),
        terms_sha256: standing.row.terms_sha256.clone(),
        signed_at: now,
    };
    let twice = |error: store::StoreError| ServiceError::from(error).or_conflict("conflict-terms-signed");
    store::signature_insert(tx, &row).map_err(twice)?;
    let terms = standing.terms.digest().map_err(unwritable)?;
    let entry =
        (Body::TermsSigned { by: facts.side, terms, text: standing.row.terms.clone() }, Some(who.org()));
    store::ledger_append(tx, who.org(), room, entry, now)?;
    let act = Act {
        action: "terms.sign",
        object_kind: "room",
        object_id: room.as_str(),
        detail: json!({ "version": standing.row.version, "sha256": standing.row.terms_sha256 }),
    };
    in_both_logs(tx, who, &facts.room, &act, now)
}

/// Every version of a room's terms, newest first.
#[derive(Debug, Clone)]
pub struct TermsVersions {
    /// The room.
    pub facts: Facts,
    /// The versions, each with its text.
    pub versions: Vec<(RoomTerms, Terms)>,
}

impl TermsVersions {
    /// The version that stands.
    pub fn standing(&self) -> Option<&StandingTerms> {
        self.facts.terms.as_ref()
    }

    /// The version before the standing one.
    pub fn before(&self) -> Option<&Terms> {
        self.versions.get(1).map(|(_, terms)| terms)
    }
}

/// The versions of the room's terms.
pub fn terms_versions(
    tx: &mut ReadTx,
    who: &Allowed<ViewRooms>,
    room: &RoomId,
    now: Timestamp,
) -> Result<TermsVersions, ServiceError> {
    let facts = Facts::load(tx, who.org(), room, now)?;
    let rows = store::terms_list(tx, who.org(), room)?;
    let read = |row: RoomTerms| row.read().map(|terms| (row, terms));
    let versions = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    Ok(TermsVersions { facts, versions })
}
