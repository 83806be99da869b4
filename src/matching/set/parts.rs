//! Rows on their way into a set: split into parts by the top bits of their tokens while they arrive, each part finished on
//! its own at the end.
//!
//! Tokens are uniform, so parts are even, and a part of 100 million rows still fits in a processor's cache. Tokens that are
//! not uniform, or the same one over and over, cost time and no memory: a part is finished in as many turns as its size asks
//! for, each of which takes the lowest tokens that are left.

use super::column::{Entries, View};
use super::file::With;
use super::sort::{Entry, Sortable, Sorter};
use super::{Bits, NO_SEGMENT, SegmentSizes, SetError, Summary, Writers, wide};
use crate::matching::IdentifierType;
use crate::matching::token::{Token, TokenRow};

const PART_BITS: u32 = 10;
const PARTS: usize = 1 << PART_BITS;
/// Tokens of one full buffer in a set of one kind, fewer with more kinds: all buffers together stay near the processor. Few in
/// tests, so that small lists are put aside.
const FULL: usize = if cfg!(test) { 8 } else { 128 };
/// Bytes that one part is finished in at a time; few in tests, so that small lists take turns.
const TURN: usize = if cfg!(test) { 1 << 12 } else { 12 << 20 };

/// One kind while its tokens are dealt into parts: a buffer for each part, one after another, and where the rest of each lies.
struct Deal {
    kind: IdentifierType,
    /// Tokens of one full buffer.
    full: usize,
    /// How many tokens each buffer holds.
    held: Vec<usize>,
    buffers: Entries,
    chunks: Vec<Vec<Chunk>>,
}

/// A full buffer that was put aside.
pub(super) struct Chunk(u64);

impl Chunk {
    /// A chunk at a place, which is below 2^62, with this beside its tokens.
    pub(super) fn new(at: u64, with: With) -> Self {
        Self(at << 2 | u64::from(with.byte()))
    }

    pub(super) fn at(&self) -> u64 {
        self.0 >> 2
    }

    pub(super) fn with(&self) -> With {
        With::of(self.0)
    }
}

/// Where full buffers are put aside.
pub(super) trait Aside {
    /// Puts a buffer aside.
    fn put(&mut self, entries: View<'_>) -> Result<Chunk, SetError>;
    /// Takes back one chunk, over what `into` held.
    fn get(&mut self, chunk: &Chunk, into: &mut Entries) -> Result<(), SetError>;
    /// Takes back the tokens of one chunk, behind what `into` holds.
    fn get_tokens(&mut self, chunk: &Chunk, into: &mut Vec<u128>) -> Result<(), SetError>;
}

impl Deal {
    fn new(kind: IdentifierType, full: usize, with: With) -> Self {
        let space = PARTS.saturating_mul(full);
        // Zeros of this size come from the system as they are touched: the buffers of a short list cost next to nothing.
        let buffers = Entries {
            tokens: vec![0; space],
            rows: vec![0; if with.rows { space } else { 0 }],
            segments: Vec::new(),
        };
        Self { kind, full, held: vec![0; PARTS], buffers, chunks: (0..PARTS).map(|_| Vec::new()).collect() }
    }

    /// Deals one token.
    fn push(
        &mut self,
        token: u128,
        (row, segment): (u32, u8),
        aside: &mut impl Aside,
    ) -> Result<(), SetError> {
        let part = part_of(token);
        let Some(held) = self.held.get_mut(part) else { return Ok(()) };
        let at = part * self.full + *held;
        if let Some(place) = self.buffers.tokens.get_mut(at) {
            *place = token;
        }
        if let Some(place) = self.buffers.rows.get_mut(at) {
            *place = row;
        }
        if let Some(place) = self.buffers.segments.get_mut(at) {
            *place = segment;
        }
        *held += 1;
        if *held == self.full {
            *held = 0;
            let chunk = aside.put(self.buffer(part, self.full))?;
            if let Some(chunks) = self.chunks.get_mut(part) {
                chunks.push(chunk);
            }
        }
        Ok(())
    }

    fn buffer(&self, part: usize, held: usize) -> View<'_> {
        let start = part.saturating_mul(self.full);
        View::of(&self.buffers, 0).part(start, start.saturating_add(held))
    }

    /// From now on segments stand beside tokens; those so far are in none.
    fn begin_segments(&mut self) {
        self.buffers.segments.resize(self.buffers.tokens.len(), NO_SEGMENT);
    }
}

/// Where a finished set goes.
pub(super) trait Out {
    fn open(&mut self, kind: IdentifierType);
    fn entries(&mut self, entries: View<'_>) -> Result<(), SetError>;
    fn close(&mut self) -> Result<(), SetError>;
}

/// The rows of a list so far.
pub(super) struct Intake<A: Aside> {
    pub(super) aside: A,
    columns: Vec<Deal>,
    rows: u32,
    /// Rows with at least one token of the wanted kinds.
    usable: u64,
    pub(super) segmented: bool,
}

impl<A: Aside> Intake<A> {
    /// Nothing yet, of these kinds; tokens of other kinds are ignored.
    pub(super) fn new(kinds: &[IdentifierType], aside: A) -> Self {
        let wanted = IdentifierType::ALL.into_iter().filter(|kind| kinds.contains(kind));
        let wanted: Vec<_> = wanted.collect();
        let with = With { rows: wanted.len() > 1, segments: false };
        let full = FULL / wanted.len().max(1);
        let columns = wanted.into_iter().map(|kind| Deal::new(kind, full, with)).collect();
        Self { aside, columns, rows: 0, usable: 0, segmented: false }
    }

