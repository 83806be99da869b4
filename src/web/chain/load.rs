//! Taking a table for the kept list of a partner.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::fields::{LoadView, TableForm};
use super::list::framed;
use crate::access::{ManagePartners, ViewPartners};
use crate::ids::PartnerId;
use crate::services::chain;
use crate::services::vetting;
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::Link;
use crate::web::error::WebError;
use crate::web::page::Chrome;
use crate::web::respond::see_other_saying;
use crate::web::vetting::{ok, unprocessable};
use crate::web::visitor::Who;

/// GET /partners/{id}/sub-processors/load
#[derive(Debug, Template)]
#[template(path = "chain/load.html")]
pub struct LoadPage {
    /// The frame.
    pub c: Chrome,
    /// The form.
    pub load: LoadView,
    /// The way back.
    pub back: Link,
}

/// GET /partners/{id}/sub-processors/load
pub async fn page(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(show(&who, &app, &id, ("", &[])).await?))
}

/// POST /partners/{id}/sub-processors/load
pub async fn load(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: TableForm,
) -> Result<HttpResponse, WebError> {
    let TableForm { table, pasted } = form;
    let (proof, partner) = (who.proof(), PartnerId::from(id.as_str()));
    let done =
        app.write("list_load", move |tx, now| chain::list_load(tx, &proof, (&partner, &table), now)).await;
    match done {
        Ok(_) => Ok(see_other_saying(&app, &format!("/partners/{id}/sub-processors"), "flash-chain-loaded")),
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(show(&who, &app, &id, (&pasted, &faults)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    who: &Who<ManagePartners>,
    app: &App,
    id: &str,
    shown: (&str, &[FieldFault]),
) -> Result<LoadPage, WebError> {
    let (view, partner) = (who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?, PartnerId::from(id));
    let partner = app.read(move |tx, _| vetting::partner_fetch(tx, &view, &partner)).await?;
    Ok(LoadPage::new(who.chrome(app, "chain-load"), (id, &partner.name), shown))
}

impl LoadPage {
    fn new(c: Chrome, (id, name): (&str, &str), (pasted, faults): (&str, &[FieldFault])) -> Self {
        let own = format!("/partners/{id}/sub-processors");
        let c = framed(c, (id, name));
        let up = c.t("chain-title");
        let c = c.under(up, own.clone());
        Self {
            load: LoadView::new(&c, format!("{own}/load"), pasted, faults),
            back: Link::new(c.t("cancel"), own),
            c,
        }
    }

    /// Fresh; refused line by line.
    pub fn samples() -> Vec<Self> {
        let faults = [
            FieldFault::new("line 3, country", "fault-chain-country"),
            FieldFault::new("line 4", "fault-chain-twice"),
        ];
        let page = |shown| Self::new(Chrome::sample("chain-load"), ("sample", "Meridian Media"), shown);
        vec![page(("", &[])), page(("name,purpose\n", &faults))]
    }
}
