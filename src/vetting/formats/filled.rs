//! Answers that came with a file, each with the place where it stood.

use serde_json::{Value, json};

use super::{Note, Notes};
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::questionnaire::{Question, Questionnaire};
use crate::vetting::sentence::Sentence;
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
    /// The revision of the answer that the file was made from, if the file says so.
    pub seen: Option<i64>,
    /// Whether the file says that the answer came from the last round; only believed where it reads as it did then.
    pub carried_over: bool,
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
    /// The words beside it.
    pub(super) words: String,
    /// Whether these words can be the reason of a "not applicable", which has no other.
    pub(super) explained: bool,
}

/// What became of an answer.
#[derive(Debug)]
pub(super) enum Fit {
    /// There is none.
    Nothing,
    /// It fits.
    Taken(Filled),
    /// The questionnaire has no such question.
    Unknown(Note),
    /// Its question cannot be answered so.
    Misfit(Note),
}

/// Whether an answer is "yes", "no" or "not applicable", and can be given to its question.
pub(super) fn fit(raw: Raw<'_>, questionnaire: &Questionnaire) -> Fit {
    let Raw { place, question, answer, formula, words, explained } = raw;
    if answer.is_empty() && words.is_empty() && !formula {
        return Fit::Nothing;
    }
    let Some(question) = QuestionId::new(question).ok().and_then(|id| questionnaire.question(&id)) else {
        let shown = super::build::start_of(if answer.is_empty() { &words } else { answer });
        let what = Sentence::of(
            "file-answer-unknown",
            "the answer \"{answer}\" was left out: its question is not in the questionnaire",
        );
        return Fit::Unknown(Note::at(place, what.with("answer", shown)));
    };
    let reason = if explained { words.as_str() } else { "" };
    match given(question, answer, formula, reason) {
        Err(what) => Fit::Misfit(Note::at(place, what)),
        Ok(given) => {
            let comment = if matches!(given, Given::NotApplicable { .. }) { String::new() } else { words };
            Fit::Taken(Filled {
                place,
                question: question.id.clone(),
                given,
                comment,
                evidence_note: String::new(),
                seen: None,
                carried_over: false,
            })
        }
    }
}

fn given(question: &Question, answer: &str, formula: bool, reason: &str) -> Result<Given, Sentence> {
    if formula {
        return Err(Sentence::of(
            "file-answer-formula",
            "a formula stands here, so the answer was left out; type it as text",
        ));
    }
    let known = |id: &str| match OptionId::new(id).ok().filter(|id| question.option(id).is_some()) {
        Some(option) => Ok(Given::Option(option)),
        None => Err(Sentence::of(
            "file-answer-option",
            "question {question} cannot be answered with \"{answer}\", so the answer was left out",
        )
        .with("question", &question.id)
        .with("answer", id)),
    };
    match (answer, YesNo::of(answer)) {
        ("", _) => Ok(Given::Nothing),
        (_, Some(YesNo::Yes)) => known("yes"),
        (_, Some(YesNo::No)) => known("no"),
        (_, Some(YesNo::NotApplicable)) => not_applicable(question, reason),
        (other, None) => Err(Sentence::of(
            "file-answer-neither",
            "\"{answer}\" is neither yes nor no nor n/a: the answer was left out",
        )
        .with("answer", super::build::start_of(other))),
    }
}

/// "Not applicable" with its reason, where the question takes that.
pub(super) fn not_applicable(question: &Question, reason: &str) -> Result<Given, Sentence> {
    if !question.na_allowed {
        return Err(Sentence::of(
            "file-answer-na",
            "\"not applicable\" cannot be answered here, so the answer was left out",
        ));
    }
    if reason.trim().is_empty() {
        return Err(Sentence::of(
            "file-answer-na-reason",
            "\"not applicable\" needs a reason, and none is given: the answer was left out",
        ));
    }
    Ok(Given::NotApplicable { reason: reason.to_owned() })
}

/// Takes an answer that is "yes", "no" or "not applicable"; what is neither is noted.
pub(super) fn take(raw: Raw<'_>, questionnaire: &Questionnaire, notes: &mut Notes, filled: &mut Vec<Filled>) {
    match fit(raw, questionnaire) {
        Fit::Nothing => {}
        Fit::Taken(answer) => filled.push(answer),
        Fit::Unknown(note) | Fit::Misfit(note) => notes.add(&note.path, note.what),
    }
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
    Note::at(
        "intake",
        "what you share with the partner is in no such file: add it before you score the answers",
    )
}
