//! Writing down what was learned about a partner between two assessments.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::form::FormPage;
use super::view::{fault_of, ok, unprocessable};
use crate::access::{ManagePartners, ViewPartners};
use crate::ids::PartnerId;
use crate::services::vetting::{self, TriggerInput, TriggerLine};
use crate::services::{FieldFault, ServiceError};
use crate::vetting::trigger::{CameFrom, TriggerKind};
use crate::web::app::App;
use crate::web::components::{Banner, Choice, FieldView, Kind, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TriggerForm {
    kind: String,
    note: String,
}

/// GET /partners/{id}/triggers/new
pub async fn new(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(form(&who, &app, &id, (&TriggerForm::default(), &[])).await?))
}

/// POST /partners/{id}/triggers
pub async fn record(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    given: Csrf<TriggerForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, partner) = (who.proof(), PartnerId::from(id.as_str()));
    let input = TriggerInput { kind: given.0.kind.clone(), note: given.0.note.clone() };
    let done = app
        .write("trigger_record", move |tx, now| vetting::trigger_record(tx, &proof, &partner, &input, now));
    match done.await {
        Ok(_) => Ok(see_other_saying(&app, &format!("/partners/{id}"), "flash-trigger")),
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(form(&who, &app, &id, (&given.0, &faults)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn form(
    who: &Who<ManagePartners>,
    app: &App,
    id: &str,
    shown: (&TriggerForm, &[FieldFault]),
) -> Result<FormPage, WebError> {
    let view = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let partner = PartnerId::from(id);
    let partner = app.read(move |tx, _| vetting::partner_fetch(tx, &view, &partner)).await?;
    Ok(page(who.chrome(app, "trigger-title"), (partner.id.as_str(), &partner.name), shown))
}

fn page(c: Chrome, (id, name): (&str, &str), (form, faults): (&TriggerForm, &[FieldFault])) -> FormPage {
    let up = c.t("nav-partners");
    let own = format!("/partners/{id}");
    let c = c.at(Nav::Partners).under(up, "/partners").under(name, own.clone());
    let choice = |kind: TriggerKind| {
        let choice = Choice::new(kind.as_str(), c.t(word(kind))).chosen_if(&form.kind);
        choice.hint(c.t(&format!("{}-hint", word(kind))))
    };
    FormPage {
        lead: c.ts("trigger-lead", name),
        banner: Some(Banner::new(Kind::Warn, c.t("trigger-means"))),
        action: format!("{own}/triggers"),
        hidden: Vec::new(),
        fields: vec![
            FieldView::radios("kind", c.t("trigger-kind"), TriggerKind::REPORTED.map(choice).to_vec())
                .error(fault_of(&c, faults, "kind")),
            FieldView::area("note", c.t("trigger-note"))
                .hint(c.t("trigger-note-hint"))
                .value(&form.note)
                .error(fault_of(&c, faults, "note")),
        ],
        submit: c.t("trigger-go"),
        cancel: Link::new(c.t("cancel"), own),
        c,
    }
}

/// The message that names a kind.
pub(super) fn word(kind: TriggerKind) -> &'static str {
    match kind {
        TriggerKind::Breach => "trigger-breach",
        TriggerKind::NewSubProcessor => "trigger-new-sub-processor",
        TriggerKind::NewDataCategory => "trigger-new-data-category",
        TriggerKind::EvidenceExpired => "trigger-evidence-expired",
    }
}

/// What nobody has decided on since it was learned.
pub(super) fn alarm(c: &Chrome, lines: &[TriggerLine]) -> Option<Banner> {
    let open: Vec<String> = lines.iter().filter(|line| line.unanswered).map(|line| said(c, line)).collect();
    let title = c.t("trigger-alarm");
    (!open.is_empty()).then_some(Banner { kind: Kind::Bad, title, lines: open })
}

fn said(c: &Chrome, line: &TriggerLine) -> String {
    let by = match (&line.by, line.came_from) {
        (Some(by), _) => Some(by.clone()),
        (None, Some(CameFrom::Silence)) => Some(c.t("trigger-by-silence")),
        (None, Some(CameFrom::Partner)) => Some(c.t("trigger-by-partner")),
        (None, None) => None,
    };
    let args = [
        ("what", Arg::from(c.t(word(line.kind)))),
        ("by", Arg::from(by.as_deref().unwrap_or_default())),
        ("on", Arg::from(c.date(line.at))),
        ("note", Arg::from(line.note.as_str())),
    ];
    c.with(if by.is_some() { "trigger-said" } else { "trigger-seen" }, &args)
}

/// A form that lacks its note.
pub(super) fn sample() -> FormPage {
    let form = TriggerForm { kind: "breach".to_owned(), note: String::new() };
    let faults = [FieldFault::new("note", "fault-trigger-note")];
    page(Chrome::sample("trigger-title"), ("sample", "Meridian Media"), (&form, &faults))
}
