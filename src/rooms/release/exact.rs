//! Tables without noise: withholding until nothing that is withheld can be worked out.
//!
//! Without noise a reader knows the total and every shown cell to within their rounding, and an owner knows the sizes of the
//! own segments. So after the primary and complementary steps each withheld cell is audited (cleanroom.md, "exact mode"):
//! could it, with everything else that is shown unchanged, be nobody, and could it be `k` people? If not, more is withheld;
//! if nothing is left to withhold, the total itself is. Both questions are maximum flows: rows to columns through the withheld
//! cells, none holding more than its segments do. The audit takes the shown cells and the total as known to the person, which
//! is more than their rounding tells, so the true intervals are wider.

use super::table::{Grid, complementary};

/// What a reader knows besides the cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Everybody, exactly.
    pub(super) total: i64,
    /// The group size.
    pub(super) k: u64,
}

/// How many people each line holds at most, and each cell.
pub(super) struct Caps {
    pub(super) rows: Vec<u64>,
    pub(super) columns: Vec<u64>,
}

/// Withholds cells until every withheld one passes the audit. False if even the total must be withheld.
pub(super) fn withhold_more(values: &Grid<i64>, caps: &Caps, shown: &mut Grid<bool>, known: Known) -> bool {
    let total = u64::try_from(known.total).unwrap_or_default();
    // Below k the total says so, and with it that every cell is; there is nothing more to hide.
    if total < known.k {
        return true;
    }
    loop {
        if Audit::new(values, caps, shown).holds(total, known.k) {
            return true;
        }
        let is_shown = |place: &(usize, usize)| shown.get(place.0, place.1) == Some(true);
        let smallest = values.places().filter(is_shown).min_by_key(|place| values.get(place.0, place.1));
        let Some((row, column)) = smallest else { return false };
        shown.set(row, column, false);
        complementary(values, shown);
    }
}

/// What is left for the withheld cells once the shown ones are taken off.
struct Audit {
    withheld: Vec<(usize, usize)>,
    rows: Vec<u64>,
    columns: Vec<u64>,
    shown: u64,
}

impl Audit {
    fn new(values: &Grid<i64>, caps: &Caps, shown: &Grid<bool>) -> Self {
        let mut audit =
            Self { withheld: Vec::new(), rows: caps.rows.clone(), columns: caps.columns.clone(), shown: 0 };
        for (row, column) in values.places() {
            if shown.get(row, column) != Some(true) {
                audit.withheld.push((row, column));
                continue;
            }
            let people =
                values.get(row, column).and_then(|value| u64::try_from(value).ok()).unwrap_or_default();
            audit.shown = audit.shown.saturating_add(people);
            for line in [audit.rows.get_mut(row), audit.columns.get_mut(column)].into_iter().flatten() {
                *line = line.saturating_sub(people);
            }
        }
        audit
    }

    /// True if each withheld cell could be nobody and could be `k` people.
    fn holds(&self, total: u64, k: u64) -> bool {
        let hidden = total.saturating_sub(self.shown);
        self.withheld.iter().all(|cell| self.could_be(*cell, 0, hidden) && self.could_be(*cell, k, hidden))
    }

    /// Whether the cell could hold `people` while all withheld cells together hold `hidden`.
    fn could_be(&self, cell: (usize, usize), people: u64, hidden: u64) -> bool {
        let (mut rows, mut columns) = (self.rows.clone(), self.columns.clone());
        for line in [rows.get_mut(cell.0), columns.get_mut(cell.1)].into_iter().flatten() {
            let Some(left) = line.checked_sub(people) else { return false };
            *line = left;
        }
        let Some(rest) = hidden.checked_sub(people) else { return false };
        let others: Vec<_> = self.withheld.iter().copied().filter(|other| *other != cell).collect();
        most(rows, columns, &others) >= rest
    }
}

