//! Writing Parquet client files, one row group at a time.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, Type};

use super::{Extra, OPT_OUT, SEGMENT, metadata};
use crate::matching::token::{KeyCheck, TokenRow};
use crate::matching::{IdentifierType, Profile};

/// Rows of one row group: what stays in memory while writing.
const GROUP: usize = 1 << 17;

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
    rows: Vec<TokenRow>,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// A file with these columns, and this said about it.
    pub fn new(out: W, kinds: &[IdentifierType], extra: Extra, about: &About<'_>) -> Result<Self> {
        let pair = |key: &str, value: String| KeyValue { key: key.to_owned(), value: Some(value) };
        let mut pairs = vec![
            pair(metadata::FORMAT, "1".to_owned()),
            pair(metadata::CHECK, about.check.to_hex()),
            pair(metadata::NORMALISATION, about.profile.label().to_owned()),
        ];
        pairs.extend(about.segments.map(|sealed| pair(metadata::SEGMENTS, sealed.to_owned())));
        // Tokens are random bytes: compressing, indexing and summarising them costs time and saves nothing.
        let properties = WriterProperties::builder()
            .set_created_by("entente".to_owned())
            .set_key_value_metadata(Some(pairs))
            .set_compression(Compression::UNCOMPRESSED)
            .set_dictionary_enabled(false)
            .set_column_dictionary_enabled(ColumnPath::from(SEGMENT), true)
            .set_column_dictionary_enabled(ColumnPath::from(OPT_OUT), true)
            .set_statistics_enabled(EnabledStatistics::None)
            .build();
        let schema = Arc::new(schema(kinds, extra)?);
        let file = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
        Ok(Self { file, kinds: kinds.to_vec(), extra, rows: Vec::new() })
    }

    /// Takes the next row.
    pub fn push(&mut self, row: &TokenRow) -> Result<()> {
        self.rows.push(row.clone());
        if self.rows.len() >= GROUP { self.flush() } else { Ok(()) }
    }

    /// Ends the file.
    pub fn finish(mut self) -> Result<W> {
        if !self.rows.is_empty() {
            self.flush()?;
        }
        self.file.into_inner()
    }

    fn flush(&mut self) -> Result<()> {
        let mut group = self.file.next_row_group()?;
        for kind in &self.kinds {
            write_tokens(&mut group, &self.rows, *kind)?;
        }
        if self.extra.segment {
            write_texts(&mut group, &self.rows, |row| row.segment.as_deref())?;
        }
        if self.extra.opt_out {
            write_texts(&mut group, &self.rows, |row| row.opt_out.then_some("true"))?;
        }
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

fn write_tokens<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    rows: &[TokenRow],
    kind: IdentifierType,
) -> Result<()> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    let present: Vec<i16> = rows.iter().map(|row| i16::from(row.get(kind).is_some())).collect();
    let tokens = rows.iter().filter_map(|row| row.get(kind));
    let values: Vec<_> = tokens.map(|token| FixedLenByteArray::from(token.as_bytes().to_vec())).collect();
    column.typed::<FixedLenByteArrayType>().write_batch(&values, Some(&present), None)?;
    column.close()
}

fn write_texts<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    rows: &[TokenRow],
    text: impl Fn(&TokenRow) -> Option<&str>,
) -> Result<()> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    let present: Vec<i16> = rows.iter().map(|row| i16::from(text(row).is_some())).collect();
    let labels = rows.iter().filter_map(text);
    let values: Vec<_> = labels.map(|label| ByteArray::from(label.as_bytes().to_vec())).collect();
    column.typed::<ByteArrayType>().write_batch(&values, Some(&present), None)?;
    column.close()
}

fn schema(kinds: &[IdentifierType], extra: Extra) -> Result<Type> {
    let token = |kind: &IdentifierType| {
        Type::primitive_type_builder(kind.name(), PhysicalType::FIXED_LEN_BYTE_ARRAY)
            .with_length(16)
            .with_repetition(Repetition::OPTIONAL)
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
