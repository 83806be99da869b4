//! The engine that counts, behind one interface: stored sets on this machine today, another engine or sealed mode later.
//!
//! It lives here and not in `services`, so that the store, which implements it, need not know the use cases.

use super::release::Ask;
use super::sides::Sides;
use crate::ids::{AudienceId, RoomId};
use crate::matching::IdentifierType;
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
    /// Anything else; the text is for the operator's log.
    #[error("the engine failed: {0}")]
    Failed(String),
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

/// An engine over stored audiences.
pub trait Counting: Send + Sync {
    /// The people that both audiences share, as the question asks.
    fn count(&self, inputs: &Inputs<'_>, ask: Ask) -> Result<Counted, CountingError>;

    /// What is left of a side's audience without its own opt-outs.
    fn remaining(&self, room: &RoomId, version: &Version<'_>) -> Result<Remaining, CountingError>;

    /// How many people joined or left between two versions of what a side brought, audience and opt-outs alike; a person who
    /// changed the segment counts where the question is about segments.
    fn difference(
        &self,
        room: &RoomId,
        versions: (&Version<'_>, &Version<'_>),
        ask: Ask,
    ) -> Result<u64, CountingError>;

    /// Deletes the tokens of an audience; deleting twice is no error.
    fn remove(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError>;

    /// Deletes everything of a room, durably; doing so twice is no error.
    fn remove_room(&self, room: &RoomId) -> Result<(), CountingError>;
}

/// An engine that holds no audience: for programs that never count, and for tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoEngine;

impl Counting for NoEngine {
    fn count(&self, inputs: &Inputs<'_>, _: Ask) -> Result<Counted, CountingError> {
        Err(CountingError::Missing(inputs.sides.host.audience.clone()))
    }

    fn remaining(&self, _: &RoomId, version: &Version<'_>) -> Result<Remaining, CountingError> {
        Err(CountingError::Missing(version.audience.clone()))
    }

    fn difference(
        &self,
        _: &RoomId,
        versions: (&Version<'_>, &Version<'_>),
        _: Ask,
    ) -> Result<u64, CountingError> {
        Err(CountingError::Missing(versions.0.audience.clone()))
    }

    fn remove(&self, _: &RoomId, _: &AudienceId) -> Result<(), CountingError> {
        Ok(())
    }

    fn remove_room(&self, _: &RoomId) -> Result<(), CountingError> {
        Ok(())
    }
}
