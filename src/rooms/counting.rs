//! The engine that counts, behind one interface: stored sets on this machine today, another engine or sealed mode later.
//!
//! It lives here and not in `services`, so that the store, which implements it, need not know the use cases.

use crate::ids::{AudienceId, RoomId};
use crate::matching::IdentifierType;
use crate::matching::intersect::RawCount;

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

/// An engine over stored audiences.
pub trait Counting: Send + Sync {
    /// How many people the two audiences of the room share, met by the identifiers in this order.
    fn count(
        &self,
        room: &RoomId,
        host: &AudienceId,
        guest: &AudienceId,
        order: &[IdentifierType],
    ) -> Result<RawCount, CountingError>;

    /// How many people are in one of two versions of a side's audience and not in the other.
    fn difference(&self, room: &RoomId, a: &AudienceId, b: &AudienceId) -> Result<u64, CountingError>;

    /// Deletes the tokens of an audience; deleting twice is no error.
    fn remove(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError>;

    /// Deletes everything of a room, durably; doing so twice is no error.
    fn remove_room(&self, room: &RoomId) -> Result<(), CountingError>;
}

/// An engine that holds no audience: for programs that never count, and for tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoEngine;

impl Counting for NoEngine {
    fn count(
        &self,
        _: &RoomId,
        host: &AudienceId,
        _: &AudienceId,
        _: &[IdentifierType],
    ) -> Result<RawCount, CountingError> {
        Err(CountingError::Missing(host.clone()))
    }

    fn difference(&self, _: &RoomId, a: &AudienceId, _: &AudienceId) -> Result<u64, CountingError> {
        Err(CountingError::Missing(a.clone()))
    }

    fn remove(&self, _: &RoomId, _: &AudienceId) -> Result<(), CountingError> {
        Ok(())
    }

    fn remove_room(&self, _: &RoomId) -> Result<(), CountingError> {
        Ok(())
    }
}
