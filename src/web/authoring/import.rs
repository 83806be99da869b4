//! A questionnaire out of a file. The file is read in the browser into the form's field, where it can be looked at, or
//! pasted there by hand.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::fields::{Fields, LANGUAGES, field, language_name, under_list};
use crate::access::AuthorQuestionnaires;
use crate::services::authoring::{self, Start};
use crate::services::{FieldFault, ServiceError};
use crate::vetting::formats::Format;
use crate::web::app::App;
use crate::web::components::{Choice, FieldView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::file_field::file_typed;
use crate::web::page::Chrome;
use crate::web::respond::see_other_saying;
use crate::web::vetting::{fault_of, ok, unprocessable};
use crate::web::visitor::Who;

/// GET /questionnaires/import
#[derive(Debug, Template)]
#[template(path = "authoring/import.html")]
pub struct ImportPage {
    /// The frame.
    pub c: Chrome,
    /// The format, the language, the title.
    pub fields: Vec<FieldView>,
    /// The text of the file.
    pub text: FieldView,
    /// The way back.
    pub back: Link,
}

/// GET /questionnaires/import
pub async fn page(who: Who<AuthorQuestionnaires>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let fields = vec![("format".to_owned(), "own".to_owned()), ("language".to_owned(), "en".to_owned())];
    Ok(ok(ImportPage::new(who.chrome(&app, "questionnaire-import"), &fields, &[])))
}

/// POST /questionnaires/import
pub async fn add(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let Some(start) = start(&form.0) else {
        let faults = [FieldFault::new("file", "fault-file-base64")];
        return Ok(unprocessable(ImportPage::new(
            who.chrome(&app, "questionnaire-import"),
            &form.0,
            &faults,
        )));
    };
    let (proof, title) = (who.proof(), field(&form.0, "title").to_owned());
    let made = app.write("questionnaire_create", move |tx, now| {
        authoring::questionnaire_create(tx, &proof, (&title, &start), now)
    });
    match made.await {
        Ok(id) => {
            Ok(see_other_saying(&app, &format!("/questionnaires/{id}/draft"), "flash-questionnaire-imported"))
        }
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(ImportPage::new(who.chrome(&app, "questionnaire-import"), &form.0, &faults)))
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

/// What the form says to begin with; none if its file cannot be read.
fn start(fields: &Fields) -> Option<Start> {
    let text = field(fields, "file");
    let Some(format) = Format::of(field(fields, "format")) else { return Some(Start::Own(text.to_owned())) };
    let file = file_typed(text)?;
    Some(Start::Foreign { format, file, language: field(fields, "language").to_owned() })
}

impl ImportPage {
    fn new(c: Chrome, fields: &Fields, faults: &[FieldFault]) -> Self {
        let c = under_list(c);
        let format = field(fields, "format");
        let language = field(fields, "language");
        let languages =
            LANGUAGES.map(|tag| Choice::new(tag, language_name(&c.words, tag)).chosen_if(language));
        Self {
            fields: vec![
                FieldView::radios(
                    "format",
                    c.t("field-format"),
                    std::iter::once(("own", "format-own", "format-own-hint"))
                        .chain(Format::ALL.into_iter().map(format_words))
                        .map(|(value, label, hint)| {
                            Choice::new(value, c.t(label)).hint(c.t(hint)).chosen_if(format)
                        })
                        .collect(),
                ),
                FieldView::select("language", c.t("field-file-language"), languages.into())
                    .hint(c.t("field-file-language-hint")),
                FieldView::line("title", c.t("field-questionnaire-title"))
                    .hint(c.t("field-import-title-hint"))
                    .value(field(fields, "title"))
                    .error(fault_of(&c, faults, "title"))
                    .optional(),
            ],
            text: FieldView::area("file", c.t("field-file-text"))
                .hint(c.t("field-file-text-hint"))
                .value(field(fields, "file"))
                .error(fault_of(&c, faults, "file")),
            back: Link::new(c.t("cancel"), "/questionnaires"),
            c,
        }
    }

    /// Fresh; refused.
    pub fn samples() -> Vec<Self> {
        let fields = vec![("format".to_owned(), "own".to_owned()), ("file".to_owned(), "{".to_owned())];
        let faults = [FieldFault::new("file", "fault-file-missing")];
        let c = || Chrome::sample("questionnaire-import");
        vec![Self::new(c(), &Vec::new(), &[]), Self::new(c(), &fields, &faults)]
    }
}
