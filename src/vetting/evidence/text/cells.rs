//! The cells of workbooks (ISO/IEC 29500, read by calamine one cell at a time) and of CSV (RFC 4180). A sheet says of itself how large
//! it is; that is not believed, only cells with something in them are counted.

use std::io::Cursor;

use calamine::{Reader as _, SheetType, Xlsx, XlsxError};

use super::taken::Taken;
use super::{NoText, PartName};
use crate::vetting::formats::workbook::words;

/// Reads the cells of a workbook, a sheet after the other, a row a line.
pub(super) fn read_workbook(bytes: &[u8], into: &mut Taken) -> Result<(), NoText> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|why| match why {
        XlsxError::Password => NoText::Locked,
        _ => NoText::Damaged,
    })?;
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    for name in names {
        if !into.begin(PartName::Sheet(name.clone())) {
            break;
        }
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_damaged| NoText::Damaged)?;
        let mut at = (0_u32, 0_u32);
        while !into.is_full() {
            // This way of reading does not write formulas out, so that one formula shared by many cells stays one.
            let found = cells.next_cell_with_formula_metadata().map_err(|_damaged| NoText::Damaged)?;
            let Some(cell) = found else { break };
            let (row, column) = cell.pos;
            let text = words(&cell.value);
            if text.is_empty() {
                continue;
            }
            if row != at.0 {
                into.line_end();
                at = (row, 0);
            }
            into.cells_end(usize::try_from(column.saturating_sub(at.1)).unwrap_or(usize::MAX));
            into.push_cell(&text);
            at.1 = column;
        }
    }
    Ok(())
}

/// Reads a table of text. What separates its cells is what its first line has most of: a comma, a semicolon or a tab.
pub(super) fn read_csv(bytes: &[u8], into: &mut Taken) -> Result<(), NoText> {
    into.begin(PartName::Table);
    let (named, bytes) = named_separator(bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let times = |wanted: u8| first.iter().filter(|byte| **byte == wanted).count();
    let most = [b',', b';', b'\t'].into_iter().max_by_key(|byte| (times(*byte), *byte == b','));
    let separator = named.or(most).unwrap_or(b',');
    let mut rows = csv::ReaderBuilder::new();
    let mut rows = rows.has_headers(false).flexible(true).delimiter(separator).from_reader(bytes);
    let mut row = csv::ByteRecord::new();
    while !into.is_full() && rows.read_byte_record(&mut row).map_err(|_damaged| NoText::Damaged)? {
        for cell in &row {
            into.push_cell(&String::from_utf8_lossy(cell));
            into.cells_end(1);
        }
        into.line_end();
    }
    Ok(())
}

/// The separator that a first line such as `sep=;` names, as Excel has it, and what follows.
fn named_separator(bytes: &[u8]) -> (Option<u8>, &[u8]) {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match text.strip_prefix(b"sep=") {
        Some([separator, b'\r', b'\n', rest @ ..] | [separator, b'\n', rest @ ..]) => {
            (Some(*separator), rest)
        }
        _ => (None, bytes),
    }
}
