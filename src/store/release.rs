//! Releases: the answers that were drawn, with the noised count that only this table knows.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::room::room_fetch;
use super::schema::{release_verdicts, releases};
use super::text;
use crate::clock::Timestamp;
use crate::ids::{AudienceId, OrgId, ReleaseId, RoomId, UserId};
use crate::rooms::Sides;
use crate::rooms::release::{Answer, Ask, Standing};

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
    /// The total with noise on it, before the threshold.
    pub noisy: i64,
    /// What it answers, as JSON; not to be shown while it is held or denied.
    pub released: String,
    /// What it cost, in millionths.
    pub epsilon_micro: i64,
    /// When.
    pub created_at: Timestamp,
    /// The kind of question: `overlap`, `by_identifier` or `by_segment`.
    pub ask: String,
    /// The parts of a table with noise on them, as a JSON list.
    pub noisy_parts: String,
    /// `released`, `held` or `denied`.
    pub standing: String,
    /// What the commitment to a held answer was salted with, in hex.
    pub salt: Option<String>,
    /// What was counted, as JSON; see [`ReleaseInputs`].
    pub inputs: String,
}

/// What a release counted, beside the two audiences.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReleaseInputs {
    /// The lists of opt-outs of each side.
    pub opt_outs: Sides<Vec<AudienceId>>,
    /// The people of each side, less its own opt-outs: the owner's own data.
    pub people: Sides<u64>,
    /// How many people each side's audience was away from that of the release before; none for the first.
    pub changed: Sides<Option<u64>>,
}

impl Release {
    /// The answer, whether or not it may be shown.
    pub fn read(&self) -> Result<Answer, StoreError> {
        text::json(&self.released)
    }

    /// The answer, if both sides may read it.
    pub fn shown(&self) -> Result<Option<Answer>, StoreError> {
        if self.standing() == Standing::Released { self.read().map(Some) } else { Ok(None) }
    }

    /// Whether it may be shown.
    pub fn standing(&self) -> Standing {
        Standing::named(&self.standing)
    }

    /// The kind of question.
    pub fn ask(&self) -> Ask {
        Ask::named(&self.ask).unwrap_or_default()
    }

    /// What it counted.
    pub fn inputs(&self) -> Result<ReleaseInputs, StoreError> {
        text::json(&self.inputs)
    }
}

/// A side's word on a held answer.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = release_verdicts)]
pub struct ReleaseVerdict {
    /// The release.
    pub release_id: ReleaseId,
    /// The side's organisation.
    pub org_id: OrgId,
    /// Who said it.
    pub user_id: UserId,
    /// `approve` or `deny`.
    pub verdict: String,
    /// When.
    pub at: Timestamp,
}

/// Adds a side's word on a release of one of its rooms; a second one is a conflict.
pub fn verdict_insert(tx: &mut WriteTx, row: &ReleaseVerdict) -> Result<(), StoreError> {
    release_fetch(tx, &row.org_id, &row.release_id)?;
    diesel::insert_into(release_verdicts::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// What both sides said about a release of a room of the organisation.
pub fn verdict_list(
    tx: &mut ReadTx,
    org: &OrgId,
    release: &ReleaseId,
) -> Result<Vec<ReleaseVerdict>, StoreError> {
    release_fetch(tx, org, release)?;
    let rows = release_verdicts::table.filter(release_verdicts::release_id.eq(release));
    Ok(rows.order(release_verdicts::at).select(ReleaseVerdict::as_select()).load(tx.conn())?)
}

/// Sets where a held release stands now; one that is not held is not found.
pub fn release_settle(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &ReleaseId,
    standing: Standing,
) -> Result<(), StoreError> {
    release_fetch(tx, org, id)?;
    let row = releases::table.find(id).filter(releases::standing.eq(Standing::Held.as_str()));
    one(diesel::update(row).set(releases::standing.eq(standing.as_str())).execute(tx.conn())?)
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
