//! A table of a release as it is shown: a matrix by segment, or the identifiers by which people met.
//!
//! Cells are tinted by size in six steps, withheld ones hatched; the numbers are in the cells, so a screen reader and a printer
//! lose nothing (look.md, "A room"). The steps depend on what is shown alone.

use crate::rooms::Sides;
use crate::rooms::lists::SealedNames;
use crate::rooms::release::{Answer, Cell, Matrix, Split};
use crate::web::page::Chrome;
use crate::web::rooms::terms::kind_word;
use crate::web::words::Arg;

/// The name of a row or column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// "Segment 3", "Everybody else".
    pub text: String,
    /// The sealed name, for the reader's browser to open with the room key; empty: there is none.
    pub sealed: String,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellView {
    /// "1,240" or "withheld".
    pub text: String,
    /// How it is drawn.
    pub class: &'static str,
}

/// One row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its name.
    pub head: Head,
    /// Its cells.
    pub cells: Vec<CellView>,
    /// The shown cells added up; empty where sums are not shown.
    pub sum: String,
}

/// A table of a release.
#[derive(Debug, Clone)]
pub struct TableView {
    /// What it shows.
    pub caption: String,
    /// The corner: whose segments go down and across.
    pub corner: String,
    /// The columns.
    pub columns: Vec<Head>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The name of the sums; empty where sums are not shown.
    pub sums: String,
    /// The sums of the columns.
    pub column_sums: Vec<String>,
    /// How to read it.
    pub note: String,
}

impl TableView {
    /// The table of an answer, if it is one.
    pub fn of(
        c: &Chrome,
        answer: &Answer,
        around: (&Sides<String>, Sides<Option<SealedNames>>),
    ) -> Option<Self> {
        match answer {
            Answer::Count(_) => None,
            Answer::Split(split) => Some(Self::split(c, split)),
            Answer::Matrix(matrix) => Some(Self::matrix(c, matrix, around)),
        }
    }

    fn split(c: &Chrome, split: &Split) -> Self {
        let cells: Vec<Cell> = split.by_identifier.iter().map(|pass| pass.people).collect();
        let most = most(cells.iter().copied());
        let row = |pass: &crate::rooms::release::Pass| Row {
            head: Head { text: c.t(kind_word(pass.kind)), sealed: String::new() },
            cells: vec![cell(c, pass.people, most)],
            sum: String::new(),
        };
        Self {
            caption: c.t("table-split-caption"),
            corner: c.t("table-identifier"),
            columns: vec![Head { text: c.t("table-people"), sealed: String::new() }],
            rows: split.by_identifier.iter().map(row).collect(),
            sums: String::new(),
            column_sums: Vec::new(),
            note: note(c, "table-split-note", split.pm95),
        }
    }

    fn matrix(c: &Chrome, matrix: &Matrix, around: (&Sides<String>, Sides<Option<SealedNames>>)) -> Self {
        let (orgs, names) = around;
        let most = most(matrix.cells.iter().flatten().copied());
        let head = |segment: &Option<u8>, names: &Option<SealedNames>| match segment {
            None => Head { text: c.t("table-other"), sealed: String::new() },
            Some(index) => Head {
                text: c.with("table-segment", &[("n", Arg::from(u32::from(*index).saturating_add(1)))]),
                sealed: names.as_ref().and_then(|names| names.of(*index)).unwrap_or_default().to_owned(),
            },
        };
        let row = |(at, segment): (usize, &Option<u8>)| Row {
            head: head(segment, &names.host),
            cells: matrix.cells.get(at).into_iter().flatten().map(|one| cell(c, *one, most)).collect(),
            sum: c.words.number(matrix.row_shown(at)),
        };
        let across = [("down", Arg::from(&orgs.host)), ("across", Arg::from(&orgs.guest))];
        let columns: Vec<Head> = matrix.guest.iter().map(|segment| head(segment, &names.guest)).collect();
        Self {
            caption: c.with("table-matrix-caption", &across),
            corner: c.with("table-matrix-corner", &across),
            column_sums: (0..columns.len()).map(|at| c.words.number(matrix.column_shown(at))).collect(),
            columns,
            rows: matrix.host.iter().enumerate().map(row).collect(),
            sums: c.t("table-shown-cells"),
            note: c.with(
                "table-matrix-note",
                &[("k", Arg::Number(matrix.k)), ("bar", Arg::from(note(c, "table-bar", matrix.pm95)))],
            ),
        }
    }

    /// Whether any name waits to be opened in the reader's browser.
    pub fn has_sealed(&self) -> bool {
        self.columns.iter().chain(self.rows.iter().map(|row| &row.head)).any(|head| !head.sealed.is_empty())
    }

    /// The table as it is exported: the same words and numbers, the first row the heads.
    pub fn lines(&self) -> Vec<Vec<String>> {
        let sums = (!self.sums.is_empty()).then(|| self.sums.clone());
        let heads = self.columns.iter().map(|head| head.text.clone()).chain(sums.clone());
        let mut lines = vec![std::iter::once(self.corner.clone()).chain(heads).collect()];
        for row in &self.rows {
            let cells = row.cells.iter().map(|cell| cell.text.clone());
            let sum = sums.iter().map(|_| row.sum.clone());
            lines.push(std::iter::once(row.head.text.clone()).chain(cells).chain(sum).collect());
        }
        if let Some(sums) = sums {
            lines.push(
                std::iter::once(sums)
                    .chain(self.column_sums.iter().cloned())
                    .chain([String::new()])
                    .collect(),
            );
        }
        lines
    }
}

fn note(c: &Chrome, word: &str, pm95: u64) -> String {
    match pm95 {
        0 => c.t(&format!("{word}-exact")),
        pm => c.with(word, &[("pm", Arg::Number(pm))]),
    }
}

fn most(cells: impl Iterator<Item = Cell>) -> u64 {
    cells.filter_map(Cell::shown).max().unwrap_or_default()
}

/// A cell in words, and its tint: a sixth of the largest shown number a step.
fn cell(c: &Chrome, cell: Cell, most: u64) -> CellView {
    const TINTS: [&str; 6] = ["tint-1", "tint-2", "tint-3", "tint-4", "tint-5", "tint-6"];
    match cell {
        Cell::Withheld => CellView { text: c.t("table-withheld"), class: "withheld" },
        Cell::Value { n } => {
            let step = usize::try_from(n.saturating_mul(6).checked_div(most.max(1)).unwrap_or_default());
            let step = step.unwrap_or_default().min(TINTS.len().saturating_sub(1));
            CellView { text: c.words.number(n), class: TINTS.get(step).copied().unwrap_or("tint-1") }
        }
    }
}
