//! From the tree to a questionnaire of ours.

use serde_json::{Value, json};

use super::super::{About, Imported, Notes, build, plain::plain};
use super::answers::Values;
use super::item::Item;
use super::names::{CHECKED, Names, UNCHECKED};
use super::tips::{Severity, Tips};
use super::{answers, condition};
use crate::vetting::format::FormatError;
use crate::vetting::sentence::Sentence;

/// The questionnaire below `root`, checked by the rules of our own files.
pub(super) fn questionnaire(
    root: &Item,
    values: &Values,
    about: About<'_>,
    mut notes: Notes,
) -> Result<Imported, FormatError> {
    let (names, twice) = Names::of(root);
    if let Some(id) = twice.first() {
        return Err(FormatError::at(
            id.clone(),
            Sentence::of("note-vsaq-id-twice", "this id stands twice; an answer could mean either"),
        ));
    }
    check_conditions(root, &names)?;
    let tips = Tips::of(root, &names, &mut notes);
    let mut reader = Reader { names, tips, notes, about, sections: Vec::new() };
    reader.sections(root);
    let Reader { sections, mut notes, names, .. } = reader;
    if sections.is_empty() {
        let what = Sentence::of("note-no-question", "there is no question with choices in it");
        return Err(FormatError::at("questionnaire[0]", what));
    }
    notes.add(
        "sections",
        Sentence::of(
            "note-vsaq-weights",
            "VSAQ has no weights: every section weighs the same; set what matters to you",
        ),
    );
    notes.add(
        "questions",
        Sentence::of(
            "note-vsaq-evidence",
            "VSAQ expects no evidence: the level E1 is set throughout; raise it where documents exist",
        ),
    );
    let mut imported = build::questionnaire(about, &plain(&root.text), sections, notes)?;
    let mut notes = Notes(std::mem::take(&mut imported.notes));
    imported.answers = answers::filled(values, &names, &imported.questionnaire, &mut notes);
    imported.notes = notes.0;
    Ok(imported)
}

/// Refuses a condition about an item that is nowhere in the file, as VSAQ itself does.
fn check_conditions(item: &Item, names: &Names) -> Result<(), FormatError> {
    let node = item.cond.as_deref().and_then(|source| condition::parse(source).ok());
    if let Some(name) = node.as_ref().and_then(|node| node.missing(names)) {
        return Err(FormatError::at(format!("{}.cond", path_of(item)), condition::no_item(name)));
    }
    item.items.iter().try_for_each(|inner| check_conditions(inner, names))
}

struct Reader<'a> {
    names: Names,
    tips: Tips,
    notes: Notes,
    about: About<'a>,
    sections: Vec<Value>,
}

/// A section while its items are read.
#[derive(Default)]
struct Section {
    intro: Vec<String>,
    questions: Vec<Value>,
}

