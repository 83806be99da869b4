//! API tokens: shown once, kept as a hash, with a scope and an end (security.md T15).

use serde_json::json;

use crate::access::{Actor, ActorKind, Allowed, ChangeAccount, LinkToken, TokenHash};
use crate::clock::Timestamp;
use crate::ids::ApiTokenId;
use crate::services::ServiceError;
use crate::services::audit::{self, Act};
use crate::store::{self, ApiToken, MembershipStatus, ReadTx, WriteTx};

/// What every API token begins with, so that scanners of code and logs can find one that leaked.
pub const API_TOKEN_PREFIX: &str = "ent_";
/// `last_used_at` is kept to the hour.
const USED_EVERY_SECONDS: i64 = 3600;

/// What a new token may do, and for how long.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// What the person calls it.
    pub name: String,
    /// Whether it may change things.
    pub writes: bool,
    /// Days until it ends, 1 to 365.
    pub days: i64,
}

/// A fresh token, to be shown once.
pub fn api_token() -> Result<LinkToken, ServiceError> {
    Ok(LinkToken::fresh(API_TOKEN_PREFIX)?)
}

/// Adds a token of the person.
pub fn api_token_add(
    tx: &mut WriteTx,
    who: &Allowed<ChangeAccount>,
    new: &NewApiToken,
    token: &LinkToken,
    now: Timestamp,
) -> Result<ApiTokenId, ServiceError> {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(ServiceError::field("name", "fault-token-name"));
    }
    if !(1..=365).contains(&new.days) {
        return Err(ServiceError::field("days", "fault-token-days"));
    }
    let row = ApiToken {
        id: ApiTokenId::fresh(),
        token_hash: token.hash().as_str().to_owned(),
        org_id: who.org().clone(),
        user_id: who.user().clone(),
        name: name.to_owned(),
        scope: if new.writes { "write" } else { "read" }.to_owned(),
        created_at: now,
        expires_at: now.plus_days(new.days),
        last_used_at: None,
        revoked_at: None,
    };
    store::api_token_insert(tx, &row)?;
    let detail = json!({ "scope": row.scope, "expires_at": row.expires_at });
    let act = Act { action: "api_token.add", object_kind: "api_token", object_id: row.id.as_str(), detail };
    audit::done(tx, who, &act, now)?;
    Ok(row.id)
}

/// The person's tokens.
pub fn api_token_list(tx: &mut ReadTx, who: &Allowed<ChangeAccount>) -> Result<Vec<ApiToken>, ServiceError> {
    Ok(store::api_token_list(tx, who.org(), who.user())?)
}

/// Withdraws a token at once.
pub fn api_token_revoke(
    tx: &mut WriteTx,
    who: &Allowed<ChangeAccount>,
    id: &ApiTokenId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    store::api_token_revoke(tx, who.org(), who.user(), id, now)?;
    let act = Act {
        action: "api_token.revoke",
        object_kind: "api_token",
        object_id: id.as_str(),
        detail: json!({}),
    };
    Ok(audit::done(tx, who, &act, now)?)
}

/// The actor behind a bearer token, and whether its `last_used_at` is due; nothing if the token, the account or the
/// membership is not good at `now`.
pub fn bearer(
    tx: &mut ReadTx,
    token: &TokenHash,
    now: Timestamp,
) -> Result<Option<(Actor, bool)>, ServiceError> {
    let Some(row) = store::api_token_find(tx, token)? else { return Ok(None) };
    if row.revoked_at.is_some() || row.expires_at <= now || now < row.created_at {
        return Ok(None);
    }
    let user = store::user_fetch(tx, &row.user_id)?;
    let membership = store::membership_find(tx, &row.org_id, &row.user_id)?;
    let active = membership.filter(|m| m.status == MembershipStatus::Active && user.disabled_at.is_none());
    let due = row.last_used_at.is_none_or(|at| at.plus_seconds(USED_EVERY_SECONDS) <= now);
    let kind = ActorKind::Token { id: row.id, writes: row.scope == "write" };
    Ok(active.map(|m| (Actor::member(kind, row.user_id, row.org_id, m.role), due)))
}

/// Notes that a token was used.
pub fn api_token_used(tx: &mut WriteTx, id: &ApiTokenId, now: Timestamp) -> Result<(), ServiceError> {
    Ok(store::api_token_touch(tx, id, now)?)
}
