//! The tie between vetting and counting: whether a room may be open, how strict it is, and if closed, why.
//!
//! vetting.md, "Model", 10, and cleanroom.md, "Policy". What the numbers say is computed with the score; what the
//! decision in force says comes later and from outside, because decisions expire and conditions fall overdue.

use std::fmt;

use serde::Serialize;

use super::{
    exact::{Ratio, Root, hundredths, whole},
    residual::Gate,
};
use crate::vetting::{
    code::{QuestionId, SectionId},
    decision::Decision,
    policy::{Policy, RoomStep},
    questionnaire::Flag,
};

/// What a room may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoomLimits {
    /// Whether counting is allowed.
    pub open: bool,
    /// The minimum group size; null when closed.
    pub k: Option<u32>,
    /// How many releases; null when closed.
    pub releases: Option<u32>,
    /// Every reason for being closed; empty when open.
    pub closed_because: Vec<ClosedBecause>,
}

impl RoomLimits {
    /// A room that is closed for one reason.
    pub fn closed(because: ClosedBecause) -> Self {
        Self { open: false, k: None, releases: None, closed_because: vec![because] }
    }
}

/// One reason for a closed room.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClosedBecause {
    /// Nothing in the questionnaire applies, so there is no risk to tell.
    NoScore,
    /// A knock-out failed; no override opens the room.
    Knockout(QuestionId),
    /// Residual risk, in hundredths, is at or above the limit, in points.
    ResidualTooHigh {
        /// Hundredths.
        residual: u32,
        /// Points.
        limit: u32,
    },
    /// Confidence, in hundredths, is below the limit, in points.
    ConfidenceTooLow {
        /// Hundredths.
        confidence: u32,
        /// Points.
        limit: u32,
    },
    /// A section, in hundredths, is below the limit, in points.
    SectionTooLow {
        /// The section.
        section: SectionId,
        /// Hundredths.
        control: u32,
        /// Points.
        limit: u32,
    },
    /// There is no decision that counts.
    NoDecision,
    /// The decision in force does not allow it.
    Decision(Decision),
    /// The decision has expired.
    Expired,
    /// Conditions of the approval are past their date.
    ConditionsOverdue(u32),
}

/// The decision that stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// What was decided, override included.
    pub decision: Decision,
    /// Whether it still holds.
    pub validity: super::Freshness,
    /// How many conditions are past their date.
    pub overdue_conditions: u32,
}

/// What the numbers alone say about a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RoomFacts {
    step: Option<RoomStep>,
    faults: Vec<ClosedBecause>,
}

/// The numbers that matter to a room.
pub(super) struct Numbers<'n> {
    pub(super) residual: Option<&'n Root>,
    pub(super) confidence: Option<&'n Ratio>,
    pub(super) sections: Vec<(&'n SectionId, Ratio)>,
    pub(super) gates: &'n [Gate],
}

impl RoomFacts {
    pub(super) fn of(numbers: &Numbers<'_>, policy: &Policy) -> Self {
        let room = &policy.room;
        let mut faults = Vec::new();
        let knockouts = numbers.gates.iter().filter(|gate| gate.kind == Flag::Knockout);
        faults.extend(knockouts.map(|gate| ClosedBecause::Knockout(gate.question.clone())));
        let step = match numbers.residual {
            None => {
                faults.push(ClosedBecause::NoScore);
                None
            }
            Some(residual) if residual.is_below(room.low.below) => Some(room.low),
            Some(residual) if residual.is_below(room.moderate.below) => Some(room.moderate),
            Some(residual) => {
                let limit = room.moderate.below;
                faults.push(ClosedBecause::ResidualTooHigh { residual: residual.hundredths(), limit });
                None
            }
        };
        if let Some(confidence) = numbers.confidence.filter(|k| **k < whole(room.confidence_from)) {
            let limit = room.confidence_from;
            faults.push(ClosedBecause::ConfidenceTooLow { confidence: hundredths(confidence), limit });
        }
        for (section, control) in &numbers.sections {
            if room.sections.contains(section) && *control < whole(room.section_from) {
                faults.push(ClosedBecause::SectionTooLow {
                    section: (*section).clone(),
                    control: hundredths(control),
                    limit: room.section_from,
                });
            }
        }
        Self { step, faults }
    }

    pub(super) fn limits(&self, in_force: &InForce) -> RoomLimits {
        let mut closed_because = self.faults.clone();
        if in_force.decision > Decision::ApproveWithConditions {
            closed_because.push(ClosedBecause::Decision(in_force.decision));
        }
        if in_force.validity == super::Freshness::Expired {
            closed_because.push(ClosedBecause::Expired);
        }
        if in_force.decision == Decision::ApproveWithConditions && in_force.overdue_conditions > 0 {
            closed_because.push(ClosedBecause::ConditionsOverdue(in_force.overdue_conditions));
        }
        let open = closed_because.is_empty();
        let step = self.step.filter(|_| open);
        RoomLimits {
            open,
            k: step.map(|step| step.k),
            releases: step.map(|step| step.releases),
            closed_because,
        }
    }
}

impl fmt::Display for ClosedBecause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use super::reasons::points;
        match self {
            Self::NoScore => f.write_str("Nothing in the questionnaire applies, so there is no score."),
            Self::Knockout(question) => {
                write!(f, "Question {question} is a knock-out and is not met; no override opens the room.")
            }
            Self::ResidualTooHigh { residual, limit } => {
                write!(f, "Residual risk is {}; a room needs less than {limit}.", points(*residual))
            }
            Self::ConfidenceTooLow { confidence, limit } => {
                write!(f, "Confidence is {}; a room needs at least {limit}.", points(*confidence))
            }
            Self::SectionTooLow { section, control, limit } => {
                write!(f, "Section {section} stands at {}; a room needs at least {limit}.", points(*control))
            }
            Self::NoDecision => f.write_str("There is no decision about this partner that counts."),
            Self::Decision(decision) => write!(f, "The decision is to {decision}."),
            Self::Expired => f.write_str("The decision has expired."),
            Self::ConditionsOverdue(1) => f.write_str("A condition of the approval is overdue."),
            Self::ConditionsOverdue(count) => write!(f, "{count} conditions of the approval are overdue."),
        }
    }
}

impl Serialize for ClosedBecause {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
