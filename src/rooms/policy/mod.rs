//! The tie between vetting and counting: what a decision about a partner does to a room.
//!
//! Two questions are answered here. [`effective`]: which figures hold, given the signed terms and each side's decision
//! about the other; the stricter wins, always. [`opening`](opening()): may the room count now, and if not, every reason
//! why not.
//!
//! The host's decision about the guest is required. The guest's decision about the
//! host counts where there is one (vetting.md, model, item 10).

mod opening;

use serde::{Deserialize, Serialize};

use super::release::{Ask, Scale};
use super::sides::{Side, Sides};
use super::terms::{Epsilon, FLOORS, NoiseKind, Terms};
use crate::vetting::scoring::{ClosedBecause as VettingReason, RoomLimits};

pub use opening::{ClosedBecause, KeyCheck, OpenRoom, Opening, RoomFacts, opening};

/// What a decision allows at most, from the residual risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The smallest minimum group size.
    pub k: u32,
    /// The most releases.
    pub releases: u32,
}

impl Limits {
    /// Residual risk from here on halves the releases and doubles the group size; in hundredths.
    const MODERATE: u32 = 2_000;
    /// Residual risk from here on closes the room; in hundredths.
    const HIGH: u32 = 4_000;

    /// The limits that a residual risk sets by the default policy (cleanroom.md); none: the room is closed.
    pub fn of_residual(hundredths: u32) -> Option<Self> {
        match hundredths {
            0..Self::MODERATE => Some(Self { k: 50, releases: 10 }),
            Self::MODERATE..Self::HIGH => Some(Self { k: 100, releases: 5 }),
            _ => None,
        }
    }
}

/// Whether a decision still says what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It holds.
    Current,
    /// Its validity has run out.
    Expired,
    /// Something it was based on has changed since.
    Void,
}

/// What a decision objects to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objection {
    /// The partner was not approved: escalated or rejected.
    NotApproved,
    /// The residual risk is 40 or above.
    ResidualTooHigh,
    /// A knock-out question failed.
    KnockOut,
    /// A condition of the approval is past its date.
    ConditionOverdue,
    /// One of the sections C, D and I is below 60.
    SectionFloor,
    /// Too little of the assessment is backed by evidence: confidence below 50.
    LowConfidence,
    /// Required questions are still unanswered.
    Provisional,
}

impl Objection {
    /// The objection in a reason of vetting's; an expired decision is not an objection but a standing.
    fn of(reason: &VettingReason) -> Option<Self> {
        match reason {
            VettingReason::NoScore => Some(Self::Provisional),
            VettingReason::Knockout(_) => Some(Self::KnockOut),
            VettingReason::ResidualTooHigh { .. } => Some(Self::ResidualTooHigh),
            VettingReason::ConfidenceTooLow { .. } => Some(Self::LowConfidence),
            VettingReason::SectionTooLow { .. } => Some(Self::SectionFloor),
            VettingReason::Decision(_) => Some(Self::NotApproved),
            VettingReason::ConditionsOverdue(_) => Some(Self::ConditionOverdue),
            VettingReason::Expired | VettingReason::NoDecision => None,
        }
    }
}

/// One side's decision about the other, as far as a room needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionView {
    /// Whether it still holds.
    pub standing: Standing,
    /// What it objects to; empty: it allows a room.
    pub objections: Vec<Objection>,
    /// The residual risk in hundredths.
    pub residual_hundredths: u32,
    /// What it allows at most; none while it refuses.
    pub limits: Option<Limits>,
}

impl DecisionView {
    /// The limits to apply, while the decision holds and allows a room.
    pub fn limits_in_force(&self) -> Option<Limits> {
        self.limits.filter(|_| self.standing == Standing::Current && self.objections.is_empty())
    }

    /// True if the decision ends a room for good: it has lapsed, or it refuses for a reason that no reminder mends.
    pub fn ends_rooms(&self) -> bool {
        let refuses = |objection: &Objection| {
            matches!(objection, Objection::NotApproved | Objection::KnockOut | Objection::ResidualTooHigh)
        };
        self.standing == Standing::Expired || self.objections.iter().any(refuses)
    }

    /// The view of a decision whose residual risk and limits vetting has worked out.
    pub fn of_limits(residual_hundredths: u32, limits: &RoomLimits, standing: Standing) -> Self {
        let mut view = Self {
            standing,
            objections: limits.closed_because.iter().filter_map(Objection::of).collect(),
            residual_hundredths,
            limits: limits.k.zip(limits.releases).map(|(k, releases)| Limits { k, releases }),
        };
        if limits.closed_because.contains(&VettingReason::Expired) && standing == Standing::Current {
            view.standing = Standing::Expired;
        }
        // A decision that sets no limits allows nothing, whatever its reasons.
        let silent = view.objections.is_empty() && view.standing == Standing::Current;
        if view.limits.is_none() && silent {
            view.objections.push(Objection::NotApproved);
        }
        view.objections.dedup();
        view
    }
}

