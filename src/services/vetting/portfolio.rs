//! All partners at a glance: where each stands, and what it waits for.

use super::dossier::Dossier;
use crate::access::{Allowed, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::OrgId;
use crate::services::ServiceError;
use crate::store::{
    self, Assessment, AssessmentState, DecisionRow, DecisionStatus, Finding, Partner, ReadTx,
};
use crate::vetting::remediation::FindingState;
use crate::vetting::scoring::{Score, Why, why};

/// What a partner waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Awaits {
    /// Us: somebody must agree to a decision as the second person.
    SecondPerson,
    /// Us: answers were submitted and no decision is made.
    Review,
    /// Us: evidence that the decision stood on has run out; the decision is void.
    EvidenceExpired,
    /// Us: conditions are overdue.
    OverdueConditions,
    /// Us: the decision has expired or was voided.
    Reassessment,
    /// Us: the intake is not sent yet.
    Sending,
    /// Us: no assessment was ever started.
    Assessment,
    /// The partner: they have the link.
    Answers,
    /// Nobody.
    Nothing,
}

impl Awaits {
    /// Whether it is our turn.
    pub fn is_ours(self) -> bool {
        !matches!(self, Self::Answers | Self::Nothing)
    }

    /// The word that the API uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SecondPerson => "second_person",
            Self::Review => "review",
            Self::EvidenceExpired => "evidence_expired",
            Self::OverdueConditions => "overdue_conditions",
            Self::Reassessment => "reassessment",
            Self::Sending => "sending",
            Self::Assessment => "assessment",
            Self::Answers => "answers",
            Self::Nothing => "nothing",
        }
    }
}

/// One partner's line.
#[derive(Debug, Clone)]
pub struct PartnerLine {
    /// The partner.
    pub partner: Partner,
    /// The assessment that counts: the newest that was not called off.
    pub assessment: Option<Assessment>,
    /// Its score, once there is an intake and the partner has submitted.
    pub score: Option<Score>,
    /// Which answer drives the score, and what the number would be without.
    pub why: Option<Why>,
    /// The decision that counts or, past its expiry, counted last.
    pub decision: Option<DecisionRow>,
    /// Findings that wait to be mended; those whose risk is accepted just now do not.
    pub open_findings: Vec<Finding>,
    /// What the partner waits for.
    pub awaits: Awaits,
    /// Since when it waits for that because evidence ran out; none for any other reason.
    pub evidence_over_since: Option<Timestamp>,
}

/// Every partner of the organisation, by name, archived ones included.
pub fn partner_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    now: Timestamp,
) -> Result<Vec<PartnerLine>, ServiceError> {
    let org = who.org();
    let partners = store::partner_list(tx, org)?;
    let assessments = store::assessment_list_all(tx, org)?;
    let decisions = store::decision_list_current(tx, org)?;
    let findings = store::finding_list_open(tx, org)?;
    let mut lines = Vec::with_capacity(partners.len());
    for partner in partners {
        let assessment = assessments
            .iter()
            .find(|row| row.partner_id == partner.id && row.state != AssessmentState::Cancelled);
        let decision = decisions.iter().find(|row| row.partner_id == partner.id).cloned();
        let own: Vec<Finding> = findings.iter().filter(|row| row.partner_id == partner.id).cloned().collect();
        lines.push(line(tx, (partner, assessment.cloned(), decision), own, now)?);
    }
    Ok(lines)
}

/// One partner's line.
pub fn partner_line(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    partner: Partner,
    now: Timestamp,
) -> Result<PartnerLine, ServiceError> {
    let org = who.org();
    let assessments = store::assessment_list(tx, org, &partner.id)?;
    let assessment = assessments.into_iter().find(|row| row.state != AssessmentState::Cancelled);
    let decision = store::decision_latest(tx, org, &partner.id, DecisionStatus::Current)?;
    let findings = store::finding_list(tx, org, &partner.id)?;
    line(tx, (partner, assessment, decision), findings, now)
}

fn line(
    tx: &mut ReadTx,
    (partner, assessment, decision): (Partner, Option<Assessment>, Option<DecisionRow>),
    findings: Vec<Finding>,
    now: Timestamp,
) -> Result<PartnerLine, ServiceError> {
    let org = partner.org_id.clone();
    let waits = |row: &Finding| row.closed_at.is_none() && row.standing(now).state != FindingState::Accepted;
    let open_findings: Vec<Finding> = findings.into_iter().filter(waits).collect();
    let submitted =
        |row: &&Assessment| matches!(row.state, AssessmentState::Submitted | AssessmentState::Decided);
    let dossier = match assessment.as_ref().filter(submitted) {
        Some(row) => Some(super::dossier::read(tx, &org, &row.id)?),
        None => None,
    };
    let score = dossier.as_ref().and_then(Dossier::score);
    let case = dossier.as_ref().and_then(Dossier::case);
    let why = case.zip(score.as_ref()).and_then(|(case, score)| why(&case, score));
    let waiting = waits_for_second(tx, &org, &partner)?;
    let over = match &assessment {
        Some(row) if row.state == AssessmentState::Submitted && partner.archived_at.is_none() => {
            super::trigger::evidence_over_since(tx, &org, &partner.id)?
        }
        _ => None,
    };
    let awaits = if partner.archived_at.is_some() {
        Awaits::Nothing
    } else if waiting {
        Awaits::SecondPerson
    } else if over.is_some() {
        Awaits::EvidenceExpired
    } else {
        awaits(assessment.as_ref(), decision.as_ref(), &open_findings, now)
    };
    Ok(PartnerLine {
        partner,
        assessment,
        score,
        why,
        decision,
        open_findings,
        awaits,
        evidence_over_since: over,
    })
}

fn waits_for_second(tx: &mut ReadTx, org: &OrgId, partner: &Partner) -> Result<bool, ServiceError> {
    Ok(store::decision_latest(tx, org, &partner.id, DecisionStatus::AwaitingSecond)?.is_some())
}

fn awaits(
    assessment: Option<&Assessment>,
    decision: Option<&DecisionRow>,
    open_findings: &[Finding],
    now: Timestamp,
) -> Awaits {
    let Some(assessment) = assessment else { return Awaits::Assessment };
    match assessment.state {
        AssessmentState::Intake => Awaits::Sending,
        AssessmentState::Sent => Awaits::Answers,
        AssessmentState::Submitted => Awaits::Review,
        AssessmentState::Cancelled => Awaits::Assessment,
        AssessmentState::Decided => match decision {
            None => Awaits::Reassessment,
            Some(decision) if decision.expires_at <= now => Awaits::Reassessment,
            Some(decision) => {
                let overdue = |finding: &Finding| {
                    finding.decision_id.as_ref() == Some(&decision.id) && finding.is_overdue(now)
                };
                if open_findings.iter().any(overdue) { Awaits::OverdueConditions } else { Awaits::Nothing }
            }
        },
    }
}
