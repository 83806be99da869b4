//! What the pages of members and of respondents share about workbooks: their words, the file, the form that takes one back.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::app::App;
use super::components::{Banner, Kind, Link};
use super::error::{WebError, say};
use super::respond::workbook;
use super::words::Words;
use crate::access::{Allowed, ViewPartners};
use crate::ids::AssessmentId;
use crate::services::{FieldFault, Message, answering};
use crate::vetting::formats::answer_book::{BookWords, Column};

/// A form that takes a workbook back.
#[derive(Debug, Clone, Default)]
pub struct LoadView {
    /// What will happen.
    pub lead: String,
    /// The cells that do not fit, after a try.
    pub faults: Option<Banner>,
    /// Where the form goes.
    pub action: String,
    /// Where the workbook is to be had.
    pub blank: Link,
    /// The way back.
    pub back: Link,
}

/// The workbook, as the page's script or a hand puts it into the field.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LoadForm {
    /// The file, in base64 after a mark.
    pub file: String,
}

/// The workbook of an assessment, as its page and the API hand it out.
pub async fn handed_out(app: &App, proof: Allowed<ViewPartners>, id: &str) -> Result<HttpResponse, WebError> {
    let (own, words) = (AssessmentId::from(id), book_words(&app.words()));
    let made = app.read(move |tx, now| answering::assessment_workbook(tx, &proof, &own, &words, now)).await?;
    Ok(workbook(&format!("assessment-{id}.xlsx"), made.file))
}

/// The words of a workbook in the language of the pages.
pub fn book_words(words: &Words) -> BookWords {
    let heading = |column: Column| {
        words.t(match column {
            Column::Id => "book-column-id",
            Column::Section => "book-column-section",
            Column::Question => "book-column-question",
            Column::Help => "book-column-help",
            Column::When => "book-column-when",
            Column::Answer => "book-column-answer",
            Column::Reason => "book-column-reason",
            Column::Comment => "book-column-comment",
            Column::Evidence => "book-column-evidence",
        })
    };
    BookWords {
        language: words.lang().tag().to_owned(),
        sheet: words.t("book-sheet"),
        title: words.t("book-title"),
        how: ["book-how-answers", "book-how-empty", "book-how-back"].map(|id| words.t(id)).to_vec(),
        headings: Column::ALL.map(heading),
        not_applicable: words.t("book-not-applicable"),
        only_if: words.t("book-only-if"),
    }
}

impl LoadView {
    /// The form: where it goes, where the workbook is to be had, the way back; and what did not fit.
    pub fn new(
        words: &Words,
        lead: String,
        (action, blank, back): (String, String, Link),
        faults: &[FieldFault],
    ) -> Self {
        let lines: Vec<String> = faults.iter().map(|fault| say(words, &fault.message)).collect();
        let faults = (!lines.is_empty()).then(|| {
            let title = words.tn("load-faults", u64::try_from(lines.len()).unwrap_or(u64::MAX));
            Banner { kind: Kind::Bad, title, lines }
        });
        Self { lead, faults, action, blank: Link::new(words.t("load-blank"), blank), back }
    }
}

/// What is said after loading: whether anything was changed.
pub fn loaded(count: usize) -> &'static str {
    if count == 0 { "flash-answers-loaded-none" } else { "flash-answers-loaded" }
}

/// A fault of two cells, for the samples of the pages.
pub fn sample_faults() -> Vec<FieldFault> {
    let fault = |cell: &str, what: &str| FieldFault {
        field: cell.to_owned(),
        message: Message::new("fault-workbook-cell").arg("cell", cell).arg("what", what),
    };
    vec![
        fault("Answers!F7", "this is none of the answers to choose from"),
        fault("Answers!G9", "say why it does not apply"),
    ]
}
