//! What each id of a file means in ours, and the ids that we give where theirs cannot stand.

use std::collections::{BTreeMap, BTreeSet};

use super::super::build::spelled;
use super::item::Item;
use crate::vetting::code::QuestionId;

/// The options that stand for "checked" and "not checked".
pub(super) const CHECKED: &str = "checked";
pub(super) const UNCHECKED: &str = "unchecked";

/// A question and one of its options.
pub(super) type OptionOf = (String, String);

/// What an id refers to.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// True if any of these options is chosen.
    Options(Vec<OptionOf>),
    /// Free text, or something that is only shown.
    Words,
}

/// Every id of a file.
#[derive(Debug, Default)]
pub(super) struct Names {
    targets: BTreeMap<String, Target>,
    /// The ids that were given by us, by theirs.
    renamed: BTreeMap<String, String>,
    given: usize,
    /// The names that somebody has.
    taken: BTreeSet<String>,
}

impl Names {
    /// The names of every item below `root`; also the ids that stand twice.
    pub(super) fn of(root: &Item) -> (Self, Vec<String>) {
        let (mut names, mut twice) = (Self::default(), Vec::new());
        names.take(root);
        names.walk(root, &mut twice);
        (names, twice)
    }

    fn take(&mut self, item: &Item) {
        self.taken.extend(item.id.clone());
        self.taken.extend(item.choices().map(|(id, _)| id.to_owned()));
        item.items.iter().for_each(|inner| self.take(inner));
    }

    pub(super) fn target(&self, name: &str) -> Option<&Target> {
        self.targets.get(name)
    }

    /// Our id for one of theirs.
    pub(super) fn ours<'a>(&'a self, theirs: &'a str) -> &'a str {
        self.renamed.get(theirs).map_or(theirs, String::as_str)
    }

    /// Our id for an item with choices, which may have none of its own.
    pub(super) fn question_of(&self, item: &Item) -> String {
        let theirs = item.id.as_deref().or_else(|| item.choices().next().map(|(id, _)| id));
        let key = if item.id.is_some() {
            theirs.map(str::to_owned)
        } else {
            theirs.map(|id| format!("group of {id}"))
        };
        key.map(|key| self.ours(&key).to_owned()).unwrap_or_default()
    }

    /// A name that fits our questionnaires: theirs if it does, else one that we make up.
    fn fit(&mut self, theirs: &str) -> String {
        if QuestionId::new(theirs).is_ok() {
            return theirs.to_owned();
        }
        // An id of an extension ("ns:id") stays recognisable, so that answers saved under it find their question.
        let alike = spelled(theirs);
        let ours = if theirs.contains(' ') || self.taken.contains(&alike) {
            self.given = self.given.saturating_add(1);
            format!("vsaq-{}", self.given)
        } else {
            alike
        };
        self.taken.insert(ours.clone());
        self.renamed.insert(theirs.to_owned(), ours.clone());
        ours
    }

    fn add(&mut self, name: &str, target: Target, twice: &mut Vec<String>) {
        if self.targets.insert(name.to_owned(), target).is_some() {
            twice.push(name.to_owned());
        }
    }

    fn walk(&mut self, item: &Item, twice: &mut Vec<String>) {
        match item.kind.as_str() {
            "radiogroup" => self.radio_group(item, twice),
            "checkgroup" => {
                let mut any = Vec::new();
                for (id, _) in item.choices() {
                    let checked = (self.fit(id), CHECKED.to_owned());
                    any.push(checked.clone());
                    self.add(id, Target::Options(vec![checked]), twice);
                }
                if let Some(id) = &item.id {
                    self.add(id, Target::Options(any), twice);
                }
            }
            kind => {
                if let Some(id) = &item.id {
                    self.single(kind, id, twice);
                }
            }
        }
        item.items.iter().for_each(|inner| self.walk(inner, twice));
    }

    fn radio_group(&mut self, item: &Item, twice: &mut Vec<String>) {
        let first = item.choices().next().map(|(id, _)| format!("group of {id}")).unwrap_or_default();
        let question = self.fit(item.id.as_deref().unwrap_or(&first));
        let mut any = Vec::new();
        for (id, _) in item.choices() {
            let option = (question.clone(), self.fit(id));
            any.push(option.clone());
            self.add(id, Target::Options(vec![option]), twice);
        }
        if let Some(id) = &item.id {
            self.add(id, Target::Options(any), twice);
        }
    }

    fn single(&mut self, kind: &str, id: &str, twice: &mut Vec<String>) {
        let target = match kind {
            "yesno" => {
                let question = self.fit(id);
                let target = |name: &str| Target::Options(vec![(question.clone(), name.to_owned())]);
                self.targets.insert(format!("{id}/yes"), target("yes"));
                self.targets.insert(format!("{id}/no"), target("no"));
                target("yes")
            }
            "check" | "radio" => {
                let target = Target::Options(vec![(self.fit(id), CHECKED.to_owned())]);
                // Of a box, both mean that it is ticked.
                for end in ["yes", "no"] {
                    self.targets.insert(format!("{id}/{end}"), target.clone());
                }
                target
            }
            _ => Target::Words,
        };
        self.add(id, target, twice);
    }
}
