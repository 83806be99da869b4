//! Until when a partner is to answer, and the mail that brings the respondent the link.

use serde_json::json;

use super::known;
use super::settings::rules_of;
use super::write::{Written, write};
use crate::access::{Allowed, LinkToken, ManageAssessments, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::AssessmentId;
use crate::services::audit::{self, Act};
use crate::services::rooms::Kit;
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, AssessmentContact, MailRow, ReadTx, WriteTx};

const LONGEST_DUE_DAYS: i64 = 365;

/// Whom to send the link to, as it was entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactInput {
    /// The address; empty for no mail.
    pub email: String,
    /// The language's tag.
    pub language: String,
    /// The day on which the answers are due; none: the organisation's usual time from now.
    pub due: Option<Timestamp>,
    /// That a day was typed which is none.
    pub due_unreadable: bool,
}

/// Keeps the due date and the address, and writes the mail that carries the link that was just made.
pub fn contact_save(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    kit: &Kit,
    (id, token, input): (&AssessmentId, &LinkToken, &ContactInput),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let assessment = store::assessment_fetch(tx, who.org(), id)?;
    let row = checked(tx, who, (id, input), now)?;
    store::assessment_contact_put(tx, &row)?;
    let mailed = row.email.is_some() && kit.post().is_open();
    if let Some(email) = &row.email {
        let (post, language) = (kit.post(), row.language.as_str());
        let org = store::organisation_fetch(tx, who.org())?.name;
        let partner = store::partner_fetch(tx, who.org(), &assessment.partner_id)?.name;
        let say = |id| post.say(language, &Message::new(id).arg("org", &org).arg("partner", &partner));
        let due = post.date(language, last_day(row.due_at));
        let mail = Written {
            kind: "link",
            to: email,
            assessment: Some(id),
            subject: say("mail-link-subject"),
            paragraphs: vec![
                say("mail-link-text"),
                post.link(&format!("/a/{}", token.expose())),
                post.say(language, &Message::new("mail-link-due").arg("on", due)),
                say("mail-link-care"),
            ],
        };
        write(tx, kit, who.org(), mail, now)?;
    }
    let detail = json!({ "due": row.due_at, "mailed": mailed });
    let act = Act { action: "assessment.contact", object_kind: "assessment", object_id: id.as_str(), detail };
    Ok(audit::done(tx, who, &act, now)?)
}

fn checked(
    tx: &mut ReadTx,
    who: &Allowed<ManageAssessments>,
    (id, input): (&AssessmentId, &ContactInput),
    now: Timestamp,
) -> Result<AssessmentContact, ServiceError> {
    let email = input.email.trim();
    let mut faults = Vec::new();
    if !email.is_empty() && !store::mail_address_fits(email) {
        faults.push(FieldFault::new("email", "fault-email"));
    }
    let language = if input.language.is_empty() { "en" } else { input.language.as_str() };
    if known(language) != language {
        faults.push(FieldFault::new("language", "fault-language"));
    }
    let due_at = match input.due {
        Some(due) => due.end_of_day(),
        None => {
            let earlier = store::assessment_contact_find(tx, who.org(), id)?.map(|row| row.due_at);
            let usual = now.plus_days(rules_of(tx, who.org())?.due_days).end_of_day();
            earlier.filter(|due| *due > now.end_of_day()).unwrap_or(usual)
        }
    };
    let latest = now.plus_days(LONGEST_DUE_DAYS).end_of_day();
    if input.due_unreadable || due_at <= now.end_of_day() || due_at > latest {
        let message = Message::new("fault-due").arg("n", LONGEST_DUE_DAYS);
        faults.push(FieldFault { field: "due".to_owned(), message });
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    Ok(AssessmentContact {
        assessment_id: id.clone(),
        org_id: who.org().clone(),
        email: Some(email.to_owned()).filter(|email| !email.is_empty()),
        language: language.to_owned(),
        due_at,
    })
}

/// The day itself, of the end of a day.
pub(super) fn last_day(end: Timestamp) -> Timestamp {
    end.plus_seconds(-1)
}

/// The contact of an assessment and the newest mail to it.
pub fn contact_state(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<(Option<AssessmentContact>, Option<MailRow>), ServiceError> {
    let contact = store::assessment_contact_find(tx, who.org(), id)?;
    Ok((contact, store::mail_latest_of(tx, who.org(), id)?))
}

/// The day on which answers are due if sending says nothing else.
pub fn contact_due(
    tx: &mut ReadTx,
    who: &Allowed<ManageAssessments>,
    now: Timestamp,
) -> Result<Timestamp, ServiceError> {
    Ok(now.plus_days(rules_of(tx, who.org())?.due_days))
}
