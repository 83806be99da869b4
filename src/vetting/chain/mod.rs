//! The partner's chain: who handles data for the partner, for what, where, and on which ground it may go there.
//!
//! GDPR 28(2) and (4) bind a processor that engages another one, 13(1)(e) makes recipients something people are told,
//! and 44 to 49 ask for a tool wherever data leaves the European Economic Area. In the built-in questionnaire the list
//! stands beside question G1; F4 asks for the tools and G2 for the notice of a change.
//!
//! What is asked of an entry is that it can be read and matched. That it is lawful is not decided here: what looks wrong
//! is flagged ([`flags`]) and taken all the same, for a list that hides what is wrong would help nobody.

mod country;
mod name;
mod notice;
mod table;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use country::{CODES, Country};
pub use name::name_key;
pub use notice::{
    Change, LONGEST_OBJECTION_DAYS, NoticeState, OBJECTION_DAYS, SHORTEST_REASON, reason_holds,
};
pub use table::{COLUMNS, LineFault, TableFault, read_table, write_table};

use super::intake::DataCategory;
use super::website::is_website;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 200;
/// The longest purpose, in characters.
pub const LONGEST_PURPOSE: usize = 500;
/// The longest web address, in characters.
/// As many companies as one list holds.
pub const MOST_ENTRIES: usize = 500;

/// On which ground data may go to a company abroad (GDPR 44 to 49).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Transfer {
    /// None is needed: it stays in the European Economic Area.
    NotNeeded,
    /// A decision that the country, or for the USA the certified company, protects data adequately (GDPR 45).
    Adequacy,
    /// Standard contractual clauses with an assessment of the transfer (GDPR 46(2)(c)).
    SccTia,
    /// Binding corporate rules (GDPR 47).
    Bcr,
    /// An exception for a specific situation (GDPR 49).
    Derogation,
    /// There is none.
    None,
}

impl Transfer {
    /// Every ground, as they are offered.
    pub const ALL: [Self; 6] =
        [Self::NotNeeded, Self::Adequacy, Self::SccTia, Self::Bcr, Self::Derogation, Self::None];

    /// The word in the database, in tables and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotNeeded => "not_needed",
            Self::Adequacy => "adequacy",
            Self::SccTia => "scc_tia",
            Self::Bcr => "bcr",
            Self::Derogation => "derogation",
            Self::None => "none",
        }
    }

    /// The ground of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == word.trim())
    }
}

/// A company of the list, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryInput {
    /// Its legal name.
    pub name: String,
    /// What it does with the data.
    pub purpose: String,
    /// The categories of data, in the intake's words.
    pub data: Vec<String>,
    /// The country's code.
    pub country: String,
    /// The name of a [`Transfer`].
    pub transfer: String,
    /// Since when, as `2027-03-12`, or nothing.
    pub since: String,
    /// Its web address, or nothing.
    pub website: String,
}

/// A company of the list, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its legal name.
    pub name: String,
    /// What it does with the data.
    pub purpose: String,
    /// The categories of data; never empty.
    pub data: BTreeSet<DataCategory>,
    /// Where it is.
    pub country: Country,
    /// On which ground data may go there.
    pub transfer: Transfer,
    /// Since when it is used, if that was said.
    pub since: Option<NaiveDate>,
    /// Its web address; may be empty.
    pub website: String,
}

/// A field of an entry that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryFault {
    /// The name is missing, too long, or has no letter.
    Name,
    /// The purpose is missing or too long.
    Purpose,
    /// No category of data, or one that is unknown.
    Data,
    /// Not a country's code.
    Country,
    /// Not a ground for a transfer.
    Transfer,
    /// Not a day.
    Since,
    /// Not a web address.
    Website,
}

impl EntryFault {
    /// The field's name in forms, tables and JSON.
    pub fn field(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Purpose => "purpose",
            Self::Data => "data",
            Self::Country => "country",
            Self::Transfer => "transfer",
            Self::Since => "since",
            Self::Website => "website",
        }
    }
}

