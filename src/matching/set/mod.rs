//! Audiences as sets: sorted distinct tokens per kind, and which person each belongs to.
//!
//! A row is a person with at most one token per kind. Of rows that share a token, the first in the list keeps it; a row
//! left with no token is a duplicate, not a person (cleanroom.md, attack 13: people are counted, never rows). Kinds are
//! deduplicated independently, so the order in which terms name them changes nothing here.
//!
//! [`SetBuilder`] works in memory; [`SpooledBuilder`] keeps a bounded part there and the rest in scratch space that the
//! caller gives. Both make the same file, in which damage is noticed and never counted over.

mod bits;
mod builder;
mod file;
mod segments;
mod spool;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use bits::Bits;
pub use builder::SetBuilder;
pub use segments::SegmentSizes;
pub(crate) use segments::{NO_SEGMENT, PLACES, place_of};
pub use spool::{Finished, Scratch, SpooledBuilder};

use std::io;

use super::IdentifierType;
use super::token::{Sha256, Token};

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
    #[error("the stored audience is damaged ({0}); upload it again")]
    Damaged(&'static str),
    /// A later version's file.
    #[error("the stored audience has format {0}, which this version of entente cannot read")]
    Version(u8),
    /// More rows than a set can number.
    #[error("an audience holds at most {} rows", u32::MAX)]
    TooManyRows,
    /// Reading or writing failed.
    #[error("the stored audience could not be read or written")]
    Io(#[from] io::Error),
}

/// One kind's tokens, strictly ascending.
pub(crate) struct Column {
    pub(crate) kind: IdentifierType,
    pub(crate) tokens: Vec<Token>,
    /// The row of each token; empty in a set of one kind, where the token is the person.
    pub(crate) rows: Vec<u32>,
    /// The segment of each token's row; empty in a set without segments.
    pub(crate) segments: Vec<u8>,
}

/// An audience, ready to be counted.
pub struct AudienceSet {
    pub(crate) columns: Vec<Column>,
    summary: Summary,
    digest: [u8; 32],
}

impl AudienceSet {
    /// Rows, people and duplicates.
    pub fn summary(&self) -> Summary {
        self.summary
    }

    /// SHA-256 over the sorted distinct tokens of each kind, with their segments if there are any: equal exactly if two sets
    /// hold the same.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// The kinds of identifier the set was built for.
    pub fn kinds(&self) -> Vec<IdentifierType> {
        self.columns.iter().map(|column| column.kind).collect()
    }

    /// How many people each segment holds, if the set has segments.
    pub fn segment_sizes(&self) -> Option<SegmentSizes> {
        if self.columns.iter().all(|column| column.segments.is_empty()) {
            return None;
        }
        let mut seen = Bits::new(self.row_span());
        let mut sizes = SegmentSizes::default();
        for column in &self.columns {
            for at in 0..column.tokens.len() {
                if seen.set(column.row_at(at)) {
                    sizes.add(column.segment_at(at));
                }
            }
        }
        Some(sizes)
    }

    /// How many distinct tokens of one kind the set holds.
    pub fn tokens_of(&self, kind: IdentifierType) -> u64 {
        self.column(kind).map_or(0, |column| wide(column.tokens.len()))
    }

    /// Calls `found` with each token of a kind in ascending order, the number of its row, and the segment of that row.
    #[cfg(feature = "spark")]
    pub(crate) fn each<E>(
        &self,
        kind: IdentifierType,
        mut found: impl FnMut(Token, u32, u8) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(column) = self.column(kind) else { return Ok(()) };
        for (at, token) in column.tokens.iter().enumerate() {
            found(*token, u32::try_from(column.row_at(at)).unwrap_or(u32::MAX), column.segment_at(at))?;
        }
        Ok(())
    }

    pub(crate) fn column(&self, kind: IdentifierType) -> Option<&Column> {
        self.columns.iter().find(|column| column.kind == kind)
    }

    /// The number of rows that a table with one cell per row needs.
    pub(crate) fn row_span(&self) -> usize {
        usize::try_from(self.summary.rows).unwrap_or(usize::MAX)
    }

    /// The set without every person who has any token of the opt-out list: all their tokens go, not only the listed one.
    pub fn without(self, opted_out: &Self) -> Self {
        let mut gone = Bits::new(self.row_span());
        for column in &self.columns {
            let Some(listed) = opted_out.column(column.kind) else { continue };
            for (at, token) in column.tokens.iter().enumerate() {
                if listed.tokens.binary_search(token).is_ok() {
                    gone.set(column.row_at(at));
                }
            }
        }
        let rows = self.summary.rows;
        let columns: Vec<Column> =
            self.columns.into_iter().map(|column| column.without_rows(&gone)).collect();
        Self::from_columns(columns, |people| Summary { rows, people, duplicates: self.summary.duplicates })
    }

    /// A set of columns in the order of [`IdentifierType::index`].
    fn from_columns(columns: Vec<Column>, summary: impl FnOnce(u64) -> Summary) -> Self {
        let mut digest = Digest::new();
        for column in &columns {
            digest.open(column.kind);
            for (at, token) in column.tokens.iter().enumerate() {
                digest.token(*token, column.segments.get(at).copied());
            }
            digest.close();
        }
        let people = people_of(&columns);
        Self { columns, summary: summary(people), digest: digest.finish() }
    }
}

impl Column {
    /// The row of the token at a place; in a set of one kind the place itself serves.
    pub(crate) fn row_at(&self, at: usize) -> usize {
        self.rows.get(at).map_or(at, |row| usize::try_from(*row).unwrap_or(usize::MAX))
    }

    /// The segment of the token at a place.
    pub(crate) fn segment_at(&self, at: usize) -> u8 {
        self.segments.get(at).copied().unwrap_or(NO_SEGMENT)
    }

    fn without_rows(self, gone: &Bits) -> Self {
        let mut kept = Self { kind: self.kind, tokens: Vec::new(), rows: Vec::new(), segments: Vec::new() };
        for (at, token) in self.tokens.iter().enumerate() {
            if !gone.get(self.row_at(at)) {
                kept.tokens.push(*token);
                kept.rows.extend(self.rows.get(at));
                kept.segments.extend(self.segments.get(at));
            }
        }
        kept
    }
}

/// People among the columns: tokens of the only kind, or rows that hold any token.
fn people_of(columns: &[Column]) -> u64 {
    if let [only] = columns {
        return wide(only.tokens.len());
    }
    let span = columns.iter().flat_map(|column| column.rows.iter().max()).max();
    let mut seen =
        Bits::new(span.map_or(0, |row| usize::try_from(*row).unwrap_or(usize::MAX).saturating_add(1)));
    for column in columns {
        for at in 0..column.tokens.len() {
            seen.set(column.row_at(at));
        }
    }
    seen.count()
}

/// The digest of a set while its tokens go by in order.
pub(crate) struct Digest {
    hash: Sha256,
    tokens: u64,
}

impl Digest {
    fn new() -> Self {
        let mut hash = Sha256::new();
        hash.update(b"entente/set/1");
        Self { hash, tokens: 0 }
    }

    fn open(&mut self, kind: IdentifierType) {
        self.hash.update(&[kind.index()]);
        self.tokens = 0;
    }

    fn token(&mut self, token: Token, segment: Option<u8>) {
        self.hash.update(token.as_bytes());
        if let Some(segment) = segment {
            self.hash.update(&[segment]);
        }
        self.tokens = self.tokens.saturating_add(1);
    }

    /// Ends a kind with its length, so that no token can pass for the start of the next kind.
    fn close(&mut self) {
        self.hash.update(&self.tokens.to_le_bytes());
    }

    fn finish(self) -> [u8; 32] {
        self.hash.finish()
    }
}

pub(crate) fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
