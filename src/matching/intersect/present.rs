//! An audience without those who opted out.

use super::windows::each_window;
use super::{Unreadable, lanes};
use crate::matching::set::{AudienceSet, Bits, SegmentSizes, Writers};

/// A set, and which of its people are not to be counted: whoever has any token of an opt-out list leaves with all tokens, not
/// only with the listed one.
pub struct Present<'a> {
    set: &'a AudienceSet,
    gone: Option<Bits>,
    left: u64,
    segments: Option<SegmentSizes>,
}

impl<'a> From<&'a AudienceSet> for Present<'a> {
    fn from(set: &'a AudienceSet) -> Self {
        Self { set, gone: None, left: set.summary().people, segments: set.segment_sizes() }
    }
}

/// Places of matches, and the segments of people who leave.
#[derive(Default)]
struct Found {
    matches: Vec<lanes::Match>,
    leave: SegmentSizes,
}

impl<'a> Present<'a> {
    /// Removes whoever is on the list. An error names the set as [`super::Side::A`], the list as the other.
    pub fn remove(&mut self, list: &AudienceSet, threads: usize) -> Result<(), Unreadable> {
        let gone = self.gone.get_or_insert_with(|| Bits::new(self.set.row_span()));
        let writers = if threads > 1 { Writers::Many } else { Writers::One };
        for column in self.set.columns() {
            let Some(listed) = list.column(column.kind) else { continue };
            let found = each_window((column, listed), threads, |own: &mut Found, here, there| {
                lanes::matches(here.tokens, there.tokens, &mut own.matches);
                for (at, _) in &own.matches {
                    if gone.set(here.row_at(*at), writers) {
                        own.leave.add(here.segment_at(*at));
                    }
                }
            })?;
            for own in found {
                self.left = self.left.saturating_sub(own.leave.total());
                if let Some(sizes) = &mut self.segments {
                    sizes.subtract(&own.leave);
                }
            }
        }
        Ok(())
    }

    /// How many people are left.
    pub fn people(&self) -> u64 {
        self.left
    }

    /// How many people are left in each segment, if the set has segments.
    pub fn segment_sizes(&self) -> Option<SegmentSizes> {
        self.segments
    }

    pub(super) fn set(&self) -> &'a AudienceSet {
        self.set
    }

    /// Whether nobody opted out.
    pub(super) fn whole(&self) -> bool {
        self.gone.is_none()
    }

    /// Who is not to be counted: everybody still is to be, or this.
    pub(super) fn into_gone(self) -> Bits {
        self.gone.unwrap_or_else(|| Bits::new(self.set.row_span()))
    }
}
