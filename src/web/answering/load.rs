//! Answering offline: the answers as files, and loading one back, after a look at what it would change.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::respondent::{RespondentWho, words_of};
use crate::services::{FieldFault, ServiceError, answering};
use crate::vetting::formats::answer_book::BookWords;
use crate::vetting::formats::answer_file::AnswerFormat;
use crate::web::answer_file::{LoadView, as_file, format_named, is_undo, overwrite, sample_faults};
use crate::web::app::App;
use crate::web::book_words::book_words;
use crate::web::components::Link;
use crate::web::error::WebError;
use crate::web::file_form::FileForm;
use crate::web::page::{Chrome, Page};
use crate::web::respond::see_other_saying;
use crate::web::words::Words;

/// GET /answer/load
#[derive(Debug, Template)]
#[template(path = "answering/load.html")]
pub struct LoadPage {
    /// The frame.
    pub c: Chrome,
    /// The form, or what came of it.
    pub load: LoadView,
}

/// GET /answer/workbook
pub async fn blank(who: RespondentWho, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    handed_out(&who, &app, AnswerFormat::Workbook).await
}

/// GET /answer/file/{format}
pub async fn export(
    who: RespondentWho,
    app: web::Data<App>,
    format: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    handed_out(&who, &app, format_named(&format)?).await
}

async fn handed_out(who: &RespondentWho, app: &App, format: AnswerFormat) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let made = app
        .read(move |tx, now| {
            let desk = answering::desk(tx, &proof)?;
            let words = book_words(&words_of(&desk));
            let words = BookWords { language: desk.languages.questions, ..words };
            answering::answers_export(tx, &proof, format, &words, now)
        })
        .await?;
    as_file("questionnaire", format, made)
}

/// GET /answer/load
pub async fn page(who: RespondentWho, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let (c, _) = frame(&who, &app).await?;
    Ok(Page(LoadPage::choose(c, &[])).with_status(StatusCode::OK))
}

/// POST /answer/load: what the file would change.
pub async fn look(who: RespondentWho, app: web::Data<App>, form: FileForm) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let seen = app.read(move |tx, _| answering::answers_preview(tx, &proof, &form.file.bytes)).await;
    let (c, tag) = frame(&who, &app).await?;
    match seen {
        Ok(preview) => {
            let load = LoadView::look(&c.words, &tag, (APPLY.to_owned(), back(&c)), &preview);
            Ok(Page(LoadPage { c, load }).with_status(StatusCode::OK))
        }
        Err(ServiceError::Invalid(faults)) => {
            Ok(Page(LoadPage::choose(c, &faults)).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

/// POST /answer/load/apply: loads what was looked at, or puts back what was there.
pub async fn load(who: RespondentWho, app: web::Data<App>, form: FileForm) -> Result<HttpResponse, WebError> {
    let (proof, over, undo) = (who.proof(), overwrite(&form), is_undo(&form));
    let done = app.write("answers_load", move |tx, now| {
        answering::answers_load(tx, &proof, (form.prepared.as_bytes(), &over), now)
    });
    match done.await {
        Ok(_) if undo => Ok(see_other_saying(&app, "/answer", "flash-answers-undone")),
        Ok(loaded) => {
            let (c, _) = frame(&who, &app).await?;
            let load = LoadView::done(&c.words, (APPLY.to_owned(), back(&c)), &loaded);
            Ok(Page(LoadPage { c, load }).with_status(StatusCode::OK))
        }
        Err(ServiceError::Invalid(faults)) => {
            let (c, _) = frame(&who, &app).await?;
            Ok(Page(LoadPage::choose(c, &faults)).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

const APPLY: &str = "/answer/load/apply";

fn back(c: &Chrome) -> Link {
    Link::new(c.t("load-back-respondent"), "/answer")
}

/// The frame, and the language of the questions.
async fn frame(who: &RespondentWho, app: &App) -> Result<(Chrome, String), ServiceError> {
    let proof = who.proof();
    let desk = app.read(move |tx, _| answering::desk(tx, &proof)).await?;
    Ok((who.chrome(app, &desk, "load-title"), desk.languages.questions))
}

impl LoadPage {
    fn choose(c: Chrome, faults: &[FieldFault]) -> Self {
        let places = ("/answer/load".to_owned(), "/answer/workbook".to_owned(), back(&c));
        Self { load: LoadView::choose(&c.words, c.t("load-lead"), places, faults), c }
    }

    /// Fresh; refused; what would change; what was changed.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::bare(Words::default(), "load-title");
        let more = LoadView::samples(&c().words, "/answer/load", &back(&c()));
        let first = [Self::choose(c(), &[]), Self::choose(c(), &sample_faults())];
        first.into_iter().chain(more.into_iter().map(|load| Self { c: c(), load })).collect()
    }
}
