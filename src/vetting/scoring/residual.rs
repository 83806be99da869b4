//! Residual risk R = I (1 − 0.85 C), its range, and the gates on top (vetting.md, "Model", 5 and 6).
//!
//! Even perfect answers leave 15 % of the inherent risk. A gate raises R and never lowers it: an average cannot hide a
//! serious failure.

use serde::{Deserialize, Serialize};

use super::{
    exact::{Ratio, Root, ratio, whole},
    facts::Facts,
};
use crate::vetting::{
    code::QuestionId,
    policy::{DecisionPolicy, ResidualPolicy},
    questionnaire::Flag,
};

/// A band of residual risk, in words.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// Below 20.
    Low,
    /// 20 to 39.
    Moderate,
    /// 40 to 59.
    High,
    /// From 60.
    Critical,
}

/// A flagged question that failed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gate {
    /// The question.
    pub question: QuestionId,
    /// What it guards.
    pub kind: Flag,
}

/// R with and without gates, and its range.
#[derive(Debug, Clone)]
pub(super) struct Residual {
    pub(super) value: Root,
    pub(super) ungated: Root,
    pub(super) best: Root,
    pub(super) worst: Root,
}

/// C in the three views that matter here.
pub(super) struct Controls {
    pub(super) assured: Ratio,
    pub(super) best: Ratio,
    pub(super) worst: Ratio,
}

/// The flagged questions that fail: a below one half, unanswered included.
pub(super) fn failed_gates(facts: &Facts<'_>) -> Vec<Gate> {
    let fails_below = facts.case.policy.gates.fails_below;
    let failed = facts.applicable().filter(|fact| fact.value < fails_below);
    failed
        .filter_map(|fact| Some(Gate { question: fact.question.id.clone(), kind: fact.question.flag? }))
        .collect()
}

pub(super) fn residual(
    inherent: &Root,
    controls: &Controls,
    gates: &[Gate],
    policy: &ResidualPolicy,
) -> Residual {
    let ungated = remaining(inherent, &controls.assured, policy);
    let best = remaining(inherent, &controls.best, policy);
    let worst = remaining(inherent, &controls.worst, policy);
    let value = ungated.clone().max(Root::of(floor(gates, policy)));
    Residual { best: best.min(value.clone()), worst: worst.max(value.clone()), value, ungated }
}

/// I (1 − effect · C).
fn remaining(inherent: &Root, control: &Ratio, policy: &ResidualPolicy) -> Root {
    let kept = whole(1) - control * ratio(policy.control_effect, 10_000);
    inherent.times(&kept)
}

fn floor(gates: &[Gate], policy: &ResidualPolicy) -> u32 {
    let criticals = gates.iter().filter(|gate| gate.kind == Flag::Critical).count();
    let of_criticals = match criticals {
        0 => 0,
        1 => policy.critical_floor,
        _ => policy.criticals_floor,
    };
    let knocked_out = gates.iter().any(|gate| gate.kind == Flag::Knockout);
    if knocked_out { of_criticals.max(policy.knockout_floor) } else { of_criticals }
}

pub(super) fn band(residual: &Root, policy: &DecisionPolicy) -> Band {
    if residual.is_below(policy.low_below) {
        Band::Low
    } else if residual.is_below(policy.moderate_below) {
        Band::Moderate
    } else if residual.is_below(policy.high_below) {
        Band::High
    } else {
        Band::Critical
    }
}
