//! Organisations: the tenants.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::organisations;
use crate::clock::Timestamp;
use crate::ids::OrgId;

/// A tenant.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = organisations)]
pub struct Organisation {
    /// Its id.
    pub id: OrgId,
    /// Its name, as people read it.
    pub name: String,
    /// Whether it is sample data, which every page then says.
    pub sample: bool,
    /// When it joined.
    pub created_at: Timestamp,
}

/// How many organisations there are; none means that the first run has not been finished.
pub fn organisation_count(tx: &mut ReadTx) -> Result<i64, StoreError> {
    Ok(organisations::table.count().get_result(tx.conn())?)
}

/// How many organisations of this server are sample data.
pub fn organisation_count_samples(tx: &mut ReadTx) -> Result<i64, StoreError> {
    Ok(organisations::table.filter(organisations::sample.eq(true)).count().get_result(tx.conn())?)
}

/// Every organisation, oldest first.
pub fn organisation_list(tx: &mut ReadTx) -> Result<Vec<Organisation>, StoreError> {
    let rows = organisations::table.order(organisations::created_at).select(Organisation::as_select());
    Ok(rows.load(tx.conn())?)
}

/// Adds an organisation.
pub fn organisation_insert(tx: &mut WriteTx, row: &Organisation) -> Result<(), StoreError> {
    diesel::insert_into(organisations::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The organisation.
pub fn organisation_fetch(tx: &mut ReadTx, id: &OrgId) -> Result<Organisation, StoreError> {
    let row = organisations::table.find(id).select(Organisation::as_select());
    Ok(row.first(tx.conn())?)
}

/// Gives the organisation another name.
pub fn organisation_rename(tx: &mut WriteTx, id: &OrgId, name: &str) -> Result<(), StoreError> {
    let row = diesel::update(organisations::table.find(id)).set(organisations::name.eq(name));
    one(row.execute(tx.conn())?)
}

/// Exactly one row was meant.
pub(super) fn one(rows: usize) -> Result<(), StoreError> {
    if rows == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}
