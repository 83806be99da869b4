//! CSV as companies really export it, read as it streams by.
//!
//! Takes bytes in pieces of any size and gives records with the line they start on. UTF-8 with or without a byte order
//! mark; comma, semicolon, tab or bar, whichever the first line has most of; quotes, doubled quotes and line breaks inside
//! quotes (RFC 4180); any line ending. What would be guesswork is an error that names the line: a quote that never
//! closes, text after a closing quote, another kind of file. Written here rather than with a CSV crate because the same code
//! must run in the browser, in pieces, and because the small parsers that can do so accept those faults silently.

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

/// Files that people pick by mistake, told by their first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFile {
    /// A zip archive, which is also what an Excel workbook is.
    Zip,
    /// A Parquet file.
    Parquet,
    /// gzip-compressed.
    Gzip,
    /// Text in UTF-16.
    Utf16,
    /// A PDF document.
    Pdf,
    /// A web page.
    Html,
}

impl OtherFile {
    /// What a file that starts so is, if it is certainly no CSV.
    pub fn of(start: &[u8]) -> Option<Self> {
        let html = |tag: &[u8]| start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag));
        match start {
            [b'P', b'K', 3, 4, ..] => Some(Self::Zip),
            [b'P', b'A', b'R', b'1', ..] => Some(Self::Parquet),
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(Self::Utf16),
            [b'%', b'P', b'D', b'F', ..] => Some(Self::Pdf),
            _ if html(b"<!doctype") || html(b"<html") => Some(Self::Html),
            _ => None,
        }
    }

    fn advice(self) -> &'static str {
        match self {
            Self::Zip => "in a spreadsheet program, save the sheet as CSV (UTF-8)",
            Self::Gzip => "unpack it first",
            Self::Utf16 => "save it again with the encoding UTF-8",
            Self::Parquet | Self::Pdf | Self::Html => "export the list as CSV",
        }
    }
}

impl std::fmt::Display for OtherFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Zip => "a zip archive or an Excel workbook",
            Self::Parquet => "a Parquet file",
            Self::Gzip => "a gzip-compressed file",
            Self::Utf16 => "text in UTF-16",
            Self::Pdf => "a PDF document",
            Self::Html => "a web page",
        })
    }
}

