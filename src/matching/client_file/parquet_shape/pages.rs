//! What must hold of a page, once it is unpacked, before `parquet` makes values of it.
//!
//! Texts may be written as all their lengths and then all their bytes, and the lengths as differences that take hardly any
//! room. `parquet` makes room for as many lengths as the page says that there are; where memory cannot be had, the whole program
//! ends. So no page may have more of them than values.
//! <https://parquet.apache.org/docs/file-format/data-pages/encodings/>

use parquet::basic::Encoding;
use parquet::bloom_filter::Sbbf;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;

use super::Walk;

/// The most texts that a page may have as differences; the usual writers end a page after 20,000 rows, or at 1 MiB.
const MAX_TEXTS: u64 = 1 << 24;

/// A file whose pages are checked as they are read.
pub(in crate::matching) struct CheckedFile<R: ChunkReader + 'static>(pub(super) SerializedFileReader<R>);

impl<R: ChunkReader + 'static> FileReader for CheckedFile<R> {
    fn metadata(&self) -> &ParquetMetaData {
        self.0.metadata()
    }

    fn num_row_groups(&self) -> usize {
        self.0.num_row_groups()
    }

    fn get_row_group(&self, at: usize) -> Result<Box<dyn RowGroupReader + '_>> {
        Ok(Box::new(CheckedGroup(self.0.get_row_group(at)?)))
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_file(projection, self)
    }
}

struct CheckedGroup<'a>(Box<dyn RowGroupReader + 'a>);

