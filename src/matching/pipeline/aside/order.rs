//! What is noted of each row, in the order of the list: what it has beside tokens, and for each token the part in which it is.

use std::io::{self, Read as _, SeekFrom};

use crate::matching::pipeline::lane::{Row, Segment};
use crate::matching::set::Scratch;
use crate::matching::token::Token;

/// Bytes that are written and read at a time.
const PIECE: usize = if cfg!(test) { 100 } else { 1 << 18 };
/// The bit of a row that opted out, beside those of its kinds.
const OPT_OUT: u8 = 1 << 7;
/// The bytes of rows without a segment, and with one that the first reading did not meet.
const NONE: u8 = 255;
const UNKNOWN: u8 = 254;

/// Notes in scratch space, written first and then read.
pub(super) struct Order {
    scratch: Box<dyn Scratch>,
    piece: Vec<u8>,
    /// How much of the piece is read.
    read: usize,
}

impl Order {
    pub(super) fn new(scratch: Box<dyn Scratch>) -> Self {
        Self { scratch, piece: Vec::with_capacity(PIECE), read: 0 }
    }

    /// Adds bytes.
    pub(super) fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.piece.len().saturating_add(bytes.len()) > PIECE {
            self.flush()?;
        }
        self.piece.extend_from_slice(bytes);
        Ok(())
    }

    /// Adds what a row has beside tokens; the line follows where the segment is not known.
    pub(super) fn put_row(&mut self, row: Row) -> io::Result<()> {
        let segment = match row.segment {
            Segment::None => NONE,
            Segment::Known(index) => index,
            Segment::Unknown => UNKNOWN,
        };
        self.put(&[row.has | if row.opt_out { OPT_OUT } else { 0 }, segment])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.scratch.write_all(&self.piece)?;
        self.piece.clear();
        Ok(())
    }

    /// From here on the notes are read.
    pub(super) fn rewind(&mut self) -> io::Result<()> {
        self.flush()?;
        self.scratch.seek(SeekFrom::Start(0))?;
        Ok(())
    }

    /// The next bytes, of any number; none at the end.
    pub(super) fn piece(&mut self) -> io::Result<&[u8]> {
        if self.read >= self.piece.len() {
            self.piece.clear();
            let most = u64::try_from(PIECE).unwrap_or_default();
            self.scratch.as_mut().take(most).read_to_end(&mut self.piece)?;
            self.read = 0;
        }
        let from = std::mem::replace(&mut self.read, self.piece.len());
        Ok(self.piece.get(from..).unwrap_or_default())
    }

    /// The next row, if there is one, and its line where its segment is not known.
    pub(super) fn next_row(&mut self) -> io::Result<Option<(Row, u64)>> {
        let Some(first) = self.next()? else { return Ok(None) };
        let segment = match self.byte()? {
            NONE => Segment::None,
            UNKNOWN => Segment::Unknown,
            index => Segment::Known(index),
        };
        let line = if segment == Segment::Unknown { u64::from_le_bytes(self.bytes()?) } else { 0 };
        let row = Row { has: first & !OPT_OUT, opt_out: first & OPT_OUT != 0, segment };
        Ok(Some((row, line)))
    }

    /// The next token that stands here itself.
    pub(super) fn token(&mut self) -> io::Result<Token> {
        self.bytes().map(Token::from)
    }

    /// The next byte.
    pub(super) fn byte(&mut self) -> io::Result<u8> {
        self.next()?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        bytes.iter_mut().try_for_each(|byte| self.byte().map(|next| *byte = next))?;
        Ok(bytes)
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        if let Some(byte) = self.piece.get(self.read) {
            self.read = self.read.saturating_add(1);
            return Ok(Some(*byte));
        }
        let first = self.piece()?.first().copied();
        self.read = usize::from(first.is_some());
        Ok(first)
    }
}
