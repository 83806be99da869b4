//! The checks that make terms out of fields: floors that no owner can go below, and what belongs together.

use super::{
    Approval, Epsilon, FieldError, Identifier, Mode, NoiseKind, Rules, TermsBody, VERSION, Wrong,
    sensitivity_of,
};
use crate::matching::{IdentifierType, Profile};

/// The limits that hold for every room (cleanroom.md, policy): an owner can only be stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floors {
    /// The smallest k.
    pub k: u32,
    /// The finest rounding.
    pub round_to: u32,
    /// The smallest audience. Below the default of 1,000, for small companies; k and n_min are still tied (2k).
    pub n_min: u32,
    /// The largest privacy loss of one release.
    pub epsilon: Epsilon,
    /// The smallest: below it the noise drowns everything.
    pub epsilon_least: Epsilon,
    /// The largest privacy loss of a pair of organisations.
    pub epsilon_total: Epsilon,
    /// The most releases of a pair of organisations.
    pub releases: u32,
    /// The longest life of a room in days.
    pub days: u32,
}

/// The limits that this version enforces.
pub const FLOORS: Floors = Floors {
    k: 20,
    round_to: 10,
    n_min: 500,
    epsilon: Epsilon::from_micro(200_000),
    epsilon_least: Epsilon::from_micro(10_000),
    epsilon_total: Epsilon::from_micro(2_000_000),
    releases: 10,
    days: 90,
};

/// Ceilings that keep a typing mistake from making a room useless.
const MOST_K: u32 = 100_000;
const MOST_ROUND_TO: u32 = 10_000;
const MOST_N_MIN: u32 = 1_000_000_000;

/// The purpose is read by lawyers and by the public: a phrase is too little, a novel too much.
const PURPOSE_LEAST: u32 = 20;
const PURPOSE_MOST: u32 = 2_000;

/// One of each kind.
const MOST_IDENTIFIERS: usize = 4;

/// Everything wrong with the fields of terms; empty if they may be signed.
pub(super) fn body(body: &TermsBody) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if body.version != VERSION {
        wrong.push(FieldError::new("version", Wrong::UnknownVersion { known: u64::from(VERSION) }));
    }
    purpose(&body.purpose, &mut wrong);
    identifiers(&body.identifiers, &mut wrong);
    rules(&body.rules, sensitivity_of(&body.identifiers), &mut wrong);
    choices(body.noise, body.mode, body.approval, &mut wrong);
    wrong
}

/// The purpose, in characters.
pub(super) fn purpose(text: &str, wrong: &mut Vec<FieldError>) {
    let length = text.trim().chars().count();
    let mut add = |what| wrong.push(FieldError::new("purpose", what));
    if length == 0 {
        add(Wrong::Missing);
    } else if length < usize::try_from(PURPOSE_LEAST).unwrap_or(usize::MAX) {
        add(Wrong::TooShort { least: u64::from(PURPOSE_LEAST) });
    } else if length > usize::try_from(PURPOSE_MOST).unwrap_or(usize::MAX) {
        add(Wrong::TooLong { most: u64::from(PURPOSE_MOST) });
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t') {
        add(Wrong::NotText);
    }
}

/// The list of identifiers: at least one, each kind once, each field fitting its kind.
pub(super) fn identifiers(list: &[Identifier], wrong: &mut Vec<FieldError>) {
    if list.is_empty() {
        wrong.push(FieldError::new("identifiers", Wrong::Missing));
    }
    if list.len() > MOST_IDENTIFIERS {
        wrong.push(FieldError::new("identifiers", Wrong::TooLong { most: 4 }));
    }
    for (place, identifier) in list.iter().enumerate() {
        let mut add =
            |part: &str, what| wrong.push(FieldError::new(format!("identifiers[{place}].{part}"), what));
        if list.iter().take(place).any(|earlier| earlier.kind == identifier.kind) {
            add("kind", Wrong::Twice);
        }
        let profiled = matches!(identifier.kind, IdentifierType::Email | IdentifierType::Phone);
        if !profiled && identifier.profile != Profile::Entente {
            add("profile", Wrong::ProfileNotForKind);
        }
        if let Some(country) = &identifier.country {
            if identifier.kind != IdentifierType::Phone {
                add("country", Wrong::CountryNotUsed);
            } else if country.len() != 2 || !country.bytes().all(|c| c.is_ascii_uppercase()) {
                add("country", Wrong::NotACountry);
            }
        }
    }
}

