//! From a questionnaire of ours to a library of CISO Assistant: sections become headings, each question a requirement with
//! one question, and the value of an answer its points.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::Note;
use crate::vetting::code::QuestionId;
use crate::vetting::questionnaire::{Choice, Question, Questionnaire, Section};
use crate::vetting::sentence::Sentence;

/// A library, and what of the questionnaire has no place in it.
#[derive(Debug)]
pub struct Exported {
    /// The library, as YAML.
    pub text: String,
    /// What was left out.
    pub notes: Vec<Note>,
}

#[derive(Debug, Serialize)]
struct Document {
    urn: String,
    locale: String,
    ref_id: String,
    name: String,
    description: String,
    version: u32,
    provider: &'static str,
    packager: &'static str,
    objects: Objects,
}

#[derive(Debug, Serialize)]
struct Objects {
    framework: Framework,
}

#[derive(Debug, Serialize)]
struct Framework {
    urn: String,
    ref_id: String,
    name: String,
    description: String,
    requirement_nodes: Vec<Node>,
}

#[derive(Debug, Default, Serialize)]
struct Node {
    urn: String,
    assessable: bool,
    depth: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_urn: Option<String>,
    ref_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    annotation: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    typical_evidence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<u32>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    questions: BTreeMap<String, Asked>,
}

#[derive(Debug, Serialize)]
struct Asked {
    #[serde(rename = "type")]
    kind: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    depends_on: Option<DependsOn>,
    choices: Vec<Answer>,
}

#[derive(Debug, Serialize)]
struct DependsOn {
    question: String,
    answers: Vec<String>,
    condition: &'static str,
}

#[derive(Debug, Serialize)]
struct Answer {
    urn: String,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    add_score: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compute_result: Option<&'static str>,
}

/// The questionnaire as a library in one of its languages.
pub fn export(questionnaire: &Questionnaire, language: &str) -> Result<Exported, String> {
    let mut writer = Writer { questionnaire, language, urns: BTreeMap::new(), notes: Vec::new() };
    let nodes = writer.nodes();
    let reference = lower(questionnaire.id());
    let name = questionnaire.title().in_language(language).to_owned();
    let name = if name.is_empty() { questionnaire.id().to_owned() } else { name };
    let document = Document {
        urn: format!("urn:entente:risk:library:{reference}"),
        locale: language.to_owned(),
        ref_id: questionnaire.id().to_owned(),
        name: name.clone(),
        description: name.clone(),
        version: questionnaire.version(),
        provider: "entente",
        packager: "entente",
        objects: Objects {
            framework: Framework {
                urn: format!("urn:entente:risk:framework:{reference}"),
                ref_id: questionnaire.id().to_owned(),
                name: name.clone(),
                description: name,
                requirement_nodes: nodes,
            },
        },
    };
    let text = serde_saphyr::to_string(&document).map_err(|fault| fault.to_string())?;
    Ok(Exported { text, notes: writer.notes })
}

struct Writer<'q> {
    questionnaire: &'q Questionnaire,
    language: &'q str,
    /// The urn of each question's requirement.
    urns: BTreeMap<&'q QuestionId, String>,
    notes: Vec<Note>,
}

impl<'q> Writer<'q> {
    fn nodes(&mut self) -> Vec<Node> {
        let stem = format!("urn:entente:risk:req_node:{}", lower(self.questionnaire.id()));
        let questionnaire = self.questionnaire;
        // Ids of ours that differ in capitals alone would be one urn: the position makes each its own.
        for (n, (_, question)) in questionnaire.questions().enumerate() {
            let urn = format!("{stem}:{}-{}", n.saturating_add(1), lower(question.id.as_str()));
            self.urns.insert(&question.id, urn);
        }
        let what = "weights of sections have no place in a library";
        self.note("sections", Sentence::of("note-out-weights", what));
        let written = self.language;
        for language in questionnaire.languages().iter().filter(|tag| *tag != written) {
            let what = Sentence::of("note-out-language", "only one language is written; {text} was left out");
            self.note("languages", what.with("text", language));
        }
        let mut nodes = Vec::new();
        for (s, section) in questionnaire.sections().iter().enumerate() {
            let head = self.head(section, format!("{stem}:section-{}", s.saturating_add(1)));
            let parent = head.urn.clone();
            nodes.push(head);
            nodes.extend(section.questions.iter().map(|question| self.node(question, &parent)));
        }
        nodes
    }

