//! One assessment: how far it is, and what can be done with it.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::evidence;
use super::remarks::RemarksView;
use super::reopening::{self, ReopeningView};
use super::view::{fault_of, ok, score_view, unprocessable};
use crate::access::{ManageAssessments, Permission, ReviewAnswers, ViewPartners};
use crate::ids::AssessmentId;
use crate::services::vetting::{self, Dossier};
use crate::services::{FieldFault, ServiceError};
use crate::store::AssessmentState;
use crate::vetting::formats::answer_file::AnswerFormat;
use crate::vetting::sheet::Given;
use crate::web::answer_file::format_word;
use crate::web::app::App;
use crate::web::components::{EvidenceView, Link, ProgressView, ScoreView, StepState, StepView};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;
use crate::web::words::{Arg, Words};

/// GET /assessments/{id}
#[derive(Debug, Template)]
#[template(path = "vetting/assessment.html")]
pub struct AssessmentPage {
    /// The frame.
    pub c: Chrome,
    /// How far it is.
    pub steps: Vec<StepView>,
    /// Its score, once there is something to score.
    pub score: Option<ScoreView>,
    /// What to do next, as the one primary action.
    pub next: Option<Link>,
    /// Further ways on.
    pub links: Vec<Link>,
    /// How far the answers are, by section.
    pub progress: Vec<ProgressView>,
    /// What can be undone.
    pub acts: Vec<Act>,
    /// What the two sides said about questions.
    pub remarks: RemarksView,
    /// The documents that the partner attached.
    pub documents: Vec<EvidenceView>,
    /// What was submitted, and requests to change it.
    pub reopening: ReopeningView,
}

/// Something that is asked before it is done.
#[derive(Debug, Clone)]
pub struct Act {
    /// The button that unfolds it.
    pub ask: String,
    /// What will happen.
    pub text: String,
    /// The button that does it.
    pub go: String,
    /// Where the form goes.
    pub action: String,
    /// The revision that was looked at.
    pub revision: String,
}

/// The dossier of an assessment and the partner's name.
pub(super) async fn load<P: Permission>(
    who: &Who<P>,
    app: &App,
    id: &str,
) -> Result<(Dossier, String), ServiceError> {
    let proof = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let id = AssessmentId::from(id);
    app.read(move |tx, _| {
        let dossier = vetting::dossier(tx, &proof, &id)?;
        let partner = vetting::partner_fetch(tx, &proof, &dossier.assessment.partner_id)?;
        Ok((dossier, partner.name))
    })
    .await
}

/// The frame of a page about an assessment of a partner.
pub(super) fn framed(c: Chrome, dossier: &Dossier, name: &str) -> Chrome {
    let up = c.t("nav-partners");
    let c = c.at(Nav::Partners).under(up, "/partners");
    c.under(name, format!("/partners/{}", dossier.assessment.partner_id))
}

/// GET /assessments/{id}
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(show(&who, &app, &id).await?))
}

/// The page again, because the answer to a request cannot be taken.
pub(super) async fn page_refused<P: Permission>(
    who: &Who<P>,
    app: &App,
    id: &str,
    (word, faults): (&str, &[FieldFault]),
) -> Result<HttpResponse, WebError> {
    let mut page = show(who, app, id).await?;
    let fault = fault_of(&page.c, faults, "word");
    page.reopening.word = page.reopening.word.map(|field| field.value(word).error(fault));
    Ok(unprocessable(page))
}

async fn show<P: Permission>(who: &Who<P>, app: &App, id: &str) -> Result<AssessmentPage, WebError> {
    let (dossier, name) = load(who, app, id).await?;
    let c = framed(who.chrome(app, "assessment-title"), &dossier, &name);
    let manages = who.also::<ManageAssessments>().is_some();
    let reviews = who.also::<ReviewAnswers>().is_some();
    let proof = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let own = dossier.assessment.id.clone();
    let (remarks, found) = app
        .read(move |tx, _| Ok((vetting::remark_list(tx, &proof, &own)?, reopening::read(tx, &proof, &own)?)))
        .await?;
    let remarks = RemarksView::new(&c, &dossier, (&remarks, &name), reviews);
    let documents = evidence::load(who, app, &dossier).await?;
    let view = |one| evidence::view(c.words, &dossier.assessment.id, one);
    let documents = documents.iter().map(view).collect();
    let row = &dossier.assessment;
    let reopening = ReopeningView::new(&c, (&row.id, row.state), (&found, &name), manages);
    let mut page = AssessmentPage::new(c, &dossier, manages, reviews);
    if manages && !matches!(row.state, AssessmentState::Intake | AssessmentState::Cancelled) {
        page.acts.insert(0, reopening::show_act(&page.c, &row.id, found.shown));
    }
    Ok(AssessmentPage { remarks, documents, reopening, ..page })
}

