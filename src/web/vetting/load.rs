//! An assessment as a workbook, and one that a partner filled in and sent back.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::assessment::{framed, load as dossier_of};
use super::view::{ok, unprocessable};
use crate::access::{ManageAssessments, ViewPartners};
use crate::ids::AssessmentId;
use crate::services::{FieldFault, ServiceError, answering};
use crate::web::app::App;
use crate::web::components::Link;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::file_field::file_typed;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;
use crate::web::workbook::{LoadForm, LoadView, handed_out, loaded, sample_faults};

/// GET /assessments/{id}/load
#[derive(Debug, Template)]
#[template(path = "vetting/load.html")]
pub struct LoadPage {
    /// The frame.
    pub c: Chrome,
    /// The form.
    pub load: LoadView,
}

/// GET /assessments/{id}/workbook
pub async fn blank(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    handed_out(&app, who.proof(), &id).await
}

/// GET /assessments/{id}/load
pub async fn page(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(show(&who, &app, &id, &[]).await?))
}

/// POST /assessments/{id}/load
pub async fn load(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<LoadForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, own, file) = (who.proof(), AssessmentId::from(id.as_str()), file_typed(&form.0.file));
    let done = app.write("answers_load", move |tx, now| {
        let broken = || ServiceError::field("file", "fault-workbook-base64");
        let file = file.as_deref().ok_or_else(broken)?;
        answering::assessment_workbook_load(tx, &proof, &own, file, now)
    });
    match done.await {
        Ok(count) => Ok(see_other_saying(&app, &format!("/assessments/{id}"), loaded(count))),
        Err(ServiceError::Invalid(faults)) => Ok(unprocessable(show(&who, &app, &id, &faults).await?)),
        Err(error) => Err(error.into()),
    }
}

async fn show(
    who: &Who<ManageAssessments>,
    app: &App,
    id: &str,
    faults: &[FieldFault],
) -> Result<LoadPage, WebError> {
    let (dossier, name) = dossier_of(who, app, id).await?;
    let c = framed(who.chrome(app, "load-title"), &dossier, &name);
    Ok(LoadPage::new(c, (id, &name), faults))
}

impl LoadPage {
    fn new(c: Chrome, (id, partner): (&str, &str), faults: &[FieldFault]) -> Self {
        let up = c.t("assessment-title");
        let c = c.under(up, format!("/assessments/{id}"));
        let places = (
            format!("/assessments/{id}/load"),
            format!("/assessments/{id}/workbook"),
            Link::new(c.t("cancel"), format!("/assessments/{id}")),
        );
        Self { load: LoadView::new(&c.words, c.ts("load-lead-member", partner), places, faults), c }
    }

    /// Fresh; refused.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::sample("load-title").at(Nav::Partners).under("Partners", "/partners");
        vec![
            Self::new(c(), ("sample", "Meridian Media"), &[]),
            Self::new(c(), ("sample", "Meridian Media"), &sample_faults()),
        ]
    }
}
