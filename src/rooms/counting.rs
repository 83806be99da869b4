//! The engine that counts, behind one interface: stored sets on this machine, a cluster that a data team runs already
//! (see [`crate::matching::engine`]), sealed mode later. Nobody but the command line, which sets it up, knows which.
//!
//! It lives here and not in `services`, so that the store, which implements it, need not know the use cases.

use super::release::Ask;
use super::sides::Sides;
use crate::clock::Timestamp;
use crate::ids::{AudienceId, RoomId};
use crate::matching::IdentifierType;
use crate::matching::engine::{Cancelled, Watch};
use crate::matching::intersect::{RawMatrix, RawOverlap};
use crate::matching::set::SegmentSizes;

/// Why an engine did not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountingError {
    /// The tokens of an audience are not there, or are deleted.
    #[error("the tokens of audience {0} are not there")]
    Missing(AudienceId),
    /// The tokens are there and damaged.
    #[error("the tokens of audience {0} are damaged")]
    Damaged(AudienceId),
    /// Anything else; the text is for the operator's log. Asking again may help.
    #[error("the engine failed: {0}")]
    Failed(String),
    /// It was called off.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// What an engine came to, sealed.
pub enum Counted {
    /// People, and by which identifier they met.
    People(RawOverlap),
    /// People, by the segments of both sides.
    Segments(RawMatrix),
}

/// An audience with the lists of opt-outs that its owner brought.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// The audience.
    pub audience: &'a AudienceId,
    /// The lists.
    pub opt_outs: &'a [AudienceId],
}

/// What to count. Whoever is on any of the lists of either side is in neither audience.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The room.
    pub room: &'a RoomId,
    /// What each side brought.
    pub sides: Sides<Version<'a>>,
    /// The identifiers by which people meet, in this order.
    pub order: &'a [IdentifierType],
}

/// What is left of an audience without the opt-outs of its own side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remaining {
    /// People.
    pub people: u64,
    /// How many each segment holds, if anybody is in one.
    pub segments: Option<SegmentSizes>,
}

/// A list that an engine keeps, whole or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptList {
    /// The room.
    pub room: RoomId,
    /// The audience.
    pub audience: AudienceId,
    /// When it was last written.
    pub written: Timestamp,
}

/// An engine over stored audiences. Its work may take long, so it runs outside any transaction; whoever waits may look on
/// and call it off.
pub trait Counting: Send + Sync {
    /// Takes a list that lies complete among the files of audiences into the engine's own keeping: durable when this
    /// returns, and whole or not at all.
    fn keep(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError>;

    /// The people that both audiences share, as the question asks.
    fn count(&self, inputs: &Inputs<'_>, ask: Ask, watch: &dyn Watch) -> Result<Counted, CountingError>;

    /// What is left of a side's audience without its own opt-outs.
    fn remaining(
        &self,
        room: &RoomId,
        version: &Version<'_>,
        watch: &dyn Watch,
    ) -> Result<Remaining, CountingError>;

    /// How many people joined or left between two versions of what a side brought, audience and opt-outs alike; a person who
    /// changed the segment counts where the question is about segments.
    fn difference(
        &self,
        room: &RoomId,
        versions: (&Version<'_>, &Version<'_>),
        ask: Ask,
        watch: &dyn Watch,
    ) -> Result<u64, CountingError>;

    /// Every list that is kept, of any room, for the sweep of those that no row accounts for.
    fn kept(&self) -> Result<Vec<KeptList>, CountingError>;

    /// Whether anything of a room is kept; the receipt of its destruction is written only when nothing is.
    fn holds(&self, room: &RoomId) -> Result<bool, CountingError>;

    /// Deletes the tokens of an audience; deleting twice is no error.
    fn remove(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError>;

    /// Deletes everything of a room, durably; doing so twice is no error.
    fn remove_room(&self, room: &RoomId) -> Result<(), CountingError>;
}

/// An engine that holds no audience: for programs that never count, and for tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoEngine;

impl Counting for NoEngine {
    fn keep(&self, _: &RoomId, audience: &AudienceId) -> Result<(), CountingError> {
        Err(CountingError::Missing(audience.clone()))
    }

    fn count(&self, inputs: &Inputs<'_>, _: Ask, _: &dyn Watch) -> Result<Counted, CountingError> {
        Err(CountingError::Missing(inputs.sides.host.audience.clone()))
    }

    fn remaining(
        &self,
        _: &RoomId,
        version: &Version<'_>,
        _: &dyn Watch,
    ) -> Result<Remaining, CountingError> {
        Err(CountingError::Missing(version.audience.clone()))
    }

    fn difference(
        &self,
        _: &RoomId,
        versions: (&Version<'_>, &Version<'_>),
        _: Ask,
        _: &dyn Watch,
    ) -> Result<u64, CountingError> {
        Err(CountingError::Missing(versions.0.audience.clone()))
    }

    fn kept(&self) -> Result<Vec<KeptList>, CountingError> {
        Ok(Vec::new())
    }

    fn holds(&self, _: &RoomId) -> Result<bool, CountingError> {
        Ok(false)
    }

    fn remove(&self, _: &RoomId, _: &AudienceId) -> Result<(), CountingError> {
        Ok(())
    }

    fn remove_room(&self, _: &RoomId) -> Result<(), CountingError> {
        Ok(())
    }
}

/// What an engine can measure of single lists, for [`apart`].
pub trait Measure {
    /// How far two lists are apart; by segments too, if asked.
    fn apart(&self, a: &AudienceId, b: &AudienceId, by_segment: bool) -> Result<u64, CountingError>;

    /// How many people a list names.
    fn people(&self, list: &AudienceId) -> Result<u64, CountingError>;
}

/// How far two versions of what a side brought are apart: the one rule for every engine. A list of opt-outs that only one
/// version has counts in full, or as far as it is from the nearest that only the other has: whether its people are in the
/// audience is not asked.
pub fn apart(
    lists: &dyn Measure,
    versions: (&Version<'_>, &Version<'_>),
    ask: Ask,
) -> Result<u64, CountingError> {
    let (a, b) = versions;
    let by_segment = ask == Ask::BySegment;
    let only = |these: &[AudienceId], those: &[AudienceId]| -> Result<u64, CountingError> {
        let mut people: u64 = 0;
        for list in these.iter().filter(|list| !those.contains(list)) {
            let mut least = lists.people(list)?;
            for other in those.iter().filter(|other| !these.contains(other)) {
                least = least.min(lists.apart(list, other, false)?);
            }
            people = people.saturating_add(least);
        }
        Ok(people)
    };
    let opt_outs = only(a.opt_outs, b.opt_outs)?.max(only(b.opt_outs, a.opt_outs)?);
    // Where only the opt-outs changed, nobody needs to look.
    let audiences =
        if a.audience == b.audience { 0 } else { lists.apart(a.audience, b.audience, by_segment)? };
    Ok(audiences.saturating_add(opt_outs))
}
