//! Signed-in sessions: kept here, so that they can be ended here.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::sessions;
use crate::access::TokenHash;
use crate::clock::Timestamp;
use crate::ids::{OrgId, SessionId, UserId};

/// A session.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
pub struct Session {
    /// Its id, which is no secret.
    pub id: SessionId,
    /// SHA-256 of the cookie's token.
    pub token_hash: String,
    /// Who is signed in.
    pub user_id: UserId,
    /// The organisation the person is looking at.
    pub org_id: Option<OrgId>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// Starts a session.
pub fn session_insert(tx: &mut WriteTx, row: &Session) -> Result<(), StoreError> {
    diesel::insert_into(sessions::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The session of a presented token, whether or not it has run out.
pub fn session_find(tx: &mut ReadTx, token: &TokenHash) -> Result<Option<Session>, StoreError> {
    let row = sessions::table.filter(sessions::token_hash.eq(token.as_str())).select(Session::as_select());
    Ok(row.first(tx.conn()).optional()?)
}

/// Notes that the session was used.
pub fn session_touch(tx: &mut WriteTx, id: &SessionId, at: Timestamp) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(id)).set(sessions::last_seen_at.eq(at)).execute(tx.conn())?;
    Ok(())
}

/// Looks at another organisation from now on.
pub fn session_set_org(tx: &mut WriteTx, id: &SessionId, org: &OrgId) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(id)).set(sessions::org_id.eq(org)).execute(tx.conn())?;
    Ok(())
}

/// Ends one session.
pub fn session_delete(tx: &mut WriteTx, id: &SessionId) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(id)).execute(tx.conn())?;
    Ok(())
}

/// Ends all sessions of a person, but for `keep`.
pub fn session_delete_of_user(
    tx: &mut WriteTx,
    user: &UserId,
    keep: Option<&SessionId>,
) -> Result<usize, StoreError> {
    let rows = sessions::table.filter(sessions::user_id.eq(user));
    Ok(match keep {
        Some(id) => diesel::delete(rows.filter(sessions::id.ne(id))).execute(tx.conn())?,
        None => diesel::delete(rows).execute(tx.conn())?,
    })
}

/// The sessions of a person that have not run out at `now`, most recently used first.
pub fn session_list_of_user(
    tx: &mut ReadTx,
    user: &UserId,
    now: Timestamp,
) -> Result<Vec<Session>, StoreError> {
    let rows = sessions::table.filter(sessions::user_id.eq(user)).filter(sessions::expires_at.gt(now));
    Ok(rows.order(sessions::last_seen_at.desc()).select(Session::as_select()).load(tx.conn())?)
}

/// Removes sessions that ended before `now`.
pub fn session_purge(tx: &mut WriteTx, now: Timestamp) -> Result<usize, StoreError> {
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.lt(now))).execute(tx.conn())?)
}
