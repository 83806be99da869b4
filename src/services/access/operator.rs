//! What the operator does from the server's own machine, without an account of their own.

use serde_json::json;

use super::PasswordHash;
use crate::access::Role;
use crate::clock::Timestamp;
use crate::ids::UserId;
use crate::services::ServiceError;
use crate::services::audit::{self, Act, Author};
use crate::store::{self, ReadTx, WriteTx};

/// A line of the operator's list: an account in one organisation.
#[derive(Debug, Clone)]
pub struct OperatorPerson {
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The organisation, if the account has one.
    pub organisation: Option<String>,
    /// The role there.
    pub role: Option<Role>,
    /// Whether the account is switched off.
    pub disabled: bool,
}

/// Every account, once for each organisation.
pub fn operator_people(tx: &mut ReadTx) -> Result<Vec<OperatorPerson>, ServiceError> {
    let mut people = Vec::new();
    for user in store::user_list(tx)? {
        let line = OperatorPerson {
            email: user.email,
            name: user.name,
            organisation: None,
            role: None,
            disabled: user.disabled_at.is_some(),
        };
        let orgs = store::membership_list_of_user(tx, &user.id)?;
        if orgs.is_empty() {
            people.push(line.clone());
        }
        for (org, name) in orgs {
            let role = store::membership_find(tx, &org, &user.id)?.map(|m| m.role);
            people.push(OperatorPerson { organisation: Some(name), role, ..line.clone() });
        }
    }
    Ok(people)
}

/// Gives an account another password and ends its sessions.
pub fn operator_password(
    tx: &mut WriteTx,
    email: &str,
    hash: &PasswordHash,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let id = account(tx, email)?;
    store::user_set_password(tx, &id, hash.as_str())?;
    end(tx, &id, "password.change", now)
}

/// Switches an account off and ends its sessions.
pub fn operator_disable(tx: &mut WriteTx, email: &str, now: Timestamp) -> Result<(), ServiceError> {
    let id = account(tx, email)?;
    store::user_disable(tx, &id, now)?;
    end(tx, &id, "user.disable", now)
}

fn account(tx: &mut ReadTx, email: &str) -> Result<UserId, ServiceError> {
    let user = store::user_find_by_email(tx, &email.trim().to_lowercase())?;
    user.map(|user| user.id).ok_or(ServiceError::NotFound)
}

fn end(tx: &mut WriteTx, id: &UserId, action: &'static str, now: Timestamp) -> Result<(), ServiceError> {
    store::session_delete_of_user(tx, id, None)?;
    let act = Act { action, object_kind: "user", object_id: id.as_str(), detail: json!({}) };
    Ok(audit::done(tx, Author::System("operator's command line"), &act, now)?)
}
