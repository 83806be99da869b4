//! From a questionnaire of ours to VSAQ: sections become blocks, questions choices of one, and a warning stands beside each
//! answer that is worth less than half. VSAQ knows no values, weights or gates beyond a warning's severity.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::Note;
use super::saved::{Ids, Kind};
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::questionnaire::{Choice, Flag, Question, Questionnaire, Section};
use crate::vetting::sentence::Sentence;

/// Below this an answer is warned of.
const HALF: u32 = 50;

/// A VSAQ file, and what of the questionnaire has no place in it.
#[derive(Debug)]
pub struct Exported {
    /// The file.
    pub text: String,
    /// What was left out.
    pub notes: Vec<Note>,
}

#[derive(Debug, Serialize)]
struct Document {
    version: u32,
    questionnaire: [Item; 1],
}

#[derive(Debug, Default, Serialize)]
struct Item {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cond: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    yes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warn: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items: Vec<Item>,
}

/// The questionnaire as a VSAQ file in one of its languages.
pub fn export(questionnaire: &Questionnaire, language: &str) -> Result<Exported, String> {
    let ids = Ids::of(questionnaire);
    let mut writer = Writer { questionnaire, language, ids, notes: Vec::new() };
    let what = "VSAQ knows no weights, levels of evidence or tiers; warnings stand beside answers worth less than half";
    writer.note("questions", Sentence::of("note-out-vsaq", what));
    for other in questionnaire.languages().iter().filter(|tag| *tag != language) {
        let what = Sentence::of("note-out-language", "only one language is written; {text} was left out");
        writer.note("languages", what.with("text", other));
    }
    for (_, question) in questionnaire.questions().filter(|(_, question)| question.list.is_some()) {
        let what = "the list that goes with the answer has no place in VSAQ";
        writer.note(question.id.as_str(), Sentence::of("note-out-vsaq-list", what));
    }
    let items = questionnaire.sections().iter().map(|section| writer.block(section)).collect();
    let text = words(questionnaire.title().in_language(language));
    let root = Item { kind: "block", text, items, ..Item::default() };
    let document = Document { version: questionnaire.version(), questionnaire: [root] };
    let text = serde_json::to_string_pretty(&document).map_err(|fault| fault.to_string())?;
    Ok(Exported { text, notes: writer.notes })
}

/// Texts are markup in VSAQ, and ours are plain.
fn words(plain: &str) -> String {
    let escaped = plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('\n', "<br>")
}

struct Writer<'q> {
    questionnaire: &'q Questionnaire,
    language: &'q str,
    ids: Ids<'q>,
    notes: Vec<Note>,
}

impl<'q> Writer<'q> {
    fn note(&mut self, path: &str, what: Sentence) {
        self.notes.push(Note::at(path, what));
    }

    fn block(&mut self, section: &'q Section) -> Item {
        let mut items = Vec::new();
        let intro = words(section.intro.in_language(self.language));
        if !intro.is_empty() {
            items.push(Item { kind: "info", text: intro, ..Item::default() });
        }
        for question in &section.questions {
            items.push(self.question(question));
            let warnings: Vec<Item> =
                question.options.iter().filter_map(|option| self.warning(question, option)).collect();
            items.extend(warnings);
        }
        Item {
            kind: "block",
            text: words(section.title.in_language(self.language)),
            items,
            ..Item::default()
        }
    }

    fn question(&mut self, question: &'q Question) -> Item {
        let cond = self.condition(question);
        let label = |option: &Choice| words(option.label.in_language(self.language));
        let labelled = |id: &str| question.options.iter().find(|option| option.id.as_str() == id).map(label);
        let choice = |option: &'q Choice| {
            let id = self.ids.choice(&question.id, &option.id).unwrap_or_default().to_owned();
            BTreeMap::from([(id, label(option))])
        };
        let item = Item {
            id: self.ids.question(&question.id).map(str::to_owned),
            text: words(question.text.in_language(self.language)),
            cond,
            required: question.required,
            ..Item::default()
        };
        match Kind::of(question) {
            Kind::Box => Item { kind: "check", ..item },
            Kind::YesNo => Item { kind: "yesno", yes: labelled("yes"), no: labelled("no"), ..item },
            Kind::Group => {
                Item { kind: "radiogroup", choices: question.options.iter().map(choice).collect(), ..item }
            }
        }
    }

    fn warning(&self, question: &Question, option: &Choice) -> Option<Item> {
        if !question.scored || option.points() >= HALF {
            return None;
        }
        let severity = match (question.flag, question.points()) {
            (Some(Flag::Critical | Flag::Knockout), _) => "critical",
            (None, weight) if weight > 2 => "high",
            (None, _) => "medium",
        };
        Some(Item {
            kind: "tip",
            text: words(option.tip.in_language(self.language)),
            cond: self.ids.condition(self.questionnaire, (&question.id, &option.id)),
            warn: Some("yes"),
            severity: Some(severity),
            ..Item::default()
        })
    }

    /// The condition with brackets wherever two signs meet, for VSAQ reads from left to right.
    fn condition(&mut self, question: &Question) -> Option<String> {
        let condition = question.when.as_ref()?;
        let choice = |other: &QuestionId, option: &OptionId| {
            // A negation stands in brackets: VSAQ does not read two in a row.
            let written = self.ids.condition(self.questionnaire, (other, option))?;
            Some(if written.starts_with('!') { format!("({written})") } else { written })
        };
        let written = condition.written(&choice);
        if written.is_none() {
            let what = Sentence::of(
                "note-condition",
                "the condition \"{text}\" was left out, so this is always asked",
            );
            self.note(question.id.as_str(), what.with("text", condition));
        }
        written
    }
}
