//! Sending what is in the outbox. A mail is tried until the server takes it or refuses it for good, later each time, for three days.
//! It may arrive twice if this program dies between the server's word and its own note of it; never not at all without a trace.

use super::write::Content;
use crate::clock::Timestamp;
use crate::services::ServiceError;
use crate::services::rooms::Kit;
use crate::store::{self, Letter, MailRow, MailState, Smtp, SmtpError, Store, StoreError};

/// So many mails a turn, so that other jobs get theirs.
const A_TURN: i64 = 20;
/// How long after its first failure a mail is tried again, doubled each time.
const FIRST_WAIT_SECONDS: i64 = 60;
const LONGEST_WAIT_SECONDS: i64 = 6 * 3_600;
/// How long a mail is tried at all.
const DAYS: i64 = 3;
/// How long it is remembered to whom a mail went.
const KEPT_DAYS: i64 = 90;

/// Sends what is due, as far as the mail server takes it; how many mails were tried.
///
/// Takes the [`Store`] itself: the conversation stands between two transactions.
pub fn mails_send(store: &Store, kit: &Kit, now: Timestamp) -> Result<usize, ServiceError> {
    let Some(smtp) = kit.post().smtp() else { return Ok(0) };
    let due = store.read(|tx| store::mail_list_due(tx, now, A_TURN))?;
    let mut tried = 0;
    for row in due {
        tried += 1;
        let sent = try_one(smtp, kit, &row);
        let row = settled(row, &sent, now);
        if let Err(why) = &sent {
            // Neither the address nor the server's words, which may repeat it.
            let reached = !matches!(why, SmtpError::Unreachable(_));
            tracing::warn!(mail.id = %row.id, mail.state = %row.state, reached, "a mail was not sent");
        }
        match store.write("mail_settle", |tx| store::mail_settle(tx, &row)) {
            Ok(()) | Err(StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        if matches!(sent, Err(SmtpError::Unreachable(_))) {
            break;
        }
    }
    store.write("mail_purge", |tx| store::mail_purge(tx, now.plus_days(-KEPT_DAYS)))?;
    Ok(tried)
}

/// Whether the mail server can be spoken to; its own words if not, and nothing where there is none.
pub fn mail_server_check(kit: &Kit) -> Option<Result<(), String>> {
    kit.post().smtp().map(|smtp| smtp.check().map_err(|why| why.to_string()))
}

fn try_one(smtp: &Smtp, kit: &Kit, row: &MailRow) -> Result<(), SmtpError> {
    let refused = |what: &str| SmtpError::Refused(what.to_owned());
    let sealed = row.sealed.as_deref().ok_or_else(|| refused("its text is gone"))?;
    let plain = kit.master().open_mail(&row.id, sealed).map_err(|e| SmtpError::Refused(e.to_string()))?;
    let content: Content = serde_json::from_slice(&plain).map_err(|_cause| refused("its text is damaged"))?;
    smtp.send(&Letter {
        id: row.id.as_str(),
        to: &row.recipient,
        subject: &content.subject,
        text: &content.text,
    })
}

/// The row after a try.
fn settled(row: MailRow, sent: &Result<(), SmtpError>, now: Timestamp) -> MailRow {
    let attempts = row.attempts.saturating_add(1);
    let over = row.created_at.plus_days(DAYS) <= now;
    let (state, why) = match sent {
        Ok(()) => (MailState::Sent, String::new()),
        Err(SmtpError::Refused(why)) => (MailState::Failed, why.clone()),
        Err(why) if over => (MailState::Failed, why.to_string()),
        Err(why) => (MailState::Waiting, why.to_string()),
    };
    let ended = state != MailState::Waiting;
    MailRow {
        state: state.as_str().to_owned(),
        sealed: row.sealed.filter(|_| !ended),
        ended_at: ended.then_some(now),
        run_after: now.plus_seconds(wait(attempts)),
        last_error: why,
        attempts,
        ..row
    }
}

/// How long to wait after so many failures, in seconds.
fn wait(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX).min(20);
    FIRST_WAIT_SECONDS.saturating_mul(1_i64 << doublings).min(LONGEST_WAIT_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_waits_longer_each_time_and_never_more_than_six_hours() {
        let waits: Vec<i64> = (1..=11).map(wait).collect();
        assert_eq!(waits, [60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 15_360, 21_600, 21_600]);
        assert_eq!(wait(i64::MAX), 21_600);
    }

    #[test]
    fn a_mail_ends_when_it_is_taken_refused_or_three_days_old_and_its_text_goes_with_it() {
        let at = |seconds| Timestamp::from_micros(1_800_000_000_000_000).plus_seconds(seconds);
        let row = MailRow {
            id: crate::ids::MailId::fresh(),
            org_id: crate::ids::OrgId::fresh(),
            kind: "test".to_owned(),
            recipient: "ines@otter.example".to_owned(),
            assessment_id: None,
            sealed: Some(vec![1]),
            state: MailState::Waiting.as_str().to_owned(),
            attempts: 1,
            run_after: at(0),
            last_error: String::new(),
            created_at: at(0),
            ended_at: None,
        };
        let days = DAYS * 86_400;
        let refused = || Err(SmtpError::Refused("no".to_owned()));
        let later = || Err(SmtpError::Deferred("wait".to_owned()));
        let off = || Err(SmtpError::Unreachable("off".to_owned()));
        for (said, now, state) in [
            (Ok(()), 1, MailState::Sent),
            (refused(), 1, MailState::Failed),
            (later(), days - 1, MailState::Waiting),
            (later(), days, MailState::Failed),
            (off(), days - 1, MailState::Waiting),
            (off(), days, MailState::Failed),
        ] {
            let after = settled(row.clone(), &said, at(now));
            assert_eq!(after.state, state.as_str(), "{said:?} {now}");
            let ended = state != MailState::Waiting;
            assert_eq!((after.sealed.is_none(), after.ended_at.is_some()), (ended, ended));
            assert_eq!((after.attempts, after.run_after), (2, at(now + 120)));
        }
    }
}
