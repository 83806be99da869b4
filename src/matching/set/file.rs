//! The stored form of a set.
//!
//! ```text
//! header  "entset" 00 version | kinds: count, one byte each | with rows: 1, with segments: 2, or their sum | check
//! block   count (1..=4096) | tokens, 16 bytes each | their rows, 4 bytes each, if with rows | segments, 1 byte each | check
//! …       a block of count 0 ends a kind
//! footer  rows | people | duplicates | digest | check
//! ```
//! Integers are little-endian. A check is the first 8 bytes of SHA-256 over the part, its place in the file and its kind,
//! so that a block that is damaged, moved, missing or of another file's place is noticed. 16 bytes a person, one more with
//! segments, and 0.02 %.

use std::io::{self, Read, Write};

use super::builder::Entry;
use super::{AudienceSet, Bits, Column, SetError, Summary, wide};
use crate::matching::IdentifierType;
use crate::matching::token::{Sha256, Token};

const MAGIC: &[u8; 7] = b"entset\0";
const VERSION: u8 = 1;
const BLOCK: usize = 4096;
const TOKEN: usize = 16;
const ROW: usize = 4;

/// What an entry holds besides its token.
#[derive(Clone, Copy, Default)]
struct With {
    rows: bool,
    segments: bool,
}

impl With {
    fn byte(self) -> u8 {
        u8::from(self.rows) | (u8::from(self.segments) << 1)
    }

    fn of(byte: u8) -> Self {
        Self { rows: byte & 1 == 1, segments: byte & 2 == 2 }
    }
}

/// Writes a set, token by token in order.
pub(super) struct SetWriter<W: Write> {
    out: W,
    with: With,
    kind: u8,
    sequence: u64,
    tokens: Vec<u8>,
    rows: Vec<u8>,
    segments: Vec<u8>,
    count: u32,
}

impl<W: Write> SetWriter<W> {
    pub(super) fn new(mut out: W, kinds: &[IdentifierType], segments: bool) -> io::Result<Self> {
        let with = With { rows: kinds.len() > 1, segments };
        let mut header = MAGIC.to_vec();
        header.push(VERSION);
        header.push(u8::try_from(kinds.len()).unwrap_or(u8::MAX));
        header.extend(kinds.iter().map(|kind| kind.index()));
        header.push(with.byte());
        out.write_all(&header)?;
        out.write_all(&check(0, 0, &[&header]))?;
        let (tokens, rows, segments) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { out, with, kind: 0, sequence: 0, tokens, rows, segments, count: 0 })
    }

    pub(super) fn open(&mut self, kind: IdentifierType) {
        self.kind = kind.index();
    }

    pub(super) fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        self.tokens.extend_from_slice(entry.token.as_bytes());
        if self.with.rows {
            self.rows.extend_from_slice(&entry.row.to_le_bytes());
        }
        if self.with.segments {
            self.segments.push(entry.segment);
        }
        self.count = self.count.saturating_add(1);
        if self.tokens.len() >= BLOCK * TOKEN { self.flush() } else { Ok(()) }
    }

    /// Ends a kind.
    pub(super) fn close(&mut self) -> io::Result<()> {
        if self.count > 0 {
            self.flush()?;
        }
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sequence = self.sequence.saturating_add(1);
        let count = self.count.to_le_bytes();
        let check = check(self.sequence, self.kind, &[&count, &self.tokens, &self.rows, &self.segments]);
        for part in [&count[..], &self.tokens, &self.rows, &self.segments, &check] {
            self.out.write_all(part)?;
        }
        self.tokens.clear();
        self.rows.clear();
        self.segments.clear();
        self.count = 0;
        Ok(())
    }

    pub(super) fn finish(mut self, summary: Summary, digest: &[u8; 32]) -> io::Result<()> {
        let mut footer = Vec::new();
        for number in [summary.rows, summary.people, summary.duplicates] {
            footer.extend_from_slice(&number.to_le_bytes());
        }
        footer.extend_from_slice(digest);
        self.out.write_all(&footer)?;
        self.out.write_all(&check(u64::MAX, 0, &[&footer]))?;
        self.out.flush()
    }
}

impl AudienceSet {
    /// Writes the stored form.
    pub fn write(&self, out: impl Write) -> Result<(), SetError> {
        let segmented = self.columns.iter().any(|column| !column.segments.is_empty());
        let mut writer = SetWriter::new(out, &self.kinds(), segmented)?;
        for column in &self.columns {
            writer.open(column.kind);
            for (at, token) in column.tokens.iter().enumerate() {
                let row = column.rows.get(at).copied().unwrap_or_default();
                writer.entry(&Entry { token: *token, row, segment: column.segment_at(at) })?;
            }
            writer.close()?;
        }
        Ok(writer.finish(self.summary, &self.digest)?)
    }

    /// Reads the stored form; anything but exactly what was written is [`SetError::Damaged`].
    pub fn read(from: impl Read) -> Result<Self, SetError> {
        let mut reader = SetReader { from, sequence: 0, with: With::default() };
        let kinds = reader.header()?;
        let columns = kinds.iter().map(|kind| reader.column(*kind)).collect::<Result<Vec<_>, _>>()?;
        let (summary, digest) = reader.footer()?;
        let set = Self { columns, summary, digest };
        set.checked()
    }

