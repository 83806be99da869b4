//! Reminders: what an owner or a manager is told by mail, and what a partner is asked again. Each cause once for each person, by a
//! key in the database; several at once are one mail. What was put off in the inbox is not brought up by mail either.

use std::collections::{BTreeMap, BTreeSet};

use super::contact::last_day;
use super::settings::{choice_of, rules_of};
use super::write::{Written, write};
use crate::access::{Respondent, Role};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, PartnerId};
use crate::services::rooms::Kit;
use crate::services::vetting::{evidence_ending, evidence_over_since};
use crate::services::{Message, ServiceError};
use crate::store::{
    self, Assessment, AssessmentContact, AssessmentState, MembershipStatus, Organisation, ReadTx,
    ReminderRules, Store, WriteTx,
};
use crate::vetting::remediation::FindingState;

/// A decision, or a document, that ends within this time is worth a word (vetting.md, "Model", 10).
const ENDS_DAYS: i64 = 14;
/// So is a condition or a finding that is due within this time.
const DUE_DAYS: i64 = 7;
/// A reminder that could not be sent for so long is not sent late.
const STALE_DAYS: i64 = 30;
/// Whom the causes of reminders to a partner are kept under.
const RESPONDENT: &str = "respondent";

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Notice {
    /// What makes it this one and no other.
    cause: String,
    /// Its sentence.
    word: &'static str,
    /// The partner's name.
    name: String,
    /// A condition's title, or a question.
    detail: String,
    /// The day it is about.
    on: Timestamp,
}

/// Somebody to tell.
struct Reader {
    user: String,
    email: String,
    language: String,
}

/// Writes what is to be told now, to everybody it concerns; how many mails were written.
///
/// Takes the [`Store`] itself: each organisation is read first and written to only if there is anything new.
pub fn reminders_write(store: &Store, kit: &Kit, now: Timestamp) -> Result<usize, ServiceError> {
    if !kit.post().is_open() {
        return Ok(0);
    }
    let mut written = 0;
    for org in store.read(store::organisation_list)?.into_iter().filter(|org| !org.sample) {
        let done = store.read(|tx| anything_new(tx, &org, now)).and_then(|new| {
            if new { store.write("reminders", |tx| remind(tx, kit, &org, now)) } else { Ok(0) }
        });
        match done {
            Ok(mails) => written += mails,
            Err(error) => tracing::error!(org.id = %org.id, %error, "its reminders could not be written"),
        }
    }
    Ok(written)
}

/// Tells the owners and managers that a partner's answers came in: in the transaction of the submission.
pub fn submitted(tx: &mut WriteTx, kit: &Kit, who: &Respondent, now: Timestamp) -> Result<(), ServiceError> {
    if !kit.post().is_open() {
        return Ok(());
    }
    let org = store::organisation_fetch(tx, who.org())?;
    let row = store::assessment_fetch(tx, who.org(), who.assessment())?;
    let name = store::partner_fetch(tx, who.org(), &row.partner_id)?.name;
    let notice = submitted_notice(&row, name);
    tell(tx, kit, &org, notice.as_slice(), now).map(|_mails| ())
}

fn submitted_notice(row: &Assessment, name: String) -> Option<Notice> {
    let on = row.submitted_at.filter(|_| row.state == AssessmentState::Submitted)?;
    let cause = format!("submitted:{}:{}", row.id, on.micros());
    Some(Notice { cause, word: "mail-line-submitted", name, detail: String::new(), on })
}

fn anything_new(tx: &mut ReadTx, org: &Organisation, now: Timestamp) -> Result<bool, ServiceError> {
    let known: BTreeSet<(String, String)> = store::mail_cause_list(tx, &org.id)?.into_iter().collect();
    let is_new = |who: &str, cause: &str| !known.contains(&(who.to_owned(), cause.to_owned()));
    let readers = readers(tx, &org.id)?;
    let notices = notices(tx, &org.id, now)?;
    if readers.iter().any(|reader| notices.iter().any(|notice| is_new(&reader.user, &notice.cause))) {
        return Ok(true);
    }
    Ok(asked_again(tx, &org.id, now)?.iter().any(|asked| is_new(RESPONDENT, &asked.cause)))
}

fn remind(tx: &mut WriteTx, kit: &Kit, org: &Organisation, now: Timestamp) -> Result<usize, ServiceError> {
    let notices = notices(tx, &org.id, now)?;
    let mut mails = tell(tx, kit, org, &notices, now)?;
    for asked in asked_again(tx, &org.id, now)? {
        if store::mail_cause_note(tx, &org.id, (RESPONDENT, &asked.cause), now)? {
            ask_again(tx, kit, org, &asked, now)?;
            mails += 1;
        }
    }
    Ok(mails)
}