/// The most that the cells can hold together, when no row or column holds more than its cap: augmenting paths, shortest
/// first. A path goes over a cell from its row to its column and, where the cell holds something, back.
fn most(mut rows: Vec<u64>, mut columns: Vec<u64>, cells: &[(usize, usize)]) -> u64 {
    let mut flow = vec![0u64; cells.len()];
    let mut total: u64 = 0;
    loop {
        let Some(path) = path(&rows, &columns, cells, &flow) else { return total };
        let ends = path
            .first()
            .and_then(|(at, _)| cells.get(*at))
            .zip(path.last().and_then(|(at, _)| cells.get(*at)));
        let Some(((first, _), (_, last))) = ends else { return total };
        let (Some(from), Some(to)) = (rows.get_mut(*first), columns.get_mut(*last)) else { return total };
        let back = path.iter().filter(|(_, forward)| !forward).filter_map(|(at, _)| flow.get(*at)).min();
        let amount = (*from).min(*to).min(back.copied().unwrap_or(u64::MAX));
        (*from, *to) = (from.saturating_sub(amount), to.saturating_sub(amount));
        for (at, forward) in path {
            if let Some(held) = flow.get_mut(at) {
                *held = if forward { held.saturating_add(amount) } else { held.saturating_sub(amount) };
            }
        }
        total = total.saturating_add(amount);
    }
}

/// A shortest way from a row with room to a column with room: cells, each crossed forward or back.
fn path(rows: &[u64], columns: &[u64], cells: &[(usize, usize)], flow: &[u64]) -> Option<Vec<(usize, bool)>> {
    let mut reached_row: Vec<Option<Option<usize>>> =
        rows.iter().map(|room| (*room > 0).then_some(None)).collect();
    let mut reached_column: Vec<Option<usize>> = vec![None; columns.len()];
    loop {
        let mut grew = false;
        for (at, (row, column)) in cells.iter().enumerate() {
            let open = reached_row.get(*row).is_some_and(Option::is_some);
            let Some(seen) = reached_column.get_mut(*column) else { continue };
            if open && seen.is_none() {
                *seen = Some(at);
                grew = true;
                if columns.get(*column).is_some_and(|room| *room > 0) {
                    return Some(back_from(*column, &reached_row, &reached_column, cells));
                }
            }
        }
        for (at, (row, column)) in cells.iter().enumerate() {
            let open = reached_column.get(*column).is_some_and(Option::is_some);
            let holds = flow.get(at).is_some_and(|held| *held > 0);
            let Some(seen) = reached_row.get_mut(*row) else { continue };
            if open && holds && seen.is_none() {
                *seen = Some(Some(at));
                grew = true;
            }
        }
        if !grew {
            return None;
        }
    }
}

