//! From the framework to a questionnaire of ours.

use serde_json::{Value, json};

use super::super::{About, Imported, Notes, build, plain::lines};
use super::conditions::Conditions;
use super::library::{Choice, Library, Node, Question};
use super::names::{Asked, CHECKED, Names, UNCHECKED};
use super::sections::Sections;
use super::worth::{self, Worth};
use crate::vetting::format::FormatError;
use crate::vetting::sentence::Sentence;

/// How far a requirement may stand below its section.
const DEEPEST: usize = 32;
/// The weights that a question of ours can have.
const WEIGHTS: [u32; 4] = [1, 2, 3, 5];

/// The questionnaire of a library's framework, checked by the rules of our own files.
pub(super) fn questionnaire(
    library: &Library,
    about: About<'_>,
    mut notes: Notes,
) -> Result<Imported, FormatError> {
    let framework = &library.framework;
    let names = Names::of(framework, library.path)?;
    let language = library.locale.as_deref().map_or(about.language, |tag| tag.get(..2).unwrap_or(tag));
    let about = About { language, ..about };
    let conditions = Conditions::of(framework, &names);
    note_whole(library, &mut notes);
    let title = lines(framework.name.as_deref().unwrap_or_default());
    let mut reader = Reader {
        library,
        names: &names,
        conditions,
        notes,
        language,
        title: title.clone(),
        sections: Sections::default(),
    };
    reader.read()?;
    let Reader { sections, notes, .. } = reader;
    let sections = sections.into_values(language);
    if sections.is_empty() {
        let what = "there is no requirement to assess and no question with choices";
        let path = format!("{}.requirement_nodes", library.path);
        return Err(FormatError::at(path, Sentence::of("note-ciso-nothing", what)));
    }
    build::questionnaire(about, &title, sections, notes)
}

fn note_whole(library: &Library, notes: &mut Notes) {
    let (framework, path) = (&library.framework, library.path);
    let what =
        "the library has no weights for sections: every section weighs the same; set what matters to you";
    notes.add("sections", Sentence::of("note-ciso-weights", what));
    let what =
        "the library expects no level of evidence: E1 is set throughout; raise it where documents exist";
    notes.add("questions", Sentence::of("note-ciso-evidence", what));
    if let Some(translations) = &framework.translations {
        let languages: Vec<&str> = translations.0.iter().map(|(tag, _)| tag.as_str()).collect();
        let what = Sentence::of("note-ciso-translations", "translations were left out: {text}");
        notes.add(&format!("{path}.translations"), what.with("text", languages.join(", ")));
    }
    if framework.outcomes_definition.is_some() {
        let what = "outcomes were left out: what a score means is the policy's to say";
        notes.add(&format!("{path}.outcomes_definition"), Sentence::of("note-ciso-outcomes", what));
    }
    let groups = framework.implementation_groups_definition.as_deref().unwrap_or_default();
    let chosen = framework.requirement_nodes.iter().flat_map(Node::asked).any(|(_, question)| {
        question.choices.iter().flatten().any(|choice| choice.select_implementation_groups.is_some())
    });
    if !groups.is_empty() && !chosen {
        let named: Vec<&str> = groups.iter().map(|group| group.ref_id.as_str()).collect();
        let what = "implementation groups were left out, so every requirement is asked: {text}; take away what you do not want";
        let what = Sentence::of("note-ciso-groups", what).with("text", named.join(", "));
        notes.add(&format!("{path}.implementation_groups_definition"), what);
    }
}

struct Reader<'a> {
    library: &'a Library,
    names: &'a Names,
    conditions: Conditions<'a>,
    notes: Notes,
    language: &'a str,
    title: String,
    sections: Sections,
}

/// Where a question stands in the file, and what stands around it.
struct Place<'a> {
    path: String,
    node: &'a Node,
    parent: Option<&'a Node>,
}

