//! Who belongs to which organisation, as what.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::{memberships, organisations, users};
use super::text;
use crate::access::Role;
use crate::clock::Timestamp;
use crate::ids::{MembershipId, OrgId, UserId};

/// Whether a membership counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MembershipStatus {
    /// It counts.
    Active,
    /// It is kept, and grants nothing.
    Suspended,
}

impl MembershipStatus {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }
}

/// A user's place in an organisation.
#[derive(Debug, Clone)]
pub struct Membership {
    /// Its id.
    pub id: MembershipId,
    /// The organisation.
    pub org_id: OrgId,
    /// The person.
    pub user_id: UserId,
    /// What the person is there.
    pub role: Role,
    /// Whether it counts.
    pub status: MembershipStatus,
    /// Since when.
    pub created_at: Timestamp,
}

/// A member as the list of people shows them.
#[derive(Debug, Clone)]
pub struct Member {
    /// The membership.
    pub membership: Membership,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
}

type Row = (MembershipId, OrgId, UserId, String, String, Timestamp);

fn membership(row: Row) -> Result<Membership, StoreError> {
    let (id, org_id, user_id, role, status, created_at) = row;
    let status = if status == "active" { MembershipStatus::Active } else { MembershipStatus::Suspended };
    Ok(Membership { id, org_id, user_id, role: text::role(&role)?, status, created_at })
}

/// Adds a membership; a second one of the same person is a conflict.
pub fn membership_insert(tx: &mut WriteTx, row: &Membership) -> Result<(), StoreError> {
    diesel::insert_into(memberships::table)
        .values((
            memberships::id.eq(&row.id),
            memberships::org_id.eq(&row.org_id),
            memberships::user_id.eq(&row.user_id),
            memberships::role.eq(row.role.as_str()),
            memberships::status.eq(row.status.as_str()),
            memberships::created_at.eq(row.created_at),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// The person's membership of the organisation, whatever its status.
pub fn membership_find(
    tx: &mut ReadTx,
    org: &OrgId,
    user: &UserId,
) -> Result<Option<Membership>, StoreError> {
    let rows = memberships::table.filter(memberships::org_id.eq(org)).filter(memberships::user_id.eq(user));
    rows.first::<Row>(tx.conn()).optional()?.map(membership).transpose()
}

/// The organisations in which the person is active, by name.
pub fn membership_list_of_user(tx: &mut ReadTx, user: &UserId) -> Result<Vec<(OrgId, String)>, StoreError> {
    let rows = memberships::table
        .inner_join(organisations::table.on(organisations::id.eq(memberships::org_id)))
        .filter(memberships::user_id.eq(user))
        .filter(memberships::status.eq("active"))
        .order(organisations::name)
        .select((organisations::id, organisations::name));
    Ok(rows.load(tx.conn())?)
}

/// All members of the organisation, by name.
pub fn member_list(tx: &mut ReadTx, org: &OrgId) -> Result<Vec<Member>, StoreError> {
    let rows = memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .filter(memberships::org_id.eq(org))
        .order(users::name)
        .select((memberships::all_columns, users::name, users::email))
        .load::<(Row, String, String)>(tx.conn())?;
    let member = |(row, name, email)| Ok(Member { membership: membership(row)?, name, email });
    rows.into_iter().map(member).collect()
}

/// Changes a member's role and status.
pub fn membership_update(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &MembershipId,
    role: Role,
    status: MembershipStatus,
) -> Result<(), StoreError> {
    let row = memberships::table.filter(memberships::org_id.eq(org)).filter(memberships::id.eq(id));
    let set = (memberships::role.eq(role.as_str()), memberships::status.eq(status.as_str()));
    one(diesel::update(row).set(set).execute(tx.conn())?)
}
