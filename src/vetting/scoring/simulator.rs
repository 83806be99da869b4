//! "What would change it": the score if some questions were fixed.
//!
//! A fix is the question's best option with the evidence that can be expected of it, as if a reviewer had just seen the
//! document. The sheet itself is not touched.

use super::{Case, Score, score};
use crate::vetting::{
    code::QuestionId,
    sheet::{Answer, Entry, Given, Review},
};

/// The score after fixing `fixes`; names that the questionnaire does not have are passed over.
pub fn simulate(case: &Case<'_>, fixes: &[QuestionId]) -> Score {
    let mut sheet = case.sheet.clone();
    for id in fixes {
        let Some(question) = case.questionnaire.question(id) else { continue };
        let Some(best) = question.best_option() else { continue };
        let entry = Entry {
            answer: Answer { given: Given::Option(best.id.clone()), comment: String::new() },
            review: Review { evidence: question.expected_evidence, ..Review::default() },
        };
        sheet.set(id.clone(), entry);
    }
    score(&Case { sheet: &sheet, ..*case })
}
