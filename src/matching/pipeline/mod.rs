//! From a company's CSV to token rows: the one path that the command line and the browser share.
//!
//! Bytes in, one [`TokenRow`] a person out, and a report that names reasons and lines but never a value. A row whose
//! identifiers all appeared before is a duplicate and is not given out; the first row keeps a token (see
//! [`crate::matching::set`]).

#[cfg(feature = "native")]
mod aside;
mod columns;
mod doctor;
mod guess;
mod lane;
mod merge;
#[cfg(feature = "native")]
mod parallel;
mod report;
mod seen;
mod segments;
#[cfg(test)]
#[path = "side_by_side/tests.rs"]
mod side_by_side;
#[cfg(test)]
mod tests;

#[cfg(feature = "native")]
pub use aside::MakeScratch;
pub use columns::{ColumnError, Mapping};
pub use doctor::{Finding, findings};
pub use guess::guess;
pub use report::{ColumnReport, Refused, Report};
pub use segments::{SegmentNames, SegmentScan};

use super::client_file::MAX_SEGMENT;
use super::normalise::Unsupported;
use super::records::{CsvError, CsvReader, Fields, Record};
use super::token::{KeyRing, SEGMENTS, TokenRow};
use super::{Country, Profile};
use columns::Columns;
use lane::{Lane, Rules};
use merge::Merge;

/// Which columns to hash, and by which rules.
pub struct Plan {
    /// What each column is.
    pub mapping: Mapping,
    /// Whose spelling rules.
    pub profile: Profile,
    /// Where phone numbers without a country code belong.
    pub country: Option<Country>,
    /// The segments of the list, where one column puts people in segments.
    pub segments: SegmentNames,
}

/// Why a list cannot be hashed. No message repeats a value of the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PipelineError {
    /// The file's shape is broken.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The columns are not those of the plan.
    #[error(transparent)]
    Column(#[from] ColumnError),
    /// A kind that cannot be normalised here.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// A row with more or fewer fields than the first line.
    #[error("line {line}: this row has {fields} fields, but the first line has {expected}")]
    Ragged {
        /// Where the row starts.
        line: u64,
        /// How many it has.
        fields: usize,
        /// How many it should have.
        expected: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("line {line}: the text is not UTF-8; save the file again with that encoding")]
    NotUtf8 {
        /// Where they stand.
        line: u64,
    },
    /// Nothing but blank lines.
    #[error("the file is empty; its first line must name the columns")]
    Empty,
    /// More segments than a room takes.
    #[error(
        "line {line}: the segment column has more than {SEGMENTS} different names; put some of them together"
    )]
    TooManySegments {
        /// Where one too many stands.
        line: u64,
    },
    /// A segment's name that is too long.
    #[error("line {line}: the name of the segment is longer than {MAX_SEGMENT} bytes")]
    SegmentTooLong {
        /// Where it stands.
        line: u64,
    },
    /// A segment that the first reading did not meet.
    #[error("line {line}: the file changed while it was read; hash it again")]
    Changed {
        /// Where the new segment stands.
        line: u64,
    },
    /// A mark of an opt-out that is neither yes nor no.
    #[error(
        "line {line}: the opt-out column holds neither yes nor no; write yes, true or 1, or leave it empty"
    )]
    BadOptOut {
        /// Where it stands.
        line: u64,
    },
    /// A list that does not fit in memory cannot wait on disk.
    #[cfg(feature = "native")]
    #[error("the list does not fit in memory, and its tokens cannot wait on disk: {cause}")]
    Scratch {
        /// What the system says.
        cause: String,
    },
}

