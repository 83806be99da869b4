//! The terms of a room: what both sides sign before anything is hashed or counted.
//!
//! [`Terms`] exist only in checked form: they come from a [`TermsDraft`] or from stored JSON, and both ways lead through
//! the same checks. Their [`digest`](Terms::digest) is what a signature names, so a changed comma is a new agreement.

mod check;
mod draft;
pub(super) mod named;
mod wrong;

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::canonical::{self, CanonicalError, Digest};
use super::sides::Sides;
use crate::clock::Timestamp;
use crate::matching::intersect::sensitivity;
use crate::matching::{IdentifierType, Profile};

pub use check::{FLOORS, Floors};
pub use draft::TermsDraft;
pub use wrong::{FieldError, TermsError, Wrong};

/// The version of the terms' format that this program writes.
pub const VERSION: u32 = 1;

/// The ground in law for a side's part, as GDPR article 6(1) names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    /// The people agreed: article 6(1)(a).
    Consent,
    /// A contract with the people needs it: (b).
    Contract,
    /// A law demands it: (c).
    LegalObligation,
    /// Somebody's life depends on it: (d).
    VitalInterest,
    /// A public task needs it: (e).
    PublicTask,
    /// A legitimate interest outweighs the people's: (f).
    LegitimateInterest,
}

impl LegalBasis {
    /// Every ground, in the order of the article.
    pub const ALL: [Self; 6] = [
        Self::Consent,
        Self::Contract,
        Self::LegalObligation,
        Self::VitalInterest,
        Self::PublicTask,
        Self::LegitimateInterest,
    ];
}

/// One identifier type of the terms, and how both sides normalise it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// What the identifier is.
    #[serde(with = "named")]
    pub kind: IdentifierType,
    /// How both sides normalise it.
    #[serde(with = "named")]
    pub profile: Profile,
    /// The country of phone numbers written without one (ISO 3166 alpha-2); none: such numbers are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

impl Identifier {
    /// An identifier in Entente's own form, without a default country.
    pub fn entente(kind: IdentifierType) -> Self {
        Self { kind, profile: Profile::Entente, country: None }
    }
}

/// Where the release rule runs and who learns the match graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Keyed-hash matching on this server.
    Standard,
    /// Matching through a blind relay; not built yet, refused by the checks.
    Sealed,
}

/// What is added to a count before it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoiseKind {
    /// Fresh discrete Laplace noise with scale 1/epsilon.
    DiscreteLaplace,
    /// Nothing: both sides sign for that, under stricter limits ([`Floors::exact_k`], [`Floors::exact_releases`]).
    Exact,
}

/// Who lets a result go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// The co-signed terms themselves.
    Automatic,
    /// A manager or owner of each side, release by release; until then the answer is held.
    BothOwners,
}

/// Which breakdowns of the count may be asked for. Each is a question of its own, with its own cost, and none may be
/// asked unless both sides signed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Breakdowns {
    /// How many people met by each identifier; one epsilon for each identifier besides that of the total.
    pub by_identifier: bool,
    /// How many people each segment of one side shares with each segment of the other.
    pub by_segment: bool,
}

/// What ends a room, besides either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The date of the terms.
    #[default]
    AtExpiry,
    /// That date, or the last answer that the terms allow, whichever comes first.
    AfterLastRelease,
}

impl Ending {
    /// Whether it is the one that older terms, which do not name it, have.
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A privacy-loss parameter, in whole millionths: 0.2 is 200,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epsilon(u32);

impl Epsilon {
    /// The epsilon of that many millionths.
    pub const fn from_micro(micro: u32) -> Self {
        Self(micro)
    }

    /// Millionths.
    pub const fn micro(self) -> u32 {
        self.0
    }

    /// Half of it, rounded down: what each of two parts of a release may give away.
    pub const fn half(self) -> Self {
        Self(self.0 / 2)
    }

    /// So many times as much.
    pub const fn times(self, n: u32) -> Self {
        Self(self.0.saturating_mul(n))
    }

