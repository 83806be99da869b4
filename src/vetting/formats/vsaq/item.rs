//! The tree of items, as the file spells it. Keys that only concern VSAQ's own pages are read over.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::vetting::format::{FormatError, read as read_json};

/// No file of people's hands has more.
const MOST_ITEMS: usize = 10_000;

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
    choices: Vec<BTreeMap<String, String>>,
    #[serde(default, rename = "choicesConds")]
    pub(super) choice_conditions: Vec<BTreeMap<String, String>>,
    #[serde(default, rename = "defaultChoice")]
    pub(super) default_choice: bool,
    #[serde(default)]
    pub(super) warn: String,
    pub(super) severity: Option<String>,
}

impl Item {
    /// Each choice: its id and its words.
    pub(super) fn choices(&self) -> impl Iterator<Item = (&str, &str)> {
        self.choices.iter().flatten().map(|(id, label)| (id.as_str(), label.as_str()))
    }

    /// Gives every id below and including this one another name.
    pub(super) fn rename(&mut self, to: &impl Fn(&str) -> String) {
        self.id = self.id.as_deref().map(to);
        for choice in &mut self.choices {
            let renamed = std::mem::take(choice).into_iter().map(|(id, label)| (to(&id), label));
            *choice = renamed.collect();
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
        return Err(FormatError::at("questionnaire", "a VSAQ file has exactly one block at its root"));
    };
    if root.kind != "block" || root.items.is_empty() {
        return Err(FormatError::at("questionnaire[0]", "the root must be a block with items"));
    }
    check_size(&root)?;
    Ok((root, document.version))
}

/// Refuses a tree of more items than anybody wrote.
pub(super) fn check_size(root: &Item) -> Result<(), FormatError> {
    let items = count(root);
    if items > MOST_ITEMS {
        return Err(FormatError::at("questionnaire[0]", format!("{items} items; the most is {MOST_ITEMS}")));
    }
    Ok(())
}

fn count(item: &Item) -> usize {
    item.items.iter().map(count).sum::<usize>().saturating_add(1)
}
