//! The rules behind a decision, each as data and as one English sentence.
//!
//! Every rule names the best decision that it still allows; the decision is the worst of them (vetting.md, "Definitions
//! that leave no room"). Pages in other languages word the same variants from the catalogue.

use std::fmt;

use serde::Serialize;

use super::{
    exact::{hundredths, ratio, whole},
    facts::{Fact, Facts, Standing},
    inherent::Tier,
    residual::Band,
};
use crate::vetting::{
    code::{QuestionId, SectionId},
    decision::Decision,
    evidence::EvidenceLevel,
    questionnaire::Flag,
};

/// Why the decision is what it is. Numbers are in hundredths, limits in points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Where residual risk stands.
    Residual(u32, Band),
    /// Nothing in the questionnaire applies.
    NothingApplicable,
    /// A flagged question failed.
    GateFailed(QuestionId, Flag, Shortfall),
    /// A critical question is only partly met.
    CriticalPartly(QuestionId),
    /// In tiers 1 and 2: a critical answer without the evidence that it needs (what there is, what is needed).
    CriticalUnproven(QuestionId, EvidenceLevel, EvidenceLevel),
    /// A section below its floor (its control effectiveness, the floor).
    SectionWeak(SectionId, u32, u32),
    /// Control effectiveness below a floor (it, the floor, what that still allows).
    ControlWeak(u32, u32, Decision),
    /// Confidence below what a decision needs (it, the floor, what that still allows).
    ConfidenceShort(u32, u32, Decision),
    /// So many required questions are unanswered: the result is provisional.
    Provisional(usize),
    /// Accepted N/A is more than this share (percent) of a section: a second reviewer must look.
    ManyNotApplicable(SectionId, u32),
}

/// How a flagged question falls short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shortfall {
    /// No answer that counts.
    Unanswered,
    /// An answer with too little value, in percent.
    Value(u32),
}

impl Reason {
    /// The best decision that this still allows.
    pub fn allows(&self) -> Decision {
        match self {
            Self::Residual(_, band) => match band {
                Band::Low => Decision::Approve,
                Band::Moderate => Decision::ApproveWithConditions,
                Band::High => Decision::Escalate,
                Band::Critical => Decision::Reject,
            },
            Self::NothingApplicable | Self::GateFailed(_, Flag::Critical, _) => Decision::Escalate,
            Self::GateFailed(_, Flag::Knockout, _) => Decision::Reject,
            Self::CriticalPartly(_) | Self::CriticalUnproven(..) | Self::SectionWeak(..) => {
                Decision::ApproveWithConditions
            }
            Self::ControlWeak(_, _, allows) | Self::ConfidenceShort(_, _, allows) => *allows,
            Self::Provisional(_) | Self::ManyNotApplicable(..) => Decision::Approve,
        }
    }
}

/// What the rules look at besides the questions.
pub(super) struct Standings {
    pub(super) tier: Tier,
    pub(super) residual: Option<(u32, Band)>,
    pub(super) control: Option<super::exact::Ratio>,
    pub(super) confidence: Option<super::exact::Ratio>,
}

pub(super) fn reasons(facts: &Facts<'_>, standings: &Standings) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match standings.residual {
        Some((residual, band)) => reasons.push(Reason::Residual(residual, band)),
        None => reasons.push(Reason::NothingApplicable),
    }
    for fact in facts.applicable() {
        of_question(facts, fact, standings.tier, &mut reasons);
    }
    of_sections(facts, &mut reasons);
    of_totals(facts, standings, &mut reasons);
    if !facts.missing.is_empty() {
        reasons.push(Reason::Provisional(facts.missing.len()));
    }
    reasons
}

fn of_question(facts: &Facts<'_>, fact: &Fact<'_>, tier: Tier, reasons: &mut Vec<Reason>) {
    let Some(flag) = fact.question.flag else { return };
    let rules = &facts.case.policy.gates;
    let id = &fact.question.id;
    if fact.value < rules.fails_below {
        let answered = fact.standing == Standing::Answered;
        let how = if answered { Shortfall::Value(fact.value) } else { Shortfall::Unanswered };
        reasons.push(Reason::GateFailed(id.clone(), flag, how));
    } else if flag == Flag::Critical {
        if fact.value < rules.partly_below {
            reasons.push(Reason::CriticalPartly(id.clone()));
        }
        if tier <= Tier::T2 && fact.level < rules.critical_evidence {
            reasons.push(Reason::CriticalUnproven(id.clone(), fact.level, rules.critical_evidence));
        }
    }
}

