//! The mail that brings a partner its link for announcing changes.

use super::known;
use super::write::{Written, write};
use crate::access::LinkToken;
use crate::clock::Timestamp;
use crate::ids::OrgId;
use crate::services::rooms::Kit;
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, WriteTx};

/// Writes the mail, if there is an address and a mail server; what cannot be an address or a language is a fault either way.
pub fn change_link_mail(
    tx: &mut WriteTx,
    (org, kit): (&OrgId, &Kit),
    (email, language): (&str, &str),
    (token, (partner, until)): (&LinkToken, (&str, Timestamp)),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (email, language) = (email.trim(), if language.is_empty() { "en" } else { language });
    let mut faults = Vec::new();
    if !email.is_empty() && !store::mail_address_fits(email) {
        faults.push(FieldFault::new("email", "fault-email"));
    }
    if known(language) != language {
        faults.push(FieldFault::new("language", "fault-language"));
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    if email.is_empty() {
        return Ok(());
    }
    let (post, name) = (kit.post(), store::organisation_fetch(tx, org)?.name);
    let say = |id| post.say(language, &Message::new(id).arg("org", &name).arg("partner", partner));
    let on = post.date(language, until);
    let mail = Written {
        kind: "change_link",
        to: email,
        assessment: None,
        subject: say("mail-changes-subject"),
        paragraphs: vec![
            say("mail-changes-text"),
            post.link(&format!("/changes/{}", token.expose())),
            post.say(language, &Message::new("mail-changes-until").arg("on", on)),
            say("mail-changes-care"),
        ],
    };
    write(tx, kit, org, mail, now)
}
