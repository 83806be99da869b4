//! What two sides pass each other while they agree on a room's key. One exchange a room at a time.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::room::room_fetch;
use super::schema::{key_exchanges, used_key_prints};
use crate::clock::Timestamp;
use crate::ids::{KeyExchangeId, OrgId, RoomId, UserId};

/// An exchange that is under way.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = key_exchanges)]
pub struct KeyExchange {
    /// The room.
    pub room_id: RoomId,
    /// Its id: a later exchange of the same room has another.
    pub id: KeyExchangeId,
    /// The host's commitment, in hex.
    pub commitment: String,
    /// The curves the host has, with commas between.
    pub curves: String,
    /// The curve the guest chose.
    pub guest_curve: Option<String>,
    /// The guest's public key.
    pub guest_public: Option<String>,
    /// What the host committed to, as JSON.
    pub host_opening: Option<String>,
    /// Who began it.
    pub started_by: UserId,
    /// Who answered.
    pub answered_by: Option<UserId>,
    /// When it began.
    pub created_at: Timestamp,
}

/// Begins an exchange in a room of the organisation, in place of one that was under way.
pub fn key_exchange_start(tx: &mut WriteTx, org: &OrgId, row: &KeyExchange) -> Result<(), StoreError> {
    key_exchange_end(tx, org, &row.room_id)?;
    diesel::insert_into(key_exchanges::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The exchange that is under way in a room of the organisation.
pub fn key_exchange_find(
    tx: &mut ReadTx,
    org: &OrgId,
    room: &RoomId,
) -> Result<Option<KeyExchange>, StoreError> {
    room_fetch(tx, org, room)?;
    Ok(key_exchanges::table.find(room).select(KeyExchange::as_select()).first(tx.conn()).optional()?)
}

/// Notes the guest's answer; one that was answered, or another, is not found.
pub fn key_exchange_answer(
    tx: &mut WriteTx,
    org: &OrgId,
    of: (&RoomId, &KeyExchangeId),
    answer: (&str, &str, &UserId),
) -> Result<(), StoreError> {
    room_fetch(tx, org, of.0)?;
    let row = key_exchanges::table
        .find(of.0)
        .filter(key_exchanges::id.eq(of.1))
        .filter(key_exchanges::guest_public.is_null());
    let change = (
        key_exchanges::guest_curve.eq(answer.0),
        key_exchanges::guest_public.eq(answer.1),
        key_exchanges::answered_by.eq(answer.2),
    );
    one(diesel::update(row).set(change).execute(tx.conn())?)
}

/// Notes what the host committed to; one that is not answered, is open already, or another, is not found.
pub fn key_exchange_open(
    tx: &mut WriteTx,
    org: &OrgId,
    of: (&RoomId, &KeyExchangeId),
    opening: &str,
) -> Result<(), StoreError> {
    room_fetch(tx, org, of.0)?;
    let row = key_exchanges::table
        .find(of.0)
        .filter(key_exchanges::id.eq(of.1))
        .filter(key_exchanges::guest_public.is_not_null())
        .filter(key_exchanges::host_opening.is_null());
    one(diesel::update(row).set(key_exchanges::host_opening.eq(opening)).execute(tx.conn())?)
}

/// Ends the exchange of a room of the organisation, if one is under way; whether one was.
pub fn key_exchange_end(tx: &mut WriteTx, org: &OrgId, room: &RoomId) -> Result<bool, StoreError> {
    room_fetch(tx, org, room)?;
    Ok(diesel::delete(key_exchanges::table.find(room)).execute(tx.conn())? > 0)
}

/// Notes a key's print as used; one that any room had before is a conflict.
pub fn key_print_claim(
    tx: &mut WriteTx,
    print: &str,
    room: &RoomId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = (
        used_key_prints::key_print.eq(print),
        used_key_prints::room_id.eq(room),
        used_key_prints::created_at.eq(at),
    );
    diesel::insert_into(used_key_prints::table).values(row).execute(tx.conn())?;
    Ok(())
}
