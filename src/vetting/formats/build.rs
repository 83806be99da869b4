//! A questionnaire of ours out of the sections that an importer has gathered.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{About, Imported, Notes};
use crate::vetting::{
    code::{QuestionId, spells_a_code},
    format::FormatError,
    questionnaire::{FORMAT, Questionnaire},
    sentence::Sentence,
};

/// All of a questionnaire's weight.
const WHOLE: usize = 100;
/// As many sections as a draft may have.
const MOST_SECTIONS: usize = 100;
/// Room for what is appended to a name that stands twice.
const LONGEST_NAME: usize = 48;

/// The questionnaire of these sections, checked by the rules of our own files.
pub(super) fn questionnaire(
    about: About<'_>,
    title: &str,
    sections: Vec<Value>,
    notes: Notes,
) -> Result<Imported, FormatError> {
    if sections.len() > MOST_SECTIONS {
        let what = Sentence::of("note-many-sections", "{n} sections; the most is {most}");
        let what = what.with("n", sections.len()).with("most", MOST_SECTIONS);
        return Err(FormatError::at("sections", what));
    }
    let document = json!({
        "format": FORMAT, "id": about.id, "version": 1, "languages": [about.language],
        "title": {about.language: title}, "sections": weighed(sections),
    });
    let questionnaire = Questionnaire::parse(&document.to_string())?;
    Ok(Imported { questionnaire, answers: Vec::new(), notes: notes.0 })
}

/// Shares the weight as evenly as whole numbers do.
fn weighed(mut sections: Vec<Value>) -> Vec<Value> {
    let count = sections.len().max(1);
    let (share, more) = (WHOLE / count, WHOLE % count);
    for (at, section) in sections.iter_mut().enumerate() {
        let weight = (share + usize::from(at < more)).max(1);
        if let Some(fields) = section.as_object_mut() {
            fields.insert("weight".to_owned(), weight.into());
        }
    }
    sections
}

/// Names that fit our questionnaires, each given once.
#[derive(Debug, Default)]
pub(super) struct FreshNames(BTreeSet<String>);

impl FreshNames {
    /// A name like `wanted`: what cannot stand in a name becomes a dash, and a name that was given gets a number.
    pub(super) fn like(&mut self, wanted: &str) -> String {
        let stem = spelled(wanted);
        let mut name = stem.clone();
        let mut number = 1_u32;
        while !self.0.insert(name.clone()) {
            number = number.saturating_add(1);
            name = format!("{stem}-{number}");
        }
        name
    }
}

/// A name as near to `wanted` as ours can be: what cannot stand in a name becomes a dash.
pub(super) fn spelled(wanted: &str) -> String {
    let dashed = wanted.trim().chars().map(|c| if spells_a_code(c) { c } else { '-' });
    let spelled: String = dashed.take(LONGEST_NAME).collect();
    if QuestionId::new(&spelled).is_ok() { spelled } else { "q".to_owned() }
}

/// The beginning of a plain text, to know it by.
pub(super) fn start_of(text: &str) -> String {
    at_most(text, 60)
}

/// A condition as it is shown to whoever has to decide about it; no person wrote a longer one.
pub(super) fn shown(source: &str) -> String {
    at_most(source, 300)
}

fn at_most(text: &str, longest: usize) -> String {
    let start: String = text.chars().take(longest).collect();
    let whole = start.len() == text.len();
    let start = start.replace('\n', " ");
    if whole { start } else { format!("{start}…") }
}
