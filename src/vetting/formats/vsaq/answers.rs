//! Answers as VSAQ saves them: `{"id": "value"}`, where a ticked choice is `checked` under its own id.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::Notes;
use super::super::build::start_of;
use super::super::filled::Filled;
use super::names::{CHECKED, Names, Target, UNCHECKED};
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::format::{FormatError, each_key_once, read as read_json};
use crate::vetting::questionnaire::Questionnaire;
use crate::vetting::sentence::Sentence;
use crate::vetting::sheet::Given;

/// What a file of answers says, by id.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Values(#[serde(deserialize_with = "each_key_once")] BTreeMap<String, String>);

pub(super) fn read(text: &str) -> Result<Values, FormatError> {
    read_json(text.trim_start_matches('\u{feff}'))
}

impl Values {
    /// Every id with its value.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(id, value)| (id.as_str(), value.as_str()))
    }
}

/// The answers that fit the questionnaire; words that have no place in it, and choices that exclude each other, are noted.
pub(super) fn filled(
    values: &Values,
    names: &Names,
    questionnaire: &Questionnaire,
    notes: &mut Notes,
) -> Vec<Filled> {
    let mut chosen: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (id, value) in &values.0 {
        let place = format!("answers.{id}");
        match names.target(id) {
            Some(Target::Options(options)) => match option(options, value) {
                Said::This(question, option) => chosen.entry(question).or_default().push((place, option)),
                Said::Nothing => {}
                Said::Unknown => {
                    let what = Sentence::of(
                        "note-vsaq-answer",
                        "\"{answer}\" is no answer of VSAQ's, so it was left out",
                    );
                    notes.add(&place, what.with("answer", start_of(value)));
                }
            },
            Some(Target::Words) if value.trim().is_empty() => {}
            Some(Target::Words) => {
                let what =
                    Sentence::of("note-words", "words without a question of ours were left out: {text}");
                notes.add(&place, what.with("text", start_of(value)));
            }
            None => {
                let what = "the questionnaire has no such item, so its answer was left out";
                notes.add(&place, Sentence::of("note-answer-item", what));
            }
        }
    }
    let mut filled = Vec::new();
    for (question, said) in chosen {
        let known = QuestionId::new(&question).ok().and_then(|id| questionnaire.question(&id));
        match (known, said.as_slice()) {
            (Some(known), [(place, option)]) => {
                let option = OptionId::new(option).ok().filter(|option| known.option(option).is_some());
                filled.push(Filled {
                    place: place.clone(),
                    question: known.id.clone(),
                    given: option.map_or(Given::Nothing, Given::Option),
                    comment: String::new(),
                    evidence_note: String::new(),
                    seen: None,
                    carried_over: false,
                });
            }
            (Some(_), several) => {
                let places: Vec<&str> = several.iter().map(|(place, _)| place.as_str()).collect();
                let what = "one question has several answers here, so none was taken";
                notes.add(&places.join(", "), Sentence::of("note-answer-several", what));
            }
            (None, _) => {
                let what = "the question was left out, and so was its answer";
                notes.add(&question, Sentence::of("note-answer-question", what));
            }
        }
    }
    filled
}

enum Said {
    /// This option of this question.
    This(String, String),
    Nothing,
    Unknown,
}

/// What a value says of the options that its id stands for. A box that is not ticked says "no"; a choice of several says
/// nothing.
fn option(options: &[(String, String)], value: &str) -> Said {
    let [(question, option)] = options else {
        return if value.is_empty() { Said::Nothing } else { Said::Unknown };
    };
    match (option.as_str(), value) {
        ("yes", "yes" | "no") => Said::This(question.clone(), value.to_owned()),
        ("yes", "") => Said::Nothing,
        (CHECKED, "") => Said::This(question.clone(), UNCHECKED.to_owned()),
        (_, "checked") => Said::This(question.clone(), option.clone()),
        (_, "") => Said::Nothing,
        _ => Said::Unknown,
    }
}
