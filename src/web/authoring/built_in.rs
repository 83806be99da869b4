//! The questionnaire that comes with the program: to look at, and as a file.

use actix_web::{HttpResponse, web};

use super::fields::under_list;
use super::preview::{Language, PreviewPage};
use crate::access::ViewPartners;
use crate::services::{ServiceError, vetting};
use crate::vetting::answers;
use crate::vetting::questionnaire::SCHEMA;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::respond::{Attachment, attachment};
use crate::web::vetting::ok;
use crate::web::visitor::Who;

/// GET /questionnaires/built-in
pub async fn preview(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    language: web::Query<Language>,
) -> Result<HttpResponse, WebError> {
    let whole = vetting::built_in()?;
    let c = under_list(who.chrome(&app, "questionnaires-title"));
    let title = whole.title().in_language(c.lang()).to_owned();
    let c = c.titled(title);
    let file = Some("/questionnaires/built-in/file".to_owned());
    Ok(ok(PreviewPage::new(
        c,
        ("/questionnaires/built-in", file),
        Some(&whole),
        &language,
        "preview-built-in",
    )))
}

/// GET /questionnaires/built-in/file
pub async fn file(_who: Who<ViewPartners>) -> Result<HttpResponse, WebError> {
    let whole = vetting::built_in()?;
    let text = serde_json::to_string_pretty(&whole).map_err(|e| ServiceError::Internal(e.to_string()))?;
    Ok(attachment(Attachment::Json, &format!("{}-{}.json", whole.id(), whole.version()), text))
}

/// GET /questionnaires/schema
pub async fn schema(_who: Who<ViewPartners>) -> HttpResponse {
    attachment(Attachment::Json, "entente-questionnaire-1.schema.json", SCHEMA.to_owned())
}

/// GET /questionnaires/answers-schema
pub async fn answers_schema(_who: Who<ViewPartners>) -> HttpResponse {
    attachment(Attachment::Json, "entente-answers-1.schema.json", answers::SCHEMA.to_owned())
}
