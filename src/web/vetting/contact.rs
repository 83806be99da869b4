//! Whom the questionnaire's link is mailed to and until when the answers are due, on the page that sends.

use super::view::fault_of;
use crate::access::{Allowed, ManageAssessments, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::AssessmentId;
use crate::services::{FieldFault, ServiceError, mail, vetting};
use crate::store::{Assessment, AssessmentContact, MailRow, ReadTx};
use crate::web::components::{Banner, FieldView, Kind};
use crate::web::format;
use crate::web::page::Chrome;
use crate::web::settings::{mail as mail_page, mail_choice};

/// What is known about the contact.
pub(super) struct Known {
    /// What was given for this assessment.
    given: Option<AssessmentContact>,
    /// The newest mail to it.
    mail: Option<MailRow>,
    /// The address to begin with: the last round's, else the partner's.
    email: String,
    /// The language to begin with.
    language: String,
    /// The day on which they are due, if that is still to come.
    due: Option<Timestamp>,
    /// The day on which answers are due if nobody says another.
    usual: Timestamp,
}

/// What is known about the contact of an assessment.
pub(super) fn known(
    tx: &mut ReadTx,
    (view, manages): (&Allowed<ViewPartners>, &Allowed<ManageAssessments>),
    id: &AssessmentId,
    last: Option<&Assessment>,
    now: Timestamp,
) -> Result<Known, ServiceError> {
    let (given, mail) = mail::contact_state(tx, view, id)?;
    let before = match last {
        Some(last) => mail::contact_state(tx, view, &last.id)?.0,
        None => None,
    };
    let row = vetting::dossier(tx, view, id)?.assessment;
    let partner = vetting::partner_fetch(tx, view, &row.partner_id)?.contact_email;
    let from = given.clone().or(before);
    Ok(Known {
        email: from.as_ref().and_then(|row| row.email.clone()).unwrap_or(partner),
        language: from.map_or_else(|| "en".to_owned(), |row| row.language),
        due: given.as_ref().map(|row| row.due_at.plus_seconds(-1)).filter(|due| *due > now),
        usual: mail::contact_due(tx, manages, now)?,
        given,
        mail,
    })
}

/// The form's fields. A due day that was given stays as it was said.
pub(super) fn fields(c: &Chrome, known: &Known, open: bool, faults: &[FieldFault]) -> Vec<FieldView> {
    let hint = if open { "send-email-hint" } else { "send-email-off-hint" };
    let usual = c.date(known.usual);
    vec![
        FieldView::typed("email", c.t("send-email"), "email", "off")
            .optional()
            .hint(c.t(hint))
            .value(&known.email)
            .error(fault_of(c, faults, "email")),
        mail_choice::language(c, &known.language).error(fault_of(c, faults, "language")),
        FieldView::typed("due", c.t("send-due"), "date", "off")
            .optional()
            .short()
            .hint(c.ts("send-due-hint", usual))
            .value(known.due.map(format::day).unwrap_or_default())
            .error(fault_of(c, faults, "due")),
    ]
}

/// Until when the answers are due, and how the last mail fares.
pub(super) fn lines(c: &Chrome, known: &Known) -> Vec<Banner> {
    let Some(given) = &known.given else { return Vec::new() };
    let due = c.date(given.due_at.plus_seconds(-1));
    let mut lines = vec![Banner::new(Kind::Plain, c.ts("send-due-on", due))];
    if let Some(row) = &known.mail {
        let (kind, text) = mail_page::fate(c, row);
        lines.push(Banner::new(kind, text));
    }
    lines
}

fn sample(sent: bool) -> Known {
    let at = Timestamp::from_micros(1_804_000_000_000_000);
    let given = AssessmentContact {
        assessment_id: "sample".into(),
        org_id: "sample".into(),
        email: Some("privacy@meridian.example".to_owned()),
        language: "fr".to_owned(),
        due_at: at.plus_days(21),
    };
    Known {
        given: Some(given).filter(|_| sent),
        mail: None,
        due: sent.then(|| at.plus_days(20)),
        email: "privacy@meridian.example".to_owned(),
        language: "fr".to_owned(),
        usual: at.plus_days(21),
    }
}

/// The fields of a sample.
pub(super) fn sample_fields(c: &Chrome, sent: bool) -> Vec<FieldView> {
    fields(c, &sample(sent), true, &[])
}

/// The lines of a sample.
pub(super) fn sample_lines(c: &Chrome) -> Vec<Banner> {
    lines(c, &sample(true))
}
