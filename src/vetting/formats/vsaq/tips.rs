//! Warning tips: which choices they call weak, what they say to them, and how heavy that makes the question.

use std::collections::BTreeMap;

use super::super::{Notes, plain::plain};
use super::condition::{self, Node};
use super::item::Item;
use super::names::{CHECKED, Names, OptionOf, Target, UNCHECKED};
use crate::vetting::sentence::Sentence;

/// What the tips of a file say.
#[derive(Debug, Default)]
pub(super) struct Tips {
    /// The advice beside each weak option.
    advice: BTreeMap<OptionOf, String>,
    /// The gravest severity of each question.
    gravity: BTreeMap<String, Severity>,
}

/// How grave a weak answer is; VSAQ's default is medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    Medium,
    High,
    Critical,
}

impl Severity {
    fn of(word: Option<&str>) -> Self {
        match word {
            Some("critical") => Self::Critical,
            Some("high") => Self::High,
            _ => Self::Medium,
        }
    }

    /// The weight of the question (vetting.md: medium 2, high 3, critical 5).
    pub(super) fn weight(self) -> u32 {
        match self {
            Self::Medium => 2,
            Self::High => 3,
            Self::Critical => 5,
        }
    }
}

impl Tips {
    /// The warning tips below `root`; one whose condition speaks of more than choices is noted.
    pub(super) fn of(root: &Item, names: &Names, notes: &mut Notes) -> Self {
        let mut tips = Self::default();
        tips.walk(root, names, notes);
        tips
    }

    /// The gravest tip of a question; none if no tip calls any of its choices weak.
    pub(super) fn gravity(&self, question: &str) -> Option<Severity> {
        self.gravity.get(question).copied()
    }

    /// What is said to whoever chooses this option, if a tip calls it weak.
    pub(super) fn advice(&self, question: &str, option: &str) -> Option<&str> {
        self.advice.get(&(question.to_owned(), option.to_owned())).map(String::as_str)
    }

    fn walk(&mut self, item: &Item, names: &Names, notes: &mut Notes) {
        if item.kind == "tip" && item.warn == "yes" {
            self.tip(item, names, notes);
        }
        item.items.iter().for_each(|inner| self.walk(inner, names, notes));
    }

    fn tip(&mut self, item: &Item, names: &Names, notes: &mut Notes) {
        let path = item.id.as_deref().unwrap_or(&item.kind);
        let node = item.cond.as_deref().ok_or_else(|| Sentence::of("note-tip-always", "it has no condition"));
        let node = node.and_then(condition::parse);
        let weak = node.and_then(|node| weak(&node, names));
        let weak = match weak {
            Ok(weak) => weak,
            Err(trouble) => {
                let what = Sentence::of(
                    "note-tip-left-out",
                    "this warning was left out: {why}; decide which choices it means",
                );
                return notes.add(path, what.part("why", trouble));
            }
        };
        let (words, severity) = (plain(&item.text), Severity::of(item.severity.as_deref()));
        for option in weak {
            let gravity = self.gravity.entry(option.0.clone()).or_insert(severity);
            *gravity = severity.max(*gravity);
            let advice = self.advice.entry(option).or_default();
            if !advice.is_empty() {
                advice.push('\n');
            }
            advice.push_str(&words);
        }
    }
}

/// The choices that make a warning appear, each by itself.
fn weak(node: &Node, names: &Names) -> Result<Vec<OptionOf>, condition::Trouble> {
    match node {
        Node::Or(parts) => {
            let each: Result<Vec<Vec<OptionOf>>, condition::Trouble> =
                parts.iter().map(|part| weak(part, names)).collect();
            each.map(|each| each.concat())
        }
        Node::And(_) => Err(Sentence::of("note-tip-several", "it depends on several answers at once")),
        Node::Reference(name) => match names.target(name) {
            Some(Target::Options(options)) => match options.as_slice() {
                [one] => Ok(vec![one.clone()]),
                _ => {
                    Err(Sentence::of("note-tip-group", "{text} is a group, not a choice").with("text", name))
                }
            },
            _ => Err(Sentence::of("note-tip-choice", "there is no choice {text}").with("text", name)),
        },
        Node::Not(inner) => match weak(inner, names)?.as_slice() {
            [(question, option)] if option == CHECKED => Ok(vec![(question.clone(), UNCHECKED.to_owned())]),
            [(question, option)] if option == "yes" => Ok(vec![(question.clone(), "no".to_owned())]),
            _ => Err(Sentence::of("note-tip-not-made", "it warns of a choice that was not made")),
        },
    }
}
