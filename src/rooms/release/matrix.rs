//! A matrix of one side's segments by the other's (cleanroom.md, "Release rule — segmented matrix").
//!
//! One matrix is one release: half of its epsilon goes to the cells, which one person changes in one place only, and half to
//! the total. The total is not reconciled with the cells, and no true margin is ever formed: [`Matrix::row_shown`] adds up
//! what is shown.

use serde::{Deserialize, Serialize};

use super::answer::{Released, Showing, show};
use super::axis::Axis;
use super::exact;
use super::table::{Cell, Grid, complementary, primary, publish};
use super::{DrawError, Drawn, Noise, Ticket};
use crate::matching::intersect::RawMatrix;
use crate::matching::token::SEGMENTS;
use crate::rooms::sides::Sides;

/// From this many cells on the group size is at least [`LARGE_K`]: so many draws make a small cell pass by chance.
const LARGE: usize = 100;
const LARGE_K: u64 = 100;

/// What is shown of a matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// Everybody; none where the rest would give a withheld cell away (without noise only).
    pub total: Option<Released>,
    /// The group size below which a cell is withheld.
    pub k: u64,
    /// The half-width of the error bar (95 %) of a cell; 0 where nothing was added.
    pub pm95: u64,
    /// The host's segments, by index; none for everybody else.
    pub host: Vec<Option<u8>>,
    /// The guest's segments, by index; none for everybody else.
    pub guest: Vec<Option<u8>>,
    /// A row for each of the host's segments, a cell for each of the guest's.
    pub cells: Vec<Vec<Cell>>,
}

impl Matrix {
    /// The shown cells of one row added up: never the true margin.
    pub fn row_shown(&self, row: usize) -> u64 {
        self.cells.get(row).into_iter().flatten().filter_map(|cell| cell.shown()).sum()
    }

    /// The shown cells of one column added up.
    pub fn column_shown(&self, column: usize) -> u64 {
        self.cells.iter().filter_map(|row| row.get(column).and_then(|cell| cell.shown())).sum()
    }
}

/// Draws a matrix.
pub(super) fn draw(
    ticket: &Ticket,
    raw: &RawMatrix,
    noise: &mut dyn Noise,
) -> Result<Drawn<Matrix>, DrawError> {
    let axes = &ticket.axes;
    let scale = ticket.cell_scale();
    let total = ticket.noised(&raw.total(), ticket.half_scale(), noise)?;
    let counts = counts(axes, raw);
    let mut values = counts.clone();
    for (row, column) in counts.places() {
        let drawn = ticket.draw_noise(scale, noise)?;
        values.set(row, column, counts.get(row, column).unwrap_or_default().saturating_add(drawn));
    }
    let (rows, columns) = (counts.rows(), counts.columns());
    let k = u64::from(ticket.k).max(if rows * columns > LARGE { LARGE_K } else { 0 });
    let step = u64::from(ticket.round_to);
    let ceilings = ceilings(axes);
    let mut shown = primary(&values, &ceilings, k);
    complementary(&values, &mut shown);
    let known = exact::Known { total, k };
    let total_may_be_shown =
        !ticket.is_exact() || exact::withhold_more(&values, &caps(axes), &mut shown, known);
    let by = Showing { k, step, pm95: ticket.pm95(ticket.half_scale()), people: ticket.least_people() };
    let lines = |axis: &Axis| axis.lines().iter().map(|line| line.segment).collect();
    let answer = Matrix {
        total: total_may_be_shown.then(|| show(total, by)),
        k,
        pm95: ticket.pm95(scale),
        host: lines(&axes.host),
        guest: lines(&axes.guest),
        cells: publish(&values, &shown, step),
    };
    let noisy = std::iter::once(total).chain(values.places().filter_map(|(r, c)| values.get(r, c))).collect();
    Ok(Drawn { noisy, answer })
}

/// The engine's table by the lines of the axes.
fn counts(axes: &Sides<Axis>, raw: &RawMatrix) -> Grid<i64> {
    let (rows, columns) = (axes.host.lines().len(), axes.guest.lines().len());
    let mut counts = Grid::build(rows, columns, |_, _| 0i64);
    for a in 0..=SEGMENTS {
        for b in 0..=SEGMENTS {
            if let (Some(row), Some(column)) = (axes.host.line_of(a), axes.guest.line_of(b)) {
                let people = i64::try_from(raw.reveal_for_release(a, b)).unwrap_or(i64::MAX);
                let before = counts.get(row, column).unwrap_or_default();
                counts.set(row, column, before.saturating_add(people));
            }
        }
    }
    counts
}

/// The most people that each row and column could hold.
fn caps(axes: &Sides<Axis>) -> exact::Caps {
    let people = |axis: &Axis| axis.lines().iter().map(|line| line.people).collect();
    exact::Caps { rows: people(&axes.host), columns: people(&axes.guest) }
}

/// The most people that each cell could hold.
fn ceilings(axes: &Sides<Axis>) -> Grid<u64> {
    let people = |axis: &Axis, at: usize| axis.lines().get(at).map_or(0, |line| line.people);
    let (rows, columns) = (axes.host.lines().len(), axes.guest.lines().len());
    Grid::build(rows, columns, |row, column| people(&axes.host, row).min(people(&axes.guest, column)))
}
