//! Audiences: what each side of a room uploaded. The tokens are in files beside the database, by the audience's id.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::room::room_fetch;
use super::schema::audiences;
use super::text;
use crate::clock::Timestamp;
use crate::ids::{AudienceId, OrgId, RoomId, TermsId, UserId};
use crate::matching::set::SegmentSizes;
use crate::rooms::lists::{ListKind, SealedNames};

/// One version of one side's audience.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audiences)]
pub struct Audience {
    /// Its id, and the name of its file.
    pub id: AudienceId,
    /// The room.
    pub room_id: RoomId,
    /// The side that brought it.
    pub org_id: OrgId,
    /// The terms under which it was hashed.
    pub terms_id: TermsId,
    /// Its number on that side, from 1.
    pub version: i64,
    /// What its owner calls it.
    pub label: String,
    /// Rows that arrived.
    pub rows_received: i64,
    /// Distinct people.
    pub people: i64,
    /// Rows that repeat a person.
    pub duplicates: i64,
    /// The size of its file.
    pub bytes_stored: i64,
    /// The digest of its sorted, re-keyed tokens, in hex.
    pub digest: String,
    /// Who brought it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When its tokens were deleted.
    pub removed_at: Option<Timestamp>,
    /// `audience` or `opt_out`: whom it lists.
    pub kind: String,
    /// The audience in whose file these opt-outs were marked, if they were.
    pub with_audience_id: Option<AudienceId>,
    /// How many people each segment holds, as a JSON list by index; people in none last.
    pub segment_sizes: Option<String>,
    /// The names of the segments by index, sealed by their owner: a JSON list.
    pub segment_names: Option<String>,
}

impl Audience {
    /// Whom it lists; a word that is not known lists nobody to be counted.
    pub fn list_kind(&self) -> ListKind {
        ListKind::named(&self.kind).unwrap_or(ListKind::OptOut)
    }

    /// The sealed names of its segments, if they came with it.
    pub fn names(&self) -> Option<SealedNames> {
        SealedNames::parse(self.segment_names.as_deref()?).ok()
    }

    /// How many people each segment holds, if it has segments.
    pub fn segments(&self) -> Result<Option<SegmentSizes>, StoreError> {
        let Some(text) = &self.segment_sizes else { return Ok(None) };
        let sizes: Vec<u64> = text::json(text)?;
        Ok(Some(SegmentSizes::from_list(&sizes)))
    }
}

/// Adds an audience to a room of its owner; the same version, written at the same time, is a lost race.
pub fn audience_insert(tx: &mut WriteTx, row: &Audience) -> Result<(), StoreError> {
    room_fetch(tx, &row.org_id, &row.room_id)?;
    let added = diesel::insert_into(audiences::table).values(row).execute(tx.conn());
    added.map(|_| ()).map_err(|e| StoreError::from(e).lost_race())
}

/// An audience of a room of the organisation, whichever side brought it.
pub fn audience_fetch(tx: &mut ReadTx, org: &OrgId, id: &AudienceId) -> Result<Audience, StoreError> {
    let row: Audience = audiences::table.find(id).select(Audience::as_select()).first(tx.conn())?;
    room_fetch(tx, org, &row.room_id)?;
    Ok(row)
}

/// The audience, for the program's own work, which belongs to no organisation.
pub fn audience_find(tx: &mut ReadTx, id: &AudienceId) -> Result<Option<Audience>, StoreError> {
    Ok(audiences::table.find(id).select(Audience::as_select()).first(tx.conn()).optional()?)
}

/// Every audience of both sides of the room, newest first, removed ones included.
pub fn audience_list(tx: &mut ReadTx, org: &OrgId, room: &RoomId) -> Result<Vec<Audience>, StoreError> {
    room_fetch(tx, org, room)?;
    let rows = audiences::table
        .filter(audiences::room_id.eq(room))
        .order((audiences::created_at.desc(), audiences::version.desc()));
    Ok(rows.select(Audience::as_select()).load(tx.conn())?)
}

/// The audience that counts for `owner`'s side now, if there is one; `org` may be either side.
pub fn audience_latest(
    tx: &mut ReadTx,
    org: &OrgId,
    room: &RoomId,
    owner: &OrgId,
) -> Result<Option<Audience>, StoreError> {
    room_fetch(tx, org, room)?;
    let rows = audiences::table
        .filter(audiences::room_id.eq(room))
        .filter(audiences::org_id.eq(owner))
        .filter(audiences::removed_at.is_null())
        .filter(audiences::kind.eq(ListKind::Audience.as_str()))
        .order(audiences::version.desc());
    Ok(rows.select(Audience::as_select()).first(tx.conn()).optional()?)
}

/// The lists of opt-outs of `owner` that count beside `audience`: those marked in its file, and the latest list that was
/// brought by itself. Newest first.
pub fn opt_out_lists(
    tx: &mut ReadTx,
    org: &OrgId,
    room: &RoomId,
    owner: (&OrgId, &AudienceId),
) -> Result<Vec<Audience>, StoreError> {
    room_fetch(tx, org, room)?;
    let rows = audiences::table
        .filter(audiences::room_id.eq(room))
        .filter(audiences::org_id.eq(owner.0))
        .filter(audiences::removed_at.is_null())
        .filter(audiences::kind.eq(ListKind::OptOut.as_str()))
        .order(audiences::version.desc());
    let all: Vec<Audience> = rows.select(Audience::as_select()).load(tx.conn())?;
    let latest = all.iter().find(|list| list.with_audience_id.is_none()).map(|list| list.id.clone());
    let counts = |list: &Audience| {
        list.with_audience_id.as_ref() == Some(owner.1) || Some(&list.id) == latest.as_ref()
    };
    Ok(all.into_iter().filter(counts).collect())
}

/// The number that the owner's next audience in the room gets.
pub fn audience_next_version(tx: &mut ReadTx, owner: &OrgId, room: &RoomId) -> Result<i64, StoreError> {
    room_fetch(tx, owner, room)?;
    let rows = audiences::table.filter(audiences::room_id.eq(room)).filter(audiences::org_id.eq(owner));
    let last: Option<i64> = rows.select(diesel::dsl::max(audiences::version)).first(tx.conn())?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Notes that the tokens of one audience of a room of the organisation are deleted.
pub fn audience_removed(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &AudienceId,
    at: Timestamp,
) -> Result<(), StoreError> {
    audience_fetch(tx, org, id)?;
    let row = audiences::table.find(id).filter(audiences::removed_at.is_null());
    one(diesel::update(row).set(audiences::removed_at.eq(at)).execute(tx.conn())?)
}
