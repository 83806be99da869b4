//! Releases: the answers that were drawn, with the noised count that only this table knows.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::room::room_fetch;
use super::schema::releases;
use super::text;
use crate::clock::Timestamp;
use crate::ids::{AudienceId, OrgId, ReleaseId, RoomId};
use crate::rooms::release::Released;

/// A release. Its `noisy` count is kept for audits of the release rule; no surface shows it.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = releases)]
pub struct Release {
    /// Its id.
    pub id: ReleaseId,
    /// The room.
    pub room_id: RoomId,
    /// The pair's organisation whose id sorts first.
    pub low_org_id: OrgId,
    /// The pair's other organisation.
    pub high_org_id: OrgId,
    /// The digest of the host's audience.
    pub host_digest: String,
    /// The digest of the guest's audience.
    pub guest_digest: String,
    /// The host's audience.
    pub host_audience_id: AudienceId,
    /// The guest's audience.
    pub guest_audience_id: AudienceId,
    /// The question, by its hash.
    pub question: String,
    /// The count with noise on it, before the threshold.
    pub noisy: i64,
    /// What was shown, as JSON.
    pub released: String,
    /// What it cost, in millionths.
    pub epsilon_micro: i64,
    /// When.
    pub created_at: Timestamp,
}

impl Release {
    /// What was shown.
    pub fn read(&self) -> Result<Released, StoreError> {
        text::json(&self.released)
    }
}

/// Adds a release; one for the same question about the same audiences, written at the same time, is a lost race: whoever
/// tries again finds it.
pub fn release_insert(tx: &mut WriteTx, org: &OrgId, row: &Release) -> Result<(), StoreError> {
    room_fetch(tx, org, &row.room_id)?;
    let added = diesel::insert_into(releases::table).values(row).execute(tx.conn());
    added.map(|_| ()).map_err(|e| StoreError::from(e).lost_race())
}

/// A release of a room of the organisation.
pub fn release_fetch(tx: &mut ReadTx, org: &OrgId, id: &ReleaseId) -> Result<Release, StoreError> {
    let row: Release = releases::table.find(id).select(Release::as_select()).first(tx.conn())?;
    room_fetch(tx, org, &row.room_id)?;
    Ok(row)
}

/// The room's releases, newest first.
pub fn release_list(tx: &mut ReadTx, org: &OrgId, room: &RoomId) -> Result<Vec<Release>, StoreError> {
    room_fetch(tx, org, room)?;
    let rows = releases::table
        .filter(releases::room_id.eq(room))
        .order((releases::created_at.desc(), releases::id.desc()));
    Ok(rows.select(Release::as_select()).load(tx.conn())?)
}
