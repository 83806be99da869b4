//! Why a value has no canonical form: a stable code for programs, words for people, and never the value.

use std::fmt;

/// The reason a value was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reject {
    /// Nothing but white space.
    Empty,
    /// Not one address with one `@` and a dotted domain.
    NotAnEmail,
    /// Holds control characters.
    ControlCharacters,
    /// Longer than the kind allows.
    TooLong,
    /// Too few digits for a phone number.
    TooShort,
    /// A national phone number, and no country was given.
    NoCountry,
    /// Characters that no phone number has.
    NotAPhone,
    /// A phone number spelled with letters.
    Letters,
    /// A phone number with an extension.
    Extension,
    /// An international phone number whose country code does not exist.
    UnknownCountryCode,
    /// Not 32 hexadecimal digits in groups of 8-4-4-4-12.
    NotADeviceId,
    /// The all-zero id of a device whose owner limits ad tracking.
    ZeroId,
    /// A known placeholder that many devices share.
    PlaceholderId,
    /// A digest where a plain value belongs.
    AlreadyHashed,
}

impl Reject {
    /// How many reasons there are.
    pub const COUNT: usize = 14;
    /// Every reason.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Empty,
        Self::NotAnEmail,
        Self::ControlCharacters,
        Self::TooLong,
        Self::TooShort,
        Self::NoCountry,
        Self::NotAPhone,
        Self::Letters,
        Self::Extension,
        Self::UnknownCountryCode,
        Self::NotADeviceId,
        Self::ZeroId,
        Self::PlaceholderId,
        Self::AlreadyHashed,
    ];

    /// The reason's stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAnEmail => "not_an_email",
            Self::ControlCharacters => "control_characters",
            Self::TooLong => "too_long",
            Self::TooShort => "too_short",
            Self::NoCountry => "no_country",
            Self::NotAPhone => "not_a_phone",
            Self::Letters => "letters",
            Self::Extension => "extension",
            Self::UnknownCountryCode => "unknown_country_code",
            Self::NotADeviceId => "not_a_device_id",
            Self::ZeroId => "zero_id",
            Self::PlaceholderId => "placeholder_id",
            Self::AlreadyHashed => "already_hashed",
        }
    }

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAnEmail => "not one e-mail address",
            Self::ControlCharacters => "holds control characters",
            Self::TooLong => "too long",
            Self::TooShort => "too few digits",
            Self::NoCountry => "a national phone number, and no country was given",
            Self::NotAPhone => "not a phone number",
            Self::Letters => "a phone number spelled with letters",
            Self::Extension => "a phone number with an extension",
            Self::UnknownCountryCode => "a phone number whose country code does not exist",
            Self::NotADeviceId => "not an advertising id (8-4-4-4-12 hexadecimal digits)",
            Self::ZeroId => "the all-zero id of a device that limits ad tracking",
            Self::PlaceholderId => "a placeholder that many devices share",
            Self::AlreadyHashed => "already hashed; give the plain values, they are hashed here",
        }
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl std::error::Error for Reject {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct() {
        let codes: std::collections::BTreeSet<_> = Reject::ALL.iter().map(|reject| reject.code()).collect();
        assert_eq!(codes.len(), Reject::COUNT);
    }
}
