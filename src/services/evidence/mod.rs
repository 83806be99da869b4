//! Documents of evidence: the partner attaches them while it answers, members of the organisation that asks read them, and each
//! reading by a member is in the audit log. A document is sealed before it reaches the database.

mod attach;
mod carried;
mod preview;
mod read;

use chrono::NaiveDate;
use serde_json::json;
use zeroize::Zeroizing;

use crate::clock::Timestamp;
use crate::ids::{EvidenceId, FindingId};
use crate::rooms::custody::MasterKey;
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, CarriedEvidenceRow, EvidenceRow, ReadTx};
use crate::vetting::evidence::{EvidenceKind, Period};

pub use attach::{
    EvidenceInput, evidence_about_by_respondent, evidence_add, evidence_read_by_respondent, evidence_remove,
};
pub(in crate::services) use attach::{evidence_add_to_finding, evidence_open_of_finding};
pub use carried::{Offer, offer_drop, offer_keep, offers};
pub use preview::{Preview, document_text};
pub use read::{evidence_about, evidence_list, evidence_read};

/// A document, ready to be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// The question that it is about.
    pub question: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// The file's name.
    pub name: String,
    /// The file's type.
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of the file, in lower-case hex.
    pub sha256: String,
    /// The days for which it speaks.
    pub period: Period,
    /// Whether it holds no longer.
    pub expired: bool,
    /// When it was sent.
    pub added_at: Timestamp,
    /// Whether it was taken over from the last round.
    pub carried: bool,
    /// The finding that it was sent for, if it was.
    pub finding: Option<FindingId>,
}

impl Evidence {
    /// A document as it stands on the day of `now`.
    pub fn of(row: &EvidenceRow, now: Timestamp) -> Self {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let expires = row.expires_on.as_deref().and_then(day);
        let period = Period { effective: day(&row.effective_on), expires };
        Self {
            id: row.id.clone(),
            question: row.question_id.clone(),
            kind: EvidenceKind::named(&row.kind).unwrap_or(EvidenceKind::Other),
            name: row.name.clone(),
            media_type: row.media_type.clone(),
            size: u64::try_from(row.size).unwrap_or_default(),
            sha256: row.sha256.clone(),
            period,
            expired: period.is_over(now.to_utc().date_naive()),
            added_at: row.added_at,
            carried: false,
            finding: row.finding_id.clone(),
        }
    }

    /// The same, marked if one of `offers` became it.
    #[must_use]
    pub fn marked(self, offers: &[CarriedEvidenceRow]) -> Self {
        let carried = offers.iter().any(|offer| offer.kept_as.as_ref() == Some(&self.id));
        Self { carried, ..self }
    }
}

/// A document that was opened.
pub struct OpenedEvidence {
    /// The file's name.
    pub name: String,
    /// The file's type.
    pub media_type: String,
    /// The file.
    pub bytes: Zeroizing<Vec<u8>>,
}

fn open(tx: &mut ReadTx, master: &MasterKey, row: &EvidenceRow) -> Result<OpenedEvidence, ServiceError> {
    let sealed = store::evidence_sealed(tx, row)?;
    let bytes = master
        .open_evidence((&row.assessment_id, &row.id), &sealed)
        .map_err(|e| ServiceError::Internal(format!("a document of evidence cannot be opened: {e}")))?;
    Ok(OpenedEvidence { name: row.name.clone(), media_type: row.media_type.clone(), bytes })
}

/// What is written down says which document it was by its digest; its name may tell more than the log should.
fn act<'a>(action: &'static str, row: &'a EvidenceRow) -> Act<'a> {
    let detail = json!({ "evidence": row.id, "question": row.question_id, "sha256": row.sha256 });
    Act { action, object_kind: "assessment", object_id: row.assessment_id.as_str(), detail }
}
