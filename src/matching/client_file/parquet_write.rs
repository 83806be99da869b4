//! Writing Parquet client files, one row group at a time.

use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, Type};

use super::{Extra, OPT_OUT, SEGMENT, metadata};
use crate::matching::token::{KeyCheck, TokenRow};
use crate::matching::{IdentifierType, Profile};

/// Rows of one row group: what stays in memory while writing.
const GROUP: usize = 1 << 17;
/// Values handed to a column at a time.
const BATCH: usize = 1024;

/// What a Parquet client file says about itself.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The check value of the key it was made with.
    pub check: KeyCheck,
    /// By whose rules its values were spelled.
    pub profile: Profile,
    /// The sealed names of its segments, as a JSON list, if it has segments.
    pub segments: Option<&'a str>,
}

/// Writes token rows to a Parquet client file.
pub struct ParquetWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    kinds: Vec<IdentifierType>,
    extra: Extra,
    rows: usize,
    /// By kind, in the order of the columns.
    tokens: Vec<Tokens>,
    segments: Vec<Option<String>>,
    opt_outs: Vec<bool>,
}

/// What one column of tokens waits to write.
#[derive(Default)]
struct Tokens {
    /// 16 bytes each.
    bytes: Vec<u8>,
    /// One a row: 1 where it has a token.
    present: Vec<i16>,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// A file with these columns, and this said about it. Its columns are plain: tokens are random bytes, and packing them costs
    /// time and saves nothing. A server takes such a file as it is.
    pub fn new(out: W, kinds: &[IdentifierType], extra: Extra, about: &About<'_>) -> Result<Self> {
        Self::packed(out, kinds, extra, about, Compression::UNCOMPRESSED)
    }

    /// The same with columns packed by zstd, for stores that want every file so.
    pub fn zstd(out: W, kinds: &[IdentifierType], extra: Extra, about: &About<'_>) -> Result<Self> {
        Self::packed(out, kinds, extra, about, Compression::ZSTD(ZstdLevel::default()))
    }

    fn packed(
        out: W,
        kinds: &[IdentifierType],
        extra: Extra,
        about: &About<'_>,
        packing: Compression,
    ) -> Result<Self> {
        let pair = |key: &str, value: String| KeyValue { key: key.to_owned(), value: Some(value) };
        let mut pairs = vec![
            pair(metadata::FORMAT, "1".to_owned()),
            pair(metadata::CHECK, about.check.to_hex()),
            pair(metadata::NORMALISATION, about.profile.label().to_owned()),
        ];
        pairs.extend(about.segments.map(|sealed| pair(metadata::SEGMENTS, sealed.to_owned())));
        // Tokens are random bytes: indexing and summarising them costs time and saves nothing.
        let properties = WriterProperties::builder()
            .set_created_by("entente".to_owned())
            .set_key_value_metadata(Some(pairs))
            .set_compression(packing)
            .set_dictionary_enabled(false)
            .set_column_dictionary_enabled(ColumnPath::from(SEGMENT), true)
            .set_column_dictionary_enabled(ColumnPath::from(OPT_OUT), true)
            .set_statistics_enabled(EnabledStatistics::None)
            .build();
        let schema = Arc::new(schema(kinds, extra)?);
        let file = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
        let tokens = kinds.iter().map(|_| Tokens::default()).collect();
        let (segments, opt_outs) = Default::default();
        Ok(Self { file, kinds: kinds.to_vec(), extra, rows: 0, tokens, segments, opt_outs })
    }