impl<'a> Reader<'a> {
    fn read(&mut self) -> Result<(), FormatError> {
        let library = self.library;
        for (n, node) in library.framework.requirement_nodes.iter().enumerate() {
            let path = format!("{}.requirement_nodes[{n}]", library.path);
            let (top, parent) = self.top_of(n, &path)?;
            let place = Place { path, node, parent };
            self.note_node(&place);
            let questions = self.questions_of(n, &place)?;
            if questions.is_empty() {
                continue;
            }
            let alone = top == n;
            let head = library.framework.requirement_nodes.get(top).filter(|_| !alone);
            let (title, intro) = match head {
                None => (self.title.clone(), String::new()),
                Some(head) => (lines(head.title()), intro_of(head)),
            };
            self.sections.at((!alone).then_some(top), &title, &intro).extend(questions);
        }
        Ok(())
    }

    /// The requirement at the top of the one at `n`, and the one right above it if that is another.
    fn top_of(&self, n: usize, path: &str) -> Result<(usize, Option<&'a Node>), FormatError> {
        let nodes = &self.library.framework.requirement_nodes;
        let (mut at, mut parent) = (n, None);
        for step in 0..DEEPEST {
            let above = nodes.get(at).and_then(|node| node.parent_urn.as_deref()).map(str::trim);
            let Some(above) = above.filter(|urn| !urn.is_empty()) else {
                return Ok((at, parent.filter(|_| step > 1)));
            };
            let Some(next) = self.names.node(above) else {
                let what = Sentence::of("note-ciso-parent", "there is no requirement {text}");
                return Err(FormatError::at(format!("{path}.parent_urn"), what.with("text", above)));
            };
            if step == 0 {
                parent = nodes.get(next);
            }
            at = next;
        }
        let what = "the parents never end: they stand in a circle, or too deep";
        Err(FormatError::at(format!("{path}.parent_urn"), Sentence::of("note-ciso-circle", what)))
    }

    fn note_node(&mut self, place: &Place<'_>) {
        if place.node.display_mode.as_deref() == Some("splash") {
            let what = Sentence::of("note-ciso-page", "a page that is only shown was left out");
            self.notes.add(&place.path, what);
        }
        if let Some(source) = &place.node.visibility_expression {
            let what = Sentence::of(
                "note-condition",
                "the condition \"{text}\" was left out, so this is always asked",
            );
            let what = what.with("text", build::shown(source));
            self.notes.add(&format!("{}.visibility_expression", place.path), what);
        }
    }

    fn questions_of(&mut self, n: usize, place: &Place<'_>) -> Result<Vec<Value>, FormatError> {
        if let Some(id) = self.names.requirement(n) {
            let when = self.group_condition(place, None);
            return Ok(vec![self.requirement(id, place, when)]);
        }
        if !place.node.assessable && !place.node.asked().is_empty() {
            let what = "this requirement is not assessed, yet it has questions: they are asked";
            self.notes.add(&place.path, Sentence::of("note-ciso-assessed", what));
        }
        let mut questions = Vec::new();
        for (urn, question) in place.node.asked() {
            let path = format!("{}.questions.{urn}", place.path);
            let inner = Place { path, node: place.node, parent: place.parent };
            questions.extend(self.question(urn, question, &inner)?);
        }
        Ok(questions)
    }

    /// A requirement without questions, asked by its result.
    fn requirement(&mut self, id: &str, place: &Place<'_>, when: Option<String>) -> Value {
        let language = self.language;
        let option =
            |id: &str, label: &str, value: u32| json!({"id": id, "label": {language: label}, "value": value});
        let options = vec![
            option("compliant", "Compliant", 100),
            option("partially_compliant", "Partially compliant", 50),
            option("non_compliant", "Non-compliant", 0),
        ];
        let node = place.node;
        let words = [node.name.as_deref(), node.description.as_deref()];
        let text = joined(&words);
        let text = if text.is_empty() { node.title().to_owned() } else { text };
        let weight = self.weight(place, &[node.weight]);
        let help = joined(&[place.parent.map(Node::title), node.annotation.as_deref()]);
        let mut question = self.value(id, (&text, &help), place, options);
        put(
            &mut question,
            &[
                ("scored", json!(true)),
                ("weight", json!(weight)),
                ("na_allowed", json!(true)),
                ("when", json!(when)),
            ],
        );
        question
    }

