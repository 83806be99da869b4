//! A section of a draft: its words, and taking it away.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::draft_view::Removal;
use super::fields::{self, Fields, WordsField, revision, typed, under_draft, words_of};
use crate::access::AuthorQuestionnaires;
use crate::services::authoring::{Edit, Written};
use crate::services::{FieldFault, ServiceError};
use crate::vetting::code::SectionId;
use crate::vetting::questionnaire::draft::SectionInput;
use crate::web::app::App;
use crate::web::components::{FieldView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::Chrome;
use crate::web::vetting::ok;
use crate::web::visitor::Who;

/// A form of words in several languages, and perhaps plain fields: a section, the title of the questionnaire.
#[derive(Debug, Template)]
#[template(path = "authoring/section.html")]
pub struct SectionPage {
    /// The frame.
    pub c: Chrome,
    /// What this is about, or nothing.
    pub lead: String,
    /// Where the form goes.
    pub action: String,
    /// The revision that was looked at.
    pub revision: String,
    /// Words by language.
    pub words: Vec<WordsField>,
    /// Plain fields.
    pub fields: Vec<FieldView>,
    /// The button.
    pub submit: String,
    /// The way back.
    pub back: Link,
    /// Taking it away, if that can be done here.
    pub remove: Option<Removal>,
}

/// GET /questionnaires/{id}/draft/new-section
pub async fn new(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let written = fields::load(&who, &app, &id).await?;
    let c = who.chrome(&app, "draft-section-new");
    Ok(ok(form(c, &written, None, (&SectionInput::default(), &[]))?))
}

/// POST /questionnaires/{id}/draft/new-section
pub async fn add(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let input = input(&form.0);
    let done = fields::edit(&who, &app, (&id, revision(&form.0)), Edit::AddSection(input.clone())).await;
    answer(&who, &app, (&id, None), input, done).await
}

/// GET /questionnaires/{id}/draft/section/{section}
pub async fn page(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (id, section) = path.into_inner();
    let written = fields::load(&who, &app, &id).await?;
    let section = section_id(&section)?;
    let found = fields::draft(&written)?.section(&section).ok_or(ServiceError::NotFound)?;
    let input = SectionInput { title: typed(&found.title), intro: typed(&found.intro) };
    let c = who.chrome(&app, "draft-section");
    Ok(ok(form(c, &written, Some(&section), (&input, &[]))?))
}

/// POST /questionnaires/{id}/draft/section/{section}
pub async fn save(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (id, section) = path.into_inner();
    let (section, input) = (section_id(&section)?, input(&form.0));
    let edit = Edit::SetSection(section.clone(), input.clone());
    let done = fields::edit(&who, &app, (&id, revision(&form.0)), edit).await;
    answer(&who, &app, (&id, Some(&section)), input, done).await
}

/// POST /questionnaires/{id}/draft/section/{section}/remove
pub async fn remove(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (id, section) = path.into_inner();
    let edit = Edit::RemoveSection(section_id(&section)?);
    fields::remove(&who, &app, (&id, &form.0), (edit, "flash-section-removed")).await
}

async fn answer(
    who: &Who<AuthorQuestionnaires>,
    app: &App,
    (id, section): (&str, Option<&SectionId>),
    input: SectionInput,
    done: Result<String, ServiceError>,
) -> Result<HttpResponse, WebError> {
    fields::answer(who, app, id, done.map(|_| String::new()), |written, faults| {
        let word = if section.is_some() { "draft-section" } else { "draft-section-new" };
        form(who.chrome(app, word), written, section, (&input, faults))
    })
    .await
}

fn input(fields: &Fields) -> SectionInput {
    SectionInput { title: words_of(fields, "title"), intro: words_of(fields, "intro") }
}

pub(super) fn section_id(text: &str) -> Result<SectionId, ServiceError> {
    SectionId::new(text).map_err(|_no_such_name| ServiceError::NotFound)
}

fn form(
    c: Chrome,
    written: &Written,
    section: Option<&SectionId>,
    (input, faults): (&SectionInput, &[FieldFault]),
) -> Result<SectionPage, ServiceError> {
    let draft = fields::draft(written)?;
    let own = format!("/questionnaires/{}/draft", written.row.id);
    let action = section.map_or_else(|| format!("{own}/new-section"), |id| format!("{own}/section/{id}"));
    let revision = written.row.revision.to_string();
    let remove = section.map(|id| Removal::section(&c, format!("{own}/section/{id}/remove"), &revision));
    Ok(SectionPage::of(
        under_draft(c, written),
        (own, action),
        (draft.languages(), input, faults),
        (revision, remove),
    ))
}

impl SectionPage {
    fn of(
        c: Chrome,
        (own, action): (String, String),
        (languages, input, faults): (&[String], &SectionInput, &[FieldFault]),
        (revision, remove): (String, Option<Removal>),
    ) -> Self {
        let title = WordsField::new(&c, languages, ("title", "field-section-title"), &input.title, 1);
        let intro = WordsField::new(&c, languages, ("intro", "field-section-intro"), &input.intro, 3);
        Self {
            lead: c.t("draft-section-lead"),
            action,
            revision,
            words: vec![
                title.fault(&c, faults),
                intro.optional().hint(c.t("field-section-intro-hint")).fault(&c, faults),
            ],
            fields: Vec::new(),
            submit: c.t("save"),
            back: Link::new(c.t("cancel"), own),
            remove,
            c,
        }
    }

    /// A new section in one language; one in two languages, refused.
    pub fn samples() -> Vec<Self> {
        let own = "/questionnaires/sample/draft".to_owned();
        let page = |word: &str, languages: &[&str], faults: &[FieldFault]| {
            let c = Chrome::sample(word);
            let languages: Vec<String> = languages.iter().map(|tag| (*tag).to_owned()).collect();
            let input = SectionInput {
                title: vec![("fr".to_owned(), "Droits des personnes".to_owned())],
                intro: Vec::new(),
            };
            let remove =
                (languages.len() > 1).then(|| Removal::section(&c, format!("{own}/section/D/remove"), "4"));
            Self::of(
                c,
                (own.clone(), format!("{own}/section/D")),
                (&languages, &input, faults),
                ("4".to_owned(), remove),
            )
        };
        let fault = FieldFault::new("title", "fault-authoring-missing");
        vec![page("draft-section-new", &["en"], &[]), page("draft-section", &["en", "fr"], &[fault])]
    }
}
