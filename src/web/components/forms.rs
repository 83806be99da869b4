//! Form fields, the copyable link and the question before something that cannot be undone.

/// Whether a field may stay empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Need {
    /// It must be filled.
    #[default]
    Required,
    /// It may stay empty, and its label says so.
    Optional,
}

/// One option of a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// One line more, or nothing.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// An option that is not chosen.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// The same option with one line more.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same option, chosen if `value` is its value.
    #[must_use]
    pub fn chosen_if(mut self, value: &str) -> Self {
        self.chosen = self.value == value;
        self
    }
}

/// What a field looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// One line: the input's type, its `autocomplete`, its width (`""`, `mid`, `short`).
    Line {
        /// The `type` attribute.
        input: &'static str,
        /// The `autocomplete` attribute.
        autocomplete: &'static str,
        /// A class: empty, `mid` or `short`.
        width: &'static str,
    },
    /// Several lines.
    Area {
        /// How many lines show at first.
        rows: u8,
    },
    /// A drop-down.
    Select(Vec<Choice>),
    /// Large rows, one of which is chosen.
    Radios(Vec<Choice>),
    /// Large rows, any of which are chosen.
    Checks(Vec<Choice>),
    /// One box to tick; the label stands beside it.
    Tick {
        /// Whether it is ticked.
        ticked: bool,
    },
    /// A file.
    File {
        /// The `accept` attribute.
        accept: &'static str,
    },
}

/// A field of a form: label above, hint under it, error under the field, what was typed kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldView {
    /// The name it is sent under; also its id in the page.
    pub name: String,
    /// Its label.
    pub label: String,
    /// One line of help, or nothing.
    pub hint: String,
    /// What is wrong and what to do, or nothing.
    pub error: String,
    /// What was typed.
    pub value: String,
    /// Whether it may stay empty.
    pub need: Need,
    /// Whether it shows a value that cannot be changed here.
    pub fixed: bool,
    /// What it looks like.
    pub kind: FieldKind,
}

