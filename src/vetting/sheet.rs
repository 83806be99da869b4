//! The sheet: what the partner answered to each question, and what our reviewer made of it.
//!
//! The partner's words are never overwritten: a reviewer corrects by adding a value beside them, and the score takes
//! that value (vetting.md, "Model", 9).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    code::{OptionId, QuestionId},
    evidence::EvidenceLevel,
    questionnaire::Questionnaire,
};

/// The longest words beside an answer, in characters.
pub const LONGEST_COMMENT: usize = 4_000;
/// The longest reason why a question does not apply, in characters.
pub const LONGEST_REASON: usize = 2_000;
/// The longest note on what would show an answer, in characters.
pub const LONGEST_EVIDENCE_NOTE: usize = 1_000;

/// The answers to one questionnaire; a question without an entry is unanswered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sheet(BTreeMap<QuestionId, Entry>);

/// One question's answer and review.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What the partner said.
    #[serde(default)]
    pub answer: Answer,
    /// What our reviewer made of it.
    #[serde(default)]
    pub review: Review,
}

/// What the partner said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The choice, if one was made.
    #[serde(default)]
    pub given: Given,
    /// Free words beside it; may be empty.
    #[serde(default)]
    pub comment: String,
}

/// The partner's choice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// No choice yet.
    #[default]
    Nothing,
    /// One of the question's options.
    Option(OptionId),
    /// "Not applicable", with the reason.
    NotApplicable {
        /// Why it does not apply.
        reason: String,
    },
}

/// What our reviewer made of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// How well the answer is proven; E0 until someone looked.
    #[serde(default)]
    pub evidence: EvidenceLevel,
    /// Whether the document behind the level has expired.
    #[serde(default)]
    pub evidence_expired: bool,
    /// Whether the N/A was accepted.
    #[serde(default)]
    pub na_accepted: bool,
    /// The option that the reviewer found true instead.
    #[serde(default)]
    pub corrected: Option<OptionId>,
}

impl Entry {
    /// The option that counts: the reviewer's, else the partner's.
    pub fn option(&self) -> Option<&OptionId> {
        match (&self.review.corrected, &self.answer.given) {
            (Some(corrected), _) => Some(corrected),
            (None, Given::Option(option)) => Some(option),
            (None, Given::Nothing | Given::NotApplicable { .. }) => None,
        }
    }

    /// The evidence that counts, after expiry.
    pub fn evidence(&self) -> EvidenceLevel {
        let level = self.review.evidence;
        if self.review.evidence_expired { level.after_expiry() } else { level }
    }
}

impl Sheet {
    /// The entry of a question, if it has one.
    pub fn entry(&self, question: &QuestionId) -> Option<&Entry> {
        self.0.get(question)
    }

    /// The entry of a question, made empty if there was none.
    pub fn entry_mut(&mut self, question: &QuestionId) -> &mut Entry {
        self.0.entry(question.clone()).or_default()
    }

    /// Puts a question's entry in place of what was there.
    pub fn set(&mut self, question: QuestionId, entry: Entry) {
        self.0.insert(question, entry);
    }

    /// Every entry, by question.
    pub fn entries(&self) -> impl Iterator<Item = (&QuestionId, &Entry)> {
        self.0.iter()
    }

    /// The option that counts for a question: the reviewer's, else the partner's.
    pub fn option(&self, question: &QuestionId) -> Option<&OptionId> {
        self.entry(question).and_then(Entry::option)
    }

    /// How far the partner has come: questions in scope that have an answer (N/A included), and questions in scope.
    pub fn progress(&self, questionnaire: &Questionnaire) -> Progress {
        let visible = questionnaire.visible(|question| self.option(question));
        let mut progress = Progress::default();
        for (_, question) in questionnaire.questions().filter(|(_, q)| visible.contains(&q.id)) {
            let given = self.entry(&question.id).map_or(&Given::Nothing, |entry| &entry.answer.given);
            let answered = *given != Given::Nothing;
            progress.asked = progress.asked.saturating_add(1);
            progress.answered = progress.answered.saturating_add(u32::from(answered));
            if question.required && !answered {
                progress.missing.push(question.id.clone());
            }
        }
        progress
    }
}

/// How much of a questionnaire has been answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions in scope.
    pub asked: u32,
    /// Those with an answer, N/A included.
    pub answered: u32,
    /// The required ones that are still open, in order.
    pub missing: Vec<QuestionId>,
}
