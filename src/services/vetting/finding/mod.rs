//! Findings: what a reviewer wants mended, the conditions of an approval, plans that are not controls yet. Each has an
//! owner, a date, a severity and a history of its own.
//!
//! A condition is a promise that a decision stands on. So its words stay, its date moves only nearer, and only a re-test that
//! passed or an accepted risk frees a room of it.

mod enter;
mod respondent;
mod steps;

use serde_json::{Value, json};

use crate::access::{Allowed, ReviewAnswers, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{
    AssessmentId, EvidenceId, FindingEventId, FindingId, OrgId, PartnerId, RespondentLinkId, UserId,
};
use crate::services::ServiceError;
use crate::services::audit::{self, Act, Author};
use crate::services::evidence::Evidence;
use crate::store::{
    self, Finding, FindingEventRow, FindingKind, MembershipStatus, Partner, ReadTx, StoreError, WriteTx,
};
use crate::vetting::findings::Severity;
use crate::vetting::remediation::{FindingEvent, FindingState, Standing};

pub use enter::{FindingInput, finding_change, finding_open};
pub use respondent::{
    SharedFinding, finding_document, finding_report_by_respondent, finding_shared, findings_shared,
};
pub use steps::{
    Remediation, Retest, RiskAccepted, finding_accept, finding_reopen, finding_report, finding_retest,
};

const LONGEST_NOTE: usize = 2_000;

/// Which findings are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FindingFilter {
    /// Only those that stand so.
    pub state: Option<FindingState>,
    /// Only those past their date.
    pub overdue: bool,
    /// Only those of this severity.
    pub severity: Option<Severity>,
}

impl FindingFilter {
    /// The filter that these words name; words that name nothing ask for everything.
    pub fn named(state: &str, severity: &str) -> Self {
        Self {
            state: FindingState::named(state),
            overdue: state == "overdue",
            severity: Severity::named(severity),
        }
    }

    fn passes(self, row: &Finding, now: Timestamp) -> bool {
        let standing = row.standing(now);
        self.state.is_none_or(|state| state == standing.state)
            && (!self.overdue || standing.overdue)
            && self.severity.is_none_or(|severity| severity == row.severity())
    }
}

/// The findings about a partner that pass the filter: overdue ones first, then what is open, the closed ones last.
pub fn finding_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    partner: &PartnerId,
    filter: FindingFilter,
    now: Timestamp,
) -> Result<Vec<Finding>, ServiceError> {
    store::partner_fetch(tx, who.org(), partner)?;
    let mut rows = store::finding_list(tx, who.org(), partner)?;
    rows.retain(|row| filter.passes(row, now));
    rows.sort_by_key(|row| {
        let standing = row.standing(now);
        (!standing.overdue, standing.state, std::cmp::Reverse(row.severity()), standing.due)
    });
    Ok(rows)
}

/// A finding with all that is known about it.
#[derive(Debug)]
pub struct FindingView {
    /// The finding.
    pub row: Finding,
    /// How it stands.
    pub standing: Standing,
    /// Whom it is about.
    pub partner: Partner,
    /// What happened with it, oldest first.
    pub events: Vec<FindingLine>,
    /// The documents that were sent for it.
    pub documents: Vec<(AssessmentId, Evidence)>,
    /// The partner's documents on the question that it is about, or on all where it is about none.
    pub proofs: Vec<Evidence>,
}

/// One thing that happened with a finding.
#[derive(Debug, Clone)]
pub struct FindingLine {
    /// What.
    pub what: FindingEvent,
    /// The member who did it; none where the partner's respondent did.
    pub member: Option<String>,
    /// What they said; for a change, the names of the fields with commas between.
    pub note: String,
    /// The document that was shown.
    pub evidence: Option<EvidenceId>,
    /// Until when an acceptance stands.
    pub until: Option<Timestamp>,
    /// When.
    pub at: Timestamp,
}

/// A finding, its history and its documents.
pub fn finding_view(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &FindingId,
    now: Timestamp,
) -> Result<FindingView, ServiceError> {
    let org = who.org();
    let row = store::finding_fetch(tx, org, id)?;
    let documents = store::evidence_list_of_finding(tx, org, id)?;
    let mut proofs = store::evidence_list(tx, org, &row.assessment_id)?;
    proofs.retain(|proof| row.question_id.as_ref().is_none_or(|question| proof.question_id == *question));
    Ok(FindingView {
        standing: row.standing(now),
        partner: store::partner_fetch(tx, org, &row.partner_id)?,
        events: history(tx, org, id)?,
        documents: documents.iter().map(|row| (row.assessment_id.clone(), Evidence::of(row, now))).collect(),
        proofs: proofs.iter().map(|row| Evidence::of(row, now)).collect(),
        row,
    })
}

fn history(tx: &mut ReadTx, org: &OrgId, id: &FindingId) -> Result<Vec<FindingLine>, ServiceError> {
    let mut lines = Vec::new();
    for row in store::finding_event_list(tx, org, id)? {
        let what = FindingEvent::named(&row.kind);
        let member = match &row.user_id {
            Some(user) => Some(store::user_fetch(tx, user)?.name),
            None => None,
        };
        lines.push(FindingLine {
            what: what.ok_or_else(|| ServiceError::Internal(format!("an unknown event, `{}`", row.kind)))?,
            member,
            note: row.note,
            evidence: row.evidence_id,
            until: row.until,
            at: row.happened_at,
        });
    }
    Ok(lines)
}

