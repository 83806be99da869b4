//! Deciding about a partner: following the score or overriding it, the second person, and what makes a decision void.
//!
//! vetting.md, "Model", 9: a person may override the decision and never the numbers; anything kinder than the score needs
//! a second person, and so does much accepted N/A, who must not be who accepted it; a decision is bound to the digest of its inputs and is void as soon as one of them changes.

use serde_json::json;

use super::conditions::{self, ConditionInput};
use super::dossier::{self, Dossier};
use super::finding;
use super::room_view::decision_of;
use crate::access::{Allowed, Decide, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{DecisionId, PartnerId, UserId};
use crate::services::audit::{self, Act, Author};
use crate::services::rooms;
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, Assessment, AssessmentState, DecisionRow, DecisionStatus, ReadTx, WriteTx};
use crate::vetting::decision::{Decision, Override, OverrideError};
use crate::vetting::questionnaire::Question;
use crate::vetting::scoring::{Reason, Score};

/// A decision as it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionInput {
    /// What is decided.
    pub decided: Decision,
    /// Why; needed where the score is not followed.
    pub reason: String,
    /// Until when an override stands; the tier's expiry where the score is followed.
    pub until: Option<Timestamp>,
    /// The conditions of an approval with conditions.
    pub conditions: Vec<ConditionInput>,
    /// The digest of the inputs that were looked at.
    pub digest: String,
}

/// A decision that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its id.
    pub id: DecisionId,
    /// Whom it is about.
    pub partner: PartnerId,
    /// Whether it counts, or waits for a second person.
    pub status: DecisionStatus,
}

/// Decides. An override that is kinder than the score, and a decision on much accepted N/A, waits for a second person and
/// does not count before.
pub fn decision_make(
    tx: &mut WriteTx,
    who: &Allowed<Decide>,
    id: &crate::ids::AssessmentId,
    input: &DecisionInput,
    now: Timestamp,
) -> Result<Made, ServiceError> {
    let dossier = dossier::read(tx, who.org(), id)?;
    let score = decidable(&dossier)?;
    if dossier.digest().as_ref() != Some(&input.digest) {
        return Err(ServiceError::conflict("conflict-stale"));
    }
    let followed = input.decided == score.decision;
    let ends = dossier.policy.expiry_months.expires(score.tier, now);
    let (expires_at, overrides) =
        if followed { (ends, false) } else { overridden(who, &dossier, &score, input, now)? };
    let second = overrides || needs_second_reviewer(&score);
    conditions::check(input, now, expires_at)?;
    let row = DecisionRow {
        id: DecisionId::fresh(),
        org_id: who.org().clone(),
        partner_id: dossier.assessment.partner_id.clone(),
        assessment_id: id.clone(),
        computed: score.decision.as_str().to_owned(),
        decided: input.decided.as_str().to_owned(),
        reason: input.reason.trim().to_owned(),
        score: serde_json::to_string(&score).map_err(|e| ServiceError::Internal(e.to_string()))?,
        inputs_sha256: input.digest.clone(),
        status: if second { DecisionStatus::AwaitingSecond } else { DecisionStatus::Current },
        decided_by: who.user().clone(),
        decided_at: now,
        expires_at: expires_at.min(ends),
        second_by: None,
        second_at: None,
    };
    store::decision_insert(tx, &row)?;
    supersede(tx, &row, who, now)?;
    conditions::open(tx, &row, (&dossier, &score), &input.conditions, now)?;
    if !second {
        super::assessment::put(tx, Assessment { state: AssessmentState::Decided, ..dossier.assessment })?;
    }
    let detail = json!({ "computed": row.computed, "decided": row.decided, "second_person": second });
    let act = Act { action: "decision.make", object_kind: "decision", object_id: row.id.as_str(), detail };
    audit::done(tx, who, &act, now)?;
    if !second {
        rooms::close_refused(tx, (who.org(), &row.partner_id), &who.into(), now)?;
    }
    Ok(Made { id: row.id, partner: row.partner_id, status: row.status })
}

