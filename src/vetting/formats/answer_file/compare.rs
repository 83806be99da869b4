//! What loading a file would change, question by question.

use super::super::answer_book::{Asked, Line};
use super::super::filled::Filled;
use crate::vetting::sheet::Given;

/// How an answer in a file stands to the one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// None is there yet.
    New,
    /// It is the same.
    Same,
    /// Another one is there, which is only overwritten if somebody says so.
    Different,
}

impl Standing {
    /// The word for it in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Same => "same",
            Self::Different => "different",
        }
    }
}

/// One answer of a file beside the one that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What the file says.
    pub filled: Filled,
    /// What is there.
    pub now: Line,
    /// How the two stand to each other.
    pub standing: Standing,
}

/// Each answer of a file beside the one that is there, in the order of the questionnaire.
pub fn compare(asked: &Asked<'_>, filled: Vec<Filled>) -> Vec<Step> {
    let mut left = filled;
    let mut steps = Vec::new();
    for (_, question) in asked.questions() {
        let Some(at) = left.iter().position(|answer| answer.question == question.id) else { continue };
        let (filled, now) = (left.swap_remove(at), asked.line(question));
        let standing = standing(&filled, &now);
        steps.push(Step { filled, now, standing });
    }
    steps
}

fn standing(filled: &Filled, now: &Line) -> Standing {
    let same = (&filled.given, &filled.comment, &filled.evidence_note)
        == (&now.given, &now.comment, &now.evidence_note);
    let nothing_there = now.given == Given::Nothing && now.comment.is_empty() && now.evidence_note.is_empty();
    match (same, nothing_there) {
        (true, _) => Standing::Same,
        (false, true) => Standing::New,
        (false, false) => Standing::Different,
    }
}
