//! One's own account: where one is signed in, and what a new password must be.

use serde_json::json;

use super::invitation::password_words;
use crate::access::{Allowed, ChangeAccount, check_new_password};
use crate::clock::Timestamp;
use crate::ids::SessionId;
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, ServiceError};
use crate::store::{self, ReadTx, Session, User, WriteTx};

/// The faults of a new password for `user`, as the field `field`.
pub fn password_faults(user: &User, password: &str, field: &'static str) -> Vec<FieldFault> {
    match check_new_password(password, &[&user.name, &user.email]) {
        Ok(()) => Vec::new(),
        Err(fault) => vec![FieldFault::new(field, password_words(fault))],
    }
}

/// Where the person is signed in, most recently used first.
pub fn own_sessions(
    tx: &mut ReadTx,
    who: &Allowed<ChangeAccount>,
    now: Timestamp,
) -> Result<Vec<Session>, ServiceError> {
    Ok(store::session_list_of_user(tx, who.user(), now)?)
}

/// Ends every session of the person but `keep` (ASVS 7.4.3).
pub fn sessions_end_others(
    tx: &mut WriteTx,
    who: &Allowed<ChangeAccount>,
    keep: &SessionId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let ended = store::session_delete_of_user(tx, who.user(), Some(keep))?;
    let id = who.user().as_str();
    let act = Act {
        action: "session.end_others",
        object_kind: "user",
        object_id: id,
        detail: json!({ "ended": ended }),
    };
    Ok(audit::done(tx, who, &act, now)?)
}
