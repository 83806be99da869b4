//! What people set about mail: an owner sees whether it works and says when partners are reminded; each person says whether they want any.

use serde_json::json;

use super::known;
use super::write::{Written, write};
use crate::access::{Allowed, ChangeAccount, ManagePeople, UseAccount, ViewMail};
use crate::clock::Timestamp;
use crate::services::audit::{self, Act};
use crate::services::rooms::Kit;
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, MailChoice, MailFacts, MailRow, MailState, ReadTx, ReminderRules, WriteTx};

/// So many failures are shown.
const FAILURES: i64 = 10;
const LONGEST_DUE_DAYS: i64 = 365;
const LONGEST_DAYS: i64 = 60;

/// Whether the organisation's mail goes out.
#[derive(Debug, Clone)]
pub struct MailStatus {
    /// The mail server; none if none is set up.
    pub facts: Option<MailFacts>,
    /// How many mails wait.
    pub waiting: i64,
    /// Why the newest of those was not taken yet, if it was tried.
    pub stuck: Option<MailRow>,
    /// The newest mail that was sent.
    pub sent: Option<MailRow>,
    /// The newest mails that were given up.
    pub failed: Vec<MailRow>,
    /// When partners are reminded.
    pub rules: ReminderRules,
}

/// The organisation's mail at a glance.
pub fn mail_status(tx: &mut ReadTx, who: &Allowed<ViewMail>, kit: &Kit) -> Result<MailStatus, ServiceError> {
    let org = who.org();
    let waiting = store::mail_list(tx, org, MailState::Waiting, FAILURES)?;
    Ok(MailStatus {
        facts: kit.post().facts().cloned(),
        waiting: store::mail_count_waiting(tx, org)?,
        stuck: waiting.into_iter().find(|row| !row.last_error.is_empty()),
        sent: store::mail_list(tx, org, MailState::Sent, 1)?.into_iter().next(),
        failed: store::mail_list(tx, org, MailState::Failed, FAILURES)?,
        rules: rules_of(tx, org)?,
    })
}

/// Writes a mail to the owner who asks, to see whether it arrives.
pub fn mail_test(
    tx: &mut WriteTx,
    who: &Allowed<ManagePeople>,
    kit: &Kit,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let post = kit.post();
    if !post.is_open() {
        return Err(ServiceError::refused("refused-mail-off"));
    }
    let user = store::user_fetch(tx, who.user())?;
    let language = choice_of(tx, who.user())?.language;
    let org = store::organisation_fetch(tx, who.org())?.name;
    let mail = Written {
        kind: "test",
        to: &user.email,
        assessment: None,
        subject: post.say(&language, &Message::new("mail-test-subject")),
        paragraphs: vec![
            post.say(&language, &Message::new("mail-test-text").arg("org", org)),
            post.link("/settings/mail"),
        ],
    };
    write(tx, kit, who.org(), mail, now)?;
    let act = Act {
        action: "mail.test",
        object_kind: "organisation",
        object_id: who.org().as_str(),
        detail: json!({}),
    };
    Ok(audit::done(tx, who, &act, now)?)
}

/// When partners are reminded, as it was entered; days that are none were no number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RulesInput {
    /// Days to answer.
    pub due_days: Option<i64>,
    /// So many days before the due day; 0: not.
    pub before_days: Option<i64>,
    /// On the due day.
    pub on_the_day: bool,
    /// So many days after it; 0: not.
    pub after_days: Option<i64>,
}

/// The organisation's rules.
pub fn reminder_rules(
    tx: &mut ReadTx,
    who: &Allowed<crate::access::ManageAssessments>,
) -> Result<ReminderRules, ServiceError> {
    rules_of(tx, who.org())
}

/// The rules of an organisation that made none are the program's: three weeks to answer, a word a week before, on the day, and a
/// week after.
pub(super) fn rules_of(tx: &mut ReadTx, org: &crate::ids::OrgId) -> Result<ReminderRules, ServiceError> {
    let usual = || ReminderRules {
        org_id: org.clone(),
        due_days: 21,
        before_days: Some(7),
        on_the_day: true,
        after_days: Some(7),
    };
    Ok(store::reminder_rules_find(tx, org)?.unwrap_or_else(usual))
}

/// Keeps the organisation's rules; they count for every reminder that is not sent yet.
pub fn reminder_rules_keep(
    tx: &mut WriteTx,
    who: &Allowed<ManagePeople>,
    input: &RulesInput,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let within =
        |value: Option<i64>, least: i64, most: i64| value.filter(|days| (least..=most).contains(days));
    let checked = (
        within(input.due_days, 1, LONGEST_DUE_DAYS),
        within(input.before_days, 0, LONGEST_DAYS),
        within(input.after_days, 0, LONGEST_DAYS),
    );
    let (Some(due_days), Some(before), Some(after)) = checked else {
        let mut faults = Vec::new();
        let mut fault = |field: &str, least: i64, most: i64| {
            let message = Message::new("fault-reminder-days").arg("least", least).arg("most", most);
            faults.push(FieldFault { field: field.to_owned(), message });
        };
        if checked.0.is_none() {
            fault("due_days", 1, LONGEST_DUE_DAYS);
        }
        if checked.1.is_none() {
            fault("before_days", 0, LONGEST_DAYS);
        }
        if checked.2.is_none() {
            fault("after_days", 0, LONGEST_DAYS);
        }
        return Err(ServiceError::Invalid(faults));
    };
    let row = ReminderRules {
        org_id: who.org().clone(),
        due_days,
        before_days: Some(before).filter(|days| *days > 0),
        on_the_day: input.on_the_day,
        after_days: Some(after).filter(|days| *days > 0),
    };
    store::reminder_rules_put(tx, &row)?;
    let detail = json!({ "due": due_days, "before": before, "on_the_day": row.on_the_day, "after": after });
    let id = who.org().as_str();
    let act = Act { action: "reminder.rules", object_kind: "organisation", object_id: id, detail };
    Ok(audit::done(tx, who, &act, now)?)
}

/// What the person wants of mail.
pub fn mail_choice(tx: &mut ReadTx, who: &Allowed<UseAccount>) -> Result<MailChoice, ServiceError> {
    choice_of(tx, who.user())
}

pub(super) fn choice_of(tx: &mut ReadTx, user: &crate::ids::UserId) -> Result<MailChoice, ServiceError> {
    let usual = || MailChoice { user_id: user.clone(), wanted: true, language: "en".to_owned() };
    Ok(store::mail_choice_find(tx, user)?.unwrap_or_else(usual))
}

/// Keeps what the person wants of mail.
pub fn mail_choose(
    tx: &mut WriteTx,
    who: &Allowed<ChangeAccount>,
    (wanted, language): (bool, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    if known(language) != language {
        return Err(ServiceError::field("language", "fault-language"));
    }
    let row = MailChoice { user_id: who.user().clone(), wanted, language: language.to_owned() };
    store::mail_choice_put(tx, &row)?;
    let detail = json!({ "wanted": wanted, "language": language });
    let id = who.user().as_str();
    let act = Act { action: "mail.choose", object_kind: "user", object_id: id, detail };
    Ok(audit::done(tx, who, &act, now)?)
}
