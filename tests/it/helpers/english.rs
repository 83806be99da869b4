//! Finds English where French is meant to be.

use std::collections::BTreeSet;
use std::path::Path;

use entente::vetting::questionnaire::Questionnaire;

use super::Page;

/// The pieces of English sentences: of the catalogue, between its placeholders, and of the built-in questionnaire. What a
/// French sentence has, too, is no sign of English.
pub struct English(BTreeSet<String>);

impl English {
    /// All of them.
    pub fn gather() -> Self {
        Self::of(&serde_json::to_value(Questionnaire::built_in().unwrap()).unwrap())
    }

    /// Those of the catalogue alone: members also see questions in every language that they write.
    pub fn of_catalogue() -> Self {
        let written = serde_json::to_string(&Questionnaire::built_in().unwrap()).unwrap();
        let Self(mut pieces) = Self::of(&serde_json::Value::Null);
        pieces.retain(|piece| !written.contains(piece.as_str()));
        Self(pieces)
    }

    fn of(built_in: &serde_json::Value) -> Self {
        let catalogue = |tag: &str| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/words").join(tag);
            let files = std::fs::read_dir(folder).unwrap();
            files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect::<String>()
        };
        let (mut english, mut french) = (BTreeSet::new(), catalogue("fr"));
        for line in catalogue("en").lines().filter(|line| !line.starts_with('#')) {
            let line = line.split_once(" = ").map_or(line, |(_, words)| words);
            let line = line.trim().trim_start_matches('*');
            let line =
                if line.starts_with('[') { line.split_once(']').map_or(line, |(_, l)| l) } else { line };
            for piece in line.split('{').flat_map(|part| part.rsplit('}').next()) {
                english.insert(piece.trim().to_owned());
            }
        }
        texts(built_in, &mut english, &mut french);
        english.retain(|piece| {
            piece.len() >= 14 && piece.split_whitespace().count() >= 3 && !french.contains(piece.as_str())
        });
        // The way to the English page is in English.
        english.remove("Read this page in English");
        assert!(english.len() > 1_500, "the catalogue was read: {}", english.len());
        Self(english)
    }

    /// The page, if it holds none of them. What a page carries in attributes counts.
    #[track_caller]
    pub fn none_in(&self, page: Page) -> Page {
        let found = self.found_in(&page);
        assert!(found.is_empty(), "{} {}: {found:?} in {}", page.request, page.status, page.words());
        page
    }

    /// Those that the page holds, and the language that it says it is in where that is not French.
    pub fn found_in(&self, page: &Page) -> Vec<&str> {
        let body = page.body.replace("&#39;", "'").replace("&#34;", "\"").replace("&#38;", "&");
        let pieces = self.0.iter().map(String::as_str);
        let mut found: Vec<&str> = pieces.filter(|piece| body.contains(*piece)).collect();
        if body.contains("<html") && !body.contains("<html lang=\"fr\"") {
            found.push("the page does not say that it is in French");
        }
        found
    }
}

fn texts(value: &serde_json::Value, english: &mut BTreeSet<String>, french: &mut String) {
    match value {
        serde_json::Value::Object(fields) => {
            if let (Some(en), Some(fr)) = (fields.get("en"), fields.get("fr")) {
                english.insert(en.as_str().unwrap().to_owned());
                french.push_str(fr.as_str().unwrap());
            }
            fields.values().for_each(|value| texts(value, english, french));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| texts(value, english, french)),
        _ => {}
    }
}
