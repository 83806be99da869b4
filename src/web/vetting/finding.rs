//! One finding: what is asked, how it stands, what can be done with it now, what happened with it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::finding_form;
use super::finding_view::{about, severity, state};
use crate::access::{Decide, Permission, ReviewAnswers, ViewPartners};
use crate::ids::FindingId;
use crate::services::vetting::{self, FindingLine, FindingView};
use crate::services::{FieldFault, ServiceError};
use crate::store::FindingKind;
use crate::vetting::remediation::{FindingEvent, FindingState};
use crate::web::app::App;
use crate::web::components::{Banner, EvidenceView, FieldView, KeyValue, Kind, Link};
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Nav, Page};
use crate::web::visitor::Who;
use crate::web::words::{Arg, Words};

/// GET /findings/{id}
#[derive(Debug, Template)]
#[template(path = "vetting/finding.html")]
pub struct FindingPage {
    /// The frame.
    pub c: Chrome,
    /// How it stands.
    pub state: (Kind, String),
    /// How bad it is.
    pub severity: (Kind, String),
    /// What follows from its date, where something does.
    pub banner: Option<Banner>,
    /// What is asked, in more words; may be empty.
    pub description: String,
    /// Owner, date, where it comes from.
    pub facts: Vec<KeyValue>,
    /// The answer that it is about.
    pub question: Option<Link>,
    /// The documents that were sent for it.
    pub documents: Vec<EvidenceView>,
    /// What can be done with it now.
    pub steps: Vec<StepForm>,
    /// What happened with it, newest first.
    pub events: Vec<FindingEventView>,
    /// Where its words are changed; empty for none.
    pub edit: String,
}

/// A step that can be taken.
#[derive(Debug, Clone)]
pub struct StepForm {
    /// What unfolds it.
    pub title: String,
    /// What it means.
    pub text: String,
    /// Whether it is unfolded.
    pub open: bool,
    /// Where it is sent.
    pub action: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// Its button.
    pub submit: String,
}

/// One thing that happened with a finding.
#[derive(Debug, Clone)]
pub struct FindingEventView {
    /// What.
    pub what: String,
    /// Who and when.
    pub by: String,
    /// What they said.
    pub note: String,
    /// The document that was shown.
    pub document: Option<Link>,
}

/// A step that was refused: its fields as they were typed, and what is wrong.
#[derive(Debug, Clone, Default)]
pub(super) struct Refused {
    pub(super) typed: Vec<(String, String)>,
    pub(super) faults: Vec<FieldFault>,
}

/// What the reader may do with findings.
#[derive(Debug, Clone, Copy)]
pub(super) struct May {
    pub(super) review: bool,
    pub(super) decide: bool,
}

/// GET /findings/{id}
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    show(&who, &app, &id, &Refused::default()).await
}

/// The page, again with what was refused.
pub(super) async fn show<P: Permission>(
    who: &Who<P>,
    app: &App,
    id: &str,
    refused: &Refused,
) -> Result<HttpResponse, WebError> {
    let proof = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let own = FindingId::from(id);
    let view = app.read(move |tx, now| vetting::finding_view(tx, &proof, &own, now)).await?;
    let up = who.chrome(app, "nav-partners").title;
    let c = who.chrome(app, "findings-title");
    let (title, partner) = (c.title.clone(), format!("/partners/{}", view.partner.id));
    let c = c.at(Nav::Partners).under(up, "/partners").under(&view.partner.name, partner.clone());
    let c = c.under(title, format!("{partner}/findings")).titled(&view.row.title);
    let may = May { review: who.also::<ReviewAnswers>().is_some(), decide: who.also::<Decide>().is_some() };
    let status = if refused.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Page(FindingPage::new(c, &view, may, refused)).with_status(status))
}

impl FindingPage {
    fn new(c: Chrome, view: &FindingView, may: May, refused: &Refused) -> Self {
        let (row, standing) = (&view.row, view.standing);
        let own = format!("/findings/{}", row.id);
        let is_condition = row.kind == FindingKind::Condition;
        let banner = if !refused.faults.is_empty() {
            Some(Banner::new(Kind::Bad, c.t("form-problems")))
        } else if standing.overdue && is_condition {
            Some(Banner::new(Kind::Bad, c.t("finding-overdue-condition")))
        } else {
            (standing.state == FindingState::Accepted)
                .then(|| Banner::new(Kind::Warn, c.t("finding-accepted-text")))
        };
        let editable = may.review && standing.state != FindingState::Closed;
        Self {
            state: state(&c.words, row, standing),
            severity: severity(&c.words, row.severity()),
            banner,
            description: row.description.clone(),
            facts: facts(&c, view),
            question: may.review.then(|| question(&c, view)).flatten(),
            documents: documents(&c.words, view),
            steps: finding_form::steps(&c, view, may, refused),
            events: view.events.iter().rev().map(|line| event(&c.words, view, line)).collect(),
            edit: if editable { format!("{own}/edit") } else { String::new() },
            c,
        }
    }

