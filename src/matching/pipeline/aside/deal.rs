//! Tokens in parts by their first byte, each part in the order in which its tokens came.

use std::io::{self, SeekFrom};

use zerocopy::IntoBytes as _;

use crate::matching::pipeline::merge::AHEAD;
use crate::matching::pipeline::seen::Seen;
use crate::matching::set::Scratch;
use crate::matching::token::Token;

const PART_BITS: u32 = 8;
const PARTS: usize = 1 << PART_BITS;
/// Tokens that are put aside together; few in tests, so that short lists fill some. A multiple of eight.
const CHUNK: usize = if cfg!(test) { 8 } else { 1024 };
/// Bytes of a chunk's tokens and of the bits behind them.
const TOKENS: usize = CHUNK * 16;
const BITS: usize = CHUNK / 8;
/// Bytes that are written at a time.
const STAGE: usize = if cfg!(test) { 200 } else { 1 << 18 };
/// The most distinct tokens that are looked at together: 20 MiB, and as much again for a moment.
const TURN: usize = if cfg!(test) { 16 } else { 1 << 20 };

/// One kind's tokens.
pub(super) struct Deal {
    scratch: Box<dyn Scratch>,
    parts: Vec<Part>,
    /// A chunk of each part: the last one while tokens are put aside, the next one while they are taken back.
    tokens: Vec<u128>,
    /// The bits of the tokens that are taken back.
    bits: Vec<u8>,
    staged: Vec<u8>,
    /// How many chunks there are, and how many bytes of them are written.
    chunks: u32,
    written: u64,
}

/// What is known of a part.
#[derive(Clone, Default)]
struct Part {
    length: u64,
    /// The first tokens, which were given out before and are not taken back.
    known: u64,
    /// How many were taken back, and whether the chunk of the next one is in memory.
    taken: u64,
    loaded: bool,
    chunks: Vec<u32>,
}

impl Deal {
    pub(super) fn new(scratch: Box<dyn Scratch>) -> Self {
        Self {
            scratch,
            parts: vec![Part::default(); PARTS],
            tokens: vec![0; PARTS * CHUNK],
            bits: Vec::new(),
            staged: Vec::new(),
            chunks: 0,
            written: 0,
        }
    }

    /// Puts a token aside, and tells in which part it is.
    pub(super) fn put(&mut self, token: Token) -> io::Result<u8> {
        let token = token.order();
        let [first, ..] = token.to_be_bytes();
        let at = usize::from(first);
        let Some(part) = self.parts.get_mut(at) else { return Ok(first) };
        let within = within(part.length);
        if let Some(place) = self.tokens.get_mut(at * CHUNK + within) {
            *place = token;
        }
        part.length = part.length.saturating_add(1);
        if within == CHUNK - 1 {
            self.close_chunk(at)?;
        }
        Ok(first)
    }

    /// Says that what is there was given out before.
    pub(super) fn all_known(&mut self) {
        self.parts.iter_mut().for_each(|part| (part.known, part.taken) = (part.length, part.length));
    }

    /// Takes the last chunk of a part out of memory.
    fn close_chunk(&mut self, at: usize) -> io::Result<()> {
        let tokens = self.tokens.get(at * CHUNK..(at + 1) * CHUNK).unwrap_or_default();
        self.staged.extend_from_slice(tokens.as_bytes());
        self.staged.resize(self.staged.len().saturating_add(BITS), 0);
        if let Some(part) = self.parts.get_mut(at) {
            part.chunks.push(self.chunks);
        }
        let full = || io::Error::new(io::ErrorKind::FileTooLarge, "the list is too long");
        self.chunks = self.chunks.checked_add(1).ok_or_else(full)?;
        if self.staged.len() >= STAGE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.scratch.seek(SeekFrom::Start(self.written))?;
        self.scratch.write_all(&self.staged)?;
        self.written = self.written.saturating_add(u64::try_from(self.staged.len()).unwrap_or_default());
        self.staged.clear();
        Ok(())
    }

    /// Gives every token the bit that says whether it is the first of its kind. From here on tokens are taken back.
    pub(super) fn mark(&mut self, table: &mut Seen) -> io::Result<()> {
        for at in 0..PARTS {
            if self.parts.get(at).is_some_and(|part| within(part.length) != 0) {
                self.close_chunk(at)?;
            }
        }
        self.flush()?;
        self.staged = Vec::new();
        self.bits = vec![0; PARTS * BITS];
        let longest = self.parts.iter().map(|part| part.length).max().unwrap_or_default();
        table.expect(usize::try_from(longest).unwrap_or(TURN).min(TURN));
        let Self { scratch, parts, .. } = self;
        parts.iter().try_for_each(|part| mark_part(scratch.as_mut(), part, table))
    }

