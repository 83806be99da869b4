//! A questionnaire while it is being written. Unlike a [`Questionnaire`] it may be unfinished: sections without
//! questions, conditions about questions that are gone, words that are still missing. What stands in the way of sending
//! it is told by [`Draft::flaws`], all of it at once, and [`Draft::finish`] makes a version only when nothing does.
//!
//! A draft is a document of its own: nothing that happens to it reaches a version that was published, or an assessment
//! that runs.

mod edit;
mod flaws;
mod input;
mod reach;
mod shares;

pub use edit::{EditFault, Step};
pub use flaws::{Flaw, Part, Place, Problem};
pub use input::{InputFault, OptionInput, QuestionInput, SectionInput, Words};
pub use shares::Share;

use super::parse::{MOST_COMPARISONS, MOST_QUESTIONS, check_size};
use super::{Document, FORMAT, Question, Questionnaire, Section};
use crate::vetting::{
    code::{QuestionId, SectionId},
    format::{FormatError, read},
    sentence::Sentence,
    text::Text,
};

const MOST_SECTIONS: usize = 100;
const MOST_LANGUAGES: usize = 6;

/// A questionnaire that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    document: Document,
}

impl Draft {
    /// An empty draft in these languages.
    pub fn blank(id: &str, title: &str, languages: &[String]) -> Self {
        let first = languages.first().map_or("en", String::as_str);
        let languages = if languages.is_empty() { vec![first.to_owned()] } else { languages.to_vec() };
        Self {
            document: Document {
                format: FORMAT.to_owned(),
                id: id.to_owned(),
                version: 1,
                title: Text::of(first, title),
                maps_reviewed: None,
                languages,
                sections: Vec::new(),
            },
        }
    }

    /// A draft that begins as a finished questionnaire stands.
    pub fn of(questionnaire: &Questionnaire) -> Self {
        Self { document: questionnaire.document.clone() }
    }

    /// The same draft under another id.
    #[must_use]
    pub fn renamed(mut self, id: &str) -> Self {
        id.clone_into(&mut self.document.id);
        self
    }

    /// The same draft with another title, in every language that it has.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        let mut text = Text::default();
        for language in &self.document.languages {
            text.set(language, title);
        }
        self.document.title = text;
        self
    }

    /// The draft that a JSON document spells: well typed, though it may be unfinished.
    pub fn parse(json: &str) -> Result<Self, FormatError> {
        let document: Document = read(json)?;
        if document.format != FORMAT {
            let what = Sentence::of("file-format-other", "\"{name}\" is not {format}");
            let what = what.with("name", &document.format).with("format", FORMAT);
            return Err(FormatError::at("format", what));
        }
        if document.languages.is_empty() || document.languages.len() > MOST_LANGUAGES {
            let what =
                Sentence::of("note-draft-languages", "name 1 to {n} languages").with("n", MOST_LANGUAGES);
            return Err(FormatError::at("languages", what));
        }
        if document.sections.len() > MOST_SECTIONS {
            let what =
                Sentence::of("note-draft-sections", "the most is {n} sections").with("n", MOST_SECTIONS);
            return Err(FormatError::at("sections", what));
        }
        check_size(&document)?;
        Ok(Self { document })
    }

    /// The document that [`Draft::parse`] reads.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.document).unwrap_or_default()
    }

    /// The document as a value, for an answer in JSON.
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::to_value(&self.document).unwrap_or_default()
    }

    /// The name of the questionnaire across its versions.
    pub fn id(&self) -> &str {
        &self.document.id
    }

    /// Its title.
    pub fn title(&self) -> &Text {
        &self.document.title
    }

    /// When its law maps were last reviewed, or nothing.
    pub fn maps_reviewed(&self) -> &str {
        self.document.maps_reviewed.as_deref().unwrap_or_default()
    }

    /// Its languages, at least one.
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

    /// A question by name, with its section.
    pub fn question(&self, id: &QuestionId) -> Option<(&Section, &Question)> {
        self.questions().find(|(_, question)| question.id == *id)
    }

    /// Version `version` of the questionnaire; what stands in its way otherwise.
    pub fn finish(&self, version: u32) -> Result<Questionnaire, Vec<Problem>> {
        let stops: Vec<Problem> = self.flaws().into_iter().filter(|problem| problem.what.stops()).collect();
        if !stops.is_empty() {
            return Err(stops);
        }
        let document = Document { version, ..self.document.clone() };
        let json = serde_json::to_string(&document).unwrap_or_default();
        let finished = Questionnaire::parse(&json);
        let checked = finished.and_then(|done| done.check_publishable().map(|()| done));
        checked.map_err(|fault| vec![Problem::of_whole(Flaw::Other(fault))])
    }

    /// The draft as a questionnaire to look at: without what cannot be shown yet. None while there is nothing to show.
    pub fn shown(&self) -> Option<Questionnaire> {
        let mut document = Document { version: self.document.version.max(1), ..self.document.clone() };
        let known = self.by_name();
        for section in &mut document.sections {
            section.weight = section.weight.max(1);
            section.questions.retain(|question| !question.options.is_empty());
            for question in &mut section.questions {
                if !flaws::condition_stands(question, &known) {
                    question.when = None;
                }
            }
        }
        document.sections.retain(|section| !section.questions.is_empty());
        Questionnaire::parse(&serde_json::to_string(&document).ok()?).ok()
    }
}

#[cfg(test)]
mod tests;
