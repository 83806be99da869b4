//! Building a set in memory: right for the command line and the browser, whose lists fit there.

use super::{AudienceSet, Column, NO_SEGMENT, SetError, Summary};
use crate::matching::IdentifierType;
use crate::matching::token::{Token, TokenRow};

/// A token, the row that it stands in, and that row's segment.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) token: Token,
    pub(super) row: u32,
    pub(super) segment: u8,
}

/// Collects rows, then sorts and deduplicates them.
pub struct SetBuilder {
    columns: Vec<(IdentifierType, Vec<Entry>)>,
    segmented: bool,
    rows: u32,
    /// Rows with at least one token of the wanted kinds.
    usable: u64,
}

impl SetBuilder {
    /// A builder for these kinds; tokens of other kinds are ignored.
    pub fn new(kinds: &[IdentifierType]) -> Self {
        let wanted = IdentifierType::ALL.into_iter().filter(|kind| kinds.contains(kind));
        let columns = wanted.map(|kind| (kind, Vec::new())).collect();
        Self { columns, segmented: false, rows: 0, usable: 0 }
    }

    /// Takes the next row of the list.
    pub fn push(&mut self, row: &TokenRow) -> Result<(), SetError> {
        let at = self.rows;
        self.rows = at.checked_add(1).ok_or(SetError::TooManyRows)?;
        let segment = segment_of(row);
        self.segmented |= segment != NO_SEGMENT;
        let mut usable = false;
        for (kind, entries) in &mut self.columns {
            if let Some(token) = row.get(*kind) {
                entries.push(Entry { token, row: at, segment });
                usable = true;
            }
        }
        self.usable = self.usable.saturating_add(u64::from(usable));
        Ok(())
    }

    /// The set.
    pub fn finish(self) -> AudienceSet {
        let (single, segmented) = (self.columns.len() == 1, self.segmented);
        let columns = self.columns.into_iter().map(|(kind, mut entries)| {
            keep_first(&mut entries);
            let tokens = entries.iter().map(|entry| entry.token).collect();
            let rows = if single { Vec::new() } else { entries.iter().map(|entry| entry.row).collect() };
            let segments =
                if segmented { entries.iter().map(|entry| entry.segment).collect() } else { Vec::new() };
            Column { kind, tokens, rows, segments }
        });
        let (rows, usable) = (u64::from(self.rows), self.usable);
        AudienceSet::from_columns(columns.collect(), |people| Summary {
            rows,
            people,
            duplicates: usable.saturating_sub(people),
        })
    }
}

/// Sorts by token; of equal tokens only the one of the earliest row stays.
pub(super) fn keep_first(entries: &mut Vec<Entry>) {
    entries.sort_unstable_by_key(|entry| (entry.token.order(), entry.row));
    entries.dedup_by_key(|entry| entry.token);
}

/// The segment to store for a row: its index, or none. Whoever takes rows in has refused labels that are no index.
pub(super) fn segment_of(row: &TokenRow) -> u8 {
    row.segment_index().ok().flatten().unwrap_or(NO_SEGMENT)
}
