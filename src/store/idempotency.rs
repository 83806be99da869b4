//! Answers to creates that may be sent twice.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::idempotency_keys;
use crate::clock::Timestamp;
use crate::ids::OrgId;

/// What a key was used for, and the answer given.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency_keys)]
pub struct IdempotentAnswer {
    /// Whose key.
    pub org_id: OrgId,
    /// The key, as the client chose it.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub request_sha256: String,
    /// The JSON that was answered.
    pub response: String,
    /// When.
    pub created_at: Timestamp,
}

/// The answer given under this key, if it was used.
pub fn idempotent_answer_find(
    tx: &mut ReadTx,
    org: &OrgId,
    key: &str,
) -> Result<Option<IdempotentAnswer>, StoreError> {
    let row = idempotency_keys::table.find((org, key)).select(IdempotentAnswer::as_select());
    Ok(row.first(tx.conn()).optional()?)
}

/// Keeps an answer, and forgets those from before `oldest`.
pub fn idempotent_answer_insert(
    tx: &mut WriteTx,
    row: &IdempotentAnswer,
    oldest: Timestamp,
) -> Result<(), StoreError> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(oldest));
    diesel::delete(old).execute(tx.conn())?;
    diesel::insert_into(idempotency_keys::table).values(row).execute(tx.conn())?;
    Ok(())
}
