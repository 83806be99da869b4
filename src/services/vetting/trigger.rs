//! Early triggers: what is learned about a partner between two assessments voids the decision and closes the rooms at once
//! (vetting.md, "Model", 10), in one transaction, so that not even one more run falls between.

use serde_json::json;

use crate::access::{Allowed, ManagePartners, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{OrgId, PartnerId, TriggerId};
use crate::rooms::lifecycle::CloseReason;
use crate::services::audit::{self, Act, Author};
use crate::services::rooms;
use crate::services::{FieldFault, ServiceError};
use crate::store::{self, Assessment, DecisionStatus, ReadTx, TriggerRow, WriteTx};
use crate::vetting::trigger::{CameFrom, TriggerKind};

const LONGEST_NOTE: usize = 2_000;

/// What somebody learned, as it was entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TriggerInput {
    /// The name of a [`TriggerKind`].
    pub kind: String,
    /// What was learned, in a person's words.
    pub note: String,
}

/// An early trigger with the name of who wrote it down.
#[derive(Debug, Clone)]
pub struct TriggerLine {
    /// Its id.
    pub id: TriggerId,
    /// Of which kind it is.
    pub kind: TriggerKind,
    /// What was learned.
    pub note: String,
    /// Who wrote it down; nobody where the program itself saw it.
    pub by: Option<String>,
    /// What it came from, where a notice of the partner's took effect without a member.
    pub came_from: Option<CameFrom>,
    /// When.
    pub at: Timestamp,
    /// Whether nobody has decided since.
    pub unanswered: bool,
}

impl TriggerInput {
    fn checked(&self) -> Result<(TriggerKind, String), ServiceError> {
        let note = self.note.trim().to_owned();
        let mut faults = Vec::new();
        let kind = TriggerKind::named(&self.kind).filter(|kind| TriggerKind::REPORTED.contains(kind));
        if kind.is_none() {
            faults.push(FieldFault::new("kind", "fault-trigger-kind"));
        }
        if note.is_empty() || note.chars().count() > LONGEST_NOTE {
            faults.push(FieldFault::new("note", "fault-trigger-note"));
        }
        match kind {
            Some(kind) if faults.is_empty() => Ok((kind, note)),
            _ => Err(ServiceError::Invalid(faults)),
        }
    }
}

/// Writes down what was learned: decisions about the partner that count or wait are void, and every open room with it closes.
pub fn trigger_record(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    id: &PartnerId,
    input: &TriggerInput,
    now: Timestamp,
) -> Result<TriggerId, ServiceError> {
    let partner = store::partner_fetch(tx, who.org(), id)?;
    let (kind, note) = input.checked()?;
    let row = TriggerRow {
        id: TriggerId::fresh(),
        org_id: who.org().clone(),
        partner_id: partner.id,
        kind: kind.as_str().to_owned(),
        note,
        recorded_by: Some(who.user().clone()),
        recorded_at: now,
        came_from: None,
    };
    note_down(tx, &row, &who.into(), now)?;
    Ok(row.id)
}

/// What follows from any trigger that somebody reported, or that a notice of the partner's brought.
pub(in crate::services) fn note_down(
    tx: &mut WriteTx,
    row: &TriggerRow,
    author: &Author,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (org, id) = (&row.org_id, &row.partner_id);
    store::trigger_insert(tx, row)?;
    let detail = json!({ "kind": row.kind, "trigger": row.id.as_str() });
    let act = Act { action: "partner.trigger", object_kind: "partner", object_id: id.as_str(), detail };
    audit::done_to(tx, author.clone(), org, &act, now)?;
    for assessment in store::assessment_list(tx, org, id)? {
        let state = super::decision::void_standing(tx, author.clone(), &assessment, "trigger", now)?;
        if state != assessment.state {
            super::assessment::put(tx, Assessment { state, ..assessment })?;
        }
    }
    rooms::close_with(tx, (org, id), (CloseReason::EarlyTrigger, author), now)
}

/// Every early trigger of a partner, newest first.
pub fn trigger_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &PartnerId,
) -> Result<Vec<TriggerLine>, ServiceError> {
    let last = last_decided(tx, who.org(), id)?;
    let mut lines = Vec::new();
    for row in store::trigger_list(tx, who.org(), id)? {
        let Some(kind) = TriggerKind::named(&row.kind) else { continue };
        let by = match &row.recorded_by {
            Some(user) => Some(store::user_fetch(tx, user)?.name),
            None => None,
        };
        let unanswered = last.is_none_or(|at| at < row.recorded_at);
        let came_from = row.came_from.as_deref().and_then(CameFrom::named);
        let (id, note, at) = (row.id, row.note, row.recorded_at);
        lines.push(TriggerLine { id, kind, note, by, came_from, at, unanswered });
    }
    Ok(lines)
}

/// When the partner was last decided about, void decisions aside.
fn last_decided(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
) -> Result<Option<Timestamp>, ServiceError> {
    let decided = store::decision_list(tx, org, partner)?;
    Ok(decided.iter().filter(|row| row.status != DecisionStatus::Void).map(|row| row.decided_at).max())
}

/// Since when the partner waits for a decision because evidence ran out; none if it does not.
pub(in crate::services) fn evidence_over_since(
    tx: &mut ReadTx,
    org: &OrgId,
    partner: &PartnerId,
) -> Result<Option<Timestamp>, ServiceError> {
    let last = last_decided(tx, org, partner)?;
    let rows = store::trigger_list(tx, org, partner)?;
    let over = rows.iter().find(|row| row.kind == TriggerKind::EvidenceExpired.as_str());
    Ok(over.map(|row| row.recorded_at).filter(|at| last.is_none_or(|decided| decided < *at)))
}
