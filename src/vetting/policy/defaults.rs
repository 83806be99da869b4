//! The defaults, as vetting.md gives them.

use super::{
    ConfidencePolicy, DecisionPolicy, EvidencePolicy, ExpiryPolicy, GatePolicy, InherentPolicy,
    OverridePolicy, Policy, ResidualPolicy, RoomPolicy, RoomStep,
};
use crate::vetting::{code::SectionId, evidence::EvidenceLevel};

impl Default for Policy {
    fn default() -> Self {
        Self {
            inherent: InherentPolicy::default(),
            evidence: EvidencePolicy { e0: 60, e1: 70, e2: 85, e3: 100 },
            residual: ResidualPolicy {
                control_effect: 85,
                critical_floor: 45,
                criticals_floor: 60,
                knockout_floor: 80,
            },
            gates: GatePolicy {
                fails_below: 50,
                partly_below: 75,
                critical_evidence: EvidenceLevel::E2,
                section_conditions_below: 40,
                control_conditions_below: 50,
                control_escalate_below: 35,
            },
            confidence: ConfidencePolicy { high_from: 75, moderate_from: 50, after_expiry: 50 },
            decision: DecisionPolicy { low_below: 20, moderate_below: 40, high_below: 60 },
            room: RoomPolicy::default(),
            expiry_months: ExpiryPolicy { t1: 6, t2: 12, t3: 18, t4: 24, warning_days: 14 },
            override_rules: OverridePolicy { reason_letters: 40, months: 6 },
            na_second_reviewer_above: 25,
        }
    }
}

impl Default for InherentPolicy {
    fn default() -> Self {
        Self {
            data: [10, 30, 50, 60, 80, 100, 100],
            people: [25, 50, 75, 100],
            purpose: [25, 50, 80, 100],
            access: [25, 50, 75, 100],
            geography: [25, 50, 75, 100],
            data_and_people: [70, 30],
            purpose_access_geography: [50, 30, 20],
            sensitive_floor: 60,
            tiers_from: [70, 45, 25],
        }
    }
}

impl Default for RoomPolicy {
    /// Sections C (minimisation), D (people's rights) and I (breach handling) carry the floor.
    fn default() -> Self {
        let sections = ["C", "D", "I"].iter().filter_map(|name| SectionId::new(name).ok()).collect();
        Self {
            confidence_from: 50,
            section_from: 60,
            sections,
            low: RoomStep { below: 20, k: 50, releases: 10 },
            moderate: RoomStep { below: 40, k: 100, releases: 5 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vetting::intake::{Access, DataCategory, Geography, People, Purpose};

    #[test]
    fn the_defaults_pass_their_own_check() {
        Policy::default().check().unwrap();
    }

    #[test]
    fn a_policy_survives_storage() {
        let json = serde_json::to_string(&Policy::default()).unwrap();
        assert_eq!(Policy::parse(&json).unwrap(), Policy::default());
    }

    #[test]
    fn each_word_has_the_number_of_the_design() {
        let policy = InherentPolicy::default();
        assert_eq!(policy.of_data(DataCategory::PurchaseHistory), 60);
        assert_eq!(policy.of_people(People::Under1m), 75);
        assert_eq!(policy.of_purpose(Purpose::Lookalike), 80);
        assert_eq!(policy.of_access(Access::CleanRoom), 25);
        assert_eq!(policy.of_geography(Geography::SccTia), 50);
    }

    #[test]
    fn a_policy_that_would_reward_worse_answers_is_refused() {
        let mut policy = Policy::default();
        policy.evidence.e1 = 90;
        assert_eq!(policy.check().unwrap_err().path, "evidence");
        let mut policy = Policy::default();
        policy.room.low.k = 5;
        assert_eq!(policy.check().unwrap_err().path, "room");
        let mut policy = Policy::default();
        policy.inherent.data_and_people = [70, 40];
        assert_eq!(policy.check().unwrap_err().path, "inherent.data_and_people");
    }
}
