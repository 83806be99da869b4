//! Client files as CSV: 32 hexadecimal digits a token, read and written as they stream by.

use super::{Extra, FileError, MAX_SEGMENT, OPT_OUT, Role, SEGMENT, kinds_of, roles};
use crate::matching::IdentifierType;
use crate::matching::records::{CsvReader, Record};
use crate::matching::token::{Token, TokenRow};

/// Reads token rows from pieces of a CSV client file.
#[derive(Default)]
pub struct CsvTokenReader {
    csv: CsvReader,
    roles: Vec<Role>,
    rows: u64,
    row: TokenRow,
}

impl CsvTokenReader {
    /// A reader at the start of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// The kinds of identifier the file has, once its first line is read.
    pub fn kinds(&self) -> Vec<IdentifierType> {
        kinds_of(&self.roles)
    }

    /// Which columns the file has besides tokens, once its first line is read.
    pub fn extra(&self) -> Extra {
        Extra::of(&self.roles)
    }

    /// The row that was read last.
    pub fn row(&self) -> &TokenRow {
        &self.row
    }

    /// How many rows were read.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Reads on from `input` and takes what it read off its front. True if a row is complete; false if all of `input` was
    /// read.
    pub fn next_row(&mut self, input: &mut &[u8]) -> Result<bool, FileError> {
        while self.csv.next_record(input)? {
            if self.take()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Says that the file ends here. True if that completes one more row; call it until it is false.
    pub fn finish(&mut self) -> Result<bool, FileError> {
        while self.csv.finish()? {
            if self.take()? {
                return Ok(true);
            }
        }
        if self.roles.is_empty() { Err(FileError::Empty) } else { Ok(false) }
    }

    /// Understands the record just read; false if it was the first line.
    fn take(&mut self) -> Result<bool, FileError> {
        let record = self.csv.record();
        if self.roles.is_empty() {
            self.roles = roles(record.iter())?;
            return Ok(false);
        }
        self.rows = self.rows.saturating_add(1);
        if record.len() != self.roles.len() {
            return Err(FileError::Ragged {
                row: self.rows,
                fields: record.len(),
                expected: self.roles.len(),
            });
        }
        fill(&mut self.row, record, &self.roles, self.rows)?;
        Ok(true)
    }
}

fn fill(row: &mut TokenRow, record: &Record, roles: &[Role], number: u64) -> Result<(), FileError> {
    row.clear();
    for (role, field) in roles.iter().zip(record.iter()) {
        let field = field.trim_ascii();
        if field.is_empty() {
            continue;
        }
        match role {
            Role::Token(kind) => {
                let token = Token::from_hex(field).ok_or(FileError::NotAToken {
                    row: number,
                    column: kind.name(),
                    expected: "32 hexadecimal digits",
                })?;
                row.set(*kind, Some(token));
            }
            Role::Segment => row.segment = Some(segment(field, number)?),
            Role::OptOut => row.opt_out = opt_out(field, number)?,
        }
    }
    Ok(())
}

/// A segment label of a file, within its bounds.
pub(super) fn segment(label: &[u8], row: u64) -> Result<String, FileError> {
    match std::str::from_utf8(label) {
        Ok(label) if label.len() <= MAX_SEGMENT => Ok(label.to_owned()),
        _ => Err(FileError::BadSegment { row }),
    }
}

/// A mark of an opt-out; an empty field is none.
pub(super) fn opt_out(mark: &[u8], row: u64) -> Result<bool, FileError> {
    match mark.to_ascii_lowercase().as_slice() {
        b"true" | b"1" | b"yes" => Ok(true),
        b"false" | b"0" | b"no" => Ok(false),
        _ => Err(FileError::BadOptOut { row }),
    }
}

/// Appends the first line of a CSV client file.
pub fn write_csv_header(kinds: &[IdentifierType], extra: Extra, out: &mut Vec<u8>) {
    let names = kinds.iter().map(|kind| kind.name());
    let names = names.chain(extra.segment.then_some(SEGMENT)).chain(extra.opt_out.then_some(OPT_OUT));
    for (at, name) in names.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        out.extend_from_slice(name.as_bytes());
    }
    out.push(b'\n');
}

/// Appends one row of a CSV client file, in the columns of [`write_csv_header`].
pub fn write_csv_row(row: &TokenRow, kinds: &[IdentifierType], extra: Extra, out: &mut Vec<u8>) {
    for kind in kinds {
        match row.get(*kind) {
            Some(token) => {
                // The digits and what stands behind them at once.
                let mut cell = [b','; 33];
                cell.first_chunk_mut::<32>().into_iter().for_each(|digits| *digits = token.hex_digits());
                out.extend_from_slice(&cell);
            }
            None => out.push(b','),
        }
    }
    if extra.segment {
        out.extend_from_slice(row.segment.as_deref().unwrap_or_default().as_bytes());
        out.push(b',');
    }
    if extra.opt_out {
        out.extend_from_slice(if row.opt_out { b"true," } else { b"," });
    }
    if let Some(last) = out.last_mut() {
        *last = b'\n';
    }
}
