//! Adding and changing a partner's record.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::form::FormPage;
use super::view::{fault_of, ok, unprocessable};
use crate::access::{ManagePartners, ViewPartners};
use crate::ids::PartnerId;
use crate::services::vetting::{self, PartnerInput};
use crate::services::{FieldFault, ServiceError};
use crate::store::Partner;
use crate::web::app::App;
use crate::web::components::{FieldView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PartnerForm {
    name: String,
    website: String,
    contact_name: String,
    contact_email: String,
    notes: String,
}

impl PartnerForm {
    fn input(&self) -> PartnerInput {
        PartnerInput {
            name: self.name.clone(),
            website: self.website.clone(),
            contact_name: self.contact_name.clone(),
            contact_email: self.contact_email.clone(),
            notes: self.notes.clone(),
        }
    }

    fn of(partner: Partner) -> Self {
        Self {
            name: partner.name,
            website: partner.website,
            contact_name: partner.contact_name,
            contact_email: partner.contact_email,
            notes: partner.notes,
        }
    }
}

/// GET /partners/new
pub async fn new(who: Who<ManagePartners>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let c = who.chrome(&app, "partner-add");
    Ok(ok(adding(c, &PartnerForm::default(), &[])))
}

/// POST /partners/new
pub async fn add(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    form: Csrf<PartnerForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, input) = (who.proof(), form.0.input());
    let added = app.write("partner_add", move |tx, now| vetting::partner_add(tx, &proof, &input, now)).await;
    match added {
        Ok(id) => Ok(see_other_saying(&app, &format!("/partners/{id}"), "flash-partner-added")),
        Err(ServiceError::Invalid(faults)) => {
            let page = adding(who.chrome(&app, "partner-add"), &form.0, &faults);
            Ok(unprocessable(page))
        }
        Err(error) => Err(error.into()),
    }
}

/// GET /partners/{id}/edit
pub async fn edit(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let id = PartnerId::from(id.as_str());
    let partner = app.read(move |tx, _| vetting::partner_fetch(tx, &view, &id)).await?;
    let (id, name) = (partner.id.to_string(), partner.name.clone());
    let c = who.chrome(&app, "partner-edit");
    Ok(ok(changing(c, (&id, &name), &PartnerForm::of(partner), &[])))
}

/// POST /partners/{id}/edit
pub async fn update(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<PartnerForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, input, partner) = (who.proof(), form.0.input(), PartnerId::from(id.as_str()));
    let changed = app
        .write("partner_update", move |tx, now| vetting::partner_update(tx, &proof, &partner, &input, now));
    match changed.await {
        Ok(()) => Ok(see_other_saying(&app, &format!("/partners/{id}"), "flash-partner-changed")),
        Err(ServiceError::Invalid(faults)) => {
            let c = who.chrome(&app, "partner-edit");
            let page = changing(c, (&id, &form.0.name), &form.0, &faults);
            Ok(unprocessable(page))
        }
        Err(error) => Err(error.into()),
    }
}

fn adding(c: Chrome, form: &PartnerForm, faults: &[FieldFault]) -> FormPage {
    let up = c.t("nav-partners");
    let c = c.at(Nav::Partners).under(up, "/partners");
    FormPage {
        lead: c.t("partner-add-lead"),
        banner: None,
        action: "/partners/new".to_owned(),
        hidden: Vec::new(),
        fields: fields(&c, form, faults),
        submit: c.t("partner-add"),
        cancel: Link::new(c.t("cancel"), "/partners"),
        c,
    }
}

fn changing(c: Chrome, (id, name): (&str, &str), form: &PartnerForm, faults: &[FieldFault]) -> FormPage {
    let up = c.t("nav-partners");
    let own = format!("/partners/{id}");
    let c = c.at(Nav::Partners).under(up, "/partners").under(name, own.clone());
    FormPage {
        lead: String::new(),
        banner: None,
        action: format!("{own}/edit"),
        hidden: Vec::new(),
        fields: fields(&c, form, faults),
        submit: c.t("save"),
        cancel: Link::new(c.t("cancel"), own),
        c,
    }
}

fn fields(c: &Chrome, form: &PartnerForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let fault = |field: &str| fault_of(c, faults, field);
    vec![
        FieldView::typed("name", c.t("field-company"), "text", "off").value(&form.name).error(fault("name")),
        FieldView::typed("website", c.t("field-website"), "url", "off")
            .hint(c.t("field-website-hint"))
            .value(&form.website)
            .error(fault("website"))
            .optional(),
        FieldView::typed("contact_name", c.t("field-contact-name"), "text", "off")
            .hint(c.t("field-contact-name-hint"))
            .value(&form.contact_name)
            .error(fault("contact_name"))
            .optional(),
        FieldView::typed("contact_email", c.t("field-contact-email"), "email", "off")
            .hint(c.t("field-contact-email-hint"))
            .value(&form.contact_email)
            .error(fault("contact_email"))
            .optional(),
        FieldView::area("notes", c.t("field-notes"))
            .hint(c.t("field-notes-hint"))
            .value(&form.notes)
            .error(fault("notes"))
            .optional(),
    ]
}

/// A name that is taken.
pub(super) fn sample() -> FormPage {
    let form = PartnerForm { name: "Meridian Media".to_owned(), ..PartnerForm::default() };
    let faults = [FieldFault::new("name", "fault-partner-name-taken")];
    adding(Chrome::sample("partner-add"), &form, &faults)
}
