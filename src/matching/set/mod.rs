//! Audiences as sets: sorted distinct tokens per kind, and which person each belongs to.
//!
//! A row is a person with at most one token per kind. Of rows that share a token, the first in the list keeps it; a row
//! left with no token is a duplicate, not a person (cleanroom.md, attack 13: people are counted, never rows). Kinds are
//! deduplicated independently, so the order in which terms name them changes nothing here.
//!
//! [`SetBuilder`] works in memory; [`SpooledBuilder`] keeps a bounded part there and the rest in scratch space that the
//! caller gives. [`AudienceSet::open`] reads a file block by block while it is counted: memory does not grow with it, and
//! damage is noticed and never counted over. Files are read, not mapped: a map needs `unsafe`, and a file cut short under it
//! would end the process instead of the run; a block of 64 KiB is in the cache when it is checked and counted, so that reading
//! costs one copy.

mod bits;
mod builder;
mod column;
mod file;
mod parts;
mod read_at;
mod segments;
mod sort;
mod spool;
mod stored;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use bits::{Bits, Writers};
pub use builder::SetBuilder;
pub(crate) use column::{Column, Entries, View};
pub use file::Finished;
pub use read_at::ReadAt;
pub use segments::SegmentSizes;
pub(crate) use segments::{NO_SEGMENT, PLACES, place_of};
pub use spool::{Scratch, SpooledBuilder};

use std::io;

use super::IdentifierType;
use column::Data;

/// What a list came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Rows that came in.
    pub rows: u64,
    /// Rows that kept at least one token: the people.
    pub people: u64,
    /// Rows whose every token an earlier row holds.
    pub duplicates: u64,
}

impl Summary {
    /// Rows that held no identifier of the set's kinds at all.
    pub fn unusable(self) -> u64 {
        self.rows.saturating_sub(self.people).saturating_sub(self.duplicates)
    }
}

/// Why a set cannot be built or read.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// The bytes are not what was written.
    #[error("the stored audience is damaged at byte {at} ({what}); upload it again")]
    Damaged {
        /// Where in the file.
        at: u64,
        /// What is wrong there.
        what: &'static str,
    },
    /// Another version's file.
    #[error("the stored audience has format {0}, which this version of entente cannot read; upload it again")]
    Version(u8),
    /// More rows than a set can number.
    #[error("an audience holds at most {} rows", u32::MAX)]
    TooManyRows,
    /// Reading or writing failed.
    #[error("the stored audience could not be read or written: {0}")]
    Io(#[from] io::Error),
}

/// An audience, ready to be counted: in memory, or in a file that is read while it is counted.
pub struct AudienceSet {
    columns: Vec<Column>,
    summary: Summary,
    segments: Option<SegmentSizes>,
}

impl AudienceSet {
    /// Rows, people and duplicates.
    pub fn summary(&self) -> Summary {
        self.summary
    }

    /// The kinds of identifier the set was built for.
    pub fn kinds(&self) -> Vec<IdentifierType> {
        self.columns.iter().map(|column| column.kind).collect()
    }

    /// How many people each segment holds, if the set has segments.
    pub fn segment_sizes(&self) -> Option<SegmentSizes> {
        self.segments
    }

    /// How many distinct tokens of one kind the set holds.
    pub fn tokens_of(&self, kind: IdentifierType) -> u64 {
        self.column(kind).map_or(0, |column| wide(column.len()))
    }

    pub(crate) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Calls `found` with each token of a kind in ascending order, the number of its row, and the segment of that row. A file
    /// is read a few blocks at a time.
    #[cfg(feature = "spark")]
    pub(crate) fn each<E: From<SetError>>(
        &self,
        kind: IdentifierType,
        mut found: impl FnMut(u128, u32, u8) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(column) = self.column(kind) else { return Ok(()) };
        let mut buffer = Entries::default();
        for from in (0..column.blocks()).step_by(column.step()) {
            let blocks = from..column.blocks().min(from.saturating_add(column.step()));
            column.load(blocks.clone(), &mut buffer)?;
            let view = column.view(blocks, &buffer);
            for (at, token) in view.tokens.iter().enumerate() {
                let row = u32::try_from(view.row_at(at)).unwrap_or(u32::MAX);
                found(*token, row, view.segment_at(at))?;
            }
        }
        Ok(())
    }

    pub(crate) fn column(&self, kind: IdentifierType) -> Option<&Column> {
        self.columns.iter().find(|column| column.kind == kind)
    }

    /// The number of rows that a table with one cell per person needs: a set of one kind numbers its people by place.
    pub(crate) fn row_span(&self) -> usize {
        match self.columns.as_slice() {
            [only] => only.len(),
            _ => usize::try_from(self.summary.rows).unwrap_or(usize::MAX),
        }
    }

    /// The set in memory: whatever was still in a file is read, and its checks compared.
    pub fn loaded(self) -> Result<Self, SetError> {
        let Self { columns, summary, segments } = self;
        let load = |column: Column| match column.data {
            Data::Memory(_) => Ok(column),
            Data::File(stored) => {
                let mut entries = Entries::default();
                stored.load(0..stored.blocks(), &mut entries)?;
                Ok(Column { kind: column.kind, data: Data::Memory(entries) })
            }
        };
        let columns = columns.into_iter().map(load).collect::<Result<_, SetError>>()?;
        Ok(Self { columns, summary, segments })
    }
}

pub(crate) fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