    pub(super) fn rows(&self) -> u64 {
        u64::from(self.rows)
    }

    /// What stands beside each token. Several kinds need its row, to tell which are one person's.
    pub(super) fn with(&self) -> With {
        With { rows: self.columns.len() > 1, segments: self.segmented }
    }

    /// Takes the next row.
    pub(super) fn push(&mut self, row: &TokenRow) -> Result<(), SetError> {
        let tokens = IdentifierType::ALL.into_iter().filter_map(|kind| Some((kind, row.get(kind)?)));
        // Whoever takes rows in has refused labels that are no index.
        self.person(tokens, row.segment_index().ok().flatten())
    }

    /// Takes the tokens and the segment of the next row.
    pub(super) fn person(
        &mut self,
        tokens: impl IntoIterator<Item = (IdentifierType, Token)>,
        segment: Option<u8>,
    ) -> Result<(), SetError> {
        let at = self.rows;
        self.rows = at.checked_add(1).ok_or(SetError::TooManyRows)?;
        if segment.is_some() && !self.segmented {
            self.segmented = true;
            self.columns.iter_mut().for_each(Deal::begin_segments);
        }
        let (beside, mut usable) = ((at, segment.unwrap_or(NO_SEGMENT)), false);
        for (kind, token) in tokens {
            let Some(deal) = self.columns.iter_mut().find(|deal| deal.kind == kind) else { continue };
            usable = true;
            deal.push(token.order(), beside, &mut self.aside)?;
        }
        self.usable = self.usable.saturating_add(u64::from(usable));
        Ok(())
    }

    /// Gives every kind to `out`, sorted and distinct.
    pub(super) fn finish(mut self, out: &mut impl Out) -> Result<(Summary, SegmentSizes), SetError> {
        let columns = std::mem::take(&mut self.columns);
        let mut tally = Tally::new(columns.len(), self.rows);
        // Rows beside tokens cost memory and moves, which a plain list does without.
        if columns.len() > 1 || self.segmented {
            self.each::<Entry>(columns, &mut tally, out)?;
        } else {
            self.each::<u128>(columns, &mut tally, out)?;
        }
        let people = tally.people();
        let duplicates = self.usable.saturating_sub(people);
        Ok((Summary { rows: self.rows(), people, duplicates }, tally.sizes))
    }

    fn each<T: Sortable>(
        &mut self,
        columns: Vec<Deal>,
        tally: &mut Tally,
        out: &mut impl Out,
    ) -> Result<(), SetError> {
        let (mut sorter, mut taken) = (Sorter::<T>::default(), Entries::default());
        for deal in columns {
            out.open(deal.kind);
            for part in 0..PARTS {
                deal.finish(part, &mut self.aside, (&mut sorter, &mut taken), &mut |sorted| {
                    tally.note(&sorted);
                    out.entries(sorted)
                })?;
            }
            out.close()?;
        }
        Ok(())
    }
}

fn part_of(token: u128) -> usize {
    usize::try_from(token >> (u128::BITS - PART_BITS)).unwrap_or_default()
}

impl Deal {
    /// Gives one part, sorted and distinct, in as many turns as it takes.
    fn finish<T: Sortable>(
        &self,
        part: usize,
        aside: &mut impl Aside,
        (sorter, taken): (&mut Sorter<T>, &mut Entries),
        give: &mut impl FnMut(View<'_>) -> Result<(), SetError>,
    ) -> Result<(), SetError> {
        let (most, mut low) = (TURN / size_of::<T>(), 0);
        let held = self.held.get(part).copied().unwrap_or_default();
        loop {
            let mut below = None;
            let mut chunks = self.chunks.get(part).map(Vec::as_slice).unwrap_or_default();
            // A part that fits is gathered where it is sorted.
            if chunks.len().saturating_mul(self.full).saturating_add(held) <= most
                && let Some(tokens) = sorter.tokens().filter(|_| low == 0)
            {
                for chunk in std::mem::take(&mut chunks) {
                    aside.get_tokens(chunk, tokens)?;
                }
            }
            for chunk in chunks {
                aside.get(chunk, taken)?;
                sorter.take(View::of(taken, 0), low, below);
                below = sorter.bound(most, below);
            }
            sorter.take(self.buffer(part, held), low, below);
            below = sorter.bound(most, below);
            give(sorter.sorted())?;
            match below {
                Some(next) => low = next,
                None => return Ok(()),
            }
        }
    }
}

/// People and segments while sorted entries go by.
struct Tally {
    seen: Option<Bits>,
    people: u64,
    sizes: SegmentSizes,
}

impl Tally {
    fn new(kinds: usize, rows: u32) -> Self {
        let rows = usize::try_from(rows).unwrap_or(usize::MAX);
        Self { seen: (kinds > 1).then(|| Bits::new(rows)), people: 0, sizes: SegmentSizes::default() }
    }

    fn note(&mut self, entries: &View<'_>) {
        let Some(seen) = &self.seen else {
            self.people = self.people.saturating_add(wide(entries.tokens.len()));
            entries.segments().iter().for_each(|segment| self.sizes.add(*segment));
            return;
        };
        for at in 0..entries.tokens.len() {
            if seen.set(entries.row_at(at), Writers::One) {
                self.sizes.add(entries.segment_at(at));
            }
        }
    }

    fn people(&self) -> u64 {
        self.seen.as_ref().map_or(self.people, Bits::count)
    }
}
