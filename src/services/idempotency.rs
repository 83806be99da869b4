//! Answers of creates that a client may send twice: kept in the transaction of the act, forgotten after a day.

use super::error::ServiceError;
use crate::clock::Timestamp;
use crate::ids::OrgId;
use crate::store::{self, IdempotentAnswer, ReadTx, WriteTx};

/// How long a key is remembered.
const REMEMBERED_DAYS: i64 = 1;

/// The answer that this key of the organisation got before.
pub fn answer_find(
    tx: &mut ReadTx,
    org: &OrgId,
    key: &str,
) -> Result<Option<IdempotentAnswer>, ServiceError> {
    Ok(store::idempotent_answer_find(tx, org, key)?)
}

/// Keeps the answer, and forgets those that are too old to matter.
pub fn answer_keep(tx: &mut WriteTx, row: &IdempotentAnswer, now: Timestamp) -> Result<(), ServiceError> {
    Ok(store::idempotent_answer_insert(tx, row, now.plus_days(-REMEMBERED_DAYS))?)
}
