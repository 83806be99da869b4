//! Writing one mail into the outbox.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::clock::Timestamp;
use crate::ids::{AssessmentId, MailId, OrgId};
use crate::secret::random_bytes;
use crate::services::ServiceError;
use crate::services::rooms::Kit;
use crate::store::{self, MailRow, MailState, WriteTx};

/// Subject and text, as they are sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) subject: String,
    pub(super) text: String,
}

/// A mail, in words already.
pub(super) struct Written<'a> {
    /// What it is about, as a word.
    pub(super) kind: &'static str,
    /// The address.
    pub(super) to: &'a str,
    /// The assessment, where a partner gets it.
    pub(super) assessment: Option<&'a AssessmentId>,
    /// The subject.
    pub(super) subject: String,
    /// The paragraphs.
    pub(super) paragraphs: Vec<String>,
}

/// Puts the mail into the outbox; nothing without a mail server.
pub(super) fn write(
    tx: &mut WriteTx,
    kit: &Kit,
    org: &OrgId,
    mail: Written<'_>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    if !kit.post().is_open() {
        return Ok(());
    }
    let id = MailId::fresh();
    let content = Content { subject: mail.subject, text: format!("{}\n", mail.paragraphs.join("\n\n")) };
    let internal = |fault: &dyn std::fmt::Display| ServiceError::Internal(fault.to_string());
    let plain = Zeroizing::new(serde_json::to_vec(&content).map_err(|e| internal(&e))?);
    let sealed = kit.master().seal_mail(&id, &plain, random_bytes()?).map_err(|e| internal(&e))?;
    let row = MailRow {
        id,
        org_id: org.clone(),
        kind: mail.kind.to_owned(),
        recipient: mail.to.to_owned(),
        assessment_id: mail.assessment.cloned(),
        sealed: Some(sealed),
        state: MailState::Waiting.as_str().to_owned(),
        attempts: 0,
        run_after: now,
        last_error: String::new(),
        created_at: now,
        ended_at: None,
    };
    Ok(store::mail_insert(tx, &row)?)
}
