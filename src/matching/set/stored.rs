//! Reading the stored form (see [`super::file`]).

use std::ops::Range;
use std::sync::Arc;

use zerocopy::IntoBytes as _;

use super::column::{BLOCK, Column, Data, Entries};
use super::file::{BlockMark, END, FOOT, MAGIC, VERSION, With, check, checked_tail};
use super::{AudienceSet, PLACES, ReadAt, SegmentSizes, SetError, Summary, wide};
use crate::matching::IdentifierType;

/// The longest tail that is taken: the blocks of as many rows as a set can number, of every kind.
const LONGEST_TAIL: u64 = 1 << 28;

/// One kind of a stored set.
pub(crate) struct Stored {
    from: Arc<dyn ReadAt>,
    kind: u8,
    len: usize,
    with: With,
    /// Rows of the whole list: no token may name a later one.
    span: u64,
    /// Where the first block begins.
    at: u64,
    blocks: Vec<BlockMark>,
}

impl Stored {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn blocks(&self) -> usize {
        self.blocks.len()
    }

    pub(super) fn first_of(&self, block: usize) -> Option<u128> {
        self.blocks.get(block).map(|mark| mark.first)
    }

    /// Reads blocks over what `into` held; those behind the last are left out.
    pub(super) fn load(&self, blocks: Range<usize>, into: &mut Entries) -> Result<(), SetError> {
        let (start, end) = (blocks.start.min(self.blocks.len()), blocks.end.min(self.blocks.len()));
        let from = start.saturating_mul(BLOCK);
        let count = end.saturating_mul(BLOCK).min(self.len).saturating_sub(from);
        into.tokens.resize(count, 0);
        into.rows.resize(if self.with.rows { count } else { 0 }, 0);
        into.segments.resize(if self.with.segments { count } else { 0 }, 0);
        let mut rows = into.rows.chunks_mut(BLOCK);
        let mut segments = into.segments.chunks_mut(BLOCK);
        for (block, tokens) in (start..end).zip(into.tokens.chunks_mut(BLOCK)) {
            let beside = (rows.next().unwrap_or_default(), segments.next().unwrap_or_default());
            self.read(block, tokens, beside)?;
        }
        Ok(())
    }

    /// Reads one block and compares its check.
    fn read(
        &self,
        block: usize,
        tokens: &mut [u128],
        (rows, segments): (&mut [u32], &mut [u8]),
    ) -> Result<(), SetError> {
        let at = self.at.saturating_add(wide(block).saturating_mul(self.with.block_bytes()));
        let damaged = |what| SetError::Damaged { at, what };
        let mut place = at;
        for part in [tokens.as_mut_bytes(), rows.as_mut_bytes(), segments.as_mut_bytes()] {
            if !part.is_empty() {
                self.from.read_exact_at(part, place)?;
                place = place.saturating_add(wide(part.len()));
            }
        }
        let mark = self.blocks.get(block).ok_or_else(|| damaged("there is no such block"))?;
        let found = check((self.kind, wide(block)), [tokens.as_bytes(), rows.as_bytes(), segments]);
        if found != mark.check {
            return Err(damaged("a checksum does not fit"));
        }
        tokens.iter_mut().for_each(|token| *token = u128::from_le(*token));
        rows.iter_mut().for_each(|row| *row = u32::from_le(*row));
        if rows.iter().max().is_some_and(|row| u64::from(*row) >= self.span) {
            return Err(damaged("a token names a row that does not exist"));
        }
        Ok(())
    }
}

impl AudienceSet {
    /// What every stored set begins with.
    pub const MAGIC: &'static [u8; 7] = MAGIC;

    /// The set in a file; its head and tail are read and checked now, its blocks each time they are counted.
    pub fn open(from: Arc<dyn ReadAt>) -> Result<Self, SetError> {
        let size = from.size()?;
        let mut magic = [0; MAGIC.len() + 1];
        if size < wide(magic.len()) {
            return Err(SetError::Damaged { at: size, what: "it ends too early" });
        }
        from.read_exact_at(&mut magic, 0)?;
        match magic {
            [start @ .., _] if start != *MAGIC => {
                return Err(SetError::Damaged { at: 0, what: "it is no stored audience" });
            }
            [.., VERSION] => {}
            [.., version] => return Err(SetError::Version(version)),
        }
        let (tail, at) = read_tail(from.as_ref(), size)?;
        let mut tail = Tail { bytes: &tail, at };
        tail.set(&from)
    }
}