    fn question(
        &mut self,
        urn: &str,
        question: &Question,
        place: &Place<'_>,
    ) -> Result<Vec<Value>, FormatError> {
        let mut text = lines(question.text.as_deref().unwrap_or_default());
        if text.is_empty() {
            text = lines(place.node.title());
            let what = "the question has no words, so those of its requirement stand in their place";
            self.notes.add(&place.path, Sentence::of("note-ciso-text", what));
        }
        let choices = question.choices.as_deref().unwrap_or_default();
        let Some(asked) = self.names.asked(urn) else { return Ok(Vec::new()) };
        let own = self.conditions.of_question(question, &place.path, &mut self.notes)?;
        let group = self.group_condition(place, Some(urn));
        let when: Vec<String> = own.into_iter().chain(group).collect();
        let when = (!when.is_empty()).then(|| when.join(" && "));
        match asked {
            Asked::Words => {
                let kind = question.kind.as_deref().unwrap_or("nothing");
                let what = "a question for {format} was left out; every answer takes a comment and documents: {text}";
                let what = Sentence::of("note-ciso-kind", what).with("format", kind);
                self.notes.add(&place.path, what.with("text", build::start_of(&text)));
                Ok(Vec::new())
            }
            Asked::One(id) if choices.is_empty() => {
                let (yes, no) = (self.plain_option("yes", "Yes"), self.plain_option("no", "No"));
                let what = "the file does not say which answer is good, so it is asked without a score; set values or leave it so";
                self.notes.add(&place.path, Sentence::of("note-ciso-good", what));
                Ok(vec![self.unscored(id, &text, place, (question, when, vec![yes, no]))])
            }
            Asked::One(id) => Ok(vec![self.choice_question(id, &text, place, (question, when))]),
            Asked::Boxes(ids) => {
                let what = "several choices may be ticked: each is a question of its own, without a score; set values or leave it so";
                self.notes.add(&place.path, Sentence::of("note-ciso-ticked", what));
                let each = ids.iter().zip(choices).map(|(id, choice)| {
                    let options = vec![self.plain_option(CHECKED, "Yes"), self.plain_option(UNCHECKED, "No")];
                    let text = format!("{text}\n{}", lines(&choice.value));
                    self.unscored(id, &text, place, (question, when.clone(), options))
                });
                Ok(each.collect())
            }
        }
    }

    fn choice_question(
        &mut self,
        id: &str,
        text: &str,
        place: &Place<'_>,
        (question, when): (&Question, Option<String>),
    ) -> Value {
        let choices = question.choices.as_deref().unwrap_or_default();
        let worth = worth::of(choices);
        let mut options: Vec<Value> = Vec::new();
        for (c, choice) in choices.iter().enumerate() {
            if worth.is_not_applicable(choice) {
                let what = "\"{answer}\" means \"not applicable\": that is answered with a reason instead";
                let what = Sentence::of("note-ciso-na", what).with("answer", &choice.value);
                self.notes.add(&format!("{}.choices[{c}]", place.path), what);
                continue;
            }
            options.push(self.option(choice, worth.value(choice)));
        }
        let not_applicable = choices.iter().any(|choice| worth.is_not_applicable(choice));
        match &worth {
            Worth::Unknown(why) => {
                let what = "{why}, so it is asked without a score; set values or leave it so";
                self.notes.add(&place.path, Sentence::of("note-ciso-worth", what).part("why", why.clone()));
                let mut value = self.unscored(id, text, place, (question, when, options));
                put(&mut value, &[("na_allowed", json!(not_applicable))]);
                value
            }
            Worth::Points(_) | Worth::Results => {
                let weight = self.weight(place, &[question.weight, place.node.weight]);
                let mut value = self.unscored(id, text, place, (question, when, options));
                put(
                    &mut value,
                    &[
                        ("scored", json!(true)),
                        ("weight", json!(weight)),
                        ("na_allowed", json!(not_applicable)),
                    ],
                );
                value
            }
        }
    }

