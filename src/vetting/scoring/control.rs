//! Control effectiveness C, by section and in all (vetting.md, "Model", 4), and confidence K ("Model", 8).
//!
//! C_s = Σ w a e / Σ w over the applicable questions of a section; C = Σ W_s C_s / Σ W_s over the sections that have any.
//! Nothing applicable gives nothing, never 0.

use super::{
    Freshness,
    exact::{Ratio, ratio, whole},
    facts::{Fact, Facts, Standing, View},
};
use crate::vetting::questionnaire::Section;

/// C of one section, 0 to 100.
pub(super) fn of_section(facts: &Facts<'_>, section: &Section, view: View) -> Option<Ratio> {
    let mut weight = 0_u32;
    let mut got = Ratio::ZERO;
    for fact in facts.of_section(section) {
        weight = weight.saturating_add(fact.question.points());
        got += fact.weight() * fact.points(view);
    }
    (weight > 0).then(|| got * ratio(1, weight))
}

/// C of the whole questionnaire, 0 to 100.
pub(super) fn of_all(facts: &Facts<'_>, view: View) -> Option<Ratio> {
    let mut weight = 0_u32;
    let mut got = Ratio::ZERO;
    for section in facts.case.questionnaire.sections() {
        if let Some(control) = of_section(facts, section, view) {
            weight = weight.saturating_add(section.weight);
            got += whole(section.weight) * control;
        }
    }
    (weight > 0).then(|| got * ratio(1, weight))
}

/// The weight of all sections in which something applies.
pub(super) fn section_weights(facts: &Facts<'_>) -> u32 {
    let sections = facts.case.questionnaire.sections().iter();
    let counted = sections.filter(|section| facts.of_section(section).next().is_some());
    counted.map(|section| section.weight).sum()
}

/// The weight of the applicable questions of a section.
pub(super) fn question_weights(facts: &Facts<'_>, section: &Section) -> u32 {
    facts.of_section(section).map(|fact| fact.question.points()).sum()
}

/// K over some questions, 0 to 100. Coverage times assurance is (answered / applicable) · (Σ w e / answered), in which
/// the answered weight cancels out; so nothing answered is simply 0.
pub(super) fn confidence<'f, 'c: 'f>(
    of: impl Iterator<Item = &'f Fact<'c>>,
    freshness: Freshness,
    after_expiry: u32,
) -> Option<Ratio> {
    let mut applicable = 0_u32;
    let mut assured = Ratio::ZERO;
    for fact in of {
        applicable = applicable.saturating_add(fact.question.points());
        if fact.standing == Standing::Answered {
            assured += fact.weight() * &fact.credit;
        }
    }
    let fresh = match freshness {
        Freshness::Current => whole(100),
        Freshness::Expired => whole(after_expiry),
    };
    (applicable > 0).then(|| assured * ratio(1, applicable) * fresh)
}