impl AssessmentPage {
    fn new(c: Chrome, dossier: &Dossier, manages: bool, reviews: bool) -> Self {
        let row = &dossier.assessment;
        let case = dossier.case();
        let score = dossier.score().filter(|_| dossier.is_reviewable());
        let href = |rest: &str| format!("/assessments/{}/{rest}", row.id);
        let next = match row.state {
            AssessmentState::Intake if !manages => None,
            AssessmentState::Intake if dossier.intake.is_none() => {
                Some(Link::new(c.t("go-intake"), href("intake")))
            }
            AssessmentState::Intake => Some(Link::new(c.t("go-send"), href("send"))),
            AssessmentState::Sent => manages.then(|| Link::new(c.t("go-links"), href("send"))),
            AssessmentState::Submitted if reviews => Some(Link::new(c.t("go-review"), href("review"))),
            AssessmentState::Submitted | AssessmentState::Decided => {
                Some(Link::new(c.t("go-score"), href("score")))
            }
            AssessmentState::Cancelled => None,
        };
        let links = further(&c, dossier, manages, reviews);
        let links = links.into_iter().filter(|link| Some(link) != next.as_ref()).collect();
        let acts = if manages { acts(&c, dossier) } else { Vec::new() };
        Self {
            steps: steps(&c, dossier),
            score: score.as_ref().map(|score| score_view(&c.words, score, case.as_ref())),
            next,
            links,
            progress: progress(&c.words, dossier),
            acts,
            remarks: RemarksView::default(),
            documents: Vec::new(),
            reopening: ReopeningView::default(),
            c,
        }
    }

    /// Submitted, with two sections.
    pub fn samples() -> Vec<Self> {
        let c = Chrome::sample("assessment-title").at(Nav::Partners).under("Partners", "/partners");
        let act = Act {
            ask: c.t("reopen-ask"),
            text: c.t("reopen-text"),
            go: c.t("reopen-go"),
            action: "/assessments/sample/reopen".to_owned(),
            revision: "4".to_owned(),
        };
        vec![Self {
            steps: StepView::samples(),
            score: ScoreView::samples().into_iter().nth(1),
            next: Some(Link::new(c.t("go-review"), "/assessments/sample/review")),
            links: vec![Link::new(c.t("go-score"), "/assessments/sample/score")],
            progress: ProgressView::samples(),
            acts: vec![act],
            remarks: RemarksView::sample(&c),
            documents: EvidenceView::samples(c.words),
            reopening: ReopeningView::sample(&c),
            c,
        }]
    }
}

fn further(c: &Chrome, dossier: &Dossier, manages: bool, reviews: bool) -> Vec<Link> {
    let row = &dossier.assessment;
    let href = |rest: &str| format!("/assessments/{}/{rest}", row.id);
    let mut links = Vec::new();
    if manages && row.state != AssessmentState::Cancelled {
        links.push(Link::new(c.t("go-intake"), href("intake")));
        links.push(Link::new(c.t("go-links"), href("send")));
    }
    if !matches!(row.state, AssessmentState::Intake | AssessmentState::Cancelled) {
        links.extend(files(c, dossier));
    }
    if manages && row.state == AssessmentState::Sent {
        links.push(Link::new(c.t("go-load"), href("load")));
    }
    if dossier.is_reviewable() {
        if reviews {
            links.push(Link::new(c.t("go-review"), href("review")));
        }
        links.push(Link::new(c.t("go-score"), href("score")));
        links.push(Link::new(c.t("go-coverage"), href("coverage")));
        if reviews {
            links.push(Link::new(c.t("go-decide"), href("decide")));
        }
    }
    links
}

/// The answers as files.
fn files(c: &Chrome, dossier: &Dossier) -> Vec<Link> {
    let href =
        |format: AnswerFormat| format!("/assessments/{}/answers/{}", dossier.assessment.id, format.as_str());
    let formats = AnswerFormat::written_for(&dossier.questionnaire);
    formats.into_iter().map(|format| Link::new(c.t(format_word(format)), href(format))).collect()
}

