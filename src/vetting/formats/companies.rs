//! The list of sub-processors as it travels with the answers, in our own JSON and in the workbook: taken whole or not at all, and
//! never put in the place of one that was changed meanwhile.

use serde::{Deserialize, Serialize};

use super::Note;
use super::answer_file::Standing;
use crate::vetting::chain::{
    Entry, EntryFault, EntryInput, MOST_ENTRIES, category_word, name_key, write_table,
};
use crate::vetting::sentence::Sentence;

/// How a list is named beside questions, where it may be overwritten.
pub const LIST: &str = "sub_processors";

/// A company of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What is said of it.
    pub entry: Entry,
    /// Whether it came from the last round and nobody has touched it since.
    pub carried_over: bool,
}

/// A list, or that there is nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The companies.
    pub companies: Vec<Listed>,
    /// That no other company handles the data; then there are none.
    pub nobody: bool,
}

/// A list that came with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledList {
    /// Where it stands in the file.
    pub place: String,
    /// What it says.
    pub list: List,
    /// What the list said when the file was made, if the file knows that ([`List::mark`]).
    pub seen: Option<String>,
}

/// The list of a file beside the one that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListStep {
    /// What the file says.
    pub filled: FilledList,
    /// What is there.
    pub now: List,
    /// How the two stand to each other.
    pub standing: Standing,
}

impl List {
    /// What the list says, as a fingerprint: neither the order of companies nor where they came from is in it.
    pub fn mark(&self) -> String {
        let mut entries: Vec<Entry> = self.companies.iter().map(|one| one.entry.clone()).collect();
        entries.sort_by_cached_key(|entry| (name_key(&entry.name), entry.country));
        let text = format!("{}\n{}", self.nobody, write_table(&entries));
        let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
        digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl ListStep {
    /// The list of a file beside the one that is there.
    pub fn of(filled: FilledList, now: &List) -> Self {
        let standing = match (filled.list.mark() == now.mark(), now.companies.is_empty() && !now.nobody) {
            (true, _) => Standing::Same,
            (false, true) => Standing::New,
            (false, false) => Standing::Different,
        };
        Self { filled, now: now.clone(), standing }
    }

    /// Whether the list was changed after the file was made, to something else than the file says.
    pub fn is_stale(&self) -> bool {
        let seen = self.filled.seen.as_ref();
        self.standing != Standing::Same && seen.is_some_and(|seen| *seen != self.now.mark())
    }
}

/// What is wrong with a field, in words.
pub(super) fn what(fault: EntryFault) -> Sentence {
    match fault {
        EntryFault::Name => {
            Sentence::of("file-list-name", "give the company's legal name, with at most 200 letters")
        }
        EntryFault::Purpose => Sentence::of(
            "file-list-purpose",
            "say what the company does with the data, in at most 500 letters",
        ),
        EntryFault::Data => Sentence::of(
            "file-list-data",
            "name at least one kind of data, as in the list of the questionnaire",
        ),
        EntryFault::Country => {
            Sentence::of("file-list-country", "this is no country; two letters such as DE, or its name")
        }
        EntryFault::Transfer => {
            Sentence::of("file-list-transfer", "this is none of the grounds to choose from")
        }
        EntryFault::Since => Sentence::of("file-list-since", "give a day as 2027-03-12, or leave this empty"),
        EntryFault::Website => Sentence::of(
            "file-list-website",
            "give a web address that begins with https://, or leave this empty",
        ),
    }
}

/// The companies that were read, each with its place: within bounds, and none twice in one country.
pub(super) fn gathered(read: Vec<(String, Listed)>, faults: &mut Vec<Note>) -> Vec<Listed> {
    if read.len() > MOST_ENTRIES {
        let place = read.get(MOST_ENTRIES).map_or_else(String::new, |(place, _)| place.clone());
        let what = Sentence::of("file-list-many", "a list holds at most {n} companies");
        faults.push(Note::at(place, what.with("n", MOST_ENTRIES)));
        return Vec::new();
    }
    let mut kept: Vec<Listed> = Vec::new();
    for (place, one) in read {
        let same = |other: &Listed| {
            other.entry.country == one.entry.country
                && name_key(&other.entry.name) == name_key(&one.entry.name)
        };
        if kept.iter().any(same) {
            let what = "this company stands on the list with that country already";
            faults.push(Note::at(place, Sentence::of("file-list-twice", what)));
        } else {
            kept.push(one);
        }
    }
    kept
}

/// The list in `entente-answers/1`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ListDocument {
    companies: Vec<CompanyDocument>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    nobody: bool,
    /// What the list said when the document was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CompanyDocument {
    name: String,
    purpose: String,
    data: Vec<String>,
    country: String,
    transfer: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    since: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    website: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    carried_over: bool,
}

impl ListDocument {
    /// The document of a list, bound to what is there now.
    pub(super) fn of(list: &List, now: &List) -> Self {
        let company = |one: &Listed| CompanyDocument {
            name: one.entry.name.clone(),
            purpose: one.entry.purpose.clone(),
            data: one.entry.data.iter().map(|kind| category_word(*kind)).collect(),
            country: one.entry.country.code().to_owned(),
            transfer: one.entry.transfer.as_str().to_owned(),
            since: one.entry.since.map(|day| day.to_string()).unwrap_or_default(),
            website: one.entry.website.clone(),
            carried_over: one.carried_over,
        };
        Self {
            companies: list.companies.iter().map(company).collect(),
            nobody: list.nobody,
            seen: Some(now.mark()),
        }
    }

