//! Sessions: who is behind a cookie.

use serde_json::json;

use crate::access::{Actor, ActorKind, Allowed, LinkToken, TokenHash, UseAccount};
use crate::clock::Timestamp;
use crate::ids::{OrgId, SessionId, UserId};
use crate::services::ServiceError;
use crate::services::audit::{self, Act, Author};
use crate::store::{self, MembershipStatus, Organisation, ReadTx, Session, User, WriteTx};

/// ASVS 7.1.1: a session ends after 30 minutes without use…
const IDLE_SECONDS: i64 = 30 * 60;
/// …and after 12 hours whatever happens.
const ABSOLUTE_SECONDS: i64 = 12 * 60 * 60;
/// `last_seen_at` is kept to the minute, so that reading pages does not write each time.
const SEEN_EVERY_SECONDS: i64 = 60;

/// A signed-in person with the organisation they look at.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who acts, as what.
    pub actor: Actor,
    /// The session, to end or change it.
    pub session: SessionId,
    /// The person's name.
    pub name: String,
    /// The organisation's name.
    pub org_name: String,
    /// Whether the organisation is sample data.
    pub sample: bool,
    /// The tag of the language that the person chose for pages and mail, if they did.
    pub language: Option<String>,
    /// The other organisations the person may look at.
    pub orgs: Vec<(OrgId, String)>,
    /// Whether the session's `last_seen_at` is due.
    pub touch_due: bool,
}

/// The account with this address, to check a password against outside any transaction.
pub fn sign_in_candidate(tx: &mut ReadTx, email: &str) -> Result<Option<User>, ServiceError> {
    Ok(store::user_find_by_email(tx, &email.trim().to_lowercase())?)
}

/// The account of somebody who has just proved who they are.
pub fn user_of(tx: &mut ReadTx, id: &UserId) -> Result<User, ServiceError> {
    Ok(store::user_fetch(tx, id)?)
}

/// The person and the organisation that the proof speaks for.
pub fn whoami(tx: &mut ReadTx, who: &Allowed<UseAccount>) -> Result<(User, Organisation), ServiceError> {
    Ok((store::user_fetch(tx, who.user())?, store::organisation_fetch(tx, who.org())?))
}

/// Starts a session for a person whose password was verified; always with a new token (security.md T4).
pub fn sign_in(tx: &mut WriteTx, user: &User, token: &TokenHash, now: Timestamp) -> Result<(), ServiceError> {
    if user.disabled_at.is_some() {
        return Err(ServiceError::refused("sign-in-wrong"));
    }
    store::session_purge(tx, now)?;
    let org = store::membership_list_of_user(tx, &user.id)?.into_iter().next().map(|(id, _)| id);
    let session = Session {
        id: SessionId::fresh(),
        token_hash: token.as_str().to_owned(),
        user_id: user.id.clone(),
        org_id: org.clone(),
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus_seconds(ABSOLUTE_SECONDS),
    };
    store::session_insert(tx, &session)?;
    let act =
        Act { action: "session.start", object_kind: "user", object_id: user.id.as_str(), detail: json!({}) };
    match org {
        Some(org) => audit::done_to(tx, Author::System("sign-in"), &org, &act, now)?,
        None => audit::done(tx, Author::System("sign-in"), &act, now)?,
    }
    Ok(())
}

/// Notes a wrong password. The log names the account, never the password or an unknown address.
pub fn sign_in_failed(tx: &mut WriteTx, user: Option<&User>, now: Timestamp) -> Result<(), ServiceError> {
    let id = user.map_or("unknown", |user| user.id.as_str());
    let org = match user {
        Some(user) => store::membership_list_of_user(tx, &user.id)?.into_iter().next().map(|(id, _)| id),
        None => None,
    };
    let act = Act { action: "session.start", object_kind: "user", object_id: id, detail: json!({}) };
    Ok(audit::turned_away(tx, org.as_ref(), &act, now)?)
}

/// The person behind a session token, if the session, the account and a membership are all good at `now`.
pub fn visitor(tx: &mut ReadTx, token: &TokenHash, now: Timestamp) -> Result<Option<Visitor>, ServiceError> {
    let Some(session) = store::session_find(tx, token)? else { return Ok(None) };
    let idle = session.last_seen_at.plus_seconds(IDLE_SECONDS) <= now;
    if idle || session.expires_at <= now || now < session.created_at {
        return Ok(None);
    }
    let user = store::user_fetch(tx, &session.user_id)?;
    if user.disabled_at.is_some() {
        return Ok(None);
    }
    let orgs = store::membership_list_of_user(tx, &user.id)?;
    let chosen = session.org_id.filter(|id| orgs.iter().any(|(org, _)| org == id));
    let Some(org_id) = chosen.or_else(|| orgs.first().map(|(id, _)| id.clone())) else { return Ok(None) };
    let Some(membership) = store::membership_find(tx, &org_id, &user.id)? else { return Ok(None) };
    if membership.status != MembershipStatus::Active {
        return Ok(None);
    }
    let org = store::organisation_fetch(tx, &org_id)?;
    let language = store::mail_choice_find(tx, &user.id)?.map(|choice| choice.language);
    Ok(Some(Visitor {
        actor: Actor::member(ActorKind::Person, user.id, org_id, membership.role),
        session: session.id,
        name: user.name,
        org_name: org.name,
        sample: org.sample,
        language,
        orgs,
        touch_due: session.last_seen_at.plus_seconds(SEEN_EVERY_SECONDS) <= now,
    }))
}

/// Notes that a session is in use.
pub fn session_seen(tx: &mut WriteTx, id: &SessionId, now: Timestamp) -> Result<(), ServiceError> {
    Ok(store::session_touch(tx, id, now)?)
}

/// Ends the session.
pub fn sign_out(
    tx: &mut WriteTx,
    who: &Allowed<UseAccount>,
    session: &SessionId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    store::session_delete(tx, session)?;
    let id = who.user().as_str();
    let act = Act { action: "session.end", object_kind: "user", object_id: id, detail: json!({}) };
    Ok(audit::done(tx, who, &act, now)?)
}

/// Looks at another of the person's organisations from now on.
pub fn switch_organisation(
    tx: &mut WriteTx,
    who: &Allowed<UseAccount>,
    session: &SessionId,
    org: &OrgId,
) -> Result<(), ServiceError> {
    let membership = store::membership_find(tx, org, who.user())?.ok_or(ServiceError::NotFound)?;
    if membership.status != MembershipStatus::Active {
        return Err(ServiceError::NotFound);
    }
    Ok(store::session_set_org(tx, session, org)?)
}

/// A fresh session token and what the database keeps of it.
pub fn session_token() -> Result<LinkToken, ServiceError> {
    Ok(LinkToken::fresh("")?)
}
