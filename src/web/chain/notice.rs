//! Writing down a notice, accepting it, objecting to it, and what the partner then did, by members.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::fields::{NoticeForm, joining_fields, leaving_fields};
use super::list::framed;
use crate::access::{ManagePartners, ViewPartners};
use crate::ids::{NoticeId, PartnerId};
use crate::services::chain::{self, NoticeLine};
use crate::services::vetting;
use crate::services::{FieldFault, ServiceError};
use crate::store::SubProcessor;
use crate::web::app::App;
use crate::web::components::{Banner, FieldView, Kind, Link, NoticeView, Reader};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::Chrome;
use crate::web::respond::see_other_saying;
use crate::web::vetting::{FormPage, Nothing, fault_of, ok, unprocessable};
use crate::web::visitor::Who;

/// GET /partners/{id}/notices/new?change=add
pub async fn new(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    query: web::Query<NoticeForm>,
) -> Result<HttpResponse, WebError> {
    let change = if query.leaves() { "remove" } else { "add" };
    let form = NoticeForm::of(change);
    Ok(ok(show(&who, &app, &id, (&form, &[])).await?))
}

/// POST /partners/{id}/notices/new
pub async fn record(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    given: Csrf<NoticeForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, partner, input) = (who.proof(), PartnerId::from(id.as_str()), given.0.input());
    let days = given.0.days.trim().parse().unwrap_or(0);
    let done = app.write("notice_record", move |tx, now| {
        chain::notice_record(tx, &proof, &partner, (&input, days), now)
    });
    match done.await {
        Ok(_) => Ok(see_other_saying(&app, &at_notices(&id), "flash-notice-recorded")),
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(show(&who, &app, &id, (&given.0, &faults)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

fn at_notices(partner: &str) -> String {
    format!("/partners/{partner}/sub-processors#notices")
}

async fn show(
    who: &Who<ManagePartners>,
    app: &App,
    id: &str,
    shown: (&NoticeForm, &[FieldFault]),
) -> Result<FormPage, WebError> {
    let (view, partner) = (who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?, PartnerId::from(id));
    let (name, kept, days) = app
        .read(move |tx, _| {
            let found = vetting::partner_fetch(tx, &view, &partner)?;
            let kept = chain::list_kept(tx, &view, &partner)?;
            let kept: Vec<SubProcessor> = kept.listed.into_iter().map(|one| one.row).collect();
            Ok::<_, ServiceError>((found.name, kept, chain::objection_days(tx, &view)?))
        })
        .await?;
    let title = if shown.0.leaves() { "notice-record-remove" } else { "notice-record-add" };
    Ok(page(who.chrome(app, title), (id, &name), (&kept, days), shown))
}

fn page(
    c: Chrome,
    (id, name): (&str, &str),
    (kept, days): (&[SubProcessor], u32),
    (form, faults): (&NoticeForm, &[FieldFault]),
) -> FormPage {
    let c = framed(c, (id, name));
    let up = c.t("chain-title");
    let c = c.under(up, format!("/partners/{id}/sub-processors"));
    let mut fields =
        if form.leaves() { leaving_fields(&c, kept, form, faults) } else { joining_fields(&c, form, faults) };
    let typed = if form.days.is_empty() { days.to_string() } else { form.days.clone() };
    fields.push(
        FieldView::typed("days", c.t("field-notice-days"), "number", "off")
            .hint(c.t("field-notice-days-hint"))
            .value(typed)
            .error(fault_of(&c, faults, "days")),
    );
    FormPage {
        lead: c.ts("notice-record-lead", name),
        banner: None,
        action: format!("/partners/{id}/notices/new"),
        hidden: vec![("change", form.change.clone())],
        fields,
        submit: c.t("notice-record-go"),
        cancel: Link::new(c.t("cancel"), format!("/partners/{id}/sub-processors")),
        c,
    }
}

/// POST /notices/{id}/accept
pub async fn accept(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), NoticeId::from(id.as_str()));
    let partner =
        app.write("notice_accept", move |tx, now| chain::notice_accept(tx, &proof, &id, now)).await?;
    Ok(see_other_saying(&app, &at_notices(partner.as_str()), "flash-notice-accepted"))
}

/// What an objection holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ObjectionForm {
    reason: String,
}

/// GET /notices/{id}/object
pub async fn objection(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(objecting(&who, &app, &id, ("", &[])).await?))
}

/// POST /notices/{id}/object
pub async fn object(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    given: Csrf<ObjectionForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, notice, reason) =
        (who.proof(), NoticeId::from(id.as_str()), given.0.reason.replace("\r\n", "\n"));
    let done =
        app.write("notice_object", move |tx, now| chain::notice_object(tx, &proof, (&notice, &reason), now));
    match done.await {
        Ok(partner) => Ok(see_other_saying(&app, &at_notices(partner.as_str()), "flash-notice-objected")),
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(objecting(&who, &app, &id, (&given.0.reason, &faults)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn objecting(
    who: &Who<ManagePartners>,
    app: &App,
    id: &str,
    shown: (&str, &[FieldFault]),
) -> Result<FormPage, WebError> {
    let view = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let notice = NoticeId::from(id);
    let (line, name) = app
        .read(move |tx, _| {
            let line = chain::notice_fetch(tx, &view, &notice)?;
            let partner = vetting::partner_fetch(tx, &view, &line.row.partner_id)?;
            Ok::<_, ServiceError>((line, partner.name))
        })
        .await?;
    Ok(objection_page(who.chrome(app, "notice-object"), (&line, &name), shown))
}

fn objection_page(
    c: Chrome,
    (line, name): (&NoticeLine, &str),
    (reason, faults): (&str, &[FieldFault]),
) -> FormPage {
    let partner = line.row.partner_id.as_str();
    let c = framed(c, (partner, name));
    let up = c.t("chain-title");
    let c = c.under(up, format!("/partners/{partner}/sub-processors"));
    let view = NoticeView::new(&c.words, line, Reader::Onlooker);
    FormPage {
        lead: view.title,
        banner: Some(Banner {
            kind: Kind::Plain,
            title: view.about,
            lines: vec![c.ts("notice-object-lead", name)],
        }),
        action: format!("/notices/{}/object", line.row.id),
        hidden: Vec::new(),
        fields: vec![
            FieldView::area("reason", c.t("field-objection-reason"))
                .hint(c.ts("field-objection-reason-hint", name))
                .value(reason)
                .error(fault_of(&c, faults, "reason")),
        ],
        submit: c.t("notice-object"),
        cancel: Link::new(c.t("cancel"), at_notices(partner)),
        c,
    }
}

/// What a form about the outcome holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OutcomeForm {
    /// `withdrawn` or `proceeding`.
    pub outcome: String,
}

/// POST /notices/{id}/outcome
pub async fn outcome(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<OutcomeForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, outcome) = (who.proof(), NoticeId::from(id.as_str()), form.0.outcome);
    let partner = app
        .write("notice_outcome", move |tx, now| chain::notice_outcome(tx, &proof, (&id, &outcome), now))
        .await?;
    Ok(see_other_saying(&app, &at_notices(partner.as_str()), "flash-notice-outcome"))
}

/// Writing down that a company joins; and that one leaves, refused.
pub(super) fn samples() -> Vec<FormPage> {
    let faults = [FieldFault::new("starts", "fault-notice-starts")];
    let place = ("sample", "Meridian Media");
    vec![
        page(Chrome::sample("notice-record-add"), place, (&[], 30), (&NoticeForm::of("add"), &[])),
        page(Chrome::sample("notice-record-remove"), place, (&[], 30), (&NoticeForm::of("remove"), &faults)),
    ]
}
