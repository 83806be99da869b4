//! One kind's tokens, in memory or in a file, seen as blocks.

use std::ops::Range;

use super::stored::Stored;
use super::{NO_SEGMENT, SetError};
use crate::matching::IdentifierType;

/// Tokens of one block. The last block of a kind may have fewer.
pub(crate) const BLOCK: usize = 4096;
/// Blocks of a file that are looked at together: 128 KiB, so that those of two sets stay in a core's own cache.
const FILE_STEP: usize = 2;
/// Blocks in memory that are looked at together: these are not copied, so more of them save turns.
const MEMORY_STEP: usize = 16;

/// Tokens, strictly ascending, as the numbers that their bytes spell; and what stands beside each.
#[derive(Default, PartialEq, Eq)]
pub(crate) struct Entries {
    pub(crate) tokens: Vec<u128>,
    /// The row of each token; empty in a set of one kind, where the token is the person.
    pub(crate) rows: Vec<u32>,
    /// The segment of each token's row; empty in a set without segments.
    pub(crate) segments: Vec<u8>,
}

impl Entries {
    pub(super) fn clear(&mut self) {
        self.tokens.clear();
        self.rows.clear();
        self.segments.clear();
    }
}

/// One kind of a set.
pub(crate) struct Column {
    pub(crate) kind: IdentifierType,
    pub(crate) data: Data,
}

/// Where the tokens of a kind are.
pub(crate) enum Data {
    Memory(Entries),
    File(Stored),
}

/// Part of a column.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    /// The place of the first token in the column.
    pub(crate) base: usize,
    pub(crate) tokens: &'a [u128],
    rows: &'a [u32],
    segments: &'a [u8],
}

impl<'a> View<'a> {
    /// Tokens with nothing beside them.
    pub(super) fn plain(tokens: &'a [u128]) -> Self {
        Self { base: 0, tokens, rows: &[], segments: &[] }
    }

    pub(super) fn of(entries: &'a Entries, base: usize) -> Self {
        let Entries { tokens, rows, segments } = entries;
        Self { base, tokens, rows, segments }
    }

    /// The part from one place to another; what is outside is left out.
    pub(crate) fn part(self, from: usize, to: usize) -> Self {
        fn cut<T>(all: &[T], from: usize, to: usize) -> &[T] {
            all.get(from..to.min(all.len())).unwrap_or_default()
        }
        Self {
            base: self.base.saturating_add(from),
            tokens: cut(self.tokens, from, to),
            rows: cut(self.rows, from, to),
            segments: cut(self.segments, from, to),
        }
    }

    pub(super) fn rows(&self) -> &'a [u32] {
        self.rows
    }

    pub(super) fn segments(&self) -> &'a [u8] {
        self.segments
    }

    /// The row of the token at a place of the view; in a set of one kind the place in the column serves.
    pub(crate) fn row_at(&self, at: usize) -> usize {
        let own = self.base.saturating_add(at);
        self.rows.get(at).map_or(own, |row| usize::try_from(*row).unwrap_or(usize::MAX))
    }

    /// The segment of the token at a place of the view.
    pub(crate) fn segment_at(&self, at: usize) -> u8 {
        self.segments.get(at).copied().unwrap_or(NO_SEGMENT)
    }
}

impl Column {
    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        match &self.data {
            Data::Memory(entries) => entries.tokens.len(),
            Data::File(stored) => stored.len(),
        }
    }

    pub(crate) fn blocks(&self) -> usize {
        self.len().div_ceil(BLOCK)
    }

    /// How many blocks to take at a time.
    pub(crate) fn step(&self) -> usize {
        match &self.data {
            Data::Memory(_) => MEMORY_STEP,
            Data::File(_) => FILE_STEP,
        }
    }

    /// The first token of a block; none behind the last.
    pub(crate) fn first_of(&self, block: usize) -> Option<u128> {
        match &self.data {
            Data::Memory(entries) => entries.tokens.get(block.saturating_mul(BLOCK)).copied(),
            Data::File(stored) => stored.first_of(block),
        }
    }

    /// The last of the blocks from `from` on that can hold `token`.
    pub(crate) fn block_of(&self, token: u128, from: usize) -> usize {
        let (mut low, mut high) = (from, self.blocks());
        while high.saturating_sub(low) > 1 {
            let middle = low.midpoint(high);
            match self.first_of(middle) {
                Some(first) if first <= token => low = middle,
                _ => high = middle,
            }
        }
        low
    }

    /// Gets blocks ready to be seen: those of a file are read into `buffer` and their checks compared.
    pub(crate) fn load(&self, blocks: Range<usize>, buffer: &mut Entries) -> Result<(), SetError> {
        match &self.data {
            Data::Memory(_) => Ok(()),
            Data::File(stored) => stored.load(blocks, buffer),
        }
    }

    /// The blocks that were loaded into `buffer` last.
    pub(crate) fn view<'a>(&'a self, blocks: Range<usize>, buffer: &'a Entries) -> View<'a> {
        let (from, to) = (blocks.start.saturating_mul(BLOCK), blocks.end.saturating_mul(BLOCK));
        match &self.data {
            Data::Memory(entries) => View::of(entries, 0).part(from, to),
            Data::File(_) => View::of(buffer, from),
        }
    }
}