    fn note(&mut self, path: &str, what: Sentence) {
        self.notes.push(Note::at(path, what));
    }

    fn head(&self, section: &Section, urn: String) -> Node {
        Node {
            urn,
            depth: 1,
            ref_id: section.id.to_string(),
            name: section.title.in_language(self.language).to_owned(),
            description: section.intro.in_language(self.language).to_owned(),
            ..Node::default()
        }
    }

    fn node(&mut self, question: &'q Question, parent: &str) -> Node {
        let urn = self.urns.get(&question.id).cloned().unwrap_or_default();
        let words = |text: &crate::vetting::text::Text| text.in_language(self.language).to_owned();
        let (text, help) = (words(&question.text), words(&question.help));
        let typical_evidence = words(&question.evidence_hint);
        if question.flag.is_some() {
            let what = Sentence::of("note-out-gate", "that it is a gate has no place in a library");
            self.note(question.id.as_str(), what);
        }
        if question.list.is_some() {
            let what = "the list that goes with the answer has no place in a library";
            self.note(question.id.as_str(), Sentence::of("note-out-list", what));
        }
        let depends_on = self.depends_on(question);
        let best = question.options.iter().map(Choice::points).max().unwrap_or_default();
        let choices = question.options.iter().map(|option| self.answer(question, option, &urn, best));
        let asked = Asked { kind: "unique_choice", text, depends_on, choices: choices.collect() };
        Node {
            questions: BTreeMap::from([(format!("{urn}:question:1"), asked)]),
            urn,
            assessable: true,
            depth: 2,
            parent_urn: Some(parent.to_owned()),
            ref_id: question.id.to_string(),
            annotation: help,
            typical_evidence,
            weight: Some(question.points()).filter(|_| question.scored),
            ..Node::default()
        }
    }

    fn answer(&self, question: &Question, option: &Choice, urn: &str, best: u32) -> Answer {
        let points = option.points();
        let result = match points {
            0 => "non_compliant",
            all if all == best => "compliant",
            _ => "partially_compliant",
        };
        Answer {
            urn: format!("{urn}:question:1:choice:{}", option.id),
            value: option.label.in_language(self.language).to_owned(),
            add_score: question.scored.then_some(points),
            compute_result: question.scored.then_some(result),
        }
    }

    /// A condition that any of some answers of one other question fulfils; a library knows no other.
    fn depends_on(&mut self, question: &Question) -> Option<DependsOn> {
        let condition = question.when.as_ref()?;
        let rules = condition.rules().filter(|rules| {
            let first = rules.list.first().map(|(other, _, _)| other);
            rules.list.iter().all(|(other, is, _)| *is && Some(other) == first)
                && (!rules.all || rules.list.len() == 1)
        });
        let urn = rules
            .as_ref()
            .and_then(|rules| rules.list.first())
            .and_then(|(other, _, _)| self.urns.get(other));
        let (Some(rules), Some(urn)) = (&rules, urn) else {
            let what =
                Sentence::of("note-out-condition", "the condition \"{text}\" has no place in a library");
            self.note(question.id.as_str(), what.with("text", condition));
            return None;
        };
        let answers = rules.list.iter().map(|(_, _, option)| format!("{urn}:question:1:choice:{option}"));
        Some(DependsOn {
            question: format!("{urn}:question:1"),
            answers: answers.collect(),
            condition: "any",
        })
    }
}

/// Urns are written in small letters.
fn lower(text: &str) -> String {
    text.to_lowercase()
}
