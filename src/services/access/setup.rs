//! The first run: a one-time link, the first organisation and its owner. There is no default account.

use serde_json::json;

use super::PasswordHash;
use super::invitation::{NewPerson, join};
use crate::access::{LinkToken, Role};
use crate::clock::Timestamp;
use crate::ids::{InvitationId, OrgId, UserId};
use crate::services::ServiceError;
use crate::services::audit::{self, Act, Author};
use crate::store::{self, Invitation, Organisation, WriteTx};

/// How long a set-up link works.
const SETUP_HOURS: i64 = 24;

/// A set-up link's token, if no organisation exists yet; an earlier link stops working.
pub fn setup_link(tx: &mut WriteTx, token: &LinkToken, now: Timestamp) -> Result<bool, ServiceError> {
    if store::organisation_count(tx)? > 0 {
        return Ok(false);
    }
    store::invitation_revoke_setup(tx, now)?;
    let row = Invitation {
        id: InvitationId::fresh(),
        token_hash: token.hash().as_str().to_owned(),
        kind: "setup".to_owned(),
        org_id: None,
        partner_id: None,
        email: None,
        role: Role::Owner.as_str().to_owned(),
        created_by: None,
        created_at: now,
        expires_at: now.plus_seconds(SETUP_HOURS * 3600),
        used_at: None,
        revoked_at: None,
    };
    store::invitation_insert(tx, &row)?;
    Ok(true)
}

/// Makes an organisation with its first owner; what the set-up link, a partner's invitation and the command line share.
pub fn organisation_start(
    tx: &mut WriteTx,
    name: &str,
    owner: (&NewPerson, &PasswordHash),
    sample: bool,
    now: Timestamp,
) -> Result<(OrgId, UserId), ServiceError> {
    let org = Organisation { id: OrgId::fresh(), name: name.trim().to_owned(), sample, created_at: now };
    store::organisation_insert(tx, &org)?;
    let user = join(tx, &org.id, owner, Role::Owner, now)?;
    let detail = json!({ "name": org.name });
    let act =
        Act { action: "organisation.start", object_kind: "organisation", object_id: org.id.as_str(), detail };
    audit::done_to(tx, Author::System("organisation start"), &org.id, &act, now)?;
    Ok((org.id, user))
}