impl RowGroupReader for CheckedGroup<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.0.metadata()
    }

    fn num_columns(&self) -> usize {
        self.0.num_columns()
    }

    fn get_column_page_reader(&self, at: usize) -> Result<Box<dyn PageReader>> {
        let column = self.metadata().schema_descr().column(at);
        let levels = [column.max_rep_level(), column.max_def_level()];
        Ok(Box::new(CheckedPages { pages: self.0.get_column_page_reader(at)?, levels }))
    }

    fn get_column_bloom_filter(&self, at: usize) -> Option<&Sbbf> {
        self.0.get_column_bloom_filter(at)
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

struct CheckedPages {
    pages: Box<dyn PageReader>,
    /// The highest level of repetition and of definition.
    levels: [i16; 2],
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        match &page {
            Some(page) if check(page, self.levels).is_none() => {
                Err(ParquetError::General("more lengths than values".to_owned()))
            }
            _ => Ok(page),
        }
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}

impl Iterator for CheckedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

/// Something if a page has no more lengths than values.
fn check(page: &Page, levels: [i16; 2]) -> Option<()> {
    let lists = match page.encoding() {
        Encoding::DELTA_LENGTH_BYTE_ARRAY => 1,
        // What each text has in common with the one before, then the lengths of what it has not.
        Encoding::DELTA_BYTE_ARRAY => 2,
        _ => return Some(()),
    };
    let most = u64::from(page.num_values()).min(MAX_TEXTS);
    let mut walk = Walk(page.buffer().get(values_at(page, levels)?..)?);
    (0..lists).try_for_each(|_| walk.differences(most))
}

/// Where in a data page its values begin, behind the levels.
fn values_at(page: &Page, levels: [i16; 2]) -> Option<usize> {
    match page {
        Page::DataPage { buf, num_values, def_level_encoding, rep_level_encoding, .. } => {
            let mut at = 0_usize;
            for (level, encoding) in levels.into_iter().zip([rep_level_encoding, def_level_encoding]) {
                if level > 0 {
                    let rest = buf.get(at..)?;
                    at = at.checked_add(levels_length(rest, level, *num_values, *encoding)?)?;
                }
            }
            Some(at)
        }
        Page::DataPageV2 { def_levels_byte_len, rep_levels_byte_len, .. } => {
            usize::try_from(def_levels_byte_len.checked_add(*rep_levels_byte_len)?).ok()
        }
        Page::DictionaryPage { .. } => Some(0),
    }
}

/// How many bytes the levels take that these begin with.
fn levels_length(bytes: &[u8], level: i16, values: u32, encoding: Encoding) -> Option<usize> {
    if encoding == Encoding::RLE {
        let length = u32::from_le_bytes(*bytes.first_chunk::<4>()?);
        return usize::try_from(length).ok()?.checked_add(4);
    }
    let bits = u64::from(u16::BITS - level.leading_zeros()).checked_mul(u64::from(values))?;
    usize::try_from(bits.div_ceil(8)).ok()
}

impl Walk<'_> {
    /// Numbers as differences (`DELTA_BINARY_PACKED`), if there are no more than `most`.
    fn differences(&mut self, most: u64) -> Option<()> {
        let (block, parts, count) = (self.number()?, self.number()?, self.number()?);
        self.signed()?;
        if count > most {
            return None;
        }
        let in_a_part = block.checked_div(parts).filter(|values| *values > 0)?;
        let mut left = count.saturating_sub(1);
        while left > 0 {
            self.signed()?;
            let widths = self.0.get(..usize::try_from(parts).ok()?)?;
            self.skip(parts)?;
            for width in widths {
                if left == 0 {
                    // What is left of a block has no bytes, whatever its width.
                    break;
                }
                self.skip(u64::from(*width).checked_mul(in_a_part)?.div_ceil(8))?;
                left = left.saturating_sub(in_a_part);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::{WriterProperties, WriterVersion};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;
    use crate::matching::records::ParquetList;

    const ROWS: usize = 1_000;

    fn address(row: usize) -> String {
        format!("{}{row}@example.com", "a".repeat(row % 7))
    }

    /// Two columns of addresses, of which the second has none in every third row.
    fn written(encoding: Encoding, version: WriterVersion) -> Bytes {
        let schema = "message list { REQUIRED BYTE_ARRAY a (UTF8); OPTIONAL BYTE_ARRAY b (UTF8); }";
        let how = WriterProperties::builder()
            .set_dictionary_enabled(false)
            .set_encoding(encoding)
            .set_writer_version(version);
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(how.build())).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let levels: Vec<i16> = (0..ROWS).map(|row| i16::from(row % 3 > 0)).collect();
        for optional in [false, true] {
            let there = (0..ROWS).filter(|row| !optional || row % 3 > 0);
            let values: Vec<ByteArray> = there.map(|row| address(row).as_str().into()).collect();
            let mut column = group.next_column().unwrap().unwrap();
            let levels = optional.then_some(levels.as_slice());
            column.typed::<ByteArrayType>().write_batch(&values, levels, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
        Bytes::from(writer.into_inner().unwrap())
    }

    #[test]
    fn texts_that_are_written_as_differences_are_read() {
        for encoding in [Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY] {
            for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
                let list = ParquetList::open(written(encoding, version)).unwrap();
                let (mut rows, mut record) = (list.rows().unwrap(), list.header());
                for row in 0..ROWS {
                    assert_eq!(rows.next_row(&mut record), Ok(true), "{encoding} {version:?} {row}");
                    let second = if row % 3 > 0 { address(row) } else { String::new() };
                    let found: Vec<&[u8]> = record.iter().collect();
                    assert_eq!(found, [address(row).as_bytes(), second.as_bytes()]);
                }
                assert_eq!(rows.next_row(&mut record), Ok(false));
            }
        }
    }

    #[test]
    fn there_are_no_more_lengths_than_values() {
        // Blocks of 128 in 4 parts: 300 numbers, the first of them 1, and differences of no bits, but for one part of 2.
        let head = [0x80, 1, 4, 0xac, 2, 2];
        let blocks = [[0, 0, 0, 0, 0].as_slice(), &[0, 0, 2, 0, 0], &[0xff; 8], &[0, 0, 0, 9, 9]].concat();
        let numbers = [head.as_slice(), &blocks, b"rest"].concat();
        let read = |numbers: &[u8], most| {
            let mut walk = Walk(numbers);
            walk.differences(most).map(|()| walk.0.to_vec())
        };
        assert_eq!(read(&numbers, 300), Some(b"rest".to_vec()));
        assert_eq!(read(&numbers, 299), None);
        assert_eq!(read(numbers.get(..12).unwrap(), 300), None, "cut off");
        assert_eq!(read(&[0x80, 1, 0, 1, 2], 300), None, "no parts");
        assert_eq!(read(&[0, 4, 2, 2, 0, 0, 0, 0, 0], 300), None, "parts of nothing");
        assert_eq!(read(&[0x80, 1, 4, 0, 0], 300), Some(Vec::new()), "none at all");
    }
}
