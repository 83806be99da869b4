//! Review: the answers of one section with their evidence, and our judgement beside them. Works without script.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::assessment::{framed, load};
use super::evidence;
use super::finding_view;
use super::remarks::RemarkView;
use super::review_form::{self, Refused};
use super::review_round::{self, RoundView};
use super::review_view::{self, ReviewItem, SectionTab};
use super::view::{decision_view, excused, ok, sample_excused, score_view, unprocessable};
use crate::access::{Decide, ReviewAnswers, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::AssessmentId;
use crate::services::ServiceError;
use crate::services::vetting::{self, Dossier, FindingFilter, LastRound, Remark};
use crate::store::Finding;
use crate::vetting::questionnaire::Section;
use crate::web::app::App;
use crate::web::components::{Banner, Choice, DecisionView, Kind, Link, ScoreView};
use crate::web::csrf::{Csrf, Fields};
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
    /// That much is excused, so that a second person must agree.
    pub excused: Option<Banner>,
    /// How this round stands to the last one; none in a first round.
    pub round: Option<RoundView>,
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
    shown: web::Query<Shown>,
) -> Result<HttpResponse, WebError> {
    let (id, section) = path.into_inner();
    let only = shown.show == "changed";
    Ok(ok(show(&who, &app, (&id, &section), (&Refused::default(), only)).await?))
}

/// What the address asks to be shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Shown {
    show: String,
}

/// What is known about the answers from elsewhere.
struct Around {
    remarks: Vec<Remark>,
    findings: Vec<Finding>,
    round: Option<LastRound>,
}

async fn around(who: &Who<ReviewAnswers>, app: &App, dossier: &Dossier) -> Result<Around, ServiceError> {
    let view = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let (id, partner) = (dossier.assessment.id.clone(), dossier.assessment.partner_id.clone());
    app.read(move |tx, now| {
        Ok(Around {
            remarks: vetting::remark_list(tx, &view, &id)?,
            findings: vetting::finding_list(tx, &view, &partner, FindingFilter::default(), now)?,
            round: vetting::round_changes(tx, &view, &id)?,
        })
    })
    .await
}

async fn show(
    who: &Who<ReviewAnswers>,
    app: &App,
    (id, section): (&str, &str),
    (refused, only): (&Refused, bool),
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
    let known = around(who, app, &dossier).await?;
    let mut page = ReviewPage::new(c.under(up, own), &dossier, section, (refused, decides));
    let documents = evidence::load(who, app, &dossier).await?;
    for item in &mut page.items {
        let own: Vec<_> = documents.iter().filter(|one| one.question == item.id).collect();
        // Nobody has judged it yet, and nothing that was attached still holds: the box says so until somebody knows better.
        let outlived = !own.is_empty() && own.iter().all(|one| one.expired);
        item.expired = item.expired || (outlived && !item.is_reviewed && refused.typed.is_empty());
        item.documents =
            own.into_iter().map(|one| evidence::view(page.c.words, &dossier.assessment.id, one)).collect();
        let about = known.remarks.iter().filter(|remark| remark.question == item.id);
        item.remarks = about.map(|remark| RemarkView::of(remark, &name)).collect();
        let found = known
            .findings
            .iter()
            .filter(|row| row.closed_at.is_none() && row.question_id.as_deref() == Some(item.id.as_str()));
        item.findings = found.map(|row| finding_link(&page.c, row, app.now())).collect();
    }
    if let Some(round) = &known.round {
        review_round::beside(&mut page, &dossier, round, only);
    }
    Ok(page)
}

fn finding_link(c: &Chrome, row: &Finding, now: Timestamp) -> (Link, (Kind, String)) {
    let state = finding_view::state(&c.words, row, row.standing(now));
    (Link::new(row.title.clone(), format!("/findings/{}", row.id)), state)
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
            Ok(unprocessable(show(&who, &app, (&id, &name), (&refused, only_changed(&form.0))).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether the page that was sent showed only what changed.
fn only_changed(fields: &Fields) -> bool {
    review_form::field(fields, "show") == Some("changed")
}

/// Where the button that was pressed leads: the section after, this one again, or a finding about one of its answers.
fn onward(dossier: &Dossier, id: &str, section: &str, fields: &Fields) -> String {
    let go = review_form::field(fields, "go").unwrap_or_default();
    if let Some(question) = go.strip_prefix("finding:").and_then(|id| dossier.question(id)) {
        let (partner, question) = (&dossier.assessment.partner_id, &question.id);
        return format!(
            "/partners/{partner}/findings/new?assessment={id}&question={question}&section={section}"
        );
    }
    let sections = dossier.questionnaire.sections();
    let at = sections.iter().position(|known| known.id.as_str() == section).unwrap_or_default();
    let next = sections.get(at.saturating_add(1)).filter(|_| go == "next");
    let query = if only_changed(fields) { review_round::ONLY } else { "" };
    format!("/assessments/{id}/review/section/{}{query}", next.map_or(section, |next| next.id.as_str()))
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
            excused: score.as_ref().and_then(|score| excused(&c, &dossier.questionnaire, score)),
            round: None,
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
            excused: Some(sample_excused(&c)),
            round: Some(review_round::sample(&c, "/assessments/sample/review/section/D")),
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
