//! A list as Parquet, of any columns: its rows as records of text, as a CSV file would have them.
//!
//! A file that is damaged, or says that it holds what it does not, is an error before anything is made of it; see
//! `client_file::parquet_shape`.

use parquet::file::reader::{ChunkReader, FileReader as _};
use parquet::record::Field;
use parquet::record::reader::RowIter;

use super::Record;
use crate::matching::client_file::FileError;
use crate::matching::client_file::parquet_shape::{CheckedFile, Rows, guarded, opened};

/// A Parquet list, opened and its shape checked.
pub struct ParquetList<R: ChunkReader + 'static>(CheckedFile<R>);

impl<R: ChunkReader + 'static> ParquetList<R> {
    /// Opens the file and checks that its pages are where it says, and no larger than is read.
    pub fn open(file: R) -> Result<Self, FileError> {
        guarded(|| opened(file, Rows::List)).map(Self)
    }

    /// How many rows the file says it has.
    pub fn row_count(&self) -> u64 {
        u64::try_from(self.0.metadata().file_metadata().num_rows()).unwrap_or_default()
    }

    /// The names of the columns, as the record of line 1.
    pub fn header(&self) -> Record {
        let fields = self.0.metadata().file_metadata().schema().get_fields();
        let mut header = Record::default();
        header.refill(1, fields.iter().map(|field| field.name().as_bytes()));
        header
    }

    /// The rows, from the first on.
    pub fn rows(&self) -> Result<ParquetRows<'_>, FileError> {
        let rows = guarded(|| self.0.get_row_iter(None).map_err(|_cause| FileError::DamagedParquet))?;
        Ok(ParquetRows { rows, line: 1 })
    }
}

/// The rows of a Parquet list that are left.
pub struct ParquetRows<'a> {
    rows: RowIter<'a>,
    line: u64,
}

impl ParquetRows<'_> {
    /// Fills in the next row; false if there is none. A person calls the names line 1 and counts rows from there. After an error
    /// there are no more rows.
    pub fn next_row(&mut self, record: &mut Record) -> Result<bool, FileError> {
        let Self { rows, line } = self;
        let row = guarded(|| rows.next().transpose().map_err(|_cause| FileError::DamagedParquet));
        let Some(row) = row? else { return Ok(false) };
        *line = line.saturating_add(1);
        let texts: Vec<String> =
            guarded(|| Ok(row.get_column_iter().map(|(_, field)| text(field)).collect()))?;
        record.refill(*line, texts.iter().map(String::as_bytes));
        Ok(true)
    }

    /// The line of the row that was filled in last.
    pub fn line(&self) -> u64 {
        self.line
    }
}

/// Seconds from 1970, before and after, of which `parquet` makes a date: some 260,000 years. It panics at what lies beyond, such
/// as the largest number, by which databases write "for ever".
const CALENDAR: i64 = 8_200_000_000_000;

/// A cell as a CSV file would have it; a time that is in no calendar is its number.
fn text(field: &Field) -> String {
    let within = |seconds: i64| (-CALENDAR..=CALENDAR).contains(&seconds);
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Date(days) if !within(i64::from(*days).saturating_mul(86_400)) => days.to_string(),
        Field::TimestampMillis(at) if !within(at.div_euclid(1_000)) => at.to_string(),
        Field::TimestampMicros(at) if !within(at.div_euclid(1_000_000)) => at.to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_date_and_one_for_ever_its_number() {
        assert_eq!(text(&Field::Date(20_000)), "2024-10-04");
        assert_eq!(text(&Field::TimestampMillis(1_800_000_000_000)), "2027-01-15 08:00:00.000 +00:00");
        for day in [i32::MIN, i32::MAX] {
            assert_eq!(text(&Field::Date(day)), day.to_string());
        }
        for at in [i64::MIN, i64::MAX] {
            assert_eq!(text(&Field::TimestampMillis(at)), at.to_string());
            assert_eq!(text(&Field::TimestampMicros(at)), at.to_string());
        }
        // The last second that is told as a date.
        for seconds in [-CALENDAR, CALENDAR] {
            assert!(text(&Field::TimestampMillis(seconds * 1_000)).contains('-'));
            assert!(text(&Field::TimestampMicros(seconds * 1_000_000)).contains(':'));
        }
    }
}
