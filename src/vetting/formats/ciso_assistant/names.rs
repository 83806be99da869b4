//! What each urn of a library means in ours: its questions and choices, and the ids that we give them.

use std::collections::BTreeMap;

use super::super::build::FreshNames;
use super::library::{Framework, Node, Question};
use super::worth;
use crate::vetting::format::FormatError;
use crate::vetting::sentence::Sentence;

/// The options that stand for a box that is ticked or not.
pub(super) const CHECKED: &str = "checked";
pub(super) const UNCHECKED: &str = "unchecked";

/// A question of ours and one of its options; a choice that means "not applicable" has no option.
pub(super) type OptionOf = (String, String);

/// What an urn of a question refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// One choice: our question.
    One(String),
    /// Any number of boxes: a question of ours for each.
    Boxes(Vec<String>),
    /// Words, a number or a date, which are not asked by us.
    Words,
}

/// Every urn of a framework.
#[derive(Debug, Default)]
pub(super) struct Names {
    questions: BTreeMap<String, Asked>,
    choices: BTreeMap<String, OptionOf>,
    nodes: BTreeMap<String, usize>,
    /// Our questions for requirements that have none of their own, by position.
    requirements: BTreeMap<usize, String>,
}

impl Names {
    /// The names of a framework; an urn that stands twice is refused.
    pub(super) fn of(framework: &Framework, path: &str) -> Result<Self, FormatError> {
        let (mut names, mut fresh) = (Self::default(), FreshNames::default());
        for (n, node) in framework.requirement_nodes.iter().enumerate() {
            let path = format!("{path}.requirement_nodes[{n}]");
            let wanted = wanted(node);
            if names.nodes.insert(node.urn.clone(), n).is_some() {
                return Err(twice(format!("{path}.urn"), &node.urn));
            }
            let asked = node.asked();
            if node.assessable && asked.is_empty() {
                names.requirements.insert(n, fresh.like(&wanted));
            }
            for (q, (urn, question)) in asked.iter().enumerate() {
                let stem = if asked.len() == 1 {
                    wanted.clone()
                } else {
                    format!("{wanted}.{}", q.saturating_add(1))
                };
                names.question((urn, question), &stem, &mut fresh, &format!("{path}.questions.{urn}"))?;
            }
        }
        Ok(names)
    }

    fn question(
        &mut self,
        (urn, question): (&String, &Question),
        stem: &str,
        fresh: &mut FreshNames,
        path: &str,
    ) -> Result<(), FormatError> {
        let choices = question.choices.as_deref().unwrap_or_default();
        let asked = match question.kind.as_deref() {
            Some("unique_choice") => {
                let id = fresh.like(stem);
                let mut options = FreshNames::default();
                let worth = worth::of(choices);
                for choice in choices {
                    let name = if worth.is_not_applicable(choice) {
                        String::new()
                    } else {
                        options.like(&tail(&choice.urn, "choice-"))
                    };
                    let option = (id.clone(), name);
                    self.choice(&choice.urn, option, path)?;
                }
                Asked::One(id)
            }
            Some("multiple_choice") => {
                let mut boxes = Vec::new();
                for (c, choice) in choices.iter().enumerate() {
                    let id = fresh.like(&format!("{stem}.{}", c.saturating_add(1)));
                    self.choice(&choice.urn, (id.clone(), CHECKED.to_owned()), path)?;
                    boxes.push(id);
                }
                Asked::Boxes(boxes)
            }
            Some("boolean") => Asked::One(fresh.like(stem)),
            _ => Asked::Words,
        };
        match self.questions.insert(urn.to_owned(), asked) {
            None => Ok(()),
            Some(_) => Err(twice(path.to_owned(), urn)),
        }
    }

    fn choice(&mut self, urn: &str, option: OptionOf, path: &str) -> Result<(), FormatError> {
        match self.choices.insert(urn.to_owned(), option) {
            None => Ok(()),
            Some(_) => Err(twice(format!("{path}.choices"), urn)),
        }
    }

    /// What a question's urn means.
    pub(super) fn asked(&self, urn: &str) -> Option<&Asked> {
        self.questions.get(urn)
    }

    /// What a choice's urn means.
    pub(super) fn option(&self, urn: &str) -> Option<&OptionOf> {
        self.choices.get(urn)
    }

    /// The position of a node.
    pub(super) fn node(&self, urn: &str) -> Option<usize> {
        self.nodes.get(urn).copied()
    }

    /// Our question for a requirement that has none of its own.
    pub(super) fn requirement(&self, position: usize) -> Option<&str> {
        self.requirements.get(&position).map(String::as_str)
    }
}

fn twice(path: String, urn: &str) -> FormatError {
    FormatError::at(path, Sentence::of("file-id-twice", "{question} stands twice").with("question", urn))
}

/// The name that a node would like: its reference, else the end of its urn.
fn wanted(node: &Node) -> String {
    let reference = node.ref_id.as_deref().map(str::trim).filter(|text| !text.is_empty());
    reference.map_or_else(|| tail(&node.urn, ""), str::to_owned)
}

/// What stands behind the last colon; a bare number gets a word in front.
fn tail(urn: &str, before_number: &str) -> String {
    let last = urn.rsplit(':').next().unwrap_or(urn);
    if last.chars().all(|c| c.is_ascii_digit()) { format!("{before_number}{last}") } else { last.to_owned() }
}
