//! What must hold of a Parquet file before `parquet` reads it.
//!
//! Its index and the headers of its pages are in Thrift's compact protocol, where a list says how long it is. `parquet` believes
//! that of lists it does not know, also where the elements take no bytes or the file has ended: a few bytes keep it busy for
//! minutes. It makes room for as many dictionary entries and columns as a file says it has, and goes into as many columns
//! within columns. Here everything is walked over once: every element must be there, and nothing may be more than its bytes can
//! hold; what only shows in a page that is unpacked is checked as it is read ([`pages`]). All bounds are on sizes, so that they hold whatever the machine.
//! <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>

mod fields;
mod pages;

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::ChunkReader;
use parquet::file::serialized_reader::SerializedFileReader;

use super::FileError;
pub(in crate::matching) use pages::CheckedFile;

use fields::{ANY, Fields, INDEX, LIST, Of, PAGE, STRUCTURE};

/// The length of the index and the four letters, at the end of every file.
const FOOT: u64 = 8;
/// Bytes looked at for the headers of pages; a longer header is looked at again, with more.
const WINDOW: u64 = 1 << 13;
/// How deep values may lie in each other.
const DEPTH: u8 = 32;
/// The longest index: one of a hundred million rows has some 100 KiB.
const MAX_INDEX: u64 = 16 << 20;
/// The longest page once it is unpacked; writers make pages of 1 MiB, and one that is known of 100.
const MAX_PAGE: u64 = 256 << 20;
/// The most rows for each byte of a file, and how many more. A row of a client file has a token of 16 bytes that do not pack; of
/// other lists numbers in a sequence pack best, some thousand in a byte.
const CLIENT_ROWS: u64 = 8;
const LIST_ROWS: u64 = 4096;
const FEW_ROWS: u64 = 1 << 16;
/// The fields of a page header that say how long the page is unpacked and as it stands (parquet.thrift, `PageHeader`).
const UNPACKED_SIZE: i64 = 2;
const PAGE_SIZE: i64 = 3;
/// The field that says how many values a dictionary has (`DictionaryPageHeader`), and how many columns are within one
/// (`SchemaElement`).
const VALUES: i64 = 1;
const CHILDREN: i64 = 5;

/// Which files are read, which says how many rows may be in so many bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::matching) enum Rows {
    Client,
    List,
}

/// Opens a file, if it is whole and holds what it says.
pub(in crate::matching) fn opened<R: ChunkReader + 'static>(
    file: R,
    rows: Rows,
) -> Result<CheckedFile<R>, FileError> {
    let damaged = |_cause| FileError::DamagedParquet;
    check_index(&file)?;
    let index = ParquetMetaDataReader::new().parse_and_finish(&file).map_err(damaged)?;
    check_rows(file.len(), &index, rows)?;
    check_pages(&file, &index)?;
    SerializedFileReader::new(file).map(CheckedFile).map_err(damaged)
}

/// What `parquet` makes of a stranger's bytes. It panics on some that are damaged, where it should say so: that, too, is an
/// error here, and what it was at is not used again.
pub(in crate::matching) fn guarded<T>(read: impl FnOnce() -> Result<T, FileError>) -> Result<T, FileError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(FileError::DamagedParquet))
}

/// Walks over the index of a file.
fn check_index(file: &impl ChunkReader) -> Result<(), FileError> {
    let damaged = FileError::DamagedParquet;
    let foot_at = file.len().checked_sub(FOOT).ok_or(damaged.clone())?;
    let foot = bytes_of(file, foot_at, FOOT)?;
    let length = foot.first_chunk::<4>().map_or(0, |length| u64::from(u32::from_le_bytes(*length)));
    if length > MAX_INDEX {
        return Err(FileError::LargeParquet);
    }
    let at = foot_at.checked_sub(length).ok_or(damaged.clone())?;
    let index = bytes_of(file, at, length)?;
    walk_index(&index).ok_or(damaged)
}

/// The same, given the index.
fn walk_index(index: &[u8]) -> Option<()> {
    let mut elements = Vec::new();
    Walk(index).structure(DEPTH, &INDEX, &mut |event| match event {
        Event::Begins(Of::Element) => elements.push(0),
        Event::Number(Of::Element, CHILDREN, count) => {
            if let Some(last) = elements.last_mut() {
                *last = count;
            }
        }
        _ => {}
    })?;
    // The columns within each column that is not at its end yet.
    let mut open = Vec::new();
    let mut left = i64::try_from(elements.len()).ok()?;
    for children in elements {
        left = left.checked_sub(1)?;
        if let Some(siblings) = open.last_mut() {
            *siblings -= 1_i64;
        }
        if !(0..=left).contains(&children) {
            return None;
        }
        open.push(children);
        while open.last() == Some(&0) {
            open.pop();
        }
        if open.len() > usize::from(DEPTH) {
            return None;
        }
    }
    Some(())
}

/// Whether so many bytes can hold so many rows: values that are not there take nearly none.
fn check_rows(length: u64, index: &ParquetMetaData, rows: Rows) -> Result<(), FileError> {
    let per_byte = if rows == Rows::Client { CLIENT_ROWS } else { LIST_ROWS };
    let most = length.saturating_mul(per_byte).saturating_add(FEW_ROWS);
    let rows = index.row_groups().iter().try_fold(0_u64, |all, group| {
        u64::try_from(group.num_rows()).ok().map(|rows| all.saturating_add(rows))
    });
    if rows.ok_or(FileError::DamagedParquet)? > most { Err(FileError::LargeParquet) } else { Ok(()) }
}

