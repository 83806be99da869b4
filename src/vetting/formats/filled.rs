//! Answers that came with a file, each with the place where it stood.

use serde_json::{Value, json};

use super::{Note, Notes};
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::questionnaire::Questionnaire;
use crate::vetting::sheet::Given;

/// One answer of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Where it stands in the file.
    pub place: String,
    /// The question, by our name.
    pub question: QuestionId,
    /// What was chosen.
    pub given: Given,
    /// The words beside it.
    pub comment: String,
    /// What would show it, in the partner's words.
    pub evidence_note: String,
}

/// What a file of another tool says instead of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YesNo {
    Yes,
    No,
    NotApplicable,
}

impl YesNo {
    /// The words that are written for it; none for any others.
    pub(super) fn of(text: &str) -> Option<Self> {
        match super::table::simple(text).as_str() {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            "na" | "n/a" | "not applicable" => Some(Self::NotApplicable),
            _ => None,
        }
    }
}

/// An answer before it is known whether it fits.
pub(super) struct Raw<'a> {
    pub(super) place: String,
    pub(super) question: &'a str,
    pub(super) answer: &'a str,
    /// Whether a formula stands in the cell.
    pub(super) formula: bool,
    /// The words that explain a "not applicable", and that stand beside any other answer.
    pub(super) words: String,
}

/// Takes an answer that is "yes", "no" or "not applicable"; what is neither is noted.
pub(super) fn take(raw: Raw<'_>, questionnaire: &Questionnaire, notes: &mut Notes, filled: &mut Vec<Filled>) {
    let Raw { place, question, answer, formula, words } = raw;
    if answer.is_empty() && words.is_empty() && !formula {
        return;
    }
    let Some(question) = QuestionId::new(question).ok().and_then(|id| questionnaire.question(&id)) else {
        return notes.add(
            &place,
            format!("the answer \"{}\" was left out: its question was", super::build::start_of(answer)),
        );
    };
    if formula {
        return notes.add(&place, "a formula stands here, so the answer was left out; type it as text");
    }
    let given = match (answer, YesNo::of(answer)) {
        ("", _) => Given::Nothing,
        (_, Some(YesNo::Yes)) => option("yes"),
        (_, Some(YesNo::No)) => option("no"),
        (_, Some(YesNo::NotApplicable)) if !question.na_allowed => {
            return notes
                .add(&place, "\"not applicable\" cannot be answered here, so the answer was left out");
        }
        (_, Some(YesNo::NotApplicable)) if words.trim().is_empty() => {
            return notes.add(
                &place,
                "\"not applicable\" needs a reason, and none is given: the answer was left out",
            );
        }
        (_, Some(YesNo::NotApplicable)) => Given::NotApplicable { reason: words.clone() },
        (other, None) => {
            let what = format!(
                "\"{}\" is neither yes nor no nor n/a: the answer was left out",
                super::build::start_of(other)
            );
            return notes.add(&place, what);
        }
    };
    let comment = if matches!(given, Given::NotApplicable { .. }) { String::new() } else { words };
    filled.push(Filled {
        place,
        question: question.id.clone(),
        given,
        comment,
        evidence_note: String::new(),
    });
}

fn option(id: &str) -> Given {
    OptionId::new(id).map_or(Given::Nothing, Given::Option)
}

/// The answers as a document of `entente-answers/1` that still lacks the intake, which is ours to say and in no file.
pub fn document(filled: &[Filled]) -> Value {
    let line = |answer: &Filled| {
        let mut line = serde_json::Map::new();
        match &answer.given {
            Given::Nothing => {}
            Given::Option(option) => {
                line.insert("option".to_owned(), json!(option));
            }
            Given::NotApplicable { reason } => {
                line.insert("na".to_owned(), json!(true));
                line.insert("reason".to_owned(), json!(reason));
            }
        }
        if !answer.comment.is_empty() {
            line.insert("comment".to_owned(), json!(answer.comment));
        }
        (answer.question.to_string(), Value::Object(line))
    };
    let answers: serde_json::Map<String, Value> = filled.iter().map(line).collect();
    json!({"format": crate::vetting::answers::FORMAT, "answers": answers})
}

/// A note that answers came without the intake.
pub fn intake_note() -> Note {
    Note {
        path: "intake".to_owned(),
        what: "what you share with the partner is in no such file: add it before you score the answers"
            .to_owned(),
    }
}
