//! When a question is asked: by the answer of another (`depends_on`), or because a choice selected one of the
//! implementation groups that its requirement belongs to.

use std::collections::BTreeMap;

use super::super::Notes;
use super::library::{Framework, Node, Question};
use super::names::{Asked, Names, OptionOf};
use crate::vetting::format::FormatError;
use crate::vetting::sentence::Sentence;

/// The choices that select a group, each with the urn of its question.
type Selectors<'a> = Vec<(&'a str, OptionOf)>;

/// The conditions of a framework.
pub(super) struct Conditions<'a> {
    names: &'a Names,
    /// Whether a group is selected without anybody choosing it.
    by_default: BTreeMap<&'a str, bool>,
    selectors: BTreeMap<&'a str, Selectors<'a>>,
}

impl<'a> Conditions<'a> {
    pub(super) fn of(framework: &'a Framework, names: &'a Names) -> Self {
        let groups = framework.implementation_groups_definition.as_deref().unwrap_or_default();
        let by_default = groups
            .iter()
            .map(|group| (group.ref_id.as_str(), group.default_selected == Some(true)))
            .collect();
        let mut selectors: BTreeMap<&str, Selectors<'a>> = BTreeMap::new();
        for (urn, question) in framework.requirement_nodes.iter().flat_map(Node::asked) {
            for choice in question.choices.iter().flatten() {
                let Some(option) = names.option(&choice.urn).filter(|(_, option)| !option.is_empty()) else {
                    continue;
                };
                for group in choice.select_implementation_groups.iter().flatten() {
                    selectors.entry(group).or_default().push((urn, option.clone()));
                }
            }
        }
        Self { names, by_default, selectors }
    }

    /// The condition that a question has of its own. One that names a question or answer that is not there is a fault of
    /// the file; one about words is noted, and the question is always asked.
    pub(super) fn of_question(
        &self,
        question: &Question,
        path: &str,
        notes: &mut Notes,
    ) -> Result<Option<String>, FormatError> {
        let Some(on) = &question.depends_on else { return Ok(None) };
        let path = format!("{path}.depends_on");
        let Some(asked) = self.names.asked(&on.question) else {
            let what = Sentence::of("note-no-such-question", "there is no question {question}");
            return Err(FormatError::at(path, what.with("question", &on.question)));
        };
        let urns = on.answers.as_deref().unwrap_or_default();
        let mut answers = Vec::new();
        for urn in urns {
            let Some(answer) = self.names.option(urn) else {
                let what = Sentence::of("note-no-such-answer", "there is no answer {answer}");
                return Err(FormatError::at(path, what.with("answer", urn)));
            };
            answers.push(answer);
        }
        let all = on.condition.as_deref() == Some("all");
        let trouble = match asked {
            Asked::Words => Some(Sentence::of("note-about-words", "it is about free words")),
            _ if answers.is_empty() => Some(Sentence::of("note-about-nothing", "it names no answer")),
            _ if answers.iter().any(|(_, option)| option.is_empty()) => {
                Some(Sentence::of("note-about-na", "it is about an answer that means \"not applicable\""))
            }
            Asked::One(_) if all && answers.len() > 1 => {
                Some(Sentence::of("note-about-several", "one question cannot have several answers"))
            }
            Asked::One(_) | Asked::Boxes(_) => None,
        };
        if let Some(trouble) = trouble {
            let what = Sentence::of(
                "note-ciso-condition",
                "the condition was left out, so this is always asked: {why}",
            );
            notes.add(&path, what.part("why", trouble));
            return Ok(None);
        }
        Ok(Some(comparisons(answers.into_iter(), if all { " && " } else { " || " })))
    }

    /// The condition that comes from the groups of a requirement; `own` is the urn of the question that it is for.
    pub(super) fn of_groups(
        &self,
        node: &Node,
        own: Option<&str>,
        path: &str,
        notes: &mut Notes,
    ) -> Option<String> {
        let groups = node.implementation_groups.as_deref().unwrap_or_default();
        let always = |group: &String| self.by_default.get(group.as_str()).copied().unwrap_or(false);
        if groups.is_empty() || self.selectors.is_empty() || groups.iter().any(always) {
            return None;
        }
        let mut chosen: Vec<&OptionOf> = Vec::new();
        for group in groups {
            let Some(selectors) = self.selectors.get(group.as_str()) else {
                let what = Sentence::of(
                    "note-ciso-group",
                    "implementation group {text} is switched on by hand, so this is always asked",
                );
                notes.add(path, what.with("text", group));
                return None;
            };
            // A question that switches its own group on is where one begins.
            if selectors
                .iter()
                .any(|(urn, _)| Some(*urn) == own || node.asked().iter().any(|(asked, _)| asked == urn))
            {
                return None;
            }
            chosen.extend(selectors.iter().map(|(_, option)| option));
        }
        Some(comparisons(chosen.into_iter(), " || "))
    }
}

fn comparisons<'o>(options: impl Iterator<Item = &'o OptionOf>, joint: &str) -> String {
    let each: Vec<String> = options.map(|(question, option)| format!("{question} == '{option}'")).collect();
    if each.len() == 1 { each.concat() } else { format!("({})", each.join(joint)) }
}
