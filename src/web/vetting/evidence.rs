//! A partner's document, handed out to a member. Each time is in the audit log.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::access::{Allowed, Permission, ViewPartners};
use crate::ids::{AssessmentId, EvidenceId};
use crate::services::ServiceError;
use crate::services::evidence::{self, Evidence, Preview};
use crate::services::vetting::Dossier;
use crate::vetting::evidence::{DocumentText, FileType, MOST_CHARACTERS, NoText};
use crate::web::app::App;
use crate::web::components::{EvidenceView, Link};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::file;
use crate::web::visitor::Who;
use crate::web::words::Words;

/// GET /assessments/{id}/evidence/{evidence}
pub async fn download(
    request: HttpRequest,
    who: Who<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    handed_out((&request, &app), who.proof(), path.into_inner()).await
}

/// The document, by the ids of its assessment and of itself, as pages and the API hand it out.
pub async fn handed_out(
    (request, app): (&HttpRequest, &App),
    proof: Allowed<ViewPartners>,
    (assessment, id): (String, String),
) -> Result<HttpResponse, WebError> {
    let (assessment, id) = (AssessmentId::from(assessment.as_str()), EvidenceId::from(id.as_str()));
    let kit = app.kit().clone();
    let opened = app
        .write("evidence_read", move |tx, now| {
            evidence::evidence_read(tx, &proof, kit.master(), (&assessment, &id), now)
        })
        .await?;
    Ok(file(request, &opened))
}

/// The documents of an assessment.
pub(super) async fn load<P: Permission>(
    who: &Who<P>,
    app: &App,
    dossier: &Dossier,
) -> Result<Vec<Evidence>, ServiceError> {
    let proof = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let id = dossier.assessment.id.clone();
    app.read(move |tx, now| evidence::evidence_list(tx, &proof, &id, now)).await
}

/// A document as a member's page lists it.
pub(super) fn view(words: Words, assessment: &AssessmentId, one: &Evidence) -> EvidenceView {
    let href = format!("/assessments/{assessment}/evidence/{}", one.id);
    let text = FileType::with_text(&one.media_type).map(|_| format!("{href}/text"));
    EvidenceView { text: text.unwrap_or_default(), ..EvidenceView::of(words, one, href) }
}

/// GET /assessments/{id}/evidence/{evidence}/text
#[derive(Debug, Template)]
#[template(path = "vetting/document.html")]
pub struct DocumentPage {
    /// The frame.
    pub c: Chrome,
    /// What the words are, or why there are none.
    pub note: String,
    /// The words.
    pub text: String,
    /// That there is more than is shown, or nothing.
    pub cut: String,
    /// The document itself.
    pub file: Link,
    /// The way back.
    pub back: Link,
}

/// GET /assessments/{id}/evidence/{evidence}/text
pub async fn text(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (dossier, name) = super::assessment::load(&who, &app, &path.0).await?;
    let (document, preview) = words_of(&app, who.proof(), (&path.0, &path.1)).await?;
    let c = super::assessment::framed(who.chrome(&app, "evidence-title"), &dossier, &name).titled(document);
    let own = format!("/assessments/{}", path.0);
    let file = format!("{own}/evidence/{}", path.1);
    Ok(super::view::ok(DocumentPage::new(c, preview, (own, file))))
}

/// A document's name and its words, for pages and the API. That counts as reading the document, and is in the audit log.
pub async fn words_of(
    app: &App,
    proof: Allowed<ViewPartners>,
    (assessment, id): (&str, &str),
) -> Result<(String, Preview), WebError> {
    let (assessment, id) = (AssessmentId::from(assessment), EvidenceId::from(id));
    let kit = app.kit().clone();
    let opened = app
        .write("evidence_read", move |tx, now| {
            evidence::evidence_read(tx, &proof, kit.master(), (&assessment, &id), now)
        })
        .await?;
    let name = opened.name.clone();
    Ok((name, app.document_text(opened).await?))
}

impl DocumentPage {
    fn new(c: Chrome, preview: Preview, (own, file): (String, String)) -> Self {
        let (note, text, cut) = match preview {
            Preview::Words(words) => {
                let most = u64::try_from(MOST_CHARACTERS).unwrap_or(u64::MAX);
                let cut = if words.cut { c.tn("document-text-cut", most) } else { String::new() };
                ("document-text-note", words.text, cut)
            }
            Preview::None(NoText::Type) => ("document-text-type", String::new(), String::new()),
            Preview::None(NoText::Unreadable) => ("document-text-unreadable", String::new(), String::new()),
            Preview::None(NoText::Empty) => ("document-text-empty", String::new(), String::new()),
            Preview::TooMuch => ("document-text-too-much", String::new(), String::new()),
        };
        Self {
            note: c.t(note),
            text,
            cut,
            file: Link::new(c.t("document-text-file"), file),
            back: Link::new(c.t("assessment-title"), own),
            c,
        }
    }

    /// Words; a scan.
    pub fn samples() -> Vec<Self> {
        let words = DocumentText {
            text: "Deletion policy\n\n1. A deletion reaches every recipient within 30 days.".to_owned(),
            cut: true,
        };
        [Preview::Words(words), Preview::None(NoText::Empty)]
            .map(|preview| {
                let c = Chrome::sample("evidence-title").at(Nav::Partners).under("Partners", "/partners");
                let places =
                    ("/assessments/sample".to_owned(), "/assessments/sample/evidence/sample".to_owned());
                Self::new(c.titled("Deletion policy v3.pdf"), preview, places)
            })
            .into()
    }
}
