//! The stored form of a set, and writing it.
//!
//! ```text
//! head    "entset" 00 version
//! blocks  kind by kind; up to 4096 tokens, 16 bytes each | their rows, 4 bytes each, if with rows | segments, 1 byte each
//! tail    with rows: 1, with segments: 2, or their sum | rows | people | duplicates | digest | size of each segment, if any
//!         for each kind: kind | tokens | for each block: its first token | its check
//! foot    length of the tail | check of the tail | "end of set" 00
//! ```
//! Integers are little-endian, and so are tokens, as the numbers that their bytes spell: on the machines that this runs on a
//! block in memory is a block in the file. All blocks of a kind but the last are full, so that a block's place follows from
//! its number, and several threads can each read their part. 16 bytes a person, one more with segments, and 0.04 %.
//!
//! A check is XXH3 over the part, seeded with its kind and number, so that a block that is damaged, moved, or of another kind
//! is noticed. It is against accidents: who can write to the folder of audiences needs no damaged file to falsify a count.

use std::io::{self, Write};

use twox_hash::XxHash3_64;
use zerocopy::IntoBytes as _;

use super::column::{BLOCK, Entries, View};
use super::{AudienceSet, SegmentSizes, SetError, Summary, wide};
use crate::matching::IdentifierType;
use crate::matching::token::Sha256;

pub(super) const MAGIC: &[u8; 7] = b"entset\0";
pub(super) const VERSION: u8 = 2;
pub(super) const END: &[u8] = b"end of set\0";
pub(super) const FOOT: usize = 8 + 8 + END.len();

/// What an entry holds besides its token.
#[derive(Clone, Copy, Default)]
pub(super) struct With {
    pub(super) rows: bool,
    pub(super) segments: bool,
}

impl With {
    pub(super) fn byte(self) -> u8 {
        u8::from(self.rows) | (u8::from(self.segments) << 1)
    }

    pub(super) fn of(byte: u64) -> Self {
        Self { rows: byte & 1 == 1, segments: byte & 2 == 2 }
    }

    /// Bytes of one token with what stands beside it.
    pub(super) fn entry_bytes(self) -> u64 {
        16 + 4 * u64::from(self.rows) + u64::from(self.segments)
    }

    /// Bytes of a full block.
    pub(super) fn block_bytes(self) -> u64 {
        wide(BLOCK).saturating_mul(self.entry_bytes())
    }
}

/// What the tail knows of a block.
#[derive(Clone, Copy)]
pub(super) struct BlockMark {
    pub(super) first: u128,
    pub(super) check: u64,
}

/// The check of a block: `place` is its kind and its number.
pub(super) fn check((kind, block): (u8, u64), parts: [&[u8]; 3]) -> u64 {
    let seed = block << 8 | u64::from(kind);
    parts.iter().fold(seed, |sum, part| match part.is_empty() {
        true => sum,
        false => XxHash3_64::oneshot_with_seed(sum, part),
    })
}

const TAIL_SEED: u64 = u64::MAX;

pub(super) fn checked_tail(tail: &[u8], found: u64) -> bool {
    XxHash3_64::oneshot_with_seed(TAIL_SEED, tail) == found
}

/// What a stored set came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// Rows, people, duplicates.
    pub summary: Summary,
    /// SHA-256 over the sorted distinct tokens of each kind, with their segments if there are any: equal exactly if two sets
    /// hold the same.
    pub digest: [u8; 32],
    /// How many people each segment holds, if anybody is in one.
    pub segments: Option<SegmentSizes>,
}

/// A kind whose blocks are written.
struct Kind {
    kind: u8,
    tokens: u64,
    blocks: Vec<BlockMark>,
}

/// Writes a set, kind by kind, tokens in order.
pub(super) struct SetWriter<W: Write> {
    out: W,
    with: With,
    kinds: Vec<Kind>,
    block: Entries,
    digest: Sha256,
}

impl<W: Write> SetWriter<W> {
    pub(super) fn new(mut out: W, with: With) -> io::Result<Self> {
        out.write_all(MAGIC)?;
        out.write_all(&[VERSION])?;
        let mut digest = Sha256::new();
        digest.update(b"entente/set/2");
        Ok(Self { out, with, kinds: Vec::new(), block: Entries::default(), digest })
    }

    pub(super) fn open(&mut self, kind: IdentifierType) {
        self.digest.update(&[kind.index()]);
        self.kinds.push(Kind { kind: kind.index(), tokens: 0, blocks: Vec::new() });
    }

