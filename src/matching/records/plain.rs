//! The shorter way through text without a quotation mark: what separates is found 64 bytes at a time, and fields are seen
//! where they lie.
//!
//! It gives the same records as [`super::CsvReader`], which reads everything else.

use wide::u8x16;

use super::{Fields, MAX_RECORD};

/// One record that lies in the text as it is.
pub(crate) struct Line<'a> {
    text: &'a [u8],
    start: usize,
    /// Where its fields end.
    ends: &'a [usize],
    line: u64,
}

impl Line<'_> {
    /// Where the field lies in the text.
    pub(crate) fn range(&self, at: usize) -> Option<(usize, usize)> {
        let end = *self.ends.get(at)?;
        let start = match at.checked_sub(1) {
            Some(before) => self.ends.get(before)?.saturating_add(1),
            None => self.start,
        };
        Some((start, end))
    }
}

impl Fields for Line<'_> {
    fn line(&self) -> u64 {
        self.line
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, at: usize) -> Option<&[u8]> {
        let (start, end) = self.range(at)?;
        self.text.get(start..end)
    }
}

/// Whether the text can be read this way: nothing is quoted, nothing is binary, and no record can be too long.
pub(crate) fn is_plain(text: &[u8]) -> bool {
    text.len() <= MAX_RECORD && memchr::memchr2(b'"', 0, text).is_none()
}

/// Gives every record of a plain text that begins with a record, and tells how many lines end in it.
pub(crate) fn each_line<E>(
    text: &[u8],
    delimiter: u8,
    mut take: impl FnMut(&Line<'_>) -> Result<(), E>,
) -> Result<u64, E> {
    let mut lines = Lines { text, start: 0, ends: Vec::new(), line: 1 };
    let (blocks, rest) = text.as_chunks::<64>();
    let mut last = [0; 64];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let mut base = 0_usize;
    for block in blocks.iter().chain([&last]) {
        let mut found = separators(block, delimiter);
        while found != 0 {
            let at = base.saturating_add(usize::try_from(found.trailing_zeros()).unwrap_or_default());
            found &= found.wrapping_sub(1);
            lines.separator(at, delimiter, &mut take)?;
        }
        base = base.saturating_add(64);
    }
    lines.end(&mut take)
}

/// A bit for each byte that ends a field.
fn separators(block: &[u8; 64], delimiter: u8) -> u64 {
    let [delimiter, feed, carriage] = [delimiter, b'\n', b'\r'].map(u8x16::splat);
    let (quarters, _) = block.as_chunks::<16>();
    let bits = quarters.iter().map(|quarter| {
        let bytes = u8x16::new(*quarter);
        (bytes.simd_eq(delimiter) | bytes.simd_eq(feed) | bytes.simd_eq(carriage)).to_bitmask()
    });
    bits.rev().fold(0, |all, bits| all << 16 | u64::from(bits))
}

/// How far a text is read.
struct Lines<'a> {
    text: &'a [u8],
    start: usize,
    ends: Vec<usize>,
    line: u64,
}

impl Lines<'_> {
    fn separator<E>(
        &mut self,
        at: usize,
        delimiter: u8,
        take: &mut impl FnMut(&Line<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let byte = self.text.get(at).copied();
        if byte != Some(delimiter) {
            // The second half of a line end is none of its own.
            let half = byte == Some(b'\n') && at == self.start && self.ends.is_empty();
            if half && at.checked_sub(1).and_then(|before| self.text.get(before)) == Some(&b'\r') {
                self.start = at.saturating_add(1);
                return Ok(());
            }
            self.ends.push(at);
            self.give(take)?;
            self.start = at.saturating_add(1);
            self.line = self.line.saturating_add(1);
            return Ok(());
        }
        self.ends.push(at);
        Ok(())
    }

    /// Gives out the record whose last end was found, if it is no blank line.
    fn give<E>(&mut self, take: &mut impl FnMut(&Line<'_>) -> Result<(), E>) -> Result<(), E> {
        if self.ends.as_slice() != [self.start] {
            take(&Line { text: self.text, start: self.start, ends: &self.ends, line: self.line })?;
        }
        self.ends.clear();
        Ok(())
    }

    /// The record that ends with the text and not with a line; the number of lines that ended.
    fn end<E>(mut self, take: &mut impl FnMut(&Line<'_>) -> Result<(), E>) -> Result<u64, E> {
        if self.start < self.text.len() {
            self.ends.push(self.text.len());
            self.give(take)?;
        }
        Ok(self.line.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{CsvReader, Record};
    use super::*;

    type Read = (Vec<(u64, Vec<Vec<u8>>)>, u64);

    fn fields(record: &impl Fields) -> (u64, Vec<Vec<u8>>) {
        let all = (0..record.len()).map(|at| record.get(at).unwrap().to_vec());
        (record.line(), all.collect())
    }

    fn by_reader(text: &[u8]) -> Read {
        let (mut csv, mut rest, mut records) = (CsvReader::at_record(b';'), text, Vec::new());
        let take = |record: &Record| fields(record);
        while csv.next_record(&mut rest).unwrap() {
            records.push(take(csv.record()));
        }
        while csv.finish().unwrap() {
            records.push(take(csv.record()));
        }
        (records, csv.lines())
    }

    fn in_place(text: &[u8]) -> Read {
        let mut records = Vec::new();
        let lines = each_line(text, b';', |line| {
            records.push(fields(line));
            Ok::<_, ()>(())
        });
        (records, lines.unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn plain_text_gives_the_records_that_the_reader_gives(text in "([a-cé,]{0,3}(;|\n|\r\n|\r|)){0,90}") {
            prop_assert!(is_plain(text.as_bytes()));
            prop_assert_eq!(in_place(text.as_bytes()), by_reader(text.as_bytes()));
        }
    }

    #[test]
    fn what_is_quoted_binary_or_long_is_not_plain() {
        assert!(is_plain(b"a;b\n"));
        assert!(!is_plain(b"a;\"b\"\n") && !is_plain(b"a\0b") && !is_plain(&vec![b'a'; MAX_RECORD + 1]));
    }
}
