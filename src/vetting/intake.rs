//! The intake: what our own partnership manager says about the planned sharing, before any answer of the partner.
//!
//! It sets the inherent risk (vetting.md, "Model", 1). The words are those of the `entente-answers/1` document.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What would be shared, about how many, why, through which access and across which borders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// Every category of data in the sharing; never empty after [`Intake::check`].
    #[schema(value_type = Vec<DataCategory>)]
    pub data: BTreeSet<DataCategory>,
    /// How many people the data is about.
    pub people: People,
    /// The most intrusive purpose.
    pub purpose: Purpose,
    /// The widest access that either side gets.
    pub access: Access,
    /// The weakest ground on which data crosses a border.
    pub geography: Geography,
}

/// An intake that names no category of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("name at least one category of data")]
pub struct NoData;

impl Intake {
    /// Ok if the intake can be scored.
    pub fn check(&self) -> Result<(), NoData> {
        if self.data.is_empty() { Err(NoData) } else { Ok(()) }
    }
}

/// A category of personal data, from the least to the most harmful in the wrong hands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DataCategory {
    /// Group counts only.
    Aggregate,
    /// A contextual or pseudonymous id.
    ContextualId,
    /// E-mail, phone, name or address, also when hashed.
    DirectIdentifiers,
    /// What people bought or did.
    PurchaseHistory,
    /// Precise location, or a profile inferred from other data.
    PreciseLocation,
    /// Special categories and other sensitive data.
    Sensitive,
    /// Data of children.
    Children,
}

impl DataCategory {
    /// Every category, mildest first.
    pub const ALL: [Self; 7] = [
        Self::Aggregate,
        Self::ContextualId,
        Self::DirectIdentifiers,
        Self::PurchaseHistory,
        Self::PreciseLocation,
        Self::Sensitive,
        Self::Children,
    ];
}

/// How many people the data is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
pub enum People {
    /// Fewer than 10,000.
    #[serde(rename = "lt_10k")]
    Under10k,
    /// 10,000 to 99,999.
    #[serde(rename = "10k_100k")]
    Under100k,
    /// 100,000 to 999,999.
    #[serde(rename = "100k_1m")]
    Under1m,
    /// A million or more.
    #[serde(rename = "ge_1m")]
    Over1m,
}

impl People {
    /// Every size, smallest first.
    pub const ALL: [Self; 4] = [Self::Under10k, Self::Under100k, Self::Under1m, Self::Over1m];
}

/// What the data would be used for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Counting and measuring groups.
    AggregateMeasurement,
    /// Contextual or first-party marketing.
    FirstParty,
    /// Look-alikes and other cross-context advertising.
    Lookalike,
    /// Enriching profiles, or automated decisions about people.
    Enrichment,
}

impl Purpose {
    /// Every purpose, mildest first.
    pub const ALL: [Self; 4] =
        [Self::AggregateMeasurement, Self::FirstParty, Self::Lookalike, Self::Enrichment];
}

/// What the other side gets to touch.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Thresholded counts out of a clean room.
    CleanRoom,
    /// A file of pseudonymous rows.
    PseudonymousFile,
    /// Identifiers, by an interface.
    IdentifiersApi,
    /// A raw copy, or onward sharing.
    RawCopy,
}

impl Access {
    /// Every access, mildest first.
    pub const ALL: [Self; 4] = [Self::CleanRoom, Self::PseudonymousFile, Self::IdentifiersApi, Self::RawCopy];
}

/// On what ground the data crosses borders.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Geography {
    /// The same country, or one with an adequacy decision.
    Adequate,
    /// Standard contractual clauses with a transfer impact assessment.
    SccTia,
    /// Several grounds, not all of them documented.
    Mixed,
    /// No transfer mechanism.
    None,
}

impl Geography {
    /// Every ground, strongest first.
    pub const ALL: [Self; 4] = [Self::Adequate, Self::SccTia, Self::Mixed, Self::None];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_format() {
        let words = |json: serde_json::Value| serde_json::to_string(&json).unwrap();
        assert_eq!(
            words(serde_json::to_value(DataCategory::ALL).unwrap()),
            r#"["aggregate","contextual_id","direct_identifiers","purchase_history","precise_location","sensitive","children"]"#
        );
        assert_eq!(
            words(serde_json::to_value(People::ALL).unwrap()),
            r#"["lt_10k","10k_100k","100k_1m","ge_1m"]"#
        );
        assert_eq!(
            words(serde_json::to_value(Purpose::ALL).unwrap()),
            r#"["aggregate_measurement","first_party","lookalike","enrichment"]"#
        );
        assert_eq!(
            words(serde_json::to_value(Access::ALL).unwrap()),
            r#"["clean_room","pseudonymous_file","identifiers_api","raw_copy"]"#
        );
        assert_eq!(
            words(serde_json::to_value(Geography::ALL).unwrap()),
            r#"["adequate","scc_tia","mixed","none"]"#
        );
    }
}