/// Walks over the headers of all pages of a file with this index.
fn check_pages(file: &impl ChunkReader, index: &ParquetMetaData) -> Result<(), FileError> {
    let damaged = FileError::DamagedParquet;
    let mut all = 0_u64;
    for column in index.row_groups().iter().flat_map(|group| group.columns()) {
        let (start, length) = guarded(|| Ok(column.byte_range()))?;
        let end = start.checked_add(length).filter(|end| *end <= file.len());
        let end = end.ok_or(damaged.clone())?;
        // Columns that lie over each other would be read again and again.
        all = all.saturating_add(length);
        if all > file.len() {
            return Err(damaged);
        }
        let mut window = Window { at: start, bytes: Bytes::new() };
        let mut at = start;
        while at < end {
            let page = window.header(file, at, end)?;
            at = at.saturating_add(page.header).saturating_add(page.size);
            if page.unpacked > MAX_PAGE {
                return Err(FileError::LargeParquet);
            }
            // A value of a dictionary takes a byte or more.
            if at > end || page.dictionary > page.unpacked {
                return Err(damaged);
            }
        }
    }
    Ok(())
}

/// A piece of a file.
struct Window {
    at: u64,
    bytes: Bytes,
}

impl Window {
    /// What the page header at a place says.
    fn header(&mut self, file: &impl ChunkReader, at: u64, end: u64) -> Result<Page, FileError> {
        let mut wanted = WINDOW;
        loop {
            let within = usize::try_from(at.saturating_sub(self.at)).unwrap_or(usize::MAX);
            if let Some(found) = self.bytes.get(within..).and_then(page) {
                return Ok(found);
            }
            let most = end.saturating_sub(at);
            let whole = self.at == at && u64::try_from(self.bytes.len()).is_ok_and(|length| length == most);
            if whole {
                return Err(FileError::DamagedParquet);
            }
            *self = Self { at, bytes: bytes_of(file, at, wanted.min(most))? };
            wanted = wanted.saturating_mul(16);
        }
    }
}

fn bytes_of(file: &impl ChunkReader, at: u64, length: u64) -> Result<Bytes, FileError> {
    let length = usize::try_from(length).map_err(|_fault| FileError::DamagedParquet)?;
    file.get_bytes(at, length).map_err(|_fault| FileError::DamagedParquet)
}

/// What the header of a page says, in bytes and in values of a dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Page {
    header: u64,
    size: u64,
    unpacked: u64,
    dictionary: u64,
}

/// What the page header says that these bytes begin with.
fn page(bytes: &[u8]) -> Option<Page> {
    let (mut walk, mut size, mut unpacked, mut dictionary) = (Walk(bytes), None, Some(0), Some(0));
    walk.structure(DEPTH, &PAGE, &mut |event| match event {
        Event::Number(Of::Page, PAGE_SIZE, number) => size = u64::try_from(number).ok(),
        Event::Number(Of::Page, UNPACKED_SIZE, number) => unpacked = u64::try_from(number).ok(),
        Event::Number(Of::Dictionary, VALUES, number) => dictionary = u64::try_from(number).ok(),
        _ => {}
    })?;
    let header = u64::try_from(bytes.len().checked_sub(walk.0.len())?).ok()?;
    Some(Page { header, size: size?, unpacked: unpacked?, dictionary: dictionary? })
}

/// What is met on a walk.
enum Event {
    /// A structure begins.
    Begins(Of),
    /// A field, by its id, is a whole number.
    Number(Of, i64, i64),
}

/// What is still to be walked over.
struct Walk<'a>(&'a [u8]);

impl Walk<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn skip(&mut self, count: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(count).ok()?..)?;
        Some(())
    }

    /// A number of as many bytes as it needs, at most ten.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).wrapping_shl(shift);
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A number whose sign is its last bit.
    fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ (number & 1).cast_signed().wrapping_neg())
    }

    /// The fields of a structure; `seen` is told of every structure, and of every field that is a whole number.
    fn structure(&mut self, depth: u8, known: &Fields, seen: &mut dyn FnMut(Event)) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        seen(Event::Begins(known.of));
        // As `parquet` counts them: a larger one would be another field to it.
        let mut id = 0_i16;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => i16::try_from(self.signed()?).ok()?,
                more => id.checked_add(i16::from(more))?,
            };
            let inner = known.field(i64::from(id), head & 0x0f)?;
            match head & 0x0f {
                // A field that is true or false says so in its head.
                1 | 2 => {}
                4..=6 => seen(Event::Number(known.of, i64::from(id), self.signed()?)),
                kind => self.value(kind, depth, inner, seen)?,
            }
        }
    }

    /// A value that takes at least one byte.
    fn value(&mut self, kind: u8, depth: u8, inner: &Fields, seen: &mut dyn FnMut(Event)) -> Option<()> {
        match kind {
            3 => self.skip(1),
            4..=6 => self.number().map(|_| ()),
            7 => self.skip(8),
            8 => {
                let length = self.number()?;
                self.skip(length)
            }
            LIST => self.list(depth, inner, seen),
            STRUCTURE => self.structure(depth, inner, seen),
            // Sets and maps, and truths in a list, which no part of a Parquet index or page header has.
            _ => None,
        }
    }

    fn list(&mut self, depth: u8, inner: &Fields, seen: &mut dyn FnMut(Event)) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let head = self.byte()?;
        let size = match head >> 4 {
            15 => self.number()?,
            few => u64::from(few),
        };
        let kind = head & 0x0f;
        if size > 0 && !inner.takes(kind) {
            return None;
        }
        // Lists in lists are of nothing that is known.
        let inner = if kind == LIST { &ANY } else { inner };
        (0..size).try_for_each(|_| self.value(kind, depth, inner, seen))
    }
}

#[cfg(test)]
mod tests;
