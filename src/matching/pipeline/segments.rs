//! The segments of a list: their names, found in a first reading of it.
//!
//! A client file names a segment by its index, and the sealed names travel in the order of the indexes. The order is that
//! of the alphabet, so that it says nothing about the list; it is known only when all names are.

use std::collections::BTreeSet;

use super::PipelineError;
use super::columns::{place_in, text};
use crate::matching::client_file::MAX_SEGMENT;
use crate::matching::records::{CsvReader, Record};
use crate::matching::token::SEGMENTS;

/// The names of a list's segments, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SegmentNames(Vec<String>);

impl SegmentNames {
    /// The names; a name's place is its segment's index.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// The index of the segment of that name.
    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.0.binary_search_by(|known| known.as_str().cmp(name)).ok()
    }
}

/// Reads a list for the names in one column.
pub struct SegmentScan {
    csv: CsvReader,
    wanted: String,
    /// The place of the column and the width of a row, once the first line is read.
    place: Option<(usize, usize)>,
    found: BTreeSet<String>,
}

impl SegmentScan {
    /// A scan of the column of that name.
    pub fn new(column: &str) -> Self {
        Self { csv: CsvReader::new(), wanted: column.to_owned(), place: None, found: BTreeSet::new() }
    }

    /// Reads the next piece of the list.
    pub fn feed(&mut self, mut piece: &[u8]) -> Result<(), PipelineError> {
        while self.csv.next_record(&mut piece)? {
            take(self.csv.record(), &self.wanted, &mut self.place, &mut self.found)?;
        }
        Ok(())
    }

    /// Reads the next record of a list that is no CSV.
    pub fn feed_record(&mut self, record: &Record) -> Result<(), PipelineError> {
        take(record, &self.wanted, &mut self.place, &mut self.found)
    }

    /// The names, once the list has ended.
    pub fn finish(mut self) -> Result<SegmentNames, PipelineError> {
        while self.csv.finish()? {
            take(self.csv.record(), &self.wanted, &mut self.place, &mut self.found)?;
        }
        Ok(SegmentNames(self.found.into_iter().collect()))
    }
}

fn take(
    record: &Record,
    wanted: &str,
    place: &mut Option<(usize, usize)>,
    found: &mut BTreeSet<String>,
) -> Result<(), PipelineError> {
    let Some((at, width)) = *place else {
        *place = Some((place_in(record, wanted)?, record.len()));
        return Ok(());
    };
    if record.len() != width {
        return Err(PipelineError::ragged(record, width));
    }
    let name = text(record, at)?.trim();
    if name.is_empty() || found.contains(name) {
        return Ok(());
    }
    if name.len() > MAX_SEGMENT {
        return Err(PipelineError::SegmentTooLong { line: record.line() });
    }
    if found.len() == SEGMENTS {
        return Err(PipelineError::TooManySegments { line: record.line() });
    }
    found.insert(name.to_owned());
    Ok(())
}
