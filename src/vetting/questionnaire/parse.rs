//! From JSON to a checked questionnaire: each fault is one sentence with the path at which it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::{Document, FORMAT, Flag, Question, Questionnaire, Section};
use crate::vetting::{
    code::QuestionId,
    format::{FormatError, read},
    sentence::Sentence,
};

/// No questionnaire that a person answers is longer; attention falls long before.
pub(super) const MOST_QUESTIONS: usize = 1_000;
/// Nobody chooses among more.
pub(super) const MOST_OPTIONS: usize = 200;
/// Comparisons in all conditions together: what is checked of them takes a second at most.
pub(super) const MOST_COMPARISONS: usize = 20_000;
const HEAVIEST_SECTION: u32 = 1_000;

/// The positions of every question: its section's, and its own in the section.
type Places<'d> = BTreeMap<&'d QuestionId, (usize, usize)>;

pub(super) fn parse(json: &str) -> Result<Questionnaire, FormatError> {
    let document: Document = read(json)?;
    check_head(&document)?;
    let places = places(&document)?;
    for (s, section) in document.sections.iter().enumerate() {
        check_section(s, section)?;
        for (q, question) in section.questions.iter().enumerate() {
            let path = format!("sections[{s}].questions[{q}]");
            check_question(&path, question)?;
            check_condition(&path, question, &places, &document)?;
        }
    }
    let by_dependency = by_dependency(&document, &places)?;
    Ok(Questionnaire { document, by_dependency })
}

fn check_head(document: &Document) -> Result<(), FormatError> {
    if document.format != FORMAT {
        let what = Sentence::of("file-format-other", "\"{name}\" is not {format}");
        let what = what.with("name", &document.format).with("format", FORMAT);
        return Err(FormatError::at("format", what));
    }
    if document.id.trim().is_empty() {
        return Err(FormatError::at("id", Sentence::of("note-own-id", "the questionnaire needs an id")));
    }
    if document.version == 0 {
        return Err(FormatError::at("version", Sentence::of("note-own-version", "versions count from 1")));
    }
    if document.languages.is_empty() {
        return Err(FormatError::at(
            "languages",
            Sentence::of("note-own-languages", "name at least one language"),
        ));
    }
    if document.sections.is_empty() {
        let what = Sentence::of("note-own-sections", "a questionnaire needs at least one section");
        return Err(FormatError::at("sections", what));
    }
    check_size(document)
}

/// Refuses a document that is larger than anything a person answers, before more is made of it.
pub(super) fn check_size(document: &Document) -> Result<(), FormatError> {
    let most = |what: Sentence, found: usize, most: usize| {
        let told = what.with("n", found).with("most", most);
        if found > most { Err(FormatError::at("sections", told)) } else { Ok(()) }
    };
    let questions = || document.sections.iter().flat_map(|section| &section.questions);
    let what = Sentence::of("note-many-questions", "{n} questions; the most is {most}");
    most(what, questions().count(), MOST_QUESTIONS)?;
    let compared = questions().flat_map(|question| &question.when).map(|when| when.comparisons().len());
    let what = Sentence::of("note-many-comparisons", "{n} comparisons in conditions; the most is {most}");
    most(what, compared.sum(), MOST_COMPARISONS)?;
    for (s, section) in document.sections.iter().enumerate() {
        for (q, question) in section.questions.iter().enumerate() {
            let options = question.options.len();
            if options > MOST_OPTIONS {
                let path = format!("sections[{s}].questions[{q}].options");
                let what = Sentence::of("note-many-options", "{n} options; the most is {most}");
                return Err(FormatError::at(path, what.with("n", options).with("most", MOST_OPTIONS)));
            }
        }
    }
    Ok(())
}

fn places(document: &Document) -> Result<Places<'_>, FormatError> {
    let mut sections = BTreeSet::new();
    let mut places = Places::new();
    for (s, section) in document.sections.iter().enumerate() {
        if !sections.insert(&section.id) {
            return Err(FormatError::at(
                format!("sections[{s}].id"),
                Sentence::of("note-section-twice", "there is another section {text}")
                    .with("text", &section.id),
            ));
        }
        for (q, question) in section.questions.iter().enumerate() {
            if places.insert(&question.id, (s, q)).is_some() {
                return Err(FormatError::at(
                    format!("sections[{s}].questions[{q}].id"),
                    Sentence::of("note-question-twice", "there is another question {question}")
                        .with("question", &question.id),
                ));
            }
        }
    }
    Ok(places)
}