impl Reader<'_> {
    /// Each block below the root is a section; what stands beside them makes one of its own.
    fn sections(&mut self, root: &Item) {
        let mut loose = Section::default();
        for item in &root.items {
            if item.kind == "block" && !item.is_hidden() {
                let mut section = Section::default();
                self.block(item, &mut Vec::new(), &mut section);
                self.close(section, &item.text);
            } else {
                self.item(item, &mut Vec::new(), &mut loose);
            }
        }
        self.close(loose, &root.text);
    }

    fn close(&mut self, section: Section, title: &str) {
        let (language, title) = (self.about.language, plain(title));
        if section.questions.is_empty() {
            return;
        }
        let id = format!("S{}", self.sections.len().saturating_add(1));
        let mut value = json!({"id": id, "title": {language: title}, "questions": section.questions});
        if let (false, Some(fields)) = (section.intro.is_empty(), value.as_object_mut()) {
            fields.insert("intro".to_owned(), json!({language: section.intro.join("\n")}));
        }
        self.sections.push(value);
    }

    /// The items of a block, each under the conditions of every block around it.
    fn block(&mut self, block: &Item, conditions: &mut Vec<String>, section: &mut Section) {
        let depth = conditions.len();
        conditions.extend(self.condition(block));
        for item in &block.items {
            self.item(item, conditions, section);
        }
        conditions.truncate(depth);
    }

    fn item(&mut self, item: &Item, conditions: &mut Vec<String>, section: &mut Section) {
        if item.is_hidden() {
            let what =
                Sentence::of("note-vsaq-hidden", "hidden from respondents in VSAQ, so it was left out");
            return self.notes.add(path_of(item), what);
        }
        match item.kind.as_str() {
            "block" => self.block(item, conditions, section),
            "radiogroup" | "checkgroup" | "yesno" | "check" | "radio" => {
                self.questions(item, conditions, section);
            }
            "info" if section.questions.is_empty() => section.intro.push(plain(&item.text)),
            "info" => {
                let what = Sentence::of("note-shown-text", "shown text was left out: {text}");
                self.notes.add(path_of(item), what.with("text", start_of(&item.text)));
            }
            "tip" if item.warn == "yes" => {}
            "tip" => {
                let what = Sentence::of("note-advice", "advice was left out: {text}");
                self.notes.add(path_of(item), what.with("text", start_of(&item.text)));
            }
            "spacer" => {}
            "line" | "box" | "upload" => {
                let what = Sentence::of(
                    "note-free-text",
                    "free text was left out; every answer takes a comment and documents: {text}",
                );
                self.notes.add(path_of(item), what.with("text", start_of(&item.text)));
            }
            other => {
                let what = Sentence::of("note-vsaq-kind", "there is no kind of item \"{text}\" in VSAQ");
                self.notes.add(path_of(item), what.with("text", other));
            }
        }
    }

    /// An item's own condition in our notation; one that cannot be carried over is noted, and the item is always asked.
    fn condition(&mut self, item: &Item) -> Option<String> {
        let source = item.cond.as_deref().map(str::trim).filter(|source| !source.is_empty())?;
        match condition::parse(source).and_then(|node| node.in_ours(&self.names)) {
            Ok(ours) => Some(ours),
            Err(trouble) => {
                let what = Sentence::of(
                    "note-condition-why",
                    "the condition \"{text}\" was left out, so this is always asked: {why}",
                );
                let what = what.with("text", build::shown(source)).part("why", trouble);
                self.notes.add(path_of(item), what);
                None
            }
        }
    }

    fn questions(&mut self, item: &Item, conditions: &[String], section: &mut Section) {
        if !item.choice_conditions.is_empty() {
            let what = Sentence::of(
                "note-choice-conditions",
                "conditions of single choices were left out: every choice is offered",
            );
            self.notes.add(path_of(item), what);
        }
        let mut all: Vec<String> = conditions.to_vec();
        all.extend(self.condition(item));
        let when = (!all.is_empty()).then(|| all.join(" && "));
        if item.kind == "checkgroup" {
            let asked: Vec<(String, String)> = item
                .choices()
                .map(|(id, label)| {
                    (self.names.ours(id).to_owned(), format!("{}\n{}", plain(&item.text), plain(label)))
                })
                .collect();
            for (id, text) in asked {
                let options = vec![self.option(&id, CHECKED, "Yes"), self.option(&id, UNCHECKED, "No")];
                let question = self.question((item, &id), &text, when.as_deref(), options);
                section.questions.push(question);
            }
            return;
        }
        let id = match item.kind.as_str() {
            "radiogroup" => self.names.question_of(item),
            _ => self.names.ours(item.id.as_deref().unwrap_or_default()).to_owned(),
        };
        let options = self.options(item, &id);
        let question = self.question((item, &id), &plain(&item.text), when.as_deref(), options);
        section.questions.push(question);
    }

    fn options(&mut self, item: &Item, question: &str) -> Vec<Value> {
        match item.kind.as_str() {
            "radiogroup" => {
                let choices: Vec<(String, String)> = item
                    .choices()
                    .map(|(id, label)| (self.names.ours(id).to_owned(), plain(label)))
                    .collect();
                let mut options: Vec<Value> =
                    choices.iter().map(|(id, label)| self.option(question, id, label)).collect();
                if item.default_choice {
                    let what = Sentence::of(
                        "note-vsaq-none",
                        "\"None of the above\" was added as VSAQ does; it is worth 0 until you say otherwise",
                    );
                    self.notes.add(path_of(item), what);
                    options.push(json!({"id": "none-of-these", "label": {self.about.language: "None of the above"}, "value": 0}));
                }
                options
            }
            "yesno" => {
                let (yes, no) = (item.yes.as_deref().unwrap_or("Yes"), item.no.as_deref().unwrap_or("No"));
                vec![self.option(question, "yes", &plain(yes)), self.option(question, "no", &plain(no))]
            }
            _ => vec![self.option(question, CHECKED, "Yes"), self.option(question, UNCHECKED, "No")],
        }
    }

    /// An option: worth everything, or nothing if a warning speaks of it.
    fn option(&self, question: &str, id: &str, label: &str) -> Value {
        let language = self.about.language;
        match self.tips.advice(question, id) {
            Some(advice) => {
                json!({"id": id, "label": {language: label}, "value": 0, "tip": {language: advice}})
            }
            None => json!({"id": id, "label": {language: label}, "value": 100}),
        }
    }

    fn question(
        &mut self,
        (item, id): (&Item, &str),
        text: &str,
        when: Option<&str>,
        options: Vec<Value>,
    ) -> Value {
        let gravity = self.tips.gravity(id);
        if gravity.is_none() {
            let what = "no warning says which choice is weak, so it is asked without a score; set values or leave it so";
            self.notes.add(id, Sentence::of("note-vsaq-unscored", what));
        }
        let flag = (gravity == Some(Severity::Critical)).then_some("critical");
        let mut question = json!({
            "id": id, "text": {self.about.language: text}, "scored": gravity.is_some(), "flag": flag,
            "expected_evidence": "E1", "required": item.required, "when": when, "options": options,
        });
        if let (Some(gravity), Some(fields)) = (gravity, question.as_object_mut()) {
            fields.insert("weight".to_owned(), gravity.weight().into());
        }
        question
    }
}

fn path_of(item: &Item) -> &str {
    item.id.as_deref().unwrap_or(&item.kind)
}

/// The beginning of a text, to know it by.
fn start_of(html: &str) -> String {
    build::start_of(&plain(html))
}
