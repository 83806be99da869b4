//! Building a set in memory: right for the command line, whose lists fit there.

use super::column::{Column, Data, Entries, View};
use super::file::With;
use super::parts::{Aside, Chunk, Intake, Out};
use super::{AudienceSet, SetError};
use crate::matching::IdentifierType;
use crate::matching::token::TokenRow;

/// Collects rows, then sorts and deduplicates them.
pub struct SetBuilder(Intake<Kept>);

impl SetBuilder {
    /// A builder for these kinds; tokens of other kinds are ignored.
    pub fn new(kinds: &[IdentifierType]) -> Self {
        Self(Intake::new(kinds, Kept::default()))
    }

    /// Takes the next row of the list.
    pub fn push(&mut self, row: &TokenRow) -> Result<(), SetError> {
        self.0.push(row)
    }

    /// The set.
    pub fn finish(self) -> Result<AudienceSet, SetError> {
        let with = self.0.with();
        let mut columns = Columns { columns: Vec::new(), with };
        let (summary, sizes) = self.0.finish(&mut columns)?;
        Ok(AudienceSet { columns: columns.columns, summary, segments: with.segments.then_some(sizes) })
    }
}

/// Full buffers, kept as they are.
#[derive(Default)]
struct Kept(Vec<Entries>);

impl Aside for Kept {
    fn put(&mut self, entries: View<'_>) -> Result<Chunk, SetError> {
        let (rows, segments) = (entries.rows().to_vec(), entries.segments().to_vec());
        let with = With { rows: !rows.is_empty(), segments: !segments.is_empty() };
        let at = super::wide(self.0.len());
        self.0.push(Entries { tokens: entries.tokens.to_vec(), rows, segments });
        Ok(Chunk::new(at, with))
    }

    fn get_tokens(&mut self, chunk: &Chunk, into: &mut Vec<u128>) -> Result<(), SetError> {
        let kept = usize::try_from(chunk.at()).ok().and_then(|at| self.0.get(at));
        into.extend_from_slice(kept.map(|kept| kept.tokens.as_slice()).unwrap_or_default());
        Ok(())
    }

    fn get(&mut self, chunk: &Chunk, into: &mut Entries) -> Result<(), SetError> {
        let kept = usize::try_from(chunk.at()).ok().and_then(|at| self.0.get(at));
        into.clear();
        if let Some(kept) = kept {
            into.tokens.extend_from_slice(&kept.tokens);
            into.rows.extend_from_slice(&kept.rows);
            into.segments.extend_from_slice(&kept.segments);
        }
        Ok(())
    }
}

/// A set in memory while it is finished.
struct Columns {
    columns: Vec<Column>,
    with: With,
}

impl Out for Columns {
    fn open(&mut self, kind: IdentifierType) {
        self.columns.push(Column { kind, data: Data::Memory(Entries::default()) });
    }

    fn entries(&mut self, from: View<'_>) -> Result<(), SetError> {
        if let Some(Column { data: Data::Memory(entries), .. }) = self.columns.last_mut() {
            entries.tokens.extend_from_slice(from.tokens);
            if self.with.rows {
                entries.rows.extend_from_slice(from.rows());
            }
            if self.with.segments {
                entries.segments.extend_from_slice(from.segments());
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), SetError> {
        Ok(())
    }
}
