//! Names that a person says are the same company's.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::company_names;
use crate::clock::Timestamp;
use crate::ids::{OrgId, UserId};

/// That a name counts as another.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = company_names)]
pub struct CompanyName {
    /// Whose opinion it is.
    pub org_id: OrgId,
    /// The name, as it is matched.
    pub name_key: String,
    /// The name that it counts as.
    pub same_as: String,
    /// Who said so.
    pub merged_by: UserId,
    /// When.
    pub merged_at: Timestamp,
}

/// Adds one; a second one for the same name is a conflict.
pub fn company_name_insert(tx: &mut WriteTx, row: &CompanyName) -> Result<(), StoreError> {
    diesel::insert_into(company_names::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Every one of the organisation.
pub fn company_name_list(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<CompanyName>, StoreError> {
    let rows = company_names::table.filter(company_names::org_id.eq(org)).order(company_names::name_key);
    Ok(rows.select(CompanyName::as_select()).load(tx.conn())?)
}

/// Takes one back.
pub fn company_name_delete(tx: &mut WriteTx, org: &OrgId, name_key: &str) -> Result<(), StoreError> {
    let row = company_names::table.find((org, name_key));
    one(diesel::delete(row).execute(tx.conn())?)
}
