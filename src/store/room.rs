//! Rooms of two organisations; a row exists for its host and its guest alone.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::{partners, rooms, used_key_check_values};
use crate::clock::Timestamp;
use crate::ids::{OrgId, PartnerId, RoomId, UserId};
use crate::rooms::Side;
use crate::rooms::lifecycle::CloseReason;

/// A room.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = rooms)]
pub struct Room {
    /// Its id.
    pub id: RoomId,
    /// Its name, as the host gave it.
    pub name: String,
    /// `standard` or `sealed`.
    pub mode: String,
    /// The organisation that opened it.
    pub host_org_id: OrgId,
    /// The organisation that was invited.
    pub guest_org_id: OrgId,
    /// Who opened it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// The pepper under the master key, until the room closes.
    pub pepper_wrapped: Option<Vec<u8>>,
    /// The check value of the room key, as the host's browser computed it.
    pub key_check_value: Option<String>,
    /// Who made the key.
    pub key_created_by: Option<UserId>,
    /// When.
    pub key_created_at: Option<Timestamp>,
    /// Who showed on the guest's side that they hold the same key.
    pub key_checked_by: Option<UserId>,
    /// When.
    pub key_checked_at: Option<Timestamp>,
    /// When the room closed for good.
    pub closed_at: Option<Timestamp>,
    /// The organisation that closed it, if one did.
    pub closed_by_org_id: Option<OrgId>,
    /// Why.
    pub close_reason: Option<String>,
}

impl Room {
    /// The side of the room on which `org` sits.
    pub fn side_of(&self, org: &OrgId) -> Option<Side> {
        if *org == self.host_org_id {
            Some(Side::Host)
        } else if *org == self.guest_org_id {
            Some(Side::Guest)
        } else {
            None
        }
    }

    /// The organisation on that side.
    pub fn org(&self, side: Side) -> &OrgId {
        match side {
            Side::Host => &self.host_org_id,
            Side::Guest => &self.guest_org_id,
        }
    }

    /// Why the room is closed, once it is. A reason of a later version reads as expired: closed all the same.
    pub fn closed(&self) -> Option<CloseReason> {
        let reason = self.close_reason.as_deref().unwrap_or_default();
        self.closed_at.map(|_| CloseReason::named(reason).unwrap_or(CloseReason::Expired))
    }
}

