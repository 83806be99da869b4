//! `entente-answers/1` as it is loaded into an assessment and written from one. The same format goes to `entente score`;
//! what only that needs (the intake, a reviewer's values) is written for members, and read over here, and said so.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::super::Note;
use super::super::answer_book::{Asked, Line as Now};
use super::super::companies::{LIST, List, ListDocument};
use super::super::filled::Filled;
use super::{Reading, Written};
use crate::vetting::answers::FORMAT;
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::evidence::EvidenceLevel;
use crate::vetting::format::{FormatError, each_key_once, read as read_json};
use crate::vetting::intake::Intake;
use crate::vetting::questionnaire::Question;
use crate::vetting::sentence::Sentence;
use crate::vetting::sheet::Given;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    questionnaire: Option<About>,
    intake: Option<IgnoredAny>,
    sub_processors: Option<ListDocument>,
    #[serde(deserialize_with = "each_key_once")]
    answers: BTreeMap<QuestionId, Line>,
}

/// Which questionnaire was answered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    id: String,
    version: Option<u32>,
    sha256: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    option: Option<OptionId>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    na: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    comment: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    evidence_note: String,
    /// The revision that was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<i64>,
    /// That it came from the last round and nobody has touched it since.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    carried_over: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence_expired: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    na_accepted: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    review_note: Option<Value>,
}

/// What our own side adds to a partner's answers: none of it is loaded back.
#[derive(Debug, Clone, Default)]
pub struct Reviewed {
    /// What is shared with the partner.
    pub intake: Option<Intake>,
    /// What a reviewer made of each answer.
    pub reviews: BTreeMap<QuestionId, ReviewLine>,
}

/// What a reviewer made of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewLine {
    /// How well it is proven, once somebody looked.
    pub evidence: Option<EvidenceLevel>,
    /// Whether the document behind it has run out.
    pub evidence_expired: bool,
    /// Whether "not applicable" was accepted or refused.
    pub na_accepted: Option<bool>,
    /// The option that was found true instead.
    pub corrected: Option<OptionId>,
    /// What the reviewer wrote.
    pub note: String,
}

impl Line {
    fn is_reviewed(&self) -> bool {
        let level = self.evidence.as_ref().is_some_and(|level| level != "E0");
        let rest = [&self.evidence_expired, &self.na_accepted, &self.corrected, &self.review_note];
        level || rest.into_iter().any(Option::is_some)
    }

    fn of(now: &Now, review: Option<&ReviewLine>) -> Self {
        let (option, na, reason) = match &now.given {
            Given::Nothing => (None, false, ""),
            Given::Option(option) => (Some(option.clone()), false, ""),
            Given::NotApplicable { reason } => (None, true, reason.as_str()),
        };
        Self {
            option,
            na,
            reason: reason.to_owned(),
            comment: now.comment.clone(),
            evidence_note: now.evidence_note.clone(),
            revision: Some(now.revision),
            carried_over: now.carried_over,
            evidence: review.and_then(|review| review.evidence).map(|level| json!(level)),
            evidence_expired: review.filter(|review| review.evidence_expired).map(|_| json!(true)),
            na_accepted: review.and_then(|review| review.na_accepted).map(|accepted| json!(accepted)),
            corrected: review.and_then(|review| review.corrected.as_ref()).map(|option| json!(option)),
            review_note: review.filter(|review| !review.note.is_empty()).map(|review| json!(review.note)),
        }
    }
}

/// Reads answers; everything that does not fit is gathered.
pub(super) fn read(text: &str, asked: &Asked<'_>) -> Result<Reading, FormatError> {
    let document: Document = read_json(text.trim_start_matches('\u{feff}'))?;
    if document.format != FORMAT {
        let what = Sentence::of("file-format-other", "\"{name}\" is not {format}");
        let what = what.with("name", document.format).with("format", FORMAT);
        return Err(FormatError::at("format", what));
    }
    let mut reading = Reading::default();
    let mut note = |path: &str, what: Sentence| reading.notes.push(Note::at(path, what));
    if let Some(about) = &document.questionnaire {
        check_same(about, asked, &mut note)?;
    }
    if document.intake.is_some() {
        let what = "what is shared with the partner is not loaded with answers, so it was left out";
        note("intake", Sentence::of("file-intake-left-out", what));
    }
    if document.answers.values().any(Line::is_reviewed) {
        let what = "a reviewer's values are not loaded with answers, so they were left out";
        note("answers", Sentence::of("file-review-left-out", what));
    }
    match (document.sub_processors, &asked.list) {
        (Some(list), Some(_)) => reading.list = list.read(LIST, &mut reading.faults),
        (Some(_), None) => {
            let what = "the questions that you may answer ask for no list, so it was left out";
            reading.notes.push(Note::at(LIST, Sentence::of("file-list-not-asked", what)));
        }
        (None, _) => {}
    }
    for (id, line) in document.answers {
        let place = format!("answers.{id}");
        match filled(&place, asked.questionnaire.question(&id), line) {
            Ok(answer) => reading.filled.push(answer),
            Err((field, what)) => {
                reading.faults.push(Note::at(format!("{place}{field}"), what));
            }
        }
    }
    Ok(reading)
}

