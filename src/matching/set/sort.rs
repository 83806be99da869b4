//! Sorting tokens that are spread evenly: each goes straight to about where it belongs.
//!
//! Tokens are keyed hashes, so that a token's value tells its rank but for a few places. They are counted into buckets of two
//! or so, moved to their bucket, and one walk over all mends what is left. Where tokens are not spread evenly, full buckets fall
//! to the standard sort before that: slower, never wrong. Equal tokens keep their order, and of those the first stays.

use super::column::{Entries, View};

/// Tokens to a bucket, on average, as a power of two.
const BUCKET_BITS: u32 = 1;
/// Tokens of a bucket that the last walk may put in order: it takes as many steps as there are pairs.
const FEW: usize = 24;

/// What is sorted: a token alone, or with its row and segment.
pub(super) trait Sortable: Copy {
    fn token(&self) -> u128;
    fn at(entries: View<'_>, place: usize) -> Option<Self>;
    fn all(entries: View<'_>, into: &mut Vec<Self>);
    /// What is sorted, as it is seen; `room` is for those that have to be taken apart.
    fn seen<'a>(sorted: &'a [Self], room: &'a mut Entries) -> View<'a>;
    /// Where tokens alone are gathered, if they are all that there is.
    fn tokens(gathered: &mut Vec<Self>) -> Option<&mut Vec<u128>>;
}

impl Sortable for u128 {
    fn token(&self) -> u128 {
        *self
    }

    fn at(entries: View<'_>, place: usize) -> Option<Self> {
        entries.tokens.get(place).copied()
    }

    fn all(entries: View<'_>, into: &mut Vec<Self>) {
        into.extend_from_slice(entries.tokens);
    }

    fn seen<'a>(sorted: &'a [Self], _: &'a mut Entries) -> View<'a> {
        View::plain(sorted)
    }

    fn tokens(gathered: &mut Vec<Self>) -> Option<&mut Vec<u128>> {
        Some(gathered)
    }
}

/// A token with what stands beside it.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    token: u128,
    row: u32,
    segment: u8,
}

impl Sortable for Entry {
    fn token(&self) -> u128 {
        self.token
    }

    fn at(entries: View<'_>, place: usize) -> Option<Self> {
        let token = entries.tokens.get(place).copied()?;
        let row = entries.rows().get(place).copied().unwrap_or_default();
        let segment = entries.segment_at(place);
        Some(Self { token, row, segment })
    }

    fn all(entries: View<'_>, into: &mut Vec<Self>) {
        into.extend((0..entries.tokens.len()).filter_map(|place| Self::at(entries, place)));
    }

    fn seen<'a>(sorted: &'a [Self], room: &'a mut Entries) -> View<'a> {
        room.clear();
        room.tokens.extend(sorted.iter().map(|entry| entry.token));
        room.rows.extend(sorted.iter().map(|entry| entry.row));
        room.segments.extend(sorted.iter().map(|entry| entry.segment));
        View::of(room, 0)
    }

    fn tokens(_: &mut Vec<Self>) -> Option<&mut Vec<u128>> {
        None
    }
}

/// Entries that are gathered and then sorted; its space serves again for the next.
pub(super) struct Sorter<T> {
    gathered: Vec<T>,
    placed: Vec<T>,
    ends: Vec<u32>,
    out: Entries,
}

impl<T> Default for Sorter<T> {
    fn default() -> Self {
        Self { gathered: Vec::new(), placed: Vec::new(), ends: Vec::new(), out: Entries::default() }
    }
}

impl<T: Sortable> Sorter<T> {
    /// Takes the entries whose tokens are not below `low`, but below `below` if that is anything.
    pub(super) fn take(&mut self, entries: View<'_>, low: u128, below: Option<u128>) {
        if low == 0 && below.is_none() {
            return T::all(entries, &mut self.gathered);
        }
        for place in 0..entries.tokens.len() {
            if let Some(entry) = T::at(entries, place)
                && entry.token() >= low
                && below.is_none_or(|below| entry.token() < below)
            {
                self.gathered.push(entry);
            }
        }
    }

    /// Where to put all tokens of a part, if they need nothing beside them.
    pub(super) fn tokens(&mut self) -> Option<&mut Vec<u128>> {
        T::tokens(&mut self.gathered)
    }

    /// Where more than `most` entries were taken, lets go of the higher half of them, once each is there only once. Entries
    /// from the returned token on are for a later turn.
    pub(super) fn bound(&mut self, most: usize, below: Option<u128>) -> Option<u128> {
        if self.gathered.len() <= most {
            return below;
        }
        self.gathered.sort_by_key(T::token);
        self.gathered.dedup_by_key(|entry| entry.token());
        let half = most / 2;
        match self.gathered.get(half).map(T::token) {
            Some(next) => {
                self.gathered.truncate(half);
                Some(next)
            }
            None => below,
        }
    }