/// The figures: each within its limits, then those that belong together.
pub(super) fn rules(rules: &Rules, sensitivity: u32, wrong: &mut Vec<FieldError>) {
    let own = [
        ("rules.k", rules.k, FLOORS.k, MOST_K),
        ("rules.round_to", rules.round_to, FLOORS.round_to, MOST_ROUND_TO),
        ("rules.n_min", rules.n_min, FLOORS.n_min, MOST_N_MIN),
        ("rules.near_duplicate", rules.near_duplicate, FLOORS.k, MOST_K),
        (
            "rules.epsilon_micro",
            rules.epsilon_micro.micro(),
            FLOORS.epsilon_least.micro(),
            FLOORS.epsilon.micro(),
        ),
        (
            "rules.epsilon_total_micro",
            rules.epsilon_total_micro.micro(),
            FLOORS.epsilon_least.micro(),
            FLOORS.epsilon_total.micro(),
        ),
        ("rules.releases", rules.releases, 1, FLOORS.releases),
    ];
    let before = wrong.len();
    for (field, value, least, most) in own {
        within(field, value, least, most, wrong);
    }
    if wrong.len() == before {
        together(rules, sensitivity, wrong);
    }
}

/// What one figure demands of another; asked only when each is sound by itself.
fn together(rules: &Rules, sensitivity: u32, wrong: &mut Vec<FieldError>) {
    // Otherwise "below k" and "above N - k" would overlap and a count could not fall between them.
    within("rules.n_min", rules.n_min, rules.k.saturating_mul(2), MOST_N_MIN, wrong);
    // d = k is the floor: a smaller d lets k-1 known people and one target through as a new question.
    within("rules.near_duplicate", rules.near_duplicate, rules.k, MOST_K, wrong);
    // A rounding step above k would let a withheld group and a shown one round alike.
    within("rules.round_to", rules.round_to, 1, rules.k, wrong);
    let epsilon = rules.epsilon_micro;
    within("rules.epsilon_total_micro", rules.epsilon_total_micro.micro(), epsilon.micro(), u32::MAX, wrong);
    let pm95 = epsilon.pm95(sensitivity);
    if pm95 > u64::from(rules.k) {
        wrong.push(FieldError::new("rules.epsilon_micro", Wrong::ErrorBarAboveK { pm95 }));
    }
}

/// The three choices of which one value each is built.
pub(super) fn choices(noise: NoiseKind, mode: Mode, approval: Approval, wrong: &mut Vec<FieldError>) {
    let mut refuse = |field: &str| wrong.push(FieldError::new(field, Wrong::NotAvailable));
    match noise {
        NoiseKind::DiscreteLaplace => {}
        NoiseKind::Exact => refuse("noise"),
    }
    match mode {
        Mode::Standard => {}
        Mode::Sealed => refuse("mode"),
    }
    match approval {
        Approval::Automatic => {}
        Approval::BothOwners => refuse("approval"),
    }
}

/// A complaint if `value` is outside `least..=most`.
pub(super) fn within(field: &str, value: u32, least: u32, most: u32, wrong: &mut Vec<FieldError>) {
    if value < least {
        wrong.push(FieldError::new(field, Wrong::TooSmall { least: u64::from(least) }));
    } else if value > most {
        wrong.push(FieldError::new(field, Wrong::TooLarge { most: u64::from(most) }));
    }
}