/// One mail for each reader who was not told of all of it yet.
fn tell(
    tx: &mut WriteTx,
    kit: &Kit,
    org: &Organisation,
    notices: &[Notice],
    now: Timestamp,
) -> Result<usize, ServiceError> {
    let (post, mut mails) = (kit.post(), 0);
    for reader in readers(tx, &org.id)? {
        let language = reader.language.as_str();
        let mut lines = Vec::new();
        for notice in notices {
            if store::mail_cause_note(tx, &org.id, (&reader.user, &notice.cause), now)? {
                let message = Message::new(notice.word).arg("name", &notice.name);
                let message = message.arg("detail", &notice.detail).arg("on", post.date(language, notice.on));
                lines.push(format!("- {}", post.say(language, &message)));
            }
        }
        if lines.is_empty() {
            continue;
        }
        let subject = Message::new("mail-notices-subject").arg("org", &org.name).arg("n", lines.len());
        let mail = Written {
            kind: "notices",
            to: &reader.email,
            assessment: None,
            subject: post.say(language, &subject),
            paragraphs: vec![
                lines.join("\n"),
                post.say(language, &Message::new("mail-notices-inbox")),
                post.link("/"),
                post.say(language, &Message::new("mail-notices-off")),
            ],
        };
        write(tx, kit, &org.id, mail, now)?;
        mails += 1;
    }
    Ok(mails)
}

