//! Early triggers: what ends a decision before its time (vetting.md, "Model", 10).
//!
//! Evidence that runs out is one too. The program sees that by itself, so nobody reports it, and it can be mended by a new document:
//! the decision is void and its rooms stop, where the other kinds close them for good.

/// What somebody learned about a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TriggerKind {
    /// Personal data was lost, seen or taken by somebody who should not have it.
    Breach,
    /// Another company handles the data for the partner.
    NewSubProcessor,
    /// The partner handles a kind of data that the intake does not name.
    NewDataCategory,
    /// A document that the decision stood on holds no longer.
    EvidenceExpired,
}

impl TriggerKind {
    /// Every kind, the gravest first.
    pub const ALL: [Self; 4] =
        [Self::Breach, Self::NewSubProcessor, Self::NewDataCategory, Self::EvidenceExpired];
    /// The kinds that a person reports.
    pub const REPORTED: [Self; 3] = [Self::Breach, Self::NewSubProcessor, Self::NewDataCategory];

    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breach => "breach",
            Self::NewSubProcessor => "new_sub_processor",
            Self::NewDataCategory => "new_data_category",
            Self::EvidenceExpired => "evidence_expired",
        }
    }

    /// The kind of that name, if it names one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What an early trigger came from that no member reported: a notice of the partner's that took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CameFrom {
    /// Nobody objected until the end of the period.
    Silence,
    /// The partner goes on against our objection.
    Partner,
}

impl CameFrom {
    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Silence => "silence",
            Self::Partner => "partner",
        }
    }

    /// The one of that word.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Silence, Self::Partner].into_iter().find(|one| one.as_str() == word)
    }
}