fn check_section(s: usize, section: &Section) -> Result<(), FormatError> {
    if section.weight == 0 || section.weight > HEAVIEST_SECTION {
        return Err(FormatError::at(
            format!("sections[{s}].weight"),
            Sentence::of("note-section-weight", "{n} is not a section's weight: use 1 to {most}")
                .with("n", section.weight)
                .with("most", HEAVIEST_SECTION),
        ));
    }
    if section.questions.is_empty() {
        return Err(FormatError::at(
            format!("sections[{s}].questions"),
            Sentence::of("note-section-empty", "a section needs at least one question"),
        ));
    }
    Ok(())
}

fn check_question(path: &str, question: &Question) -> Result<(), FormatError> {
    if question.scored && question.weight.is_none() {
        let what = Sentence::of("note-question-weight", "a scored question needs a weight");
        return Err(FormatError::at(format!("{path}.weight"), what));
    }
    if !question.scored && question.flag.is_some() {
        return Err(FormatError::at(
            format!("{path}.flag"),
            Sentence::of("note-question-gate", "a question that is not scored cannot be a gate"),
        ));
    }
    if question.flag == Some(Flag::Knockout) && question.na_allowed {
        return Err(FormatError::at(
            format!("{path}.na_allowed"),
            Sentence::of("note-question-na", "a knock-out cannot be answered N/A; scope it with a condition"),
        ));
    }
    if question.flag.is_some() && question.lowest_tier.is_some() {
        return Err(FormatError::at(
            format!("{path}.lowest_tier"),
            Sentence::of("note-question-tier", "a knock-out or critical question is asked in every tier"),
        ));
    }
    if question.options.is_empty() {
        let what = Sentence::of("note-question-options", "a question needs at least one option");
        return Err(FormatError::at(format!("{path}.options"), what));
    }
    let mut names = BTreeSet::new();
    for (o, option) in question.options.iter().enumerate() {
        if !names.insert(&option.id) {
            return Err(FormatError::at(
                format!("{path}.options[{o}].id"),
                Sentence::of("note-option-twice", "there is another option {option}")
                    .with("option", &option.id),
            ));
        }
        if question.scored && option.value.is_none() {
            return Err(FormatError::at(
                format!("{path}.options[{o}].value"),
                Sentence::of("note-option-value", "an option of a scored question needs a value"),
            ));
        }
    }
    Ok(())
}

fn check_condition(
    path: &str,
    question: &Question,
    places: &Places<'_>,
    document: &Document,
) -> Result<(), FormatError> {
    let Some(condition) = &question.when else { return Ok(()) };
    for (other, option) in condition.comparisons() {
        let found = places.get(other).and_then(|(s, q)| document.sections.get(*s)?.questions.get(*q));
        let Some(found) = found else {
            let what = Sentence::of("note-no-such-question", "there is no question {question}");
            return Err(FormatError::at(format!("{path}.when"), what.with("question", other)));
        };
        if found.option(option).is_none() {
            let what = Sentence::of("note-no-such-option", "question {question} has no option '{option}'");
            let what = what.with("question", other).with("option", option);
            return Err(FormatError::at(format!("{path}.when"), what));
        }
    }
    Ok(())
}

/// Kahn's algorithm: what is left when nothing can be placed any more stands in a circle.
fn by_dependency(document: &Document, places: &Places<'_>) -> Result<Vec<(usize, usize)>, FormatError> {
    let mut waiting: BTreeMap<(usize, usize), BTreeSet<(usize, usize)>> = BTreeMap::new();
    for (s, section) in document.sections.iter().enumerate() {
        for (q, question) in section.questions.iter().enumerate() {
            let named = question.when.iter().flat_map(|condition| condition.comparisons());
            let needs = named.filter_map(|(other, _)| places.get(other).copied()).collect();
            waiting.insert((s, q), needs);
        }
    }
    let mut order = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready: Vec<(usize, usize)> =
            waiting.iter().filter(|(_, needs)| needs.is_empty()).map(|(place, _)| *place).collect();
        if ready.is_empty() {
            let (s, q) = waiting.keys().next().copied().unwrap_or_default();
            return Err(FormatError::at(
                format!("sections[{s}].questions[{q}].when"),
                Sentence::of("note-circle", "the condition depends on itself through other conditions"),
            ));
        }
        for place in &ready {
            waiting.remove(place);
        }
        for needs in waiting.values_mut() {
            ready.iter().for_each(|place| {
                needs.remove(place);
            });
        }
        order.extend(ready);
    }
    Ok(order)
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
