//! Invitations: by link, single use, bound to an address where one is given (security.md T6).

use serde_json::json;

use super::PasswordHash;
use super::setup::organisation_start;
use crate::access::{Allowed, LinkToken, ManagePartners, ManagePeople, Role, TokenHash, check_new_password};
use crate::clock::Timestamp;
use crate::ids::{InvitationId, MembershipId, OrgId, PartnerId, UserId};
use crate::services::audit::{self, Act, Author};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, Invitation, Membership, MembershipStatus, ReadTx, User, WriteTx};

/// ASVS and security.md T6: an invitation works for at most seven days.
const INVITATION_DAYS: i64 = 7;

/// What an open invitation offers, to be shown before it is accepted. Looking never uses it up.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The invitation.
    pub invitation: Invitation,
    /// Who invites; none for the first set-up.
    pub org_name: Option<String>,
    /// The partner's name as the inviter wrote it, for an invitation to start an organisation.
    pub partner_name: Option<String>,
    /// Whether an account with the bound address exists already, which then only signs in to accept.
    pub has_account: bool,
}

/// A person who is about to have an account.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// The person's name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
}

/// Checks the fields of a new account, all of them at once.
pub fn check_person(person: &NewPerson, password: &str) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let name = person.name.trim();
    if name.is_empty() || name.chars().count() > 120 {
        faults.push(FieldFault::new("name", "fault-name"));
    }
    if !looks_like_address(&person.email) {
        faults.push(FieldFault::new("email", "fault-email"));
    }
    if let Err(fault) = check_new_password(password, &[name, &person.email]) {
        faults.push(FieldFault::new("password", password_words(fault)));
    }
    faults
}

/// The catalogue's sentence for a password that cannot be taken.
pub(super) fn password_words(fault: crate::access::PasswordFault) -> &'static str {
    use crate::access::PasswordFault::{Known, TooLong, TooShort, TooSimple};
    match fault {
        TooShort => "fault-password-short",
        TooLong => "fault-password-long",
        TooSimple => "fault-password-simple",
        Known => "fault-password-known",
    }
}

/// Whether the text can be an e-mail address; only a message to it would prove that it is one.
pub fn looks_like_address(text: &str) -> bool {
    let text = text.trim();
    let parts = text.rsplit_once('@');
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control() || ",;<>\"".contains(c));
    plain
        && text.len() <= 254
        && parts.is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
}

/// Invites a person to the organisation in a role; the token goes into the link.
pub fn invite_member(
    tx: &mut WriteTx,
    who: &Allowed<ManagePeople>,
    invitee: (&str, Role),
    token: &LinkToken,
    now: Timestamp,
) -> Result<InvitationId, ServiceError> {
    let (email, role) = (invitee.0.trim().to_lowercase(), invitee.1);
    if !looks_like_address(&email) {
        return Err(ServiceError::field("email", "fault-email"));
    }
    if let Some(user) = store::user_find_by_email(tx, &email)?
        && store::membership_find(tx, who.org(), &user.id)?.is_some()
    {
        return Err(ServiceError::field("email", "fault-already-member"));
    }
    let row =
        Invitation { email: Some(email), ..invitation("member", (who.org(), who.user()), role, token, now) };
    insert(tx, Author::from(who), &row, now)
}

/// Invites a partner's people: whoever accepts starts an organisation that is linked to the partner.
pub fn invite_partner(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    partner: &PartnerId,
    token: &LinkToken,
    now: Timestamp,
) -> Result<InvitationId, ServiceError> {
    let row = store::partner_fetch(tx, who.org(), partner)?;
    if row.linked_org_id.is_some() {
        return Err(ServiceError::conflict("conflict-partner-linked"));
    }
    let blank = invitation("partner", (who.org(), who.user()), Role::Owner, token, now);
    insert(tx, Author::from(who), &Invitation { partner_id: Some(row.id), ..blank }, now)
}

