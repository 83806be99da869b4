//! What members do with findings: open one, change one, take its steps.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::finding::{self, Refused};
use super::finding_form::{self, Around, FindingForm};
use super::form::FormPage;
use super::suggested;
use super::view::{end_of_day, ok, unprocessable};
use crate::access::{Decide, Permission, ReviewAnswers, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, EvidenceId, FindingId, PartnerId, UserId};
use crate::services::vetting::{self, Dossier, Remediation, Retest, RiskAccepted};
use crate::services::{FieldFault, ServiceError};
use crate::store::{FindingKind, Partner, WriteTx};
use crate::web::app::App;
use crate::web::csrf::{Csrf, Fields, field};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;

/// What a link to the form says about it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct From {
    assessment: String,
    question: String,
    section: String,
}

/// GET /partners/{id}/findings/new: filled in from the answer that it is about, where it is about one.
pub async fn new(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    from: web::Query<From>,
) -> Result<HttpResponse, WebError> {
    let (partner, owners) = partner_and_owners(&who, &app, &id).await?;
    let c = framed(who.chrome(&app, "finding-new"), &partner);
    let mut form = FindingForm { severity: "medium".to_owned(), ..FindingForm::default() };
    if !from.assessment.is_empty() {
        let (dossier, _) = super::assessment::load(&who, &app, &from.assessment).await?;
        form = prefilled(&c, (&dossier, &partner), &from, app.now());
    }
    Ok(ok(form_page(c, (&id, &form), (&owners, &[]))))
}

/// What the result suggests for a question: severity, day and words, and the partner's contact as the owner.
fn prefilled(
    c: &Chrome,
    (dossier, partner): (&Dossier, &Partner),
    from: &From,
    now: Timestamp,
) -> FindingForm {
    let contact = if partner.contact_name.is_empty() { &partner.name } else { &partner.contact_name };
    let (severity, title, due) = suggested::suggestion(&c.words, dossier, &from.question, now);
    FindingForm {
        title,
        severity: severity.as_str().to_owned(),
        owner: contact.clone(),
        due,
        question: from.question.clone(),
        assessment: from.assessment.clone(),
        section: from.section.clone(),
        ..FindingForm::default()
    }
}

async fn partner_and_owners<P: Permission>(
    who: &Who<P>,
    app: &App,
    id: &str,
) -> Result<(Partner, Vec<(UserId, String)>), ServiceError> {
    let view = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let review = who.also::<ReviewAnswers>().ok_or(ServiceError::NotFound)?;
    let id = PartnerId::from(id);
    app.read(move |tx, _| {
        Ok((vetting::partner_fetch(tx, &view, &id)?, vetting::finding_owners(tx, &review)?))
    })
    .await
}

fn framed(c: Chrome, partner: &Partner) -> Chrome {
    let (up, list) = (c.t("nav-partners"), c.t("findings-title"));
    let own = format!("/partners/{}", partner.id);
    let c = c.at(Nav::Partners).under(up, "/partners").under(&partner.name, own.clone());
    c.under(list, format!("{own}/findings"))
}

fn form_page(
    c: Chrome,
    (partner, form): (&str, &FindingForm),
    (owners, faults): (&[(UserId, String)], &[FieldFault]),
) -> FormPage {
    let list = format!("/partners/{partner}/findings");
    let back = back_to_review(form).unwrap_or_else(|| list.clone());
    let around = Around { action: list, back, submit: "finding-open-go", owners, faults, condition: false };
    finding_form::page(c, form, &around)
}

/// The answer under review that one came from.
fn back_to_review(form: &FindingForm) -> Option<String> {
    let plain =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let known = [&form.assessment, &form.section, &form.question].into_iter().all(|text| plain(text));
    known.then(|| {
        format!("/assessments/{}/review/section/{}#q-{}", form.assessment, form.section, form.question)
    })
}

/// POST /partners/{id}/findings
pub async fn open(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<FindingForm>,
) -> Result<HttpResponse, WebError> {
    let opened = match form.0.input() {
        Ok(input) => {
            let (proof, own) = (who.proof(), PartnerId::from(id.as_str()));
            app.write("finding_open", move |tx, now| vetting::finding_open(tx, &proof, &own, &input, now))
                .await
        }
        Err(fault) => Err(ServiceError::Invalid(vec![fault])),
    };
    match opened {
        Ok(finding) => {
            let to = back_to_review(&form.0).unwrap_or_else(|| format!("/findings/{finding}"));
            Ok(see_other_saying(&app, &to, "flash-finding-opened"))
        }
        Err(ServiceError::Invalid(faults)) => {
            let (partner, owners) = partner_and_owners(&who, &app, &id).await?;
            let c = framed(who.chrome(&app, "finding-new"), &partner);
            Ok(unprocessable(form_page(c, (&id, &form.0), (&owners, &faults))))
        }
        Err(error) => Err(error.into()),
    }
}

