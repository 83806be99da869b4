//! What can go wrong in the store; the one place that reads diesel's errors.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row, or another organisation's.
    #[error("not found")]
    NotFound,
    /// The row would break a rule of the schema (a duplicate, a missing parent); the text names the rule.
    #[error("conflict: {0}")]
    Conflict(String),
    /// Another writer was in the way for too long; the same call may be made again.
    #[error("the database is busy")]
    Busy,
    /// No connection to the database could be had.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A text holds a zero character, which PostgreSQL does not keep.
    #[error("a text holds a zero character")]
    ZeroCharacter,
    /// The database or a file holds something this program did not write, or refused for a reason of its own.
    #[error("the database refused: {0}")]
    Other(String),
}

impl StoreError {
    /// The same error, where a conflict can only mean that another writer was faster, so that trying again is right.
    pub(super) fn lost_race(self) -> Self {
        match self {
            Self::Conflict(_) => Self::Busy,
            other => other,
        }
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(kind, info) => from_kind(&kind, info.message()),
            other => Self::Other(other.to_string()),
        }
    }
}

fn from_kind(kind: &DatabaseErrorKind, message: &str) -> StoreError {
    match kind {
        DatabaseErrorKind::UniqueViolation
        | DatabaseErrorKind::ForeignKeyViolation
        | DatabaseErrorKind::CheckViolation => StoreError::Conflict(message.to_owned()),
        DatabaseErrorKind::SerializationFailure => StoreError::Busy,
        DatabaseErrorKind::ClosedConnection => StoreError::Unavailable(message.to_owned()),
        _ if message.contains("database is locked") => StoreError::Busy,
        // PostgreSQL's `character_not_in_repertoire` (22021); `diesel` hands on the words alone.
        _ if message.contains("invalid byte sequence for encoding") => StoreError::ZeroCharacter,
        _ => StoreError::Other(message.to_owned()),
    }
}

impl From<r2d2::Error> for StoreError {
    fn from(error: r2d2::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<diesel::ConnectionError> for StoreError {
    fn from(error: diesel::ConnectionError) -> Self {
        Self::Unavailable(error.to_string())
    }
}
