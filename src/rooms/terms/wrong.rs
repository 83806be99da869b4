//! What can be wrong with terms: the field, what is wrong, what to do.
//!
//! Pages take their sentences from the catalogue by [`Wrong::code`]; the English here serves the API and the command line.

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wrong {
    /// The field is required and was left out.
    Missing,
    /// The text is too short to mean anything.
    TooShort {
        /// The least number of characters.
        least: u64,
    },
    /// The text or list is too long.
    TooLong {
        /// The greatest length.
        most: u64,
    },
    /// The text holds control characters.
    NotText,
    /// The number is below its floor.
    TooSmall {
        /// The floor.
        least: u64,
    },
    /// The number is above its ceiling.
    TooLarge {
        /// The ceiling.
        most: u64,
    },
    /// The identifier kind stands in the list twice.
    Twice,
    /// The country is not an ISO 3166 alpha-2 code in capitals.
    NotACountry,
    /// A default country was given to an identifier that has none.
    CountryNotUsed,
    /// The profile does not know this kind of identifier.
    ProfileNotForKind,
    /// The error bar would be wider than the smallest group that is shown.
    ErrorBarAboveK {
        /// The half-width of the error bar.
        pm95: u64,
    },
    /// A breakdown by identifier of terms with one identifier.
    OneIdentifier,
    /// More identifiers than the choice can be kept safe with.
    TooManyIdentifiers {
        /// The most.
        most: u64,
    },
    /// The choice is planned and not built.
    NotAvailable,
    /// The format's version is not one that this program reads.
    UnknownVersion {
        /// The version it reads.
        known: u64,
    },
}

impl Wrong {
    /// The stable name of this problem, for catalogues and API clients.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::NotText => "not_text",
            Self::TooSmall { .. } => "too_small",
            Self::TooLarge { .. } => "too_large",
            Self::Twice => "twice",
            Self::NotACountry => "not_a_country",
            Self::CountryNotUsed => "country_not_used",
            Self::ProfileNotForKind => "profile_not_for_kind",
            Self::ErrorBarAboveK { .. } => "error_bar_above_k",
            Self::OneIdentifier => "one_identifier",
            Self::TooManyIdentifiers { .. } => "too_many_identifiers",
            Self::NotAvailable => "not_available",
            Self::UnknownVersion { .. } => "unknown_version",
        }
    }

    /// The one number that a sentence about this problem needs, if it needs one.
    pub fn limit(self) -> Option<u64> {
        match self {
            Self::TooShort { least } | Self::TooSmall { least } => Some(least),
            Self::TooLong { most } | Self::TooLarge { most } | Self::TooManyIdentifiers { most } => {
                Some(most)
            }
            Self::ErrorBarAboveK { pm95 } => Some(pm95),
            Self::UnknownVersion { known } => Some(known),
            Self::Missing
            | Self::NotText
            | Self::Twice
            | Self::NotACountry
            | Self::CountryNotUsed
            | Self::ProfileNotForKind
            | Self::OneIdentifier
            | Self::NotAvailable => None,
        }
    }

    /// What to do about it, in one clause.
    pub fn remedy(self) -> String {
        match self {
            Self::Missing => "choose a value".to_owned(),
            Self::TooShort { least } => format!("write at least {least} characters"),
            Self::TooLong { most } => format!("keep it to {most}"),
            Self::NotText => "remove the control characters".to_owned(),
            Self::TooSmall { least } => format!("use {least} or more"),
            Self::TooLarge { most } => format!("use {most} or less"),
            Self::Twice => "list each kind of identifier once".to_owned(),
            Self::NotACountry => "use a two-letter country code such as FR".to_owned(),
            Self::CountryNotUsed => "give a country to phone numbers only".to_owned(),
            Self::ProfileNotForKind => "use the profile entente".to_owned(),
            Self::ErrorBarAboveK { pm95 } => format!("raise epsilon, or raise k to {pm95} or more"),
            Self::OneIdentifier => "name a second identifier, or leave the breakdown out".to_owned(),
            Self::TooManyIdentifiers { most } => {
                format!("use {most} identifiers at most, or leave the breakdown out")
            }
            Self::NotAvailable => "choose the standard value".to_owned(),
            Self::UnknownVersion { known } => format!("use version {known}"),
        }
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing",
            Self::TooShort { .. } => "is too short",
            Self::TooLong { .. } => "is too long",
            Self::NotText => "holds control characters",
            Self::TooSmall { .. } => "is too small",
            Self::TooLarge { .. } => "is too large",
            Self::Twice => "appears twice",
            Self::NotACountry => "is not a country",
            Self::CountryNotUsed => "has no use here",
            Self::ProfileNotForKind => "does not cover this kind of identifier",
            Self::ErrorBarAboveK { .. } => "makes the error bar wider than the smallest group shown",
            Self::OneIdentifier => "needs two identifiers",
            Self::TooManyIdentifiers { .. } => "cannot be kept safe with so many identifiers",
            Self::NotAvailable => "is not available yet",
            Self::UnknownVersion { .. } => "is a version this program does not know",
        })
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{field} {wrong}: {}", wrong.remedy())]
pub struct FieldError {
    /// The field's path, as in the JSON of the terms: `rules.k`, `identifiers[1].country`.
    pub field: String,
    /// What is wrong.
    pub wrong: Wrong,
}

impl FieldError {
    /// That `wrong` holds of `field`.
    pub fn new(field: impl Into<String>, wrong: Wrong) -> Self {
        Self { field: field.into(), wrong }
    }
}

/// Everything that is wrong with terms; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsError(pub Vec<FieldError>);

impl std::fmt::Display for TermsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            let gap = if place == 0 { "" } else { "; " };
            write!(f, "{gap}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for TermsError {}