/// An open invitation by a member of an organisation.
fn invitation(
    kind: &str,
    by: (&OrgId, &UserId),
    role: Role,
    token: &LinkToken,
    now: Timestamp,
) -> Invitation {
    let (org, user) = by;
    Invitation {
        id: InvitationId::fresh(),
        token_hash: token.hash().as_str().to_owned(),
        kind: kind.to_owned(),
        org_id: Some(org.clone()),
        partner_id: None,
        email: None,
        role: role.as_str().to_owned(),
        created_by: Some(user.clone()),
        created_at: now,
        expires_at: now.plus_days(INVITATION_DAYS),
        used_at: None,
        revoked_at: None,
    }
}

fn insert(
    tx: &mut WriteTx,
    author: Author,
    row: &Invitation,
    now: Timestamp,
) -> Result<InvitationId, ServiceError> {
    store::invitation_insert(tx, row)?;
    let detail = json!({ "kind": row.kind, "role": row.role });
    let act = Act { action: "invitation.add", object_kind: "invitation", object_id: row.id.as_str(), detail };
    audit::done(tx, author, &act, now)?;
    Ok(row.id.clone())
}

/// Withdraws an open invitation.
pub fn invitation_revoke(
    tx: &mut WriteTx,
    who: &Allowed<ManagePeople>,
    id: &InvitationId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    store::invitation_revoke(tx, who.org(), id, now)?;
    let act = Act {
        action: "invitation.revoke",
        object_kind: "invitation",
        object_id: id.as_str(),
        detail: json!({}),
    };
    Ok(audit::done(tx, who, &act, now)?)
}

/// What the link offers, if it can still be used.
pub fn offer(tx: &mut ReadTx, token: &TokenHash, now: Timestamp) -> Result<Offer, ServiceError> {
    let invitation = open_invitation(tx, token, now)?;
    let org_name = match &invitation.org_id {
        Some(org) => Some(store::organisation_fetch(tx, org)?.name),
        None => None,
    };
    let partner_name = match (&invitation.org_id, &invitation.partner_id) {
        (Some(org), Some(partner)) => Some(store::partner_fetch(tx, org, partner)?.name),
        _ => None,
    };
    let has_account = match &invitation.email {
        Some(email) => store::user_find_by_email(tx, email)?.is_some(),
        None => false,
    };
    Ok(Offer { invitation, org_name, partner_name, has_account })
}

fn open_invitation(tx: &mut ReadTx, token: &TokenHash, now: Timestamp) -> Result<Invitation, ServiceError> {
    let found = store::invitation_find(tx, token)?.ok_or(ServiceError::NotFound)?;
    let gone = |id| Err(ServiceError::Gone(Message::new(id)));
    if found.used_at.is_some() {
        return gone("gone-invitation-used");
    }
    if found.revoked_at.is_some() {
        return gone("gone-invitation-revoked");
    }
    if found.expires_at <= now {
        return gone("gone-invitation-expired");
    }
    Ok(found)
}

/// What somebody who accepts an invitation brings along.
pub struct Acceptance {
    /// The person.
    pub person: NewPerson,
    /// The hash of the password: of a new account, checked before.
    pub password: PasswordHash,
    /// The name of the organisation to start, for a set-up or a partner's invitation.
    pub org_name: String,
    /// The account that accepts, if the person is signed in or has just proved their password.
    pub existing: Option<UserId>,
}

