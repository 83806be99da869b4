//! What must hold of a Parquet file before `parquet` reads it.
//!
//! Its index and the headers of its pages are in Thrift's compact protocol, where a list says how long it is. `parquet` believes
//! that of lists it does not know, also where the elements take no bytes or the file has ended: a few bytes keep it busy for
//! minutes. Here everything is walked over once, and every element must be there.
//! <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>

use bytes::Bytes;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::ChunkReader;

use super::FileError;

/// The length of the index and the four letters, at the end of every file.
const FOOT: u64 = 8;
/// Bytes looked at for the headers of pages; a longer header is looked at again, with more.
const WINDOW: u64 = 1 << 13;
/// How deep values may lie in each other.
const DEPTH: u8 = 32;
/// The field of a page header that says how long the page is without it (parquet.thrift, `PageHeader`).
const PAGE_SIZE: i64 = 3;

/// What is known of a structure's fields: their kinds, by their ids from 1, and those that are structures themselves
/// (parquet.thrift). `parquet` reads a field that it knows as what it should be, whatever it says it is, so that other kinds are
/// refused.
struct Fields {
    kinds: &'static [u8],
    within: &'static [(i64, &'static Fields)],
}

/// Kinds that stand for truths of either value, whole numbers of any width, texts and structures.
const TRUTH: u8 = 1;
const NUMBER: u8 = 5;
const TEXT: u8 = 8;
const STRUCTURE: u8 = 12;

/// Of a structure that is not known.
static ANY: Fields = Fields { kinds: &[], within: &[] };
static STATISTICS: Fields =
    Fields { kinds: &[TEXT, TEXT, NUMBER, NUMBER, TEXT, TEXT, TRUTH, TRUTH], within: &[] };
static DATA: Fields =
    Fields { kinds: &[NUMBER, NUMBER, NUMBER, NUMBER, STRUCTURE], within: &[(5, &STATISTICS)] };
static DICTIONARY: Fields = Fields { kinds: &[NUMBER, NUMBER, TRUTH], within: &[] };
static DATA_V2: Fields = Fields {
    kinds: &[NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, TRUTH, STRUCTURE],
    within: &[(8, &STATISTICS)],
};
static PAGE: Fields = Fields {
    kinds: &[NUMBER, NUMBER, NUMBER, NUMBER, STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE],
    within: &[(5, &DATA), (7, &DICTIONARY), (8, &DATA_V2)],
};

impl Fields {
    /// What is known of what a field holds; none if it must not be of that kind.
    fn field(&self, id: i64, kind: u8) -> Option<&'static Fields> {
        let place = usize::try_from(id).ok().and_then(|id| id.checked_sub(1));
        let known = place.and_then(|place| self.kinds.get(place)).copied();
        let kind = match kind {
            2 => TRUTH,
            4 | 6 => NUMBER,
            other => other,
        };
        if known.is_some_and(|known| known != kind) {
            return None;
        }
        Some(self.within.iter().find(|(within, _)| *within == id).map_or(&ANY, |(_, fields)| *fields))
    }
}

/// Walks over the index of a file.
pub(super) fn check_index(file: &impl ChunkReader) -> Result<(), FileError> {
    let damaged = FileError::DamagedParquet;
    let foot_at = file.len().checked_sub(FOOT).ok_or(damaged.clone())?;
    let foot = bytes_of(file, foot_at, FOOT)?;
    let length = foot.first_chunk::<4>().map_or(0, |length| u64::from(u32::from_le_bytes(*length)));
    let at = foot_at.checked_sub(length).ok_or(damaged.clone())?;
    let index = bytes_of(file, at, length)?;
    Walk(&index).structure(DEPTH, &ANY, &mut |_, _| {}).ok_or(damaged)
}

