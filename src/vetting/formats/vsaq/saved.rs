//! The ids that VSAQ gives to what a questionnaire of ours asks: those that its own file had, where it came from one, and
//! those that our export writes otherwise. Answers are saved under them, so both files take the same answers.
//!
//! A question of "checked" and "unchecked" is a box, one of "yes" and "no" is a yes-or-no, and any other a group of choices,
//! each of which is saved under an id of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::answer_file::{Reading, Written};
use super::super::build::{FreshNames, spelled, start_of};
use super::super::filled::Filled;
use super::super::{Note, answer_book::Asked};
use super::answers;
use super::names::{CHECKED, UNCHECKED};
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::format::FormatError;
use crate::vetting::questionnaire::{Question, Questionnaire};
use crate::vetting::sentence::Sentence;
use crate::vetting::sheet::Given;

/// How VSAQ puts a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A box to tick.
    Box,
    /// Yes or no.
    YesNo,
    /// One of several choices.
    Group,
}

impl Kind {
    pub(super) fn of(question: &Question) -> Self {
        let is = |words: [&str; 2]| {
            question.options.len() == 2
                && words.iter().all(|word| question.options.iter().any(|option| option.id.as_str() == *word))
        };
        if is([CHECKED, UNCHECKED]) {
            Self::Box
        } else if is(["yes", "no"]) {
            Self::YesNo
        } else {
            Self::Group
        }
    }
}

/// The ids of a questionnaire's questions and choices.
#[derive(Debug)]
pub(super) struct Ids<'q> {
    questions: BTreeMap<&'q QuestionId, String>,
    choices: BTreeMap<&'q QuestionId, BTreeMap<&'q OptionId, String>>,
}

impl<'q> Ids<'q> {
    pub(super) fn of(questionnaire: &'q Questionnaire) -> Self {
        let mut fresh = FreshNames::default();
        // Questions first, so that they keep their names.
        let mut questions = BTreeMap::new();
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, question) in questionnaire.questions() {
            questions.insert(&question.id, fresh.like(question.id.as_str()));
            for option in question.options.iter().filter(|_| Kind::of(question) == Kind::Group) {
                let times = times.entry(option.id.as_str()).or_default();
                *times = times.saturating_add(1);
            }
        }
        let taken: BTreeSet<String> = questions.values().cloned().collect();
        let mut choices: BTreeMap<&'q QuestionId, BTreeMap<&'q OptionId, String>> = BTreeMap::new();
        for (_, question) in questionnaire.questions().filter(|(_, q)| Kind::of(q) == Kind::Group) {
            for option in &question.options {
                let own = option.id.as_str();
                let alone = times.get(own) == Some(&1) && !taken.contains(own);
                let wanted = if alone { own.to_owned() } else { format!("{}_{own}", question.id) };
                choices.entry(&question.id).or_default().insert(&option.id, fresh.like(&wanted));
            }
        }
        Self { questions, choices }
    }

    /// The id of a question.
    pub(super) fn question(&self, question: &QuestionId) -> Option<&str> {
        self.questions.get(question).map(String::as_str)
    }

    /// The id of a choice of a group.
    pub(super) fn choice(&self, question: &QuestionId, option: &OptionId) -> Option<&str> {
        self.choices.get(question)?.get(option).map(String::as_str)
    }

    /// How a condition says that this option was chosen.
    pub(super) fn condition(
        &self,
        questionnaire: &Questionnaire,
        of: (&QuestionId, &OptionId),
    ) -> Option<String> {
        let (question, option) = of;
        let own = self.question(question)?;
        match Kind::of(questionnaire.question(question)?) {
            Kind::Box if option.as_str() == CHECKED => Some(own.to_owned()),
            Kind::Box => Some(format!("!{own}")),
            Kind::YesNo => Some(format!("{own}/{option}")),
            Kind::Group => self.choice(question, option).map(str::to_owned),
        }
    }
}