    /// Takes back the next token of a part, and its bit.
    pub(super) fn next(&mut self, part: u8) -> io::Result<(Token, bool)> {
        let at = usize::from(part);
        let part = self.parts.get_mut(at).ok_or(io::ErrorKind::UnexpectedEof)?;
        let within = within(part.taken);
        if within == 0 || !part.loaded {
            let chunk = part.chunk(part.taken).ok_or(io::ErrorKind::UnexpectedEof)?;
            let tokens = self.tokens.get_mut(at * CHUNK..(at + 1) * CHUNK).unwrap_or_default();
            let bits = self.bits.get_mut(at * BITS..(at + 1) * BITS).unwrap_or_default();
            read(self.scratch.as_mut(), chunk, tokens, bits)?;
            part.loaded = true;
        }
        part.taken = part.taken.saturating_add(1);
        let token = self.tokens.get(at * CHUNK + within).copied().unwrap_or_default();
        let bits = self.bits.get(at * BITS + within / 8).copied().unwrap_or_default();
        Ok((Token::from(token.to_be_bytes()), bits >> (within % 8) & 1 == 1))
    }
}

impl Part {
    /// The chunk with a token of the part.
    fn chunk(&self, token: u64) -> Option<u32> {
        let at = usize::try_from(token / wide(CHUNK)).ok()?;
        self.chunks.get(at).copied().filter(|_| token < self.length)
    }
}

/// Marks one part, in as many turns as its distinct tokens ask for: each takes the lowest that are left.
fn mark_part(scratch: &mut dyn Scratch, part: &Part, table: &mut Seen) -> io::Result<()> {
    let (mut tokens, mut bits) = (vec![0_u128; CHUNK], [0_u8; BITS]);
    let mut range = Range { low: 0, below: None };
    loop {
        table.clear();
        let mut left = part.length;
        for chunk in &part.chunks {
            let count = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
            left = left.saturating_sub(wide(count));
            read(scratch, *chunk, &mut tokens, &mut bits)?;
            mark_chunk(tokens.get(..count).unwrap_or_default(), &mut bits, table, &mut range);
            scratch.seek(SeekFrom::Start(place(*chunk).saturating_add(wide(TOKENS))))?;
            scratch.write_all(&bits)?;
        }
        match range.below {
            Some(below) => range = Range { low: below, below: None },
            None => return Ok(()),
        }
    }
}

/// The tokens of a turn, by what stands behind the byte that a part has in common.
struct Range {
    low: u64,
    below: Option<u64>,
}

impl Range {
    fn holds(&self, key: u64) -> bool {
        key >= self.low && self.below.is_none_or(|below| key < below)
    }

    /// Leaves the upper half to later turns, if there are two halves.
    fn halve(&mut self) -> Option<u64> {
        let half = self.below.unwrap_or(u64::MAX).saturating_sub(self.low) / 2;
        if half > 0 {
            self.below = Some(self.low.saturating_add(half));
        }
        self.below.filter(|_| half > 0)
    }
}

fn mark_chunk(tokens: &[u128], bits: &mut [u8; BITS], table: &mut Seen, range: &mut Range) {
    // The table places tokens by their first bits, which a part has in common.
    let turned = |token: &u128| Token::from(token.rotate_left(PART_BITS).to_be_bytes());
    tokens.iter().take(AHEAD).for_each(|token| table.look_ahead(turned(token)));
    let mut later = tokens.iter().skip(AHEAD);
    for (at, token) in tokens.iter().enumerate() {
        if let Some(later) = later.next() {
            table.look_ahead(turned(later));
        }
        let token = turned(token);
        let (key, _) = token.halves();
        if !range.holds(key) {
            continue;
        }
        if table.len() >= TURN
            && let Some(below) = range.halve()
        {
            table.keep_below(below);
            if key >= below {
                continue;
            }
        }
        let fresh = table.insert(token);
        if let Some(byte) = bits.get_mut(at / 8) {
            *byte = *byte & !(1 << (at % 8)) | u8::from(fresh) << (at % 8);
        }
    }
}

/// Reads a chunk.
fn read(scratch: &mut dyn Scratch, chunk: u32, tokens: &mut [u128], bits: &mut [u8]) -> io::Result<()> {
    scratch.seek(SeekFrom::Start(place(chunk)))?;
    scratch.read_exact(tokens.as_mut_bytes())?;
    scratch.read_exact(bits)
}

/// Where a chunk begins.
fn place(chunk: u32) -> u64 {
    u64::from(chunk).saturating_mul(wide(TOKENS + BITS))
}

/// The place of a part's token in its chunk.
fn within(token: u64) -> usize {
    usize::try_from(token % wide(CHUNK)).unwrap_or_default()
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
