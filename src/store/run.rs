//! Runs: each request to count that was answered.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::room::room_fetch;
use super::schema::runs;
use crate::clock::Timestamp;
use crate::ids::{AudienceId, OrgId, ReleaseId, RoomId, RunId, TermsId, UserId};

/// A run.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = runs)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The room.
    pub room_id: RoomId,
    /// The side that asked.
    pub org_id: OrgId,
    /// Who asked.
    pub requested_by: UserId,
    /// The terms that held.
    pub terms_id: TermsId,
    /// The host's audience.
    pub host_audience_id: AudienceId,
    /// The guest's audience.
    pub guest_audience_id: AudienceId,
    /// The question, by its hash.
    pub question: String,
    /// `fresh`, `repeat` or `unchanged`.
    pub kind: String,
    /// The release that answers it.
    pub release_id: ReleaseId,
    /// When.
    pub created_at: Timestamp,
}

/// Adds a run of one side of a room.
pub fn run_insert(tx: &mut WriteTx, row: &Run) -> Result<(), StoreError> {
    room_fetch(tx, &row.org_id, &row.room_id)?;
    diesel::insert_into(runs::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The room's runs, newest first.
pub fn run_list(tx: &mut ReadTx, org: &OrgId, room: &RoomId) -> Result<Vec<Run>, StoreError> {
    room_fetch(tx, org, room)?;
    let rows = runs::table.filter(runs::room_id.eq(room)).order((runs::created_at.desc(), runs::id.desc()));
    Ok(rows.select(Run::as_select()).load(tx.conn())?)
}

/// A run of a room of the organisation.
pub fn run_fetch(tx: &mut ReadTx, org: &OrgId, id: &RunId) -> Result<Run, StoreError> {
    let row: Run = runs::table.find(id).select(Run::as_select()).first(tx.conn())?;
    room_fetch(tx, org, &row.room_id)?;
    Ok(row)
}
