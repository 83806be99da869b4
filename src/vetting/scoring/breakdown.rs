//! What a score is made of, question by question, in numbers that add up on screen.
//!
//! Each rounded share could be off by half a hundredth, and a column that does not add up to its total is not believed.
//! So shares are rounded by largest remainder: each is within one hundredth of its exact value and their sum is the
//! total exactly.

use serde::Serialize;

use super::{
    Case,
    control::{of_all, of_section, question_weights, section_weights},
    exact::{Ratio, hundredths, ratio, whole},
    facts::{Fact, Facts, Standing, View},
    losses::{Loss, losses},
    reasons::na_is_heavy,
};
use crate::vetting::{
    code::{QuestionId, SectionId},
    evidence::EvidenceLevel,
    questionnaire::Flag,
};

/// The whole score in its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Breakdown {
    /// C in hundredths, the sum of the sections' shares.
    pub control: Option<u32>,
    /// The sections, in order.
    pub sections: Vec<SectionShare>,
}

/// One section's part of C.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionShare {
    /// The section.
    pub id: SectionId,
    /// C of the section in hundredths, the sum of its questions' shares; none if nothing applies.
    pub control: Option<u32>,
    /// What it adds to C, in hundredths.
    pub adds: u32,
    /// What it could add at most, in hundredths.
    pub could_add: u32,
    /// Whether so much of it is excused as N/A that a second reviewer must look.
    pub needs_second_reviewer: bool,
    /// The scored questions, in order, those out of scope included.
    pub questions: Vec<QuestionShare>,
}

/// One question's part of its section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionShare {
    /// The question.
    pub id: QuestionId,
    /// Where it stands.
    pub standing: Standing,
    /// w.
    pub weight: u32,
    /// The gate that it guards.
    pub flag: Option<Flag>,
    /// a, in percent.
    pub value: u32,
    /// The evidence after expiry.
    pub evidence: EvidenceLevel,
    /// The evidence that can be expected.
    pub expected: EvidenceLevel,
    /// e, in hundredths of a percent: 8235 is .8235.
    pub credit: u32,
    /// w a e, in hundredths: what it earns of its weight.
    pub earned: u32,
    /// What it adds to the section's C, in hundredths.
    pub adds: u32,
    /// What it could add at most, in hundredths.
    pub could_add: u32,
    /// What its shortfall costs C, in hundredths.
    pub lost_control: u32,
    /// What its shortfall costs R before gates, in hundredths.
    pub lost_residual: u32,
}

/// The breakdown of a case.
pub fn breakdown(case: &Case<'_>) -> Breakdown {
    let facts = Facts::gather(case);
    let inherent = super::inherent::inherent(case.intake, &case.policy.inherent);
    let losses = losses(&facts, &inherent);
    let weights = section_weights(&facts);
    let sections = case.questionnaire.sections();
    let control = of_all(&facts, View::Assured);
    let share = |section: &crate::vetting::questionnaire::Section, of: Option<Ratio>| {
        of.map_or(Ratio::ZERO, |of| ratio(section.weight, weights) * of)
    };
    let got: Vec<Ratio> = sections.iter().map(|s| share(s, of_section(&facts, s, View::Assured))).collect();
    let most: Vec<Ratio> =
        sections.iter().map(|s| share(s, (question_weights(&facts, s) > 0).then(|| whole(100)))).collect();
    let shares = largest_remainder(&got).into_iter().zip(largest_remainder(&most));
    let sections = sections.iter().zip(shares).map(|(section, (adds, could_add))| SectionShare {
        id: section.id.clone(),
        control: of_section(&facts, section, View::Assured).as_ref().map(hundredths),
        adds,
        could_add,
        needs_second_reviewer: na_is_heavy(&facts, section),
        questions: questions(&facts, section, &losses),
    });
    Breakdown { control: control.as_ref().map(hundredths), sections: sections.collect() }
}

fn questions(
    facts: &Facts<'_>,
    section: &crate::vetting::questionnaire::Section,
    losses: &[Loss],
) -> Vec<QuestionShare> {
    let weights = question_weights(facts, section);
    let of_section: Vec<&Fact<'_>> = facts.each.iter().filter(|fact| fact.section.id == section.id).collect();
    let share = |fact: &Fact<'_>, of: Ratio| {
        if fact.is_applicable() { ratio(fact.question.points(), weights) * of } else { Ratio::ZERO }
    };
    let got: Vec<Ratio> = of_section.iter().map(|fact| share(fact, fact.points(View::Assured))).collect();
    let most: Vec<Ratio> = of_section.iter().map(|fact| share(fact, whole(100))).collect();
    let shares = largest_remainder(&got).into_iter().zip(largest_remainder(&most));
    of_section.iter().zip(shares).map(|(fact, shares)| question(fact, shares, losses)).collect()
}

fn question(fact: &Fact<'_>, (adds, could_add): (u32, u32), losses: &[Loss]) -> QuestionShare {
    let answered = fact.standing == Standing::Answered;
    let loss = losses.iter().find(|loss| loss.question == fact.question.id);
    QuestionShare {
        id: fact.question.id.clone(),
        standing: fact.standing,
        weight: fact.question.points(),
        flag: fact.question.flag,
        value: fact.value,
        evidence: fact.level,
        expected: fact.question.expected_evidence,
        credit: if answered { hundredths(&(&fact.credit * whole(100))) } else { 0 },
        earned: hundredths(&(fact.weight() * fact.points(View::Assured) * ratio(1, 100))),
        adds,
        could_add,
        lost_control: loss.map_or(0, |loss| loss.control),
        lost_residual: loss.map_or(0, |loss| loss.residual),
    }
}

/// The numbers in hundredths, each within one of its exact value, so that they sum to their rounded total.
fn largest_remainder(numbers: &[Ratio]) -> Vec<u32> {
    let total = numbers.iter().fold(Ratio::ZERO, |sum, number| sum + number);
    let floors: Vec<u32> = numbers.iter().map(floor).collect();
    let short = hundredths(&total).saturating_sub(floors.iter().sum());
    let mut by_remainder: Vec<(usize, Ratio)> = numbers
        .iter()
        .zip(&floors)
        .map(|(number, floor)| number * whole(100) - whole(*floor))
        .enumerate()
        .collect();
    by_remainder.sort_by(|(a, a_rest), (b, b_rest)| b_rest.cmp(a_rest).then_with(|| a.cmp(b)));
    let lucky: std::collections::BTreeSet<usize> = by_remainder
        .into_iter()
        .take(usize::try_from(short).unwrap_or(usize::MAX))
        .map(|(place, _)| place)
        .collect();
    floors
        .into_iter()
        .enumerate()
        .map(|(place, floor)| floor.saturating_add(u32::from(lucky.contains(&place))))
        .collect()
}

fn floor(number: &Ratio) -> u32 {
    u32::try_from((number * whole(100)).floor()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_their_rounded_total() {
        let thirds = [ratio(1, 3), ratio(1, 3), ratio(1, 3)];
        assert_eq!(largest_remainder(&thirds).iter().sum::<u32>(), 100);
        let parts = [ratio(2, 3), ratio(2, 3), ratio(1, 7)];
        assert_eq!(largest_remainder(&parts).iter().sum::<u32>(), 148);
        assert!(largest_remainder(&[]).is_empty());
    }
}
