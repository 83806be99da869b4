//! Which segment the people of a set are in: an index from 0 to 49, or none.
//!
//! Names never get here; they are sealed under the room's label key and stay with the audience (cleanroom.md, attack 19).

use crate::matching::token::SEGMENTS;

/// The stored byte of a person in no segment.
pub(crate) const NO_SEGMENT: u8 = u8::MAX;
/// Places of a table over segments: one for each index, and the last for people in none.
pub(crate) const PLACES: usize = SEGMENTS + 1;

/// The place of a stored segment byte; one that is no index counts as none.
pub(crate) fn place_of(segment: u8) -> usize {
    usize::from(segment).min(SEGMENTS)
}

/// How many people of one list are in each segment, and how many in none: the owner's own data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SegmentSizes([u64; PLACES]);

impl Default for SegmentSizes {
    fn default() -> Self {
        Self([0; PLACES])
    }
}

impl SegmentSizes {
    /// The sizes in the order of the indexes, people in no segment last; a shorter list is filled with zeros.
    pub fn from_list(sizes: &[u64]) -> Self {
        let mut all = Self::default();
        all.0.iter_mut().zip(sizes).for_each(|(to, from)| *to = *from);
        all
    }

    /// One more person in the segment of this stored byte.
    pub(crate) fn add(&mut self, segment: u8) {
        if let Some(size) = self.0.get_mut(place_of(segment)) {
            *size = size.saturating_add(1);
        }
    }

    /// Without the people of another list's sizes.
    pub(crate) fn subtract(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(size, other)| *size = size.saturating_sub(*other));
    }

    /// How many are in the segment of this index.
    pub fn of(&self, index: u8) -> u64 {
        self.indexed().find(|(at, _)| *at == index).map_or(0, |(_, size)| size)
    }

    /// How many are in no segment.
    pub fn unsegmented(&self) -> u64 {
        self.0.last().copied().unwrap_or_default()
    }

    /// Each index with its size.
    pub fn indexed(&self) -> impl Iterator<Item = (u8, u64)> + '_ {
        (0u8..).zip(self.0.iter().copied()).take(SEGMENTS)
    }

    /// Everybody.
    pub fn total(&self) -> u64 {
        self.0.iter().fold(0, |sum, size| sum.saturating_add(*size))
    }

    /// The sizes as a list, people in no segment last.
    pub fn as_list(&self) -> &[u64] {
        &self.0
    }
}
