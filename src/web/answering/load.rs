//! Answering offline: the workbook to fill in, and loading it back.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::respondent::{RespondentWho, words_of};
use crate::services::{FieldFault, ServiceError, answering};
use crate::vetting::formats::answer_book::BookWords;
use crate::web::app::App;
use crate::web::components::Link;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::file_field::file_typed;
use crate::web::page::{Chrome, Page};
use crate::web::respond::{see_other_saying, workbook};
use crate::web::words::Words;
use crate::web::workbook::{LoadForm, LoadView, book_words, loaded, sample_faults};

/// GET /answer/load
#[derive(Debug, Template)]
#[template(path = "answering/load.html")]
pub struct LoadPage {
    /// The frame.
    pub c: Chrome,
    /// The form.
    pub load: LoadView,
}

/// GET /answer/workbook
pub async fn blank(who: RespondentWho, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let made = app
        .read(move |tx, now| {
            let desk = answering::desk(tx, &proof)?;
            let words = book_words(&words_of(&desk));
            let words = BookWords { language: desk.languages.questions, ..words };
            answering::workbook(tx, &proof, &words, now)
        })
        .await?;
    Ok(workbook("questionnaire.xlsx", made.file))
}

/// GET /answer/load
pub async fn page(who: RespondentWho, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    show(&who, &app, &[], StatusCode::OK).await
}

/// POST /answer/load
pub async fn load(
    who: RespondentWho,
    app: web::Data<App>,
    form: Csrf<LoadForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, file) = (who.proof(), file_typed(&form.0.file));
    let done = app.write("answers_load", move |tx, now| {
        let broken = || ServiceError::field("file", "fault-workbook-base64");
        answering::workbook_load(tx, &proof, file.as_deref().ok_or_else(broken)?, now)
    });
    match done.await {
        Ok(count) => Ok(see_other_saying(&app, "/answer", loaded(count))),
        Err(ServiceError::Invalid(faults)) => {
            show(&who, &app, &faults, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    who: &RespondentWho,
    app: &App,
    faults: &[FieldFault],
    status: StatusCode,
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let desk = app.read(move |tx, _| answering::desk(tx, &proof)).await?;
    let c = who.chrome(app, &desk, "load-title");
    Ok(Page(LoadPage::new(c, faults)).with_status(status))
}

impl LoadPage {
    fn new(c: Chrome, faults: &[FieldFault]) -> Self {
        let back = Link::new(c.t("cancel"), "/answer");
        let places = ("/answer/load".to_owned(), "/answer/workbook".to_owned(), back);
        Self { load: LoadView::new(&c.words, c.t("load-lead"), places, faults), c }
    }

    /// Fresh; refused.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::bare(Words::default(), "load-title");
        vec![Self::new(c(), &[]), Self::new(c(), &sample_faults())]
    }
}
