//! Tables of counts: what may be shown of each cell so that no withheld one can be worked out.
//!
//! Withheld has one form, whether the cell is too small, too near to all, or hidden for another's sake: which of the three it is
//! would itself say something (cleanroom.md, attacks 6, 8 and 14).

use serde::{Deserialize, Serialize};

/// What is shown of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "band", rename_all = "snake_case", deny_unknown_fields)]
pub enum Cell {
    /// A number of people.
    Value {
        /// The number, rounded.
        n: u64,
    },
    /// Nothing.
    Withheld,
}

impl Cell {
    /// The number, if one is shown.
    pub fn shown(self) -> Option<u64> {
        match self {
            Self::Value { n } => Some(n),
            Self::Withheld => None,
        }
    }
}

/// A table of values, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid<T> {
    columns: usize,
    values: Vec<T>,
}

impl<T: Copy> Grid<T> {
    /// The table whose cell at row and column is what `value` says.
    pub(super) fn build(rows: usize, columns: usize, mut value: impl FnMut(usize, usize) -> T) -> Self {
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        Self { columns, values: places.map(|(row, column)| value(row, column)).collect() }
    }

    pub(super) fn rows(&self) -> usize {
        self.values.len().checked_div(self.columns).unwrap_or_default()
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn get(&self, row: usize, column: usize) -> Option<T> {
        self.values.get(row.checked_mul(self.columns)?.checked_add(column)?).copied()
    }

    pub(super) fn set(&mut self, row: usize, column: usize, value: T) {
        if let Some(place) = self.values.get_mut(row.saturating_mul(self.columns).saturating_add(column)) {
            *place = value;
        }
    }

    /// Every place.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> + use<T> {
        let (rows, columns) = (self.rows(), self.columns);
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    /// The places of each row, then of each column.
    pub(super) fn lines(&self) -> Vec<Vec<(usize, usize)>> {
        let (rows, columns) = (self.rows(), self.columns);
        let across = (0..rows).map(|row| (0..columns).map(|column| (row, column)).collect());
        let down = (0..columns).map(|column| (0..rows).map(|row| (row, column)).collect());
        across.chain(down).collect()
    }
}

/// Whether each cell is shown by itself: neither below `k` nor above its ceiling (step 3).
pub(super) fn primary(values: &Grid<i64>, ceilings: &Grid<u64>, k: u64) -> Grid<bool> {
    Grid::build(values.rows(), values.columns(), |row, column| {
        let value = values.get(row, column).and_then(|value| u64::try_from(value).ok());
        let ceiling = ceilings.get(row, column).unwrap_or_default().saturating_sub(k);
        value.is_some_and(|value| value >= k && value <= ceiling)
    })
}

/// Withholds more until no row or column has exactly one withheld cell beside shown ones: that one would be the line's total
/// less the rest. The smallest shown cell goes; of equal ones the first (step 4).
pub(super) fn complementary(values: &Grid<i64>, shown: &mut Grid<bool>) {
    let lines = values.lines();
    loop {
        let mut stable = true;
        for line in &lines {
            let is_shown = |place: &&(usize, usize)| shown.get(place.0, place.1) == Some(true);
            let withheld = line.len().saturating_sub(line.iter().filter(is_shown).count());
            let smallest = line.iter().filter(is_shown).min_by_key(|place| values.get(place.0, place.1));
            if let (1, Some((row, column))) = (withheld, smallest.copied()) {
                shown.set(row, column, false);
                stable = false;
            }
        }
        if stable {
            return;
        }
    }
}

/// The cells as they are shown, rounded to `step`.
pub(super) fn publish(values: &Grid<i64>, shown: &Grid<bool>, step: u64) -> Vec<Vec<Cell>> {
    let cell = |row, column| match (shown.get(row, column), values.get(row, column)) {
        (Some(true), Some(value)) => Cell::Value { n: rounded(value, step) },
        _ => Cell::Withheld,
    };
    (0..values.rows()).map(|row| (0..values.columns()).map(|column| cell(row, column)).collect()).collect()
}

/// Half up, to a multiple of `step`; never below zero.
pub(super) fn rounded(value: i64, step: u64) -> u64 {
    u64::try_from(value).unwrap_or_default().saturating_add(step / 2) / step.max(1) * step.max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn grid(rows: &[&[i64]]) -> Grid<i64> {
        Grid::build(rows.len(), rows[0].len(), |row, column| rows[row][column])
    }

    fn shown(values: &Grid<i64>) -> Grid<bool> {
        let ceilings = Grid::build(values.rows(), values.columns(), |_, _| 10_000);
        let mut shown = primary(values, &ceilings, 50);
        complementary(values, &mut shown);
        shown
    }

    fn withheld(shown: &Grid<bool>) -> Vec<(usize, usize)> {
        shown.places().filter(|(row, column)| shown.get(*row, *column) == Some(false)).collect()
    }

    #[test]
    fn a_lone_small_cell_takes_the_smallest_of_its_lines_with_it() {
        let values = grid(&[&[10, 300, 200], &[400, 500, 600], &[700, 150, 900]]);
        // (0,0) is small; 200 goes for the row, 400 for the column, then 600 since its row and column have one each.
        assert_eq!(withheld(&shown(&values)), [(0, 0), (0, 2), (1, 0), (1, 2)]);
    }

    #[test]
    fn near_all_is_withheld_like_too_few() {
        let values = grid(&[&[951, 400]]);
        let ceilings = Grid::build(1, 2, |_, _| 1_000);
        let seen = primary(&values, &ceilings, 50);
        assert_eq!((seen.get(0, 0), seen.get(0, 1)), (Some(false), Some(true)));
    }

    #[test]
    fn withheld_cells_have_one_form() {
        let values = grid(&[&[0, 49, 9_999, -7]]);
        let cells = publish(&values, &shown(&values), 10);
        assert!(cells[0].iter().all(|cell| *cell == Cell::Withheld));
        assert_eq!(serde_json::to_string(&cells[0][0]).unwrap(), r#"{"band":"withheld"}"#);
    }

    proptest! {
        #[test]
        fn no_line_has_one_withheld_cell_beside_shown_ones(
            rows in 1usize..7, columns in 1usize..7, seed in prop::collection::vec(-20i64..400, 49),
        ) {
            let values = Grid::build(rows, columns, |row, column| seed[row * 7 + column]);
            let shown = shown(&values);
            for line in values.lines() {
                let gone = line.iter().filter(|place| shown.get(place.0, place.1) == Some(false)).count();
                prop_assert!(gone != 1 || line.len() == 1, "{:?}", shown);
            }
            for (row, column) in shown.places() {
                if shown.get(row, column) == Some(true) {
                    prop_assert!(values.get(row, column).unwrap() >= 50);
                }
            }
        }
    }
}
