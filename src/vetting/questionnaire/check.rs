//! What a questionnaire needs before it may be sent to partners, beyond being well formed.
//!
//! Offline scoring does not ask for this, so that a single section can be scored while it is being written.

use super::{Questionnaire, Section};
use crate::vetting::{format::FormatError, sentence::Sentence, text::Text};

const WHOLE: u32 = 100;

pub(super) fn publishable(questionnaire: &Questionnaire) -> Result<(), FormatError> {
    let sum: u32 = questionnaire.sections().iter().map(|section| section.weight).sum();
    if sum != WHOLE {
        let what = Sentence::of("note-weights-sum", "section weights sum to {n}, not {most}");
        return Err(FormatError::at("sections", what.with("n", sum).with("most", WHOLE)));
    }
    for (s, section) in questionnaire.sections().iter().enumerate() {
        for language in questionnaire.languages() {
            section_speaks(&format!("sections[{s}]"), section, language)?;
        }
    }
    Ok(())
}

fn section_speaks(path: &str, section: &Section, language: &str) -> Result<(), FormatError> {
    speaks(&format!("{path}.title"), &section.title, language)?;
    optional_speaks(&format!("{path}.intro"), &section.intro, language)?;
    for (q, question) in section.questions.iter().enumerate() {
        let path = format!("{path}.questions[{q}]");
        speaks(&format!("{path}.text"), &question.text, language)?;
        optional_speaks(&format!("{path}.help"), &question.help, language)?;
        optional_speaks(&format!("{path}.why"), &question.why, language)?;
        optional_speaks(&format!("{path}.evidence_hint"), &question.evidence_hint, language)?;
        for (o, option) in question.options.iter().enumerate() {
            speaks(&format!("{path}.options[{o}].label"), &option.label, language)?;
            optional_speaks(&format!("{path}.options[{o}].tip"), &option.tip, language)?;
        }
    }
    Ok(())
}

fn speaks(path: &str, text: &Text, language: &str) -> Result<(), FormatError> {
    if text.has(language) {
        Ok(())
    } else {
        let what = Sentence::of("note-words-missing", "the words in this language are missing");
        Err(FormatError::at(format!("{path}.{language}"), what))
    }
}

fn optional_speaks(path: &str, text: &Text, language: &str) -> Result<(), FormatError> {
    if text.is_empty() { Ok(()) } else { speaks(path, text, language) }
}
