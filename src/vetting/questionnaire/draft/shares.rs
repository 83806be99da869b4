//! What each question is worth in the whole: the preview of the weights.
//!
//! A share is what control effectiveness loses when that question alone is unmet and every other one is met and proven:
//! `W_s / ΣW · w / Σw` (vetting.md, "Model", 4), over everything that can be asked. The tests hold it against the score.

use super::{Draft, Section};
use crate::vetting::code::QuestionId;

/// One question's share, in hundredths of a percent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The question.
    pub question: QuestionId,
    /// Its share; 10,000 is the whole.
    pub hundredths: u64,
}

const WHOLE: u64 = 10_000;

impl Draft {
    /// The share of every scored question, in order, if all of them are asked.
    pub fn shares(&self) -> Vec<Share> {
        let counted = self.sections().iter().filter(|section| points(section) > 0);
        let weights: u64 = counted.clone().map(|section| u64::from(section.weight)).sum();
        let share = |section: &Section, weight: u32| {
            let above = WHOLE.saturating_mul(u64::from(section.weight)).saturating_mul(u64::from(weight));
            let below = weights.saturating_mul(points(section));
            // Rounded half up, once.
            above.saturating_mul(2).saturating_add(below).checked_div(below.saturating_mul(2)).unwrap_or(0)
        };
        let questions = counted.flat_map(|section| section.questions.iter().map(move |q| (section, q)));
        let scored = questions.filter(|(_, question)| question.scored);
        scored
            .map(|(section, q)| Share { question: q.id.clone(), hundredths: share(section, q.points()) })
            .collect()
    }
}

fn points(section: &Section) -> u64 {
    section.questions.iter().map(|question| u64::from(question.points())).sum()
}