/// Walks over the headers of all pages of a file with this index.
pub(super) fn check_pages(file: &impl ChunkReader, index: &ParquetMetaData) -> Result<(), FileError> {
    for column in index.row_groups().iter().flat_map(|group| group.columns()) {
        let (start, length) = column.byte_range();
        let end = start.checked_add(length).filter(|end| *end <= file.len());
        let end = end.ok_or(FileError::DamagedParquet)?;
        let mut window = Window { at: start, bytes: Bytes::new() };
        let mut at = start;
        while at < end {
            let (header, size) = window.header(file, at, end)?;
            at = at.saturating_add(header).saturating_add(size);
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
    /// How long the page header at a place is, and the page behind it.
    fn header(&mut self, file: &impl ChunkReader, at: u64, end: u64) -> Result<(u64, u64), FileError> {
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

/// The length of the page header that these bytes begin with, and of the page behind it.
fn page(bytes: &[u8]) -> Option<(u64, u64)> {
    let (mut walk, mut size) = (Walk(bytes), None);
    walk.structure(DEPTH, &PAGE, &mut |id, number| {
        if id == PAGE_SIZE {
            size = u64::try_from(number).ok();
        }
    })?;
    let header = bytes.len().checked_sub(walk.0.len())?;
    Some((u64::try_from(header).ok()?, size?))
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

    /// The fields of a structure; `seen` gets each that is a whole number, with its id.
    fn structure(&mut self, depth: u8, known: &Fields, seen: &mut dyn FnMut(i64, i64)) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => self.signed()?,
                more => id.saturating_add(i64::from(more)),
            };
            let inner = known.field(id, head & 0x0f)?;
            match head & 0x0f {
                // A field that is true or false says so in its head.
                1 | 2 => {}
                4..=6 => seen(id, self.signed()?),
                STRUCTURE => self.structure(depth, inner, &mut |_, _| {})?,
                kind => self.value(kind, depth)?,
            }
        }
    }

    /// A value that takes at least one byte.
    fn value(&mut self, kind: u8, depth: u8) -> Option<()> {
        match kind {
            3 => self.skip(1),
            4..=6 => self.number().map(|_| ()),
            7 => self.skip(8),
            8 => {
                let length = self.number()?;
                self.skip(length)
            }
            9 => self.list(depth),
            STRUCTURE => self.structure(depth, &ANY, &mut |_, _| {}),
            // Sets and maps, and truths in a list, which no part of a Parquet index or page header has.
            _ => None,
        }
    }

    fn list(&mut self, depth: u8) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let head = self.byte()?;
        let size = match head >> 4 {
            15 => self.number()?,
            few => u64::from(few),
        };
        (0..size).try_for_each(|_| self.value(head & 0x0f, depth))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page header: its size in field 3, and then what else there is.
    fn header(more: &[u8]) -> Vec<u8> {
        [&[0x35, 0x14][..], more].concat()
    }

    #[test]
    fn a_header_tells_where_the_next_one_is() {
        assert_eq!(page(&header(&[0, 9, 9])), Some((3, 10)));
        // A text, a list of two numbers, a structure with a truth, all in fields that are not known.
        assert_eq!(page(&header(&[0x68, 2, 1, 1, 0x19, 0x25, 2, 4, 0x1c, 0x11, 0, 0])), Some((14, 10)));
        // The header of a data page with statistics.
        assert_eq!(page(&header(&[0x2c, 0x15, 2, 0x4c, 0x18, 1, 1, 0, 0, 0])), Some((12, 10)));
    }

    #[test]
    fn what_is_not_there_is_not_walked_over() {
        let endless = [0xff, 0xff, 0xff, 0xff, 7];
        for kind in [1_u8, 2, 3, 5, 7, 8, 9, 12] {
            let list = [&[0x69, 0xf0 | kind][..], &endless, &[0, 0]].concat();
            assert_eq!(page(&header(&list)), None, "{kind}");
        }
        assert_eq!(page(&header(&[])), None);
        assert_eq!(page(&[0]), None, "without a size");
        assert_eq!(page(&[0x35, 0x13, 0]), None, "a size below zero");
        assert_eq!(page(&header(&[[0x69].as_slice(), &[0x19; 200]].concat())), None, "too deep");
        assert_eq!(page(&header(&[0x28, 1, 1, 0])), None, "a text where a structure is known");
        assert_eq!(page(&header(&[0x2c, 0x11, 0, 0])), None, "a truth where a number is known");
    }
}
