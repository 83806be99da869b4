//! One axis of a matrix: the segments that are large enough to stand alone, and everybody else as "other".
//!
//! Which segments those are depends on their sizes at the input alone, so it is decided before anything is counted and says
//! nothing about the other list (cleanroom.md, matrix rule, step 1). The order is that of the indexes, "other" last: it never
//! depends on a count (step 7).

use crate::matching::set::SegmentSizes;
use crate::matching::token::SEGMENTS;

/// One line of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The segment's index; none for everybody else.
    pub segment: Option<u8>,
    /// How many people of the list are in it.
    pub people: u64,
}

/// The lines of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis(Vec<Line>);

impl Axis {
    /// The axis of a list of `people`; segments of fewer than `least` go into "other", and while that is itself smaller, the
    /// smallest of the rest follows.
    pub fn of(sizes: Option<&SegmentSizes>, people: u64, least: u32) -> Self {
        let least = u64::from(least);
        let Some(sizes) = sizes else { return Self(vec![Line { segment: None, people }]) };
        let line = |(index, people): (u8, u64)| Line { segment: Some(index), people };
        let mut kept: Vec<Line> =
            sizes.indexed().filter(|(_, size)| *size >= least && *size > 0).map(line).collect();
        let mut other = sizes.total().saturating_sub(kept.iter().map(|line| line.people).sum());
        while other > 0 && other < least {
            let smallest = kept.iter().enumerate().min_by_key(|(_, line)| line.people).map(|(at, _)| at);
            let Some(at) = smallest else { break };
            other = other.saturating_add(kept.remove(at).people);
        }
        if other > 0 || kept.is_empty() {
            kept.push(Line { segment: None, people: other });
        }
        Self(kept)
    }

    /// The lines in order.
    pub fn lines(&self) -> &[Line] {
        &self.0
    }

    /// The line that counts the people at a place of the engine's table; none if the axis has no such line.
    pub(super) fn line_of(&self, place: usize) -> Option<usize> {
        let index = u8::try_from(place).ok().filter(|_| place < SEGMENTS);
        let own = index.and_then(|index| self.0.iter().position(|line| line.segment == Some(index)));
        own.or_else(|| self.0.iter().position(|line| line.segment.is_none()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(sizes: &[u64], none: u64) -> Vec<(Option<u8>, u64)> {
        let mut all = sizes.to_vec();
        all.resize(SEGMENTS, 0);
        all.push(none);
        let sizes = SegmentSizes::from_list(&all);
        let axis = Axis::of(Some(&sizes), sizes.total(), 200);
        axis.lines().iter().map(|line| (line.segment, line.people)).collect()
    }

    #[test]
    fn small_segments_become_other() {
        assert_eq!(axis(&[500, 199, 150, 300], 0), [(Some(0), 500), (Some(3), 300), (None, 349)]);
        assert_eq!(axis(&[500, 300], 0), [(Some(0), 500), (Some(1), 300)]);
        assert_eq!(axis(&[500], 250), [(Some(0), 500), (None, 250)]);
    }

    #[test]
    fn a_small_other_takes_the_smallest_segment_in() {
        assert_eq!(axis(&[500, 199, 300], 0), [(Some(0), 500), (None, 499)]);
        assert_eq!(axis(&[199, 10], 0), [(None, 209)]);
        assert_eq!(axis(&[199], 0), [(None, 199)]);
    }

    #[test]
    fn a_list_without_segments_is_one_line() {
        let axis = Axis::of(None, 4_000, 200);
        assert_eq!(axis.lines(), [Line { segment: None, people: 4_000 }]);
        assert_eq!((axis.line_of(0), axis.line_of(SEGMENTS)), (Some(0), Some(0)));
    }

    #[test]
    fn every_place_has_its_line() {
        let sizes = SegmentSizes::from_list(&[300, 10, 400]);
        let axis = Axis::of(Some(&sizes), sizes.total(), 200);
        assert_eq!(axis.lines().len(), 2);
        assert_eq!(
            [0, 1, 2, SEGMENTS].map(|place| axis.line_of(place)),
            [Some(1), Some(1), Some(0), Some(1)]
        );
    }
}
