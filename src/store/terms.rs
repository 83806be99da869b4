//! The terms of rooms, version by version, and who signed which.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::room::room_fetch;
use super::schema::{room_terms, term_signatures};
use super::text;
use crate::clock::Timestamp;
use crate::ids::{OrgId, RoomId, TermsId, UserId};
use crate::rooms::terms::Terms;

/// One version of a room's terms.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = room_terms)]
pub struct RoomTerms {
    /// Its id.
    pub id: TermsId,
    /// The room.
    pub room_id: RoomId,
    /// Its number in the room, from 1.
    pub version: i64,
    /// The terms in canonical JSON.
    pub terms: String,
    /// SHA-256 of that text, in hex.
    pub terms_sha256: String,
    /// The side that proposed them.
    pub proposed_by_org_id: OrgId,
    /// Who proposed them.
    pub proposed_by: UserId,
    /// When.
    pub created_at: Timestamp,
}

impl RoomTerms {
    /// The terms themselves.
    pub fn read(&self) -> Result<Terms, StoreError> {
        text::json(&self.terms)
    }
}

/// A side's signature under one version.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = term_signatures)]
pub struct TermSignature {
    /// The version.
    pub terms_id: TermsId,
    /// The side.
    pub org_id: OrgId,
    /// Who signed.
    pub user_id: UserId,
    /// What was signed, by its hash.
    pub terms_sha256: String,
    /// When.
    pub signed_at: Timestamp,
}

/// Adds a version; the same number twice is a conflict.
pub fn terms_insert(tx: &mut WriteTx, org: &OrgId, row: &RoomTerms) -> Result<(), StoreError> {
    room_fetch(tx, org, &row.room_id)?;
    diesel::insert_into(room_terms::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The room's versions, newest first; none for a room that is not the organisation's.
pub fn terms_list(tx: &mut ReadTx, org: &OrgId, room: &RoomId) -> Result<Vec<RoomTerms>, StoreError> {
    room_fetch(tx, org, room)?;
    let rows = room_terms::table.filter(room_terms::room_id.eq(room)).order(room_terms::version.desc());
    Ok(rows.select(RoomTerms::as_select()).load(tx.conn())?)
}

/// The version that stands, if any was proposed.
pub fn terms_latest(tx: &mut ReadTx, org: &OrgId, room: &RoomId) -> Result<Option<RoomTerms>, StoreError> {
    room_fetch(tx, org, room)?;
    let rows = room_terms::table.filter(room_terms::room_id.eq(room)).order(room_terms::version.desc());
    Ok(rows.select(RoomTerms::as_select()).first(tx.conn()).optional()?)
}

/// One version of a room of the organisation.
pub fn terms_fetch(tx: &mut ReadTx, org: &OrgId, id: &TermsId) -> Result<RoomTerms, StoreError> {
    let row: RoomTerms = room_terms::table.find(id).select(RoomTerms::as_select()).first(tx.conn())?;
    room_fetch(tx, org, &row.room_id)?;
    Ok(row)
}

/// Adds a signature; a second one of the same side is a conflict.
pub fn signature_insert(tx: &mut WriteTx, row: &TermSignature) -> Result<(), StoreError> {
    terms_fetch(tx, &row.org_id, &row.terms_id)?;
    diesel::insert_into(term_signatures::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The signatures under a version.
pub fn signature_list(
    tx: &mut ReadTx,
    org: &OrgId,
    terms: &TermsId,
) -> Result<Vec<TermSignature>, StoreError> {
    terms_fetch(tx, org, terms)?;
    let rows = term_signatures::table.filter(term_signatures::terms_id.eq(terms));
    Ok(rows.select(TermSignature::as_select()).load(tx.conn())?)
}