/// Retires what `row` takes the place of. What waited for a second person never counted, and its conditions go with it.
fn supersede(
    tx: &mut WriteTx,
    row: &DecisionRow,
    who: &Allowed<Decide>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    for other in store::decision_list(tx, &row.org_id, &row.partner_id)? {
        if other.id != row.id && other.status == DecisionStatus::AwaitingSecond {
            finding::withdraw(tx, (&row.org_id, &other.id), who.user(), now)?;
        }
    }
    store::decision_supersede(tx, row)?;
    Ok(())
}

/// Whether so much of a section is excused as N/A that one reviewer is not enough (vetting.md, "Model", 7).
fn needs_second_reviewer(score: &Score) -> bool {
    score.reasons.iter().any(|reason| matches!(reason, Reason::ManyNotApplicable(..)))
}

/// Whether that person accepted an N/A of a section of which so much is excused that a second reviewer is asked for: then
/// that person is the first reviewer, whoever decided.
fn excused(dossier: &Dossier, user: &UserId) -> bool {
    let reasons = dossier.score().map(|score| score.reasons).unwrap_or_default();
    let heavy = reasons.iter().filter_map(|reason| match reason {
        Reason::ManyNotApplicable(section, _) => dossier.questionnaire.section(section),
        _ => None,
    });
    let accepted = |question: &Question| {
        let review = dossier.reviews.get(question.id.as_str());
        review.is_some_and(|row| row.na_accepted == Some(true) && row.reviewed_by == *user)
    };
    heavy.flat_map(|section| &section.questions).any(accepted)
}

/// The score, if a decision can be made on it.
fn decidable(dossier: &Dossier) -> Result<Score, ServiceError> {
    if !dossier.is_reviewable() {
        return Err(ServiceError::conflict("conflict-assessment-not-submitted"));
    }
    let score = dossier.score().ok_or_else(|| ServiceError::refused("refused-intake-missing"))?;
    if score.provisional {
        return Err(ServiceError::refused("refused-decision-provisional"));
    }
    Ok(score)
}

/// Until when an override stands and whether it waits for a second person.
fn overridden(
    who: &Allowed<Decide>,
    dossier: &Dossier,
    score: &Score,
    input: &DecisionInput,
    now: Timestamp,
) -> Result<(Timestamp, bool), ServiceError> {
    let rules = &dossier.policy.override_rules;
    let Some(until) = input.until else {
        return Err(ServiceError::field("until", "fault-override-until"));
    };
    let wish = Override {
        computed: score.decision,
        wanted: input.decided,
        reason: &input.reason,
        at: now,
        until,
        approver: who.user(),
        second: None,
    };
    match wish.check(rules) {
        Ok(()) => Ok((until, false)),
        Err(OverrideError::NeedsSecondPerson) => Ok((until, true)),
        Err(fault) => Err(ServiceError::Invalid(vec![override_fault(fault)])),
    }
}

fn override_fault(fault: OverrideError) -> FieldFault {
    let of = |field: &str, message: Message| FieldFault { field: field.to_owned(), message };
    match fault {
        OverrideError::ReasonTooShort { has, needs } => {
            let message = Message::new("fault-override-reason");
            of("reason", message.arg("has", has).arg("needs", needs))
        }
        OverrideError::EndsBeforeItStarts => of("until", Message::new("fault-override-past")),
        OverrideError::LastsTooLong { months } => {
            of("until", Message::new("fault-override-long").arg("n", months))
        }
        OverrideError::SameDecision | OverrideError::NeedsSecondPerson | OverrideError::SecondIsTheFirst => {
            of("decided", Message::new("fault-decision"))
        }
    }
}