/// Accepts an invitation, once: of parallel calls exactly one succeeds, for the row is marked inside the transaction.
pub fn accept(
    tx: &mut WriteTx,
    token: &TokenHash,
    acceptance: &Acceptance,
    now: Timestamp,
) -> Result<(OrgId, UserId), ServiceError> {
    let found = open_invitation(tx, token, now)?;
    let person = NewPerson {
        name: acceptance.person.name.trim().to_owned(),
        email: found.email.clone().unwrap_or_else(|| acceptance.person.email.trim().to_lowercase()),
    };
    store::invitation_use(tx, &found.id, now)?;
    match (found.kind.as_str(), &found.org_id) {
        ("member", Some(org)) => accept_as_member(tx, org, &found, acceptance, now),
        ("partner", Some(org)) => accept_as_partner(tx, (org, &found), &person, acceptance, now),
        ("setup", _) if store::organisation_count(tx)? == 0 => {
            organisation_start(tx, &acceptance.org_name, (&person, &acceptance.password), false, now)
        }
        _ => Err(ServiceError::Gone(Message::new("gone-invitation-used"))),
    }
}

fn accept_as_member(
    tx: &mut WriteTx,
    org: &OrgId,
    found: &Invitation,
    acceptance: &Acceptance,
    now: Timestamp,
) -> Result<(OrgId, UserId), ServiceError> {
    let role = found.role.parse().unwrap_or(Role::Leader);
    let email = found.email.clone().unwrap_or_default();
    let person = NewPerson { name: acceptance.person.name.trim().to_owned(), email };
    let user = match &acceptance.existing {
        Some(user) => {
            if store::user_fetch(tx, user)?.email != person.email {
                return Err(ServiceError::NotFound);
            }
            add_membership(tx, org, user, role, now)?;
            user.clone()
        }
        None => join(tx, org, (&person, &acceptance.password), role, now)?,
    };
    Ok((org.clone(), user))
}

fn accept_as_partner(
    tx: &mut WriteTx,
    invitation: (&OrgId, &Invitation),
    person: &NewPerson,
    acceptance: &Acceptance,
    now: Timestamp,
) -> Result<(OrgId, UserId), ServiceError> {
    let (inviter, found) = invitation;
    let partner = found.partner_id.as_ref().ok_or(ServiceError::NotFound)?;
    if store::partner_fetch(tx, inviter, partner)?.linked_org_id.is_some() {
        return Err(ServiceError::conflict("conflict-partner-linked"));
    }
    let (org, user) =
        organisation_start(tx, &acceptance.org_name, (person, &acceptance.password), false, now)?;
    store::partner_link(tx, inviter, partner, &org)?;
    let detail = json!({ "organisation": org.as_str() });
    let act = Act { action: "partner.link", object_kind: "partner", object_id: partner.as_str(), detail };
    audit::done_to(tx, Author::System("invitation accepted"), inviter, &act, now)?;
    Ok((org, user))
}

/// Makes an account and its membership.
pub(super) fn join(
    tx: &mut WriteTx,
    org: &OrgId,
    person: (&NewPerson, &PasswordHash),
    role: Role,
    now: Timestamp,
) -> Result<UserId, ServiceError> {
    let user = User {
        id: UserId::fresh(),
        email: person.0.email.trim().to_lowercase(),
        name: person.0.name.trim().to_owned(),
        password_hash: person.1.as_str().to_owned(),
        created_at: now,
        disabled_at: None,
    };
    if store::user_find_by_email(tx, &user.email)?.is_some() {
        return Err(ServiceError::field("email", "fault-email-taken"));
    }
    store::user_insert(tx, &user)?;
    add_membership(tx, org, &user.id, role, now)?;
    Ok(user.id)
}

fn add_membership(
    tx: &mut WriteTx,
    org: &OrgId,
    user: &UserId,
    role: Role,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = Membership {
        id: MembershipId::fresh(),
        org_id: org.clone(),
        user_id: user.clone(),
        role,
        status: MembershipStatus::Active,
        created_at: now,
    };
    if store::membership_find(tx, org, user)?.is_some() {
        return Err(ServiceError::conflict("fault-already-member"));
    }
    store::membership_insert(tx, &row)?;
    let detail = json!({ "user": user.as_str(), "role": role.as_str() });
    let act = Act { action: "member.join", object_kind: "membership", object_id: row.id.as_str(), detail };
    Ok(audit::done_to(tx, Author::System("member joined"), org, &act, now)?)
}
