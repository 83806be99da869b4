//! A spreadsheet from outside (.xlsx), read with bounds: how much it unpacks to, how many cells it has and how long their
//! texts are is counted while it is read, never taken from what the file says of itself. Formulas are not evaluated: a
//! cell knows that it has one, and its text is what was last saved beside it.
//!
//! What that comes to, measured as the peak of the whole program (a development build, 51 MiB with a workbook of three cells): 43 MiB
//! for ten million rows (632 kB packed, 260 MB unpacked), 42 for 512 MiB of blanks, 195 for as many rows of one cell as are kept at
//! most. `tests/it/bombs.rs` runs the program within 240 MiB.

mod bounds;

use std::collections::BTreeMap;
use std::fmt;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::vetting::format::FormatError;
use crate::vetting::sentence::Sentence;

/// More cells with something in them than any questionnaire has.
const MOST_CELLS: usize = 300_000;
/// All the texts of a workbook together, in bytes.
const MOST_TEXT: usize = 24 << 20;
/// A cell of a spreadsheet holds no more characters than this (the program's own limit).
const LONGEST_CELL: usize = 32_767;
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;

/// The sheets of a workbook.
#[derive(Debug)]
pub struct Workbook {
    /// In the order of the file.
    pub sheets: Vec<Sheet>,
}

/// The cells of one sheet that have something in them.
#[derive(Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether people see it.
    pub visible: bool,
    rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text; of a formula, the result that was saved beside it.
    pub text: String,
    /// Whether it has a formula.
    pub formula: bool,
}

/// The name of a cell, such as `Answers!C7`.
#[derive(Debug, Clone, Copy)]
pub struct At<'a>(pub &'a str, pub u32, pub u32);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}!{}{}", self.0, letters(self.2), self.1.saturating_add(1))
    }
}

/// A column's letters: A, B, …, Z, AA, …
fn letters(column: u32) -> String {
    let mut rest = column.saturating_add(1);
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = rest.saturating_sub(1) % 26;
        letters.push(char::from_u32(u32::from('A').saturating_add(digit)).unwrap_or('?'));
        rest = rest.saturating_sub(1) / 26;
    }
    letters.iter().rev().collect()
}

impl Workbook {
    /// Whether a file begins as a workbook does.
    pub fn is_one(file: &[u8]) -> bool {
        file.starts_with(b"PK\x03\x04")
    }

    /// The cells of a workbook.
    pub fn open(file: &[u8]) -> Result<Self, FormatError> {
        if !Self::is_one(file) {
            let what = Sentence::of(
                "file-no-workbook",
                "this is no .xlsx workbook; save it as .xlsx in your spreadsheet program",
            );
            return Err(FormatError::at("workbook", what));
        }
        bounds::check(file)?;
        // The reader of cells does not promise to bear hostile names and numbers; what it cannot bear is no workbook.
        let read = catch_unwind(AssertUnwindSafe(|| read(file)));
        let damaged = || Sentence::of("file-book-damaged", "this workbook is damaged");
        read.unwrap_or_else(|_panic| Err(FormatError::at("workbook", damaged())))
    }
}

impl Sheet {
    /// Every row with something in it: its position from 0.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &BTreeMap<u32, Cell>)> {
        self.rows.iter().map(|(row, cells)| (*row, cells))
    }

    /// A row, if anything is in it.
    pub fn row(&self, row: u32) -> Option<&BTreeMap<u32, Cell>> {
        self.rows.get(&row)
    }

    /// A cell, if anything is in it.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.row(row).and_then(|cells| cells.get(&column))
    }

    /// A cell's name.
    pub fn at(&self, row: u32, column: u32) -> String {
        At(&self.name, row, column).to_string()
    }
}

fn unreadable(fault: &XlsxError) -> FormatError {
    let what = Sentence::of("file-book-unreadable", "this workbook cannot be read: {what}");
    FormatError::at("workbook", what.with("what", fault))
}

fn read(file: &[u8]) -> Result<Workbook, FormatError> {
    let mut book = Xlsx::new(Cursor::new(file)).map_err(|fault| unreadable(&fault))?;
    let known: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let mut left = Left { cells: MOST_CELLS, text: MOST_TEXT };
    let mut sheets = Vec::new();
    for (name, visible) in known {
        let rows = rows(&mut book, &name, &mut left)?;
        sheets.push(Sheet { name, visible, rows });
    }
    Ok(Workbook { sheets })
}

/// How much more may be kept.
struct Left {
    cells: usize,
    text: usize,
}

impl Left {
    fn take(&mut self, text: usize) -> Result<(), Sentence> {
        let many = || Sentence::of("file-book-cells", "there are more than {n} cells").with("n", MOST_CELLS);
        let long = || {
            Sentence::of("file-book-texts", "the texts are longer than {n} MiB together")
                .with("n", MOST_TEXT >> 20)
        };
        self.cells = self.cells.checked_sub(1).ok_or_else(many)?;
        self.text = self.text.checked_sub(text).ok_or_else(long)?;
        Ok(())
    }
}

fn rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    left: &mut Left,
) -> Result<BTreeMap<u32, BTreeMap<u32, Cell>>, FormatError> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(|fault| unreadable(&fault))?;
    // This way of reading does not write formulas out, so that one formula shared by many cells stays one.
    while let Some(found) = reader.next_cell_with_formula_metadata().map_err(|fault| unreadable(&fault))? {
        let (row, column) = found.pos;
        let place = || At(name, row, column).to_string();
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            let what = Sentence::of("file-book-outside", "a cell stands outside of any sheet");
            return Err(FormatError::at(name, what));
        }
        let cell = Cell { text: words(&found.value), formula: found.formula.is_some() };
        if cell.text.is_empty() && !cell.formula {
            continue;
        }
        if cell.text.chars().count() > LONGEST_CELL {
            let what = Sentence::of("file-cell-long", "longer than {n} characters").with("n", LONGEST_CELL);
            return Err(FormatError::at(place(), what));
        }
        left.take(cell.text.len()).map_err(|what| FormatError::at(place(), what))?;
        if rows.entry(row).or_default().insert(column, cell).is_some() {
            let what = Sentence::of("file-cell-twice", "this cell stands twice in the file");
            return Err(FormatError::at(place(), what));
        }
    }
    Ok(rows)
}

/// What a person would read in the cell, without its format.
pub(in crate::vetting) fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(at) => moment(at),
        DataRef::Error(fault) => fault.to_string(),
    }
}

/// A day, and the time where there is one, as ISO 8601 writes them: a spreadsheet keeps them as a number of days, which says nothing
/// to a reader.
fn moment(time: &ExcelDateTime) -> String {
    if time.is_duration() {
        return time.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests;