/// The figures that hold in a room now: the terms, tightened by the decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effective {
    /// The minimum group size.
    pub k: u32,
    /// The rounding step.
    pub round_to: u32,
    /// The least number of people in an audience.
    pub n_min: u32,
    /// d: fewer changed people than this is no new question.
    pub near_duplicate: u32,
    /// The privacy loss of one release.
    pub epsilon_micro: Epsilon,
    /// The privacy loss that the pair may ever reach.
    pub epsilon_total_micro: Epsilon,
    /// How many releases the pair may ever have.
    pub releases: u32,
    /// The least number of people in a segment.
    pub seg_min: u32,
    /// By how many identifiers people are matched: what one person can change grows with them.
    pub identifiers: usize,
    /// What is added to a count.
    pub noise: NoiseKind,
    /// The sides whose decision made something stricter than the terms.
    pub tightened_by: Vec<Side>,
}

/// The figures in force: for each, the strictest of the terms and of each side's limits.
pub fn effective(terms: &Terms, limits: &Sides<Option<Limits>>) -> Effective {
    let rules = &terms.rules;
    let exact = terms.noise == NoiseKind::Exact;
    let (mut k, mut releases, mut tightened_by) = (rules.k, rules.releases, Vec::new());
    for (side, limit) in limits.each() {
        let Some(limit) = limit else { continue };
        if limit.k > rules.k || limit.releases < rules.releases {
            tightened_by.push(side);
        }
        k = k.max(limit.k);
        releases = releases.min(limit.releases);
    }
    Effective {
        k,
        round_to: rules.round_to,
        // 2k, so that "fewer than k" and "more than N - k" leave room between them.
        n_min: rules.n_min.max(k.saturating_mul(2)),
        near_duplicate: rules.near_duplicate.max(k),
        epsilon_micro: if exact { exact_epsilon(rules.epsilon_total_micro) } else { rules.epsilon_micro },
        epsilon_total_micro: rules.epsilon_total_micro,
        releases,
        seg_min: rules.seg_min.max(k.saturating_mul(2)),
        identifiers: terms.identifiers.len(),
        noise: terms.noise,
        tightened_by,
    }
}

/// What an answer without noise costs. No epsilon bounds what it tells, so it takes as much of the pair's account as makes
/// the few releases that there may be ([`FLOORS`]) use all of it up.
fn exact_epsilon(total: Epsilon) -> Epsilon {
    Epsilon::from_micro(total.micro() / FLOORS.exact_releases.max(1))
}

impl Effective {
    /// What a new answer to that question costs.
    pub fn cost(&self, ask: Ask) -> Epsilon {
        match ask {
            Ask::ByIdentifier if self.noise == NoiseKind::DiscreteLaplace => {
                let passes = u32::try_from(self.identifiers).unwrap_or(u32::MAX);
                self.epsilon_micro.times(passes.saturating_add(1))
            }
            Ask::Overlap | Ask::ByIdentifier | Ask::BySegment => self.epsilon_micro,
        }
    }

