//! Extensions: items that a company adds to a questionnaire of somebody else, each before or after an item of it.

use serde::Deserialize;
use serde_json::Value;

use super::condition::no_item;
use super::item::{Item, MOST_ITEMS};
use crate::vetting::format::{FormatError, read as read_json};
use crate::vetting::sentence::Sentence;

/// Ids of an extension stand behind its namespace and this.
const COLON: char = ':';

#[derive(Debug, Deserialize)]
pub(super) struct Extension {
    version: Option<Value>,
    namespace: Option<String>,
    extensions: Vec<Added>,
}

#[derive(Debug, Deserialize)]
struct Added {
    #[serde(rename = "insertBefore")]
    before: Option<String>,
    #[serde(rename = "insertAfter")]
    after: Option<String>,
    #[serde(flatten)]
    item: Item,
}

pub(super) fn read(json: &str) -> Result<Extension, FormatError> {
    read_json(json)
}

/// Puts the items of an extension into the tree below `root`; one that names an item which is not there is refused.
pub(super) fn apply(
    root: &mut Item,
    version: Option<&Value>,
    extension: Extension,
) -> Result<(), FormatError> {
    if extension.version.as_ref() != version {
        let what = "the extension is for another version of the questionnaire";
        return Err(FormatError::in_english("version", what));
    }
    let items = extension.extensions.len();
    if items > MOST_ITEMS {
        let what = Sentence::of("note-many-items", "{n} items; the most is {most}");
        return Err(FormatError::at("extensions", what.with("n", items).with("most", MOST_ITEMS)));
    }
    for (n, mut added) in extension.extensions.into_iter().enumerate() {
        let path = format!("extensions[{n}]");
        if let Some(namespace) = &extension.namespace {
            added.item.rename(&|id| format!("{namespace}{COLON}{id}"));
        }
        let (target, after) = match (added.before, added.after) {
            (Some(before), None) => (before, false),
            (None, Some(after)) => (after, true),
            _ => {
                let what = "name either insertBefore or insertAfter";
                return Err(FormatError::in_english(path, what));
            }
        };
        if let Some(_not_placed) = place(&mut root.items, added.item, &target, after) {
            return Err(FormatError::at(path, no_item(&target)));
        }
    }
    Ok(())
}

/// Puts an item beside the one of that id; gives it back if there is none.
fn place(items: &mut Vec<Item>, item: Item, target: &str, after: bool) -> Option<Item> {
    if let Some(at) = items.iter().position(|known| known.id.as_deref() == Some(target)) {
        items.insert(at.saturating_add(usize::from(after)), item);
        return None;
    }
    let mut item = item;
    for inner in items {
        item = place(&mut inner.items, item, target, after)?;
    }
    Some(item)
}
