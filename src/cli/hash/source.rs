//! The list as a company has it: CSV, plain or packed with gzip or zstd, or Parquet. Read as it streams by; a second
//! reading is a second opening.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;

use crate::cli::CliError;
use crate::cli::files::{PIECE, Packing, at, is_stream, length_of, open_input, progress, unpacked};
use crate::matching::pipeline::{Pipeline, PipelineError, SegmentNames, SegmentScan};
use crate::matching::records::{CsvReader, ParquetList, ParquetRows, Record};
use crate::matching::token::TokenRow;

/// Rows between two looks at the progress bar.
const ROWS: u64 = 1024;

/// A list.
pub(in crate::cli) struct Source {
    path: PathBuf,
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Parquet,
}

/// Somewhere the rows of a list go.
pub(in crate::cli) trait Into {
    /// The next piece of a CSV file.
    fn piece(&mut self, piece: &[u8]) -> Result<(), CliError>;
    /// The next record of another file.
    fn record(&mut self, record: &Record) -> Result<(), CliError>;
}

impl Source {
    /// The list at a path; its first bytes say what it is.
    pub(in crate::cli) fn open(path: &Path) -> Result<Self, CliError> {
        let mut start = Vec::new();
        if !is_stream(path) {
            let file = File::open(path).map_err(|error| CliError::Usage(at(path, error)))?;
            file.take(4).read_to_end(&mut start).map_err(|error| CliError::Usage(at(path, error)))?;
        }
        let form = if start == b"PAR1" { Form::Parquet } else { Form::Text };
        Ok(Self { path: path.to_owned(), form })
    }

    /// The names in the column of segments: a first reading.
    pub(in crate::cli) fn segments(&self, column: &str) -> Result<SegmentNames, CliError> {
        if is_stream(&self.path) {
            return Err(CliError::usage(
                "a list with segments is read twice; give a file, not standard input",
            ));
        }
        let mut scan = Scan(SegmentScan::new(column));
        self.read(&mut scan)?;
        scan.0.finish().map_err(|error| self.named(error.into()))
    }

    /// Hashes the whole list, with so many threads beside the one that reads and writes; with one, that one does all.
    pub(in crate::cli) fn hash(
        &self,
        pipeline: &mut Pipeline,
        threads: usize,
        sink: &mut impl Sink,
    ) -> Result<(), CliError> {
        let mut push = |row: &TokenRow| sink.push(row);
        let hashed = match self.form {
            Form::Text => {
                let (bar, mut list) = self.open_text()?;
                let unreadable = |error| CliError::Failed(at(&self.path, error));
                let read = |piece: &mut [u8]| list.read(piece).map_err(unreadable);
                let hashed = pipeline.hash_text(threads, self.plain_length(), read, &mut push);
                bar.finish_and_clear();
                hashed
            }
            Form::Parquet => {
                let file = self.open_parquet()?;
                let (header, mut rows) = self.rows(&file)?;
                pipeline.hash_records(threads, &header, |record| rows.next(record), &mut push)
            }
        };
        hashed.map_err(|error| self.named(error))
    }

    /// The names of the columns and the first rows.
    pub(in crate::cli) fn preview(&self, rows: usize) -> Result<(Vec<String>, Vec<Vec<String>>), CliError> {
        let mut preview = Preview { csv: CsvReader::new(), rows: Vec::new(), most: rows.saturating_add(1) };
        match self.read(&mut preview) {
            Ok(()) => preview.end(),
            // Enough was read.
            Err(_) if preview.rows.len() == preview.most => {}
            Err(error) => return Err(error),
        }
        let mut rows = preview.rows.into_iter();
        let names = rows.next().ok_or_else(|| self.named(PipelineError::Empty.into()))?;
        Ok((names, rows.collect()))
    }

    fn named(&self, error: CliError) -> CliError {
        match error {
            CliError::Usage(words) => CliError::Usage(at(&self.path, words)),
            CliError::Failed(words) => CliError::Failed(words),
        }
    }

    fn read(&self, into: &mut impl Into) -> Result<(), CliError> {
        match self.form {
            Form::Text => self.read_text(into),
            Form::Parquet => self.read_parquet(into),
        }
    }

