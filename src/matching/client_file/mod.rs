//! Client files: hashed lists on their way from a company to its room (engine.md, "File formats").
//!
//! One row a person; a column per kind of identifier, named `email`, `phone`, `maid` or `custom`, an optional `segment` (an
//! index from 0 to 49) and an optional `opt_out` (`true` for a person who opted out). As Parquet (16-byte values, with the
//! key check value in the metadata) or as CSV (32 hexadecimal digits; the key check value travels beside it). Readers check
//! everything, and their messages never repeat a value: a token, and above all a raw identifier that was not hashed, stays
//! where it is.

mod csv;
#[cfg(feature = "native")]
mod parquet_plain;
#[cfg(feature = "native")]
mod parquet_read;
#[cfg(feature = "native")]
pub(super) mod parquet_shape;
#[cfg(feature = "native")]
mod parquet_write;
#[cfg(test)]
mod plain_tests;
#[cfg(test)]
mod tests;

pub use self::csv::{CsvTokenReader, write_csv_header, write_csv_row};
#[cfg(feature = "native")]
pub use parquet_read::ParquetTokens;
#[cfg(feature = "native")]
pub use parquet_write::{About, ParquetWriter};

use super::IdentifierType;
use super::records::CsvError;

/// The name of the segment column.
pub const SEGMENT: &str = "segment";
/// The name of the column that marks opt-outs.
pub const OPT_OUT: &str = "opt_out";
/// The longest segment label.
pub const MAX_SEGMENT: usize = 64;

/// Metadata keys of a Parquet client file.
pub mod metadata {
    /// The version of this format: "1".
    pub const FORMAT: &str = "entente.format";
    /// The key check value, 16 hexadecimal digits.
    pub const CHECK: &str = "entente.kcv";
    /// The profile's label, such as `entente-1`.
    pub const NORMALISATION: &str = "entente.normalisation";
    /// The names of the segments in the order of their indexes, each sealed under the room's label key: a JSON list.
    pub const SEGMENTS: &str = "entente.segments";
}

/// Why a file is no client file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The CSV's shape is broken.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// Nothing but blank lines.
    #[error("the file is empty; its first line must name the columns")]
    Empty,
    /// A column with a name of its own. The name is not repeated: it may be a raw value of a file without a header.
    #[error(
        "column {0}: its name is none of email, phone, maid, custom, segment, opt_out; send a file made by `entente hash`"
    )]
    UnknownColumn(usize),
    /// Two columns of one name.
    #[error("the column {0} is there twice")]
    ColumnTwice(&'static str),
    /// No column of tokens.
    #[error("there is no column of tokens; at least one of email, phone, maid, custom is needed")]
    NoTokens,
    /// A row with more or fewer fields than the first line.
    #[error("row {row}: it has {fields} fields, but the first line names {expected} columns")]
    Ragged {
        /// The row, counted from 1 below the header.
        row: u64,
        /// How many it has.
        fields: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A value of the wrong length or with other characters.
    #[error(
        "row {row}, column {column}: this is no token ({expected}); hash the list first, with this room's key"
    )]
    NotAToken {
        /// The row, counted from 1 below the header.
        row: u64,
        /// The column's name.
        column: &'static str,
        /// What a token looks like here.
        expected: &'static str,
    },
    /// A segment label that is too long or no text.
    #[error("row {row}: the segment is longer than {MAX_SEGMENT} bytes, or not UTF-8")]
    BadSegment {
        /// The row, counted from 1 below the header.
        row: u64,
    },
    /// A mark of an opt-out that is neither true nor false.
    #[error("row {row}: opt_out is neither true nor false")]
    BadOptOut {
        /// The row, counted from 1 below the header.
        row: u64,
    },
    /// A Parquet column of another type.
    #[error("the column {0} has the wrong type; tokens are FIXED_LEN_BYTE_ARRAY(16), a segment is a string")]
    WrongType(&'static str),
    /// A later format.
    #[error("the file was made by a newer version of entente; update entente to read it")]
    WrongFormat,
    /// Hashed with another key.
    #[error(
        "the file was hashed with another key: its key check value is {found}, this room's is {expected}"
    )]
    OtherKey {
        /// The file's.
        found: String,
        /// The room's.
        expected: String,
    },
    /// A Parquet file whose columns are compressed, where that is not taken.
    #[error(
        "the columns of the Parquet file are compressed; send it with `entente push`, which unpacks them"
    )]
    PackedParquet,
    /// A Parquet file whose index, a page or the number of rows is beyond what is read.
    #[error(
        "the Parquet file has an index of more than 16 MiB, a page of more than 256 MiB, or more rows than so many bytes can \
         hold; write it again with usual settings, or as CSV"
    )]
    LargeParquet,
    /// Not readable as Parquet.
    #[error("the Parquet file is damaged or uses a feature that is not supported")]
    DamagedParquet,
}

/// Which columns a client file has besides those of tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extra {
    /// The index of each person's segment.
    pub segment: bool,
    /// Who opted out.
    pub opt_out: bool,
}

impl Extra {
    fn of(roles: &[Role]) -> Self {
        Self { segment: roles.contains(&Role::Segment), opt_out: roles.contains(&Role::OptOut) }
    }
}

/// What a column of a client file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Token(IdentifierType),
    Segment,
    OptOut,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Token(kind) => kind.name(),
            Self::Segment => SEGMENT,
            Self::OptOut => OPT_OUT,
        }
    }
}

/// The roles of a file's columns, from their names.
fn roles<'a>(names: impl Iterator<Item = &'a [u8]>) -> Result<Vec<Role>, FileError> {
    let mut roles: Vec<Role> = Vec::new();
    for (at, name) in names.enumerate() {
        let name = std::str::from_utf8(name).unwrap_or_default().trim().to_ascii_lowercase();
        let role = match name.parse() {
            Ok(kind) => Role::Token(kind),
            Err(_unknown) if name == SEGMENT => Role::Segment,
            Err(_unknown) if name == OPT_OUT => Role::OptOut,
            Err(_unknown) => return Err(FileError::UnknownColumn(at.saturating_add(1))),
        };
        if roles.contains(&role) {
            return Err(FileError::ColumnTwice(role.name()));
        }
        roles.push(role);
    }
    if roles.iter().any(|role| matches!(role, Role::Token(_))) { Ok(roles) } else { Err(FileError::NoTokens) }
}

fn kinds_of(roles: &[Role]) -> Vec<IdentifierType> {
    let has = |kind: &IdentifierType| roles.contains(&Role::Token(*kind));
    IdentifierType::ALL.into_iter().filter(has).collect()
}