    /// What was taken, sorted and distinct; afterwards nothing is taken.
    pub(super) fn sorted(&mut self) -> View<'_> {
        self.place();
        let distinct = mend(&mut self.placed);
        self.placed.truncate(distinct);
        self.gathered.clear();
        T::seen(&self.placed, &mut self.out)
    }

    /// Moves what was gathered to its place in `placed`.
    fn place(&mut self) {
        let Some((spread, first)) = Spread::of(&self.gathered).zip(self.gathered.first()) else {
            self.placed.clear();
            self.placed.extend_from_slice(&self.gathered);
            return self.placed.sort_by_key(T::token);
        };
        // What is there already serves: every place is written below.
        self.placed.resize(self.gathered.len(), *first);
        self.ends.clear();
        self.ends.resize(spread.buckets, 0);
        for entry in &self.gathered {
            if let Some(count) = self.ends.get_mut(spread.bucket(entry.token())) {
                *count += 1;
            }
        }
        let mut before = 0;
        for end in &mut self.ends {
            before += std::mem::replace(end, before);
        }
        // From here each number is where the next entry of its bucket goes, and in the end where the bucket ends.
        for entry in &self.gathered {
            if let Some(next) = self.ends.get_mut(spread.bucket(entry.token())) {
                if let Some(place) = usize::try_from(*next).ok().and_then(|at| self.placed.get_mut(at)) {
                    *place = *entry;
                }
                *next += 1;
            }
        }
        let mut start = 0;
        for end in &self.ends {
            let end = usize::try_from(*end).unwrap_or(usize::MAX);
            if let Some(bucket) = self.placed.get_mut(start..end)
                && bucket.len() > FEW
            {
                bucket.sort_by_key(T::token);
            }
            start = end;
        }
    }
}

/// Puts entries that are nearly in order into order, each token once; tells how many are left, in front.
fn mend<T: Sortable>(entries: &mut [T]) -> usize {
    let mut kept: usize = 0;
    let mut last = None;
    for at in 0..entries.len() {
        let Some(entry) = entries.get(at).copied() else { break };
        if last.is_none_or(|last| last < entry.token()) {
            last = Some(entry.token());
            if let Some(place) = entries.get_mut(kept) {
                *place = entry;
            }
            kept += 1;
        } else if let Some(sorted) = entries.get_mut(..=kept) {
            kept += usize::from(insert(sorted, entry));
        }
    }
    kept
}

/// Inserts an entry into those in front of the last place, which is free, unless its token is there.
fn insert<T: Sortable>(sorted: &mut [T], entry: T) -> bool {
    let free = sorted.len().saturating_sub(1);
    let before = sorted.get(..free).unwrap_or_default().iter().rev();
    let later = before.take_while(|other| other.token() > entry.token()).count();
    let place = free.saturating_sub(later);
    let same = place.checked_sub(1).and_then(|before| sorted.get(before));
    if same.is_some_and(|same| same.token() == entry.token()) {
        return false;
    }
    sorted.copy_within(place..free, place.saturating_add(1));
    if let Some(place) = sorted.get_mut(place) {
        *place = entry;
    }
    true
}

/// How tokens are dealt to buckets: by the bits that tell them apart.
struct Spread {
    lowest: u64,
    shift: u32,
    buckets: usize,
}

impl Spread {
    /// None if there are too few to deal, or they share their first 64 bits, or there are more than can be counted.
    fn of<T: Sortable>(entries: &[T]) -> Option<Self> {
        let (lowest, highest) = entries
            .iter()
            .map(|entry| high(entry.token()))
            .fold((u64::MAX, 0), |(low, high), token| (low.min(token), high.max(token)));
        let span = highest.checked_sub(lowest)?;
        let count = u32::try_from(entries.len()).ok()?;
        let bits = count.checked_ilog2()?.saturating_sub(BUCKET_BITS);
        if span == 0 || bits == 0 {
            return None;
        }
        let shift = (u64::BITS - span.leading_zeros()).saturating_sub(bits);
        let buckets = usize::try_from(span >> shift).ok()?.checked_add(1)?;
        Some(Self { lowest, shift, buckets })
    }

    fn bucket(&self, token: u128) -> usize {
        usize::try_from((high(token).wrapping_sub(self.lowest)) >> self.shift).unwrap_or_default()
    }
}

#[expect(clippy::as_conversions, reason = "the upper half of a number, in one instruction")]
fn high(token: u128) -> u64 {
    (token >> 64) as u64
}
