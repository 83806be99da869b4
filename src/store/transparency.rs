//! What an organisation tells the public: its page, and the rooms that it lists there.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::room::room_fetch;
use super::schema::{transparency_pages, transparency_rooms};
use crate::clock::Timestamp;
use crate::ids::{OrgId, RoomId, UserId};

/// An organisation's page.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = transparency_pages)]
pub struct TransparencyPage {
    /// The organisation.
    pub org_id: OrgId,
    /// Its place in the page's address.
    pub slug: String,
    /// Whether the public can read it.
    pub published: bool,
    /// Whom people ask.
    pub contact: String,
    /// How people opt out, in English; empty where it is told in French alone.
    pub opt_out: String,
    /// When this was last changed.
    pub updated_at: Timestamp,
    /// The same in French; empty where it is told in English alone.
    pub opt_out_fr: String,
}

/// The organisation's page, if it has one.
pub fn transparency_fetch(tx: &mut ReadTx, org: &OrgId) -> Result<Option<TransparencyPage>, StoreError> {
    let row = transparency_pages::table.find(org).select(TransparencyPage::as_select());
    Ok(row.first(tx.conn()).optional()?)
}

/// The page of that address that the public can read; it belongs to no reader.
pub fn transparency_find(tx: &mut ReadTx, slug: &str) -> Result<Option<TransparencyPage>, StoreError> {
    let rows = transparency_pages::table
        .filter(transparency_pages::slug.eq(slug))
        .filter(transparency_pages::published.eq(true));
    Ok(rows.select(TransparencyPage::as_select()).first(tx.conn()).optional()?)
}

/// Keeps the organisation's page; an address that another has is a conflict.
pub fn transparency_save(tx: &mut WriteTx, row: &TransparencyPage) -> Result<(), StoreError> {
    if diesel::update(transparency_pages::table.find(&row.org_id)).set(row).execute(tx.conn())? == 0 {
        diesel::insert_into(transparency_pages::table).values(row).execute(tx.conn())?;
    }
    Ok(())
}

/// The rooms that the organisation lists, in the order in which they were listed.
pub fn transparency_rooms(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<RoomId>, StoreError> {
    let rows = transparency_rooms::table
        .filter(transparency_rooms::org_id.eq(org))
        .order((transparency_rooms::listed_at, transparency_rooms::room_id));
    Ok(rows.select(transparency_rooms::room_id).load(tx.conn())?)
}

/// Lists a room of the organisation; listed already, it stays as it is.
pub fn transparency_list(
    tx: &mut WriteTx,
    org: &OrgId,
    room: &RoomId,
    by: &UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    room_fetch(tx, org, room)?;
    if transparency_rooms(tx, org)?.contains(room) {
        return Ok(());
    }
    let row = (
        transparency_rooms::org_id.eq(org),
        transparency_rooms::room_id.eq(room),
        transparency_rooms::listed_by.eq(by),
        transparency_rooms::listed_at.eq(at),
    );
    let added = diesel::insert_into(transparency_rooms::table).values(row).execute(tx.conn());
    added.map(|_| ()).map_err(|e| StoreError::from(e).lost_race())
}

/// Takes a room off the organisation's page; one that is not there is no error.
pub fn transparency_unlist(tx: &mut WriteTx, org: &OrgId, room: &RoomId) -> Result<(), StoreError> {
    room_fetch(tx, org, room)?;
    diesel::delete(transparency_rooms::table.find((org, room))).execute(tx.conn())?;
    Ok(())
}
