//! Deciding: what the score says, the decision, its conditions, and the second person.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::assessment::{framed, load};
use super::decide_form::DecideForm;
use super::view::{
    decision_view, end_of_day, excused, ok, reasons, room_lines, sample_excused, score_view, spoken,
    unprocessable,
};
use crate::access::Decide;
use crate::ids::{AssessmentId, DecisionId};
use crate::services::vetting::{self, DecisionInput, DecisionLine, Dossier};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::DecisionStatus;
use crate::vetting::scoring::Score;
use crate::web::app::App;
use crate::web::components::{Banner, ConfirmView, DecisionView, FieldView, Kind, ScoreView};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// GET and POST /assessments/{id}/decide
#[derive(Debug, Template)]
#[template(path = "vetting/decide.html")]
pub struct DecidePage {
    /// The frame.
    pub c: Chrome,
    /// The score.
    pub score: ScoreView,
    /// What it says.
    pub computed: DecisionView,
    /// Why.
    pub reasons: Vec<String>,
    /// What a room could do under the computed decision.
    pub room: Vec<String>,
    /// That much is excused, so that a second person must agree.
    pub excused: Option<Banner>,
    /// What stands out: faults, or why one cannot decide yet.
    pub banner: Option<Banner>,
    /// An override that waits for a second person.
    pub waiting: Option<Waiting>,
    /// Where the form goes; empty for no form.
    pub action: String,
    /// The digest of what was looked at.
    pub digest: String,
    /// The decision and its reason.
    pub fields: Vec<FieldView>,
    /// Until when an override stands.
    pub override_fields: Vec<FieldView>,
    /// The conditions: three fields each, and the question.
    pub conditions: Vec<ConditionView>,
}

/// One condition in the form.
#[derive(Debug, Clone)]
pub struct ConditionView {
    /// Its place, from 1.
    pub number: usize,
    /// The question that it is about; may be empty.
    pub question: String,
    /// What, who, until when.
    pub fields: Vec<FieldView>,
}

/// An override that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Who wants what until when.
    pub text: String,
    /// Why.
    pub reason: String,
    /// Where the second person agrees; empty for the first person.
    pub agree: String,
    /// Takes it back.
    pub decline: ConfirmView,
}

/// GET /assessments/{id}/decide
pub async fn page(
    who: Who<Decide>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(show(&who, &app, &id, None).await?))
}

async fn show(
    who: &Who<Decide>,
    app: &App,
    id: &str,
    refused: Option<(&DecideForm, &[FieldFault])>,
) -> Result<DecidePage, WebError> {
    let (dossier, name) = load(who, app, id).await?;
    if !dossier.is_reviewable() {
        return Err(ServiceError::conflict("conflict-assessment-not-submitted").into());
    }
    let score = dossier.score().ok_or_else(|| ServiceError::refused("refused-intake-missing"))?;
    let view = who.also().ok_or(ServiceError::NotFound)?;
    let partner = dossier.assessment.partner_id.clone();
    let decisions = app.read(move |tx, _| vetting::decision_list(tx, &view, &partner)).await?;
    let waiting = decisions.iter().find(|line| line.row.status == DecisionStatus::AwaitingSecond);
    let c = framed(who.chrome(app, "decide-title"), &dossier, &name);
    let up = c.t("assessment-title");
    let c = c.under(up, format!("/assessments/{id}"));
    let waiting = waiting.map(|line| waiting_view(&c, line, line.row.decided_by == *who.user()));
    let form = match refused {
        Some((form, _)) => form.clone(),
        None => DecideForm::suggested(&c, &dossier, &score, app.now()),
    };
    let faults = refused.map_or(&[][..], |(_, faults)| faults);
    Ok(DecidePage::new(c, (&dossier, &score), (&form, faults), waiting))
}

fn waiting_view(c: &Chrome, line: &DecisionLine, own: bool) -> Waiting {
    let row = &line.row;
    let wanted = decision_view(&c.words, Some(line.decided)).text;
    let until = format::date(row.expires_at);
    Waiting {
        text: c.with(
            if line.computed == line.decided { "waiting-text-na" } else { "waiting-text" },
            &[("by", Arg::from(&line.by)), ("decision", Arg::from(wanted)), ("until", Arg::from(until))],
        ),
        reason: row.reason.clone(),
        agree: if own { String::new() } else { format!("/decisions/{}/second", row.id) },
        decline: ConfirmView {
            ask: c.t("waiting-decline"),
            text: c.t("waiting-decline-text"),
            go: c.t("waiting-decline-go"),
            action: format!("/decisions/{}/decline", row.id),
        },
    }
}

