//! The `entente-answers/1` document: an intake and a sheet in one file, for scoring without a server.
//!
//! A document is read against its questionnaire, so an answer to a question that does not exist is a fault, not a
//! silent nothing. Writing gives back what was read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    code::{OptionId, QuestionId},
    evidence::EvidenceLevel,
    format::{FormatError, each_key_once, read},
    intake::Intake,
    questionnaire::{Question, Questionnaire},
    sheet::{Answer, Entry, Given, Review, Sheet},
};

/// The format's name, as its documents carry it.
pub const FORMAT: &str = "entente-answers/1";

/// The JSON schema of [`FORMAT`].
pub const SCHEMA: &str = include_str!("answers.schema.json");

/// An intake and a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// What our own side said about the sharing.
    pub intake: Intake,
    /// What the partner answered, with its review.
    pub sheet: Sheet,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    /// Which questionnaire an assessment's export is to.
    #[serde(default, skip_serializing)]
    #[expect(dead_code, reason = "known, and of no use to a score")]
    questionnaire: Option<serde::de::IgnoredAny>,
    intake: Intake,
    /// The list of sub-processors that goes with the answers.
    #[serde(default, skip_serializing)]
    #[expect(dead_code, reason = "known, and of no use to a score")]
    sub_processors: Option<serde::de::IgnoredAny>,
    #[serde(deserialize_with = "each_key_once")]
    answers: BTreeMap<QuestionId, Line>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    option: Option<OptionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<EvidenceLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence_expired: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    na: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    na_accepted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The reviewer's value; beyond the published fields, so that a reviewed sheet survives the trip.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<OptionId>,
    /// What would show it, and the revision it was exported at: an assessment's, and nothing to a score.
    #[serde(skip_serializing)]
    evidence_note: Option<serde::de::IgnoredAny>,
    #[serde(skip_serializing)]
    revision: Option<serde::de::IgnoredAny>,
    #[serde(skip_serializing)]
    carried_over: Option<serde::de::IgnoredAny>,
    #[serde(skip_serializing)]
    review_note: Option<serde::de::IgnoredAny>,
}

impl Answers {
    /// The answers that a JSON document spells, or its first fault with the path.
    pub fn parse(json: &str, questionnaire: &Questionnaire) -> Result<Self, FormatError> {
        let document: Document = read(json)?;
        if document.format != FORMAT {
            return Err(FormatError::in_english(
                "format",
                format!("\"{}\" is not {FORMAT}", document.format),
            ));
        }
        document.intake.check().map_err(|fault| FormatError::in_english("intake.data", fault.to_string()))?;
        let mut sheet = Sheet::default();
        for (id, line) in document.answers {
            let path = format!("answers.{id}");
            let Some(question) = questionnaire.question(&id) else {
                return Err(FormatError::in_english(path, format!("the questionnaire has no question {id}")));
            };
            sheet.set(id, line.into_entry(&path, question)?);
        }
        Ok(Self { intake: document.intake, sheet })
    }

    /// The document that [`Answers::parse`] reads.
    pub fn to_json(&self) -> serde_json::Value {
        let answers = self.sheet.entries().map(|(id, entry)| (id.clone(), Line::of(entry))).collect();
        let document = Document {
            format: FORMAT.to_owned(),
            questionnaire: None,
            intake: self.intake.clone(),
            sub_processors: None,
            answers,
        };
        serde_json::to_value(document).unwrap_or_default()
    }
}

impl Line {
    fn into_entry(self, path: &str, question: &Question) -> Result<Entry, FormatError> {
        self.check_options(path, question)?;
        let not_applicable = self.na.unwrap_or(false);
        let na_accepted = self.na_accepted.unwrap_or(false);
        let given = match (self.option, not_applicable) {
            (Some(_), true) => {
                return Err(FormatError::in_english(
                    format!("{path}.na"),
                    "an answer is an option or N/A, not both",
                ));
            }
            (Some(option), false) => Given::Option(option),
            (None, false) => Given::Nothing,
            (None, true) => not_applicable_for(path, question, self.reason)?,
        };
        if na_accepted && !not_applicable {
            return Err(FormatError::in_english(format!("{path}.na_accepted"), "there is no N/A to accept"));
        }
        Ok(Entry {
            answer: Answer { given, comment: self.comment.unwrap_or_default() },
            review: Review {
                evidence: self.evidence.unwrap_or_default(),
                evidence_expired: self.evidence_expired.unwrap_or(false),
                na_accepted,
                corrected: self.corrected,
            },
        })
    }

    fn check_options(&self, path: &str, question: &Question) -> Result<(), FormatError> {
        for (field, option) in [("option", &self.option), ("corrected", &self.corrected)] {
            let Some(option) = option else { continue };
            if question.option(option).is_none() {
                let known: Vec<&str> = question.options.iter().map(|known| known.id.as_str()).collect();
                return Err(FormatError::in_english(
                    format!("{path}.{field}"),
                    format!("question {} has no option '{option}', only {}", question.id, known.join(", ")),
                ));
            }
        }
        Ok(())
    }

    fn of(entry: &Entry) -> Self {
        let (option, na, reason) = match &entry.answer.given {
            Given::Nothing => (None, None, None),
            Given::Option(option) => (Some(option.clone()), None, None),
            Given::NotApplicable { reason } => (None, Some(true), Some(reason.clone())),
        };
        let review = &entry.review;
        Self {
            option,
            evidence: Some(review.evidence),
            evidence_expired: review.evidence_expired.then_some(true),
            comment: Some(entry.answer.comment.clone()).filter(|comment| !comment.is_empty()),
            na,
            na_accepted: review.na_accepted.then_some(true),
            reason,
            corrected: review.corrected.clone(),
            ..Self::default()
        }
    }
}

fn not_applicable_for(path: &str, question: &Question, reason: Option<String>) -> Result<Given, FormatError> {
    if !question.na_allowed {
        return Err(FormatError::in_english(
            format!("{path}.na"),
            format!("question {} cannot be answered N/A", question.id),
        ));
    }
    match reason {
        Some(reason) if !reason.trim().is_empty() => Ok(Given::NotApplicable { reason }),
        _ => Err(FormatError::in_english(format!("{path}.reason"), "an N/A needs a reason")),
    }
}

#[cfg(test)]
#[path = "answers_tests.rs"]
mod tests;