    /// Takes the next row. In a file of one kind every row has a token of it, and one that has none is an error.
    pub fn push(&mut self, row: &TokenRow) -> Result<()> {
        if let [only] = *self.kinds
            && row.get(only).is_none()
        {
            return Err(ParquetError::General(format!(
                "a row without {only}, which is all that the file has"
            )));
        }
        for (kind, tokens) in self.kinds.iter().zip(&mut self.tokens) {
            let token = row.get(*kind);
            tokens.present.push(i16::from(token.is_some()));
            if let Some(token) = token {
                tokens.bytes.extend_from_slice(token.as_bytes());
            }
        }
        if self.extra.segment {
            self.segments.push(row.segment.clone());
        }
        if self.extra.opt_out {
            self.opt_outs.push(row.opt_out);
        }
        self.rows = self.rows.saturating_add(1);
        if self.rows >= GROUP { self.flush() } else { Ok(()) }
    }

    /// Ends the file.
    pub fn finish(mut self) -> Result<W> {
        if self.rows > 0 {
            self.flush()?;
        }
        self.file.into_inner()
    }

    fn flush(&mut self) -> Result<()> {
        let mut group = self.file.next_row_group()?;
        let optional = tokens_are_optional(&self.kinds);
        for tokens in &mut self.tokens {
            tokens.write(&mut group, optional)?;
        }
        if self.extra.segment {
            write_texts(&mut group, self.segments.iter().map(Option::as_deref))?;
            self.segments.clear();
        }
        if self.extra.opt_out {
            write_texts(&mut group, self.opt_outs.iter().map(|mark| mark.then_some("true")))?;
            self.opt_outs.clear();
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

impl Tokens {
    /// Writes what waits, a batch at a time. The values share one piece of memory.
    fn write<W: Write + Send>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, W>,
        optional: bool,
    ) -> Result<()> {
        let Some(mut column) = group.next_column()? else { return Ok(()) };
        let bytes = Bytes::from(std::mem::take(&mut self.bytes));
        let mut rest = bytes.clone();
        let mut values: Vec<FixedLenByteArray> = Vec::with_capacity(BATCH);
        for present in self.present.chunks(BATCH) {
            values.clear();
            let count = present.iter().filter(|level| **level > 0).count();
            values.extend((0..count).map(|_| FixedLenByteArray::from(ByteArray::from(rest.split_to(16)))));
            column.typed::<FixedLenByteArrayType>().write_batch(
                &values,
                optional.then_some(present),
                None,
            )?;
        }
        column.close()?;
        self.present.clear();
        drop((values, rest));
        // Nobody else holds it now, so that the next group fills the same memory.
        self.bytes = bytes.try_into_mut().map(Vec::from).unwrap_or_default();
        self.bytes.clear();
        Ok(())
    }
}

fn write_texts<'a, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    texts: impl Iterator<Item = Option<&'a str>> + Clone,
) -> Result<()> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    let present: Vec<i16> = texts.clone().map(|text| i16::from(text.is_some())).collect();
    let values: Vec<_> = texts.flatten().map(|text| ByteArray::from(text.as_bytes().to_vec())).collect();
    column.typed::<ByteArrayType>().write_batch(&values, Some(&present), None)?;
    column.close()
}

/// A row has one token at least, so that the only kind is there in every row, and nothing has to be said of that.
fn tokens_are_optional(kinds: &[IdentifierType]) -> bool {
    kinds.len() > 1
}

fn schema(kinds: &[IdentifierType], extra: Extra) -> Result<Type> {
    let token = |kind: &IdentifierType| {
        Type::primitive_type_builder(kind.name(), PhysicalType::FIXED_LEN_BYTE_ARRAY)
            .with_length(16)
            .with_repetition(if tokens_are_optional(kinds) {
                Repetition::OPTIONAL
            } else {
                Repetition::REQUIRED
            })
            .build()
    };
    let mut fields = kinds.iter().map(token).collect::<Result<Vec<_>>>()?;
    for name in extra.segment.then_some(SEGMENT).into_iter().chain(extra.opt_out.then_some(OPT_OUT)) {
        let text = Type::primitive_type_builder(name, PhysicalType::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_repetition(Repetition::OPTIONAL);
        fields.push(text.build()?);
    }
    Type::group_type_builder("audience").with_fields(fields.into_iter().map(Arc::new).collect()).build()
}