/// A second person agrees to an override: from now on it counts.
pub fn decision_second(
    tx: &mut WriteTx,
    who: &Allowed<Decide>,
    id: &DecisionId,
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let row = awaiting(tx, who, id)?;
    let partner = row.partner_id.clone();
    if row.decided_by == *who.user() {
        return Err(ServiceError::refused("refused-second-is-first"));
    }
    let dossier = dossier::read(tx, who.org(), &row.assessment_id)?;
    if dossier.digest().as_ref() != Some(&row.inputs_sha256) {
        return Err(ServiceError::conflict("conflict-decision-void"));
    }
    if row.expires_at <= now {
        return Err(ServiceError::conflict("conflict-decision-expired"));
    }
    if excused(&dossier, who.user()) {
        return Err(ServiceError::refused("refused-second-accepted-na"));
    }
    store::decision_second(tx, who.org(), id, (who.user(), now))?;
    supersede(tx, &DecisionRow { status: DecisionStatus::Current, ..row }, who, now)?;
    super::assessment::put(tx, Assessment { state: AssessmentState::Decided, ..dossier.assessment })?;
    let act =
        Act { action: "decision.second", object_kind: "decision", object_id: id.as_str(), detail: json!({}) };
    audit::done(tx, who, &act, now)?;
    rooms::close_refused(tx, (who.org(), &partner), &who.into(), now)?;
    Ok(partner)
}

/// A second person, or the first, takes an override back that does not count yet.
pub fn decision_decline(
    tx: &mut WriteTx,
    who: &Allowed<Decide>,
    id: &DecisionId,
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let row = awaiting(tx, who, id)?;
    store::decision_set_status(tx, who.org(), &row.id, DecisionStatus::Void)?;
    finding::withdraw(tx, (who.org(), &row.id), who.user(), now)?;
    let act = Act {
        action: "decision.decline",
        object_kind: "decision",
        object_id: id.as_str(),
        detail: json!({}),
    };
    audit::done(tx, who, &act, now)?;
    Ok(row.partner_id)
}

fn awaiting(tx: &mut WriteTx, who: &Allowed<Decide>, id: &DecisionId) -> Result<DecisionRow, ServiceError> {
    let row = store::decision_fetch(tx, who.org(), id)?;
    match row.status {
        DecisionStatus::AwaitingSecond => Ok(row),
        DecisionStatus::Current | DecisionStatus::Superseded | DecisionStatus::Void => {
            Err(ServiceError::conflict("conflict-decision-settled"))
        }
    }
}

/// Voids what was decided on an assessment, because `cause` changed one of its inputs. Tells the state that the assessment
/// has then: a decided one waits for review again.
pub(super) fn void_standing(
    tx: &mut WriteTx,
    who: impl Into<Author>,
    assessment: &Assessment,
    cause: &'static str,
    now: Timestamp,
) -> Result<AssessmentState, ServiceError> {
    let org = &assessment.org_id;
    let voided = store::decision_retire_of(tx, org, &assessment.id, DecisionStatus::Void)?;
    if voided > 0 {
        let detail = json!({ "cause": cause, "decisions": voided });
        let id = assessment.id.as_str();
        let act = Act { action: "decision.void", object_kind: "assessment", object_id: id, detail };
        audit::done_to(tx, who, org, &act, now)?;
    }
    Ok(match assessment.state {
        AssessmentState::Decided => AssessmentState::Submitted,
        other => other,
    })
}

/// A decision with the names of who made it.
#[derive(Debug, Clone)]
pub struct DecisionLine {
    /// The decision.
    pub row: DecisionRow,
    /// What was decided.
    pub decided: Decision,
    /// What the score said.
    pub computed: Decision,
    /// Who decided.
    pub by: String,
    /// The second person.
    pub second: Option<String>,
}

/// Every decision about a partner, newest first.
pub fn decision_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    partner: &PartnerId,
) -> Result<Vec<DecisionLine>, ServiceError> {
    let rows = store::decision_list(tx, who.org(), partner)?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let by = store::user_fetch(tx, &row.decided_by)?.name;
        let second = match &row.second_by {
            Some(user) => Some(store::user_fetch(tx, user)?.name),
            None => None,
        };
        let (decided, computed) = (decision_of(&row.decided)?, decision_of(&row.computed)?);
        lines.push(DecisionLine { row, decided, computed, by, second });
    }
    Ok(lines)
}
