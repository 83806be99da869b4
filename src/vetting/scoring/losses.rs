//! What each question costs: the points of C, and of R before gates, that full credit for it would give back.

use serde::Serialize;

use super::{
    control::{question_weights, section_weights},
    exact::{Ratio, Root, hundredths, ratio, whole},
    facts::{Fact, Facts, View},
};
use crate::vetting::code::QuestionId;

/// The cost of one question, in hundredths of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// The question.
    pub question: QuestionId,
    /// Points of control effectiveness.
    pub control: u32,
    /// Points of residual risk, before gates.
    pub residual: u32,
}

/// Every question that costs something, dearest first; equal costs by name.
pub(super) fn losses(facts: &Facts<'_>, inherent: &Root) -> Vec<Loss> {
    let effect = ratio(facts.case.policy.residual.control_effect, 10_000);
    let sections = section_weights(facts);
    let mut costs: Vec<(Ratio, &QuestionId)> = facts
        .applicable()
        .map(|fact| (cost(facts, fact, sections), &fact.question.id))
        .filter(|(cost, _)| *cost > Ratio::ZERO)
        .collect();
    costs.sort_by(|(a, a_name), (b, b_name)| b.cmp(a).then_with(|| a_name.cmp(b_name)));
    let in_hundredths = |(cost, question): (Ratio, &QuestionId)| Loss {
        question: question.clone(),
        control: hundredths(&cost),
        residual: inherent.times(&(&cost * &effect)).hundredths(),
    };
    costs.into_iter().map(in_hundredths).collect()
}

/// W_s / Σ W · w (100 − 100 a e) / Σ w.
pub(super) fn cost(facts: &Facts<'_>, fact: &Fact<'_>, section_weights: u32) -> Ratio {
    let share = ratio(fact.section.weight, section_weights);
    let within = ratio(fact.question.points(), question_weights(facts, fact.section));
    share * within * (whole(100) - fact.points(View::Assured))
}