/// The tail's bytes, checked, and where they begin.
fn read_tail(from: &dyn ReadAt, size: u64) -> Result<(Vec<u8>, u64), SetError> {
    let cut = SetError::Damaged { at: size, what: "it ends too early, or something follows its end" };
    let mut foot = [0; FOOT];
    let Some(foot_at) = size.checked_sub(wide(FOOT)) else { return Err(cut) };
    from.read_exact_at(&mut foot, foot_at)?;
    let Some((length, check, END)) = split_foot(&foot) else { return Err(cut) };
    let Some(at) = foot_at.checked_sub(length).filter(|_| length <= LONGEST_TAIL) else { return Err(cut) };
    let mut tail = vec![0; usize::try_from(length).unwrap_or_default()];
    from.read_exact_at(&mut tail, at)?;
    match checked_tail(&tail, check) {
        true => Ok((tail, at)),
        false => Err(SetError::Damaged { at, what: "the checksum of its index does not fit" }),
    }
}

fn split_foot(foot: &[u8; FOOT]) -> Option<(u64, u64, &[u8])> {
    let (length, rest) = foot.split_first_chunk::<8>()?;
    let (check, end) = rest.split_first_chunk::<8>()?;
    Some((u64::from_le_bytes(*length), u64::from_le_bytes(*check), end))
}

/// The tail while it is understood.
struct Tail<'a> {
    bytes: &'a [u8],
    at: u64,
}

impl Tail<'_> {
    fn set(&mut self, from: &Arc<dyn ReadAt>) -> Result<AudienceSet, SetError> {
        let end = self.at;
        let with = With::of(self.number::<1>()?);
        let [rows, people, duplicates] = [self.number::<8>()?, self.number::<8>()?, self.number::<8>()?];
        // What is counted has a bit for each row: a file that claims more than there can be must not get the memory.
        if rows > u64::from(u32::MAX) {
            return Err(self.damaged("it has more rows than an audience can hold"));
        }
        let _digest: [u8; 32] = self.array()?;
        let mut sizes = [0; PLACES];
        for size in sizes.iter_mut().filter(|_| with.segments) {
            *size = self.number::<8>()?;
        }
        let mut columns: Vec<Column> = Vec::new();
        let mut at = wide(MAGIC.len() + 1);
        while !self.bytes.is_empty() {
            let stored = self.column(from, with, (rows, at))?;
            at = at.saturating_add(stored.bytes());
            let kind = IdentifierType::from_index(stored.kind);
            let kind = kind.filter(|kind| columns.last().is_none_or(|last| last.kind < *kind));
            let kind = kind.ok_or(self.damaged("an identifier type is unknown or out of place"))?;
            columns.push(Column { kind, data: Data::File(stored) });
        }
        if at != end {
            return Err(SetError::Damaged { at: at.min(end), what: "its blocks do not fill it" });
        }
        let summary = Summary { rows, people, duplicates };
        let segments = with.segments.then(|| SegmentSizes::from_list(&sizes));
        Ok(AudienceSet { columns, summary, segments })
    }

    fn column(
        &mut self,
        from: &Arc<dyn ReadAt>,
        with: With,
        (span, at): (u64, u64),
    ) -> Result<Stored, SetError> {
        let kind: [u8; 1] = self.array()?;
        let len = usize::try_from(self.number::<8>()?).unwrap_or(usize::MAX);
        if wide(len) > span {
            return Err(self.damaged("it has more tokens than rows"));
        }
        let mut blocks: Vec<BlockMark> = Vec::new();
        for _ in 0..len.div_ceil(BLOCK) {
            let first = u128::from_le_bytes(self.array()?);
            if blocks.last().is_some_and(|last| last.first >= first) {
                return Err(self.damaged("its blocks are out of order"));
            }
            blocks.push(BlockMark { first, check: self.number::<8>()? });
        }
        let [kind] = kind;
        Ok(Stored { from: Arc::clone(from), kind, len, with, span, at, blocks })
    }

    fn damaged(&self, what: &'static str) -> SetError {
        SetError::Damaged { at: self.at, what }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], SetError> {
        let (first, rest) =
            self.bytes.split_first_chunk::<N>().ok_or(self.damaged("its index ends too early"))?;
        self.bytes = rest;
        self.at = self.at.saturating_add(wide(N));
        Ok(*first)
    }

    fn number<const N: usize>(&mut self) -> Result<u64, SetError> {
        let bytes: [u8; N] = self.array()?;
        Ok(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}

impl Stored {
    /// How many bytes its blocks take.
    fn bytes(&self) -> u64 {
        wide(self.len).saturating_mul(self.with.entry_bytes())
    }
}