fn steps(c: &Chrome, dossier: &Dossier) -> Vec<StepView> {
    let row = &dossier.assessment;
    let reached = match row.state {
        AssessmentState::Intake => usize::from(dossier.intake.is_some()),
        AssessmentState::Sent => 2,
        AssessmentState::Submitted => 3,
        AssessmentState::Decided => 5,
        AssessmentState::Cancelled => 0,
    };
    let on = |at: Option<crate::clock::Timestamp>| at.map(format::date).unwrap_or_default();
    let (reviewed, reviewable) = super::review_view::reviewed_in_all(dossier);
    let submitted = match (&row.submitted_by, row.submitted_at) {
        (Some(by), Some(at)) => {
            c.with("assessment-submitted-by", &[("by", Arg::from(by)), ("on", Arg::from(format::date(at)))])
        }
        _ => String::new(),
    };
    let texts = [
        ("assessment-step-intake", String::new()),
        ("assessment-step-sent", on(row.sent_at)),
        ("assessment-step-answered", submitted),
        (
            "assessment-step-reviewed",
            c.with("reviewed-of", &[("done", Arg::from(reviewed)), ("all", Arg::from(reviewable))]),
        ),
        ("assessment-step-decided", String::new()),
    ];
    let steps = texts.into_iter().enumerate().map(|(at, (title, text))| StepView {
        title: c.t(title),
        state: match row.state {
            AssessmentState::Cancelled => StepState::Stopped,
            _ if at < reached => StepState::Done,
            _ if at == reached => StepState::Current,
            _ => StepState::Waiting,
        },
        text,
    });
    steps.collect()
}

fn progress(words: &Words, dossier: &Dossier) -> Vec<ProgressView> {
    let visible = dossier.questionnaire.visible(|question| dossier.sheet.option(question));
    let mut list = Vec::new();
    for section in dossier.questionnaire.sections() {
        let asked = section.questions.iter().filter(|question| visible.contains(&question.id));
        let (mut done, mut of) = (0_u64, 0_u64);
        for question in asked {
            of = of.saturating_add(1);
            let given = dossier.sheet.entry(&question.id).map(|entry| &entry.answer.given);
            done = done.saturating_add(u64::from(given.is_some_and(|given| *given != Given::Nothing)));
        }
        let args = [("done", Arg::from(done)), ("of", Arg::from(of))];
        let label = section.title.in_language(words.lang().tag()).to_owned();
        list.push(ProgressView { label, text: words.with("answered-of", &args), done, of });
    }
    list
}

fn acts(c: &Chrome, dossier: &Dossier) -> Vec<Act> {
    let row = &dossier.assessment;
    let act = |name: &str| Act {
        ask: c.t(&format!("{name}-ask")),
        text: c.t(&format!("{name}-text")),
        go: c.t(&format!("{name}-go")),
        action: format!("/assessments/{}/{name}", row.id),
        revision: row.revision.to_string(),
    };
    match row.state {
        AssessmentState::Intake | AssessmentState::Sent => vec![act("cancel")],
        AssessmentState::Submitted => vec![act("reopen"), act("cancel")],
        AssessmentState::Decided => vec![act("reopen")],
        AssessmentState::Cancelled => Vec::new(),
    }
}

/// A form that carries the revision that was looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RevisionForm {
    /// The revision.
    pub revision: i64,
}

/// POST /assessments/{id}/reopen
pub async fn reopen(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<RevisionForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, own, revision) = (who.proof(), AssessmentId::from(id.as_str()), form.0.revision);
    app.write("assessment_reopen", move |tx, now| {
        vetting::assessment_reopen(tx, &proof, (&own, revision), now)
    })
    .await?;
    Ok(see_other_saying(&app, &format!("/assessments/{id}"), "flash-assessment-reopened"))
}

/// POST /assessments/{id}/cancel
pub async fn cancel(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<RevisionForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, own, revision) = (who.proof(), AssessmentId::from(id.as_str()), form.0.revision);
    app.write("assessment_cancel", move |tx, now| {
        vetting::assessment_cancel(tx, &proof, (&own, revision), now)
    })
    .await?;
    Ok(see_other_saying(&app, &format!("/assessments/{id}"), "flash-assessment-cancelled"))
}