    /// What it says; nothing, with faults named by path, if anything does not fit.
    pub(super) fn read(self, place: &str, faults: &mut Vec<Note>) -> Option<FilledList> {
        let before = faults.len();
        if self.nobody && !self.companies.is_empty() {
            let what = "either there is nobody, or there are companies";
            faults.push(Note::at(format!("{place}.nobody"), Sentence::of("file-list-both", what)));
        }
        let mut read = Vec::new();
        for (at, company) in self.companies.into_iter().enumerate() {
            let (path, carried_over) = (format!("{place}.companies[{at}]"), company.carried_over);
            match company.input().checked() {
                Ok(entry) => read.push((format!("{path}.name"), Listed { entry, carried_over })),
                Err(own) => faults.extend(
                    own.into_iter().map(|fault| Note::at(format!("{path}.{}", fault.field()), what(fault))),
                ),
            }
        }
        let companies = gathered(read, faults);
        let list = List { companies, nobody: self.nobody };
        (faults.len() == before).then(|| FilledList { place: place.to_owned(), list, seen: self.seen })
    }
}

impl CompanyDocument {
    fn input(self) -> EntryInput {
        EntryInput {
            name: self.name,
            purpose: self.purpose,
            data: self.data,
            country: self.country,
            transfer: self.transfer,
            since: self.since,
            website: self.website,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_in_a_file_holds_no_more_companies_than_one_that_is_typed() {
        let of = |count: usize| {
            let one = |n: usize| {
                let input = EntryInput {
                    name: format!("Company {n}"),
                    purpose: "Hosting".to_owned(),
                    data: vec!["aggregate".to_owned()],
                    country: "DE".to_owned(),
                    transfer: "not_needed".to_owned(),
                    ..EntryInput::default()
                };
                (format!("A{n}"), Listed { entry: input.checked().unwrap(), carried_over: false })
            };
            let mut faults = Vec::new();
            let kept = gathered((1..=count).map(one).collect(), &mut faults);
            (kept.len(), faults.into_iter().map(|note| note.path).collect::<Vec<_>>())
        };
        assert_eq!(of(MOST_ENTRIES), (500, Vec::new()));
        assert_eq!(of(MOST_ENTRIES + 1), (0, vec!["A501".to_owned()]));
    }
}