/// Refuses answers to another questionnaire; those to another version are for a person to look at.
fn check_same(
    about: &About,
    asked: &Asked<'_>,
    note: &mut impl FnMut(&str, Sentence),
) -> Result<(), FormatError> {
    let own = asked.questionnaire;
    if about.id != own.id() {
        let what = Sentence::of(
            "file-other-questionnaire",
            "these answers are to the questionnaire \"{name}\", and \"{own}\" is asked",
        );
        return Err(FormatError::at("questionnaire.id", what.with("name", &about.id).with("own", own.id())));
    }
    let other_version = about.version.is_some_and(|version| version != own.version());
    let other_text = about.sha256.as_ref().is_some_and(|digest| digest != asked.digest);
    if other_version || other_text {
        let what = "another version of the questionnaire was answered, so look at every answer";
        note("questionnaire", Sentence::of("file-other-version", what));
    }
    Ok(())
}

fn filled(place: &str, question: Option<&Question>, line: Line) -> Result<Filled, (&'static str, Sentence)> {
    let Some(question) = question else {
        let what = "the questionnaire has no question of this name";
        return Err(("", Sentence::of("file-question-unknown", what)));
    };
    let given = match (line.option, line.na) {
        (Some(_), true) => {
            let what = "an answer is an option or N/A, not both";
            return Err((".na", Sentence::of("file-option-and-na", what)));
        }
        (Some(option), false) if question.option(&option).is_none() => {
            let known: Vec<&str> = question.options.iter().map(|known| known.id.as_str()).collect();
            let what = Sentence::of("file-option-unknown", "there is no option '{option}', only {known}");
            return Err((".option", what.with("option", option).with("known", known.join(", "))));
        }
        (Some(option), false) => Given::Option(option),
        (None, true) if !question.na_allowed => {
            return Err((".na", Sentence::of("file-na-refused", "this question cannot be answered N/A")));
        }
        (None, true) if line.reason.trim().is_empty() => {
            return Err((".reason", Sentence::of("file-na-reason", "an N/A needs a reason")));
        }
        (None, true) => Given::NotApplicable { reason: line.reason },
        (None, false) => Given::Nothing,
    };
    Ok(Filled {
        place: place.to_owned(),
        question: question.id.clone(),
        given,
        comment: line.comment,
        evidence_note: line.evidence_note,
        seen: line.revision,
        carried_over: line.carried_over,
    })
}

/// The answers that there are, and what our own side made of them if that is for the reader.
pub fn write(asked: &Asked<'_>, reviewed: Option<&Reviewed>) -> Result<Written, String> {
    let review = |id: &QuestionId| reviewed.and_then(|reviewed| reviewed.reviews.get(id));
    let lines = asked.questions().map(|(_, question)| (&question.id, asked.line(question)));
    let said = lines.filter(|(id, now)| now.revision > 0 || review(id).is_some());
    let lines = said.map(|(id, now)| (id.to_string(), json!(Line::of(&now, review(id)))));
    let mut value = with_answers(asked, lines.collect(), asked.list.as_ref());
    if let (Some(intake), Some(document)) =
        (reviewed.and_then(|reviewed| reviewed.intake.as_ref()), value.as_object_mut())
    {
        document.insert("intake".to_owned(), json!(intake));
    }
    let text = serde_json::to_string_pretty(&value).map_err(|fault| fault.to_string())?;
    Ok(Written { file: text.into_bytes(), notes: Vec::new() })
}

/// A document of these answers, each with the revision that it is to be put in the place of; and of a list, if it goes with them.
pub fn document(
    asked: &Asked<'_>,
    answers: impl Iterator<Item = (QuestionId, Now)>,
    list: Option<&List>,
) -> Value {
    let line = |(id, now): (QuestionId, Now)| (id.to_string(), json!(Line::of(&now, None)));
    with_answers(asked, answers.map(line).collect(), list)
}

fn with_answers(asked: &Asked<'_>, answers: Map<String, Value>, list: Option<&List>) -> Value {
    let own = asked.questionnaire;
    let mut value = json!({
        "format": FORMAT,
        "questionnaire": {"id": own.id(), "version": own.version(), "sha256": asked.digest},
        "answers": answers,
    });
    if let (Some(list), Some(now), Some(document)) = (list, &asked.list, value.as_object_mut()) {
        document.insert(LIST.to_owned(), json!(ListDocument::of(list, now)));
    }
    value
}
