//! Reading Parquet client files, also those that other tools wrote.
//!
//! Tokens are `FIXED_LEN_BYTE_ARRAY(16)`; plain `BYTE_ARRAY` (what many SQL engines write for binary) is taken when every
//! value is 16 bytes, and a string column when every value is 32 hexadecimal digits.

use parquet::basic::{Compression, ConvertedType, LogicalType};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{
    AsBytes, ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType,
};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader as _, RowGroupReader};
use parquet::schema::types::ColumnDescriptor;

use super::csv::{opt_out, segment};
use super::parquet_plain::PlainTokens;
use super::parquet_shape::{CheckedFile, Rows, guarded, opened};
use super::{Extra, FileError, Role, kinds_of, metadata, roles};
use crate::matching::IdentifierType;
use crate::matching::token::{KeyCheck, Token, TokenRow};

/// Rows decoded at a time; few in tests, so that rows serve again.
const BATCH: usize = if cfg!(test) { 8 } else { 4096 };

/// A Parquet client file, opened and its columns checked.
pub struct ParquetTokens<R: ChunkReader + 'static> {
    file: CheckedFile<R>,
    roles: Vec<Role>,
    check: Option<KeyCheck>,
    normalisation: Option<String>,
    segments: Option<String>,
}

impl<R: ChunkReader + 'static> ParquetTokens<R> {
    /// Opens the file and checks its columns and metadata, and that its pages are where it says.
    pub fn open(file: R) -> Result<Self, FileError> {
        guarded(|| {
            let file = opened(file, Rows::Client)?;
            Self::checked(file)
        })
    }

    fn checked(file: CheckedFile<R>) -> Result<Self, FileError> {
        let about = file.metadata().file_metadata();
        let columns = about.schema_descr().columns();
        let roles = roles(columns.iter().map(|column| column.name().as_bytes()))?;
        for (column, role) in columns.iter().zip(&roles) {
            if column.max_rep_level() > 0 || column.max_def_level() > 1 || encoding(column, *role).is_none() {
                return Err(FileError::WrongType(role.name()));
            }
        }
        let value = |key: &str| {
            let pairs = about.key_value_metadata()?;
            pairs.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.clone())
        };
        if value(metadata::FORMAT).is_some_and(|format| format != "1") {
            return Err(FileError::WrongFormat);
        }
        let check = value(metadata::CHECK).and_then(|hex| KeyCheck::from_hex(&hex));
        let normalisation = value(metadata::NORMALISATION);
        let segments = value(metadata::SEGMENTS);
        Ok(Self { file, roles, check, normalisation, segments })
    }

    /// The kinds of identifier the file has.
    pub fn kinds(&self) -> Vec<IdentifierType> {
        kinds_of(&self.roles)
    }

    /// Which columns the file has besides tokens.
    pub fn extra(&self) -> Extra {
        Extra::of(&self.roles)
    }

    /// The sealed names of its segments, as a JSON list, if it has them.
    pub fn segments(&self) -> Option<&str> {
        self.segments.as_deref()
    }

    /// The check value of the key the file was made with, if it says so.
    pub fn check(&self) -> Option<KeyCheck> {
        self.check
    }

    /// By which rules its values were spelled, if it says so.
    pub fn normalisation(&self) -> Option<&str> {
        self.normalisation.as_deref()
    }

    /// Refuses a file made with another key than `expected`.
    pub fn require_key(&self, expected: KeyCheck) -> Result<(), FileError> {
        match self.check {
            Some(found) if found != expected => {
                Err(FileError::OtherKey { found: found.to_hex(), expected: expected.to_hex() })
            }
            _ => Ok(()),
        }
    }

    /// Refuses a file with compressed columns. Plain pages need no more memory than the file has bytes; packed ones say
    /// themselves how much they want.
    pub fn require_plain(&self) -> Result<(), FileError> {
        let groups = self.file.metadata().row_groups().iter();
        let mut columns = groups.flat_map(|group| group.columns().iter());
        match columns.all(|column| column.compression() == Compression::UNCOMPRESSED) {
            true => Ok(()),
            false => Err(FileError::PackedParquet),
        }
    }

    /// How many rows the file says it has.
    pub fn row_count(&self) -> u64 {
        u64::try_from(self.file.metadata().file_metadata().num_rows()).unwrap_or_default()
    }

    /// Gives every row to `sink`, in order.
    pub fn for_each<E: From<FileError>>(
        &self,
        mut sink: impl FnMut(&TokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut number = 0;
        // Every column says of each row what it holds or that it holds nothing, so that the rows serve again.
        let mut rows = Vec::new();
        for at in 0..self.file.num_row_groups() {
            let group = guarded(|| self.file.get_row_group(at).map_err(damaged))?;
            let mut columns = guarded(|| self.columns(group.as_ref()))?;
            let mut left =
                usize::try_from(group.metadata().num_rows()).map_err(|_fault| FileError::DamagedParquet)?;
            while left > 0 {
                rows.resize(left.min(BATCH), TokenRow::default());
                guarded(|| columns.iter_mut().try_for_each(|column| column.fill(&mut rows, number)))?;
                for row in &rows {
                    sink(row)?;
                }
                left = left.saturating_sub(rows.len());
                number = number.saturating_add(u64::try_from(rows.len()).unwrap_or_default());
            }
        }
        Ok(())
    }

    fn columns(&self, group: &dyn RowGroupReader) -> Result<Vec<Column>, FileError> {
        let schema = self.file.metadata().file_metadata().schema_descr();
        let columns = self.roles.iter().zip(schema.columns()).enumerate();
        let open = |(at, (role, about)): (usize, (&Role, &std::sync::Arc<ColumnDescriptor>))| {
            if let Role::Token(kind) = role
                && let Some(plain) = PlainTokens::of(group, at)?
            {
                return Ok(Column::Plain(*kind, plain));
            }
            let reader = match group.get_column_reader(at).map_err(damaged)? {
                ColumnReader::FixedLenByteArrayColumnReader(reader) => Values::Fixed(reader, Vec::new()),
                ColumnReader::ByteArrayColumnReader(reader) => Values::Bytes(reader, Vec::new()),
                _ => return Err(FileError::WrongType(role.name())),
            };
            let encoding = encoding(about, *role).ok_or(FileError::WrongType(role.name()))?;
            let about = About { role: *role, encoding, optional: about.max_def_level() == 1 };
            Ok(Column::Any { reader, about, present: Vec::new() })
        };
        columns.map(open).collect()
    }
}