    /// The set, if its parts agree with each other.
    fn checked(self) -> Result<Self, SetError> {
        let span = self.row_span();
        let outside = |row: &u32| usize::try_from(*row).map_or(true, |row| row >= span);
        if self.columns.iter().any(|column| column.rows.iter().any(outside)) {
            return Err(SetError::Damaged("a token names a row that does not exist"));
        }
        let mut seen = Bits::new(span);
        for column in &self.columns {
            for at in 0..column.tokens.len() {
                seen.set(column.row_at(at));
            }
        }
        if seen.count() != self.summary.people {
            return Err(SetError::Damaged("the number of people does not fit"));
        }
        Ok(self)
    }
}

struct SetReader<R: Read> {
    from: R,
    sequence: u64,
    with: With,
}

impl<R: Read> SetReader<R> {
    fn header(&mut self) -> Result<Vec<IdentifierType>, SetError> {
        let start: [u8; 9] = self.array()?;
        let [magic @ .., version, count] = start;
        if &magic != MAGIC {
            return Err(SetError::Damaged("it is no stored audience"));
        }
        if version != VERSION {
            return Err(SetError::Version(version));
        }
        let listed = self.bytes(usize::from(count).min(IdentifierType::COUNT))?;
        let [with] = self.array()?;
        self.verify(0, 0, &[&start, &listed, &[with]])?;
        self.with = With::of(with);
        let kinds: Option<Vec<_>> = listed.iter().map(|kind| IdentifierType::from_index(*kind)).collect();
        kinds.ok_or(SetError::Damaged("an identifier type is unknown"))
    }

    fn column(&mut self, kind: IdentifierType) -> Result<Column, SetError> {
        let mut column = Column { kind, tokens: Vec::new(), rows: Vec::new(), segments: Vec::new() };
        while self.block(&mut column)? > 0 {}
        if !column.tokens.is_sorted_by(|a, b| a < b) {
            return Err(SetError::Damaged("tokens are out of order"));
        }
        Ok(column)
    }

    fn block(&mut self, column: &mut Column) -> Result<usize, SetError> {
        self.sequence = self.sequence.saturating_add(1);
        let length: [u8; 4] = self.array()?;
        let count = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
        if count > BLOCK {
            return Err(SetError::Damaged("a block is too long"));
        }
        let tokens = self.bytes(count * TOKEN)?;
        let rows = self.bytes(if self.with.rows { count * ROW } else { 0 })?;
        let segments = self.bytes(if self.with.segments { count } else { 0 })?;
        self.verify(self.sequence, column.kind.index(), &[&length, &tokens, &rows, &segments])?;
        column.tokens.extend(tokens.as_chunks().0.iter().map(|bytes| Token::from(*bytes)));
        column.rows.extend(rows.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes)));
        column.segments.extend_from_slice(&segments);
        Ok(count)
    }

    fn footer(&mut self) -> Result<(Summary, [u8; 32]), SetError> {
        let numbers: [[u8; 8]; 3] = [self.array()?, self.array()?, self.array()?];
        let digest: [u8; 32] = self.array()?;
        self.verify(u64::MAX, 0, &[numbers.as_flattened(), &digest])?;
        if self.from.read(&mut [0])? != 0 {
            return Err(SetError::Damaged("something follows its end"));
        }
        let [rows, people, duplicates] = numbers.map(u64::from_le_bytes);
        if rows > u64::from(u32::MAX) || wide(self.row_limit(rows)) != rows {
            return Err(SetError::Damaged("it names too many rows"));
        }
        Ok((Summary { rows, people, duplicates }, digest))
    }

    fn row_limit(&self, rows: u64) -> usize {
        usize::try_from(rows).unwrap_or_default()
    }

    fn verify(&mut self, sequence: u64, kind: u8, parts: &[&[u8]]) -> Result<(), SetError> {
        let stored: [u8; 8] = self.array()?;
        if stored == check(sequence, kind, parts) {
            Ok(())
        } else {
            Err(SetError::Damaged("a checksum does not fit"))
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], SetError> {
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes).map_err(cut_short)?;
        Ok(bytes)
    }

    fn bytes(&mut self, length: usize) -> Result<Vec<u8>, SetError> {
        let mut bytes = vec![0; length];
        self.from.read_exact(&mut bytes).map_err(cut_short)?;
        Ok(bytes)
    }
}

fn cut_short(error: io::Error) -> SetError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => SetError::Damaged("it ends too early"),
        _ => SetError::Io(error),
    }
}

fn check(sequence: u64, kind: u8, parts: &[&[u8]]) -> [u8; 8] {
    let mut hash = Sha256::new();
    hash.update(&sequence.to_le_bytes());
    hash.update(&[kind]);
    parts.iter().for_each(|part| hash.update(part));
    let [a, b, c, d, e, f, g, h, ..] = hash.finish();
    [a, b, c, d, e, f, g, h]
}
