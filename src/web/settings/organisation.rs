//! The organisation's name.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::access::ManagePeople;
use crate::services::{ServiceError, access};
use crate::web::app::App;
use crate::web::components::FieldView;
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say};
use crate::web::page::{Chrome, Nav, Page};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;

/// GET /settings/organisation
#[derive(Debug, Template)]
#[template(path = "settings/organisation.html")]
pub struct OrganisationPage {
    /// The frame.
    pub c: Chrome,
    /// The fields.
    pub fields: Vec<FieldView>,
}

impl OrganisationPage {
    fn new(c: Chrome, name: &str, error: String) -> Self {
        let field = FieldView::typed("name", c.t("field-organisation"), "text", "organization");
        let field = field.hint(c.t("field-organisation-hint")).value(name).error(error);
        Self { c: c.at(Nav::Settings), fields: vec![field] }
    }

    /// Fresh, and refused.
    pub fn samples() -> Vec<Self> {
        let c = || {
            let c = Chrome::sample("settings-organisation");
            let up = c.t("nav-settings");
            c.under(up, "/settings")
        };
        let fault = c().t("fault-organisation-name");
        vec![Self::new(c(), "Northwind Retail", String::new()), Self::new(c(), "", fault)]
    }
}

fn frame(who: &Who<ManagePeople>, app: &App) -> Chrome {
    let c = who.chrome(app, "settings-organisation");
    let up = c.t("nav-settings");
    c.under(up, "/settings")
}

/// GET /settings/organisation
pub async fn page(who: Who<ManagePeople>, app: web::Data<App>) -> Page<OrganisationPage> {
    Page(OrganisationPage::new(frame(&who, &app), &who.visitor().org_name, String::new()))
}

/// What the form holds.
#[derive(Debug, Deserialize)]
pub struct NameForm {
    name: String,
}

/// POST /settings/organisation
pub async fn rename(
    who: Who<ManagePeople>,
    app: web::Data<App>,
    form: Csrf<NameForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, name) = (who.proof(), form.0.name);
    let wanted = name.clone();
    let done = app
        .write("organisation_rename", move |tx, now| access::organisation_rename(tx, &proof, &wanted, now));
    match done.await {
        Ok(()) => Ok(see_other_saying(&app, "/settings/organisation", "flash-organisation-renamed")),
        Err(ServiceError::Invalid(faults)) => {
            let c = frame(&who, &app);
            let error = faults.first().map(|fault| say(&c.words, &fault.message)).unwrap_or_default();
            let page = OrganisationPage::new(c, &name, error);
            Ok(Page(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}
