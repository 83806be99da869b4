//! One canonical spelling per identifier, per profile (cleanroom.md, "Normalisation").
//!
//! Owns what "the same address" means. It may not hash, and it never keeps or prints what it is given. Equality of
//! canonical forms is the whole of matching, so a change here is a new label in [`Profile::label`].
//!
//! ```
//! use entente::matching::{IdentifierType, Profile, normalise::Normaliser};
//! let email = Normaliser::new(IdentifierType::Email, Profile::Entente, None)?;
//! let mut canonical = String::new();
//! email.normalise(" Jane.Doe+news@GoogleMail.com ", &mut canonical)?;
//! assert_eq!(canonical, "janedoe@gmail.com");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod custom;
mod email;
mod maid;
#[cfg(feature = "phone")]
mod phone;
mod plain;
mod reject;
mod text;

pub use plain::Short;
#[cfg(all(feature = "native", target_arch = "x86_64"))]
pub(super) use plain::x86;
#[cfg(feature = "native")]
pub use plain::{Lowered, Place};
pub use reject::Reject;

use super::{Country, IdentifierType, Profile};

/// Spells one kind of identifier the one way its profile asks for.
pub struct Normaliser {
    rules: Rules,
}

enum Rules {
    Email(Profile),
    #[cfg(feature = "phone")]
    Phone(phone::PhoneRules),
    Maid,
    Custom,
}

/// This combination cannot be normalised here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsupported {
    /// The build carries no phone number metadata.
    #[error("phone numbers need the build with phone metadata (cargo feature `phone`)")]
    PhoneNotBuilt,
    /// No phone numbering plan is known for the country.
    #[error("country {0:?} has no known phone numbering plan; use its ISO two-letter code, such as GB")]
    UnknownCountry(String),
}

impl Normaliser {
    /// The rules of `profile` for one kind; `country` is where phone numbers without a country code belong.
    pub fn new(
        kind: IdentifierType,
        profile: Profile,
        country: Option<Country>,
    ) -> Result<Self, Unsupported> {
        let rules = match kind {
            IdentifierType::Email => Rules::Email(profile),
            IdentifierType::Phone => phone_rules(profile, country)?,
            IdentifierType::Maid => Rules::Maid,
            IdentifierType::Custom => Rules::Custom,
        };
        Ok(Self { rules })
    }

    /// Writes the canonical form of a value whose spelling leaves nothing to think about over zeros, and tells its length;
    /// none for all others, for which [`Normaliser::normalise`] decides. Where both do, they agree.
    pub fn plain(&self, raw: &[u8], out: &mut Short) -> Option<usize> {
        match &self.rules {
            Rules::Email(profile) => plain::email(raw, *profile, out),
            _ => None,
        }
    }

    /// Appends what [`Normaliser::plain`] gives for each of many values of a text, in order.
    #[cfg(feature = "native")]
    pub fn plain_many(&self, text: &[u8], places: &[Place], out: &mut Vec<Lowered>) {
        match &self.rules {
            Rules::Email(profile) => plain::emails(text, places, *profile, out),
            _ => out.extend(places.iter().map(|_| Lowered::NONE)),
        }
    }

    /// Replaces `out` by the canonical form of `raw`; on a reject `out` means nothing.
    pub fn normalise(&self, raw: &str, out: &mut String) -> Result<(), Reject> {
        out.clear();
        match &self.rules {
            Rules::Email(profile) => email::normalise(raw, *profile, out),
            #[cfg(feature = "phone")]
            Rules::Phone(rules) => rules.normalise(raw, out),
            Rules::Maid => maid::normalise(raw, out),
            Rules::Custom => custom::normalise(raw, out),
        }
    }
}

#[cfg(feature = "phone")]
fn phone_rules(profile: Profile, country: Option<Country>) -> Result<Rules, Unsupported> {
    phone::PhoneRules::new(profile, country).map(Rules::Phone)
}

#[cfg(not(feature = "phone"))]
fn phone_rules(_: Profile, _: Option<Country>) -> Result<Rules, Unsupported> {
    Err(Unsupported::PhoneNotBuilt)
}

#[cfg(test)]
mod vectors;
