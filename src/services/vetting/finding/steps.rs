//! The steps of a finding's life: remediation reported, tested again, risk accepted, taken back.

use serde_json::json;

use super::{By, Said, logged, remember, said, update};
use crate::access::{Allowed, Decide, ReviewAnswers};
use crate::clock::Timestamp;
use crate::ids::{EvidenceId, FindingId, OrgId, PartnerId, UserId};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, Finding, ReadTx, WriteTx};
use crate::vetting::remediation::{ACCEPT_LETTERS, ACCEPT_MONTHS, FindingEvent, FindingState, FindingStep};

/// What was done about a finding, as a member enters it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remediation {
    /// What was done.
    pub note: String,
    /// The partner's document that shows it.
    pub evidence: Option<EvidenceId>,
}

/// What a re-test found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retest {
    /// Whether it is mended; none if nobody said.
    pub passed: Option<bool>,
    /// What was looked at and found.
    pub note: String,
}

/// A risk that somebody who may decide lives with for a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RiskAccepted {
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// The finding, if the step can be taken now, in the state after it. A date that ran out with an acceptance stays run out.
pub(super) fn stepped(row: Finding, step: FindingStep, now: Timestamp) -> Result<Finding, ServiceError> {
    let standing = row.standing(now);
    let next = standing.state.after(step).ok_or_else(|| {
        ServiceError::conflict(match (step, standing.state) {
            (_, FindingState::Closed) => "conflict-finding-closed",
            (FindingStep::Report, FindingState::Reported) => "conflict-finding-reported",
            (FindingStep::Pass | FindingStep::Fail, _) => "conflict-finding-not-reported",
            (FindingStep::Reopen, _) => "conflict-finding-open",
            _ => "conflict-finding-accepted",
        })
    })?;
    Ok(Finding {
        state: next.as_str().to_owned(),
        due_at: standing.due,
        accepted_until: None,
        closed_at: None,
        closed_by: None,
        closing_note: String::new(),
        ..row
    })
}

/// Says that a finding is mended, for the partner or for our own side. It waits for a re-test then.
pub fn finding_report(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    id: &FindingId,
    done: &Remediation,
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let row = store::finding_fetch(tx, who.org(), id)?;
    let next = stepped(row, FindingStep::Report, now)?;
    let note = said(&done.note)?;
    if let Some(evidence) = &done.evidence
        && !is_partners(tx, who.org(), &next, evidence)?
    {
        return Err(ServiceError::field("evidence", "fault-finding-evidence"));
    }
    let by = By::Member(who.user());
    let event =
        Said { evidence: done.evidence.as_ref(), ..Said::plain(FindingEvent::Reported, by).note(&note) };
    remember(tx, &next, event, now)?;
    let partner = next.partner_id.clone();
    update(tx, next)?;
    logged(tx, who, ("finding.report", id), json!({ "evidence": done.evidence }), now)?;
    Ok(partner)
}

/// Whether a document is one that the partner sent, for this finding or for an answer of its assessment.
fn is_partners(
    tx: &mut ReadTx,
    org: &OrgId,
    row: &Finding,
    evidence: &EvidenceId,
) -> Result<bool, ServiceError> {
    let mut documents = store::evidence_list(tx, org, &row.assessment_id)?;
    documents.extend(store::evidence_list_of_finding(tx, org, &row.id)?);
    Ok(documents.iter().any(|document| document.id == *evidence))
}

/// Tests again what was reported as mended: passed closes the finding, failed sends it back with the reason.
pub fn finding_retest(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    id: &FindingId,
    found: &Retest,
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let row = store::finding_fetch(tx, who.org(), id)?;
    let Some(passed) = found.passed else {
        return Err(ServiceError::field("passed", "fault-finding-retest"));
    };
    let (step, what) = if passed {
        (FindingStep::Pass, FindingEvent::Passed)
    } else {
        (FindingStep::Fail, FindingEvent::Failed)
    };
    let next = stepped(row, step, now)?;
    let note = said(&found.note)?;
    remember(tx, &next, Said::plain(what, By::Member(who.user())).note(&note), now)?;
    let partner = next.partner_id.clone();
    update(tx, if passed { closed(next, who.user(), (&note, now)) } else { next })?;
    logged(tx, who, ("finding.retest", id), json!({ "passed": passed }), now)?;
    Ok(partner)
}

fn closed(row: Finding, by: &UserId, (note, now): (&str, Timestamp)) -> Finding {
    Finding { closed_at: Some(now), closed_by: Some(by.clone()), closing_note: note.to_owned(), ..row }
}

/// Accepts the risk of a finding for six months at most; when that is over, it is open and overdue.
pub fn finding_accept(
    tx: &mut WriteTx,
    who: &Allowed<Decide>,
    id: &FindingId,
    wish: &RiskAccepted,
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let row = store::finding_fetch(tx, who.org(), id)?;
    let next = stepped(row, FindingStep::Accept, now)?;
    let (reason, until) = acceptable(wish, now)?;
    let by = By::Member(who.user());
    let event = Said { until: Some(until), ..Said::plain(FindingEvent::Accepted, by).note(&reason) };
    remember(tx, &next, event, now)?;
    let partner = next.partner_id.clone();
    update(tx, Finding { accepted_until: Some(until), ..next })?;
    logged(tx, who, ("finding.accept", id), json!({ "until": until }), now)?;
    Ok(partner)
}

fn acceptable(wish: &RiskAccepted, now: Timestamp) -> Result<(String, Timestamp), ServiceError> {
    let mut faults = Vec::new();
    let reason = wish.reason.trim().replace("\r\n", "\n");
    let has = reason.chars().count();
    if has < ACCEPT_LETTERS || has > super::LONGEST_NOTE {
        let message = Message::new("fault-accept-reason").arg("has", has).arg("needs", ACCEPT_LETTERS);
        faults.push(FieldFault { field: "reason".to_owned(), message });
    }
    let good = |until: &Timestamp| *until > now && *until <= now.plus_months(ACCEPT_MONTHS).end_of_day();
    match wish.until.filter(good) {
        Some(until) if faults.is_empty() => return Ok((reason, until)),
        Some(_) => {}
        None => {
            let message = Message::new("fault-accept-until").arg("n", ACCEPT_MONTHS);
            faults.push(FieldFault { field: "until".to_owned(), message });
        }
    }
    Err(ServiceError::Invalid(faults))
}

/// Takes a closing or an acceptance back: the finding is open again.
pub fn finding_reopen(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    id: &FindingId,
    note: &str,
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let row = store::finding_fetch(tx, who.org(), id)?;
    let next = stepped(row, FindingStep::Reopen, now)?;
    let note = said(note)?;
    remember(tx, &next, Said::plain(FindingEvent::Reopened, By::Member(who.user())).note(&note), now)?;
    let partner = next.partner_id.clone();
    update(tx, next)?;
    logged(tx, who, ("finding.reopen", id), json!({}), now)?;
    Ok(partner)
}
