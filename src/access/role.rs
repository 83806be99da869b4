//! The roles of a membership.

use serde::{Deserialize, Serialize};

/// What a member is to the organisation (product.md, "Shape").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// People, settings, keys, and all that the others may do.
    Owner,
    /// Partners, assessments and rooms.
    Manager,
    /// Checks answers and approves.
    Reviewer,
    /// Audiences and runs.
    Analyst,
    /// Reads the portfolio and reports.
    Leader,
}

impl Role {
    /// Every role, widest first.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Manager, Self::Reviewer, Self::Analyst, Self::Leader];

    /// The role's word in the database, in forms and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Reviewer => "reviewer",
            Self::Analyst => "analyst",
            Self::Leader => "leader",
        }
    }
}

/// A word that names no role.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a role; the roles are owner, manager, reviewer, analyst and leader")]
pub struct UnknownRole(pub String);

impl std::str::FromStr for Role {
    type Err = UnknownRole;
    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == word);
        found.ok_or_else(|| UnknownRole(word.to_owned()))
    }
}
