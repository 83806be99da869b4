//! A CSV file in parts that end where a record ends, so that each can be read by itself.

use memchr::{memchr, memrchr2};

use super::sniff::FirstLine;
use super::{BOM, CsvError, MAX_RECORD, OtherFile};

/// A record whose quotes are all doubled is twice as long in the file. What has no end in this many bytes is a fault, and
/// the reader that gets it says which.
const LONGEST: usize = 4 * MAX_RECORD;

/// Cuts a file into parts of whole records as it is read.
pub struct Parts {
    delimiter: Option<u8>,
    /// Bytes behind the last part.
    rest: Vec<u8>,
    /// The least that makes a part.
    least: usize,
    over: bool,
}

impl Parts {
    /// Parts of at least so many bytes, but for the last.
    pub fn new(least: usize) -> Self {
        Self { delimiter: None, rest: Vec::new(), least: least.max(1), over: false }
    }

    /// The delimiter, once the first part was given out.
    pub fn delimiter(&self) -> Option<u8> {
        self.delimiter
    }

    /// Fills `part` with the next whole records; false at the end. `read` fills what it can of a piece, and nothing at the
    /// end of the file.
    pub fn next<E: From<CsvError>>(
        &mut self,
        part: &mut Vec<u8>,
        read: &mut impl FnMut(&mut [u8]) -> Result<usize, E>,
    ) -> Result<bool, E> {
        part.clear();
        part.append(&mut self.rest);
        let mut wanted = self.least;
        loop {
            while !self.over && part.len() < wanted {
                let filled = part.len();
                part.resize(wanted, 0);
                let length = read(part.get_mut(filled..).unwrap_or_default())?;
                part.truncate(filled.saturating_add(length));
                self.over = length == 0;
            }
            let delimiter = match self.delimiter {
                Some(delimiter) => delimiter,
                None => match self.begin(part)? {
                    Some(delimiter) => delimiter,
                    None => {
                        wanted = wanted.saturating_mul(2);
                        continue;
                    }
                },
            };
            if self.over || part.len() > LONGEST.max(self.least.saturating_mul(2)) {
                return Ok(!part.is_empty());
            }
            if let Some(end) = last_end(part, delimiter) {
                self.rest.extend_from_slice(part.get(end..).unwrap_or_default());
                part.truncate(end);
                return Ok(true);
            }
            wanted = wanted.saturating_mul(2);
        }
    }

    /// Understands the start of the file: takes its mark off, and finds the delimiter if the first line is whole.
    fn begin(&mut self, part: &mut Vec<u8>) -> Result<Option<u8>, CsvError> {
        if let Some(other) = OtherFile::of(part) {
            return Err(CsvError::Other(other));
        }
        let start = if part.starts_with(BOM) { BOM.len() } else { 0 };
        let mut first = FirstLine::default();
        first.read(part.get(start..).unwrap_or_default(), start);
        if !first.whole && !self.over {
            return if part.len() > MAX_RECORD { Err(CsvError::TooLong { line: 1 }) } else { Ok(None) };
        }
        part.drain(..start);
        self.delimiter = Some(first.delimiter());
        Ok(self.delimiter)
    }
}

/// Where the last record that ends in `bytes` ends. `bytes` start at the start of a record.
fn last_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let mut last = None;
    let mut from = 0;
    while let Some(rest) = bytes.get(from..) {
        let Some(opening) = opening_quote(rest, from == 0, delimiter) else {
            return end_before(bytes, from, bytes.len()).or(last);
        };
        let opening = from.saturating_add(opening);
        last = end_before(bytes, from, opening).or(last);
        let Some(closing) = closing_quote(bytes.get(opening.saturating_add(1)..).unwrap_or_default()) else {
            return last;
        };
        from = opening.saturating_add(closing).saturating_add(2);
    }
    last
}

/// The first quotation mark that opens a value: it stands at the start of a field.
fn opening_quote(bytes: &[u8], at_start: bool, delimiter: u8) -> Option<usize> {
    memchr::memchr_iter(b'"', bytes).find(|at| match at.checked_sub(1).and_then(|before| bytes.get(before)) {
        Some(before) => *before == delimiter || matches!(before, b'\n' | b'\r'),
        None => at_start,
    })
}

/// The quotation mark that closes a value whose first byte is the first of `bytes`; a doubled one does not.
fn closing_quote(bytes: &[u8]) -> Option<usize> {
    let mut from = 0_usize;
    loop {
        let at = from.saturating_add(memchr(b'"', bytes.get(from..)?)?);
        if bytes.get(at.saturating_add(1)) != Some(&b'"') {
            return Some(at);
        }
        from = at.saturating_add(2);
    }
}

/// Behind the last line end between two places outside quotes. A carriage return that is the very last byte may be half
/// of one.
fn end_before(bytes: &[u8], from: usize, to: usize) -> Option<usize> {
    let whole = bytes.len().saturating_sub(usize::from(bytes.ends_with(b"\r")));
    let found = memrchr2(b'\n', b'\r', bytes.get(from..to.min(whole))?)?;
    Some(from.saturating_add(found).saturating_add(1))
}
