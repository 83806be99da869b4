//! Building a set in memory: right for the command line, whose lists fit there.

use super::column::{Column, Data, Entries, View};
use super::parts::{Aside, Chunk, Intake, Out};
use super::{AudienceSet, SetError};
use crate::matching::IdentifierType;
use crate::matching::token::TokenRow;

/// Collects rows, then sorts and deduplicates them.
pub struct SetBuilder(Intake<Nowhere>);

impl SetBuilder {
    /// A builder for these kinds; tokens of other kinds are ignored.
    pub fn new(kinds: &[IdentifierType]) -> Self {
        Self(Intake::new(kinds, Nowhere))
    }

    /// Takes the next row of the list.
    pub fn push(&mut self, row: &TokenRow) -> Result<(), SetError> {
        self.0.push(row)
    }

    /// The set.
    pub fn finish(self) -> Result<AudienceSet, SetError> {
        let (with_rows, segmented) = (self.0.with_rows(), self.0.segmented);
        let mut columns = Columns { columns: Vec::new(), with_rows, segmented };
        let (summary, sizes) = self.0.finish(&mut columns)?;
        Ok(AudienceSet { columns: columns.columns, summary, segments: segmented.then_some(sizes) })
    }
}

/// Buffers are never full: nothing is put aside.
struct Nowhere;

impl Aside for Nowhere {
    fn full(_: usize) -> usize {
        usize::MAX
    }

    fn put(&mut self, _: &mut Entries) -> Result<Chunk, SetError> {
        Err(SetError::TooManyRows)
    }

    fn get(&mut self, _: &Chunk, into: &mut Entries) -> Result<(), SetError> {
        *into = Entries::default();
        Ok(())
    }
}

/// A set in memory while it is finished.
struct Columns {
    columns: Vec<Column>,
    with_rows: bool,
    segmented: bool,
}

impl Out for Columns {
    fn open(&mut self, kind: IdentifierType) {
        self.columns.push(Column { kind, data: Data::Memory(Entries::default()) });
    }

    fn entries(&mut self, from: View<'_>) -> Result<(), SetError> {
        if let Some(Column { data: Data::Memory(entries), .. }) = self.columns.last_mut() {
            entries.tokens.extend_from_slice(from.tokens);
            if self.with_rows {
                entries.rows.extend_from_slice(from.rows());
            }
            if self.segmented {
                entries.segments.extend_from_slice(from.segments());
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), SetError> {
        Ok(())
    }
}
