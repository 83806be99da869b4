//! What a document says, as the reviewer will be able to read it: for the respondent, before and after it is sent.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::evidence::evidence_path;
use super::respondent::RespondentWho;
use crate::ids::{EvidenceId, FindingId};
use crate::services::answering::{self, Desk};
use crate::services::evidence::{self, Evidence, OpenedEvidence, Preview};
use crate::services::{ServiceError, vetting};
use crate::vetting::code::QuestionId;
use crate::vetting::evidence::{FileType, NoText};
use crate::web::app::{App, Side};
use crate::web::components::{EvidenceView, Link, PreviewView};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::words::Words;

/// GET /answer/evidence/{id}/preview
#[derive(Debug, Template)]
#[template(path = "answering/document.html")]
pub struct DocumentPage {
    /// The frame.
    pub c: Chrome,
    /// What it says.
    pub preview: PreviewView,
    /// What it is and how long it holds.
    pub document: EvidenceView,
    /// Back to the question's documents, or to the finding.
    pub back: Link,
}

/// GET /answer/evidence/{id}/preview
pub async fn page(
    who: RespondentWho,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), EvidenceId::from(id.as_str()));
    let (desk, document) = app
        .read(move |tx, now| {
            let document = evidence::evidence_about_by_respondent(tx, &proof, &own, now)?;
            Ok((answering::desk(tx, &proof)?, document))
        })
        .await?;
    let (proof, own, kit) = (who.proof(), document.id.clone(), app.kit().clone());
    let open = app.read(move |tx, _| evidence::evidence_read_by_respondent(tx, &proof, kit.master(), &own));
    let preview = preview(&app, &document, open).await?;
    let back = QuestionId::new(&document.question).map_err(|_no_such_name| ServiceError::NotFound)?;
    let back = (document.question.clone(), evidence_path(&back));
    let href = format!("/answer/evidence/{}", document.id);
    Ok(shown((&who, &app, &desk), (&document, preview, href), back))
}

/// GET /answer/findings/{id}/evidence/{evidence}/preview
pub async fn of_finding(
    who: RespondentWho,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (proof, finding) = (who.proof(), FindingId::from(path.0.as_str()));
    let (desk, found) = app
        .read(move |tx, now| {
            Ok((answering::desk(tx, &proof)?, vetting::finding_shared(tx, &proof, &finding, now)?))
        })
        .await?;
    let mut all = found.documents.iter();
    let document = all.find(|one| one.id.as_str() == path.1).ok_or(ServiceError::NotFound)?;
    let (proof, kit) = (who.proof(), app.kit().clone());
    let (finding, id) = (found.id.clone(), document.id.clone());
    let open = app.read(move |tx, _| vetting::finding_document(tx, &proof, kit.master(), (&finding, &id)));
    let preview = preview(&app, document, open).await?;
    let own = format!("/answer/findings/{}", found.id);
    let href = format!("{own}/evidence/{}", document.id);
    Ok(shown((&who, &app, &desk), (document, preview, href), (found.title.clone(), own)))
}

/// The words of a document; a picture has none, and the page shows it by its own address.
async fn preview(
    app: &App,
    document: &Evidence,
    open: impl Future<Output = Result<OpenedEvidence, ServiceError>>,
) -> Result<Preview, ServiceError> {
    if FileType::is_picture(&document.media_type) {
        return Ok(Preview::None(NoText::Picture));
    }
    app.preview(Side::Respondent, open).await
}

fn shown(
    (who, app, desk): (&RespondentWho, &App, &Desk),
    (document, preview, href): (&Evidence, Preview, String),
    (name, back): (String, String),
) -> HttpResponse {
    let c = who.chrome(app, desk, "evidence-title");
    let page = DocumentPage {
        preview: PreviewView::of(c.words, document, preview, (&href, true)),
        document: EvidenceView::of(c.words, document, href),
        back: Link::new(c.ts("evidence-back", name), back),
        c: c.titled(&document.name),
    };
    Page(page).with_status(StatusCode::OK)
}

impl DocumentPage {
    /// Everything that can become of a preview.
    pub fn samples() -> Vec<Self> {
        let page = |preview: PreviewView| {
            let c = Chrome::bare(Words::default(), "evidence-title");
            Self {
                document: EvidenceView::samples(c.words).into_iter().next().unwrap_or_default(),
                back: Link::new(c.ts("evidence-back", "D2"), "/answer/q/D2/evidence"),
                c: c.titled(&preview.name),
                preview,
            }
        };
        PreviewView::samples(Words::default()).into_iter().map(page).collect()
    }
}
