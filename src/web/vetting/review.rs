//! Review: the answers of one section with their evidence, and our judgement beside them. Works without script.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::assessment::{framed, load};
use super::evidence;
use super::remarks::RemarkView;
use super::review_form::{self, Refused};
use super::review_view::{self, ReviewItem, SectionTab};
use super::view::{decision_view, ok, score_view, unprocessable};
use crate::access::{Decide, ReviewAnswers, ViewPartners};
use crate::ids::AssessmentId;
use crate::services::ServiceError;
use crate::services::vetting::{self, Dossier};
use crate::vetting::questionnaire::Section;
use crate::web::app::App;
use crate::web::components::{Banner, Choice, DecisionView, Kind, Link, ScoreView};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::{see_other, see_other_saying};
use crate::web::visitor::Who;

/// GET /assessments/{id}/review/section/{section}
#[derive(Debug, Template)]
#[template(path = "vetting/review.html")]
pub struct ReviewPage {
    /// The frame.
    pub c: Chrome,
    /// That nothing was saved, after a refusal.
    pub banner: Option<Banner>,
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
    /// Where the section's form goes.
    pub action: String,
    /// What to do with answers that were not judged one by one.
    pub rest: Vec<Choice>,
    /// The section before.
    pub before: Option<Link>,
    /// The section after.
    pub after: Option<Link>,
    /// The score page.
    pub score_link: Link,
    /// Where to decide, for a reader who may.
    pub decide: Option<Link>,
}

/// A form's fields by name, as `D1:level`; which there are depends on the section.
type Fields = Vec<(String, String)>;

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
    Ok(ok(show(&who, &app, (&id, &section), &Refused::default()).await?))
}

async fn show(
    who: &Who<ReviewAnswers>,
    app: &App,
    (id, section): (&str, &str),
    refused: &Refused,
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
    let view = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let assessment = dossier.assessment.id.clone();
    let remarks = app.read(move |tx, _| vetting::remark_list(tx, &view, &assessment)).await?;
    let mut page = ReviewPage::new(c.under(up, own), &dossier, section, (refused, decides));
    let documents = evidence::load(who, app, &dossier).await?;
    for item in &mut page.items {
        let own: Vec<_> = documents.iter().filter(|one| one.question == item.id).collect();
        // Nobody has judged it yet, and nothing that was attached still holds: the box says so until somebody knows better.
        let outlived = !own.is_empty() && own.iter().all(|one| one.expired);
        item.expired = item.expired || (outlived && !item.is_reviewed && refused.typed.is_empty());
        item.documents =
            own.into_iter().map(|one| evidence::view(page.c.words, &dossier.assessment.id, one)).collect();
        let about = remarks.iter().filter(|remark| remark.question == item.id);
        item.remarks = about.map(|remark| RemarkView::of(remark, &name)).collect();
    }
    Ok(page)
}

/// POST /assessments/{id}/review/section/{section}: the whole section, kept together or not at all.
pub async fn save(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (id, name) = path.into_inner();
    let (dossier, _) = load(&who, &app, &id).await?;
    let section = dossier.questionnaire.sections().iter().find(|known| known.id.as_str() == name);
    let reviews = review_form::reviews(&dossier, section.ok_or(ServiceError::NotFound)?, &form.0);
    let (proof, own, sent) = (who.proof(), AssessmentId::from(id.as_str()), reviews.clone());
    let saved = app.write("reviews_save", move |tx, now| vetting::reviews_save(tx, &proof, &own, &sent, now));
    match saved.await {
        Ok(()) => Ok(see_other_saying(&app, &onward(&dossier, &id, &name, &form.0), "flash-review-saved")),
        Err(ServiceError::Invalid(faults)) => {
            let refused = Refused { typed: reviews, faults };
            Ok(unprocessable(show(&who, &app, (&id, &name), &refused).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Where the button that was pressed leads: the section after, or this one again.
fn onward(dossier: &Dossier, id: &str, section: &str, fields: &Fields) -> String {
    let sections = dossier.questionnaire.sections();
    let at = sections.iter().position(|known| known.id.as_str() == section).unwrap_or_default();
    let next =
        sections.get(at.saturating_add(1)).filter(|_| review_form::field(fields, "go") == Some("next"));
    format!("/assessments/{id}/review/section/{}", next.map_or(section, |next| next.id.as_str()))
}

impl ReviewPage {
    fn new(c: Chrome, dossier: &Dossier, section: &Section, (refused, decides): (&Refused, bool)) -> Self {
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
            banner: (!refused.faults.is_empty()).then(|| Banner::new(Kind::Bad, c.t("review-not-saved"))),
            score: view.unwrap_or_else(|| ScoreView::none(&c.words)),
            decision: decision_view(&c.words, score.as_ref().map(|score| score.decision)),
            sections: review_view::tabs(&c, dossier, section),
            title: section.title.in_language(c.lang()).to_owned(),
            items: review_view::items(&c, dossier, section, refused),
            action: format!("{own}/review/section/{}", section.id),
            rest: review_form::rest_choices(&c),
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
            banner: Some(Banner::new(Kind::Bad, c.t("review-not-saved"))),
            score: ScoreView::samples().into_iter().nth(1).unwrap_or_default(),
            decision: DecisionView::samples().into_iter().nth(1).unwrap_or_default(),
            sections: review_view::sample_tabs(&c),
            title: "Consumer rights and opt-out signals".to_owned(),
            items: review_view::sample_items(&c),
            action: "/assessments/sample/review/section/D".to_owned(),
            rest: review_form::rest_choices(&c),
            before: None,
            after: Some(Link::new("Purpose and a healthy relation", "/assessments/sample/review/section/E")),
            score_link: Link::new(c.t("go-score"), "/assessments/sample/score"),
            decide: Some(Link::new(c.t("go-decide"), "/assessments/sample/decide")),
            c,
        }]
    }
}