    /// Takes the next entries of the open kind.
    pub(super) fn entries(&mut self, mut entries: View<'_>) -> io::Result<()> {
        while !entries.tokens.is_empty() {
            let plain = cfg!(target_endian = "little") && !self.with.rows && !self.with.segments;
            if let Some(whole) = entries.tokens.first_chunk::<BLOCK>().filter(|_| plain)
                && self.block.tokens.is_empty()
            {
                // As they lie: on this machine a block in memory is one in the file.
                let [first, ..] = whole;
                self.write(*first, [whole.as_bytes(), &[], &[]])?;
                entries = entries.part(BLOCK, entries.tokens.len());
                continue;
            }
            let free = BLOCK.saturating_sub(self.block.tokens.len()).min(entries.tokens.len());
            let part = entries.part(0, free);
            self.block.tokens.extend(part.tokens.iter().map(|token| token.to_le()));
            if self.with.rows {
                self.block.rows.extend(part.rows().iter().map(|row| row.to_le()));
            }
            if self.with.segments {
                self.block.segments.extend((0..free).map(|at| part.segment_at(at)));
            }
            if self.block.tokens.len() == BLOCK {
                self.flush()?;
            }
            entries = entries.part(free, entries.tokens.len());
        }
        Ok(())
    }

    /// Ends a kind with its length, so that no token can pass for the start of the next kind.
    pub(super) fn close(&mut self) -> io::Result<()> {
        self.flush()?;
        let tokens = self.kinds.last().map_or(0, |kind| kind.tokens);
        self.digest.update(&tokens.to_le_bytes());
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut block = std::mem::take(&mut self.block);
        if let Some(first) = block.tokens.first().copied() {
            let parts = [block.tokens.as_bytes(), block.rows.as_bytes(), block.segments.as_slice()];
            self.write(u128::from_le(first), parts)?;
        }
        block.clear();
        self.block = block;
        Ok(())
    }

    /// Writes one block: its tokens, rows and segments as they are stored.
    fn write(&mut self, first: u128, parts: [&[u8]; 3]) -> io::Result<()> {
        let Some(kind) = self.kinds.last_mut() else { return Ok(()) };
        let [tokens, _, segments] = parts;
        kind.blocks.push(BlockMark { first, check: check((kind.kind, wide(kind.blocks.len())), parts) });
        kind.tokens = kind.tokens.saturating_add(wide(tokens.len() / size_of::<u128>()));
        self.digest.update(tokens);
        self.digest.update(segments);
        parts.iter().try_for_each(|part| self.out.write_all(part))
    }

    pub(super) fn finish(mut self, summary: Summary, sizes: SegmentSizes) -> io::Result<Finished> {
        let digest = self.digest.finish();
        let segments = self.with.segments.then_some(sizes);
        let mut tail = vec![self.with.byte()];
        for number in [summary.rows, summary.people, summary.duplicates] {
            tail.extend(number.to_le_bytes());
        }
        tail.extend(digest);
        tail.extend(segments.iter().flat_map(|sizes| sizes.as_list()).flat_map(|size| size.to_le_bytes()));
        for kind in &self.kinds {
            tail.push(kind.kind);
            tail.extend(kind.tokens.to_le_bytes());
            for mark in &kind.blocks {
                tail.extend(mark.first.to_le_bytes());
                tail.extend(mark.check.to_le_bytes());
            }
        }
        self.out.write_all(&tail)?;
        self.out.write_all(&wide(tail.len()).to_le_bytes())?;
        self.out.write_all(&XxHash3_64::oneshot_with_seed(TAIL_SEED, &tail).to_le_bytes())?;
        self.out.write_all(END)?;
        self.out.flush()?;
        Ok(Finished { summary, digest, segments })
    }
}

impl AudienceSet {
    /// Writes the stored form.
    pub fn write(&self, out: impl Write) -> Result<Finished, SetError> {
        let with = With { rows: self.columns.len() > 1, segments: self.segments.is_some() };
        let mut writer = SetWriter::new(out, with)?;
        let mut buffer = Entries::default();
        for column in &self.columns {
            writer.open(column.kind);
            for block in 0..column.blocks() {
                let block = block..block.saturating_add(1);
                column.load(block.clone(), &mut buffer)?;
                writer.entries(column.view(block, &buffer))?;
            }
            writer.close()?;
        }
        Ok(writer.finish(self.summary, self.segments.unwrap_or_default())?)
    }
}
