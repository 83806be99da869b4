//! Every constant of the score, as data: editable by an organisation's owner, stored with each result.
//!
//! The defaults are those of vetting.md. They are judgement, not statistics, and the product says so on screen. All are
//! whole numbers: factors and levels in percent, thresholds in points. [`Policy::check`] keeps an edited policy sane,
//! so that the score stays monotone (a better answer can never look worse).

mod defaults;

use serde::{Deserialize, Serialize};

use super::{
    code::SectionId,
    evidence::EvidenceLevel,
    format::FormatError,
    intake::{Access, DataCategory, Geography, People, Purpose},
};

/// The constants of `entente-score/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How the intake becomes inherent risk.
    pub inherent: InherentPolicy,
    /// What each evidence level is worth, in percent.
    pub evidence: EvidencePolicy,
    /// How controls reduce risk, and how far a failed gate raises it.
    pub residual: ResidualPolicy,
    /// When an answer fails or weakens a gate, and when a weak section holds the decision back.
    pub gates: GatePolicy,
    /// How sure one can be of the score.
    pub confidence: ConfidencePolicy,
    /// Where each decision, and each band of residual risk, ends.
    pub decision: DecisionPolicy,
    /// When the room opens and how strict it is.
    pub room: RoomPolicy,
    /// Months until a decision expires, by tier.
    pub expiry_months: ExpiryPolicy,
    /// What an override needs.
    pub override_rules: OverridePolicy,
    /// Share of a section's weight, in percent, above which accepted N/A needs a second reviewer.
    pub na_second_reviewer_above: u32,
}

/// Points of each intake word, and how they mix: M = .7 S + .3 V, X = .5 P + .3 A + .2 G, I = 100 √(M X).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InherentPolicy {
    /// S, by category in the order of [`DataCategory::ALL`].
    pub data: [u32; 7],
    /// V, in the order of [`People::ALL`].
    pub people: [u32; 4],
    /// P, in the order of [`Purpose::ALL`].
    pub purpose: [u32; 4],
    /// A, in the order of [`Access::ALL`].
    pub access: [u32; 4],
    /// G, in the order of [`Geography::ALL`].
    pub geography: [u32; 4],
    /// Shares of S and V in M.
    pub data_and_people: [u32; 2],
    /// Shares of P, A and G in X.
    pub purpose_access_geography: [u32; 3],
    /// The least inherent risk of sensitive or children's data.
    pub sensitive_floor: u32,
    /// From this inherent risk on: tier 1, tier 2, tier 3; below the last, tier 4.
    pub tiers_from: [u32; 3],
}

/// What each level is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidencePolicy {
    /// A bare answer.
    pub e0: u32,
    /// Described.
    pub e1: u32,
    /// A current document.
    pub e2: u32,
    /// Independent proof.
    pub e3: u32,
}

/// R = I (1 − effect · C), then gates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResidualPolicy {
    /// The part of inherent risk that perfect controls take away.
    pub control_effect: u32,
    /// The least residual risk with one failed critical question.
    pub critical_floor: u32,
    /// The same with two or more.
    pub criticals_floor: u32,
    /// The same with a failed knock-out.
    pub knockout_floor: u32,
}

/// When gates and floors speak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatePolicy {
    /// A flagged question fails below this value.
    pub fails_below: u32,
    /// A critical question is only partly met below this value.
    pub partly_below: u32,
    /// In tiers 1 and 2 a critical answer needs this evidence.
    pub critical_evidence: EvidenceLevel,
    /// A section below this holds the decision at "with conditions".
    pub section_conditions_below: u32,
    /// Control effectiveness below this does too.
    pub control_conditions_below: u32,
    /// Control effectiveness below this sends the decision up.
    pub control_escalate_below: u32,
}

/// How sure one can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfidencePolicy {
    /// High from here on; a plain approval needs it.
    pub high_from: u32,
    /// Moderate from here on; below it the decision goes up.
    pub moderate_from: u32,
    /// What confidence is multiplied with after the assessment's expiry.
    pub after_expiry: u32,
}

/// Upper ends of residual risk: low / approve, moderate / with conditions, high / escalate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionPolicy {
    /// Below this: low, approve.
    pub low_below: u32,
    /// Below this: moderate, approve with conditions.
    pub moderate_below: u32,
    /// Below this: high, escalate; from here on: critical, reject.
    pub high_below: u32,
}

/// The clean-room gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomPolicy {
    /// The least confidence.
    pub confidence_from: u32,
    /// The least control effectiveness of the sections below.
    pub section_from: u32,
    /// The sections that the floor asks for, where a questionnaire has them.
    pub sections: Vec<SectionId>,
    /// At low residual risk.
    pub low: RoomStep,
    /// At moderate residual risk.
    pub moderate: RoomStep,
}

/// How strict a room is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomStep {
    /// The least residual risk at which the room is no longer this lenient.
    pub below: u32,
    /// The minimum group size.
    pub k: u32,
    /// How many releases.
    pub releases: u32,
}

/// Months until a decision expires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpiryPolicy {
    /// Tier 1.
    pub t1: u32,
    /// Tier 2.
    pub t2: u32,
    /// Tier 3.
    pub t3: u32,
    /// Tier 4.
    pub t4: u32,
    /// Days of warning before.
    pub warning_days: u32,
}

