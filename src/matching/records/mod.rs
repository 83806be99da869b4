//! CSV as companies really export it, read as it streams by.
//!
//! Takes bytes in pieces of any size and gives records with the line they start on. UTF-8 with or without a byte order
//! mark; comma, semicolon, tab or bar, whichever the first line has most of; quotes, doubled quotes and line breaks inside
//! quotes (RFC 4180); any line ending. What would be guesswork is an error that names the line: a quote that never
//! closes, text after a closing quote, another kind of file. Written here rather than with a CSV crate because the same code
//! must run in the browser, in pieces, and because the small parsers that can do so accept those faults silently.

#[cfg(feature = "native")]
mod parquet;
#[cfg(feature = "native")]
mod plain;
mod sniff;
mod split;
#[cfg(test)]
mod tests;

#[cfg(feature = "native")]
pub use self::parquet::{ParquetList, ParquetRows};
#[cfg(feature = "native")]
pub(crate) use plain::{each_line, is_plain};
use sniff::FirstLine;
pub use sniff::OtherFile;
pub use split::Parts;

/// A fault in the shape of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// A quoted value runs to the end of the file.
    #[error(
        "line {line}: a quoted value starts here and never ends; a quotation mark is missing or too many"
    )]
    UnclosedQuote {
        /// Where the value's record starts.
        line: u64,
    },
    /// Text directly behind a closing quote.
    #[error("line {line}: text follows a closing quotation mark; double the quotation marks inside a value")]
    AfterQuote {
        /// Where it stands.
        line: u64,
    },
    /// A record too long to be one.
    #[error("line {line}: this row is over 1 MiB long; a quotation mark is probably missing")]
    TooLong {
        /// Where the record starts.
        line: u64,
    },
    /// Bytes that no text has.
    #[error("line {line}: the file holds binary data; save it as CSV with UTF-8 text")]
    Binary {
        /// Where they stand.
        line: u64,
    },
    /// Another kind of file altogether.
    #[error("this is {0}, not a CSV file; {advice}", advice = .0.advice())]
    Other(OtherFile),
}

impl CsvError {
    /// The same fault in a file that has `before` more lines in front.
    #[cfg(feature = "native")]
    pub(crate) fn moved(self, before: u64) -> Self {
        let moved = |line: u64| line.saturating_add(before);
        match self {
            Self::UnclosedQuote { line } => Self::UnclosedQuote { line: moved(line) },
            Self::AfterQuote { line } => Self::AfterQuote { line: moved(line) },
            Self::TooLong { line } => Self::TooLong { line: moved(line) },
            Self::Binary { line } => Self::Binary { line: moved(line) },
            Self::Other(other) => Self::Other(other),
        }
    }
}

/// The longest record.
const MAX_RECORD: usize = 1 << 20;
const BOM: &[u8] = b"\xEF\xBB\xBF";

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first byte of a record.
    Start,
    /// Before the first byte of a later field.
    Field,
    Plain,
    Quoted,
    /// Behind a quotation mark that either closed the value or is the first of two.
    Quote,
}

/// Reads records from pieces of a CSV file.
pub struct CsvReader {
    /// Bytes held back until the first line shows the delimiter, and how many of them are already read.
    head: Vec<u8>,
    head_read: usize,
    first: FirstLine,
    delimiter: Option<u8>,
    state: State,
    after_cr: bool,
    line: u64,
    record: Record,
}

/// One record: its fields and the line it starts on.
#[derive(Debug, Default)]
pub struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    line: u64,
    /// A quoted empty value makes a record; an empty line does not.
    quoted: bool,
}

/// What a row is read from: a record, or text where it lies.
pub(crate) trait Fields {
    /// The line it starts on, from 1.
    fn line(&self) -> u64;
    /// How many fields there are.
    fn len(&self) -> usize;
    /// The field at a place, unquoted.
    fn get(&self, at: usize) -> Option<&[u8]>;
}

impl Fields for Record {
    fn line(&self) -> u64 {
        self.line
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, at: usize) -> Option<&[u8]> {
        Record::get(self, at)
    }
}

impl Record {
    /// The line it starts on, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no fields, which no record given out has.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The field at a place, unquoted.
    pub fn get(&self, at: usize) -> Option<&[u8]> {
        let end = *self.ends.get(at)?;
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.bytes.get(start..end)
    }

    /// All fields in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// Replaces the record by the fields of a file that is no CSV; `line` is what a person would call the place.
    pub fn refill<'a>(&mut self, line: u64, fields: impl Iterator<Item = &'a [u8]>) {
        self.clear();
        self.line = line;
        for field in fields {
            self.bytes.extend_from_slice(field);
            self.ends.push(self.bytes.len());
        }
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.quoted = false;
    }

    fn is_blank_line(&self) -> bool {
        self.len() == 1 && self.bytes.is_empty() && !self.quoted
    }
}

impl Default for CsvReader {
    fn default() -> Self {
        Self::new()
    }
}

impl CsvReader {
    /// A reader at the start of a file.
    pub fn new() -> Self {
        Self {
            head: Vec::new(),
            head_read: 0,
            first: FirstLine::default(),
            delimiter: None,
            state: State::Start,
            after_cr: false,
            line: 1,
            record: Record::default(),
        }
    }

    /// A reader at the start of a later record of a file with this delimiter; it counts lines from there.
    pub fn at_record(delimiter: u8) -> Self {
        Self { delimiter: Some(delimiter), ..Self::new() }
    }

    /// How many lines were read to their end.
    pub fn lines(&self) -> u64 {
        self.line.saturating_sub(1)
    }

    /// The record that was read last.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The delimiter, once the first line has shown it.
    pub fn delimiter(&self) -> Option<char> {
        self.delimiter.map(char::from)
    }