/// GET /findings/{id}/edit
pub async fn edit(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(edit_page(&who, &app, &id, None).await?))
}

async fn edit_page(
    who: &Who<ReviewAnswers>,
    app: &App,
    id: &str,
    refused: Option<(&FindingForm, &[FieldFault])>,
) -> Result<FormPage, WebError> {
    let view = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let (proof, own) = (who.proof(), FindingId::from(id));
    let (found, owners) = app
        .read(move |tx, now| {
            Ok((vetting::finding_view(tx, &view, &own, now)?, vetting::finding_owners(tx, &proof)?))
        })
        .await?;
    let own = format!("/findings/{id}");
    let c = framed(who.chrome(app, "finding-edit"), &found.partner).under(&found.row.title, own.clone());
    let form = refused.map_or_else(|| FindingForm::of(&found.row), |(form, _)| form.clone());
    let around = Around {
        action: format!("{own}/edit"),
        back: own,
        submit: "save",
        owners: &owners,
        faults: refused.map_or(&[][..], |(_, faults)| faults),
        condition: found.row.kind == FindingKind::Condition,
    };
    Ok(finding_form::page(c, &form, &around))
}

/// POST /findings/{id}/edit
pub async fn change(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<FindingForm>,
) -> Result<HttpResponse, WebError> {
    let changed = match form.0.input() {
        Ok(input) => {
            let (proof, own, seen) = (who.proof(), FindingId::from(id.as_str()), form.0.revision);
            app.write("finding_change", move |tx, now| {
                vetting::finding_change(tx, &proof, (&own, seen), &input, now)
            })
            .await
        }
        Err(fault) => Err(ServiceError::Invalid(vec![fault])),
    };
    match changed {
        Ok(_) => Ok(see_other_saying(&app, &format!("/findings/{id}"), "flash-finding-changed")),
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(edit_page(&who, &app, &id, Some((&form.0, &faults))).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a step; refused, the page shows what was typed.
async fn step<P: Permission>(
    (who, app): (&Who<P>, &App),
    (id, fields): (&str, Fields),
    flash: &'static str,
    work: impl FnMut(&mut WriteTx, Timestamp) -> Result<PartnerId, ServiceError> + Send + 'static,
) -> Result<HttpResponse, WebError> {
    match app.write("finding_step", work).await {
        Ok(_) => Ok(see_other_saying(app, &format!("/findings/{id}"), flash)),
        Err(ServiceError::Invalid(faults)) => {
            finding::show(who, app, id, &Refused { typed: fields, faults }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// POST /findings/{id}/report
pub async fn report(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let evidence = Some(field(&form.0, "evidence")).filter(|id| !id.is_empty()).map(EvidenceId::from);
    let done = Remediation { note: field(&form.0, "note").to_owned(), evidence };
    let (proof, own) = (who.proof(), FindingId::from(id.as_str()));
    step((&who, &app), (&id, form.0), "flash-finding-reported", move |tx, now| {
        vetting::finding_report(tx, &proof, &own, &done, now)
    })
    .await
}

/// POST /findings/{id}/retest
pub async fn retest(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let passed = match field(&form.0, "passed") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let found = Retest { passed, note: field(&form.0, "note").to_owned() };
    let flash = if passed == Some(true) { "flash-finding-closed" } else { "flash-finding-failed" };
    let (proof, own) = (who.proof(), FindingId::from(id.as_str()));
    step((&who, &app), (&id, form.0), flash, move |tx, now| {
        vetting::finding_retest(tx, &proof, &own, &found, now)
    })
    .await
}

/// POST /findings/{id}/accept
pub async fn accept(
    who: Who<Decide>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let wish = RiskAccepted {
        reason: field(&form.0, "reason").to_owned(),
        until: end_of_day(field(&form.0, "until")),
    };
    let (proof, own) = (who.proof(), FindingId::from(id.as_str()));
    step((&who, &app), (&id, form.0), "flash-finding-accepted", move |tx, now| {
        vetting::finding_accept(tx, &proof, &own, &wish, now)
    })
    .await
}

/// POST /findings/{id}/reopen
pub async fn reopen(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let note = field(&form.0, "note").to_owned();
    let (proof, own) = (who.proof(), FindingId::from(id.as_str()));
    step((&who, &app), (&id, form.0), "flash-finding-reopened", move |tx, now| {
        vetting::finding_reopen(tx, &proof, &own, &note, now)
    })
    .await
}

/// GET /assessments/{id}/review/question/{question}: the answer of a question, under review.
pub async fn to_answer(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (id, question) = path.into_inner();
    let (dossier, _) = super::assessment::load(&who, &app, &id).await?;
    let mut all = dossier.questionnaire.questions();
    let found = all.find(|(_, known)| known.id.as_str() == question).ok_or(ServiceError::NotFound)?;
    let id = AssessmentId::from(id.as_str());
    let to = format!("/assessments/{id}/review/section/{}#q-{question}", found.0.id);
    Ok(crate::web::respond::see_other(&to))
}
