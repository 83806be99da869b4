//! Counting people kind by kind.

use super::present::Present;
use super::windows::each_window;
use super::{RawCount, RawMatrix, RawOverlap, Unreadable, lanes};
use crate::matching::IdentifierType;
use crate::matching::set::{Bits, Column, PLACES, View, Writers, place_of, wide};

/// The people of `a` and `b` who match, kind by kind in `order`; kinds that either set lacks match nobody.
pub fn count(
    a: Present<'_>,
    b: Present<'_>,
    order: &[IdentifierType],
    threads: usize,
) -> Result<RawOverlap, Unreadable> {
    let mut by_type: Vec<(IdentifierType, u64)> = Vec::new();
    walk(a, b, order, &mut |pass| {
        let counted = each_window(pass.columns, threads, |own: &mut Count, left, right| {
            if pass.everybody() {
                own.people = own.people.saturating_add(lanes::count(left.tokens, right.tokens));
            } else {
                pass.people((left, right), writers(threads), &mut own.matches);
                own.people = own.people.saturating_add(wide(own.matches.len()));
            }
        })?;
        by_type.push((pass.kind, counted.iter().map(|own| own.people).sum()));
        Ok(())
    })?;
    let found = |kind| by_type.iter().find(|(other, _)| *other == kind).map_or(0, |(_, people)| *people);
    let by_type: Vec<_> = distinct(order).into_iter().map(|kind| (kind, found(kind))).collect();
    let total = by_type.iter().map(|(_, matched)| matched).sum();
    let by_type = by_type.into_iter().map(|(kind, matched)| (kind, RawCount(matched))).collect();
    Ok(RawOverlap { total: RawCount(total), by_type })
}

/// The same people by the segments that they are in on either side.
pub fn matrix(
    a: Present<'_>,
    b: Present<'_>,
    order: &[IdentifierType],
    threads: usize,
) -> Result<RawMatrix, Unreadable> {
    let mut matrix = RawMatrix { cells: vec![0; PLACES * PLACES], total: 0 };
    walk(a, b, order, &mut |pass| {
        let counted = each_window(pass.columns, threads, |own: &mut Cells, left, right| {
            pass.people((left, right), writers(threads), &mut own.matches);
            own.add(left, right);
        })?;
        for own in counted {
            own.into_matrix(&mut matrix);
        }
        Ok(())
    })?;
    Ok(matrix)
}

/// What one thread of [`count`] holds.
#[derive(Default)]
struct Count {
    people: u64,
    matches: Vec<lanes::Match>,
}

/// What one thread of [`matrix`] holds: two tables, because an addition to a cell that was added to just before waits for it.
struct Cells {
    tables: [Vec<u64>; 2],
    matches: Vec<lanes::Match>,
}

impl Default for Cells {
    fn default() -> Self {
        Self { tables: [(); 2].map(|()| vec![0; PLACES * PLACES]), matches: Vec::new() }
    }
}

impl Cells {
    fn add(&mut self, left: &View<'_>, right: &View<'_>) {
        let [even, odd] = &mut self.tables;
        let place =
            |(i, j): &lanes::Match| place_of(left.segment_at(*i)) * PLACES + place_of(right.segment_at(*j));
        let (pairs, rest) = self.matches.as_chunks::<2>();
        for [first, second] in pairs {
            for (table, found) in [(&mut *even, first), (&mut *odd, second)] {
                if let Some(cell) = table.get_mut(place(found)) {
                    *cell += 1;
                }
            }
        }
        for found in rest {
            if let Some(cell) = even.get_mut(place(found)) {
                *cell += 1;
            }
        }
    }

    fn into_matrix(self, matrix: &mut RawMatrix) {
        for table in self.tables {
            for (cell, people) in matrix.cells.iter_mut().zip(table) {
                *cell = cell.saturating_add(people);
                matrix.total = matrix.total.saturating_add(people);
            }
        }
    }
}

fn writers(threads: usize) -> Writers {
    if threads > 1 { Writers::Many } else { Writers::One }
}

/// One kind of the waterfall. `taken` are the people of either side who are not free any more.
struct Pass<'a> {
    kind: IdentifierType,
    columns: (&'a Column, &'a Column),
    taken: Option<&'a (Bits, Bits)>,
    last: bool,
}

impl Pass<'_> {
    /// Whether every match counts and nobody has to be remembered.
    fn everybody(&self) -> bool {
        self.taken.is_none()
    }

    /// The matches of a window whose people are both free; they are not free any more. Within a kind a person holds one token
    /// and a token is one person's, on either side: no match of it can stand in the way of another, in whatever order or by
    /// whatever thread they are found.
    fn people(&self, (left, right): (&View<'_>, &View<'_>), writers: Writers, found: &mut Vec<lanes::Match>) {
        lanes::matches(left.tokens, right.tokens, found);
        let Some((taken_a, taken_b)) = self.taken else { return };
        found.retain(|(i, j)| {
            let (row_a, row_b) = (left.row_at(*i), right.row_at(*j));
            let free = !taken_a.get(row_a) && !taken_b.get(row_b);
            if free && !self.last {
                taken_a.set(row_a, writers);
                taken_b.set(row_b, writers);
            }
            free
        });
    }
}

fn walk(
    a: Present<'_>,
    b: Present<'_>,
    order: &[IdentifierType],
    visit: &mut dyn FnMut(&Pass<'_>) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let (set_a, set_b) = (a.set(), b.set());
    let both = |kind| Some((kind, set_a.column(kind)?, set_b.column(kind)?));
    let passes: Vec<_> = distinct(order).into_iter().filter_map(both).collect();
    let plain = passes.len() <= 1 && a.whole() && b.whole();
    let taken = (!plain).then(|| (a.into_gone(), b.into_gone()));
    for (at, (kind, left, right)) in passes.iter().enumerate() {
        let last = at.saturating_add(1) == passes.len();
        visit(&Pass { kind: *kind, columns: (left, right), taken: taken.as_ref(), last })?;
    }
    Ok(())
}

/// The kinds of `order`, each once.
fn distinct(order: &[IdentifierType]) -> Vec<IdentifierType> {
    let mut kinds: Vec<IdentifierType> = Vec::new();
    for kind in order {
        if !kinds.contains(kind) {
            kinds.push(*kind);
        }
    }
    kinds
}