    /// Reads on from `input` and takes what it read off its front. True if a record is complete; false if all of `input`
    /// was read and the record goes on.
    pub fn next_record(&mut self, input: &mut &[u8]) -> Result<bool, CsvError> {
        if self.delimiter.is_none() {
            self.head.extend_from_slice(input);
            *input = &[];
            self.sniff(End::NotYet)?;
        }
        let Some(delimiter) = self.delimiter else { return Ok(false) };
        if self.head_read < self.head.len() {
            let head = std::mem::take(&mut self.head);
            let mut rest = head.get(self.head_read..).unwrap_or_default();
            let complete = self.scan(&mut rest, delimiter);
            self.head_read = head.len().saturating_sub(rest.len());
            self.head = head;
            if complete? {
                return Ok(true);
            }
        }
        self.scan(input, delimiter)
    }

    /// Says that the file ends here. True if that completes one more record; call it until it is false.
    pub fn finish(&mut self) -> Result<bool, CsvError> {
        self.sniff(End::Here)?;
        if self.head_read < self.head.len() && self.next_record(&mut &[][..])? {
            return Ok(true);
        }
        match self.state {
            State::Start => return Ok(false),
            State::Quoted => return Err(CsvError::UnclosedQuote { line: self.record.line }),
            State::Field | State::Plain | State::Quote => self.end_field(),
        }
        self.state = State::Start;
        Ok(!self.record.is_blank_line())
    }

    /// Chooses the delimiter as soon as the first line is whole.
    fn sniff(&mut self, end: End) -> Result<(), CsvError> {
        if self.delimiter.is_some() {
            return Ok(());
        }
        if let Some(other) = OtherFile::of(&self.head) {
            return Err(CsvError::Other(other));
        }
        if end == End::NotYet && self.head.len() < BOM.len() && BOM.starts_with(&self.head) {
            // It may become the mark, which belongs to no line.
            return Ok(());
        }
        let start = if self.head.starts_with(BOM) { BOM.len() } else { 0 };
        self.first.read(self.head.get(self.first.read.max(start)..).unwrap_or_default(), start);
        if self.first.whole || end == End::Here {
            self.delimiter = Some(self.first.delimiter());
            self.head_read = start;
        } else if self.head.len() > MAX_RECORD {
            return Err(CsvError::TooLong { line: 1 });
        }
        Ok(())
    }

    fn scan(&mut self, input: &mut &[u8], delimiter: u8) -> Result<bool, CsvError> {
        while let Some((&byte, rest)) = input.split_first() {
            if std::mem::take(&mut self.after_cr) && byte == b'\n' {
                *input = rest;
                continue;
            }
            match self.state {
                State::Start | State::Field => self.open(byte, input),
                State::Plain => {
                    let length = memchr::memchr3(delimiter, b'\n', b'\r', input).unwrap_or(input.len());
                    let (text, rest) = input.split_at(length);
                    if memchr::memchr(0, text).is_some() {
                        return Err(CsvError::Binary { line: self.line });
                    }
                    self.record.bytes.extend_from_slice(text);
                    *input = rest;
                    if let Some((&byte, rest)) = rest.split_first() {
                        *input = rest;
                        if self.close(byte, delimiter)? {
                            return Ok(true);
                        }
                    }
                }
                State::Quoted => self.quoted(input)?,
                State::Quote if byte == b'"' => {
                    self.record.bytes.push(b'"');
                    self.state = State::Quoted;
                    *input = rest;
                }
                State::Quote => {
                    *input = rest;
                    if self.close(byte, delimiter)? {
                        return Ok(true);
                    }
                }
            }
            if self.record.bytes.len().max(self.record.ends.len()) > MAX_RECORD {
                return Err(CsvError::TooLong { line: self.record.line });
            }
        }
        Ok(false)
    }

    /// The first byte of a field decides how it is read; a plain one is not taken yet.
    fn open(&mut self, byte: u8, input: &mut &[u8]) {
        if self.state == State::Start {
            self.record.clear();
            self.record.line = self.line;
        }
        if byte == b'"' {
            self.record.quoted = true;
            self.state = State::Quoted;
            *input = input.get(1..).unwrap_or_default();
        } else {
            self.state = State::Plain;
        }
    }

    fn quoted(&mut self, input: &mut &[u8]) -> Result<(), CsvError> {
        let length = memchr::memchr(b'"', input).unwrap_or(input.len());
        let (text, rest) = input.split_at(length);
        let binary = memchr::memchr(0, text);
        let text = binary.and_then(|at| text.get(..at)).unwrap_or(text);
        let breaks = memchr::memchr_iter(b'\n', text).count();
        self.line = self.line.saturating_add(u64::try_from(breaks).unwrap_or_default());
        if binary.is_some() {
            return Err(CsvError::Binary { line: self.line });
        }
        self.record.bytes.extend_from_slice(text);
        *input = rest.get(1..).unwrap_or_default();
        if !rest.is_empty() {
            self.state = State::Quote;
        }
        Ok(())
    }

    /// Ends the field at a delimiter or line end; true if that completes a record worth giving out.
    fn close(&mut self, byte: u8, delimiter: u8) -> Result<bool, CsvError> {
        if byte == delimiter {
            self.end_field();
            self.state = State::Field;
            return Ok(false);
        }
        match byte {
            b'\n' | b'\r' => {
                self.end_field();
                self.state = State::Start;
                self.after_cr = byte == b'\r';
                self.line = self.line.saturating_add(1);
                Ok(!self.record.is_blank_line())
            }
            0 => Err(CsvError::Binary { line: self.line }),
            _ => Err(CsvError::AfterQuote { line: self.line }),
        }
    }

    fn end_field(&mut self) {
        self.record.ends.push(self.record.bytes.len());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    NotYet,
    Here,
}