/// The way to a column, from its start.
fn back_from(
    column: usize,
    reached_row: &[Option<Option<usize>>],
    reached_column: &[Option<usize>],
    cells: &[(usize, usize)],
) -> Vec<(usize, bool)> {
    let mut way = Vec::new();
    let mut at = reached_column.get(column).copied().flatten();
    while let Some(forward) = at {
        way.push((forward, true));
        let row = cells.get(forward).map(|cell| cell.0);
        let Some(back) = row.and_then(|row| reached_row.get(row).copied().flatten().flatten()) else { break };
        way.push((back, false));
        at = cells.get(back).and_then(|cell| reached_column.get(cell.1).copied().flatten());
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::table::primary;
    use super::*;

    const K: u64 = 100;

    /// A table whose segments hold `spare` people more than match, published without noise.
    fn published(values: &Grid<i64>, spare: u64) -> (Caps, Grid<bool>, bool) {
        let sum = |places: Vec<(usize, usize)>| -> u64 {
            places.iter().map(|place| u64::try_from(values.get(place.0, place.1).unwrap()).unwrap()).sum()
        };
        let lines: Vec<u64> = values.lines().into_iter().map(|line| sum(line) + spare).collect();
        let (rows, columns) = lines.split_at(values.rows());
        let caps = Caps { rows: rows.to_vec(), columns: columns.to_vec() };
        let ceilings =
            Grid::build(values.rows(), values.columns(), |row, column| rows[row].min(columns[column]));
        let mut shown = primary(values, &ceilings, K);
        complementary(values, &mut shown);
        let total = i64::try_from(sum(values.places().collect())).unwrap();
        let whole = withhold_more(values, &caps, &mut shown, Known { total, k: K });
        (caps, shown, whole)
    }

    #[test]
    fn a_lone_small_total_stays() {
        let values = Grid::build(2, 2, |_, _| 10);
        let (_, shown, whole) = published(&values, 1_000);
        assert!(whole && shown.places().all(|(row, column)| shown.get(row, column) == Some(false)));
    }

    #[test]
    fn small_cells_whose_sum_is_small_take_a_larger_one_along() {
        // Four cells of a corner are small: complementary suppression is content, yet their sum of 8 bounds each of them.
        let values = Grid::build(3, 3, |row, column| if row < 2 && column < 2 { 2 } else { 500 });
        let (_, shown, whole) = published(&values, 2_000);
        let gone = shown.places().filter(|(row, column)| shown.get(*row, *column) == Some(false)).count();
        assert!(whole && gone > 4, "{shown:?}");
    }

    /// Every whole-number table of four cells with these lines' caps and this sum, tried one by one.
    fn spread(
        caps: &Caps,
        hidden: u64,
        values: &Grid<i64>,
        shown: &Grid<bool>,
        at: (usize, usize),
    ) -> (u64, u64) {
        let free: Vec<_> = values.places().filter(|(r, c)| shown.get(*r, *c) == Some(false)).collect();
        let (mut least, mut most) = (u64::MAX, 0);
        let mut cells = vec![0u64; free.len()];
        loop {
            // The last one is what the others leave.
            let (last, others) = cells.split_last_mut().unwrap();
            let used: u64 = others.iter().sum();
            let next = others.iter().position(|cell| *cell < hidden);
            *last = hidden.saturating_sub(used);
            let fixed = |row: usize, column: usize| u64::try_from(values.get(row, column).unwrap()).unwrap();
            let held = |row: usize, column: usize| match free.iter().position(|place| *place == (row, column))
            {
                Some(place) => cells[place],
                None => fixed(row, column),
            };
            let fits = (0..2).all(|row| held(row, 0) + held(row, 1) <= caps.rows[row])
                && (0..2).all(|column| held(0, column) + held(1, column) <= caps.columns[column])
                && cells.iter().sum::<u64>() == hidden;
            if fits {
                let here = held(at.0, at.1);
                (least, most) = (least.min(here), most.max(here));
            }
            let Some(place) = next else { return (least, most) };
            cells[..place].fill(0);
            cells[place] += 10;
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        /// Against a model that tries every table: what is withheld could be fewer than k, and its range is k wide or more.
        #[test]
        fn no_withheld_cell_can_be_worked_out(tens in prop::array::uniform4(0i64..18), spare in 0u64..30) {
            let values = Grid::build(2, 2, |row, column| tens[row * 2 + column] * 10);
            let (caps, shown, whole) = published(&values, spare * 10);
            let total: i64 = tens.iter().sum::<i64>() * 10;
            prop_assume!(whole && total >= 100);
            let visible: i64 = shown.places().filter(|(r, c)| shown.get(*r, *c) == Some(true)).map(|(r, c)| values.get(r, c).unwrap()).sum();
            let hidden = u64::try_from(total - visible).unwrap();
            for (row, column) in shown.places().filter(|(r, c)| shown.get(*r, *c) == Some(false)) {
                let (least, most) = spread(&caps, hidden, &values, &shown, (row, column));
                prop_assert!(least < K && most - least >= K, "{least}..{most} of {tens:?} {shown:?}");
            }
        }

        #[test]
        fn large_tables_end_and_leave_no_lone_cell(seed in prop::collection::vec(0i64..400, 25), spare in 0u64..500) {
            let values = Grid::build(5, 5, |row, column| seed[row * 5 + column]);
            let (caps, shown, whole) = published(&values, spare);
            let total: u64 = seed.iter().map(|n| u64::try_from(*n).unwrap()).sum();
            prop_assert!(!whole || total < K || Audit::new(&values, &caps, &shown).holds(total, K));
        }
    }
}