    fn option(&self, choice: &Choice, value: Option<u32>) -> Value {
        let id = self.names.option(&choice.urn).map_or("", |(_, option)| option.as_str());
        let label = joined(&[Some(choice.value.as_str()), choice.description.as_deref()]);
        let mut option = self.plain_option(id, &label);
        if let Some(value) = value {
            put(&mut option, &[("value", json!(value))]);
        }
        option
    }

    fn plain_option(&self, id: &str, label: &str) -> Value {
        json!({"id": id, "label": {self.language: label}})
    }

    fn unscored(
        &self,
        id: &str,
        text: &str,
        place: &Place<'_>,
        (question, when, options): (&Question, Option<String>, Vec<Value>),
    ) -> Value {
        let node = place.node;
        let help = joined(&[
            place.parent.map(Node::title),
            node.name.as_deref(),
            node.description.as_deref(),
            node.annotation.as_deref(),
            question.annotation.as_deref(),
        ]);
        let mut value = self.value(id, (text, &help), place, options);
        put(&mut value, &[("scored", json!(false)), ("when", json!(when))]);
        value
    }

    fn value(&self, id: &str, (text, help): (&str, &str), place: &Place<'_>, options: Vec<Value>) -> Value {
        let language = self.language;
        let framework = &self.library.framework;
        let law = framework.ref_id.as_deref().or(framework.name.as_deref()).unwrap_or_default();
        let mut value = json!({
            "id": id, "text": {language: text}, "expected_evidence": "E1", "options": options,
        });
        if !help.is_empty() {
            put(&mut value, &[("help", json!({language: help}))]);
        }
        let evidence = lines(place.node.typical_evidence.as_deref().unwrap_or_default());
        if !evidence.is_empty() {
            put(&mut value, &[("evidence_hint", json!({language: evidence}))]);
        }
        if let Some(reference) = place.node.ref_id.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            put(&mut value, &[("maps", json!([{"framework": law, "ref": reference}]))]);
        }
        value
    }

    /// The weight that the file gives, if ours can be that; 1 otherwise.
    fn weight(&mut self, place: &Place<'_>, given: &[Option<f64>]) -> u32 {
        let Some(given) = given.iter().flatten().next() else { return 1 };
        let known = WEIGHTS.into_iter().find(|weight| (f64::from(*weight) - given).abs() < f64::EPSILON);
        known.unwrap_or_else(|| {
            let what =
                Sentence::of("note-ciso-weight", "a weight of {n} cannot be had: it is 1; use 1, 2, 3 or 5");
            self.notes.add(&place.path, what.with("n", given));
            1
        })
    }

    fn group_condition(&mut self, place: &Place<'_>, own: Option<&str>) -> Option<String> {
        self.conditions.of_groups(place.node, own, &place.path, &mut self.notes)
    }
}

fn intro_of(head: &Node) -> String {
    let named = head.name.as_deref().is_some_and(|name| !name.trim().is_empty());
    let described = head.description.as_deref().filter(|_| named || head.ref_id.is_some());
    lines(described.unwrap_or_default())
}

fn put(value: &mut Value, entries: &[(&str, Value)]) {
    let Some(fields) = value.as_object_mut() else { return };
    for (name, value) in entries {
        fields.insert((*name).to_owned(), value.clone());
    }
}

/// Texts that are there, one after the other, each in plain words and none twice in a row.
fn joined(texts: &[Option<&str>]) -> String {
    let mut words: Vec<String> =
        texts.iter().flatten().map(|text| lines(text)).filter(|text| !text.is_empty()).collect();
    words.dedup();
    words.join("\n")
}
