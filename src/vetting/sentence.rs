//! What the pure part has to say about somebody's file: in English as it stands, and by a name with arguments, so that
//! whoever shows it can say it in the reader's language.
//!
//! ```
//! use entente::vetting::sentence::Sentence;
//! let said = Sentence::of("file-question-twice", "question {question} stands twice").with("question", "D1");
//! assert_eq!(&*said, "question D1 stands twice");
//! ```

use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};

/// A sentence, lower case and without a full stop, as what is wrong with a place in a file. Small, for it is handed on in errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    id: Option<&'static str>,
    /// Empty where the sentence has no name.
    template: &'static str,
    args: Vec<(&'static str, String)>,
    parts: Vec<(&'static str, Self)>,
    /// The template with the arguments in their places.
    english: Box<str>,
}

impl Sentence {
    /// The sentence that the message catalogue has as `id`; in English it reads `template`, where `{name}` stands for the
    /// argument of that name.
    pub fn of(id: &'static str, template: &'static str) -> Self {
        Self { id: Some(id), template, args: Vec::new(), parts: Vec::new(), english: template.into() }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self.fill()
    }

    /// The same with one more argument that is a sentence itself, and is said in the reader's language, too.
    #[must_use]
    pub fn part(mut self, name: &'static str, part: Self) -> Self {
        self.parts.push((name, part));
        self.fill()
    }

    fn fill(mut self) -> Self {
        if self.id.is_none() {
            return self;
        }
        let plain = self.args.iter().map(|(name, value)| (*name, value.as_str()));
        let parts = self.parts.iter().map(|(name, part)| (*name, &*part.english));
        let known: Vec<(&str, &str)> = plain.chain(parts).collect();
        self.english = filled(self.template, &known).into();
        self
    }

    /// Another sentence about the same: it takes this one's arguments over, and as `what` this one's words.
    #[must_use]
    pub fn within(self, id: &'static str, template: &'static str) -> Self {
        let Self { english, args, .. } = self;
        let args = args.into_iter().filter(|(name, _)| *name != "what").collect();
        Self { args, ..Self::of(id, template) }.with("what", english)
    }

    /// Its name in the catalogue; a sentence that is only known in English has none.
    pub fn id(&self) -> Option<&'static str> {
        self.id
    }

    /// Its arguments, but for those that are sentences.
    pub fn args(&self) -> &[(&'static str, String)] {
        &self.args
    }

    /// Those of its arguments that are sentences themselves.
    pub fn parts(&self) -> &[(&'static str, Self)] {
        &self.parts
    }
}

/// The template with every known name replaced, in one go: what stands in an argument is never read again.
fn filled(template: &str, args: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = after.split_once('}').and_then(|(name, after)| {
            args.iter().find(|(own, _)| *own == name).map(|(_, value)| (value, after))
        });
        rest = match known {
            Some((value, after)) => {
                out.push_str(value);
                after
            }
            None => {
                out.push('{');
                after
            }
        };
    }
    out.push_str(rest);
    out
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

/// For programs, which are spoken to in English.
impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.english)
    }
}

impl Deref for Sentence {
    type Target = str;
    fn deref(&self) -> &str {
        &self.english
    }
}

impl From<String> for Sentence {
    fn from(english: String) -> Self {
        Self { id: None, template: "", args: Vec::new(), parts: Vec::new(), english: english.into() }
    }
}

impl From<&str> for Sentence {
    fn from(english: &str) -> Self {
        english.to_owned().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_never_read_as_a_template() {
        let said = Sentence::of("x", "{a} and {b}, {c}").with("a", "{b}").with("b", "{a}");
        assert_eq!(said.to_string(), "{b} and {a}, {c}");
        assert_eq!(Sentence::from("{a").with("a", 1).to_string(), "{a");
    }

    #[test]
    fn a_part_is_a_sentence_of_its_own() {
        let why = Sentence::of("y", "there is no {text}").with("text", "{n}");
        let said = Sentence::of("x", "{n} left out: {why}").part("why", why.clone()).with("n", 2);
        assert_eq!(&*said, "2 left out: there is no {n}");
        assert_eq!((said.args(), said.parts()), (&[("n", "2".to_owned())][..], &[("why", why)][..]));
    }

    #[test]
    fn a_sentence_within_another_lends_its_arguments() {
        let inner = Sentence::of("x", "{what}").with("what", "broken").with("line", 3);
        let outer = inner.within("y", "no file: {what}");
        assert_eq!((outer.id(), &*outer), (Some("y"), "no file: broken"));
        assert!(outer.args().contains(&("line", "3".to_owned())));
    }
}