    /// One that was reported as mended; one whose risk is accepted.
    pub fn samples() -> Vec<Self> {
        let page = |state: (Kind, String), steps: Vec<StepForm>, banner: Option<Banner>| {
            let c = Chrome::sample("findings-title").at(Nav::Partners).under("Partners", "/partners");
            let words = c.words;
            Self {
                state,
                severity: severity(&words, crate::vetting::findings::Severity::High),
                banner,
                description: "Show the confirmations of all eleven recipients for one month.".to_owned(),
                facts: vec![
                    KeyValue::new(c.t("col-owner"), "Ines Duarte"),
                    KeyValue::new(c.t("col-due"), "14 June 2027"),
                    KeyValue::new(c.t("finding-from"), format!("{}, D2", c.t("finding-condition"))),
                    KeyValue::new(c.t("finding-partner-reads"), c.t("finding-partner-reads-yes")),
                ],
                question: Some(Link::new(c.ts("finding-to-answer", "D2"), "/assessments/sample/review")),
                documents: EvidenceView::samples(words),
                steps,
                events: sample_events(&words),
                edit: "/findings/sample/edit".to_owned(),
                c: c.titled("Deletion reaches every recipient"),
            }
        };
        let words = Words::default();
        vec![
            page((Kind::Warn, words.t("finding-reported")), finding_form::sample_steps(), None),
            page(
                (Kind::Care, words.ts("finding-accepted", "1 July 2027")),
                Vec::new(),
                Some(Banner::new(Kind::Warn, words.t("finding-accepted-text"))),
            ),
        ]
    }
}

fn facts(c: &Chrome, view: &FindingView) -> Vec<KeyValue> {
    let row = &view.row;
    let reads = if row.shared { "finding-partner-reads-yes" } else { "finding-partner-reads-no" };
    let mut facts = vec![
        KeyValue::new(c.t("col-owner"), row.owner.clone()),
        KeyValue::new(c.t("col-due"), format::date(view.standing.due)),
        KeyValue::new(c.t("finding-from"), about(&c.words, row)),
        KeyValue::new(c.t("finding-partner-reads"), c.t(reads)),
    ];
    if !row.closing_note.is_empty() {
        facts.push(KeyValue::new(c.t("finding-closing-note"), row.closing_note.clone()));
    }
    facts
}

fn question(c: &Chrome, view: &FindingView) -> Option<Link> {
    let id = view.row.question_id.as_ref()?;
    // A question's name begins with its section's in our own questionnaires, not in all: the review finds it by itself.
    let href = format!("/assessments/{}/review/question/{id}", view.row.assessment_id);
    Some(Link::new(c.ts("finding-to-answer", id), href))
}

fn documents(words: &Words, view: &FindingView) -> Vec<EvidenceView> {
    let of = |(assessment, one): &(crate::ids::AssessmentId, crate::services::evidence::Evidence)| {
        EvidenceView::of(*words, one, format!("/assessments/{assessment}/evidence/{}", one.id))
    };
    view.documents.iter().map(of).collect()
}

fn event(words: &Words, view: &FindingView, line: &FindingLine) -> FindingEventView {
    let at = line.at.in_words_with_time();
    let by = line.member.as_deref().unwrap_or(&view.partner.name);
    let shown = line.evidence.as_ref().map(|id| {
        let all = documents(words, view).into_iter();
        let proofs = view.proofs.iter().map(|one| {
            let href = format!("/assessments/{}/evidence/{}", view.row.assessment_id, one.id);
            EvidenceView::of(*words, one, href)
        });
        let found = all.chain(proofs).find(|document| document.id == id.as_str());
        found.map(|document| Link::new(document.name, document.href))
    });
    FindingEventView {
        what: match (line.what, line.until) {
            (FindingEvent::Accepted, Some(until)) => words.ts("finding-did-accepted", &format::date(until)),
            (what, _) => words.t(event_word(what)),
        },
        by: words.with("finding-by", &[("by", Arg::from(by)), ("at", Arg::from(at))]),
        note: if line.what == FindingEvent::Changed { fields(words, &line.note) } else { line.note.clone() },
        document: shown.flatten(),
    }
}

/// The names of the fields that were changed.
fn fields(words: &Words, names: &str) -> String {
    let word = |name: &str| match name {
        "title" => words.t("col-finding"),
        "description" => words.t("finding-description"),
        "severity" => words.t("col-severity"),
        "owner" => words.t("col-owner"),
        _ => words.t("col-due"),
    };
    names.split(',').map(word).collect::<Vec<_>>().join(", ")
}

/// The message that names what happened.
pub fn event_word(what: FindingEvent) -> &'static str {
    match what {
        FindingEvent::Opened => "finding-did-opened",
        FindingEvent::Changed => "finding-did-changed",
        FindingEvent::Shared => "finding-did-shared",
        FindingEvent::Hidden => "finding-did-hidden",
        FindingEvent::Reported => "finding-did-reported",
        FindingEvent::Passed => "finding-did-passed",
        FindingEvent::Failed => "finding-did-failed",
        FindingEvent::Accepted => "finding-accepted-text",
        FindingEvent::Reopened => "finding-did-reopened",
        FindingEvent::Withdrawn => "finding-did-withdrawn",
    }
}

fn sample_events(words: &Words) -> Vec<FindingEventView> {
    let event = |what: FindingEvent, by: &str, note: &str| FindingEventView {
        what: words.t(event_word(what)),
        by: words.with("finding-by", &[("by", Arg::from(by)), ("at", Arg::from("12 May 2027, 10:32 UTC"))]),
        note: note.to_owned(),
        document: (what == FindingEvent::Reported)
            .then(|| Link::new("Deletion log.png", "/assessments/sample/evidence/sample")),
    };
    vec![
        event(FindingEvent::Reported, "Meridian Media", "Both mail houses confirm through the portal now."),
        event(FindingEvent::Failed, "Priya Raman", "Two of the eleven confirmations are missing."),
        event(FindingEvent::Opened, "Priya Raman", ""),
    ]
}
