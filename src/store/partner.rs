//! Partners: one organisation's records of other companies.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::partners;
use crate::clock::Timestamp;
use crate::ids::{OrgId, PartnerId, UserId};

/// A partner.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = partners)]
pub struct Partner {
    /// Its id.
    pub id: PartnerId,
    /// Whose record it is.
    pub org_id: OrgId,
    /// The company's name; unique within the organisation.
    pub name: String,
    /// Its web address, or empty.
    pub website: String,
    /// The person to talk to, or empty.
    pub contact_name: String,
    /// That person's address, or empty.
    pub contact_email: String,
    /// Free text.
    pub notes: String,
    /// The company's own organisation on this server, once its people have joined.
    pub linked_org_id: Option<OrgId>,
    /// Who added it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When it was archived, if it was.
    pub archived_at: Option<Timestamp>,
}

/// Adds a partner; a second one of the same name is a conflict.
pub fn partner_insert(tx: &mut WriteTx, row: &Partner) -> Result<(), StoreError> {
    diesel::insert_into(partners::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The partner, if it is the organisation's.
pub fn partner_fetch(tx: &mut ReadTx, org: &OrgId, id: &PartnerId) -> Result<Partner, StoreError> {
    let row = partners::table.find(id).filter(partners::org_id.eq(org));
    Ok(row.select(Partner::as_select()).first(tx.conn())?)
}

/// Links the partner to its own organisation on this server.
pub fn partner_link(tx: &mut WriteTx, org: &OrgId, id: &PartnerId, linked: &OrgId) -> Result<(), StoreError> {
    let row = partners::table.find(id).filter(partners::org_id.eq(org));
    one(diesel::update(row).set(partners::linked_org_id.eq(linked)).execute(tx.conn())?)
}

/// Every partner of the organisation by name, archived ones included.
pub fn partner_list(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<Partner>, StoreError> {
    let rows = partners::table.filter(partners::org_id.eq(org)).order(partners::name);
    Ok(rows.select(Partner::as_select()).load(tx.conn())?)
}

/// The organisation's record of another organisation of this server, if it has one that is not archived.
pub fn partner_find_linked(
    tx: &mut ReadTx,
    org: &OrgId,
    linked: &OrgId,
) -> Result<Option<Partner>, StoreError> {
    let rows = partners::table
        .filter(partners::org_id.eq(org))
        .filter(partners::linked_org_id.eq(linked))
        .filter(partners::archived_at.is_null())
        .order(partners::created_at.desc());
    Ok(rows.select(Partner::as_select()).first(tx.conn()).optional()?)
}

/// Keeps the partner's name, address, contact and notes; another one of the same name is a conflict.
pub fn partner_update(tx: &mut WriteTx, row: &Partner) -> Result<(), StoreError> {
    let stored = partners::table.find(&row.id).filter(partners::org_id.eq(&row.org_id));
    let set = (
        partners::name.eq(&row.name),
        partners::website.eq(&row.website),
        partners::contact_name.eq(&row.contact_name),
        partners::contact_email.eq(&row.contact_email),
        partners::notes.eq(&row.notes),
    );
    one(diesel::update(stored).set(set).execute(tx.conn())?)
}

/// Archives the partner, or brings it back.
pub fn partner_archive(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &PartnerId,
    at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let row = partners::table.find(id).filter(partners::org_id.eq(org));
    one(diesel::update(row).set(partners::archived_at.eq(at)).execute(tx.conn())?)
}
