//! Asking, after submitting, to change the answers again. Whoever asked the questions grants it or declines, with a word.

use serde_json::json;

use super::desk::desk;
use super::link::author;
use crate::access::Respondent;
use crate::clock::Timestamp;
use crate::ids::ReopenRequestId;
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, ReadTx, ReopenRequestRow, WriteTx};

/// A reason is at most so many characters long.
pub const LONGEST_REOPEN_REASON: usize = 1000;

/// Asks to open submitted answers again. One request waits at a time.
pub fn reopen_ask(
    tx: &mut WriteTx,
    who: &Respondent,
    reason: &str,
    now: Timestamp,
) -> Result<ReopenRequestId, ServiceError> {
    if who.section().is_some() {
        return Err(ServiceError::Refused(Message::new("refused-delegate")));
    }
    if desk(tx, who)?.is_open() {
        return Err(ServiceError::Conflict(Message::new("conflict-reopen-open")));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REOPEN_REASON {
        let message = Message::new("fault-reopen-reason").arg("n", LONGEST_REOPEN_REASON);
        return Err(ServiceError::Invalid(vec![FieldFault { field: "reason".to_owned(), message }]));
    }
    let earlier = store::reopen_request_list(tx, who.org(), who.assessment())?;
    if earlier.iter().any(|row| row.verdict.is_none()) {
        return Err(ServiceError::Conflict(Message::new("conflict-reopen-waits")));
    }
    let row = ReopenRequestRow {
        id: ReopenRequestId::fresh(),
        org_id: who.org().clone(),
        assessment_id: who.assessment().clone(),
        link_id: who.link().clone(),
        reason: reason.to_owned(),
        asked_at: now,
        verdict: None,
        word: String::new(),
        answered_by: None,
        answered_at: None,
    };
    store::reopen_request_insert(tx, &row)?;
    let act = Act {
        action: "reopen.ask",
        object_kind: "assessment",
        object_id: who.assessment().as_str(),
        detail: json!({ "request": row.id.as_str() }),
    };
    audit::done(tx, author(who), &act, now)?;
    Ok(row.id)
}

/// The last request of this respondent's side, for whoever may submit; none if there was none.
pub fn reopen_asked(tx: &mut ReadTx, who: &Respondent) -> Result<Option<ReopenRequestRow>, ServiceError> {
    if who.section().is_some() {
        return Ok(None);
    }
    Ok(store::reopen_request_list(tx, who.org(), who.assessment())?.pop())
}
