//! A questionnaire out of a file, or out of a text that was pasted. Works without script.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::fields::{LANGUAGES, language_name, under_list};
use crate::access::AuthorQuestionnaires;
use crate::services::authoring::{self, Start};
use crate::services::{FieldFault, ServiceError};
use crate::vetting::formats::{Format, LARGEST_FILE};
use crate::web::app::App;
use crate::web::components::{Choice, FieldView, Link};
use crate::web::error::WebError;
use crate::web::file_form::{FileForm, PREPARED};
use crate::web::format;
use crate::web::page::Chrome;
use crate::web::respond::see_other_saying;
use crate::web::vetting::{fault_of, ok, unprocessable};
use crate::web::visitor::Who;

/// What browsers offer to choose.
const ACCEPTED: &str = ".json,.txt,.yaml,.yml,.xlsx,application/json";

/// GET /questionnaires/import
#[derive(Debug, Template)]
#[template(path = "authoring/import.html")]
pub struct ImportPage {
    /// The frame.
    pub c: Chrome,
    /// The format, the language, the title, the file, its text.
    pub fields: Vec<FieldView>,
    /// The way back.
    pub back: Link,
}

/// GET /questionnaires/import
pub async fn page(who: Who<AuthorQuestionnaires>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    Ok(ok(ImportPage::new(who.chrome(&app, "questionnaire-import"), &FileForm::default(), &[])))
}

/// POST /questionnaires/import
pub async fn add(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    mut form: FileForm,
) -> Result<HttpResponse, WebError> {
    let (proof, title, start) = (who.proof(), form.field("title").to_owned(), start(&mut form));
    let made = app.write("questionnaire_create", move |tx, now| {
        authoring::questionnaire_create(tx, &proof, (&title, &start), now)
    });
    match made.await {
        Ok(id) => {
            Ok(see_other_saying(&app, &format!("/questionnaires/{id}/draft"), "flash-questionnaire-imported"))
        }
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(ImportPage::new(who.chrome(&app, "questionnaire-import"), &form, &faults)))
        }
        Err(error) => Err(error.into()),
    }
}

/// A format's word in forms, its name and what is said of it.
fn format_words(format: Format) -> (&'static str, &'static str, &'static str) {
    let (label, hint) = match format {
        Format::Vsaq => ("format-vsaq", "format-vsaq-hint"),
        Format::CisoAssistant => ("format-ciso-assistant", "format-ciso-assistant-hint"),
        Format::Caiq => ("format-caiq", "format-caiq-hint"),
        Format::Hecvat => ("format-hecvat", "format-hecvat-hint"),
    };
    (format.as_str(), label, hint)
}

/// What the form says to begin with: the file, or else the text.
fn start(form: &mut FileForm) -> Start {
    let chosen = std::mem::take(&mut form.file.bytes);
    let file = if chosen.is_empty() { form.prepared.clone().into_bytes() } else { chosen };
    match Format::of(form.field("format")) {
        None => Start::Own(file),
        Some(format) => Start::Foreign { format, file, language: form.field("language").to_owned() },
    }
}

impl ImportPage {
    fn new(c: Chrome, form: &FileForm, faults: &[FieldFault]) -> Self {
        let c = under_list(c);
        let typed = |name: &str, otherwise: &'static str| {
            let typed = form.field(name);
            if typed.is_empty() { otherwise.to_owned() } else { typed.to_owned() }
        };
        let (format, language) = (typed("format", "own"), typed("language", "en"));
        let largest = format::size(u64::try_from(LARGEST_FILE).unwrap_or_default());
        let languages =
            LANGUAGES.map(|tag| Choice::new(tag, language_name(&c.words, tag)).chosen_if(&language));
        Self {
            fields: vec![
                FieldView::radios(
                    "format",
                    c.t("field-format"),
                    std::iter::once(("own", "format-own", "format-own-hint"))
                        .chain(Format::ALL.into_iter().map(format_words))
                        .map(|(value, label, hint)| {
                            Choice::new(value, c.t(label)).hint(c.t(hint)).chosen_if(&format)
                        })
                        .collect(),
                ),
                FieldView::select("language", c.t("field-file-language"), languages.into())
                    .hint(c.t("field-file-language-hint")),
                FieldView::line("title", c.t("field-questionnaire-title"))
                    .hint(c.t("field-import-title-hint"))
                    .value(form.field("title"))
                    .error(fault_of(&c, faults, "title"))
                    .optional(),
                FieldView::file("file", c.t("field-file-pick"), ACCEPTED)
                    .hint(c.ts("field-file-pick-hint", &largest))
                    .error(fault_of(&c, faults, "file")),
                FieldView::area(PREPARED, c.t("field-file-text"))
                    .hint(c.t("field-file-text-hint"))
                    .value(&form.prepared)
                    .optional(),
            ],
            back: Link::new(c.t("cancel"), "/questionnaires"),
            c,
        }
    }

    /// Fresh; refused.
    pub fn samples() -> Vec<Self> {
        let faults = [FieldFault::new("file", "fault-file-missing")];
        let c = || Chrome::sample("questionnaire-import");
        let form = FileForm::pasted("{");
        vec![Self::new(c(), &FileForm::default(), &[]), Self::new(c(), &form, &faults)]
    }
}
