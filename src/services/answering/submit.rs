//! Submitting: only when every required question is answered; from then on the answers stay as they are.

use serde_json::json;

use super::desk::desk;
use super::link::author;
use super::receipt::{Receipt, receipt};
use crate::access::Respondent;
use crate::clock::Timestamp;
use crate::services::audit::{self, Act};
use crate::services::{Message, ServiceError};
use crate::store::{self, SubmissionRow, WriteTx};

const LONGEST_NAME: usize = 120;

/// Submits the answers in the name of `by`, who says that they are true. A second submission is a conflict.
pub fn submit(
    tx: &mut WriteTx,
    who: &Respondent,
    by: &str,
    language: &str,
    now: Timestamp,
) -> Result<Receipt, ServiceError> {
    if who.section().is_some() {
        return Err(ServiceError::Refused(Message::new("refused-delegate")));
    }
    let before = desk(tx, who)?;
    if !before.is_open() {
        return Err(ServiceError::Conflict(Message::new("conflict-submitted")));
    }
    let open: usize = before.progress().iter().map(|section| section.open.len()).sum();
    if open > 0 {
        return Err(ServiceError::Refused(Message::new("refused-questions-open").arg("n", open)));
    }
    let by = by.trim();
    if by.is_empty() || by.chars().count() > LONGEST_NAME {
        return Err(ServiceError::field("name", "fault-name"));
    }
    store::assessment_submit(tx, who.org(), who.assessment(), (by, before.revision), now)?;
    let after = desk(tx, who)?;
    let made = receipt(&after, language)?
        .ok_or_else(|| ServiceError::Internal("a submission left the questionnaire open".to_owned()))?;
    keep(tx, who, &made)?;
    let act = Act {
        action: "assessment.submit",
        object_kind: "assessment",
        object_id: who.assessment().as_str(),
        detail: json!({ "answers": made.answers, "sha256": made.sha256 }),
    };
    audit::done(tx, author(who), &act, now)?;
    Ok(made)
}

/// Keeps what was submitted, word for word: it stays true when the answers are opened again and submitted another time.
fn keep(tx: &mut WriteTx, who: &Respondent, made: &Receipt) -> Result<(), ServiceError> {
    let earlier = store::submission_list(tx, who.org(), who.assessment())?;
    let row = SubmissionRow {
        assessment_id: who.assessment().clone(),
        number: earlier.last().map_or(1, |last| last.number.saturating_add(1)),
        org_id: who.org().clone(),
        link_id: who.link().clone(),
        submitted_at: made.at,
        submitted_by: made.by.clone(),
        answers: i64::try_from(made.answers).unwrap_or(i64::MAX),
        sha256: made.sha256.clone(),
        document: made.document.clone(),
    };
    Ok(store::submission_insert(tx, &row)?)
}