/// What a saved id stands for.
#[derive(Clone, Copy)]
enum Meaning<'q> {
    Box(&'q Question),
    YesNo(&'q Question),
    Choice(&'q Question, &'q OptionId),
}

fn meanings<'q>(questionnaire: &'q Questionnaire, ids: &Ids<'q>) -> BTreeMap<String, Meaning<'q>> {
    let mut found = BTreeMap::new();
    for (_, question) in questionnaire.questions() {
        let own = ids.question(&question.id).unwrap_or_default().to_owned();
        match Kind::of(question) {
            Kind::Box => {
                found.insert(own, Meaning::Box(question));
            }
            Kind::YesNo => {
                found.insert(own, Meaning::YesNo(question));
            }
            Kind::Group => {
                for option in &question.options {
                    let id = ids.choice(&question.id, &option.id).unwrap_or_default().to_owned();
                    found.insert(id, Meaning::Choice(question, &option.id));
                }
            }
        }
    }
    found
}

/// Reads the answers that VSAQ saved, for a questionnaire that came from it or went there.
pub fn read_saved(text: &str, questionnaire: &Questionnaire) -> Result<Reading, FormatError> {
    let values = answers::read(text)?;
    let ids = Ids::of(questionnaire);
    let meanings = meanings(questionnaire, &ids);
    let mut reading = Reading::default();
    let mut chosen: BTreeMap<&QuestionId, Vec<(&str, OptionId)>> = BTreeMap::new();
    for (id, value) in values.entries() {
        let Some(meaning) = meanings.get(spelled(id).as_str()) else {
            if !value.trim().is_empty() {
                let what = Sentence::of(
                    "file-name-unknown",
                    "the questionnaire asks nothing of this name, so it was left out: {text}",
                );
                reading.notes.push(Note::at(id, what.with("text", start_of(value))));
            }
            continue;
        };
        match said(*meaning, value) {
            Ok(Some((question, option))) => chosen.entry(question).or_default().push((id, option)),
            Ok(None) => {}
            Err(what) => reading.faults.push(Note::at(id, what)),
        }
    }
    for (question, said) in chosen {
        match said.as_slice() {
            [(place, option)] => reading.filled.push(Filled {
                place: (*place).to_owned(),
                question: question.clone(),
                given: Given::Option(option.clone()),
                comment: String::new(),
                evidence_note: String::new(),
                seen: None,
                carried_over: false,
            }),
            several => {
                let places: Vec<&str> = several.iter().map(|(place, _)| *place).collect();
                let what = "one question has several answers here; leave one of them";
                let what = Sentence::of("file-several-answers", what);
                reading.faults.push(Note::at(places.join(", "), what));
            }
        }
    }
    Ok(reading)
}

/// The option that a value chooses; a choice that was not made chooses nothing, and a box that is not ticked says "no".
fn said<'q>(meaning: Meaning<'q>, value: &str) -> Result<Option<(&'q QuestionId, OptionId)>, Sentence> {
    let unknown = || {
        Sentence::of("file-vsaq-answer", "\"{answer}\" is no answer of VSAQ's to this")
            .with("answer", start_of(value))
    };
    let option = |question: &'q Question, name: &str| {
        OptionId::new(name).map(|option| Some((&question.id, option))).map_err(|_no_name| unknown())
    };
    match (meaning, value) {
        (Meaning::Box(question), "checked") => option(question, CHECKED),
        (Meaning::Box(question), "") => option(question, UNCHECKED),
        (Meaning::YesNo(question), "yes" | "no") => option(question, value),
        (Meaning::Choice(question, option), "checked") => Ok(Some((&question.id, option.clone()))),
        (Meaning::YesNo(_) | Meaning::Choice(..), "") => Ok(None),
        _ => Err(unknown()),
    }
}

/// The answers as VSAQ saves them; what it has no place for is listed.
pub fn write_saved(asked: &Asked<'_>) -> Result<Written, String> {
    let ids = Ids::of(asked.questionnaire);
    let mut values = BTreeMap::new();
    let mut notes = Vec::new();
    for (_, question) in asked.questions() {
        let now = asked.line(question);
        let mut note = |what: Sentence| notes.push(Note::at(question.id.to_string(), what));
        if !now.comment.is_empty() || !now.evidence_note.is_empty() {
            note(Sentence::of(
                "note-out-vsaq-words",
                "VSAQ keeps no words beside a choice: they were left out",
            ));
        }
        let option = match &now.given {
            Given::Nothing => continue,
            Given::NotApplicable { .. } => {
                note(Sentence::of("note-out-vsaq-na", "VSAQ has no \"not applicable\": it was left out"));
                continue;
            }
            Given::Option(option) => option,
        };
        let (id, value) = match Kind::of(question) {
            Kind::Box if option.as_str() == CHECKED => (ids.question(&question.id), CHECKED),
            Kind::Box => (ids.question(&question.id), ""),
            Kind::YesNo => (ids.question(&question.id), option.as_str()),
            Kind::Group => (ids.choice(&question.id, option), CHECKED),
        };
        values.insert(id.unwrap_or_default().to_owned(), value.to_owned());
    }
    let text = serde_json::to_string_pretty(&values).map_err(|fault| fault.to_string())?;
    Ok(Written { file: text.into_bytes(), notes })
}
