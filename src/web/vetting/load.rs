//! An assessment's answers as files, and one that a partner sent back: looked at first, then loaded.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::assessment::{framed, load as dossier_of};
use super::view::{ok, unprocessable};
use crate::access::{ManageAssessments, ViewPartners};
use crate::ids::AssessmentId;
use crate::services::{FieldFault, ServiceError, answering};
use crate::vetting::formats::answer_file::AnswerFormat;
use crate::web::answer_file::{LoadView, format_named, handed_out, is_undo, overwrite, sample_faults};
use crate::web::app::App;
use crate::web::components::Link;
use crate::web::error::WebError;
use crate::web::file_form::FileForm;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;

/// GET /assessments/{id}/load
#[derive(Debug, Template)]
#[template(path = "vetting/load.html")]
pub struct LoadPage {
    /// The frame.
    pub c: Chrome,
    /// The form, or what came of it.
    pub load: LoadView,
}

/// GET /assessments/{id}/workbook
pub async fn blank(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    handed_out(&app, who.proof(), (&id, AnswerFormat::Workbook)).await
}

/// GET /assessments/{id}/answers/{format}
pub async fn export(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (id, format) = path.into_inner();
    handed_out(&app, who.proof(), (&id, format_named(&format)?)).await
}

/// GET /assessments/{id}/load
pub async fn page(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (c, name) = frame(&who, &app, &id).await?;
    Ok(ok(LoadPage::choose(c, (&id, &name), &[])))
}

/// POST /assessments/{id}/load: what the file would change.
pub async fn look(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: FileForm,
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), AssessmentId::from(id.as_str()));
    let seen = app.read(move |tx, _| answering::assessment_preview(tx, &proof, &own, &form.file.bytes)).await;
    let (c, name) = frame(&who, &app, &id).await?;
    match seen {
        Ok(preview) => {
            let load = LoadView::look(&c.words, c.lang(), (apply(&id), back(&c, &id)), &preview);
            Ok(ok(LoadPage { c, load }))
        }
        Err(ServiceError::Invalid(faults)) => Ok(unprocessable(LoadPage::choose(c, (&id, &name), &faults))),
        Err(error) => Err(error.into()),
    }
}

/// POST /assessments/{id}/load/apply: loads what was looked at, or puts back what was there.
pub async fn load(
    who: Who<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: FileForm,
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), AssessmentId::from(id.as_str()));
    let (over, undo) = (overwrite(&form), is_undo(&form));
    let done = app.write("answers_load", move |tx, now| {
        answering::assessment_load(tx, &proof, &own, (form.prepared.as_bytes(), &over), now)
    });
    match done.await {
        Ok(_) if undo => Ok(see_other_saying(&app, &format!("/assessments/{id}"), "flash-answers-undone")),
        Ok(loaded) => {
            let (c, _) = frame(&who, &app, &id).await?;
            let load = LoadView::done(&c.words, (apply(&id), back(&c, &id)), &loaded);
            Ok(ok(LoadPage { c, load }))
        }
        Err(ServiceError::Invalid(faults)) => {
            let (c, name) = frame(&who, &app, &id).await?;
            Ok(unprocessable(LoadPage::choose(c, (&id, &name), &faults)))
        }
        Err(error) => Err(error.into()),
    }
}

fn apply(id: &str) -> String {
    format!("/assessments/{id}/load/apply")
}

fn back(c: &Chrome, id: &str) -> Link {
    Link::new(c.t("load-back"), format!("/assessments/{id}"))
}

async fn frame(who: &Who<ManageAssessments>, app: &App, id: &str) -> Result<(Chrome, String), ServiceError> {
    let (dossier, name) = dossier_of(who, app, id).await?;
    let c = framed(who.chrome(app, "load-title"), &dossier, &name);
    let up = c.t("assessment-title");
    Ok((c.under(up, format!("/assessments/{id}")), name))
}

impl LoadPage {
    fn choose(c: Chrome, (id, partner): (&str, &str), faults: &[FieldFault]) -> Self {
        let places = (format!("/assessments/{id}/load"), format!("/assessments/{id}/workbook"), back(&c, id));
        Self { load: LoadView::choose(&c.words, c.ts("load-lead-member", partner), places, faults), c }
    }

    /// Fresh; refused; what would change; what was changed.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::sample("load-title").at(Nav::Partners).under("Partners", "/partners");
        let more = LoadView::samples(&c().words, "/assessments/sample/load", &back(&c(), "sample"));
        let own = ("sample", "Meridian Media");
        let first = [Self::choose(c(), own, &[]), Self::choose(c(), own, &sample_faults())];
        first.into_iter().chain(more.into_iter().map(|load| Self { c: c(), load })).collect()
    }
}
