//! The proof of an organisation's audit log: records get their place in its tree, and the log is handed out with a signed
//! checkpoint.
//!
//! Two acts of one organisation may happen at once and must not wait for each other, so a record is written with its act and
//! gets its place a moment later, by a job. Until then the database alone keeps it; from then on every checkpoint does.

use std::collections::BTreeMap;

use crate::access::{Allowed, ViewAudit};
use crate::ids::OrgId;
use crate::rooms::canonical;
use crate::rooms::proof::audit::{AuditEntry, VERSION};
use crate::rooms::proof::{Checkpoint, SigningKey, Tree, file, leaf_hash};
use crate::rooms::{Digest, canonical::CanonicalError};
use crate::services::ServiceError;
use crate::store::{self, AuditLeaf, AuditRecord, ReadTx, Store};

/// How many records get their place in one transaction.
const BATCH: i64 = 1_000;

/// Gives every record of every organisation that has no place yet its place; how many there were. Takes the [`Store`]
/// itself: a long log is taken in several transactions.
pub fn audit_prove(store: &Store) -> Result<usize, ServiceError> {
    let mut placed = 0;
    loop {
        if store.read(|tx| store::audit_unproved(tx, 1))?.is_empty() {
            return Ok(placed);
        }
        placed += store.write("audit_prove", |tx| {
            let rows = store::audit_unproved(tx, BATCH)?;
            let mut next: BTreeMap<OrgId, i64> = BTreeMap::new();
            for (seq, record) in &rows {
                let Some(org) = record.org_id.clone() else { continue };
                let number = match next.get(&org) {
                    Some(number) => *number,
                    None => store::audit_leaf_count(tx, &org)?,
                };
                let leaf_hash = leaf_hash(entry(&org, number, record)?.as_bytes()).to_string();
                store::audit_leaf_append(
                    tx,
                    &AuditLeaf { seq: *seq, org_id: org.clone(), number, leaf_hash },
                )?;
                next.insert(org, number.saturating_add(1));
            }
            Ok::<_, ServiceError>(rows.len())
        })?;
    }
}

/// The canonical text of a record in its place.
fn entry(org: &OrgId, number: i64, record: &AuditRecord) -> Result<String, ServiceError> {
    let entry = AuditEntry {
        version: VERSION,
        org: org.clone(),
        number: u64::try_from(number).unwrap_or_default(),
        id: record.id.clone(),
        at: record.at,
        actor_kind: record.actor_kind.clone(),
        actor_id: record.actor_id.clone(),
        action: record.action.clone(),
        outcome: record.outcome.clone(),
        object_kind: record.object_kind.clone(),
        object_id: record.object_id.clone(),
        detail: record.detail.clone(),
    };
    let bytes = canonical::bytes(&entry).map_err(unwritable)?;
    String::from_utf8(bytes).map_err(|e| ServiceError::Internal(e.to_string()))
}

fn unwritable(error: CanonicalError) -> ServiceError {
    ServiceError::Internal(error.to_string())
}

/// The organisation's whole log with a signed checkpoint, as `entente verify` reads it.
pub fn audit_file(
    tx: &mut ReadTx,
    who: &Allowed<ViewAudit>,
    key: &SigningKey,
) -> Result<String, ServiceError> {
    let rows = store::audit_leaf_list(tx, who.org())?;
    let mut entries = Vec::with_capacity(rows.len());
    for (leaf, record) in &rows {
        entries.push(entry(who.org(), leaf.number, record)?);
    }
    let text = file::write(&checkpoint(who.org(), &rows)?, entries.iter().map(String::as_str), key);
    text.map_err(unwritable)
}

/// The signed checkpoint of the organisation's log.
pub fn audit_checkpoint(
    tx: &mut ReadTx,
    who: &Allowed<ViewAudit>,
    key: &SigningKey,
) -> Result<String, ServiceError> {
    let rows = store::audit_leaf_list(tx, who.org())?;
    Ok(checkpoint(who.org(), &rows)?.sign(key))
}

/// The log by the hashes that its records had when they got their place: what was changed since does not get a fresh
/// signature.
fn checkpoint(org: &OrgId, rows: &[(AuditLeaf, AuditRecord)]) -> Result<Checkpoint, ServiceError> {
    let mut tree = Tree::default();
    for (leaf, _) in rows {
        let hash = Digest::parse(&leaf.leaf_hash);
        tree.push(hash.map_err(|e| ServiceError::Internal(e.to_string()))?);
    }
    let size =
        rows.last().map_or(0, |(leaf, _)| u64::try_from(leaf.number).unwrap_or_default().saturating_add(1));
    Ok(Checkpoint { origin: file::audit_origin(org), size, root: tree.root() })
}