    fn read_text(&self, into: &mut impl Into) -> Result<(), CliError> {
        let (bar, mut list) = self.open_text()?;
        let mut piece = vec![0; PIECE];
        loop {
            let length = list.read(&mut piece).map_err(|error| CliError::Failed(at(&self.path, error)))?;
            if length == 0 {
                break;
            }
            into.piece(piece.get(..length).unwrap_or_default()).map_err(|error| self.named(error))?;
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// The list's text, unpacked, and the bar that shows how far it is read.
    fn open_text(&self) -> Result<(ProgressBar, Box<dyn Read>), CliError> {
        let bar = progress(length_of(&self.path), "reading");
        let input: Box<dyn Read> = Box::new(bar.wrap_read(open_input(&self.path)?));
        let list = unpacked(input).map_err(|error| CliError::Failed(at(&self.path, error)))?;
        Ok((bar, list))
    }

    /// How many bytes the text has, where the file itself is it.
    fn plain_length(&self) -> Option<u64> {
        let mut start = Vec::new();
        let file = File::open(&self.path).ok().filter(|_| !is_stream(&self.path))?;
        file.take(4).read_to_end(&mut start).ok()?;
        (Packing::of(&start) == Packing::Plain).then(|| length_of(&self.path))
    }

    fn read_parquet(&self, into: &mut impl Into) -> Result<(), CliError> {
        let file = self.open_parquet()?;
        let (mut record, mut rows) = self.rows(&file)?;
        loop {
            into.record(&record).map_err(|error| self.named(error))?;
            if !rows.next(&mut record).map_err(|error| self.named(error))? {
                return Ok(());
            }
        }
    }

    fn open_parquet(&self) -> Result<ParquetList<File>, CliError> {
        let file = File::open(&self.path).map_err(|error| CliError::Usage(at(&self.path, error)))?;
        ParquetList::open(file).map_err(|error| CliError::Usage(at(&self.path, error)))
    }

    /// The names of a Parquet list's columns, and its rows.
    fn rows<'a>(&self, file: &'a ParquetList<File>) -> Result<(Record, Rows<'a>), CliError> {
        let rows = file.rows().map_err(|error| CliError::Usage(at(&self.path, error)))?;
        Ok((file.header(), Rows { rows, bar: progress(file.row_count(), "reading") }))
    }
}

/// The rows of a Parquet list.
struct Rows<'a> {
    rows: ParquetRows<'a>,
    bar: ProgressBar,
}

impl Rows<'_> {
    /// Fills in the next row; false if there is none.
    fn next(&mut self, record: &mut Record) -> Result<bool, CliError> {
        let before = self.rows.line();
        let here = |error| CliError::Usage(format!("line {}: {error}", before.saturating_add(1)));
        if !self.rows.next_row(record).map_err(here)? {
            self.bar.finish_and_clear();
            return Ok(false);
        }
        if self.rows.line().is_multiple_of(ROWS) {
            self.bar.inc(ROWS);
        }
        Ok(true)
    }
}

/// Where token rows go.
pub(in crate::cli) trait Sink {
    /// Takes a row.
    fn push(&mut self, row: &TokenRow) -> Result<(), CliError>;
}

struct Scan(SegmentScan);

impl Into for Scan {
    fn piece(&mut self, piece: &[u8]) -> Result<(), CliError> {
        Ok(self.0.feed(piece)?)
    }

    fn record(&mut self, record: &Record) -> Result<(), CliError> {
        Ok(self.0.feed_record(record)?)
    }
}

struct Preview {
    csv: CsvReader,
    rows: Vec<Vec<String>>,
    most: usize,
}

impl Preview {
    fn take(&mut self, record: &Record) -> Result<(), CliError> {
        self.rows.push(record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect());
        if self.rows.len() == self.most { Err(CliError::Failed(String::new())) } else { Ok(()) }
    }

    fn end(&mut self) {
        while matches!(self.csv.finish(), Ok(true)) {
            let fields = self.csv.record().iter();
            self.rows.push(fields.map(|field| String::from_utf8_lossy(field).into_owned()).collect());
        }
    }
}

impl Into for Preview {
    fn piece(&mut self, mut piece: &[u8]) -> Result<(), CliError> {
        while self.csv.next_record(&mut piece).map_err(PipelineError::from)? {
            let record = self.csv.record();
            self.rows.push(record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect());
            if self.rows.len() == self.most {
                return Err(CliError::Failed(String::new()));
            }
        }
        Ok(())
    }

    fn record(&mut self, record: &Record) -> Result<(), CliError> {
        self.take(record)
    }
}

/// A sink that keeps nothing.
pub(in crate::cli) struct Nowhere;

impl Sink for Nowhere {
    fn push(&mut self, _: &TokenRow) -> Result<(), CliError> {
        Ok(())
    }
}

/// The output as a sink may hold it.
pub(super) type Out<'a> = &'a mut dyn Write;
