//! A release as a file: exactly what its page shows, as CSV and as a spreadsheet.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe in front (security.md T11); in the spreadsheet itself
//! every cell is typed text, and numbers stay in the form in which they are shown, so that nothing is recomputed from them.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::release::{ReleasePage, detail};
use crate::access::{Allowed, ViewRooms};
use crate::clock::Timestamp;
use crate::services::ServiceError;
use crate::services::rooms::ReleaseDetail;
use crate::web::app::App;
use crate::web::components::KeyValue;
use crate::web::error::WebError;
use crate::web::page::Chrome;
use crate::web::visitor::Who;

/// First characters that a spreadsheet may take for the start of a formula.
const TRIGGERS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '＠'];
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The full-width minus, which belongs to them.
const WIDE_MINUS: char = '－';

/// GET /rooms/{id}/releases/{release}/csv
pub async fn csv(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    exported(&app, who.proof(), (path.into_inner(), Form::Csv)).await
}

/// GET /rooms/{id}/releases/{release}/xlsx
pub async fn xlsx(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    exported(&app, who.proof(), (path.into_inner(), Form::Xlsx)).await
}

/// The forms that a release is exported in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Form {
    /// Lines of cells.
    Csv,
    /// A spreadsheet.
    Xlsx,
}

/// The release that a path names as a file, for the page's links and for the API.
pub(in crate::web) async fn exported(
    app: &App,
    who: Allowed<ViewRooms>,
    wanted: ((String, String), Form),
) -> Result<HttpResponse, WebError> {
    let (path, form) = wanted;
    let found = detail(app, who, path).await?;
    let page = ReleasePage::new(Chrome::bare(app.words(), "release-title"), &found, false);
    let lines = lines(&page.c, &page);
    match form {
        Form::Csv => Ok(file(&found, ("csv", "text/csv; charset=utf-8"), as_csv(&lines)?)),
        Form::Xlsx => {
            let bytes = as_xlsx(&lines, found.at);
            let bytes = bytes.map_err(|e| ServiceError::Internal(e.to_string()))?;
            Ok(file(&found, ("xlsx", XLSX), bytes))
        }
    }
}

/// What is in the file: the answer, how to read it, the table, the facts, rates and reach.
fn lines(c: &Chrome, page: &ReleasePage) -> Vec<Vec<String>> {
    let pair = |fact: &KeyValue| vec![fact.key.clone(), fact.value.clone()];
    let mut lines = vec![
        vec![c.t("export-answer"), page.answer.headline.clone(), page.answer.detail.clone()],
        vec![page.how.clone()],
    ];
    if let Some(table) = &page.table {
        lines.push(Vec::new());
        lines.extend(table.lines());
        lines.push(vec![table.note.clone()]);
        if table.has_sealed() {
            lines.push(vec![c.t("export-sealed")]);
        }
    }
    lines.push(Vec::new());
    lines.extend(page.facts.iter().map(pair));
    if !page.reach.is_empty() {
        lines.push(Vec::new());
        lines.extend(page.reach.iter().map(pair));
        lines.push(vec![c.t("reach-note")]);
    }
    lines
}

/// The text of a cell that no spreadsheet runs.
fn harmless(text: &str) -> String {
    let risky = text.chars().next().is_some_and(|first| first == WIDE_MINUS || TRIGGERS.contains(&first));
    if risky { format!("'{text}") } else { text.to_owned() }
}

fn as_csv(lines: &[Vec<String>]) -> Result<Vec<u8>, ServiceError> {
    let mut out =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let internal = |e: csv::Error| ServiceError::Internal(e.to_string());
    for line in lines {
        let cells: Vec<String> = line.iter().map(|cell| harmless(cell)).collect();
        out.write_record(if cells.is_empty() { vec![String::new()] } else { cells }).map_err(internal)?;
    }
    out.into_inner().map_err(|e| ServiceError::Internal(e.to_string()))
}

/// The same bytes whenever it is asked for: the file's own date is that of the answer.
fn as_xlsx(lines: &[Vec<String>], drawn_at: Timestamp) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let drawn_at = ExcelDateTime::from_timestamp(drawn_at.micros() / 1_000_000)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&drawn_at));
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet();
    for (row, line) in (0u32..).zip(lines) {
        for (column, cell) in (0u16..).zip(line) {
            sheet.write_string_with_format(row, column, harmless(cell), &text)?;
        }
    }
    book.save_to_buffer()
}

/// A download that no browser opens in our name.
fn file(found: &ReleaseDetail, (ending, kind): (&str, &str), bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"release-{}.{ending}\"", found.id),
        ))
        .body(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_starts_a_formula() {
        for risky in
            ["=HYPERLINK(\"x\")", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", "－1", "＋1", "＠a", "\0=1"]
        {
            let bytes = as_csv(&[vec![risky.to_owned(), "a\";=1".to_owned()]]).unwrap();
            let mut read = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            let record = read.records().next().unwrap().unwrap();
            assert_eq!(record.get(0).unwrap(), format!("'{risky}"));
            assert_eq!(record.get(1).unwrap(), "a\";=1");
        }
    }

    #[test]
    fn the_spreadsheet_opens_as_a_zip_of_its_own_kind() {
        let bytes = as_xlsx(&[vec!["=1".to_owned()]], Timestamp::from_micros(1_800_000_000_000_000)).unwrap();
        assert_eq!(bytes.get(..2), Some(&b"PK"[..]));
    }
}