/// POST /assessments/{id}/decide
pub async fn decide(
    who: Who<Decide>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Vec<(String, String)>>,
) -> Result<HttpResponse, WebError> {
    let form = DecideForm::read(&form.0);
    let made = match input(&form) {
        Ok(input) => {
            let (proof, own) = (who.proof(), AssessmentId::from(id.as_str()));
            let work = app
                .write("decision_make", move |tx, now| vetting::decision_make(tx, &proof, &own, &input, now));
            work.await
        }
        Err(faults) => Err(ServiceError::Invalid(faults)),
    };
    match made {
        Ok(made) => {
            let flash = match made.status {
                DecisionStatus::AwaitingSecond => "flash-decision-waits",
                _ => "flash-decision-made",
            };
            Ok(see_other_saying(&app, &format!("/partners/{}", made.partner), flash))
        }
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(show(&who, &app, &id, Some((&form, &faults))).await?))
        }
        Err(error) => Err(error.into()),
    }
}

fn input(form: &DecideForm) -> Result<DecisionInput, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let decided = form.decided.parse().ok();
    if decided.is_none() {
        faults.push(FieldFault::new("decided", "fault-decision"));
    }
    let until = end_of_day(&form.until);
    if until.is_none() && !form.until.trim().is_empty() {
        faults.push(FieldFault::new("until", "fault-date"));
    }
    match decided {
        Some(decided) if faults.is_empty() => Ok(DecisionInput {
            decided,
            reason: form.reason.clone(),
            until,
            conditions: form.conditions(),
            digest: form.digest.clone(),
        }),
        _ => Err(faults),
    }
}

/// POST /decisions/{id}/second
pub async fn second(
    who: Who<Decide>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), DecisionId::from(id.as_str()));
    let partner =
        app.write("decision_second", move |tx, now| vetting::decision_second(tx, &proof, &own, now)).await?;
    Ok(see_other_saying(&app, &format!("/partners/{partner}"), "flash-decision-made"))
}

/// POST /decisions/{id}/decline
pub async fn decline(
    who: Who<Decide>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<super::Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), DecisionId::from(id.as_str()));
    let partner = app
        .write("decision_decline", move |tx, now| vetting::decision_decline(tx, &proof, &own, now))
        .await?;
    Ok(see_other_saying(&app, &format!("/partners/{partner}"), "flash-decision-declined"))
}

impl DecidePage {
    fn new(
        c: Chrome,
        (dossier, score): (&Dossier, &Score),
        (form, faults): (&DecideForm, &[FieldFault]),
        waiting: Option<Waiting>,
    ) -> Self {
        let case = dossier.case();
        let provisional = score.provisional.then(|| c.t("refused-decision-provisional"));
        let general =
            faults.iter().find(|fault| fault.field == "conditions").map(|fault| spoken(&c, &fault.message));
        let banner = provisional
            .clone()
            .or(general)
            .or_else(|| (!faults.is_empty()).then(|| spoken(&c, &Message::new("form-problems"))));
        Self {
            score: score_view(&c.words, score, case.as_ref()),
            computed: decision_view(&c.words, Some(score.decision)),
            reasons: reasons(&c.words, score),
            excused: excused(&c, &dossier.questionnaire, score),
            room: room_lines(&c.words, &score.room),
            banner: banner.map(|text| Banner::new(Kind::Bad, text)),
            waiting,
            action: match provisional {
                Some(_) => String::new(),
                None => format!("/assessments/{}/decide", dossier.assessment.id),
            },
            digest: form.digest.clone(),
            fields: form.fields(&c, faults),
            override_fields: form.override_fields(&c, faults),
            conditions: form.condition_views(&c, faults),
            c,
        }
    }

    /// A form with conditions and a fault; an override that waits.
    pub fn samples() -> Vec<Self> {
        let page = |waits: bool| {
            let c = Chrome::sample("decide-title").at(Nav::Partners).under("Partners", "/partners");
            let form = DecideForm::sample();
            let faults = [FieldFault::new("condition-1-due", "fault-condition-due")];
            let waiting = Waiting {
                text: c.with(
                    "waiting-text",
                    &[
                        ("by", Arg::from("Maya Okafor")),
                        ("decision", Arg::from(c.t("decision-conditions"))),
                        ("until", Arg::from("4 June 2027")),
                    ],
                ),
                reason: "The audit report arrives in April and covers what is still open here.".to_owned(),
                agree: "/decisions/sample/second".to_owned(),
                decline: ConfirmView::samples().into_iter().next().unwrap_or_default(),
            };
            Self {
                score: ScoreView::samples().into_iter().nth(1).unwrap_or_default(),
                computed: DecisionView::samples().into_iter().nth(1).unwrap_or_default(),
                excused: waits.then(|| sample_excused(&c)),
                reasons: vec![c.with("reason-critical-partly", &[("q", Arg::from("D2"))])],
                room: vec![c.t("vetting-closed-escalated")],
                banner: (!waits).then(|| Banner::new(Kind::Bad, c.t("form-problems"))),
                waiting: waits.then_some(waiting),
                action: "/assessments/sample/decide".to_owned(),
                digest: String::new(),
                fields: form.fields(&c, &[]),
                override_fields: form.override_fields(&c, &[]),
                conditions: form.condition_views(&c, if waits { &[] } else { &faults }),
                c,
            }
        };
        vec![page(false), page(true)]
    }
}
