//! Building a set in memory: right for the command line and the browser, whose lists fit there.

use super::{AudienceSet, Column, SetError, Summary};
use crate::matching::IdentifierType;
use crate::matching::token::{Token, TokenRow};

/// Collects rows, then sorts and deduplicates them.
pub struct SetBuilder {
    columns: Vec<(IdentifierType, Vec<(Token, u32)>)>,
    rows: u32,
    /// Rows with at least one token of the wanted kinds.
    usable: u64,
}

impl SetBuilder {
    /// A builder for these kinds; tokens of other kinds are ignored.
    pub fn new(kinds: &[IdentifierType]) -> Self {
        let wanted = IdentifierType::ALL.into_iter().filter(|kind| kinds.contains(kind));
        Self { columns: wanted.map(|kind| (kind, Vec::new())).collect(), rows: 0, usable: 0 }
    }

    /// Takes the next row of the list.
    pub fn push(&mut self, row: &TokenRow) -> Result<(), SetError> {
        let at = self.rows;
        self.rows = at.checked_add(1).ok_or(SetError::TooManyRows)?;
        let mut usable = false;
        for (kind, entries) in &mut self.columns {
            if let Some(token) = row.get(*kind) {
                entries.push((token, at));
                usable = true;
            }
        }
        self.usable = self.usable.saturating_add(u64::from(usable));
        Ok(())
    }

    /// The set.
    pub fn finish(self) -> AudienceSet {
        let single = self.columns.len() == 1;
        let columns = self.columns.into_iter().map(|(kind, mut entries)| {
            keep_first(&mut entries);
            let tokens = entries.iter().map(|(token, _)| *token).collect();
            let rows = if single { Vec::new() } else { entries.iter().map(|(_, row)| *row).collect() };
            Column { kind, tokens, rows }
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
pub(super) fn keep_first(entries: &mut Vec<(Token, u32)>) {
    entries.sort_unstable_by_key(|(token, row)| (token.order(), *row));
    entries.dedup_by_key(|(token, _)| *token);
}
