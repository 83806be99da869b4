//! Words in several languages, as the questionnaire formats carry them: `{"en": "…", "fr": "…"}`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::format::each_key_once;

/// One text, by language tag; may be empty where a text is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(#[serde(deserialize_with = "each_key_once")] BTreeMap<String, String>);

impl Text {
    /// A text in one language.
    pub fn of(language: &str, words: &str) -> Self {
        Self(BTreeMap::from([(language.to_owned(), words.to_owned())]))
    }

    /// The words in `language`, else in English, else in any language that there is; "" when there are none.
    pub fn in_language(&self, language: &str) -> &str {
        let found = self.0.get(language).or_else(|| self.0.get("en")).or_else(|| self.0.values().next());
        found.map_or("", String::as_str)
    }

    /// The words in exactly this language, if there are any.
    pub fn in_exactly(&self, language: &str) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// Whether the two say the same to whoever can read both: word for word alike in every language that both have. A text that
    /// was translated since reads as it did.
    pub fn reads_as(&self, other: &Self) -> bool {
        let mut both = self.0.iter().filter_map(|(tag, own)| Some((own, other.0.get(tag)?))).peekable();
        (both.peek().is_some() || self == other) && both.all(|(own, theirs)| own == theirs)
    }

    /// Whether there are words in exactly this language.
    pub fn has(&self, language: &str) -> bool {
        self.0.get(language).is_some_and(|words| !words.trim().is_empty())
    }

    /// Whether there are no words at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts the words of one language in place; empty ones take the language away.
    pub fn set(&mut self, language: &str, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            self.0.remove(language);
        } else {
            self.0.insert(language.to_owned(), words.to_owned());
        }
    }

    /// The languages that have words here.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_to_english() {
        let text: Text = serde_json::from_str(r#"{"de":"Hallo","en":"Hello"}"#).unwrap();
        assert_eq!(text.in_language("de"), "Hallo");
        assert_eq!(text.in_language("fr"), "Hello");
        assert_eq!(Text::of("de", "Hallo").in_language("fr"), "Hallo");
        assert_eq!(Text::default().in_language("fr"), "");
    }

    #[test]
    fn a_text_that_was_translated_reads_as_it_did() {
        let read = |json: &str| serde_json::from_str::<Text>(json).unwrap();
        let (english, both) = (read(r#"{"en":"Why?"}"#), read(r#"{"en":"Why?","fr":"Pourquoi ?"}"#));
        assert!(english.reads_as(&both) && both.reads_as(&english));
        assert!(!both.reads_as(&read(r#"{"en":"Why?","fr":"Comment ?"}"#)));
        assert!(!english.reads_as(&read(r#"{"fr":"Why?"}"#)), "no language in common");
        assert!(Text::default().reads_as(&Text::default()) && !english.reads_as(&Text::default()));
    }
}