impl EntryInput {
    /// The entry that was typed, or every field that cannot be taken.
    pub fn checked(&self) -> Result<Entry, Vec<EntryFault>> {
        let mut faults = Vec::new();
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name_key(&name).is_empty() || name.chars().count() > LONGEST_NAME {
            faults.push(EntryFault::Name);
        }
        let purpose = self.purpose.trim().to_owned();
        if purpose.is_empty() || purpose.chars().count() > LONGEST_PURPOSE {
            faults.push(EntryFault::Purpose);
        }
        let data: Option<BTreeSet<DataCategory>> = self.data.iter().map(|word| category(word)).collect();
        let data = data.filter(|data| !data.is_empty());
        if data.is_none() {
            faults.push(EntryFault::Data);
        }
        let country = Country::named(&self.country);
        if country.is_none() {
            faults.push(EntryFault::Country);
        }
        let transfer = Transfer::named(&self.transfer);
        if transfer.is_none() {
            faults.push(EntryFault::Transfer);
        }
        let since = day(&self.since).unwrap_or_else(|NotADay| {
            faults.push(EntryFault::Since);
            None
        });
        let website = self.website.trim().to_owned();
        if !website.is_empty() && !is_website(&website) {
            faults.push(EntryFault::Website);
        }
        match (data, country, transfer) {
            (Some(data), Some(country), Some(transfer)) if faults.is_empty() => {
                Ok(Entry { name, purpose, data, country, transfer, since, website })
            }
            _ => Err(faults),
        }
    }
}

/// The category of that word of the intake.
pub fn category(word: &str) -> Option<DataCategory> {
    serde_json::from_value(word.trim().into()).ok()
}

/// A category as its word.
pub fn category_word(category: DataCategory) -> String {
    let word = serde_json::to_value(category).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A text that is neither a day nor empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADay;

/// The day that a text names, `2027-03-12`; none for an empty text. A year has four digits.
pub fn day(text: &str) -> Result<Option<NaiveDate>, NotADay> {
    match text.trim() {
        "" => Ok(None),
        text if text.len() == 10 => {
            NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Some).map_err(|_no_day| NotADay)
        }
        _ => Err(NotADay),
    }
}

/// What a reader should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Data leaves the European Economic Area without any tool (GDPR 44).
    NoTool,
    /// "None needed" for a country outside the European Economic Area: also adequacy is a decision to be named.
    OutsideEea,
}

/// What a reader should look at in a company of that country on that ground.
pub fn flags(country: Option<Country>, transfer: Option<Transfer>) -> Vec<Flag> {
    let eea = country.is_some_and(Country::is_eea);
    match transfer {
        Some(Transfer::None) | None if !eea => vec![Flag::NoTool],
        Some(Transfer::NotNeeded) if !eea => vec![Flag::OutsideEea],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> EntryInput {
        EntryInput {
            name: " Cloud  Nine GmbH ".to_owned(),
            purpose: "Hosting".to_owned(),
            data: vec!["direct_identifiers".to_owned()],
            country: "de".to_owned(),
            transfer: "not_needed".to_owned(),
            since: "2025-02-01".to_owned(),
            website: "https://cloudnine.example".to_owned(),
        }
    }

    #[test]
    fn an_entry_is_read_field_by_field() {
        let entry = input().checked().unwrap();
        assert_eq!((entry.name.as_str(), entry.country.code()), ("Cloud Nine GmbH", "DE"));
        let wrong = EntryInput {
            name: "—".to_owned(),
            purpose: " ".to_owned(),
            data: vec!["moods".to_owned()],
            country: "UK".to_owned(),
            transfer: "handshake".to_owned(),
            since: "2025-02-30".to_owned(),
            website: "javascript:alert(1)".to_owned(),
        };
        let fields: Vec<&str> = wrong.checked().unwrap_err().into_iter().map(EntryFault::field).collect();
        assert_eq!(fields, ["name", "purpose", "data", "country", "transfer", "since", "website"]);
        assert!(EntryInput { data: Vec::new(), ..input() }.checked().is_err());
        assert!(EntryInput { since: "+12025-02-01".to_owned(), ..input() }.checked().is_err());
    }

    #[test]
    fn what_leaves_the_area_without_a_tool_is_flagged_and_not_refused() {
        let of = |country: &str, transfer| flags(Country::named(country), Some(transfer));
        assert_eq!(of("US", Transfer::NotNeeded), [Flag::OutsideEea]);
        assert_eq!(of("US", Transfer::None), [Flag::NoTool]);
        assert_eq!(of("US", Transfer::SccTia), []);
        assert_eq!(of("FR", Transfer::NotNeeded), []);
        assert_eq!(of("FR", Transfer::None), []);
        assert!(EntryInput { country: "US".to_owned(), ..input() }.checked().is_ok());
    }
}
