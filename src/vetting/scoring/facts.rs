//! What the score sees of each question: in scope or not, answered or not, its value and the credit of its evidence.
//!
//! The rules are those of vetting.md, "Definitions that leave no room".

use super::{
    Case,
    exact::{Ratio, ratio, whole},
};
use crate::vetting::{
    code::QuestionId,
    evidence::EvidenceLevel,
    questionnaire::{Flag, Question, Section},
    sheet::Given,
};

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Hidden by a condition: out of scope.
    Hidden,
    /// N/A, accepted by a reviewer: in scope, not applicable.
    NotApplicable,
    /// Applicable, and answered by nothing that counts.
    Unanswered,
    /// N/A that no reviewer has accepted yet: counts as unanswered.
    NotApplicableWaiting,
    /// Applicable and answered.
    Answered,
}

/// One scored question.
#[derive(Debug)]
pub(super) struct Fact<'c> {
    pub(super) section: &'c Section,
    pub(super) question: &'c Question,
    pub(super) standing: Standing,
    /// a, in percent; 0 unless answered.
    pub(super) value: u32,
    /// The level after expiry.
    pub(super) level: EvidenceLevel,
    /// e: the level's worth over that of the expected one, at most 1.
    pub(super) credit: Ratio,
}

/// Which of the four sums is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// With the evidence that there is.
    Assured,
    /// Answers believed as given.
    Claimed,
    /// What is unanswered taken as fully met, and answers believed.
    Best,
    /// Only what a document or better proves.
    Worst,
}

/// Everything that the sums, gates and rules need.
#[derive(Debug)]
pub(super) struct Facts<'c> {
    pub(super) case: &'c Case<'c>,
    pub(super) each: Vec<Fact<'c>>,
    /// Required questions in scope that are unanswered, scope questions included.
    pub(super) missing: Vec<&'c QuestionId>,
}

impl Fact<'_> {
    /// In scope and not excused.
    pub(super) fn is_applicable(&self) -> bool {
        !matches!(self.standing, Standing::Hidden | Standing::NotApplicable)
    }

    /// a · e in percent, in one of the four views.
    pub(super) fn points(&self, view: View) -> Ratio {
        let answered = self.standing == Standing::Answered;
        match view {
            View::Best if !answered => whole(100),
            _ if !answered => Ratio::ZERO,
            View::Claimed | View::Best => whole(self.value),
            View::Worst if self.level < EvidenceLevel::E2 => Ratio::ZERO,
            View::Assured | View::Worst => whole(self.value) * &self.credit,
        }
    }

    /// w as a fraction.
    pub(super) fn weight(&self) -> Ratio {
        whole(self.question.points())
    }
}

impl<'c> Facts<'c> {
    pub(super) fn gather(case: &'c Case<'c>) -> Self {
        let visible = case.questionnaire.visible(|question| case.sheet.option(question));
        let mut each = Vec::new();
        let mut missing = Vec::new();
        for (section, question) in case.questionnaire.questions() {
            let standing = standing(case, question, visible.contains(&question.id));
            if question.required && matches!(standing, Standing::Unanswered | Standing::NotApplicableWaiting)
            {
                missing.push(&question.id);
            }
            if question.scored {
                each.push(fact(case, section, question, standing));
            }
        }
        Self { case, each, missing }
    }

    /// The applicable questions of a section.
    pub(super) fn of_section<'f>(&'f self, section: &'f Section) -> impl Iterator<Item = &'f Fact<'c>> {
        self.each.iter().filter(move |fact| fact.section.id == section.id && fact.is_applicable())
    }

    /// The applicable questions.
    pub(super) fn applicable(&self) -> impl Iterator<Item = &Fact<'c>> {
        self.each.iter().filter(|fact| fact.is_applicable())
    }
}

fn standing(case: &Case<'_>, question: &Question, visible: bool) -> Standing {
    if !visible {
        return Standing::Hidden;
    }
    let Some(entry) = case.sheet.entry(&question.id) else { return Standing::Unanswered };
    if entry.option().is_some_and(|option| question.option(option).is_some()) {
        return Standing::Answered;
    }
    let Given::NotApplicable { reason } = &entry.answer.given else { return Standing::Unanswered };
    let allowed = question.na_allowed && question.flag != Some(Flag::Knockout) && !reason.trim().is_empty();
    match (allowed, entry.review.na_accepted) {
        (false, _) => Standing::Unanswered,
        (true, false) => Standing::NotApplicableWaiting,
        (true, true) => Standing::NotApplicable,
    }
}

fn fact<'c>(case: &Case<'c>, section: &'c Section, question: &'c Question, standing: Standing) -> Fact<'c> {
    let entry = case.sheet.entry(&question.id).filter(|_| standing == Standing::Answered);
    let option = entry.and_then(|entry| entry.option()).and_then(|option| question.option(option));
    let level = entry.map_or(EvidenceLevel::E0, |entry| entry.evidence());
    let worth = case.policy.evidence.of(level);
    let expected = case.policy.evidence.of(question.expected_evidence);
    Fact {
        section,
        question,
        standing,
        value: option.map_or(0, |option| option.points()),
        level,
        credit: ratio(worth.min(expected), expected),
    }
}
