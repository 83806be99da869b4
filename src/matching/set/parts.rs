//! Rows on their way into a set: split into parts by the top bits of their tokens while they arrive, each part finished on
//! its own at the end.
//!
//! Tokens are uniform, so parts are even, and a part of 100 million rows still fits in a processor's cache. Tokens that are
//! not uniform, or the same one over and over, cost time and no memory: a part is finished in as many turns as its size asks
//! for, each of which takes the lowest tokens that are left.

use super::column::{Entries, View};
use super::file::With;
use super::sort::{Entry, Sorter};
use super::{Bits, NO_SEGMENT, SegmentSizes, SetError, Summary, Writers, wide};
use crate::matching::IdentifierType;
use crate::matching::token::{Token, TokenRow};

const PART_BITS: u32 = 10;
const PARTS: usize = 1 << PART_BITS;
/// Bytes that one part is finished in at a time; few in tests, so that small lists take turns.
const TURN: usize = if cfg!(test) { 1 << 12 } else { 12 << 20 };

/// One part of one kind: what is in memory, and where the rest lies.
#[derive(Default)]
pub(super) struct Part {
    pub(super) entries: Entries,
    pub(super) chunks: Vec<Chunk>,
}

/// A full buffer that was put aside.
pub(super) struct Chunk {
    pub(super) at: u64,
    pub(super) with: With,
}

/// Where full buffers are put aside.
pub(super) trait Aside {
    /// How many tokens of a kind fill a buffer, with so many kinds.
    fn full(kinds: usize) -> usize;
    /// Puts the entries aside and forgets them.
    fn put(&mut self, entries: &mut Entries) -> Result<Chunk, SetError>;
    /// Takes back one chunk, over what `into` held.
    fn get(&mut self, chunk: &Chunk, into: &mut Entries) -> Result<(), SetError>;
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
    columns: Vec<(IdentifierType, Vec<Part>)>,
    full: usize,
    rows: u32,
    /// Rows with at least one token of the wanted kinds.
    usable: u64,
    pub(super) segmented: bool,
}

impl<A: Aside> Intake<A> {
    /// Nothing yet, of these kinds; tokens of other kinds are ignored.
    pub(super) fn new(kinds: &[IdentifierType], aside: A) -> Self {
        let wanted = IdentifierType::ALL.into_iter().filter(|kind| kinds.contains(kind));
        let parts = || (0..PARTS).map(|_| Part::default()).collect();
        let columns: Vec<_> = wanted.map(|kind| (kind, parts())).collect();
        let full = A::full(columns.len());
        Self { aside, columns, full, rows: 0, usable: 0, segmented: false }
    }

    pub(super) fn rows(&self) -> u64 {
        u64::from(self.rows)
    }

    /// Several kinds need each token's row, to tell which are one person's.
    pub(super) fn with_rows(&self) -> bool {
        self.columns.len() > 1
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
        self.segmented |= segment.is_some();
        let (with_rows, mut usable) = (self.with_rows(), false);
        for (kind, token) in tokens {
            let Some((_, parts)) = self.columns.iter_mut().find(|(own, _)| *own == kind) else { continue };
            usable = true;
            let token = token.order();
            let Some(Part { entries, chunks }) = parts.get_mut(part_of(token)) else { continue };
            if self.segmented {
                entries.segments.resize(entries.tokens.len(), NO_SEGMENT);
                entries.segments.push(segment.unwrap_or(NO_SEGMENT));
            }
            if with_rows {
                entries.rows.push(at);
            }
            entries.tokens.push(token);
            if entries.tokens.len() >= self.full {
                chunks.push(self.aside.put(entries)?);
            }
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

    fn each<T: super::sort::Sortable>(
        &mut self,
        columns: Vec<(IdentifierType, Vec<Part>)>,
        tally: &mut Tally,
        out: &mut impl Out,
    ) -> Result<(), SetError> {
        let mut finishing = Finishing::<T> { sorter: Sorter::default(), taken: Entries::default() };
        for (kind, parts) in columns {
            out.open(kind);
            for part in parts {
                finishing.part(part, &mut self.aside, &mut |sorted| {
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

/// The space in which parts are finished, one after another.
struct Finishing<T> {
    sorter: Sorter<T>,
    taken: Entries,
}

impl<T: super::sort::Sortable> Finishing<T> {
    fn part(
        &mut self,
        mut part: Part,
        aside: &mut impl Aside,
        give: &mut impl FnMut(View<'_>) -> Result<(), SetError>,
    ) -> Result<(), SetError> {
        let (most, mut low) = (TURN / size_of::<T>(), 0);
        loop {
            let mut below = None;
            for chunk in &part.chunks {
                aside.get(chunk, &mut self.taken)?;
                self.sorter.take(&self.taken, low, below);
                below = self.sorter.bound(most, below);
            }
            self.sorter.take(&part.entries, low, below);
            below = self.sorter.bound(most, below);
            if below.is_none() {
                // The last turn: what the part held in memory is not needed while the rest is sorted.
                part.entries = Entries::default();
            }
            give(self.sorter.sorted())?;
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
