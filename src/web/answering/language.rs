//! Choosing the language of the page and of the questions, by a plain form; kept for the link. In a section the choice is part of the
//! section's own form, so that what was typed is saved first.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::respondent::RespondentWho;
use crate::services::answering::{self, Desk, PAGE_LANGUAGES};
use crate::web::app::App;
use crate::web::components::Choice;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::respond::see_other_saying;
use crate::web::words::Words;

/// The choice, as a page offers it.
#[derive(Debug, Clone, Default)]
pub struct LanguageView {
    /// The id of the form that the fields belong to.
    pub form: String,
    /// The languages of the page.
    pub page: Vec<Choice>,
    /// The languages of the questions; empty if the questionnaire has but one.
    pub questions: Vec<Choice>,
    /// Whether something may have been typed that is saved first.
    pub saves: bool,
}

impl LanguageView {
    /// What `desk` can be read in, for the form of that id.
    pub(super) fn of(words: Words, desk: &Desk, form: &str, saves: bool) -> Self {
        let choice = |tag: &str, chosen: &str| Choice::new(tag, name(words, tag)).chosen_if(chosen);
        let own = desk.questionnaire.languages();
        let questions = own.iter().map(|tag| choice(tag, &desk.languages.questions));
        Self {
            form: form.to_owned(),
            page: PAGE_LANGUAGES.map(|tag| choice(tag, &desk.languages.page)).into(),
            questions: if own.len() > 1 { questions.collect() } else { Vec::new() },
            saves,
        }
    }

    /// Two languages of each.
    pub(super) fn sample(words: Words, saves: bool) -> Self {
        let choices =
            || PAGE_LANGUAGES.map(|tag| Choice::new(tag, name(words, tag)).chosen_if("en")).to_vec();
        Self { form: "language-form".to_owned(), page: choices(), questions: choices(), saves }
    }
}

/// A language by the name that its own speakers use; the tag of one that we have no name for.
fn name(words: Words, tag: &str) -> String {
    let id = format!("language-name-{}", tag.to_ascii_lowercase());
    if words.has(&id) { words.t(&id) } else { tag.to_owned() }
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LanguageForm {
    page_language: String,
    question_language: String,
}

impl LanguageForm {
    /// The choice out of a section's form.
    pub(super) fn of_fields(fields: &[(String, String)]) -> Self {
        let field = |name: &str| fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
        Self {
            page_language: field("page_language").unwrap_or_default(),
            question_language: field("question_language").unwrap_or_default(),
        }
    }

    /// Keeps the choice.
    pub(super) async fn keep(self, who: &RespondentWho, app: &App) -> Result<(), WebError> {
        let proof = who.proof();
        let keep = app.write("language_choose", move |tx, _| {
            let questions = Some(self.question_language.as_str()).filter(|tag| !tag.is_empty());
            answering::language_choose(tx, &proof, (&self.page_language, questions))
        });
        Ok(keep.await?)
    }
}

/// POST /answer/language
pub async fn choose(
    who: RespondentWho,
    app: web::Data<App>,
    form: Csrf<LanguageForm>,
) -> Result<HttpResponse, WebError> {
    form.0.keep(&who, &app).await?;
    Ok(see_other_saying(&app, "/answer", "flash-language-changed"))
}