/// The members who can own a finding: their ids and names.
pub fn finding_owners(
    tx: &mut ReadTx,
    who: &Allowed<ReviewAnswers>,
) -> Result<Vec<(UserId, String)>, ServiceError> {
    let members = store::member_list(tx, who.org())?.into_iter();
    let active = members.filter(|member| member.membership.status == MembershipStatus::Active);
    Ok(active.map(|member| (member.membership.user_id, member.name)).collect())
}

/// Who did something with a finding.
#[derive(Debug, Clone, Copy)]
pub(super) enum By<'a> {
    /// A member.
    Member(&'a UserId),
    /// The partner's respondent, by link.
    Link(&'a RespondentLinkId),
}

/// What is added to a finding's history.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    what: FindingEvent,
    by: By<'a>,
    note: &'a str,
    evidence: Option<&'a EvidenceId>,
    until: Option<Timestamp>,
}

impl<'a> Said<'a> {
    /// That something happened, without further words.
    pub(super) fn plain(what: FindingEvent, by: By<'a>) -> Self {
        Self { what, by, note: "", evidence: None, until: None }
    }

    pub(super) fn note(self, note: &'a str) -> Self {
        Self { note, ..self }
    }
}

pub(super) fn remember(
    tx: &mut WriteTx,
    row: &Finding,
    said: Said<'_>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (user, link) = match said.by {
        By::Member(user) => (Some(user.clone()), None),
        By::Link(link) => (None, Some(link.clone())),
    };
    let event = FindingEventRow {
        id: FindingEventId::fresh(),
        org_id: row.org_id.clone(),
        finding_id: row.id.clone(),
        kind: said.what.as_str().to_owned(),
        user_id: user,
        link_id: link,
        note: said.note.to_owned(),
        evidence_id: said.evidence.cloned(),
        until: said.until,
        happened_at: now,
    };
    Ok(store::finding_event_insert(tx, &event)?)
}

/// Adds a finding, and that it was opened.
pub(super) fn insert(
    tx: &mut WriteTx,
    row: &Finding,
    by: &UserId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    store::finding_insert(tx, row)?;
    remember(tx, row, Said::plain(FindingEvent::Opened, By::Member(by)), now)?;
    if row.shared {
        remember(tx, row, Said::plain(FindingEvent::Shared, By::Member(by)), now)?;
    }
    Ok(())
}

/// Writes a finding that was read in this transaction; somebody who was faster makes it a conflict.
pub(super) fn update(tx: &mut WriteTx, row: Finding) -> Result<(), ServiceError> {
    store::finding_update(tx, row).map_err(|error| match error {
        StoreError::NotFound => ServiceError::conflict("conflict-stale"),
        other => other.into(),
    })
}

fn logged(
    tx: &mut WriteTx,
    author: impl Into<Author>,
    (action, id): (&'static str, &FindingId),
    detail: Value,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let act = Act { action, object_kind: "finding", object_id: id.as_str(), detail };
    Ok(audit::done(tx, author, &act, now)?)
}

/// What somebody has to say about a step: a sentence at least.
fn said(note: &str) -> Result<String, ServiceError> {
    let note = note.trim().replace("\r\n", "\n");
    if note.is_empty() || note.chars().count() > LONGEST_NOTE {
        return Err(ServiceError::field("note", "fault-finding-note"));
    }
    Ok(note)
}

/// Closes the conditions of a decision that never counted.
pub(super) fn withdraw(
    tx: &mut WriteTx,
    decision: (&OrgId, &crate::ids::DecisionId),
    by: &UserId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    for row in store::finding_list_of_decision(tx, decision.0, decision.1)? {
        remember(tx, &row, Said::plain(FindingEvent::Withdrawn, By::Member(by)), now)?;
        let closed = Finding {
            state: FindingState::Closed.as_str().to_owned(),
            accepted_until: None,
            closed_at: Some(now),
            closed_by: Some(by.clone()),
            ..row
        };
        update(tx, closed)?;
    }
    Ok(())
}

/// How many conditions of a decision are past their date at `now`, those with an accepted risk left out.
pub(super) fn overdue_conditions(
    tx: &mut ReadTx,
    org: &OrgId,
    decision: &crate::ids::DecisionId,
    now: Timestamp,
) -> Result<u32, ServiceError> {
    let rows = store::finding_list_of_decision(tx, org, decision)?;
    let late = rows.iter().filter(|row| row.is_overdue(now)).count();
    Ok(u32::try_from(late).unwrap_or(u32::MAX))
}

/// Whether a finding is a condition of an approval.
fn is_condition(row: &Finding) -> bool {
    row.kind == FindingKind::Condition
}

fn opened_detail(row: &Finding) -> Value {
    json!({ "partner": row.partner_id, "question": row.question_id, "severity": row.severity, "shared": row.shared })
}
