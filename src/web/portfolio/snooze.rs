//! Putting an entry of the inbox off, and bringing it back.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::access::ReviewAnswers;
use crate::clock::Timestamp;
use crate::ids::{PartnerId, SnoozeId};
use crate::services::reports::{self, PartnerTask, SnoozeInput, Task};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::{FieldView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::vetting::{FormPage, fault_of, ok, unprocessable};
use crate::web::visitor::Who;

/// What the form and its address hold.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SnoozeForm {
    task: String,
    about: String,
    until: String,
    reason: String,
}

impl SnoozeForm {
    fn input(&self) -> SnoozeInput {
        SnoozeInput {
            task: self.task.clone(),
            about: self.about.clone(),
            reason: self.reason.clone(),
            until: morning(&self.until),
        }
    }
}

/// The first moment of a day as a form writes it: on that day the entry is back.
pub fn morning(text: &str) -> Option<Timestamp> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
    Some(Timestamp::from_micros(day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_micros()))
}

/// GET /partners/{id}/snoozes/new
pub async fn new(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: web::Query<SnoozeForm>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(show(&who, &app, &id, (&form, &[])).await?))
}

async fn show(
    who: &Who<ReviewAnswers>,
    app: &App,
    id: &str,
    (form, faults): (&SnoozeForm, &[FieldFault]),
) -> Result<FormPage, WebError> {
    let (proof, partner, input) = (who.proof(), PartnerId::from(id), form.input());
    let subject =
        app.read(move |tx, now| reports::snooze_subject(tx, &proof, (&partner, &input), now)).await?;
    Ok(page(who.chrome(app, "snooze-title"), &subject, (form, faults), app.now()))
}

/// POST /partners/{id}/snoozes
pub async fn put_off(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<SnoozeForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, partner, input) = (who.proof(), PartnerId::from(id.as_str()), form.0.input());
    let done =
        app.write("inbox_snooze", move |tx, now| reports::snooze(tx, &proof, (&partner, &input), now)).await;
    match done {
        Ok(_) => Ok(see_other_saying(&app, "/", "flash-snoozed")),
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(show(&who, &app, &id, (&form.0, &faults)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// What a form with nothing but the token holds.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// POST /snoozes/{id}/undo
pub async fn undo(
    who: Who<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), SnoozeId::from(id.as_str()));
    app.write("inbox_unsnooze", move |tx, now| reports::unsnooze(tx, &proof, &id, now)).await?;
    Ok(see_other_saying(&app, "/", "flash-unsnoozed"))
}

fn page(
    c: Chrome,
    subject: &PartnerTask,
    (form, faults): (&SnoozeForm, &[FieldFault]),
    now: Timestamp,
) -> FormPage {
    let up = c.t("inbox-title");
    let c = c.at(Nav::Inbox).under(up, "/");
    let what = c.t(super::inbox::title(subject.task));
    let until = if form.until.is_empty() { format::day(now.plus_days(7)) } else { form.until.clone() };
    let longest = u64::try_from(reports::LONGEST_SNOOZE_DAYS).unwrap_or_default();
    FormPage {
        lead: c.with("snooze-lead", &[("what", what.into()), ("name", (&subject.name).into())]),
        banner: None,
        action: format!("/partners/{}/snoozes", subject.partner),
        hidden: vec![("task", form.task.clone()), ("about", form.about.clone())],
        fields: vec![
            FieldView::typed("until", c.t("snooze-until"), "date", "off")
                .short()
                .hint(c.tn("snooze-until-hint", longest))
                .value(until)
                .error(fault_of(&c, faults, "until")),
            FieldView::area("reason", c.t("snooze-reason"))
                .hint(c.t("snooze-reason-hint"))
                .value(&form.reason)
                .error(fault_of(&c, faults, "reason")),
        ],
        submit: c.t("snooze-go"),
        cancel: Link::new(c.t("cancel"), "/"),
        c,
    }
}

/// A form that lacks its reason.
pub fn sample() -> FormPage {
    let form = SnoozeForm { until: "2027-03-20".to_owned(), ..SnoozeForm::default() };
    let subject = PartnerTask {
        task: Task::EndsSoon,
        partner: PartnerId::from("sample"),
        name: "Meridian Media".to_owned(),
        assessment: None,
        at: None,
        detail: String::new(),
        about: String::new(),
        starts_round: false,
        finding: None,
    };
    let faults = [FieldFault::new("reason", "fault-snooze-reason")];
    page(Chrome::sample("snooze-title"), &subject, (&form, &faults), Timestamp::from_micros(0))
}
