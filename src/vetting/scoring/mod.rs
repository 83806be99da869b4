//! `entente-score/1`: from a questionnaire, an intake and a sheet of answers to one [`Score`] (vetting.md, "Model").
//!
//! A pure function of its [`Case`]: no clock, no rounding before the end, the same result in the web, the API and the
//! command line. Six outputs stay apart and are never merged into one: inherent risk, control effectiveness, residual
//! risk with its range, gates, confidence, decision. One file per idea:
//!
//! | file | idea |
//! |---|---|
//! | `inherent` | I and the tier, from the intake |
//! | `facts`, `control` | what each question counts, C by section and in all, confidence K |
//! | `residual` | R, its range, the gates, the band |
//! | `reasons` | every rule that limits the decision |
//! | `losses`, `breakdown`, `why`, `simulator` | what the number is made of, and what would change it |
//! | `room` | whether the clean room may open, and how strictly |
//!
//! Readings of the design that a reader may wonder about: freshness belongs to the assessment (past its expiry it halves
//! K), while expired *evidence* already acts through its level; a knock-out at "partly" passes, as only critical questions
//! have that rule; thresholds compare exact values, so 19.998 shows as 20.00 and is still low.

mod breakdown;
mod control;
mod exact;
mod facts;
mod inherent;
mod losses;
mod reasons;
mod residual;
mod room;
mod simulator;
mod why;

use serde::Serialize;

pub use breakdown::{Breakdown, QuestionShare, SectionShare, breakdown};
pub use facts::Standing;
pub use inherent::{Tier, tier_of};
pub use losses::Loss;
pub use reasons::{Reason, Shortfall, points};
pub use residual::{Band, Gate};
pub use room::{ClosedBecause, InForce, RoomLimits};
pub use simulator::simulate;
pub use why::{Why, why};

use self::{
    exact::{Ratio, Root, hundredths},
    facts::{Facts, View},
    reasons::Standings,
    residual::{Controls, Residual},
    room::{Numbers, RoomFacts},
};
use super::{
    code::SectionId, decision::Decision, intake::Intake, policy::Policy, questionnaire::Questionnaire,
    sheet::Sheet,
};

/// The model's name, stored with every result.
pub const MODEL: &str = "entente-score/1";

/// Everything that a score depends on.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The questions, frozen.
    pub questionnaire: &'a Questionnaire,
    /// What our side said about the sharing.
    pub intake: &'a Intake,
    /// What the partner answered, and the review.
    pub sheet: &'a Sheet,
    /// The constants.
    pub policy: &'a Policy,
    /// Whether the assessment is past its expiry.
    pub freshness: Freshness,
}

/// Whether something with an expiry still holds; the caller knows the time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Freshness {
    /// Before its expiry.
    #[default]
    Current,
    /// After it.
    Expired,
}

/// The result, as it leaves the program: integers in hundredths, null where nothing applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// [`MODEL`].
    pub model: &'static str,
    /// True while a required question is unanswered.
    pub provisional: bool,
    /// I.
    pub inherent: u32,
    /// The tier of I.
    pub tier: Tier,
    /// C, with the evidence that there is.
    pub control: Option<u32>,
    /// C, answers believed.
    pub control_claimed: Option<u32>,
    /// C, answers believed and gaps taken as met.
    pub control_best: Option<u32>,
    /// C, only what is proven.
    pub control_worst: Option<u32>,
    /// R, gates applied.
    pub residual: Option<u32>,
    /// R before gates.
    pub residual_ungated: Option<u32>,
    /// The lower end of its range.
    pub residual_best: Option<u32>,
    /// The upper end of its range.
    pub residual_worst: Option<u32>,
    /// The band of R.
    pub band: Option<Band>,
    /// The flagged questions that failed, in the questionnaire's order.
    pub gates: Vec<Gate>,
    /// K.
    pub confidence: Option<u32>,
    /// The computed decision.
    pub decision: Decision,
    /// Every rule that had a say.
    pub reasons: Vec<Reason>,
    /// The sections, in the questionnaire's order.
    pub sections: Vec<SectionScore>,
    /// What each question costs, dearest first.
    pub losses: Vec<Loss>,
    /// The room, if the computed decision were in force.
    pub room: RoomLimits,
    #[serde(skip)]
    room_facts: RoomFacts,
}

/// One section's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionScore {
    /// The section.
    pub id: SectionId,
    /// Its share.
    pub weight: u32,
    /// C of the section.
    pub control: Option<u32>,
    /// The same, answers believed.
    pub control_claimed: Option<u32>,
    /// K of the section.
    pub confidence: Option<u32>,
}

