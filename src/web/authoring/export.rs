//! A version as files: in which formats and languages it can be had, and what each of them has no place for.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::fields::{language_name, under_list};
use crate::access::ViewPartners;
use crate::ids::QuestionnaireId;
use crate::services::authoring::{self, Which};
use crate::services::{Message, ServiceError};
use crate::vetting::formats::Note;
use crate::vetting::formats::questionnaire_file::{WrittenFormat, write};
use crate::vetting::questionnaire::Questionnaire;
use crate::web::app::App;
use crate::web::components::Link;
use crate::web::error::{WebError, say};
use crate::web::page::Chrome;
use crate::web::vetting::ok;
use crate::web::visitor::Who;

/// One format.
#[derive(Debug, Clone, Default)]
pub struct FormatView {
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub hint: String,
    /// A file for each language, or one for all.
    pub files: Vec<Link>,
    /// How much of the questionnaire has no place in it, as the line that unfolds the list.
    pub left_out: String,
    /// What has no place in it.
    pub notes: Vec<String>,
}

/// GET /questionnaires/{id}/versions/{version}/export
#[derive(Debug, Template)]
#[template(path = "authoring/export.html")]
pub struct ExportPage {
    /// The frame.
    pub c: Chrome,
    /// The formats.
    pub formats: Vec<FormatView>,
}

/// GET /questionnaires/{id}/versions/{version}/export
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (id, version) = path.into_inner();
    let number: i64 = version.parse().map_err(|_no_number| ServiceError::NotFound)?;
    let (proof, own) = (who.proof(), QuestionnaireId::from(id.as_str()));
    let shown =
        app.read(move |tx, _| authoring::document(tx, &proof, (&own, Which::Version(number)))).await?;
    let questionnaire = shown.questionnaire.ok_or(ServiceError::NotFound)?;
    let c = under_list(who.chrome(&app, "export-title"));
    let c = c.under(&shown.title, format!("/questionnaires/{id}"));
    Ok(ok(ExportPage::new(c, (&id, number), &questionnaire)?))
}

impl ExportPage {
    fn new(c: Chrome, of: (&str, i64), questionnaire: &Questionnaire) -> Result<Self, ServiceError> {
        let formats = WrittenFormat::ALL.into_iter().map(|format| view(&c, of, (questionnaire, format)));
        let formats = formats.collect::<Result<_, _>>()?;
        Ok(Self { formats, c })
    }

    /// The built-in questionnaire, in all formats.
    pub fn samples() -> Vec<Self> {
        let c = under_list(Chrome::sample("export-title"));
        let c = c.under("Loyalty programmes", "/questionnaires/sample");
        let built_in = Questionnaire::built_in().map_err(|fault| ServiceError::Internal(fault.to_string()));
        let page = built_in.and_then(|questionnaire| Self::new(c, ("sample", 1), &questionnaire));
        page.into_iter().collect()
    }
}

fn view(
    c: &Chrome,
    (id, number): (&str, i64),
    (questionnaire, format): (&Questionnaire, WrittenFormat),
) -> Result<FormatView, ServiceError> {
    let (name, hint) = match format {
        WrittenFormat::Own => ("format-own", "export-own-hint"),
        WrittenFormat::Vsaq => ("format-vsaq", "format-vsaq-hint"),
        WrittenFormat::CisoAssistant => ("format-ciso-assistant", "format-ciso-assistant-hint"),
    };
    let href = |language: &str| {
        format!("/questionnaires/{id}/versions/{number}/file?format={}&language={language}", format.as_str())
    };
    let languages = questionnaire.languages();
    let first = languages.first().map_or("en", String::as_str);
    let files = if format.has_all_languages() {
        vec![Link::new(c.t("version-file"), href(first))]
    } else {
        let file = |tag: &String| Link::new(c.ts("export-in", language_name(&c.words, tag)), href(tag));
        languages.iter().map(file).collect()
    };
    let written = write(questionnaire, format, first).map_err(ServiceError::Internal)?;
    let said = |note: &Note| say(&c.words, &Message::said_at(&note.path, &note.what));
    let notes: Vec<String> = written.notes.iter().map(said).collect();
    Ok(FormatView {
        name: c.t(name),
        hint: c.t(hint),
        files,
        left_out: c.tn("export-left-out", notes.len()),
        notes,
    })
}
