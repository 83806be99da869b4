//! Uploads while they arrive. What has arrived is in a sealed file beside the database; see [`super::audience_files`].

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::room::room_fetch;
use super::schema::uploads;
use crate::clock::Timestamp;
use crate::ids::{OrgId, RoomId, UploadId, UserId};

/// An upload that is arriving, or that arrived and whose receipt can still be read.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = uploads)]
pub struct UploadRow {
    /// Its id.
    pub id: UploadId,
    /// The room it is for.
    pub room_id: RoomId,
    /// The side that brings it.
    pub org_id: OrgId,
    /// Who brings it.
    pub user_id: UserId,
    /// The session or API token it began with; no other may go on with it.
    pub door: String,
    /// What its sender said about it, as it was sent.
    pub metadata: String,
    /// Its length.
    pub length: i64,
    /// How much of it has arrived.
    pub received: i64,
    /// How long its file is with that much in it; what stands behind was never confirmed.
    pub stored: i64,
    /// The key of its file under the master key, until it is done.
    pub key_wrapped: Option<Vec<u8>>,
    /// What became of it, once it is done.
    pub receipt: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When what has arrived is thrown away.
    pub expires_at: Timestamp,
}

/// Adds an upload to a room of its owner.
pub fn upload_insert(tx: &mut WriteTx, row: &UploadRow) -> Result<(), StoreError> {
    room_fetch(tx, &row.org_id, &row.room_id)?;
    diesel::insert_into(uploads::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The upload, if it is the organisation's and has not expired.
pub fn upload_fetch(
    tx: &mut ReadTx,
    org: &OrgId,
    id: &UploadId,
    now: Timestamp,
) -> Result<UploadRow, StoreError> {
    let row = uploads::table.find(id).filter(uploads::org_id.eq(org)).filter(uploads::expires_at.gt(now));
    Ok(row.select(UploadRow::as_select()).first(tx.conn())?)
}

/// How many uploads of the organisation are still arriving.
pub fn upload_count_open(tx: &mut ReadTx, org: &OrgId, now: Timestamp) -> Result<i64, StoreError> {
    let rows = uploads::table
        .filter(uploads::org_id.eq(org))
        .filter(uploads::receipt.is_null())
        .filter(uploads::expires_at.gt(now));
    Ok(rows.count().get_result(tx.conn())?)
}

/// Notes that more has arrived; one that no longer stands at `from` is not found.
pub fn upload_advance(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &UploadId,
    from: i64,
    to: (i64, i64),
) -> Result<(), StoreError> {
    let row = uploads::table
        .find(id)
        .filter(uploads::org_id.eq(org))
        .filter(uploads::received.eq(from))
        .filter(uploads::key_wrapped.is_not_null());
    let change = (uploads::received.eq(to.0), uploads::stored.eq(to.1));
    one(diesel::update(row).set(change).execute(tx.conn())?)
}

/// Notes what became of a whole upload, and forgets its key; one that is done already is not found.
pub fn upload_finish(tx: &mut WriteTx, org: &OrgId, id: &UploadId, receipt: &str) -> Result<(), StoreError> {
    let row = uploads::table
        .find(id)
        .filter(uploads::org_id.eq(org))
        .filter(uploads::received.eq(uploads::length))
        .filter(uploads::key_wrapped.is_not_null());
    let change = (uploads::receipt.eq(receipt), uploads::key_wrapped.eq(None::<Vec<u8>>));
    one(diesel::update(row).set(change).execute(tx.conn())?)
}

/// Removes an upload of the organisation.
pub fn upload_delete(tx: &mut WriteTx, org: &OrgId, id: &UploadId) -> Result<(), StoreError> {
    one(diesel::delete(uploads::table.find(id).filter(uploads::org_id.eq(org))).execute(tx.conn())?)
}

/// Removes every upload to a room of the organisation, whichever side brings it.
pub fn upload_delete_of_room(tx: &mut WriteTx, org: &OrgId, room: &RoomId) -> Result<(), StoreError> {
    room_fetch(tx, org, room)?;
    diesel::delete(uploads::table.filter(uploads::room_id.eq(room))).execute(tx.conn())?;
    Ok(())
}

/// Removes the uploads of all organisations that have expired; the files that may go with them.
pub fn upload_purge(tx: &mut WriteTx, now: Timestamp) -> Result<Vec<(RoomId, UploadId)>, StoreError> {
    let expired = uploads::table.filter(uploads::expires_at.le(now));
    let found: Vec<(RoomId, UploadId)> = expired.select((uploads::room_id, uploads::id)).load(tx.conn())?;
    if !found.is_empty() {
        diesel::delete(uploads::table.filter(uploads::expires_at.le(now))).execute(tx.conn())?;
    }
    Ok(found)
}
