//! The people of an organisation.

use serde_json::json;

use super::PasswordHash;
use crate::access::{Allowed, ChangeAccount, ManagePeople, Role};
use crate::clock::Timestamp;
use crate::ids::{MembershipId, SessionId};
use crate::services::ServiceError;
use crate::services::audit::{self, Act};
use crate::store::{self, Invitation, Member, MembershipStatus, ReadTx, User, WriteTx};

/// The members and the open invitations.
pub fn people(
    tx: &mut ReadTx,
    who: &Allowed<ManagePeople>,
    now: Timestamp,
) -> Result<(Vec<Member>, Vec<Invitation>), ServiceError> {
    Ok((store::member_list(tx, who.org())?, store::invitation_list_open(tx, who.org(), now)?))
}

/// Changes a member's role or status. An organisation never loses its last active owner.
pub fn member_update(
    tx: &mut WriteTx,
    who: &Allowed<ManagePeople>,
    id: &MembershipId,
    change: (Role, MembershipStatus),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (role, status) = change;
    let members = store::member_list(tx, who.org())?;
    let target = members.iter().map(|m| &m.membership).find(|m| &m.id == id).ok_or(ServiceError::NotFound)?;
    let is_owner = |role, status| role == Role::Owner && status == MembershipStatus::Active;
    let others = members.iter().map(|m| &m.membership).filter(|m| &m.id != id);
    if !is_owner(role, status) && !others.clone().any(|m| is_owner(m.role, m.status)) {
        return Err(ServiceError::conflict("conflict-last-owner"));
    }
    store::membership_update(tx, who.org(), id, role, status)?;
    if status == MembershipStatus::Suspended {
        store::session_delete_of_user(tx, &target.user_id, None)?;
    }
    let detail = json!({ "role": role.as_str(), "status": status.as_str() });
    let act = Act { action: "member.change", object_kind: "membership", object_id: id.as_str(), detail };
    Ok(audit::done(tx, who, &act, now)?)
}

/// The person's own account.
pub fn own_account(tx: &mut ReadTx, who: &Allowed<ChangeAccount>) -> Result<User, ServiceError> {
    Ok(store::user_fetch(tx, who.user())?)
}

/// Gives the person another password and ends their other sessions (ASVS 7.4.3). The caller has verified the present
/// password and checked the new one.
pub fn password_change(
    tx: &mut WriteTx,
    who: &Allowed<ChangeAccount>,
    hash: &PasswordHash,
    keep: &SessionId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    store::user_set_password(tx, who.user(), hash.as_str())?;
    store::session_delete_of_user(tx, who.user(), Some(keep))?;
    let id = who.user().as_str();
    let act = Act { action: "password.change", object_kind: "user", object_id: id, detail: json!({}) };
    Ok(audit::done(tx, who, &act, now)?)
}

/// Gives the organisation another name.
pub fn organisation_rename(
    tx: &mut WriteTx,
    who: &Allowed<ManagePeople>,
    name: &str,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 120 {
        return Err(ServiceError::field("name", "fault-organisation-name"));
    }
    store::organisation_rename(tx, who.org(), name)?;
    let detail = json!({ "name": name });
    let id = who.org().as_str();
    let act = Act { action: "organisation.rename", object_kind: "organisation", object_id: id, detail };
    Ok(audit::done(tx, who, &act, now)?)
}
