//! How many days the organisation takes to object to a change.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::access::ManagePeople;
use crate::services::chain;
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::{FieldView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::vetting::{FormPage, fault_of, ok, unprocessable};
use crate::web::visitor::Who;

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DaysForm {
    days: String,
}

/// GET /settings/objections
pub async fn page(who: Who<ManagePeople>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let days = app.read(move |tx, _| chain::objection_days(tx, &proof)).await?;
    Ok(ok(form(who.chrome(&app, "settings-objections"), &days.to_string(), &[])))
}

/// POST /settings/objections
pub async fn keep(
    who: Who<ManagePeople>,
    app: web::Data<App>,
    given: Csrf<DaysForm>,
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let days = given.0.days.trim().parse().unwrap_or(0);
    let done =
        app.write("objection_days_keep", move |tx, now| chain::objection_days_keep(tx, &proof, days, now));
    match done.await {
        Ok(()) => Ok(see_other_saying(&app, "/settings/objections", "flash-objections")),
        Err(ServiceError::Invalid(faults)) => {
            let c = who.chrome(&app, "settings-objections");
            Ok(unprocessable(form(c, &given.0.days, &faults)))
        }
        Err(error) => Err(error.into()),
    }
}

fn form(c: Chrome, days: &str, faults: &[FieldFault]) -> FormPage {
    let up = c.t("nav-settings");
    let c = c.at(Nav::Settings).under(up, "/settings");
    FormPage {
        lead: c.t("objections-lead"),
        banner: None,
        action: "/settings/objections".to_owned(),
        hidden: Vec::new(),
        fields: vec![
            FieldView::typed("days", c.t("field-objection-days"), "number", "off")
                .hint(c.t("field-objection-days-hint"))
                .value(days)
                .error(fault_of(&c, faults, "days")),
        ],
        submit: c.t("save"),
        cancel: Link::new(c.t("cancel"), "/settings"),
        c,
    }
}

/// Refused.
pub(super) fn sample() -> FormPage {
    form(Chrome::sample("settings-objections"), "0", &[FieldFault::new("days", "fault-notice-starts")])
}
