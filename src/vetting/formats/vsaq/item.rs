//! The tree of items, as the file spells it. Keys that only concern VSAQ's own pages are read over.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::vetting::format::{FormatError, read as read_json};
use crate::vetting::sentence::Sentence;

/// No file of people's hands has more.
pub(super) const MOST_ITEMS: usize = 10_000;

#[derive(Debug, Deserialize)]
struct Document {
    version: Option<Value>,
    questionnaire: Vec<Item>,
}

/// One item; which keys matter depends on its kind.
#[derive(Debug, Deserialize)]
pub(super) struct Item {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) text: String,
    pub(super) cond: Option<String>,
    #[serde(default, rename = "className")]
    class_name: String,
    auth: Option<String>,
    #[serde(default)]
    pub(super) items: Vec<Item>,
    pub(super) yes: Option<String>,
    pub(super) no: Option<String>,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    choices: Vec<Pairs>,
    #[serde(default, rename = "choicesConds")]
    pub(super) choice_conditions: Vec<Pairs>,
    #[serde(default, rename = "defaultChoice")]
    pub(super) default_choice: bool,
    #[serde(default)]
    pub(super) warn: String,
    pub(super) severity: Option<String>,
}

/// An object's ids and words in the order of the file; an id may stand once.
#[derive(Debug, Default)]
pub(super) struct Pairs(pub(super) Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of ids and words")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Pairs, A::Error> {
                let (mut pairs, mut seen) = (Vec::new(), BTreeSet::new());
                while let Some((id, words)) = entries.next_entry::<String, String>()? {
                    if !seen.insert(id.clone()) {
                        return Err(A::Error::custom(format_args!("\"{id}\" stands twice")));
                    }
                    pairs.push((id, words));
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Each)
    }
}

impl Item {
    /// Each choice: its id and its words.
    pub(super) fn choices(&self) -> impl Iterator<Item = (&str, &str)> {
        self.choices.iter().flat_map(|choice| &choice.0).map(|(id, label)| (id.as_str(), label.as_str()))
    }

    /// Gives every id below and including this one another name.
    pub(super) fn rename(&mut self, to: &impl Fn(&str) -> String) {
        self.id = self.id.as_deref().map(to);
        for (id, _) in self.choices.iter_mut().flat_map(|choice| &mut choice.0) {
            *id = to(id);
        }
        self.items.iter_mut().for_each(|inner| inner.rename(to));
    }

    /// Whether ordinary respondents never see it.
    pub(super) fn is_hidden(&self) -> bool {
        self.auth.as_deref() == Some("admin")
            || self.class_name.split_whitespace().any(|class| class == "vsaq-invisible")
    }
}

/// The one block at the root, and the version that the file claims.
pub(super) fn read(json: &str) -> Result<(Item, Option<Value>), FormatError> {
    let mut document: Document = read_json(json)?;
    let root = document.questionnaire.pop();
    let (Some(root), true) = (root, document.questionnaire.is_empty()) else {
        let what = Sentence::of("note-vsaq-root", "a VSAQ file has exactly one block at its root");
        return Err(FormatError::at("questionnaire", what));
    };
    if root.kind != "block" || root.items.is_empty() {
        let what = Sentence::of("note-vsaq-block", "the root must be a block with items");
        return Err(FormatError::at("questionnaire[0]", what));
    }
    check_size(&root)?;
    Ok((root, document.version))
}

/// Refuses a tree of more items than anybody wrote.
pub(super) fn check_size(root: &Item) -> Result<(), FormatError> {
    let items = count(root);
    if items > MOST_ITEMS {
        let what = Sentence::of("note-many-items", "{n} items; the most is {most}");
        return Err(FormatError::at("questionnaire[0]", what.with("n", items).with("most", MOST_ITEMS)));
    }
    Ok(())
}

fn count(item: &Item) -> usize {
    item.items.iter().map(count).sum::<usize>().saturating_add(1)
}
