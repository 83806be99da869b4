//! One record of an organisation's audit log, as its proof covers it.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{AuditId, OrgId};

/// The version of the entries' format.
pub const VERSION: u32 = 1;

/// A record in its place in the organisation's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditEntry {
    /// The version of this format.
    pub version: u32,
    /// The organisation.
    pub org: OrgId,
    /// The record's number in the organisation's log, from 0, without gaps.
    pub number: u64,
    /// Its id.
    pub id: AuditId,
    /// When it happened, by the server's clock.
    pub at: Timestamp,
    /// `person`, `token`, `respondent`, `system` or `nobody`.
    pub actor_kind: String,
    /// Who.
    pub actor_id: String,
    /// What was done or tried.
    pub action: String,
    /// `done` or `denied`.
    pub outcome: String,
    /// The kind of thing it was done to.
    pub object_kind: String,
    /// The thing's id.
    pub object_id: String,
    /// The detail's JSON, as text.
    pub detail: String,
}
