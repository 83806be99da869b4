//! Bearer tokens of the API.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::api_tokens;
use crate::access::TokenHash;
use crate::clock::Timestamp;
use crate::ids::{ApiTokenId, OrgId, UserId};

/// A token, as kept. It can do what its person can do at the time of the call, within its scope.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_tokens)]
pub struct ApiToken {
    /// Its id, which is no secret.
    pub id: ApiTokenId,
    /// SHA-256 of the token.
    pub token_hash: String,
    /// The organisation it acts in.
    pub org_id: OrgId,
    /// The person it acts for.
    pub user_id: UserId,
    /// What the person called it.
    pub name: String,
    /// `read` or `write`.
    pub scope: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// When it was last used, to the hour.
    pub last_used_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
}

/// Adds a token.
pub fn api_token_insert(tx: &mut WriteTx, row: &ApiToken) -> Result<(), StoreError> {
    diesel::insert_into(api_tokens::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The token that is presented, whatever its state.
pub fn api_token_find(tx: &mut ReadTx, token: &TokenHash) -> Result<Option<ApiToken>, StoreError> {
    let row = api_tokens::table.filter(api_tokens::token_hash.eq(token.as_str()));
    Ok(row.select(ApiToken::as_select()).first(tx.conn()).optional()?)
}

/// The person's tokens in the organisation that were not withdrawn, newest first.
pub fn api_token_list(tx: &mut ReadTx, org: &OrgId, user: &UserId) -> Result<Vec<ApiToken>, StoreError> {
    let rows = api_tokens::table
        .filter(api_tokens::org_id.eq(org))
        .filter(api_tokens::user_id.eq(user))
        .filter(api_tokens::revoked_at.is_null())
        .order(api_tokens::created_at.desc());
    Ok(rows.select(ApiToken::as_select()).load(tx.conn())?)
}

/// Withdraws a token of the person.
pub fn api_token_revoke(
    tx: &mut WriteTx,
    org: &OrgId,
    user: &UserId,
    id: &ApiTokenId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = api_tokens::table
        .find(id)
        .filter(api_tokens::org_id.eq(org))
        .filter(api_tokens::user_id.eq(user))
        .filter(api_tokens::revoked_at.is_null());
    one(diesel::update(row).set(api_tokens::revoked_at.eq(at)).execute(tx.conn())?)
}

/// Notes that the token was used.
pub fn api_token_touch(tx: &mut WriteTx, id: &ApiTokenId, at: Timestamp) -> Result<(), StoreError> {
    diesel::update(api_tokens::table.find(id)).set(api_tokens::last_used_at.eq(at)).execute(tx.conn())?;
    Ok(())
}
