//! Why a list may match nobody, told from the list alone and before anything is sent.
//!
//! A count of zero has a few usual causes: another key, other spelling rules, values that were hashed before, phone numbers
//! without a country. All but the first show in the report of hashing.

use std::fmt;

use super::Report;
use crate::matching::normalise::Reject;
use crate::matching::{IdentifierType, Profile};

/// One thing to look at, in tenths of a percent of the column's filled values where it is a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Values that are digests already: 32, 40 or 64 hexadecimal digits, or other.
    Hashed {
        /// The column.
        kind: IdentifierType,
        /// How many values.
        count: u64,
        /// How many digits most of them have; 0 for other forms.
        digits: u64,
    },
    /// Phone numbers that lack a country code, while no country was chosen.
    NoCountry {
        /// How many values.
        count: u64,
    },
    /// Many values of a column could not be understood.
    Unparsed {
        /// The column.
        kind: IdentifierType,
        /// Their share.
        per_mille: u64,
    },
    /// Gmail addresses that these rules spell otherwise than they stand: the other side must use the same rules.
    GmailChanged {
        /// Their share of all addresses.
        per_mille: u64,
    },
    /// Most rows repeat somebody.
    MostlyDuplicates {
        /// Their share of the rows.
        per_mille: u64,
    },
    /// A chosen column holds nothing that can be used.
    EmptyColumn {
        /// The column.
        kind: IdentifierType,
    },
    /// The rules are not Entente's own, and lists hashed by others do not meet.
    OtherProfile {
        /// Whose.
        profile: Profile,
    },
}

/// From this share on, what could not be understood is told: one value in five.
const MANY: u64 = 200;
/// From this share of rows on, a list is mostly duplicates: half, beyond which a room refuses it.
const HALF: u64 = 500;

impl Finding {
    /// A stable word for programs and pages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Hashed { .. } => "hashed",
            Self::NoCountry { .. } => "no_country",
            Self::Unparsed { .. } => "unparsed",
            Self::GmailChanged { .. } => "gmail_changed",
            Self::MostlyDuplicates { .. } => "mostly_duplicates",
            Self::EmptyColumn { .. } => "empty_column",
            Self::OtherProfile { .. } => "other_profile",
        }
    }

    /// The column it is about, if it is about one.
    pub fn kind(&self) -> Option<IdentifierType> {
        match self {
            Self::Hashed { kind, .. } | Self::Unparsed { kind, .. } | Self::EmptyColumn { kind } => {
                Some(*kind)
            }
            Self::NoCountry { .. } => Some(IdentifierType::Phone),
            Self::GmailChanged { .. } => Some(IdentifierType::Email),
            Self::MostlyDuplicates { .. } | Self::OtherProfile { .. } => None,
        }
    }

    /// Its number: a count or a share.
    pub fn number(&self) -> u64 {
        match self {
            Self::Hashed { count, .. } | Self::NoCountry { count } => *count,
            Self::Unparsed { per_mille, .. }
            | Self::GmailChanged { per_mille }
            | Self::MostlyDuplicates { per_mille } => *per_mille,
            Self::EmptyColumn { .. } | Self::OtherProfile { .. } => 0,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |per_mille: &u64| format!("{}.{} %", per_mille / 10, per_mille % 10);
        match self {
            Self::Hashed { kind, count, digits } => {
                let form = match digits {
                    32 => " (MD5?)",
                    40 => " (SHA-1?)",
                    64 => " (SHA-256?)",
                    _ => "",
                };
                write!(
                    f,
                    "{kind}: {count} values are hashed already{form}; give plain values, or they match nobody"
                )
            }
            Self::NoCountry { count } => {
                write!(f, "phone: {count} numbers have no country code; add --country, such as --country FR")
            }
            Self::Unparsed { kind, per_mille } => {
                write!(
                    f,
                    "{kind}: {} of the values cannot be understood; is it the right column?",
                    percent(per_mille)
                )
            }
            Self::GmailChanged { per_mille } => write!(
                f,
                "email: {} are Gmail addresses that these rules spell without dots and tags; \
                 the other side must hash by the same rules",
                percent(per_mille)
            ),
            Self::MostlyDuplicates { per_mille } => {
                write!(
                    f,
                    "{} of the rows repeat somebody; a room refuses a list that is mostly duplicates",
                    percent(per_mille)
                )
            }
            Self::EmptyColumn { kind } => write!(f, "{kind}: no value of the column can be used"),
            Self::OtherProfile { profile } => {
                write!(f, "hashed by the rules of {profile}: lists that were hashed by others match nobody")
            }
        }
    }
}

/// What to look at in a list of these columns.
pub fn findings(report: &Report, kinds: &[IdentifierType], profile: Profile) -> Vec<Finding> {
    let mut found: Vec<Finding> = kinds.iter().flat_map(|kind| of_column(report, *kind)).collect();
    if share(report.duplicates, report.rows) >= HALF {
        found.push(Finding::MostlyDuplicates { per_mille: share(report.duplicates, report.rows) });
    }
    if profile != Profile::Entente {
        found.push(Finding::OtherProfile { profile });
    }
    found
}

fn of_column(report: &Report, kind: IdentifierType) -> Vec<Finding> {
    let column = report.column(kind);
    let refused = |reason: Reject| {
        let found = column.refused.iter().find(|refused| refused.reason == reason);
        found.map_or(0, |refused| refused.count)
    };
    let filled = report.rows.saturating_sub(refused(Reject::Empty));
    let left_out: u64 = column.refused.iter().map(|refused| refused.count).sum();
    let (hashed, no_country) = (refused(Reject::AlreadyHashed), refused(Reject::NoCountry));
    let unparsed =
        left_out.saturating_sub(refused(Reject::Empty)).saturating_sub(hashed).saturating_sub(no_country);
    let mut found = Vec::new();
    if hashed > 0 {
        found.push(Finding::Hashed { kind, count: hashed, digits: column.hashed_digits() });
    }
    if no_country > 0 {
        found.push(Finding::NoCountry { count: no_country });
    }
    if share(unparsed, filled) >= MANY {
        found.push(Finding::Unparsed { kind, per_mille: share(unparsed, filled) });
    }
    if column.changed > 0 {
        found.push(Finding::GmailChanged { per_mille: share(column.changed, filled) });
    }
    if report.rows > 0 && left_out == report.rows {
        found.push(Finding::EmptyColumn { kind });
    }
    found
}

/// A share in tenths of a percent; 0 of nothing.
fn share(part: u64, whole: u64) -> u64 {
    part.saturating_mul(1000).checked_div(whole).unwrap_or(0)
}
