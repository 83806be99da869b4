//! What the forms of this area share: words in several languages side by side, the revision that was looked at, and the
//! frame.

use actix_web::HttpResponse;
use askama::Template;

use crate::access::{AuthorQuestionnaires, Permission, ViewPartners};
use crate::ids::QuestionnaireId;
use crate::services::authoring::{self, Edit, Written};
use crate::services::{FieldFault, ServiceError};
use crate::vetting::questionnaire::draft::{Draft, Words as Typed};
use crate::vetting::text::Text;
use crate::web::app::App;
pub(super) use crate::web::csrf::{Fields, field};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::vetting::{fault_of, unprocessable};
use crate::web::visitor::Who;
use crate::web::words::Words;

/// The languages that the forms offer; a draft from a file may have others.
pub(super) const LANGUAGES: [&str; 6] = ["en", "fr", "de", "es", "it", "nl"];

/// The revision that was looked at.
pub(super) fn revision(fields: &Fields) -> i64 {
    field(fields, "revision").parse().unwrap_or(0)
}

/// The words of a field in each language, as sent: `text.en`, `text.fr`.
pub(super) fn words_of(fields: &Fields, name: &str) -> Typed {
    let start = format!("{name}.");
    let own = fields.iter().filter_map(|(known, value)| Some((known.strip_prefix(&start)?, value)));
    own.map(|(language, value)| (language.to_owned(), value.clone())).collect()
}

/// A text as if it had been typed.
pub(super) fn typed(text: &Text) -> Typed {
    text.languages()
        .map(|tag| (tag.to_owned(), text.in_exactly(tag).unwrap_or_default().to_owned()))
        .collect()
}

/// One text in every language of the draft, side by side.
#[derive(Debug, Clone, Default)]
pub struct WordsField {
    /// The name of the field, and the id of its group.
    pub name: String,
    /// Its label.
    pub label: String,
    /// One line of help, or nothing.
    pub hint: String,
    /// What is wrong, or nothing.
    pub error: String,
    /// How many lines show at first; 1 for a line.
    pub rows: u8,
    /// Whether it may stay empty.
    pub optional: bool,
    /// One input a language.
    pub inputs: Vec<LanguageInput>,
}

/// The words of one language.
#[derive(Debug, Clone, Default)]
pub struct LanguageInput {
    /// Name and id: `text.fr`.
    pub id: String,
    /// The language's tag.
    pub tag: String,
    /// The language's name; empty where there is only one.
    pub name: String,
    /// What was typed.
    pub value: String,
}

impl WordsField {
    /// A field of several lines, or of one.
    pub(super) fn new(
        c: &Chrome,
        languages: &[String],
        (name, label): (&str, &str),
        typed: &Typed,
        rows: u8,
    ) -> Self {
        let several = languages.len() > 1;
        let value = |tag: &str| typed.iter().find(|(known, _)| known == tag).map(|(_, value)| value.clone());
        let input = |tag: &String| LanguageInput {
            id: format!("{name}.{tag}"),
            tag: tag.clone(),
            name: if several { language_name(&c.words, tag) } else { String::new() },
            value: value(tag).unwrap_or_default(),
        };
        Self {
            name: name.to_owned(),
            label: c.t(label),
            rows,
            inputs: languages.iter().map(input).collect(),
            ..Self::default()
        }
    }

    /// Whether anything was typed.
    pub fn has_words(&self) -> bool {
        self.inputs.iter().any(|input| !input.value.trim().is_empty())
    }

    /// The same, which may stay empty.
    #[must_use]
    pub(super) fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The same with one line of help.
    #[must_use]
    pub(super) fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    /// The same with what is wrong with it.
    #[must_use]
    pub(super) fn fault(mut self, c: &Chrome, faults: &[FieldFault]) -> Self {
        self.error = fault_of(c, faults, &self.name);
        self
    }
}

/// A language's name in the page's language; its tag where we have none.
pub(super) fn language_name(words: &Words, tag: &str) -> String {
    let id = format!("language-{tag}");
    if words.has(&id) { words.t(&id) } else { tag.to_owned() }
}

/// The questionnaire with its draft and versions.
pub(super) async fn load<P: Permission>(who: &Who<P>, app: &App, id: &str) -> Result<Written, ServiceError> {
    let proof = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let id = QuestionnaireId::from(id);
    app.read(move |tx, _| authoring::questionnaire_fetch(tx, &proof, &id)).await
}

/// The draft of a questionnaire, which must be open.
pub(super) fn draft(written: &Written) -> Result<&Draft, ServiceError> {
    written.draft.as_ref().ok_or(ServiceError::NotFound)
}

/// The frame of a page under the list.
pub(super) fn under_list(c: Chrome) -> Chrome {
    let (partners, list) = (c.t("nav-partners"), c.t("questionnaires-title"));
    c.at(Nav::Partners).under(partners, "/partners").under(list, "/questionnaires")
}

/// The frame of a page under a questionnaire.
pub(super) fn under_one(c: Chrome, written: &Written) -> Chrome {
    let own = format!("/questionnaires/{}", written.row.id);
    under_list(c).under(&written.row.title, own)
}

/// The frame of a page under a draft.
pub(super) fn under_draft(c: Chrome, written: &Written) -> Chrome {
    let own = format!("/questionnaires/{}/draft", written.row.id);
    let word = c.t("draft-title");
    under_one(c, written).under(word, own)
}

/// Takes something out of a draft, and goes back to it.
pub(super) async fn remove(
    who: &Who<AuthorQuestionnaires>,
    app: &App,
    (id, form): (&str, &Fields),
    (what, flash): (Edit, &'static str),
) -> Result<HttpResponse, WebError> {
    edit(who, app, (id, revision(form)), what).await?;
    Ok(see_other_saying(app, &format!("/questionnaires/{id}/draft"), flash))
}

/// What an edited form answers: the draft again, at what was touched, or the form with what is wrong with it.
pub(super) async fn answer<T: Template>(
    who: &Who<AuthorQuestionnaires>,
    app: &App,
    id: &str,
    done: Result<String, ServiceError>,
    again: impl FnOnce(&Written, &[FieldFault]) -> Result<T, ServiceError>,
) -> Result<HttpResponse, WebError> {
    match done {
        Ok(place) => {
            let path = format!("/questionnaires/{id}/draft{place}");
            Ok(see_other_saying(app, &path, "flash-draft-saved"))
        }
        Err(ServiceError::Invalid(faults)) => Ok(unprocessable(again(&load(who, app, id).await?, &faults)?)),
        Err(error) => Err(error.into()),
    }
}

/// Makes a change of a draft.
pub(super) async fn edit(
    who: &Who<AuthorQuestionnaires>,
    app: &App,
    (id, revision): (&str, i64),
    edit: Edit,
) -> Result<String, ServiceError> {
    let (proof, id) = (who.proof(), QuestionnaireId::from(id));
    app.write("draft_edit", move |tx, now| authoring::draft_edit(tx, &proof, (&id, revision), &edit, now))
        .await
}