impl FieldView {
    fn of(name: &str, label: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name: name.to_owned(),
            label: label.into(),
            hint: String::new(),
            error: String::new(),
            value: String::new(),
            need: Need::Required,
            fixed: false,
            kind,
        }
    }

    /// A line of text.
    pub fn line(name: &str, label: impl Into<String>) -> Self {
        Self::of(name, label, FieldKind::Line { input: "text", autocomplete: "off", width: "" })
    }

    /// A line of another type, such as `email`, `password`, `date` or `number`.
    pub fn typed(
        name: &str,
        label: impl Into<String>,
        input: &'static str,
        autocomplete: &'static str,
    ) -> Self {
        let width = match input {
            "date" | "number" => "short",
            _ => "",
        };
        Self::of(name, label, FieldKind::Line { input, autocomplete, width })
    }

    /// Several lines of text.
    pub fn area(name: &str, label: impl Into<String>) -> Self {
        Self::of(name, label, FieldKind::Area { rows: 4 })
    }

    /// The same box with so many lines.
    #[must_use]
    pub fn rows(mut self, lines: u8) -> Self {
        if let FieldKind::Area { rows } = &mut self.kind {
            *rows = lines;
        }
        self
    }

    /// A drop-down.
    pub fn select(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::of(name, label, FieldKind::Select(choices))
    }

    /// Large rows, one of which is chosen.
    pub fn radios(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::of(name, label, FieldKind::Radios(choices))
    }

    /// Large rows, any of which are chosen.
    pub fn checks(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::of(name, label, FieldKind::Checks(choices))
    }

    /// One box to tick.
    pub fn tick(name: &str, label: impl Into<String>, ticked: bool) -> Self {
        Self::of(name, label, FieldKind::Tick { ticked })
    }

    /// A file to pick.
    pub fn file(name: &str, label: impl Into<String>, accept: &'static str) -> Self {
        Self::of(name, label, FieldKind::File { accept })
    }

    /// The same field with one line of help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same field with what was typed. Options are chosen by [`Choice::chosen_if`] instead.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The same field with what is wrong; an empty sentence means nothing is.
    #[must_use]
    pub fn error(mut self, error: impl Into<String>) -> Self {
        self.error = error.into();
        self
    }

    /// The same field, which may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.need = Need::Optional;
        self
    }

    /// The same line, as wide as a number.
    #[must_use]
    pub fn short(mut self) -> Self {
        if let FieldKind::Line { width, .. } = &mut self.kind {
            *width = "short";
        }
        self
    }

    /// The same field, whose value cannot be changed here.
    #[must_use]
    pub fn fixed(mut self) -> Self {
        self.fixed = true;
        self
    }

    /// Whether it may stay empty.
    pub fn is_optional(&self) -> bool {
        self.need == Need::Optional
    }

    /// The ids of its hint and error, for `aria-describedby`; empty if it has neither.
    pub fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = (!self.error.is_empty()).then(|| format!("{}-error", self.name));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// One of every kind, some with a hint, some with an error.
    pub fn samples() -> Vec<Self> {
        let choices = |chosen: &str| {
            vec![
                Choice::new("all", "Yes, within 24 hours everywhere, and we measure it".to_owned())
                    .hint("Every recipient confirms; the slowest one counts.".to_owned())
                    .chosen_if(chosen),
                Choice::new("some", "In our own systems only".to_owned()).chosen_if(chosen),
                Choice::new("none", "On request, or never".to_owned()).chosen_if(chosen),
            ]
        };
        vec![
            Self::line("company", "Company".to_owned()).value("Meridian Media"),
            Self::typed("email", "Work e-mail".to_owned(), "email", "email")
                .hint("We use it for this assessment and nothing else.".to_owned())
                .value("ines@meridian")
                .error("Write the whole address, such as ines@meridian.example.".to_owned()),
            Self::typed("due", "Due".to_owned(), "date", "off").optional(),
            Self::select("country", "Where the data is stored".to_owned(), choices("some")),
            Self::radios(
                "rights",
                "How does withdrawal work, and how many hours until everyone downstream stops?".to_owned(),
                choices("some"),
            )
            .hint("We use it for this assessment and nothing else.".to_owned()),
            Self::radios(
                "missing",
                "How does withdrawal work, and how many hours until everyone downstream stops?".to_owned(),
                choices(""),
            )
            .error("Write the whole address, such as ines@meridian.example.".to_owned()),
            Self::checks("data", "Which data would change hands?".to_owned(), choices("all")),
            Self::area("comment", "Comment".to_owned()).optional(),
            Self::tick("agree", "I may answer for this company".to_owned(), true),
            Self::file("list", "Your list".to_owned(), ".csv")
                .hint("We use it for this assessment and nothing else.".to_owned()),
        ]
    }
}

/// A link to copy: selectable by hand, with a button where scripts run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CopyView {
    /// The field's id in the page.
    pub id: String,
    /// Its label.
    pub label: String,
    /// The link.
    pub value: String,
    /// Who may have it and how long it works.
    pub hint: String,
}

impl CopyView {
    /// A respondent's link.
    pub fn samples() -> Vec<Self> {
        vec![Self {
            id: "respondent-link".to_owned(),
            label: "Link for the respondent".to_owned(),
            value: "https://entente.example/a/Zm9yIGEgc2FtcGxlIG9ubHksIG5vdCBhIHJlYWwgb25l".to_owned(),
            hint: "Whoever has it can answer. It works until 14 April 2027.".to_owned(),
        }]
    }
}

/// A question before something that cannot be undone: unfolds in place, works without script.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConfirmView {
    /// The button that unfolds it.
    pub ask: String,
    /// What will happen.
    pub text: String,
    /// The button that does it.
    pub go: String,
    /// Where the form goes.
    pub action: String,
}

impl ConfirmView {
    /// Revoking a link.
    pub fn samples() -> Vec<Self> {
        vec![Self {
            ask: "Revoke this link".to_owned(),
            text: "The link stops working at once. Answers that were saved stay.".to_owned(),
            go: "Revoke it".to_owned(),
            action: "/sample".to_owned(),
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_names_its_hint_and_its_error() {
        let plain = FieldView::line("a", "A");
        assert_eq!(plain.described_by(), "");
        assert_eq!(plain.hint("h").error("e").described_by(), "a-hint a-error");
    }

    #[test]
    fn a_choice_is_chosen_by_its_value() {
        assert!(Choice::new("x", "X").chosen_if("x").chosen);
        assert!(!Choice::new("x", "X").chosen_if("").chosen);
    }
}
