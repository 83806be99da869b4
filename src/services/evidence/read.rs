//! Reading documents of evidence, for members of the organisation that asked.

use super::{Evidence, OpenedEvidence, act, open};
use crate::access::{Allowed, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, EvidenceId};
use crate::rooms::custody::MasterKey;
use crate::services::{ServiceError, audit};
use crate::store::{self, ReadTx, WriteTx};

/// The documents of an assessment, oldest first.
pub fn evidence_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    assessment: &AssessmentId,
    now: Timestamp,
) -> Result<Vec<Evidence>, ServiceError> {
    store::assessment_fetch(tx, who.org(), assessment)?;
    let rows = store::evidence_list(tx, who.org(), assessment)?;
    let offers = store::carried_evidence_list(tx, who.org(), assessment)?;
    Ok(rows.iter().map(|row| Evidence::of(row, now).marked(&offers)).collect())
}

/// What is known about a document; what is in it stays closed.
pub fn evidence_about(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    (assessment, id): (&AssessmentId, &EvidenceId),
    now: Timestamp,
) -> Result<Evidence, ServiceError> {
    Ok(Evidence::of(&store::evidence_fetch(tx, who.org(), (assessment, id))?, now))
}

/// Opens a document for a member; that is in the audit log.
pub fn evidence_read(
    tx: &mut WriteTx,
    who: &Allowed<ViewPartners>,
    master: &MasterKey,
    (assessment, id): (&AssessmentId, &EvidenceId),
    now: Timestamp,
) -> Result<OpenedEvidence, ServiceError> {
    let row = store::evidence_fetch(tx, who.org(), (assessment, id))?;
    audit::done(tx, who, &act("evidence.read", &row), now)?;
    open(tx, master, &row)
}
