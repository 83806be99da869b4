//! Which exchange a room's key came of, or why the last exchange is void. One row a room.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::room::room_fetch;
use super::schema::{key_agreements, rooms};
use crate::clock::Timestamp;
use crate::ids::{KeyExchangeId, OrgId, RoomId};

/// What came of a room's last exchange.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = key_agreements)]
pub struct KeyAgreement {
    /// The room.
    pub room_id: RoomId,
    /// The exchange.
    pub exchange_id: KeyExchangeId,
    /// The organisation that voided it, if one did.
    pub voided_by_org_id: Option<OrgId>,
    /// Why, as [`crate::rooms::agreement::VoidReason`] names it.
    pub void_reason: Option<String>,
    /// When.
    pub voided_at: Option<Timestamp>,
}

/// What came of the last exchange of a room of the organisation.
pub fn key_agreement_find(
    tx: &mut ReadTx,
    org: &OrgId,
    room: &RoomId,
) -> Result<Option<KeyAgreement>, StoreError> {
    room_fetch(tx, org, room)?;
    Ok(key_agreements::table.find(room).select(KeyAgreement::as_select()).first(tx.conn()).optional()?)
}

/// Keeps what came of the last exchange of a room of the organisation, in place of what was kept; nothing: the key that
/// stands came another way.
pub fn key_agreement_keep(
    tx: &mut WriteTx,
    org: &OrgId,
    room: &RoomId,
    row: Option<&KeyAgreement>,
) -> Result<(), StoreError> {
    room_fetch(tx, org, room)?;
    diesel::delete(key_agreements::table.find(room)).execute(tx.conn())?;
    if let Some(row) = row {
        diesel::insert_into(key_agreements::table).values(row).execute(tx.conn())?;
    }
    Ok(())
}

/// Takes back the key of an open room of the organisation, and destroys its pepper; not found where there is none, or where
/// the guest has confirmed it, for then tokens may stand under it.
pub fn room_key_clear(tx: &mut WriteTx, org: &OrgId, id: &RoomId) -> Result<(), StoreError> {
    let row = rooms::table
        .find(id)
        .filter(rooms::host_org_id.eq(org).or(rooms::guest_org_id.eq(org)))
        .filter(rooms::key_check_value.is_not_null())
        .filter(rooms::key_checked_at.is_null())
        .filter(rooms::closed_at.is_null());
    let change = (
        rooms::key_check_value.eq(None::<String>),
        rooms::pepper_wrapped.eq(None::<Vec<u8>>),
        rooms::key_created_by.eq(None::<String>),
        rooms::key_created_at.eq(None::<Timestamp>),
    );
    one(diesel::update(row).set(change).execute(tx.conn())?)
}
