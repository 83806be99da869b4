//! The head of a list, its empty state, pairs of label and value, banners and progress.

use super::super::words::Words;
use super::score::Kind;

/// A link in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Link {
    /// What is read.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl Link {
    /// The link `label` to `href`.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// One option of a list's filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterChoice {
    /// What is sent as `show`.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether the list shows it now.
    pub chosen: bool,
}

/// A list's filter: a line to search in and, where there are options, a drop-down `show`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterView {
    /// Where it is sent (GET).
    pub action: String,
    /// What was searched for (`q`).
    pub query: String,
    /// The label of the search line.
    pub label: String,
    /// The options of `show`.
    pub choices: Vec<FilterChoice>,
}

/// The head of a list: how many, and the filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListHead {
    /// "5 of 24 partners".
    pub count: String,
    /// The filter.
    pub filter: FilterView,
}

/// What an empty list says: what belongs here and what to do first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Empty {
    /// One line.
    pub title: String,
    /// What to do.
    pub text: String,
    /// The way to do it.
    pub action: Option<Link>,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyValue {
    /// The label.
    pub key: String,
    /// The value, in words.
    pub value: String,
}

impl KeyValue {
    /// `key`: `value`.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

/// A sentence that stands out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Banner {
    /// How it is meant.
    pub kind: Kind,
    /// One line in bold, or nothing.
    pub title: String,
    /// The sentences.
    pub lines: Vec<String>,
}

impl Banner {
    /// A banner of one sentence.
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, title: String::new(), lines: vec![text.into()] }
    }
}

/// How far something is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProgressView {
    /// What is done: "Consumer rights".
    pub label: String,
    /// "5 of 7 answered".
    pub text: String,
    /// Done.
    pub done: u64,
    /// Of how many.
    pub of: u64,
}

impl ListHead {
    /// Whether the list is narrowed down: something is searched for, or another than the first option is chosen.
    pub fn narrowed(&self) -> bool {
        let other = self.filter.choices.iter().skip(1).any(|choice| choice.chosen);
        other || !self.filter.query.is_empty()
    }

    /// A list of partners, filtered.
    pub fn samples() -> Vec<Self> {
        let words = &Words::default();
        let choice = |value: &str, label: &str, chosen| FilterChoice {
            value: value.to_owned(),
            label: label.to_owned(),
            chosen,
        };
        vec![Self {
            count: words.tn("count-partners", 24),
            filter: FilterView {
                action: "/partners".to_owned(),
                query: String::new(),
                label: "Find a partner".to_owned(),
                choices: vec![choice("", "All partners", true), choice("open", "Waiting for us", false)],
            },
        }]
    }
}

impl Empty {
    /// No partners yet.
    pub fn samples() -> Vec<Self> {
        vec![Self {
            title: "No partners yet".to_owned(),
            text: "Add the first company you share data with; the questionnaire goes out in two minutes."
                .to_owned(),
            action: Some(Link::new("Add a partner".to_owned(), "/partners/new")),
        }]
    }
}

impl Banner {
    /// One of every kind.
    pub fn samples() -> Vec<Self> {
        let words = &Words::default();
        let mut all: Vec<Self> = [Kind::Plain, Kind::Good, Kind::Warn, Kind::Bad]
            .map(|kind| {
                Self::new(kind, "Terms version 2 waits for your signature since 3 March 2027.".to_owned())
            })
            .into();
        all.push(Self {
            kind: Kind::Bad,
            title: words.t("form-problems"),
            lines: vec![
                "Write the whole address, such as ines@meridian.example.".to_owned(),
                "Terms version 2 waits for your signature since 3 March 2027.".to_owned(),
            ],
        });
        all
    }
}

impl ProgressView {
    /// Half done.
    pub fn samples() -> Vec<Self> {
        vec![Self { label: "Consumer rights".to_owned(), text: "5 of 7 answered".to_owned(), done: 5, of: 7 }]
    }
}
