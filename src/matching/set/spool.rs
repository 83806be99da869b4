//! Building a set in bounded memory.
//!
//! Parts fill small buffers; full ones go to the scratch space, one after another. At the end each part is read back, sorted
//! and deduplicated on its own, and the parts in order are the set. What stays in memory: the buffers (2 MiB a list, 3 with
//! several kinds), one part (at most 24 MiB, however many rows), 8 bytes for each 128 tokens, and a bit a row where there are
//! several kinds.

use std::io::{Read, Seek, SeekFrom, Write};

use zerocopy::IntoBytes as _;

use super::column::{Entries, View};
use super::file::{Finished, SetWriter, With};
use super::parts::{Aside, Chunk, Intake, Out};
use super::{SetError, wide};
use crate::matching::IdentifierType;
use crate::matching::token::{Token, TokenRow};

/// Space that can be written, and read again: a file that nobody else sees.
pub trait Scratch: Read + Write + Seek {}
impl<T: Read + Write + Seek> Scratch for T {}

/// Bytes that are written to the scratch space at a time.
const STAGE: usize = if cfg!(test) { 1 << 10 } else { 1 << 18 };

/// Collects rows into scratch space.
pub struct SpooledBuilder<S: Scratch>(Intake<Spill<S>>);

impl<S: Scratch> SpooledBuilder<S> {
    /// A builder for these kinds over empty scratch space.
    pub fn new(kinds: &[IdentifierType], scratch: S) -> Self {
        let spill = Spill { scratch, staged: Vec::new(), end: 0, chunk: 0 };
        Self(Intake::new(kinds, spill))
    }

    /// Rows taken so far.
    pub fn rows(&self) -> u64 {
        self.0.rows()
    }

    /// Takes the next row of the list.
    pub fn push(&mut self, row: &TokenRow) -> Result<(), SetError> {
        self.0.push(row)
    }

    /// Takes the tokens of the next row, at most one of a kind, and the index of its segment.
    pub fn person(
        &mut self,
        tokens: impl IntoIterator<Item = (IdentifierType, Token)>,
        segment: Option<u8>,
    ) -> Result<(), SetError> {
        self.0.person(tokens, segment)
    }

    /// Writes the stored set and tells what it came to.
    pub fn finish(mut self, out: impl Write) -> Result<Finished, SetError> {
        let with = self.0.with();
        self.0.aside.flush()?;
        let mut writer = SetWriter::new(out, with)?;
        let (summary, sizes) = self.0.finish(&mut writer)?;
        Ok(writer.finish(summary, sizes)?)
    }
}

impl<W: Write> Out for SetWriter<W> {
    fn open(&mut self, kind: IdentifierType) {
        SetWriter::open(self, kind);
    }

    fn entries(&mut self, entries: View<'_>) -> Result<(), SetError> {
        Ok(SetWriter::entries(self, entries)?)
    }

    fn close(&mut self) -> Result<(), SetError> {
        Ok(SetWriter::close(self)?)
    }
}

/// Scratch space with the chunks that were put there.
struct Spill<S> {
    scratch: S,
    staged: Vec<u8>,
    /// Where the next chunk begins.
    end: u64,
    /// Tokens of a chunk.
    chunk: usize,
}

impl<S: Scratch> Spill<S> {
    fn flush(&mut self) -> Result<(), SetError> {
        let at = self.end.saturating_sub(wide(self.staged.len()));
        self.scratch.seek(SeekFrom::Start(at))?;
        self.scratch.write_all(&self.staged)?;
        self.staged.clear();
        Ok(())
    }
}

impl<S: Scratch> Aside for Spill<S> {
    fn put(&mut self, entries: View<'_>) -> Result<Chunk, SetError> {
        let (rows, segments) = (entries.rows(), entries.segments());
        let with = With { rows: !rows.is_empty(), segments: !segments.is_empty() };
        let (at, before) = (self.end, self.staged.len());
        self.chunk = entries.tokens.len();
        self.staged.extend_from_slice(entries.tokens.as_bytes());
        self.staged.extend_from_slice(rows.as_bytes());
        self.staged.extend_from_slice(segments);
        self.end = self.end.saturating_add(wide(self.staged.len().saturating_sub(before)));
        if self.staged.len() >= STAGE {
            self.flush()?;
        }
        Ok(Chunk::new(at, with))
    }

    fn get(&mut self, chunk: &Chunk, into: &mut Entries) -> Result<(), SetError> {
        into.tokens.resize(self.chunk, 0);
        into.rows.resize(if chunk.with().rows { self.chunk } else { 0 }, 0);
        into.segments.resize(if chunk.with().segments { self.chunk } else { 0 }, 0);
        self.scratch.seek(SeekFrom::Start(chunk.at()))?;
        self.scratch.read_exact(into.tokens.as_mut_bytes())?;
        self.scratch.read_exact(into.rows.as_mut_bytes())?;
        self.scratch.read_exact(&mut into.segments)?;
        Ok(())
    }

    fn get_tokens(&mut self, chunk: &Chunk, into: &mut Vec<u128>) -> Result<(), SetError> {
        let before = into.len();
        into.resize(before.saturating_add(self.chunk), 0);
        self.scratch.seek(SeekFrom::Start(chunk.at()))?;
        self.scratch.read_exact(into.get_mut(before..).unwrap_or_default().as_mut_bytes())?;
        Ok(())
    }
}
