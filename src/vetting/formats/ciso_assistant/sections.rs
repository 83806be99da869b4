//! The sections of a questionnaire while its requirements are read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Sections while they are gathered: by the position of the requirement at the top, or nothing for what stands alone.
#[derive(Default)]
pub(super) struct Sections {
    order: Vec<Option<usize>>,
    gathered: BTreeMap<Option<usize>, Section>,
}

#[derive(Default)]
struct Section {
    title: String,
    intro: String,
    questions: Vec<Value>,
}

impl Sections {
    pub(super) fn at(&mut self, top: Option<usize>, title: &str, intro: &str) -> &mut Vec<Value> {
        if !self.gathered.contains_key(&top) {
            self.order.push(top);
        }
        let section = self.gathered.entry(top).or_insert_with(|| Section {
            title: title.to_owned(),
            intro: intro.to_owned(),
            questions: Vec::new(),
        });
        &mut section.questions
    }

    pub(super) fn into_values(mut self, language: &str) -> Vec<Value> {
        let order = std::mem::take(&mut self.order);
        let sections = order.iter().filter_map(|top| self.gathered.remove(top));
        let value = |(n, section): (usize, Section)| {
            let mut value = json!({
                "id": format!("S{}", n.saturating_add(1)), "title": {language: section.title},
                "questions": section.questions,
            });
            if let (false, Some(fields)) = (section.intro.is_empty(), value.as_object_mut()) {
                fields.insert("intro".to_owned(), json!({language: section.intro}));
            }
            value
        };
        sections.filter(|section| !section.questions.is_empty()).enumerate().map(value).collect()
    }
}
