//! A partner's request to change what it submitted: read, granted or declined; and what was submitted so far.
//!
//! Granting does what a manager's own reopening does. The receipt of the earlier submission stays true: it is kept as it was.

use serde_json::json;

use crate::access::{Allowed, ManageAssessments, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, ReopenRequestId};
use crate::services::answering::Receipt;
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, ReadTx, ReopenRequestRow, ShownScoreRow, WriteTx};

/// A word with an answer is at most so many characters long.
pub const LONGEST_WORD: usize = 1000;

/// What is answered to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReopenVerdict {
    /// The answers are open again.
    Granted,
    /// They stay as they were submitted.
    Declined,
}

impl ReopenVerdict {
    /// The word in the database, in forms and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Declined => "declined",
        }
    }

    /// The verdict of that word.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Granted, Self::Declined].into_iter().find(|verdict| verdict.as_str() == word)
    }
}

/// A request as members read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReopenRequest {
    /// The request.
    pub row: ReopenRequestRow,
    /// The name of who answered it.
    pub answered_by: Option<String>,
}

/// The requests about an assessment, oldest first.
pub fn reopen_requests(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<Vec<ReopenRequest>, ServiceError> {
    store::assessment_fetch(tx, who.org(), id)?;
    let rows = store::reopen_request_list(tx, who.org(), id)?;
    rows.into_iter()
        .map(|row| {
            let by = row.answered_by.as_ref().map(|user| store::user_fetch(tx, user)).transpose()?;
            Ok(ReopenRequest { answered_by: by.map(|user| user.name), row })
        })
        .collect()
}

/// Grants or declines a request that waits. A refusal says why.
pub fn reopen_answer(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    (id, request): (&AssessmentId, &ReopenRequestId),
    (verdict, word): (ReopenVerdict, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = store::assessment_fetch(tx, who.org(), id)?;
    let requests = store::reopen_request_list(tx, who.org(), id)?;
    let found = requests.into_iter().find(|one| one.id == *request).ok_or(ServiceError::NotFound)?;
    if found.verdict.is_some() {
        return Err(ServiceError::conflict("conflict-reopen-answered"));
    }
    let word = word.trim();
    let missing = verdict == ReopenVerdict::Declined && word.is_empty();
    if missing || word.chars().count() > LONGEST_WORD {
        let message = Message::new("fault-reopen-word").arg("n", LONGEST_WORD);
        return Err(ServiceError::Invalid(vec![FieldFault { field: "word".to_owned(), message }]));
    }
    store::reopen_request_answer(tx, who.org(), request, (verdict.as_str(), word), (who.user(), now))?;
    if verdict == ReopenVerdict::Granted {
        super::assessment_reopen(tx, who, (id, row.revision), now)?;
    }
    let act = Act {
        action: match verdict {
            ReopenVerdict::Granted => "reopen.grant",
            ReopenVerdict::Declined => "reopen.decline",
        },
        object_kind: "assessment",
        object_id: id.as_str(),
        detail: json!({ "request": request.as_str() }),
    };
    Ok(audit::done(tx, who, &act, now)?)
}

/// Answers what waits when a manager opens the answers without having been led there by the request.
pub(super) fn settle_waiting(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    id: &AssessmentId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let requests = store::reopen_request_list(tx, who.org(), id)?;
    for row in requests.iter().filter(|row| row.verdict.is_none()) {
        let granted = (ReopenVerdict::Granted.as_str(), "");
        store::reopen_request_answer(tx, who.org(), &row.id, granted, (who.user(), now))?;
    }
    Ok(())
}

/// What the partner submitted, each time, first to last.
pub fn submissions(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<Vec<Receipt>, ServiceError> {
    store::assessment_fetch(tx, who.org(), id)?;
    let rows = store::submission_list(tx, who.org(), id)?;
    Ok(rows.into_iter().map(Receipt::from).collect())
}

/// Whether the partner may see the score of an assessment.
pub fn score_shown(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<bool, ServiceError> {
    store::assessment_fetch(tx, who.org(), id)?;
    is_shown(tx, who.org(), id)
}

pub(super) fn is_shown(tx: &mut ReadTx, org: &OrgId, id: &AssessmentId) -> Result<bool, ServiceError> {
    Ok(store::shown_score_find(tx, org, id)?.is_some())
}

/// Lets the partner see the score and try out what would change it, or hides it again.
pub fn score_show(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    (id, show): (&AssessmentId, bool),
    now: Timestamp,
) -> Result<(), ServiceError> {
    store::assessment_fetch(tx, who.org(), id)?;
    if is_shown(tx, who.org(), id)? == show {
        return Ok(());
    }
    if show {
        let row = ShownScoreRow {
            assessment_id: id.clone(),
            org_id: who.org().clone(),
            shown_by: who.user().clone(),
            shown_at: now,
        };
        store::shown_score_insert(tx, &row)?;
    } else {
        store::shown_score_delete(tx, who.org(), id)?;
    }
    let act = Act {
        action: if show { "score.show" } else { "score.hide" },
        object_kind: "assessment",
        object_id: id.as_str(),
        detail: json!({}),
    };
    Ok(audit::done(tx, who, &act, now)?)
}
