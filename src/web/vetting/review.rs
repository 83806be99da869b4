//! Review: the answers of one section with their evidence, and our judgement beside them. Works without script.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::assessment::{framed, load};
use super::review_view::{self, Refused, ReviewItem, SectionTab};
use super::view::{decision_view, ok, score_view, unprocessable};
use crate::access::{Decide, ReviewAnswers};
use crate::ids::AssessmentId;
use crate::services::ServiceError;
use crate::services::vetting::{self, Dossier, ReviewInput};
use crate::vetting::questionnaire::Section;
use crate::web::app::App;
use crate::web::components::{DecisionView, Link, ScoreView};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other;
use crate::web::visitor::Who;

/// GET /assessments/{id}/review/section/{section}
#[derive(Debug, Template)]
#[template(path = "vetting/review.html")]
pub struct ReviewPage {
    /// The frame.
    pub c: Chrome,
    /// The running score.
    pub score: ScoreView,
    /// What the score says so far.
    pub decision: DecisionView,
    /// The sections.
    pub sections: Vec<SectionTab>,
    /// The section's title.
    pub title: String,
    /// The questions in scope.
    pub items: Vec<ReviewItem>,
    /// The section before.
    pub before: Option<Link>,
    /// The section after.
    pub after: Option<Link>,
    /// The score page.
    pub score_link: Link,
    /// Where to decide, for a reader who may.
    pub decide: Option<Link>,
}

/// What one question's form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    /// E0 to E3, or nothing.
    pub level: String,
    /// "yes" if the document has expired.
    pub expired: String,
    /// "accept", "refuse" or nothing.
    pub na: String,
    /// The option that is true instead, or nothing.
    pub corrected: String,
    /// Free words.
    pub note: String,
}

impl ReviewForm {
    fn input(&self, question: &str) -> ReviewInput {
        ReviewInput {
            question: question.to_owned(),
            level: self.level.clone(),
            expired: self.expired == "yes",
            na: match self.na.as_str() {
                "accept" => Some(true),
                "refuse" => Some(false),
                _ => None,
            },
            corrected: self.corrected.clone(),
            note: self.note.clone(),
        }
    }
}

/// GET /assessments/{id}/review: the first section that is not reviewed through.
pub async fn begin(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (dossier, _) = load(&who, &app, &id).await?;
    let section = review_view::first_open(&dossier).ok_or(ServiceError::NotFound)?;
    Ok(see_other(&format!("/assessments/{id}/review/section/{}", section.id)))
}

/// GET /assessments/{id}/review/section/{section}
pub async fn page(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (id, section) = path.into_inner();
    Ok(ok(show(&who, &app, (&id, &section), None).await?))
}

async fn show(
    who: &Who<ReviewAnswers>,
    app: &App,
    (id, section): (&str, &str),
    refused: Refused<'_>,
) -> Result<ReviewPage, WebError> {
    let (dossier, name) = load(who, app, id).await?;
    if !dossier.is_reviewable() {
        return Err(ServiceError::conflict("conflict-assessment-not-submitted").into());
    }
    let own = format!("/assessments/{id}");
    let c = framed(who.chrome(app, "review-title"), &dossier, &name);
    let up = c.t("assessment-title");
    let found = dossier.questionnaire.sections().iter().find(|known| known.id.as_str() == section);
    let section = found.ok_or(ServiceError::NotFound)?;
    let decides = who.also::<Decide>().is_some();
    Ok(ReviewPage::new(c.under(up, own), &dossier, section, (refused, decides)))
}

/// POST /assessments/{id}/review/q/{question}
pub async fn save(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    form: Csrf<ReviewForm>,
) -> Result<HttpResponse, WebError> {
    let (id, question) = path.into_inner();
    let (proof, own, input) = (who.proof(), AssessmentId::from(id.as_str()), form.0.input(&question));
    let saved = app.write("review_save", move |tx, now| vetting::review_save(tx, &proof, &own, &input, now));
    let saved = saved.await;
    let (dossier, _) = load(&who, &app, &id).await?;
    let section = review_view::section_of(&dossier, &question).ok_or(ServiceError::NotFound)?.to_owned();
    match saved {
        Ok(()) => Ok(see_other(&format!("/assessments/{id}/review/section/{section}#q-{question}"))),
        Err(ServiceError::Invalid(faults)) => {
            let refused = Some((question.as_str(), &form.0, faults.as_slice()));
            Ok(unprocessable(show(&who, &app, (&id, &section), refused).await?))
        }
        Err(error) => Err(error.into()),
    }
}

impl ReviewPage {
    fn new(c: Chrome, dossier: &Dossier, section: &Section, (refused, decides): (Refused<'_>, bool)) -> Self {
        let own = format!("/assessments/{}", dossier.assessment.id);
        let case = dossier.case();
        let score = dossier.score();
        let view = score.as_ref().map(|score| score_view(&c.words, score, case.as_ref()));
        let sections = dossier.questionnaire.sections();
        let at = sections.iter().position(|known| known.id == section.id).unwrap_or_default();
        let neighbour = |at: Option<usize>| {
            let known = at.and_then(|at| sections.get(at))?;
            let title = known.title.in_language(c.lang());
            Some(Link::new(title, format!("{own}/review/section/{}", known.id)))
        };
        Self {
            score: view.unwrap_or_else(|| ScoreView::none(&c.words)),
            decision: decision_view(&c.words, score.as_ref().map(|score| score.decision)),
            sections: review_view::tabs(&c, dossier, section),
            title: section.title.in_language(c.lang()).to_owned(),
            items: review_view::items(&c, dossier, section, refused),
            before: neighbour(at.checked_sub(1)),
            after: neighbour(at.checked_add(1)),
            score_link: Link::new(c.t("go-score"), format!("{own}/score")),
            decide: decides.then(|| Link::new(c.t("go-decide"), format!("{own}/decide"))),
            c,
        }
    }

    /// A section with an answer, an N/A and a gap.
    pub fn samples() -> Vec<Self> {
        let c = Chrome::sample("review-title").at(Nav::Partners).under("Partners", "/partners");
        vec![Self {
            score: ScoreView::samples().into_iter().nth(1).unwrap_or_default(),
            decision: DecisionView::samples().into_iter().nth(1).unwrap_or_default(),
            sections: review_view::sample_tabs(&c),
            title: "Consumer rights and opt-out signals".to_owned(),
            items: review_view::sample_items(&c),
            before: None,
            after: Some(Link::new("Purpose and a healthy relation", "/assessments/sample/review/section/E")),
            score_link: Link::new(c.t("go-score"), "/assessments/sample/score"),
            decide: Some(Link::new(c.t("go-decide"), "/assessments/sample/decide")),
            c,
        }]
    }
}
