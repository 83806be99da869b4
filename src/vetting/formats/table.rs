//! A table in a sheet, found by the words of its header and not by where it stands.

use super::workbook::{Cell, Sheet, Workbook};

/// A header stands in one of the first rows.
const DEEPEST_HEADER: u32 = 60;

/// A table: its sheet, the row of its header, and the column of each word that was asked for.
pub(super) struct Table<'w> {
    pub(super) sheet: &'w Sheet,
    pub(super) header: u32,
    columns: Vec<Option<u32>>,
}

/// What a header's cell must say for a column: all of one of these word lists, and none of the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// What it is called in messages.
    pub(super) name: &'static str,
    any_of: &'static [&'static str],
    none_of: &'static [&'static str],
    needed: bool,
}

impl Column {
    /// A column without which there is no table.
    pub(super) const fn needed(
        name: &'static str,
        any_of: &'static [&'static str],
        none_of: &'static [&'static str],
    ) -> Self {
        Self { name, any_of, none_of, needed: true }
    }

    /// A column that may be there.
    pub(super) const fn optional(
        name: &'static str,
        any_of: &'static [&'static str],
        none_of: &'static [&'static str],
    ) -> Self {
        Self { name, any_of, none_of, needed: false }
    }

    fn fits(&self, heading: &str) -> bool {
        let heading = simple(heading);
        let says = |words: &&str| heading.contains(*words);
        self.any_of.iter().any(says) && !self.none_of.iter().any(says)
    }
}

/// The headings without which there is no table, for a message.
pub(super) fn needed(columns: &[Column]) -> String {
    let needed = columns.iter().filter(|column| column.needed);
    needed.map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
}

/// Small letters, single spaces.
pub(super) fn simple(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The table with every needed column and the most of the others; the first of several. A sheet that only shows some of a
/// table's columns comes after the table itself.
pub(super) fn find<'w>(book: &'w Workbook, columns: &[Column]) -> Option<Table<'w>> {
    let mut best: Option<Table<'w>> = None;
    for sheet in &book.sheets {
        let rows = sheet.rows().take_while(|(row, _)| *row < DEEPEST_HEADER);
        let tables = rows.filter_map(|(row, _)| header(sheet, row, columns));
        for table in tables {
            if best.as_ref().is_none_or(|best| table.width() > best.width()) {
                best = Some(table);
            }
        }
    }
    best
}

/// The table whose header is this row, if it is one. A heading fits the first column that takes it.
pub(super) fn header<'w>(sheet: &'w Sheet, row: u32, columns: &[Column]) -> Option<Table<'w>> {
    let mut found: Vec<Option<u32>> = vec![None; columns.len()];
    let cells = sheet.row(row)?;
    for (at, cell) in cells {
        let fits =
            columns.iter().zip(&mut found).find(|(column, place)| place.is_none() && column.fits(&cell.text));
        if let Some((_, place)) = fits {
            *place = Some(*at);
        }
    }
    let whole = columns.iter().zip(&found).all(|(column, place)| !column.needed || place.is_some());
    whole.then_some(Table { sheet, header: row, columns: found })
}

impl<'w> Table<'w> {
    /// How many of the columns are there.
    fn width(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// The rows below the header.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> + use<'_, 'w> {
        self.sheet.rows().map(|(row, _)| row).filter(|row| *row > self.header)
    }

    /// The cell of a row in the column at this place of the list.
    pub(super) fn cell(&self, row: u32, column: usize) -> Option<&'w Cell> {
        self.sheet.cell(row, self.column(column)?)
    }

    /// The text of that cell; "" if there is none.
    pub(super) fn text(&self, row: u32, column: usize) -> &'w str {
        self.cell(row, column).map_or("", |cell| cell.text.trim())
    }

    /// The name of that cell.
    pub(super) fn at(&self, row: u32, column: usize) -> String {
        self.sheet.at(row, self.column(column).unwrap_or_default())
    }

    pub(super) fn column(&self, column: usize) -> Option<u32> {
        self.columns.get(column).copied().flatten()
    }
}
