//! The kinds of identifier, the dialects of normalisation, and the country that national phone numbers belong to.

use std::fmt;
use std::str::FromStr;

/// A kind of identifier; its name is its column in a client file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentifierType {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A mobile advertising id (IDFA, GAID).
    Maid,
    /// Any id that both companies already share, such as a loyalty number.
    Custom,
}

impl IdentifierType {
    /// How many kinds there are.
    pub const COUNT: usize = 4;
    /// Every kind, in the order of [`IdentifierType::index`].
    pub const ALL: [Self; Self::COUNT] = [Self::Email, Self::Phone, Self::Maid, Self::Custom];

    /// The kind's name in files, options and key derivation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Maid => "maid",
            Self::Custom => "custom",
        }
    }

    /// The kind's place in [`IdentifierType::ALL`]; stored sets hold it as one byte.
    pub fn index(self) -> u8 {
        match self {
            Self::Email => 0,
            Self::Phone => 1,
            Self::Maid => 2,
            Self::Custom => 3,
        }
    }

    /// The kind at a place in [`IdentifierType::ALL`].
    pub fn from_index(index: u8) -> Option<Self> {
        Self::ALL.get(usize::from(index)).copied()
    }

    /// This kind's cell in a table with one cell per kind.
    pub(crate) fn pick<T>(self, table: &[T; Self::COUNT]) -> &T {
        let [email, phone, maid, custom] = table;
        match self {
            Self::Email => email,
            Self::Phone => phone,
            Self::Maid => maid,
            Self::Custom => custom,
        }
    }

    /// This kind's cell, to change it.
    pub(crate) fn pick_mut<T>(self, table: &mut [T; Self::COUNT]) -> &mut T {
        let [email, phone, maid, custom] = table;
        match self {
            Self::Email => email,
            Self::Phone => phone,
            Self::Maid => maid,
            Self::Custom => custom,
        }
    }
}

impl fmt::Display for IdentifierType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is not one of the known ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {given:?} is unknown; use one of {known}")]
pub struct UnknownName {
    what: &'static str,
    given: String,
    known: &'static str,
}

impl FromStr for IdentifierType {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| UnknownName {
            what: "identifier type",
            given: name.to_owned(),
            known: "email, phone, maid, custom",
        })
    }
}

/// Whose spelling rules make the canonical form (cleanroom.md, "Normalisation").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Entente's own: the most forgiving, and the default.
    #[default]
    Entente,
    /// UID2 and EUID.
    Uid2,
    /// Google Customer Match and the Data Manager API.
    Google,
    /// Meta's Conversions API and Custom Audiences.
    Meta,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 4] = [Self::Entente, Self::Uid2, Self::Google, Self::Meta];

    /// The profile's name in options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entente => "entente",
            Self::Uid2 => "uid2",
            Self::Google => "google",
            Self::Meta => "meta",
        }
    }

    /// What a client file records about how its values were spelled: two files with different ones do not meet.
    pub fn label(self) -> &'static str {
        match self {
            Self::Entente => "entente-1",
            Self::Uid2 => "uid2-1",
            Self::Google => "google-1",
            Self::Meta => "meta-1",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Profile {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|profile| profile.name() == name);
        found.ok_or_else(|| UnknownName {
            what: "profile",
            given: name.to_owned(),
            known: "entente, uid2, google, meta",
        })
    }
}

/// A country by its ISO 3166-1 two-letter code, upper case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Country([u8; 2]);

/// The text is not a two-letter country code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("country {0:?} is not a two-letter code such as FR or US")]
pub struct CountryError(String);

impl Country {
    /// The code, upper case.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Country {
    type Err = CountryError;

    fn from_str(code: &str) -> Result<Self, CountryError> {
        match code.as_bytes() {
            &[a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(CountryError(code.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_indices_go_there_and_back() {
        for kind in IdentifierType::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(IdentifierType::from_index(kind.index()), Some(kind));
        }
        for profile in Profile::ALL {
            assert_eq!(profile.name().parse(), Ok(profile));
        }
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        let error = "fax".parse::<IdentifierType>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "identifier type \"fax\" is unknown; use one of email, phone, maid, custom"
        );
    }

    #[test]
    fn a_country_is_two_letters() {
        assert_eq!("fr".parse::<Country>().unwrap().as_str(), "FR");
        assert!("FRA".parse::<Country>().is_err());
        assert!("é".parse::<Country>().is_err());
    }
}