impl PipelineError {
    /// The same fault in a list that has `before` more lines in front.
    #[cfg(feature = "native")]
    fn moved(self, before: u64) -> Self {
        let moved = |line: u64| line.saturating_add(before);
        match self {
            Self::Csv(error) => Self::Csv(error.moved(before)),
            Self::Ragged { line, fields, expected } => Self::Ragged { line: moved(line), fields, expected },
            Self::NotUtf8 { line } => Self::NotUtf8 { line: moved(line) },
            Self::TooManySegments { line } => Self::TooManySegments { line: moved(line) },
            Self::SegmentTooLong { line } => Self::SegmentTooLong { line: moved(line) },
            Self::Changed { line } => Self::Changed { line: moved(line) },
            Self::BadOptOut { line } => Self::BadOptOut { line: moved(line) },
            Self::Column(_) | Self::Unsupported(_) | Self::Empty | Self::Scratch { .. } => self,
        }
    }

    fn ragged(record: &impl Fields, expected: usize) -> Self {
        Self::Ragged { line: record.line(), fields: record.len(), expected }
    }
}

/// Hashes a list as it streams by.
///
/// Rows go through two halves: a lane makes tokens of them and knows no other row; the merge takes what lanes made in the
/// order of the list. One lane works here, as in the browser; on the command line several may, and nobody can tell.
pub struct Pipeline {
    csv: CsvReader,
    rules: Rules,
    columns: Option<Columns>,
    lane: Lane,
    merge: Merge,
}

impl Pipeline {
    /// A pipeline at the start of a list.
    pub fn new(ring: KeyRing, plan: Plan) -> Result<Self, PipelineError> {
        Ok(Self {
            csv: CsvReader::new(),
            rules: Rules::new(ring, plan)?,
            columns: None,
            lane: Lane::default(),
            merge: Merge::default(),
        })
    }

    /// Reads the next piece of the list; `sink` gets each person in order.
    pub fn feed<E: From<PipelineError>>(
        &mut self,
        mut piece: &[u8],
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = read_records(&mut self.csv, &mut piece, |record| {
            into_lane(&mut self.lane, &mut self.columns, &self.rules, record)
        });
        self.give_out(read, sink)
    }

    /// Says that the list ends here.
    pub fn finish<E: From<PipelineError>>(
        &mut self,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = read_last(&mut self.csv, |record| {
            into_lane(&mut self.lane, &mut self.columns, &self.rules, record)
        });
        self.give_out(read, sink)?;
        self.merge.end(&self.rules, sink)?;
        if self.columns.is_none() { Err(PipelineError::Empty.into()) } else { Ok(()) }
    }

    /// Gives out what the lane holds, up to the fault if there is one.
    fn give_out<E: From<PipelineError>>(
        &mut self,
        read: Result<(), PipelineError>,
        sink: &mut impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let batch = self.lane.batch(&self.rules);
        self.merge.take(&self.rules, batch, sink)?;
        batch.clear();
        match read {
            Ok(()) => Ok(()),
            Err(fault) => Err(self.merge.broken_off(&self.rules, fault.into(), sink)),
        }
    }

    /// What the list came to so far.
    pub fn report(&self) -> &Report {
        self.merge.report()
    }

    /// The key check value of the key in use.
    pub fn check(&self) -> super::token::KeyCheck {
        self.rules.ring.check()
    }
}

/// The first record of a list names the columns, the others are rows.
fn into_lane(
    lane: &mut Lane,
    columns: &mut Option<Columns>,
    rules: &Rules,
    record: &Record,
) -> Result<(), PipelineError> {
    match columns {
        Some(columns) => lane.take(rules, columns, record),
        None => {
            *columns = Some(Columns::find(record, &rules.mapping)?);
            Ok(())
        }
    }
}

/// Every record that is whole with this piece.
fn read_records(
    csv: &mut CsvReader,
    piece: &mut &[u8],
    mut take: impl FnMut(&Record) -> Result<(), PipelineError>,
) -> Result<(), PipelineError> {
    while csv.next_record(piece)? {
        take(csv.record())?;
    }
    Ok(())
}

/// The records that end with the file.
fn read_last(
    csv: &mut CsvReader,
    mut take: impl FnMut(&Record) -> Result<(), PipelineError>,
) -> Result<(), PipelineError> {
    while csv.finish()? {
        take(csv.record())?;
    }
    Ok(())
}
