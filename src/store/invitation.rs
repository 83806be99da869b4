//! Invitation links: the first set-up, a new member, or a partner's people.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::invitations;
use crate::access::TokenHash;
use crate::clock::Timestamp;
use crate::ids::{InvitationId, OrgId, PartnerId, UserId};

/// An invitation, as kept. `kind` is `setup`, `member` or `partner`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// SHA-256 of the link's token.
    pub token_hash: String,
    /// `setup`, `member` or `partner`.
    pub kind: String,
    /// The organisation that invites; none for the set-up.
    pub org_id: Option<OrgId>,
    /// The partner whose people are invited, for the kind `partner`.
    pub partner_id: Option<PartnerId>,
    /// The address it is bound to, if any.
    pub email: Option<String>,
    /// The role it grants.
    pub role: String,
    /// Who invited.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// Until when it may be used.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
}

/// Adds an invitation.
pub fn invitation_insert(tx: &mut WriteTx, row: &Invitation) -> Result<(), StoreError> {
    diesel::insert_into(invitations::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The invitation of a presented token, whatever its state.
pub fn invitation_find(tx: &mut ReadTx, token: &TokenHash) -> Result<Option<Invitation>, StoreError> {
    let row = invitations::table.filter(invitations::token_hash.eq(token.as_str()));
    Ok(row.select(Invitation::as_select()).first(tx.conn()).optional()?)
}

/// Marks an open invitation as used; one that is used, withdrawn or gone is not found.
pub fn invitation_use(tx: &mut WriteTx, id: &InvitationId, at: Timestamp) -> Result<(), StoreError> {
    let open = invitations::table
        .find(id)
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null());
    one(diesel::update(open).set(invitations::used_at.eq(at)).execute(tx.conn())?)
}

/// Withdraws an open invitation of the organisation.
pub fn invitation_revoke(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &InvitationId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let open = invitations::table
        .find(id)
        .filter(invitations::org_id.eq(org))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null());
    one(diesel::update(open).set(invitations::revoked_at.eq(at)).execute(tx.conn())?)
}

/// Withdraws every open set-up link; a new one replaces them.
pub fn invitation_revoke_setup(tx: &mut WriteTx, at: Timestamp) -> Result<(), StoreError> {
    let open = invitations::table
        .filter(invitations::kind.eq("setup"))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null());
    diesel::update(open).set(invitations::revoked_at.eq(at)).execute(tx.conn())?;
    Ok(())
}

/// Invitations of the organisation that can still be used at `now`, newest first.
pub fn invitation_list_open(
    tx: &mut ReadTx,
    org: &OrgId,
    now: Timestamp,
) -> Result<Vec<Invitation>, StoreError> {
    let open = invitations::table
        .filter(invitations::org_id.eq(org))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .order(invitations::created_at.desc());
    Ok(open.select(Invitation::as_select()).load(tx.conn())?)
}
