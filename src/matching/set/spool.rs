//! Building a set in bounded memory.
//!
//! Tokens are uniform, so their top byte splits them into 256 even parts. Each part fills a small buffer; full buffers go
//! to the scratch space, one after another. At the end each part is read back, sorted and deduplicated on its own, and
//! the parts in order are the set. What stays in memory: the buffers (8 MiB at most), one part, and two bits a row.

use std::io::{Read, Seek, SeekFrom, Write};

use super::builder::{Entry, keep_first, segment_of};
use super::file::SetWriter;
use super::{Bits, Digest, NO_SEGMENT, SegmentSizes, SetError, Summary};
use crate::matching::IdentifierType;
use crate::matching::token::{Token, TokenRow};

/// Space that can be written, and read again: a file that nobody else sees.
pub trait Scratch: Read + Write + Seek {}
impl<T: Read + Write + Seek> Scratch for T {}

const PARTS: usize = 256;
const ENTRY: usize = 21;
/// Bytes of one buffer, a whole number of entries.
const CHUNK: usize = 400 * ENTRY;

/// One part of one kind: what is in memory, and where in the scratch space the rest lies.
#[derive(Default)]
struct Part {
    buffer: Vec<u8>,
    chunks: Vec<u64>,
}

/// Collects rows into scratch space.
pub struct SpooledBuilder<S: Scratch> {
    scratch: S,
    end: u64,
    columns: Vec<(IdentifierType, Vec<Part>)>,
    rows: u32,
    usable: u64,
    segmented: bool,
}

/// What a spooled set came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// Rows, people, duplicates.
    pub summary: Summary,
    /// The digest of the sorted tokens.
    pub digest: [u8; 32],
    /// How many people each segment holds, if anybody is in one.
    pub segments: Option<SegmentSizes>,
}

impl<S: Scratch> SpooledBuilder<S> {
    /// A builder for these kinds over empty scratch space.
    pub fn new(kinds: &[IdentifierType], scratch: S) -> Self {
        let wanted = IdentifierType::ALL.into_iter().filter(|kind| kinds.contains(kind));
        let parts = || (0..PARTS).map(|_| Part::default()).collect();
        let columns = wanted.map(|kind| (kind, parts())).collect();
        Self { scratch, end: 0, columns, rows: 0, usable: 0, segmented: false }
    }

    /// Rows taken so far.
    pub fn rows(&self) -> u64 {
        u64::from(self.rows)
    }

    /// Takes the next row of the list.
    pub fn push(&mut self, row: &TokenRow) -> Result<(), SetError> {
        let at = self.rows;
        self.rows = at.checked_add(1).ok_or(SetError::TooManyRows)?;
        let segment = segment_of(row);
        self.segmented |= segment != NO_SEGMENT;
        let mut usable = false;
        for (kind, parts) in &mut self.columns {
            let Some(token) = row.get(*kind) else { continue };
            usable = true;
            let Some(part) = parts.get_mut(usize::from(token.top())) else { continue };
            part.buffer.extend_from_slice(token.as_bytes());
            part.buffer.extend_from_slice(&at.to_le_bytes());
            part.buffer.push(segment);
            if part.buffer.len() >= CHUNK {
                self.scratch.seek(SeekFrom::Start(self.end))?;
                self.scratch.write_all(&part.buffer)?;
                part.chunks.push(self.end);
                self.end = self.end.saturating_add(super::wide(part.buffer.len()));
                part.buffer.clear();
            }
        }
        self.usable = self.usable.saturating_add(u64::from(usable));
        Ok(())
    }

    /// Writes the stored set and tells what it came to.
    pub fn finish(mut self, out: impl Write) -> Result<Finished, SetError> {
        let columns = std::mem::take(&mut self.columns);
        let kinds: Vec<_> = columns.iter().map(|(kind, _)| *kind).collect();
        let mut writer = SetWriter::new(out, &kinds, self.segmented)?;
        let mut digest = Digest::new();
        let mut kept = Bits::new(usize::try_from(self.rows).unwrap_or(usize::MAX));
        let mut sizes = SegmentSizes::default();
        for (kind, parts) in columns {
            writer.open(kind);
            digest.open(kind);
            for part in parts {
                for entry in self.sorted(part)? {
                    if kept.set(usize::try_from(entry.row).unwrap_or(usize::MAX)) {
                        sizes.add(entry.segment);
                    }
                    digest.token(entry.token, self.segmented.then_some(entry.segment));
                    writer.entry(&entry)?;
                }
            }
            digest.close();
            writer.close()?;
        }
        let people = kept.count();
        let summary = Summary { rows: self.rows(), people, duplicates: self.usable.saturating_sub(people) };
        let digest = digest.finish();
        writer.finish(summary, &digest)?;
        Ok(Finished { summary, digest, segments: self.segmented.then_some(sizes) })
    }

    /// The part's entries, whole again, sorted and distinct.
    fn sorted(&mut self, part: Part) -> Result<Vec<Entry>, SetError> {
        let mut entries = Vec::new();
        let mut chunk = vec![0; CHUNK];
        for at in part.chunks {
            self.scratch.seek(SeekFrom::Start(at))?;
            self.scratch.read_exact(&mut chunk)?;
            take_entries(&chunk, &mut entries);
        }
        take_entries(&part.buffer, &mut entries);
        keep_first(&mut entries);
        Ok(entries)
    }
}

fn take_entries(bytes: &[u8], entries: &mut Vec<Entry>) {
    for entry in bytes.as_chunks::<ENTRY>().0 {
        if let Some((token, [a, b, c, d, segment])) = entry.split_first_chunk::<16>() {
            let row = u32::from_le_bytes([*a, *b, *c, *d]);
            entries.push(Entry { token: Token::from(*token), row, segment: *segment });
        }
    }
}