/// What an override needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverridePolicy {
    /// Letters in its reason, at least.
    pub reason_letters: u32,
    /// Months until it ends, at most.
    pub months: u32,
}

/// The smallest minimum group that any policy may set (cleanroom.md, "Policy").
pub const K_FLOOR: u32 = 20;

impl InherentPolicy {
    /// S of one category.
    pub fn of_data(&self, category: DataCategory) -> u32 {
        points(&DataCategory::ALL, &self.data, category)
    }

    /// V.
    pub fn of_people(&self, people: People) -> u32 {
        points(&People::ALL, &self.people, people)
    }

    /// P.
    pub fn of_purpose(&self, purpose: Purpose) -> u32 {
        points(&Purpose::ALL, &self.purpose, purpose)
    }

    /// A.
    pub fn of_access(&self, access: Access) -> u32 {
        points(&Access::ALL, &self.access, access)
    }

    /// G.
    pub fn of_geography(&self, geography: Geography) -> u32 {
        points(&Geography::ALL, &self.geography, geography)
    }
}

impl EvidencePolicy {
    /// The worth of a level.
    pub fn of(&self, level: EvidenceLevel) -> u32 {
        match level {
            EvidenceLevel::E0 => self.e0,
            EvidenceLevel::E1 => self.e1,
            EvidenceLevel::E2 => self.e2,
            EvidenceLevel::E3 => self.e3,
        }
    }
}

/// The number beside a word; the two lists have the same length, by their types.
fn points<Word: PartialEq, const N: usize>(words: &[Word; N], numbers: &[u32; N], word: Word) -> u32 {
    words.iter().zip(numbers).find(|(known, _)| **known == word).map_or(0, |(_, number)| *number)
}

impl Policy {
    /// The policy that a JSON document spells, checked.
    pub fn parse(json: &str) -> Result<Self, FormatError> {
        let policy: Self = super::format::read(json)?;
        policy.check()?;
        Ok(policy)
    }

    /// Ok if the constants keep the score meaningful: in range, rising where they must rise.
    pub fn check(&self) -> Result<(), FormatError> {
        let inherent = &self.inherent;
        let evidence = &self.evidence;
        rising("inherent.people", &inherent.people)?;
        rising("inherent.purpose", &inherent.purpose)?;
        rising("inherent.access", &inherent.access)?;
        rising("inherent.geography", &inherent.geography)?;
        rising("inherent.data", &inherent.data)?;
        whole("inherent.data_and_people", &inherent.data_and_people)?;
        whole("inherent.purpose_access_geography", &inherent.purpose_access_geography)?;
        falling("inherent.tiers_from", &inherent.tiers_from)?;
        percent("inherent.sensitive_floor", inherent.sensitive_floor)?;
        rising("evidence", &[evidence.e0, evidence.e1, evidence.e2, evidence.e3])?;
        if evidence.e0 == 0 {
            return Err(FormatError::in_english("evidence.e0", "a bare answer must be worth something"));
        }
        let residual = &self.residual;
        percent("residual.control_effect", residual.control_effect)?;
        rising("residual", &[residual.critical_floor, residual.criticals_floor, residual.knockout_floor])?;
        self.check_rules()
    }

    fn check_rules(&self) -> Result<(), FormatError> {
        let gates = &self.gates;
        rising("gates", &[gates.fails_below, gates.partly_below])?;
        rising("gates", &[gates.control_escalate_below, gates.control_conditions_below])?;
        percent("gates.section_conditions_below", gates.section_conditions_below)?;
        rising("confidence", &[self.confidence.moderate_from, self.confidence.high_from])?;
        percent("confidence.after_expiry", self.confidence.after_expiry)?;
        let decision = &self.decision;
        rising("decision", &[decision.low_below, decision.moderate_below, decision.high_below])?;
        percent("room.confidence_from", self.room.confidence_from)?;
        percent("room.section_from", self.room.section_from)?;
        rising("room", &[self.room.low.below, self.room.moderate.below])?;
        if self.room.low.k < K_FLOOR || self.room.moderate.k < self.room.low.k {
            return Err(FormatError::in_english(
                "room",
                format!("the minimum group is at least {K_FLOOR}, and no smaller at higher risk"),
            ));
        }
        percent("na_second_reviewer_above", self.na_second_reviewer_above)
    }
}

fn percent(path: &str, number: u32) -> Result<(), FormatError> {
    if number <= 100 { Ok(()) } else { Err(FormatError::in_english(path, format!("{number} is above 100"))) }
}

fn rising(path: &str, numbers: &[u32]) -> Result<(), FormatError> {
    numbers.iter().try_for_each(|number| percent(path, *number))?;
    if numbers.is_sorted() { Ok(()) } else { Err(FormatError::in_english(path, "the numbers must not fall")) }
}

fn falling(path: &str, numbers: &[u32]) -> Result<(), FormatError> {
    let reversed: Vec<u32> = numbers.iter().rev().copied().collect();
    rising(path, &reversed)
        .map_err(|fault| FormatError::in_english(fault.path, "the numbers must fall, from 100 at most"))
}

fn whole(path: &str, shares: &[u32]) -> Result<(), FormatError> {
    let sum: u64 = shares.iter().map(|share| u64::from(*share)).sum();
    if sum == 100 {
        Ok(())
    } else {
        Err(FormatError::in_english(path, format!("the shares sum to {sum}, not 100")))
    }
}
