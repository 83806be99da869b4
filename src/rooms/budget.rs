//! The privacy budget of a pair of organisations: what they have spent, and what is left.
//!
//! The account belongs to the pair, not to a room: a second room between the same two does not refill it (cleanroom.md,
//! attack 12), and nothing refills it by itself.

use serde::{Deserialize, Serialize};

use super::policy::Effective;
use super::release::Ask;
use super::terms::Epsilon;
use crate::ids::OrgId;

/// Two organisations, in an order that does not depend on who asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgPair {
    low: OrgId,
    high: OrgId,
}

impl OrgPair {
    /// The pair of these two, whichever is named first.
    pub fn of(one: &OrgId, other: &OrgId) -> Self {
        let (low, high) = if one <= other { (one, other) } else { (other, one) };
        Self { low: low.clone(), high: high.clone() }
    }

    /// The organisation whose id sorts first.
    pub fn low(&self) -> &OrgId {
        &self.low
    }

    /// The organisation whose id sorts last.
    pub fn high(&self) -> &OrgId {
        &self.high
    }
}

/// What a pair of organisations has spent so far, over all their rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Budget {
    /// Privacy loss, in millionths.
    pub epsilon_micro: u64,
    /// New releases.
    pub releases: u32,
}

/// What the budget lacks for one more release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetSpent {
    /// Every release has been used.
    Releases,
    /// What is left of epsilon is less than one release costs.
    Epsilon,
}

/// What a run would cost and what is left, before anything is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// What one new release costs.
    pub cost_micro: u64,
    /// What is left, in millionths.
    pub epsilon_left_micro: u64,
    /// How many more new releases both limits allow.
    pub releases_left: u32,
    /// How many new releases there have been.
    pub releases_used: u32,
    /// The half-width of the error bar (95 %) of a new release; 0 where nothing is added.
    pub pm95: u64,
    /// The same of each identifier's or segments' part, if the question has parts.
    pub pm95_parts: Option<u64>,
}

impl Budget {
    /// Ok if one more release stays within both limits (release rule, step 5).
    pub fn allows(&self, effective: &Effective, ask: Ask) -> Result<(), BudgetSpent> {
        if self.releases >= effective.releases {
            return Err(BudgetSpent::Releases);
        }
        let total = u64::from(effective.epsilon_total_micro.micro());
        let after = self.epsilon_micro.saturating_add(u64::from(effective.cost(ask).micro()));
        if after > total { Err(BudgetSpent::Epsilon) } else { Ok(()) }
    }

    /// The budget after one more release of that cost.
    #[must_use]
    pub fn charged(&self, cost: Epsilon) -> Self {
        Self {
            epsilon_micro: self.epsilon_micro.saturating_add(u64::from(cost.micro())),
            releases: self.releases.saturating_add(1),
        }
    }

    /// What an answer to that question would cost, and what is left under these figures.
    pub fn preview(&self, effective: &Effective, ask: Ask) -> Preview {
        let cost = u64::from(effective.cost(ask).micro());
        let (pm95, pm95_parts) = effective.pm95(ask);
        let left = u64::from(effective.epsilon_total_micro.micro()).saturating_sub(self.epsilon_micro);
        let by_epsilon = u32::try_from(left / cost.max(1)).unwrap_or(u32::MAX);
        Preview {
            cost_micro: cost,
            epsilon_left_micro: left,
            releases_left: effective.releases.saturating_sub(self.releases).min(by_epsilon),
            releases_used: self.releases,
            pm95,
            pm95_parts,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rooms::terms::NoiseKind;

    fn effective(epsilon: u32, total: u32, releases: u32) -> Effective {
        Effective {
            k: 50,
            round_to: 10,
            n_min: 1_000,
            near_duplicate: 50,
            epsilon_micro: Epsilon::from_micro(epsilon),
            epsilon_total_micro: Epsilon::from_micro(total),
            releases,
            seg_min: 200,
            identifiers: 1,
            noise: NoiseKind::DiscreteLaplace,
            tightened_by: Vec::new(),
        }
    }

    #[test]
    fn the_pair_is_the_same_from_both_ends() {
        let (a, b) = (OrgId::from("a"), OrgId::from("b"));
        assert_eq!(OrgPair::of(&a, &b), OrgPair::of(&b, &a));
    }

    #[test]
    fn the_default_policy_gives_ten_releases() {
        let effective = effective(200_000, 2_000_000, 10);
        let mut budget = Budget::default();
        for left in (1..=10).rev() {
            assert_eq!(budget.preview(&effective, Ask::Overlap).releases_left, left);
            budget.allows(&effective, Ask::Overlap).unwrap();
            budget = budget.charged(effective.epsilon_micro);
        }
        assert_eq!(budget.allows(&effective, Ask::Overlap), Err(BudgetSpent::Releases));
        assert_eq!(budget.preview(&effective, Ask::Overlap).releases_left, 0);
    }

    #[test]
    fn epsilon_binds_before_the_releases_do() {
        let effective = effective(200_000, 500_000, 10);
        let budget = Budget { epsilon_micro: 400_000, releases: 2 };
        assert_eq!(budget.allows(&effective, Ask::Overlap), Err(BudgetSpent::Epsilon));
    }

    proptest! {
        #[test]
        fn no_sequence_of_rooms_overspends(steps in prop::collection::vec((1u32..300_000, 1u32..3_000_000, 1u32..15), 0..60)) {
            let mut budget = Budget::default();
            for (epsilon, total, releases) in steps {
                let effective = effective(epsilon, total, releases);
                let left = budget.preview(&effective, Ask::Overlap).releases_left;
                prop_assert_eq!(budget.allows(&effective, Ask::Overlap).is_ok(), left > 0);
                if left > 0 {
                    budget = budget.charged(effective.epsilon_micro);
                    prop_assert!(budget.epsilon_micro <= u64::from(total) && budget.releases <= releases);
                }
            }
        }
    }
}