/// Adds a room.
pub fn room_insert(tx: &mut WriteTx, row: &Room) -> Result<(), StoreError> {
    diesel::insert_into(rooms::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The room, if the organisation is one of its two.
pub fn room_fetch(tx: &mut ReadTx, org: &OrgId, id: &RoomId) -> Result<Room, StoreError> {
    let row = rooms::table.find(id).filter(rooms::host_org_id.eq(org).or(rooms::guest_org_id.eq(org)));
    Ok(row.select(Room::as_select()).first(tx.conn())?)
}

/// The room, for the program's own work, which belongs to no organisation.
pub fn room_find(tx: &mut ReadTx, id: &RoomId) -> Result<Option<Room>, StoreError> {
    Ok(rooms::table.find(id).select(Room::as_select()).first(tx.conn()).optional()?)
}

/// Every room that is not closed, for the program's own work.
pub fn room_list_open(tx: &mut ReadTx) -> Result<Vec<Room>, StoreError> {
    let rows = rooms::table.filter(rooms::closed_at.is_null()).order(rooms::id);
    Ok(rows.select(Room::as_select()).load(tx.conn())?)
}

/// Every room that is closed, for the program's own work.
pub fn room_list_closed(tx: &mut ReadTx) -> Result<Vec<Room>, StoreError> {
    let rows = rooms::table.filter(rooms::closed_at.is_not_null()).order(rooms::id);
    Ok(rows.select(Room::as_select()).load(tx.conn())?)
}

/// The organisation's rooms, newest first.
pub fn room_list(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<Room>, StoreError> {
    let rows = rooms::table
        .filter(rooms::host_org_id.eq(org).or(rooms::guest_org_id.eq(org)))
        .order((rooms::created_at.desc(), rooms::id.desc()));
    Ok(rows.select(Room::as_select()).load(tx.conn())?)
}

/// The key of a room, as its host makes it.
#[derive(Debug)]
pub struct NewKey<'a> {
    /// The check value.
    pub check_value: &'a str,
    /// The pepper under the master key.
    pub pepper_wrapped: &'a [u8],
    /// Who made it.
    pub by: &'a UserId,
}

/// Sets the key of an open room of `host` that has none; any other room is not found.
pub fn room_key_set(
    tx: &mut WriteTx,
    host: &OrgId,
    id: &RoomId,
    key: &NewKey<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = rooms::table
        .find(id)
        .filter(rooms::host_org_id.eq(host))
        .filter(rooms::key_check_value.is_null())
        .filter(rooms::closed_at.is_null());
    let change = (
        rooms::key_check_value.eq(key.check_value),
        rooms::pepper_wrapped.eq(key.pepper_wrapped),
        rooms::key_created_by.eq(key.by),
        rooms::key_created_at.eq(at),
    );
    one(diesel::update(row).set(change).execute(tx.conn())?)
}

/// Notes that the guest holds the key of an open room; one without a key, or checked before, is not found.
pub fn room_key_checked(
    tx: &mut WriteTx,
    guest: &OrgId,
    id: &RoomId,
    by: &UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = rooms::table
        .find(id)
        .filter(rooms::guest_org_id.eq(guest))
        .filter(rooms::key_check_value.is_not_null())
        .filter(rooms::key_checked_at.is_null())
        .filter(rooms::closed_at.is_null());
    let change = (rooms::key_checked_by.eq(by), rooms::key_checked_at.eq(at));
    one(diesel::update(row).set(change).execute(tx.conn())?)
}

/// Notes a check value as used; one that any room had before is a conflict.
pub fn key_check_value_claim(
    tx: &mut WriteTx,
    value: &str,
    room: &RoomId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = (
        used_key_check_values::key_check_value.eq(value),
        used_key_check_values::room_id.eq(room),
        used_key_check_values::created_at.eq(at),
    );
    diesel::insert_into(used_key_check_values::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Closes an open room for good and destroys its pepper, so that its tokens mean nothing any more.
pub fn room_close(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &RoomId,
    why: (CloseReason, Option<&OrgId>),
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = rooms::table
        .find(id)
        .filter(rooms::host_org_id.eq(org).or(rooms::guest_org_id.eq(org)))
        .filter(rooms::closed_at.is_null());
    let change = (
        rooms::closed_at.eq(at),
        rooms::close_reason.eq(why.0.as_str()),
        rooms::closed_by_org_id.eq(why.1),
        rooms::pepper_wrapped.eq(None::<Vec<u8>>),
    );
    one(diesel::update(row).set(change).execute(tx.conn())?)
}

/// The organisation's own record of the company whose organisation is `other`, if it keeps one.
pub fn room_partner(tx: &mut ReadTx, org: &OrgId, other: &OrgId) -> Result<Option<PartnerId>, StoreError> {
    let rows = partners::table
        .filter(partners::org_id.eq(org))
        .filter(partners::linked_org_id.eq(other))
        .order(partners::created_at);
    Ok(rows.select(partners::id).first(tx.conn()).optional()?)
}

/// The organisation's partners that are not archived: id, name, and the organisation they have on this server, if any.
pub fn room_partners(
    tx: &mut ReadTx,
    org: &OrgId,
) -> Result<Vec<(PartnerId, String, Option<OrgId>)>, StoreError> {
    let rows = partners::table
        .filter(partners::org_id.eq(org))
        .filter(partners::archived_at.is_null())
        .order(partners::name);
    Ok(rows.select((partners::id, partners::name, partners::linked_org_id)).load(tx.conn())?)
}
