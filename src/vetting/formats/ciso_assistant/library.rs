//! The library as its file spells it. Keys that only concern CISO Assistant's own pages are read over.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::yaml;
use crate::vetting::format::FormatError;
use crate::vetting::sentence::Sentence;

#[derive(Debug, Deserialize)]
struct Document {
    locale: Option<String>,
    objects: Option<Objects>,
}

#[derive(Debug, Deserialize)]
struct Objects {
    framework: Option<Framework>,
    frameworks: Option<Vec<Framework>>,
}

/// One framework, and the language that its library is written in.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) locale: Option<String>,
    pub(super) framework: Framework,
    /// Where the framework stands in the file.
    pub(super) path: &'static str,
}

#[derive(Debug, Deserialize)]
pub(super) struct Framework {
    pub(super) ref_id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) implementation_groups_definition: Option<Vec<Group>>,
    pub(super) outcomes_definition: Option<IgnoredAny>,
    pub(super) translations: Option<Ordered<IgnoredAny>>,
    pub(super) requirement_nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Group {
    pub(super) ref_id: String,
    pub(super) default_selected: Option<bool>,
}

/// A requirement, or a heading above some.
#[derive(Debug, Deserialize)]
pub(super) struct Node {
    pub(super) urn: String,
    pub(super) parent_urn: Option<String>,
    pub(super) ref_id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) annotation: Option<String>,
    pub(super) typical_evidence: Option<String>,
    #[serde(default)]
    pub(super) assessable: bool,
    pub(super) weight: Option<f64>,
    pub(super) implementation_groups: Option<Vec<String>>,
    pub(super) visibility_expression: Option<String>,
    pub(super) display_mode: Option<String>,
    pub(super) questions: Option<Ordered<Question>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Question {
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) text: Option<String>,
    pub(super) annotation: Option<String>,
    pub(super) weight: Option<f64>,
    pub(super) depends_on: Option<DependsOn>,
    pub(super) choices: Option<Vec<Choice>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DependsOn {
    pub(super) question: String,
    pub(super) answers: Option<Vec<String>>,
    pub(super) condition: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    pub(super) urn: String,
    pub(super) value: String,
    pub(super) description: Option<String>,
    pub(super) add_score: Option<f64>,
    pub(super) compute_result: Option<String>,
    pub(super) select_implementation_groups: Option<Vec<String>>,
}

impl Node {
    /// Its questions, each with its urn, in the order of the file.
    pub(super) fn asked(&self) -> &[(String, Question)] {
        self.questions.as_ref().map_or(&[], |questions| questions.0.as_slice())
    }

    /// What it is called: its name, else its reference.
    pub(super) fn title(&self) -> &str {
        let named = [&self.name, &self.ref_id, &self.description].into_iter().flatten();
        named.map(|text| text.trim()).find(|text| !text.is_empty()).unwrap_or_default()
    }
}

/// The framework of a library; a library without one, or with several, is refused.
pub(super) fn read(text: &str) -> Result<Library, FormatError> {
    let Document { locale, objects } = yaml::read(text)?;
    let objects = objects.unwrap_or(Objects { framework: None, frameworks: None });
    let mut several = objects.frameworks.unwrap_or_default();
    let (path, framework) = match (objects.framework, several.len()) {
        (Some(framework), 0) => ("objects.framework", framework),
        (None, 1) => ("objects.frameworks[0]", several.swap_remove(0)),
        (None, 0) => {
            let what = "this library holds no framework, so there is nothing to ask";
            return Err(FormatError::at("objects", Sentence::of("note-ciso-empty", what)));
        }
        _ => {
            let what = "this library holds several frameworks; keep the one that you want";
            return Err(FormatError::at("objects", Sentence::of("note-ciso-several", what)));
        }
    };
    Ok(Library { locale, framework, path })
}

/// A mapping in the order of the file.
#[derive(Debug)]
pub(super) struct Ordered<V>(pub(super) Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Ordered<V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder<V>(std::marker::PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for InOrder<V> {
            type Value = Ordered<V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    list.push(entry);
                }
                Ok(Ordered(list))
            }
        }
        from.deserialize_map(InOrder(std::marker::PhantomData))
    }
}
