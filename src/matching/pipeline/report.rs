//! What a list came to: counts, reasons and line numbers, never a value.

use crate::matching::IdentifierType;
use crate::matching::normalise::Reject;

/// How many lines a reason remembers.
const LINES: usize = 5;

/// The outcome of hashing a list.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Rows below the first line.
    pub rows: u64,
    /// Rows given out: people.
    pub people: u64,
    /// Rows whose every identifier appeared before.
    pub duplicates: u64,
    /// Rows without any usable identifier.
    pub unusable: u64,
    /// Rows that are marked as opted out.
    pub opted_out: u64,
    columns: [ColumnReport; IdentifierType::COUNT],
}

/// One identifier column's part of the outcome.
#[derive(Debug, Clone, Default)]
pub struct ColumnReport {
    /// Distinct tokens given out.
    pub tokens: u64,
    /// Gmail addresses that the rules spell otherwise than they stand, letter case aside.
    pub changed: u64,
    /// Values that are digests already, by their digits: 32, 40, 64.
    hashed: [u64; 3],
    /// Values left out, by reason, in the order the reasons first came up.
    pub refused: Vec<Refused>,
}

/// One reason and where it was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The reason.
    pub reason: Reject,
    /// How many values.
    pub count: u64,
    /// The first few lines.
    pub lines: Vec<u64>,
}

impl Report {
    /// One column's part.
    pub fn column(&self, kind: IdentifierType) -> &ColumnReport {
        kind.pick(&self.columns)
    }

    /// How many values were left out for a reason, over all columns.
    pub fn refused(&self, reason: Reject) -> u64 {
        let all = self.columns.iter().flat_map(|column| &column.refused);
        all.filter(|refused| refused.reason == reason).map(|refused| refused.count).sum()
    }

    /// Adds what was left out in the next part of the list, whose lines are counted from `before`.
    pub(super) fn absorb(&mut self, part: &Self, before: u64) {
        for (column, of_part) in self.columns.iter_mut().zip(&part.columns) {
            column.changed = column.changed.saturating_add(of_part.changed);
            for (count, more) in column.hashed.iter_mut().zip(of_part.hashed) {
                *count = count.saturating_add(more);
            }
            for refused in &of_part.refused {
                column.absorb(refused, before);
            }
        }
    }

    pub(super) fn column_mut(&mut self, kind: IdentifierType) -> &mut ColumnReport {
        kind.pick_mut(&mut self.columns)
    }

    /// Counts a part of a list of one kind: its rows, those of them without a token, and those that are people.
    pub(super) fn count_only(&mut self, kind: IdentifierType, (rows, bare, people): (u64, u64, u64)) {
        self.rows = self.rows.saturating_add(rows);
        self.unusable = self.unusable.saturating_add(bare);
        self.people = self.people.saturating_add(people);
        let again = rows.saturating_sub(bare).saturating_sub(people);
        self.duplicates = self.duplicates.saturating_add(again);
        let column = self.column_mut(kind);
        column.tokens = column.tokens.saturating_add(people);
    }

    pub(super) fn count(&mut self, usable: bool, person: bool) {
        self.rows = self.rows.saturating_add(1);
        let outcome = match (usable, person) {
            (_, true) => &mut self.people,
            (true, false) => &mut self.duplicates,
            (false, false) => &mut self.unusable,
        };
        *outcome = outcome.saturating_add(1);
    }
}

impl ColumnReport {
    /// How many digits most of the digests among the values have; 0 if none is hexadecimal.
    pub fn hashed_digits(&self) -> u64 {
        let counts = [32, 40, 64].into_iter().zip(self.hashed).filter(|(_, count)| *count > 0);
        counts.max_by_key(|(_, count)| *count).map_or(0, |(digits, _)| digits)
    }

    /// Notes a digest of that length.
    pub(super) fn note_hashed(&mut self, length: usize) {
        let [md5, sha1, sha256] = &mut self.hashed;
        let count = match length {
            32 => md5,
            40 => sha1,
            64 => sha256,
            _ => return,
        };
        *count = count.saturating_add(1);
    }

    fn absorb(&mut self, part: &Refused, before: u64) {
        let lines = part.lines.iter().map(|line| line.saturating_add(before));
        let known = self.refused.iter_mut().find(|refused| refused.reason == part.reason);
        match known {
            Some(refused) => {
                refused.count = refused.count.saturating_add(part.count);
                let room = LINES.saturating_sub(refused.lines.len());
                refused.lines.extend(lines.take(room));
            }
            None => self.refused.push(Refused { lines: lines.collect(), ..*part }),
        }
    }

    pub(super) fn refuse(&mut self, reason: Reject, line: u64) {
        let known = self.refused.iter_mut().find(|refused| refused.reason == reason);
        match known {
            Some(refused) => {
                refused.count = refused.count.saturating_add(1);
                if refused.lines.len() < LINES {
                    refused.lines.push(line);
                }
            }
            None => self.refused.push(Refused { reason, count: 1, lines: vec![line] }),
        }
    }
}
