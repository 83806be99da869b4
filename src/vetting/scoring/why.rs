//! The one sentence under the number: which answer drives it, and what it would be without.

use std::fmt;

use super::{Case, Score, reasons::points, simulate};
use crate::vetting::{code::QuestionId, questionnaire::Flag, text::Text};

/// What drives a residual risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The question that drives it most; none if no single fix lowers the risk.
    pub driver: Option<Driver>,
    /// The residual risk, in hundredths.
    pub residual: u32,
}

/// One question and the risk without its shortfall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Driver {
    /// The question.
    pub question: QuestionId,
    /// What its section is about, for whoever does not know questions by name.
    pub about: Text,
    /// The gate that it failed, if it did.
    pub gate: Option<Flag>,
    /// The residual risk if it were fixed, in hundredths.
    pub without: u32,
}

/// What drives `score`, the score of `case`; nothing if there is no residual risk to tell.
pub fn why(case: &Case<'_>, score: &Score) -> Option<Why> {
    let residual = score.residual?;
    // A failed gate outweighs every average; else the dearest loss leads.
    let gates = score.gates.iter().map(|gate| (&gate.question, Some(gate.kind)));
    let dearest = score.losses.iter().take(1).map(|loss| (&loss.question, None));
    let driver = gates
        .chain(dearest)
        .filter_map(|(question, gate)| {
            let without = simulate(case, std::slice::from_ref(question)).residual?;
            let section = case.questionnaire.questions().find(|(_, asked)| asked.id == *question)?.0;
            Some(Driver { question: question.clone(), about: section.title.clone(), gate, without })
        })
        .filter(|driver| driver.without < residual)
        .min_by_key(|driver| driver.without);
    Some(Why { driver, residual })
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let residual = points(self.residual);
        let Some(driver) = &self.driver else {
            return write!(
                f,
                "Residual risk is {residual}, and fixing any one answer alone would not lower it."
            );
        };
        let (question, without) = (&driver.question, points(driver.without));
        match driver.gate {
            Some(Flag::Knockout) => {
                write!(
                    f,
                    "Question {question} is a knock-out and is not met: {residual}; met, it would be {without}."
                )
            }
            Some(Flag::Critical) => {
                write!(
                    f,
                    "Question {question} is critical and is not met: {residual}; met, it would be {without}."
                )
            }
            None => {
                write!(
                    f,
                    "Question {question} costs most: {residual}; fully met and proven, it would be {without}."
                )
            }
        }
    }
}