fn of_sections(facts: &Facts<'_>, reasons: &mut Vec<Reason>) {
    let policy = facts.case.policy;
    let floor = policy.gates.section_conditions_below;
    for section in facts.case.questionnaire.sections() {
        let control = super::control::of_section(facts, section, super::facts::View::Assured);
        if let Some(control) = control.filter(|control| *control < whole(floor)) {
            reasons.push(Reason::SectionWeak(section.id.clone(), hundredths(&control), floor));
        }
        if na_is_heavy(facts, section) {
            reasons.push(Reason::ManyNotApplicable(section.id.clone(), policy.na_second_reviewer_above));
        }
    }
}

/// Whether accepted N/A is more of a section's weight in scope than the policy lets pass without a second reviewer.
pub(super) fn na_is_heavy(facts: &Facts<'_>, section: &crate::vetting::questionnaire::Section) -> bool {
    let (mut excused, mut in_scope) = (0_u32, 0_u32);
    for fact in facts.each.iter().filter(|fact| fact.section.id == section.id) {
        if fact.standing != Standing::Hidden {
            in_scope = in_scope.saturating_add(fact.question.points());
        }
        if fact.standing == Standing::NotApplicable {
            excused = excused.saturating_add(fact.question.points());
        }
    }
    ratio(excused, in_scope) > ratio(facts.case.policy.na_second_reviewer_above, 100)
}

fn of_totals(facts: &Facts<'_>, standings: &Standings, reasons: &mut Vec<Reason>) {
    let (gates, needs) = (&facts.case.policy.gates, &facts.case.policy.confidence);
    if let Some(control) = &standings.control {
        let floors = [
            (gates.control_escalate_below, Decision::Escalate),
            (gates.control_conditions_below, Decision::ApproveWithConditions),
        ];
        if let Some((floor, allows)) = floors.into_iter().find(|(floor, _)| *control < whole(*floor)) {
            reasons.push(Reason::ControlWeak(hundredths(control), floor, allows));
        }
    }
    if let Some(confidence) = &standings.confidence {
        let floors =
            [(needs.moderate_from, Decision::Escalate), (needs.high_from, Decision::ApproveWithConditions)];
        if let Some((floor, allows)) = floors.into_iter().find(|(floor, _)| *confidence < whole(*floor)) {
            reasons.push(Reason::ConfidenceShort(hundredths(confidence), floor, allows));
        }
    }
}

/// Hundredths as a person reads them, to one decimal, rounded half up: 6090 is "60.9".
pub fn points(hundredths: u32) -> String {
    let tenths = hundredths.saturating_add(5) / 10;
    format!("{}.{}", tenths / 10, tenths % 10)
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Residual(residual, band) => {
                let word = match band {
                    Band::Low => "low",
                    Band::Moderate => "moderate",
                    Band::High => "high",
                    Band::Critical => "critical",
                };
                write!(
                    f,
                    "Residual risk is {} ({word}), which allows at best to {}.",
                    points(*residual),
                    self.allows()
                )
            }
            Self::NothingApplicable => {
                f.write_str("Nothing in the questionnaire applies, so there is no score.")
            }
            Self::GateFailed(question, flag, how) => {
                let kind = match flag {
                    Flag::Critical => "critical",
                    Flag::Knockout => "a knock-out",
                };
                write!(f, "Question {question} is {kind} and is {how}.")
            }
            Self::CriticalPartly(question) => {
                write!(f, "Question {question} is critical and only partly met.")
            }
            Self::CriticalUnproven(question, has, needs) => {
                write!(
                    f,
                    "Question {question} is critical and stands on {has} evidence; this tier needs {needs}."
                )
            }
            Self::SectionWeak(section, control, floor) => {
                write!(f, "Section {section} stands at {}, below {floor}.", points(*control))
            }
            Self::ControlWeak(control, floor, _) => {
                write!(f, "Control effectiveness is {}, below {floor}.", points(*control))
            }
            Self::ConfidenceShort(confidence, floor, allows) => {
                write!(
                    f,
                    "Confidence is {}, below {floor}, which allows at best to {allows}.",
                    points(*confidence)
                )
            }
            Self::Provisional(1) => {
                f.write_str("A required question is unanswered: the result is provisional.")
            }
            Self::Provisional(count) => {
                write!(f, "{count} required questions are unanswered: the result is provisional.")
            }
            Self::ManyNotApplicable(section, share) => {
                write!(
                    f,
                    "More than {share} % of section {section} is not applicable: a second reviewer must look."
                )
            }
        }
    }
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unanswered => f.write_str("unanswered"),
            Self::Value(0) => f.write_str("not met"),
            Self::Value(value) => write!(f, "met to {value} % only"),
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_read_as_one_decimal() {
        assert_eq!(points(6_090), "60.9");
        assert_eq!(points(2_295), "23.0");
        assert_eq!(points(5), "0.1");
    }
}
