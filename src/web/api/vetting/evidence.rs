//! Documents that a partner attached to its answers.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::ViewPartners;
use crate::clock::Timestamp;
use crate::ids::AssessmentId;
use crate::services::evidence::{self, Evidence, Preview};
use crate::vetting::evidence::{EvidenceKind, NoText, PartName, TextPart};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::vetting::{handed_out, preview_of};
use crate::web::visitor::ApiWho;

/// A document.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidenceJson {
    /// Its id.
    pub id: String,
    /// The question that it is about.
    pub question: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// The file's name.
    pub name: String,
    /// The file's type.
    pub media_type: String,
    /// The file's length in bytes.
    pub size: u64,
    /// SHA-256 of the file, in lower-case hex.
    pub sha256: String,
    /// Since which day it holds.
    #[schema(value_type = Option<String>, format = Date)]
    pub effective_on: Option<String>,
    /// The last day on which it holds.
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<String>,
    /// Whether it holds no longer.
    pub expired: bool,
    /// When it was sent.
    #[schema(value_type = String, format = DateTime)]
    pub added_at: Timestamp,
    /// Whether it was taken over from the last round.
    pub carried_over: bool,
}

impl From<Evidence> for EvidenceJson {
    fn from(one: Evidence) -> Self {
        Self {
            id: one.id.to_string(),
            question: one.question,
            kind: one.kind,
            name: one.name,
            media_type: one.media_type,
            size: one.size,
            sha256: one.sha256,
            effective_on: one.period.effective.map(|day| day.to_string()),
            expires_on: one.period.expires.map(|day| day.to_string()),
            expired: one.expired,
            added_at: one.added_at,
            carried_over: one.carried,
        }
    }
}

/// The documents of an assessment, oldest first.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/evidence", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = Vec<EvidenceJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<EvidenceJson>>, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let found = app.read(move |tx, now| evidence::evidence_list(tx, &proof, &id, now)).await?;
    Ok(web::Json(found.into_iter().map(EvidenceJson::from).collect()))
}

/// A document itself, as it was sent. Reading it is in the audit log.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/evidence/{evidence}", tag = "vetting", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the assessment"),
        ("evidence" = String, Path, description = "the document"),
    ),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn download(
    request: HttpRequest,
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    handed_out((&request, &app), who.proof(), path.into_inner()).await
}

/// What can be read of a document without downloading it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewJson {
    /// Its words, by page, slide or sheet; null if there are none to be had.
    pub parts: Option<Vec<PreviewPartJson>>,
    /// Whether the document has more than is here.
    pub cut: bool,
    /// Whether words are missing because their letters do not say which letters they are.
    pub unread: bool,
    /// Why there are no words: `picture` (the document itself is what to look at), `locked` by a password, `damaged`, `empty` (a scan),
    /// `letters` (fonts that do not say which letters they draw) or `too_much` memory or time.
    pub none: Option<&'static str>,
}

/// The words of a page, a slide, a sheet, or of a whole document.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewPartJson {
    /// `whole`, `table`, `page`, `slide` or `sheet`.
    pub kind: &'static str,
    /// The number of a page or a slide, from 1.
    pub number: Option<usize>,
    /// The name of a sheet.
    pub name: Option<String>,
    /// The words, with line ends; of a table or a sheet a row a line, with tabs between the cells.
    pub text: String,
}

impl From<Preview> for PreviewJson {
    fn from(preview: Preview) -> Self {
        let none = |why: &'static str| Self { parts: None, cut: false, unread: false, none: Some(why) };
        match preview {
            Preview::Words(found) => Self {
                parts: Some(found.parts.into_iter().map(PreviewPartJson::from).collect()),
                cut: found.cut,
                unread: found.unread,
                none: None,
            },
            Preview::None(NoText::Picture) => none("picture"),
            Preview::None(NoText::Locked) => none("locked"),
            Preview::None(NoText::Damaged) => none("damaged"),
            Preview::None(NoText::Empty) => none("empty"),
            Preview::None(NoText::Letters) => none("letters"),
            Preview::TooMuch => none("too_much"),
        }
    }
}

impl From<TextPart> for PreviewPartJson {
    fn from(part: TextPart) -> Self {
        let (kind, number, name) = match part.at {
            PartName::Whole => ("whole", None, None),
            PartName::Table => ("table", None, None),
            PartName::Page(n) => ("page", Some(n), None),
            PartName::Slide(n) => ("slide", Some(n), None),
            PartName::Sheet(name) => ("sheet", None, Some(name)),
        };
        Self { kind, number, name, text: part.text }
    }
}

/// Text taken out of a document; layout is lost. It counts as reading the document, and is in the audit log.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/evidence/{evidence}/preview", tag = "vetting", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the assessment"),
        ("evidence" = String, Path, description = "the document"),
    ),
    responses(
        (status = 200, body = PreviewJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn preview(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<PreviewJson>, WebError> {
    let (_, preview) = preview_of(&app, who.proof(), (&path.0, &path.1)).await?;
    Ok(web::Json(preview.into()))
}
