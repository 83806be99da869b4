//! The audit log: who did what, written with the act itself.

use serde_json::Value;

use crate::access::{Actor, ActorKind, Allowed, Denied, ViewAudit};
use crate::clock::Timestamp;
use crate::ids::{AuditId, OrgId, RespondentLinkId};
use crate::store::{self, AuditRecord, ReadTx, StoreError, WriteTx};

mod proof;

pub use proof::{audit_checkpoint, audit_file, audit_prove};

/// Who an audit record names.
#[derive(Debug, Clone)]
pub enum Author {
    /// A member, in person, by token or as the system.
    Member(Actor),
    /// A respondent, by link.
    Respondent {
        /// The organisation that asked.
        org: OrgId,
        /// The link.
        link: RespondentLinkId,
    },
    /// The program itself, with a reason.
    System(&'static str),
    /// Nobody who is known.
    Nobody,
}

impl From<&Actor> for Author {
    fn from(actor: &Actor) -> Self {
        Self::Member(actor.clone())
    }
}

impl<P: crate::access::Permission> From<&Allowed<P>> for Author {
    fn from(who: &Allowed<P>) -> Self {
        Self::Member(who.actor().clone())
    }
}

impl Author {
    fn words(&self) -> (Option<OrgId>, &'static str, String) {
        match self {
            Self::Member(actor) => {
                let org = Some(actor.org().clone());
                match actor.kind() {
                    ActorKind::Person => (org, "person", actor.user().to_string()),
                    ActorKind::Token { id, .. } => (org, "token", id.to_string()),
                    ActorKind::System { reason } => (org, "system", (*reason).to_owned()),
                }
            }
            Self::Respondent { org, link } => (Some(org.clone()), "respondent", link.to_string()),
            Self::System(reason) => (None, "system", (*reason).to_owned()),
            Self::Nobody => (None, "nobody", String::new()),
        }
    }
}

/// An act, as the log calls it.
#[derive(Debug, Clone)]
pub struct Act<'a> {
    /// `noun.verb`, for example `partner.add`.
    pub action: &'static str,
    /// The kind of thing it was done to, for example `partner`.
    pub object_kind: &'static str,
    /// The thing's id.
    pub object_id: &'a str,
    /// What a reader needs besides; never a secret, a token, a consumer's identifier or a raw count.
    pub detail: Value,
}

/// Writes that `author` did `act`. Call it in the transaction of the act: no record, no act.
pub fn done(
    tx: &mut WriteTx,
    author: impl Into<Author>,
    act: &Act<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let author = author.into();
    append(tx, (&author, None), act, "done", now)
}

/// Writes the same act into another organisation's log too: what concerns both, both can read.
pub fn done_to(
    tx: &mut WriteTx,
    author: impl Into<Author>,
    org: &OrgId,
    act: &Act<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    append(tx, (&author.into(), Some(org)), act, "done", now)
}

/// Writes that an actor tried something their role does not allow.
pub fn denied(
    tx: &mut WriteTx,
    actor: &Actor,
    denied: &Denied,
    path: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let detail = serde_json::json!({ "permission": denied.permission, "role": denied.role.as_str() });
    let act = Act { action: "request.deny", object_kind: "path", object_id: path, detail };
    append(tx, (&Author::from(actor), None), &act, "denied", now)
}

/// Writes that somebody without a place here was turned away (a wrong password, a dead link).
pub fn turned_away(
    tx: &mut WriteTx,
    org: Option<&OrgId>,
    act: &Act<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    append(tx, (&Author::Nobody, org), act, "denied", now)
}

/// Appends a record by an author, in their own organisation's log or in the one named.
fn append(
    tx: &mut WriteTx,
    by: (&Author, Option<&OrgId>),
    act: &Act<'_>,
    outcome: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (author, org) = by;
    let (own, actor_kind, actor_id) = author.words();
    let record = AuditRecord {
        id: AuditId::fresh(),
        org_id: org.cloned().or(own),
        at: now,
        actor_kind: actor_kind.to_owned(),
        actor_id,
        action: act.action.to_owned(),
        outcome: outcome.to_owned(),
        object_kind: act.object_kind.to_owned(),
        object_id: act.object_id.to_owned(),
        detail: act.detail.to_string(),
    };
    store::audit_append(tx, &record)
}

/// A page of the organisation's log, newest first.
pub fn list(
    tx: &mut ReadTx,
    who: &Allowed<ViewAudit>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<(i64, AuditRecord)>, StoreError> {
    store::audit_list(tx, who.org(), before, limit)
}

/// A page of the log with the names of this organisation's people in it.
#[derive(Debug, Clone)]
pub struct LogPage {
    /// The records, newest first, each with its sequence number.
    pub records: Vec<(i64, AuditRecord)>,
    /// Ids of this organisation's people and their names.
    pub names: Vec<(String, String)>,
    /// The sequence number to continue before, if there is more.
    pub next: Option<i64>,
}

/// Up to `size` records older than `before`, ready to be read.
pub fn page(
    tx: &mut ReadTx,
    who: &Allowed<ViewAudit>,
    before: Option<i64>,
    size: usize,
) -> Result<LogPage, StoreError> {
    let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let mut records = store::audit_list(tx, who.org(), before, limit)?;
    let more = records.len() > size;
    records.truncate(size);
    let members = store::member_list(tx, who.org())?;
    let names = members.into_iter().map(|m| (m.membership.user_id.to_string(), m.name)).collect();
    let next = if more { records.last().map(|(seq, _)| *seq) } else { None };
    Ok(LogPage { records, names, next })
}