impl Score {
    /// What a room may do under the decision that stands today.
    pub fn room_in_force(&self, in_force: &InForce) -> RoomLimits {
        self.room_facts.limits(in_force)
    }
}

/// The score of a case.
pub fn score(case: &Case<'_>) -> Score {
    Totals::of(&Facts::gather(case)).into_score()
}

/// The exact numbers, before they are rounded.
struct Totals<'f> {
    facts: &'f Facts<'f>,
    inherent: Root,
    assured: Option<Ratio>,
    claimed: Option<Ratio>,
    best: Option<Ratio>,
    worst: Option<Ratio>,
    residual: Option<Residual>,
    gates: Vec<Gate>,
    confidence: Option<Ratio>,
}

impl<'f> Totals<'f> {
    fn of(facts: &'f Facts<'f>) -> Self {
        let case = facts.case;
        let inherent = inherent::inherent(case.intake, &case.policy.inherent);
        let [assured, claimed, best, worst] =
            [View::Assured, View::Claimed, View::Best, View::Worst].map(|view| control::of_all(facts, view));
        let gates = residual::failed_gates(facts);
        let residual = match (&assured, &best, &worst) {
            (Some(assured), Some(best), Some(worst)) => {
                let controls =
                    Controls { assured: assured.clone(), best: best.clone(), worst: worst.clone() };
                Some(residual::residual(&inherent, &controls, &gates, &case.policy.residual))
            }
            _ => None,
        };
        let confidence =
            control::confidence(facts.applicable(), case.freshness, case.policy.confidence.after_expiry);
        Self { facts, inherent, assured, claimed, best, worst, residual, gates, confidence }
    }

    fn into_score(self) -> Score {
        let case = self.facts.case;
        let tier = inherent::tier(&self.inherent, &case.policy.inherent);
        let band = self.residual.as_ref().map(|r| residual::band(&r.value, &case.policy.decision));
        let reasons = reasons::reasons(
            self.facts,
            &Standings {
                tier,
                residual: self.residual.as_ref().map(|r| r.value.hundredths()).zip(band),
                control: self.assured.clone(),
                confidence: self.confidence.clone(),
            },
        );
        let decision = reasons.iter().map(Reason::allows).max().unwrap_or(Decision::Escalate);
        let room_facts = self.room_facts();
        let in_force = InForce { decision, validity: case.freshness, overdue_conditions: 0 };
        let of_residual = |pick: fn(&Residual) -> &Root| self.residual.as_ref().map(|r| pick(r).hundredths());
        Score {
            model: MODEL,
            provisional: !self.facts.missing.is_empty(),
            inherent: self.inherent.hundredths(),
            tier,
            control: self.assured.as_ref().map(hundredths),
            control_claimed: self.claimed.as_ref().map(hundredths),
            control_best: self.best.as_ref().map(hundredths),
            control_worst: self.worst.as_ref().map(hundredths),
            residual: of_residual(|r| &r.value),
            residual_ungated: of_residual(|r| &r.ungated),
            residual_best: of_residual(|r| &r.best),
            residual_worst: of_residual(|r| &r.worst),
            band,
            confidence: self.confidence.as_ref().map(hundredths),
            decision,
            reasons,
            sections: self.sections(),
            losses: losses::losses(self.facts, &self.inherent),
            room: room_facts.limits(&in_force),
            room_facts,
            gates: self.gates,
        }
    }

    fn room_facts(&self) -> RoomFacts {
        let sections = self.facts.case.questionnaire.sections().iter();
        let numbers = Numbers {
            residual: self.residual.as_ref().map(|r| &r.value),
            confidence: self.confidence.as_ref(),
            sections: sections
                .filter_map(|s| Some((&s.id, control::of_section(self.facts, s, View::Assured)?)))
                .collect(),
            gates: &self.gates,
        };
        RoomFacts::of(&numbers, self.facts.case.policy)
    }

    fn sections(&self) -> Vec<SectionScore> {
        let case = self.facts.case;
        let after_expiry = case.policy.confidence.after_expiry;
        let of = |section: &crate::vetting::questionnaire::Section| SectionScore {
            id: section.id.clone(),
            weight: section.weight,
            control: control::of_section(self.facts, section, View::Assured).as_ref().map(hundredths),
            control_claimed: control::of_section(self.facts, section, View::Claimed).as_ref().map(hundredths),
            confidence: control::confidence(self.facts.of_section(section), case.freshness, after_expiry)
                .as_ref()
                .map(hundredths),
        };
        case.questionnaire.sections().iter().map(of).collect()
    }
}