/// The longest record.
const MAX_RECORD: usize = 1 << 20;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
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
            delimiter: None,
            state: State::Start,
            after_cr: false,
            line: 1,
            record: Record::default(),
        }
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
        let start = if self.head.starts_with(BOM) { BOM.len() } else { 0 };
        let line = first_line(self.head.get(start..).unwrap_or_default());
        if line.whole || end == End::Here {
            // Of equals the first wins, and `max_by_key` gives the last.
            let best = DELIMITERS.iter().zip(line.delimiters).rev().max_by_key(|(_, count)| *count);
            self.delimiter = Some(best.map_or(b',', |(delimiter, _)| *delimiter));
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
                    let special = |b: &u8| *b == delimiter || matches!(b, b'\n' | b'\r' | 0);
                    let length = input.iter().position(special).unwrap_or(input.len());
                    let (text, rest) = input.split_at(length);
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
            if self.record.bytes.len() > MAX_RECORD {
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
        let length = input.iter().position(|b| *b == b'"').unwrap_or(input.len());
        let (text, rest) = input.split_at(length);
        if text.contains(&0) {
            return Err(CsvError::Binary { line: self.line });
        }
        let breaks = text.iter().filter(|b| **b == b'\n').count();
        self.line = self.line.saturating_add(u64::try_from(breaks).unwrap_or_default());
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

/// What the first line that is not blank holds outside quotes.
#[derive(Default)]
struct FirstLine {
    delimiters: [usize; DELIMITERS.len()],
    whole: bool,
}

fn first_line(head: &[u8]) -> FirstLine {
    let mut line = FirstLine::default();
    let (mut quoted, mut blank) = (false, true);
    for byte in head {
        match byte {
            b'\n' | b'\r' if !quoted && blank => continue,
            b'\n' | b'\r' if !quoted => {
                line.whole = true;
                break;
            }
            b'"' => quoted = !quoted,
            byte if !quoted => {
                let counts = DELIMITERS.iter().zip(&mut line.delimiters);
                counts.filter(|(delimiter, _)| *delimiter == byte).for_each(|(_, count)| *count += 1);
            }
            _ => {}
        }
        blank = false;
    }
    line
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    NotYet,
    Here,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Read = Result<Vec<(u64, Vec<String>)>, CsvError>;

    fn read(pieces: &[&[u8]]) -> Read {
        let mut reader = CsvReader::new();
        let mut records = Vec::new();
        let take = |reader: &CsvReader| {
            let fields = reader.record().iter().map(|field| String::from_utf8_lossy(field).into_owned());
            (reader.record().line(), fields.collect())
        };
        for piece in pieces {
            let mut rest = *piece;
            while reader.next_record(&mut rest)? {
                records.push(take(&reader));
            }
        }
        while reader.finish()? {
            records.push(take(&reader));
        }
        Ok(records)
    }

    fn fields(text: &str) -> Vec<Vec<String>> {
        read(&[text.as_bytes()]).unwrap().into_iter().map(|(_, fields)| fields).collect()
    }

    #[test]
    fn quotes_hold_delimiters_quotes_and_line_breaks() {
        let records = read(&[b"a,b\r\n\"x,\"\"y\"\"\nz\",2\r\n3,\"\"\n"]).unwrap();
        assert_eq!(records[1], (2, vec!["x,\"y\"\nz".to_owned(), "2".to_owned()]));
        assert_eq!(records[2], (4, vec!["3".to_owned(), String::new()]));
    }

    #[test]
    fn the_first_line_shows_the_delimiter() {
        assert_eq!(fields("a;b,c;d\n1;2;3")[1], ["1", "2", "3"]);
        assert_eq!(fields("a\tb\n1\t2")[1], ["1", "2"]);
        assert_eq!(fields("a|b\n1|2")[1], ["1", "2"]);
        assert_eq!(fields("\"a;b;c\",d\n1,2")[1], ["1", "2"]);
        assert_eq!(fields("email\na;b@c")[1], ["a;b@c"]);
        assert_eq!(fields("\r\n\na;b\n1;2")[1], ["1", "2"]);
    }

    #[test]
    fn a_mark_blank_lines_and_a_missing_last_line_end_do_no_harm() {
        assert_eq!(fields("\u{FEFF}a,b\n\n1,2\r\r\n3,4"), [["a", "b"], ["1", "2"], ["3", "4"]]);
        assert_eq!(fields(""), Vec::<Vec<String>>::new());
        assert_eq!(fields("\n\n"), Vec::<Vec<String>>::new());
        assert_eq!(fields("a,"), [["a", ""]]);
    }

    #[test]
    fn faults_name_their_line() {
        let error = |text: &str| read(&[text.as_bytes()]).unwrap_err();
        assert_eq!(error("a,b\n1,2\n3,\"4\n5,6\n"), CsvError::UnclosedQuote { line: 3 });
        assert_eq!(error("a,b\n\"1\"x,2\n"), CsvError::AfterQuote { line: 2 });
        assert_eq!(error("a,b\n1,\0\n"), CsvError::Binary { line: 2 });
        assert_eq!(error(&format!("a,b\n1,{}", "x".repeat(MAX_RECORD))), CsvError::TooLong { line: 2 });
        assert_eq!(error("PK\u{3}\u{4}..."), CsvError::Other(OtherFile::Zip));
        assert_eq!(read(&[b"\xff\xfea\0"]).unwrap_err(), CsvError::Other(OtherFile::Utf16));
        assert_eq!(error("<!DOCTYPE html>"), CsvError::Other(OtherFile::Html));
    }

    fn cell() -> impl Strategy<Value = String> {
        prop::string::string_regex("[a-c \",;\r\n\u{e9}]{0,6}").unwrap()
    }

    proptest! {
        #[test]
        fn what_another_library_writes_is_read_in_any_pieces(
            rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..12),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["x", "y", "z"]).unwrap();
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            let text = writer.into_inner().unwrap();
            let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len())).chain([0, text.len()]).collect();
            at.sort_unstable();
            let pieces: Vec<&[u8]> = at.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
            let got: Vec<Vec<String>> = read(&pieces).unwrap().into_iter().skip(1).map(|(_, fields)| fields).collect();
            prop_assert_eq!(got, rows);
        }

        #[test]
        fn pieces_never_change_what_is_read(text in "[a\",\r\n]{0,40}", cut: prop::sample::Index) {
            let bytes = text.as_bytes();
            let (first, second) = bytes.split_at(cut.index(bytes.len() + 1));
            prop_assert_eq!(read(&[first, second]), read(&[bytes]));
        }
    }
}