    /// The half-width of the error bar (95 %) of a new answer: of the total, and of each part where there are parts.
    pub fn pm95(&self, ask: Ask) -> (u64, Option<u64>) {
        let (identifiers, epsilon) = (self.identifiers, self.epsilon_micro);
        let total = |epsilon| Scale::total(identifiers, epsilon).pm95();
        match (self.noise, ask) {
            (NoiseKind::Exact, Ask::Overlap) => (0, None),
            (NoiseKind::Exact, _) => (0, Some(0)),
            (NoiseKind::DiscreteLaplace, Ask::Overlap) => (total(epsilon), None),
            (NoiseKind::DiscreteLaplace, Ask::ByIdentifier) => {
                (total(epsilon), Some(Scale::pass(identifiers, epsilon).pm95()))
            }
            (NoiseKind::DiscreteLaplace, Ask::BySegment) => {
                (total(epsilon.half()), Some(Scale::cell(identifiers, epsilon).pm95()))
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    pub(crate) use super::opening::tests::sound;
    use super::*;
    use crate::clock::Timestamp;
    use crate::rooms::terms::{Rules, TermsDraft};

    fn terms(rules: Rules) -> Terms {
        let draft = TermsDraft { rules, ..crate::rooms::terms::tests::draft() };
        draft.check(Timestamp::from_micros(0)).unwrap()
    }

    #[test]
    fn the_default_policy_has_three_bands() {
        let k = |hundredths| Limits::of_residual(hundredths).map(|limits| (limits.k, limits.releases));
        assert_eq!(k(0), Some((50, 10)));
        assert_eq!(k(1_999), Some((50, 10)));
        assert_eq!(k(2_000), Some((100, 5)));
        assert_eq!(k(3_999), Some((100, 5)));
        assert_eq!(k(4_000), None);
    }

    #[test]
    fn a_moderate_risk_doubles_the_group_and_says_who_asked() {
        let limits = Sides { host: Limits::of_residual(2_290), guest: Limits::of_residual(500) };
        let effective = effective(&terms(Rules::default()), &limits);
        assert_eq!((effective.k, effective.releases, effective.near_duplicate), (100, 5, 100));
        assert_eq!(effective.tightened_by, [Side::Host]);
    }

    #[test]
    fn a_decision_that_does_not_hold_sets_no_limits() {
        let mut view = DecisionView {
            standing: Standing::Current,
            objections: Vec::new(),
            residual_hundredths: 0,
            limits: Some(Limits { k: 50, releases: 10 }),
        };
        assert!(view.limits_in_force().is_some());
        view.standing = Standing::Void;
        assert!(view.limits_in_force().is_none());
    }

    #[test]
    fn a_refusal_or_a_lapse_ends_rooms_and_what_can_be_mended_does_not() {
        let view = |standing, objections| DecisionView {
            standing,
            objections,
            residual_hundredths: 0,
            limits: None,
        };
        for objection in [Objection::NotApproved, Objection::KnockOut, Objection::ResidualTooHigh] {
            assert!(view(Standing::Current, vec![objection]).ends_rooms());
        }
        assert!(view(Standing::Expired, Vec::new()).ends_rooms());
        for objection in [Objection::ConditionOverdue, Objection::LowConfidence, Objection::SectionFloor] {
            assert!(!view(Standing::Current, vec![objection]).ends_rooms());
        }
        assert!(!view(Standing::Void, Vec::new()).ends_rooms());
    }

    #[test]
    fn a_rise_of_risk_tightens_the_next_run_and_a_fall_loosens_nothing() {
        let terms = terms(Rules { k: 100, near_duplicate: 100, releases: 5, ..Rules::default() });
        let at = |residual| {
            let now = effective(&terms, &Sides { host: Limits::of_residual(residual), guest: None });
            (now.k, now.releases)
        };
        assert_eq!((at(1_000), at(2_500)), ((100, 5), (100, 5)), "signed terms are the least");
        let loose = self::terms(Rules::default());
        let tight = effective(&loose, &Sides { host: Limits::of_residual(2_500), guest: None });
        assert_eq!((tight.k, tight.releases, tight.seg_min), (100, 5, 200));
    }

    #[test]
    fn what_vetting_says_becomes_a_view() {
        let open = RoomLimits { open: true, k: Some(100), releases: Some(5), closed_because: Vec::new() };
        let view = DecisionView::of_limits(2_290, &open, Standing::Current);
        assert_eq!(view.limits_in_force(), Some(Limits { k: 100, releases: 5 }));
        let closed_because = vec![VettingReason::NoScore, VettingReason::Expired];
        let closed = RoomLimits { open: false, k: None, releases: None, closed_because };
        let view = DecisionView::of_limits(0, &closed, Standing::Current);
        assert_eq!((view.standing, view.objections), (Standing::Expired, vec![Objection::Provisional]));
        let silent = RoomLimits { open: false, k: None, releases: None, closed_because: Vec::new() };
        let view = DecisionView::of_limits(0, &silent, Standing::Current);
        assert_eq!(view.objections, [Objection::NotApproved]);
    }

    proptest! {
        #[test]
        fn the_stricter_side_wins(k in 20u32..300, q in 1u32..=10, a in 20u32..300, qa in 1u32..=10, b in 20u32..300, qb in 1u32..=10) {
            let rules = Rules { k, near_duplicate: k, n_min: 1_000, releases: q, ..Rules::default() };
            let limits = Sides {
                host: Some(Limits { k: a, releases: qa }),
                guest: Some(Limits { k: b, releases: qb }),
            };
            let got = effective(&terms(rules), &limits);
            prop_assert_eq!(got.k, k.max(a).max(b));
            prop_assert_eq!(got.releases, q.min(qa).min(qb));
            prop_assert!(got.near_duplicate >= got.k && got.n_min >= 2 * got.k);
            let swapped = Sides { host: limits.guest, guest: limits.host };
            prop_assert_eq!(effective(&terms(Rules { k, near_duplicate: k, releases: q, ..Rules::default() }), &swapped).k, got.k);
        }
    }
}
