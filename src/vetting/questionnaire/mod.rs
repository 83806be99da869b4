//! A questionnaire as versioned data: sections, questions, described answer steps, weights, flags, conditions, law maps.
//!
//! A [`Questionnaire`] can only be made by parsing, so whoever holds one knows that its ids are unique and that its
//! conditions name questions and options that exist and form no circle. The format is `entente-questionnaire/1`; its
//! types are the model, so what is stored is what was read.
//!
//! Questions with `"scored": false` set the scope ("Do you rely on legitimate interest?"): conditions may refer to them,
//! they may be required, and they take no part in score, gates, confidence or counts.

mod check;
mod diff;
pub mod draft;
mod parse;
mod question;
mod tailor;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use diff::{Change, changes};
pub use question::{Choice, Flag, LawMap, ListKind, LowestTier, Percent, Question, Weight};

use super::{
    code::{OptionId, QuestionId, SectionId},
    format::FormatError,
    text::Text,
};

/// The format's name, as its documents carry it.
pub const FORMAT: &str = "entente-questionnaire/1";

/// The JSON schema (2020-12) of the format. What it cannot say, such as that a condition names a question that exists, is
/// checked by [`Questionnaire::parse`].
pub const SCHEMA: &str = include_str!("schema.json");

/// A questionnaire whose ids and conditions were checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Questionnaire {
    document: Document,
    /// Positions of the questions, ordered so that each comes after those that its condition refers to.
    #[serde(skip)]
    by_dependency: Vec<(usize, usize)>,
}

/// The document as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    id: String,
    version: u32,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    title: Text,
    /// When the law maps were last reviewed, as a date; they are data that ages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maps_reviewed: Option<String>,
    languages: Vec<String>,
    sections: Vec<Section>,
}

/// A part of the questionnaire, with its share in the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The section's name.
    pub id: SectionId,
    /// Its title, by language.
    pub title: Text,
    /// One paragraph on what the section is about, by language; may be empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub intro: Text,
    /// Its share; the shares of a published questionnaire sum to 100.
    pub weight: u32,
    /// Its questions, in the order in which they are asked.
    pub questions: Vec<Question>,
}

impl Questionnaire {
    /// The questionnaire that a JSON document spells, or its first fault with the path.
    pub fn parse(json: &str) -> Result<Self, FormatError> {
        parse::parse(json)
    }

    /// The built-in "Marketing data partner" of vetting.md: 10 sections, 65 scored questions.
    pub fn built_in() -> Result<Self, FormatError> {
        Self::parse(include_str!("../questionnaires/marketing-data-partner.json"))
    }

    /// The name of the questionnaire across its versions.
    pub fn id(&self) -> &str {
        &self.document.id
    }

    /// Its version.
    pub fn version(&self) -> u32 {
        self.document.version
    }

    /// Its title, by language; may be empty.
    pub fn title(&self) -> &Text {
        &self.document.title
    }

    /// When its law maps were last reviewed, if the document says so.
    pub fn maps_reviewed(&self) -> Option<&str> {
        self.document.maps_reviewed.as_deref()
    }

    /// The languages that it claims to be written in; never empty.
    pub fn languages(&self) -> &[String] {
        &self.document.languages
    }

    /// Its sections, in order.
    pub fn sections(&self) -> &[Section] {
        &self.document.sections
    }

    /// A section by name.
    pub fn section(&self, id: &SectionId) -> Option<&Section> {
        self.sections().iter().find(|section| section.id == *id)
    }

    /// Every question with its section, in order.
    pub fn questions(&self) -> impl Iterator<Item = (&Section, &Question)> {
        self.sections().iter().flat_map(|section| section.questions.iter().map(move |q| (section, q)))
    }

    /// A question by name.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions().map(|(_, question)| question).find(|question| question.id == *id)
    }

    /// The questions beside which the partner keeps a list of that kind, in order.
    pub fn with_list(&self, kind: ListKind) -> impl Iterator<Item = &Question> {
        self.questions().map(|(_, question)| question).filter(move |question| question.list == Some(kind))
    }

    /// The questions that are in scope, where `option_of` tells which option a question has been given. The answer of a
    /// question that is itself hidden counts for nothing.
    pub fn visible<'a>(
        &'a self,
        option_of: impl Fn(&QuestionId) -> Option<&'a OptionId>,
    ) -> BTreeSet<&'a QuestionId> {
        let mut shown: BTreeMap<&QuestionId, Option<&OptionId>> = BTreeMap::new();
        for (section, question) in &self.by_dependency {
            let questions = self.sections().get(*section).map(|section| section.questions.as_slice());
            let Some(question) = questions.and_then(|questions| questions.get(*question)) else { continue };
            let in_scope = question.when.as_ref().is_none_or(|condition| {
                condition.holds(&|other: &QuestionId| shown.get(other).copied().flatten())
            });
            if in_scope {
                shown.insert(&question.id, option_of(&question.id));
            }
        }
        shown.into_keys().collect()
    }

    /// Ok if the questionnaire may be published: section weights sum to 100 and every text is there in every language.
    pub fn check_publishable(&self) -> Result<(), FormatError> {
        check::publishable(self)
    }
}

#[cfg(test)]
mod built_in_tests;
#[cfg(test)]
pub(in crate::vetting) mod schema_tests;