    /// The half-width that holds 95 % of the noise: sensitivity * ln(20)/epsilon, rounded up; 15 at 0.2 (cleanroom.md).
    pub fn pm95(self, sensitivity: u32) -> u64 {
        /// ln(20) = 2.995732273554 in units of 1e-12, so that the division stays in integers.
        const LN_20: u64 = 2_995_732_273_554;
        let numerator = LN_20.saturating_mul(u64::from(sensitivity));
        numerator.div_ceil(u64::from(self.0.max(1)) * 1_000_000)
    }
}

impl std::fmt::Display for Epsilon {
    /// "0.2": as many decimals as it takes.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// The figures of the release rule that the two sides agreed on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The minimum group size: a smaller count is withheld.
    pub k: u32,
    /// Counts are rounded to multiples of this.
    pub round_to: u32,
    /// The least number of people in an audience.
    pub n_min: u32,
    /// d: audiences that changed by fewer people than this get the earlier answer.
    pub near_duplicate: u32,
    /// The privacy loss of one release.
    pub epsilon_micro: Epsilon,
    /// The privacy loss that the pair of organisations may ever reach.
    pub epsilon_total_micro: Epsilon,
    /// Q: how many releases the pair of organisations may ever have.
    pub releases: u32,
    /// The least number of people in a segment; smaller ones are counted as "other".
    #[serde(default = "least_segment")]
    pub seg_min: u32,
}

/// The policy's least segment (cleanroom.md, policy).
fn least_segment() -> u32 {
    200
}

impl Default for Rules {
    /// The policy defaults of cleanroom.md.
    fn default() -> Self {
        Self {
            k: 50,
            round_to: 10,
            n_min: 1_000,
            near_duplicate: 50,
            epsilon_micro: Epsilon::from_micro(200_000),
            epsilon_total_micro: Epsilon::from_micro(2_000_000),
            releases: 10,
            seg_min: least_segment(),
        }
    }
}

impl Rules {
    /// The preset for sensitive data: groups of a hundred.
    pub fn sensitive() -> Self {
        Self { k: 100, near_duplicate: 100, ..Self::default() }
    }
}

/// The fields of [`Terms`], readable through them; by itself it promises nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermsBody {
    /// The version of this format.
    pub version: u32,
    /// What the count is for, in words that the people counted would understand.
    pub purpose: String,
    /// Each side's ground in law.
    pub legal_basis: Sides<LegalBasis>,
    /// The identifiers by which people are matched, in the order in which they are tried.
    pub identifiers: Vec<Identifier>,
    /// The figures of the release rule.
    pub rules: Rules,
    /// What is added to a count.
    pub noise: NoiseKind,
    /// Where the matching happens.
    pub mode: Mode,
    /// Who lets a result go.
    pub approval: Approval,
    /// Which breakdowns may be asked for.
    #[serde(default)]
    pub breakdowns: Breakdowns,
    /// What ends the room.
    #[serde(default, skip_serializing_if = "Ending::is_default")]
    pub ending: Ending,
    /// From this moment on nothing is counted any more.
    pub expires_at: Timestamp,
}

/// Terms that passed every check; read their fields as those of [`TermsBody`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "TermsBody", into = "TermsBody")]
pub struct Terms(TermsBody);

impl Terms {
    /// The bytes that a signature covers.
    pub fn canonical_bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical::bytes(&self.0)
    }

    /// The name of exactly these terms: SHA-256 of their canonical bytes.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        Digest::of_value(&self.0)
    }

    /// By how many one person can change the count, which the noise must cover: 1, or more with three or four identifiers.
    pub fn sensitivity(&self) -> u32 {
        sensitivity_of(&self.0.identifiers)
    }

    /// True from the moment of expiry on.
    pub fn expired(&self, now: Timestamp) -> bool {
        now >= self.0.expires_at
    }
}

impl Deref for Terms {
    type Target = TermsBody;

    fn deref(&self) -> &TermsBody {
        &self.0
    }
}

impl TryFrom<TermsBody> for Terms {
    type Error = TermsError;

    fn try_from(body: TermsBody) -> Result<Self, TermsError> {
        let wrong = check::body(&body);
        if wrong.is_empty() { Ok(Self(body)) } else { Err(TermsError(wrong)) }
    }
}

impl From<Terms> for TermsBody {
    fn from(terms: Terms) -> Self {
        terms.0
    }
}

/// The sensitivity of a waterfall over these identifiers.
fn sensitivity_of(identifiers: &[Identifier]) -> u32 {
    u32::try_from(sensitivity(identifiers.len())).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(crate) mod tests;
