//! What happened with a partner, newest first, read from the rows themselves.

use crate::access::{Allowed, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{PartnerId, UserId};
use crate::services::ServiceError;
use crate::store::{self, DecisionStatus, ReadTx};
use crate::vetting::decision::Decision;
use crate::vetting::trigger::TriggerKind;

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Who did it, where that is known: a member's name, or the respondent's as they gave it.
    pub by: Option<String>,
    /// What.
    pub what: Happening,
}

/// What can happen with a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// The partner was added.
    Added,
    /// An assessment was started.
    Started,
    /// It was sent.
    Sent,
    /// A respondent first opened the link.
    Opened,
    /// A link was revoked.
    LinkRevoked,
    /// The answers were submitted.
    Submitted,
    /// A decision was made (and has that status now).
    Decided(Decision, DecisionStatus),
    /// A second person agreed.
    Seconded(Decision),
    /// A finding was closed.
    FindingClosed(String),
    /// Something was learned that ended a decision early.
    Triggered(TriggerKind),
}

/// The timeline of a partner.
pub fn timeline(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &PartnerId,
) -> Result<Vec<Event>, ServiceError> {
    let org = who.org();
    let partner = store::partner_fetch(tx, org, id)?;
    let mut events =
        vec![Event { at: partner.created_at, by: name(tx, &partner.created_by)?, what: Happening::Added }];
    for row in store::assessment_list(tx, org, id)? {
        events.push(Event { at: row.created_at, by: name(tx, &row.created_by)?, what: Happening::Started });
        events.extend(row.sent_at.map(|at| Event { at, by: None, what: Happening::Sent }));
        events.extend(row.submitted_at.map(|at| Event {
            at,
            by: row.submitted_by.clone(),
            what: Happening::Submitted,
        }));
        for link in store::respondent_link_list(tx, org, &row.id)? {
            events.extend(link.opened_at.map(|at| Event { at, by: None, what: Happening::Opened }));
            events.extend(link.revoked_at.map(|at| Event { at, by: None, what: Happening::LinkRevoked }));
        }
    }
    for line in super::decision::decision_list(tx, who, id)? {
        let what = Happening::Decided(line.decided, line.row.status);
        events.push(Event { at: line.row.decided_at, by: Some(line.by), what });
        let agreed = line.row.second_at;
        events.extend(agreed.map(|at| Event {
            at,
            by: line.second,
            what: Happening::Seconded(line.decided),
        }));
    }
    for row in store::finding_list(tx, org, id)? {
        if let (Some(at), Some(user)) = (row.closed_at, &row.closed_by) {
            events.push(Event { at, by: name(tx, user)?, what: Happening::FindingClosed(row.title) });
        }
    }
    for line in super::trigger::trigger_list(tx, who, id)? {
        let what = Happening::Triggered(line.kind);
        events.push(Event { at: line.at, by: line.by, what });
    }
    // Of two things at the same moment, what was noted later stands higher.
    events.sort_by_key(|event| event.at);
    events.reverse();
    Ok(events)
}

fn name(tx: &mut ReadTx, user: &UserId) -> Result<Option<String>, ServiceError> {
    Ok(Some(store::user_fetch(tx, user)?.name))
}
