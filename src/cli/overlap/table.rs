//! What two lists share, by the segments of either: a table of people.
//!
//! Segments go by their index, as in client files: their names are sealed, and this verb has no key.

use std::io::{self, Write};

use serde::Serialize;

use super::{AudienceSet, Seconds};

/// The table as it is printed.
#[derive(Serialize)]
pub(super) struct Table {
    /// The segments of the first list that anybody is in, one for each row; `none` is where people in no segment are.
    first: Vec<String>,
    /// The segments of the second, one for each column.
    second: Vec<String>,
    /// People; nothing where they are too few to show.
    people: Vec<Vec<Option<u64>>>,
    exact: bool,
    seconds: Seconds,
}

impl Table {
    /// The rows and columns of `cells` that somebody is in.
    pub(super) fn new(
        cells: Vec<Vec<Option<u64>>>,
        (a, b): (&AudienceSet, &AudienceSet),
        exact: bool,
        seconds: Seconds,
    ) -> Self {
        let (first, second) = (places(a), places(b));
        let row = |row: Vec<Option<u64>>| kept(row, &second).collect();
        let people = kept(cells, &first).map(row).collect();
        let named = |places: Vec<Option<String>>| places.into_iter().flatten().collect();
        Self { first: named(first.clone()), second: named(second.clone()), people, exact, seconds }
    }

    /// Writes it as CSV; a cell that may not be shown is empty.
    pub(super) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "segment,{}", self.second.join(","))?;
        for (name, row) in self.first.iter().zip(&self.people) {
            let cells: Vec<String> =
                row.iter().map(|cell| cell.map_or_else(String::new, |people| people.to_string())).collect();
            writeln!(out, "{name},{}", cells.join(","))?;
        }
        Ok(())
    }
}

/// The name of each place of a list's axis, where somebody is there.
fn places(set: &AudienceSet) -> Vec<Option<String>> {
    let Some(sizes) = set.segment_sizes() else {
        let nobody = usize::from(crate::matching::set::NO_SEGMENT).min(super::PLACES.saturating_sub(1));
        return (0..nobody).map(|_| None).chain([Some("none".to_owned())]).collect();
    };
    let indexed = sizes.indexed().map(|(index, size)| (size > 0).then(|| index.to_string()));
    indexed.chain([(sizes.unsegmented() > 0).then(|| "none".to_owned())]).collect()
}

/// What stands at the places that have a name.
fn kept<T>(all: Vec<T>, places: &[Option<String>]) -> impl Iterator<Item = T> {
    all.into_iter().zip(places).filter(|(_, place)| place.is_some()).map(|(one, _)| one)
}
