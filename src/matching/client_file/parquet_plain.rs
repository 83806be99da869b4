//! Columns of tokens as most tools that write them for us leave them: a token in every row, 16 bytes after 16 bytes.
//!
//! Such pages are read where they lie. The general reader makes a counted reference of every value first, which costs more
//! than all else that is done to a token before it is re-keyed.

use bytes::Bytes;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageReader};
use parquet::file::reader::RowGroupReader;

use super::FileError;
use super::parquet_read::damaged;
use crate::matching::IdentifierType;
use crate::matching::token::{Token, TokenRow};

const TOKEN: usize = size_of::<Token>();

/// A column whose pages hold tokens and nothing else.
pub(super) struct PlainTokens {
    pages: Box<dyn PageReader>,
    /// What is left of the page that was read last.
    page: Bytes,
}

impl PlainTokens {
    /// The column at this place, if its pages say that they are so.
    pub(super) fn of(group: &dyn RowGroupReader, at: usize) -> Result<Option<Self>, FileError> {
        let Some(column) = group.metadata().columns().get(at) else { return Ok(None) };
        let about = column.column_descr();
        let required = about.max_def_level() == 0 && about.max_rep_level() == 0;
        let width = i32::try_from(TOKEN).unwrap_or_default();
        let tokens = about.physical_type() == Type::FIXED_LEN_BYTE_ARRAY && about.type_length() == width;
        // The encodings of levels are told with those of values; where there are no levels they mean nothing.
        #[expect(deprecated, reason = "what older writers say of levels")]
        let plain = column
            .encodings()
            .all(|how| matches!(how, Encoding::PLAIN | Encoding::RLE | Encoding::BIT_PACKED));
        if !(required && tokens && plain) || column.dictionary_page_offset().is_some() {
            return Ok(None);
        }
        let pages = group.get_column_page_reader(at).map_err(damaged)?;
        Ok(Some(Self { pages, page: Bytes::new() }))
    }

    /// Gives each row its token of this kind.
    pub(super) fn fill(&mut self, kind: IdentifierType, rows: &mut [TokenRow]) -> Result<(), FileError> {
        let mut rows = rows;
        while !rows.is_empty() {
            if self.page.is_empty() {
                self.page = self.next_page()?;
            }
            let ready = (self.page.len() / TOKEN).min(rows.len());
            let (now, later) = rows.split_at_mut(ready);
            let values = self.page.split_to(ready * TOKEN);
            for (row, value) in now.iter_mut().zip(values.as_chunks::<TOKEN>().0) {
                row.set(kind, Some(Token::from(*value)));
            }
            rows = later;
        }
        Ok(())
    }

    /// The values of the next page that has any.
    fn next_page(&mut self) -> Result<Bytes, FileError> {
        loop {
            let page = self.pages.get_next_page().map_err(damaged)?.ok_or(FileError::DamagedParquet)?;
            let (values, count) = match page {
                Page::DataPage { buf, num_values, encoding: Encoding::PLAIN, .. } => (buf, num_values),
                // No value has a level here, and a page that says otherwise is not what its column is.
                Page::DataPageV2 {
                    buf,
                    num_values,
                    encoding: Encoding::PLAIN,
                    num_nulls: 0,
                    def_levels_byte_len: 0,
                    rep_levels_byte_len: 0,
                    ..
                } => (buf, num_values),
                _ => return Err(FileError::DamagedParquet),
            };
            let bytes = usize::try_from(count).ok().and_then(|count| count.checked_mul(TOKEN));
            let bytes = bytes.filter(|bytes| *bytes <= values.len()).ok_or(FileError::DamagedParquet)?;
            if bytes > 0 {
                return Ok(values.slice(..bytes));
            }
        }
    }
}