/// How a column spells its values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Binary,
    Text,
}

/// The column's spelling, if its type fits its role.
fn encoding(about: &ColumnDescriptor, role: Role) -> Option<Encoding> {
    use parquet::basic::Type as Physical;
    let text = about.logical_type_ref() == Some(&LogicalType::String)
        || about.converted_type() == ConvertedType::UTF8;
    match (about.physical_type(), role) {
        (Physical::FIXED_LEN_BYTE_ARRAY, Role::Token(_)) if about.type_length() == 16 => {
            Some(Encoding::Binary)
        }
        (Physical::BYTE_ARRAY, Role::Token(_)) if text => Some(Encoding::Text),
        (Physical::BYTE_ARRAY, Role::Token(_)) => Some(Encoding::Binary),
        (Physical::BYTE_ARRAY, Role::Segment | Role::OptOut) => Some(Encoding::Text),
        _ => None,
    }
}

/// A column's reader, and room for the values it reads at a time.
enum Values {
    Fixed(ColumnReaderImpl<FixedLenByteArrayType>, Vec<FixedLenByteArray>),
    Bytes(ColumnReaderImpl<ByteArrayType>, Vec<ByteArray>),
}

#[expect(clippy::large_enum_variant, reason = "a file has a handful of columns")]
enum Column {
    /// Tokens that need no decoding.
    Plain(IdentifierType, PlainTokens),
    Any {
        reader: Values,
        about: About,
        present: Vec<i16>,
    },
}

/// What a column's values mean.
struct About {
    role: Role,
    encoding: Encoding,
    optional: bool,
}

impl Column {
    /// Puts this column's next values into `rows`, the first of which follows row `before`.
    fn fill(&mut self, rows: &mut [TokenRow], before: u64) -> Result<(), FileError> {
        match self {
            Self::Plain(kind, tokens) => tokens.fill(*kind, rows),
            Self::Any { reader: Values::Fixed(reader, values), about, present } => {
                read(reader, values, present, about.optional, rows.len())?;
                about.spread(values, present, rows, before)
            }
            Self::Any { reader: Values::Bytes(reader, values), about, present } => {
                read(reader, values, present, about.optional, rows.len())?;
                about.spread(values, present, rows, before)
            }
        }
    }
}

impl About {
    /// Gives each row its value, or none if it has none.
    fn spread<T: AsBytes>(
        &self,
        values: &[T],
        present: &[i16],
        rows: &mut [TokenRow],
        before: u64,
    ) -> Result<(), FileError> {
        let mut values = values.iter();
        let mut levels = present.iter();
        let mut number = before;
        for row in rows {
            number = number.saturating_add(1);
            let there = !self.optional || levels.next().is_some_and(|level| *level != 0);
            let value = there.then(|| values.next().ok_or(FileError::DamagedParquet)).transpose()?;
            let value = value.map(AsBytes::as_bytes);
            match self.role {
                Role::Segment => row.segment = value.map(|value| segment(value, number)).transpose()?,
                Role::OptOut => row.opt_out = value.map_or(Ok(false), |value| opt_out(value, number))?,
                Role::Token(kind) => row.set(kind, value.map(|value| self.token(value, number)).transpose()?),
            }
        }
        Ok(())
    }

    fn token(&self, value: &[u8], row: u64) -> Result<Token, FileError> {
        let (token, expected) = match self.encoding {
            Encoding::Binary => (value.first_chunk::<16>().map(|bytes| Token::from(*bytes)), "16 bytes"),
            Encoding::Text => (Token::from_hex(value), "32 hexadecimal digits"),
        };
        let whole = self.encoding == Encoding::Text || value.len() == 16;
        token.filter(|_| whole).ok_or(FileError::NotAToken { row, column: self.role.name(), expected })
    }
}

/// The next `count` values of a column and, if it is optional, which rows have one.
fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    values: &mut Vec<T::T>,
    present: &mut Vec<i16>,
    optional: bool,
    count: usize,
) -> Result<(), FileError> {
    values.clear();
    present.clear();
    let levels = optional.then_some(present);
    let (rows, _, _) = reader.read_records(count, levels, None, values).map_err(damaged)?;
    if rows == count { Ok(()) } else { Err(FileError::DamagedParquet) }
}

pub(super) fn damaged(_cause: ParquetError) -> FileError {
    FileError::DamagedParquet
}
