//! What can be read of a partner's document without downloading it, beside the answer that it is to show. Looking at its words is
//! reading it, and in the audit log.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::assessment::{framed, load};
use super::review_view::answer_words;
use super::view::ok;
use crate::access::{Allowed, ReviewAnswers, ViewPartners};
use crate::ids::{AssessmentId, EvidenceId};
use crate::services::evidence::{self, Evidence, Preview};
use crate::services::vetting::Dossier;
use crate::vetting::evidence::{FileType, NoText};
use crate::web::app::{App, Side};
use crate::web::components::{EvidenceView, Kind, Link, PreviewView};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::visitor::Who;

/// GET /assessments/{id}/evidence/{evidence}/preview
#[derive(Debug, Template)]
#[template(path = "vetting/document.html")]
pub struct DocumentPage {
    /// The frame.
    pub c: Chrome,
    /// What it says.
    pub preview: PreviewView,
    /// What it is and how long it holds.
    pub document: EvidenceView,
    /// SHA-256 of the file, in lower-case hex.
    pub sha256: String,
    /// The name of the question.
    pub question_id: String,
    /// The question that it is about; nothing if it was sent for a finding that names none.
    pub question: String,
    /// What the partner answered, and how that is meant.
    pub answer: (String, Kind),
    /// What the partner wrote beside it.
    pub comment: String,
    /// The way back: to the answer for a reviewer, to the finding or the assessment otherwise.
    pub back: Link,
}

/// GET /assessments/{id}/evidence/{evidence}/preview
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (dossier, name) = load(&who, &app, &path.0).await?;
    let (document, preview) = preview_of(&app, who.proof(), (&path.0, &path.1)).await?;
    let c = framed(who.chrome(&app, "assessment-title"), &dossier, &name);
    let up = c.title.clone();
    let c = c.under(up, format!("/assessments/{}", path.0)).titled(&document.name);
    let reviews = who.also::<ReviewAnswers>().is_some() && dossier.is_reviewable();
    Ok(ok(DocumentPage::new(c, &dossier, (&document, preview), reviews)))
}

/// What is known about a document, and its words, for pages and the API. That counts as reading it, and is in the audit log. A picture
/// has no words and stays closed: whoever shows it reads it.
pub async fn preview_of(
    app: &App,
    proof: Allowed<ViewPartners>,
    (assessment, id): (&str, &str),
) -> Result<(Evidence, Preview), WebError> {
    let (assessment, id) = (AssessmentId::from(assessment), EvidenceId::from(id));
    let (own, place) = (proof.clone(), (assessment.clone(), id.clone()));
    let document =
        app.read(move |tx, now| evidence::evidence_about(tx, &own, (&place.0, &place.1), now)).await?;
    if FileType::is_picture(&document.media_type) {
        return Ok((document, Preview::None(NoText::Picture)));
    }
    let kit = app.kit().clone();
    let open = app.write("evidence_read", move |tx, now| {
        evidence::evidence_read(tx, &proof, kit.master(), (&assessment, &id), now)
    });
    let preview = app.preview(Side::Member, open).await?;
    Ok((document, preview))
}

impl DocumentPage {
    fn new(c: Chrome, dossier: &Dossier, (one, preview): (&Evidence, Preview), reviews: bool) -> Self {
        let own = format!("/assessments/{}", dossier.assessment.id);
        let href = format!("{own}/evidence/{}", one.id);
        let question = dossier.question(&one.question);
        let row = dossier.answers.get(&one.question);
        let back = match &one.finding {
            Some(finding) => Link::new(c.t("document-to-finding"), format!("/findings/{finding}")),
            None if reviews => {
                let at = format!("{own}/review/question/{}", one.question);
                Link::new(c.ts("evidence-back", &one.question), at)
            }
            None => Link::new(c.t("assessment-title"), own),
        };
        Self {
            preview: PreviewView::of(c.words, one, preview, (&href, false)),
            document: EvidenceView::of(c.words, one, href),
            sha256: one.sha256.clone(),
            question_id: one.question.clone(),
            question: question.map(|known| known.text.in_language(c.lang()).to_owned()).unwrap_or_default(),
            answer: question.map(|known| answer_words(&c, known, row)).unwrap_or_default(),
            comment: row.map(|row| row.comment.clone()).unwrap_or_default(),
            back,
            c,
        }
    }

    /// Everything that can become of a preview.
    pub fn samples() -> Vec<Self> {
        let page = |preview: PreviewView| {
            let c = Chrome::sample("assessment-title").at(Nav::Partners).under("Partners", "/partners");
            Self {
                document: EvidenceView::samples(c.words).into_iter().next().unwrap_or_default(),
                sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
                question_id: "D2".to_owned(),
                question: "Does a deletion reach every recipient and copy, with confirmation?".to_owned(),
                answer: (
                    "Our own systems and the main recipients; the rest is asked but not confirmed".to_owned(),
                    Kind::Warn,
                ),
                comment: "Two of our eleven recipients answer by e-mail only.".to_owned(),
                back: Link::new(c.ts("evidence-back", "D2"), "/assessments/sample/review/question/D2"),
                c: c.titled(&preview.name),
                preview,
            }
        };
        PreviewView::samples(Chrome::sample("assessment-title").words).into_iter().map(page).collect()
    }
}
