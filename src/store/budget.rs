//! What each pair of organisations has spent of its privacy budget.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::schema::budgets;
use crate::ids::OrgId;
use crate::rooms::budget::{Budget, OrgPair};

/// What `org` and `other` have spent so far.
pub fn budget_fetch(tx: &mut ReadTx, org: &OrgId, other: &OrgId) -> Result<Budget, StoreError> {
    let pair = OrgPair::of(org, other);
    let row = budgets::table
        .find((pair.low(), pair.high()))
        .select((budgets::epsilon_micro_spent, budgets::releases))
        .first::<(i64, i64)>(tx.conn())
        .optional()?;
    let (epsilon, releases) = row.unwrap_or_default();
    let damaged = |_| StoreError::Other("a budget is out of range".to_owned());
    Ok(Budget {
        epsilon_micro: u64::try_from(epsilon).map_err(damaged)?,
        releases: u32::try_from(releases).map_err(damaged)?,
    })
}

/// Writes what `org` and `other` have spent.
pub fn budget_save(tx: &mut WriteTx, org: &OrgId, other: &OrgId, budget: &Budget) -> Result<(), StoreError> {
    let pair = OrgPair::of(org, other);
    let large = |_| StoreError::Other("a budget is out of range".to_owned());
    let values = (
        budgets::epsilon_micro_spent.eq(i64::try_from(budget.epsilon_micro).map_err(large)?),
        budgets::releases.eq(i64::from(budget.releases)),
    );
    let row = budgets::table.find((pair.low(), pair.high()));
    if diesel::update(row).set(values).execute(tx.conn())? == 0 {
        let key = (budgets::low_org_id.eq(pair.low()), budgets::high_org_id.eq(pair.high()));
        let row = (key.0, key.1, values.0, values.1);
        let added = diesel::insert_into(budgets::table).values(row).execute(tx.conn());
        added.map_err(|e| StoreError::from(e).lost_race())?;
    }
    Ok(())
}