/// The active owners and managers who want mail.
fn readers(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<Reader>, ServiceError> {
    let mut readers = Vec::new();
    for member in store::member_list(tx, org)? {
        let own = &member.membership;
        let asked = matches!(own.role, Role::Owner | Role::Manager) && own.status == MembershipStatus::Active;
        if !asked || store::user_fetch(tx, &own.user_id)?.disabled_at.is_some() {
            continue;
        }
        let choice = choice_of(tx, &own.user_id)?;
        if choice.wanted {
            let user = own.user_id.to_string();
            readers.push(Reader { user, email: member.email, language: choice.language });
        }
    }
    Ok(readers)
}

/// Everything worth a word at `now`, told or not.
fn notices(tx: &mut ReadTx, org: &OrgId, now: Timestamp) -> Result<Vec<Notice>, ServiceError> {
    let partners = store::partner_list(tx, org)?.into_iter().filter(|row| row.archived_at.is_none());
    let names: BTreeMap<PartnerId, String> = partners.map(|row| (row.id, row.name)).collect();
    let put_off = store::snooze_list(tx, org, now)?;
    // As in the inbox: this round, this decision, this question, and not the next one of its kind.
    let waits = |partner: &PartnerId, task: &str, about: &str| {
        put_off.iter().any(|row| row.partner_id == *partner && row.task == task && row.about == about)
    };
    let mut all = Vec::new();
    for row in store::assessment_list_all(tx, org)? {
        let Some(name) = names.get(&row.partner_id) else { continue };
        all.extend(submitted_notice(&row, name.clone()));
        if row.state == AssessmentState::Submitted
            && let Some(on) = evidence_over_since(tx, org, &row.partner_id)?
            && !waits(&row.partner_id, "evidence_expired", row.id.as_str())
        {
            all.push(notice("evidence-over", (row.id.as_str(), on), "mail-line-evidence-over", name));
        }
    }
    for (contact, row) in store::assessment_contact_list_open(tx, org)? {
        let Some(name) = names.get(&row.partner_id).filter(|_| contact.due_at <= now) else { continue };
        let on = last_day(contact.due_at);
        all.push(notice("late", (row.id.as_str(), on), "mail-line-late", name));
    }
    for row in store::decision_list_current(tx, org)? {
        let Some(name) = names.get(&row.partner_id) else { continue };
        let about = (row.id.as_str(), row.expires_at);
        if row.expires_at <= now {
            if !waits(&row.partner_id, "reassess", row.assessment_id.as_str()) {
                all.push(notice("ended", about, "mail-line-ended", name));
            }
            continue;
        }
        let soon = row.expires_at <= now.plus_days(ENDS_DAYS);
        if soon && !waits(&row.partner_id, "ends_soon", row.id.as_str()) {
            all.push(notice("ends", about, "mail-line-ends", name));
        }
        let mut ending = evidence_notices(tx, (org, &row.assessment_id), name, now)?;
        ending.retain(|notice| !waits(&row.partner_id, "evidence_ends", &notice.detail));
        all.extend(ending);
    }
    for row in store::finding_list_open(tx, org)? {
        let Some(name) = names.get(&row.partner_id) else { continue };
        let standing = row.standing(now);
        let (kind, word) = if matches!(standing.state, FindingState::Reported | FindingState::Accepted) {
            continue;
        } else if standing.overdue {
            ("overdue", "mail-line-overdue")
        } else if standing.due <= now.plus_days(DUE_DAYS) {
            ("due", "mail-line-due")
        } else {
            continue;
        };
        all.push(Notice { detail: row.title, ..notice(kind, (row.id.as_str(), standing.due), word, name) });
    }
    Ok(all)
}

fn notice(kind: &str, (id, on): (&str, Timestamp), word: &'static str, name: &str) -> Notice {
    let cause = format!("{kind}:{id}:{}", on.micros());
    Notice { cause, word, name: name.to_owned(), detail: String::new(), on }
}

fn evidence_notices(
    tx: &mut ReadTx,
    (org, assessment): (&OrgId, &AssessmentId),
    name: &str,
    now: Timestamp,
) -> Result<Vec<Notice>, ServiceError> {
    let until = now.plus_days(ENDS_DAYS);
    let ending = evidence_ending(tx, (org, assessment), (now, until))?.into_iter();
    Ok(ending
        .map(|(question, on)| Notice {
            detail: question.clone(),
            ..notice(
                &format!("evidence:{question}"),
                (assessment.as_str(), on),
                "mail-line-evidence-ends",
                name,
            )
        })
        .collect())
}

/// A partner to be asked again.
struct Asked {
    cause: String,
    word: &'static str,
    email: String,
    contact: AssessmentContact,
    row: Assessment,
    link_from: Timestamp,
}

/// The partners to be asked again at `now`, asked already or not: those with an address and a link that still works.
fn asked_again(tx: &mut ReadTx, org: &OrgId, now: Timestamp) -> Result<Vec<Asked>, ServiceError> {
    let rules = rules_of(tx, org)?;
    let mut all = Vec::new();
    for (contact, row) in store::assessment_contact_list_open(tx, org)? {
        let Some(email) = contact.email.clone() else { continue };
        let Some((kind, word)) = reminder_at(&rules, (&contact, row.sent_at), now) else { continue };
        let links = store::respondent_link_list(tx, org, &row.id)?;
        let works = links
            .into_iter()
            .find(|link| link.section_id.is_none() && link.revoked_at.is_none() && link.expires_at > now);
        let Some(link) = works else { continue };
        let cause = format!("{kind}:{}:{}", row.id, contact.due_at.micros());
        all.push(Asked { cause, word, email, contact, row, link_from: link.created_at });
    }
    Ok(all)
}

/// Which reminder is due at `now`. None is that was due before the questionnaire was sent.
fn reminder_at(
    rules: &ReminderRules,
    (contact, sent): (&AssessmentContact, Option<Timestamp>),
    now: Timestamp,
) -> Option<(&'static str, &'static str)> {
    let end = contact.due_at;
    let day = end.plus_days(-1);
    let since = |from: Timestamp, to: Timestamp| from <= now && now < to && sent.is_some_and(|at| at < from);
    let before = rules.before_days.is_some_and(|days| since(day.plus_days(-days), day));
    if before {
        return Some(("before", "mail-remind-before"));
    }
    if rules.on_the_day && since(day, end) {
        return Some(("on", "mail-remind-on"));
    }
    let after = rules.after_days.map(|days| day.plus_days(days));
    let after = after.is_some_and(|from| since(from, from.plus_days(STALE_DAYS)));
    after.then_some(("after", "mail-remind-after"))
}

fn ask_again(
    tx: &mut WriteTx,
    kit: &Kit,
    org: &Organisation,
    asked: &Asked,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (post, language) = (kit.post(), asked.contact.language.as_str());
    let day = post.date(language, last_day(asked.contact.due_at));
    let sent = post.date(language, asked.link_from);
    let say =
        |id| post.say(language, &Message::new(id).arg("org", &org.name).arg("on", &day).arg("sent", &sent));
    let mail = Written {
        kind: "reminder",
        to: &asked.email,
        assessment: Some(&asked.row.id),
        subject: say("mail-remind-subject"),
        paragraphs: vec![say(asked.word), say("mail-remind-link")],
    };
    write(tx, kit, &org.id, mail, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_micros(1_800_000_000_000_000).end_of_day().plus_days(day)
    }

    fn rules() -> ReminderRules {
        ReminderRules {
            org_id: OrgId::from("o"),
            due_days: 21,
            before_days: Some(7),
            on_the_day: true,
            after_days: Some(7),
        }
    }

    fn reminded(rules: &ReminderRules, sent: i64, now: Timestamp) -> Option<&'static str> {
        let contact = AssessmentContact {
            assessment_id: AssessmentId::from("a"),
            org_id: OrgId::from("o"),
            email: None,
            language: "en".to_owned(),
            due_at: at(21),
        };
        reminder_at(rules, (&contact, Some(at(sent))), now).map(|(kind, _)| kind)
    }

    #[test]
    fn a_partner_is_reminded_before_on_and_after_the_day() {
        let days: Vec<i64> = (0..60).filter(|day| reminded(&rules(), -1, at(*day)).is_some()).collect();
        assert_eq!(days, (13..=20).chain(27..57).collect::<Vec<_>>());
        let kind = |day| reminded(&rules(), -1, at(day));
        assert_eq!((kind(13), kind(20), kind(27)), (Some("before"), Some("on"), Some("after")));
        assert_eq!(reminded(&rules(), -1, at(20).plus_seconds(86_399)), Some("on"));
    }

    #[test]
    fn nobody_is_reminded_of_what_was_sent_today_or_where_it_is_turned_off() {
        assert_eq!(reminded(&rules(), 15, at(16)), None);
        let off = ReminderRules { before_days: None, on_the_day: false, after_days: None, ..rules() };
        assert!((0..60).all(|day| reminded(&off, -1, at(day)).is_none()));
    }
}
