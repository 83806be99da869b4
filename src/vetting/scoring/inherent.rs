//! Inherent risk I: what could go wrong before any control, from the intake alone (vetting.md, "Model", 1).
//!
//! M = .7 S + .3 V, X = .5 P + .3 A + .2 G, I = 100 √(M X): the geometric mean of how bad and how exposed, so that
//! harmless data with wide access, or sensitive data in a clean room, stays in between.

use serde::{Deserialize, Serialize};

use super::exact::{Root, whole};
use crate::vetting::{
    intake::{DataCategory, Intake},
    policy::{InherentPolicy, Policy},
};

/// How closely a partner is watched, by inherent risk: tier 1 most.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
pub enum Tier {
    /// From 70.
    T1,
    /// 45 to 69.
    T2,
    /// 25 to 44.
    T3,
    /// Below 25.
    T4,
}

/// The tier of an intake, before anybody has answered.
pub fn tier_of(intake: &Intake, policy: &Policy) -> Tier {
    tier(&inherent(intake, &policy.inherent), &policy.inherent)
}

pub(super) fn inherent(intake: &Intake, policy: &InherentPolicy) -> Root {
    let sensitivity = intake.data.iter().map(|category| policy.of_data(*category)).max().unwrap_or(0);
    let [of_data, of_people] = policy.data_and_people;
    let [of_purpose, of_access, of_geography] = policy.purpose_access_geography;
    let magnitude =
        whole(of_data) * whole(sensitivity) + whole(of_people) * whole(policy.of_people(intake.people));
    let exposure = whole(of_purpose) * whole(policy.of_purpose(intake.purpose))
        + whole(of_access) * whole(policy.of_access(intake.access))
        + whole(of_geography) * whole(policy.of_geography(intake.geography));
    // Percent of percent on both sides: M and X are ten thousandths, so 100² M X is their product over 10⁴.
    let risk = Root::of_square(magnitude * exposure / whole(10_000));
    if intake.data.contains(&DataCategory::Sensitive) || intake.data.contains(&DataCategory::Children) {
        risk.max(Root::of(policy.sensitive_floor))
    } else {
        risk
    }
}

pub(super) fn tier(inherent: &Root, policy: &InherentPolicy) -> Tier {
    let [first, second, third] = policy.tiers_from;
    if !inherent.is_below(first) {
        Tier::T1
    } else if !inherent.is_below(second) {
        Tier::T2
    } else if !inherent.is_below(third) {
        Tier::T3
    } else {
        Tier::T4
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::vetting::intake::{Access, Geography, People, Purpose};

    fn intake(data: &[DataCategory]) -> Intake {
        Intake {
            data: data.iter().copied().collect(),
            people: People::Under10k,
            purpose: Purpose::AggregateMeasurement,
            access: Access::CleanRoom,
            geography: Geography::Adequate,
        }
    }

    #[test]
    fn the_worked_example() {
        let intake = Intake {
            data: BTreeSet::from([DataCategory::DirectIdentifiers, DataCategory::PurchaseHistory]),
            people: People::Under1m,
            purpose: Purpose::Lookalike,
            access: Access::CleanRoom,
            geography: Geography::SccTia,
        };
        let policy = InherentPolicy::default();
        let risk = inherent(&intake, &policy);
        assert_eq!(risk.hundredths(), 6_090);
        assert_eq!(tier(&risk, &policy), Tier::T2);
    }

    #[test]
    fn sensitive_data_never_counts_as_harmless() {
        let policy = InherentPolicy::default();
        assert_eq!(inherent(&intake(&[DataCategory::Children]), &policy).hundredths(), 6_000);
        assert_eq!(tier(&inherent(&intake(&[DataCategory::Sensitive]), &policy), &policy), Tier::T2);
    }

    #[test]
    fn the_mildest_sharing_is_tier_4() {
        let policy = InherentPolicy::default();
        // M = .7·.10 + .3·.25 = .145, X = .25: 100·√.03625 = 19.04.
        let risk = inherent(&intake(&[DataCategory::Aggregate]), &policy);
        assert_eq!((risk.hundredths(), tier(&risk, &policy)), (1_904, Tier::T4));
    }

    #[test]
    fn the_worst_sharing_is_100() {
        let policy = InherentPolicy::default();
        let worst = Intake {
            data: DataCategory::ALL.into_iter().collect(),
            people: People::Over1m,
            purpose: Purpose::Enrichment,
            access: Access::RawCopy,
            geography: Geography::None,
        };
        assert_eq!(inherent(&worst, &policy).hundredths(), 10_000);
    }
}
