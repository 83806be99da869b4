//! The findings that a decision opens: its conditions, each with an owner and a date, and plans that are not yet controls.

use super::decision::DecisionInput;
use super::dossier::Dossier;
use super::finding;
use crate::clock::Timestamp;
use crate::ids::FindingId;
use crate::services::{FieldFault, ServiceError};
use crate::store::{self, DecisionRow, Finding, FindingKind, WriteTx};
use crate::vetting::decision::Decision;
use crate::vetting::findings::{Cause, FindingDraft, Severity, Subject, findings_to_open};
use crate::vetting::remediation::FindingState;
use crate::vetting::scoring::Score;

const LONGEST_TITLE: usize = 300;
const LONGEST_NAME: usize = 120;

/// A condition as it was entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConditionInput {
    /// What is to be mended.
    pub title: String,
    /// The question that it is about; may be empty.
    pub question: String,
    /// Who sees to it.
    pub owner: String,
    /// Until when.
    pub due: Option<Timestamp>,
}

/// Ok if an approval with conditions has at least one and each is complete. Fields are named `condition-1-owner` and so
/// on, as the form names them.
pub(super) fn check(
    input: &DecisionInput,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), ServiceError> {
    if input.decided != Decision::ApproveWithConditions {
        return Ok(());
    }
    if input.conditions.is_empty() {
        return Err(ServiceError::field("conditions", "fault-conditions-none"));
    }
    let mut faults = Vec::new();
    for (at, condition) in input.conditions.iter().enumerate() {
        let mut fault = |field: &str, id: &'static str| {
            faults.push(FieldFault::new(format!("condition-{}-{field}", at.saturating_add(1)), id));
        };
        let title = condition.title.trim();
        if title.is_empty() || title.chars().count() > LONGEST_TITLE {
            fault("title", "fault-condition-title");
        }
        let owner = condition.owner.trim();
        if owner.is_empty() || owner.chars().count() > LONGEST_NAME {
            fault("owner", "fault-condition-owner");
        }
        match condition.due {
            Some(due) if due > now && due <= expires_at.end_of_day() => {}
            _ => fault("due", "fault-condition-due"),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(ServiceError::Invalid(faults)) }
}

/// Opens the decision's findings: its conditions, and one for each planned answer that has none open yet.
pub(super) fn open(
    tx: &mut WriteTx,
    decision: &DecisionRow,
    (dossier, score): (&Dossier, &Score),
    conditions: &[ConditionInput],
    now: Timestamp,
) -> Result<(), ServiceError> {
    let drafts = dossier.case().map(|case| findings_to_open(&case, score)).unwrap_or_default();
    let wanted = decision.decided == Decision::ApproveWithConditions.as_str();
    for condition in conditions.iter().filter(|_| wanted) {
        let question = Some(condition.question.trim().to_owned()).filter(|id| dossier.question(id).is_some());
        let due = condition.due.unwrap_or(decision.expires_at);
        let named = (condition.title.trim().to_owned(), condition.owner.trim().to_owned());
        let severity = severity_of(&drafts, question.as_deref());
        let row = finding_row(decision, (FindingKind::Condition, severity), (question, named), due, now);
        finding::insert(tx, &row, &decision.decided_by, now)?;
    }
    let earlier = store::finding_list(tx, &decision.org_id, &decision.partner_id)?;
    let partner = store::partner_fetch(tx, &decision.org_id, &decision.partner_id)?;
    let owner = if partner.contact_name.is_empty() { partner.name } else { partner.contact_name };
    for draft in drafts.into_iter().filter(|draft| draft.cause == Cause::Planned) {
        let Subject::Question(question) = draft.subject else { continue };
        let known = |row: &Finding| {
            row.kind == FindingKind::Plan
                && row.closed_at.is_none()
                && row.question_id.as_deref() == Some(question.as_str())
        };
        if earlier.iter().any(known) {
            continue;
        }
        let title = dossier.questionnaire.question(&question).map(|q| q.text.in_language("en").to_owned());
        let about = (Some(question.to_string()), (title.unwrap_or_default(), owner.clone()));
        let due = now.plus_days(i64::from(draft.due_days));
        let row = finding_row(decision, (FindingKind::Plan, draft.severity), about, due, now);
        finding::insert(tx, &row, &decision.decided_by, now)?;
    }
    Ok(())
}

/// How bad a condition is: as bad as what the score says about its question, high where it says nothing.
fn severity_of(drafts: &[FindingDraft], question: Option<&str>) -> Severity {
    let about = |draft: &&FindingDraft| match &draft.subject {
        Subject::Question(id) => Some(id.as_str()) == question,
        Subject::Section(_) | Subject::Whole => false,
    };
    drafts.iter().find(about).map_or(Severity::High, |draft| draft.severity)
}

fn finding_row(
    decision: &DecisionRow,
    (kind, severity): (FindingKind, Severity),
    (question_id, (title, owner)): (Option<String>, (String, String)),
    due_at: Timestamp,
    now: Timestamp,
) -> Finding {
    Finding {
        id: FindingId::fresh(),
        org_id: decision.org_id.clone(),
        partner_id: decision.partner_id.clone(),
        assessment_id: decision.assessment_id.clone(),
        decision_id: Some(decision.id.clone()).filter(|_| kind == FindingKind::Condition),
        question_id,
        kind,
        title,
        description: String::new(),
        severity: severity.as_str().to_owned(),
        owner,
        owner_user_id: None,
        due_at,
        state: FindingState::Open.as_str().to_owned(),
        accepted_until: None,
        shared: false,
        revision: 1,
        created_at: now,
        closed_at: None,
        closed_by: None,
        closing_note: String::new(),
    }
}
