//! The checks that make terms out of fields: floors that no owner can go below, and what belongs together.

use super::{Breakdowns, Epsilon, FieldError, Identifier, Mode, NoiseKind, Rules, TermsBody, VERSION, Wrong};
use crate::matching::intersect::{cell_sensitivity, pass_sensitivity, sensitivity};
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
    /// The smallest segment.
    pub seg_min: u32,
    /// The smallest k without noise.
    pub exact_k: u32,
    /// The most releases without noise.
    pub exact_releases: u32,
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
    seg_min: 100,
    exact_k: 100,
    exact_releases: 3,
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
    let shape = Shape {
        rules: &body.rules,
        noise: body.noise,
        identifiers: body.identifiers.len(),
        breakdowns: body.breakdowns,
    };
    figures(&shape, &mut wrong);
    mode(body.mode, &mut wrong);
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

/// What the figures are judged by: they, and the choices that they depend on.
pub(super) struct Shape<'a> {
    pub(super) rules: &'a Rules,
    pub(super) noise: NoiseKind,
    pub(super) identifiers: usize,
    pub(super) breakdowns: Breakdowns,
}

/// The figures: each within its limits, then those that belong together.
pub(super) fn figures(shape: &Shape<'_>, wrong: &mut Vec<FieldError>) {
    let rules = shape.rules;
    let (least, most) = (FLOORS.epsilon_least.micro(), FLOORS.epsilon.micro());
    let total = FLOORS.epsilon_total.micro();
    let exact = shape.noise == NoiseKind::Exact;
    let k = if exact { FLOORS.exact_k } else { FLOORS.k };
    let releases = if exact { FLOORS.exact_releases } else { FLOORS.releases };
    let own = [
        ("rules.k", rules.k, k, MOST_K),
        ("rules.round_to", rules.round_to, FLOORS.round_to, MOST_ROUND_TO),
        ("rules.n_min", rules.n_min, FLOORS.n_min, MOST_N_MIN),
        ("rules.near_duplicate", rules.near_duplicate, FLOORS.k, MOST_K),
        ("rules.epsilon_micro", rules.epsilon_micro.micro(), least, most),
        ("rules.epsilon_total_micro", rules.epsilon_total_micro.micro(), least, total),
        ("rules.releases", rules.releases, 1, releases),
        ("rules.seg_min", rules.seg_min, FLOORS.seg_min, MOST_N_MIN),
    ];
    let before = wrong.len();
    for (field, value, least, most) in own {
        within(field, value, least, most, wrong);
    }
    if wrong.len() == before {
        together(shape, wrong);
    }
}

/// What one figure demands of another; asked only when each is sound by itself.
fn together(shape: &Shape<'_>, wrong: &mut Vec<FieldError>) {
    let rules = shape.rules;
    // Otherwise "below k" and "above N - k" would overlap and a count could not fall between them.
    within("rules.n_min", rules.n_min, rules.k.saturating_mul(2), MOST_N_MIN, wrong);
    // d = k is the floor: a smaller d lets k-1 known people and one target through as a new question.
    within("rules.near_duplicate", rules.near_duplicate, rules.k, MOST_K, wrong);
    // A rounding step above k would let a withheld group and a shown one round alike.
    within("rules.round_to", rules.round_to, 1, rules.k, wrong);
    let epsilon = rules.epsilon_micro;
    within("rules.epsilon_total_micro", rules.epsilon_total_micro.micro(), epsilon.micro(), u32::MAX, wrong);
    breakdowns(shape, wrong);
    let total = narrow(sensitivity(shape.identifiers));
    bar("rules.epsilon_micro", (shape, epsilon, total), wrong);
}

/// A breakdown needs identifiers that it can be made of, and error bars that leave something to see.
fn breakdowns(shape: &Shape<'_>, wrong: &mut Vec<FieldError>) {
    let epsilon = shape.rules.epsilon_micro;
    if shape.breakdowns.by_identifier {
        let field = "breakdowns.by_identifier";
        if shape.identifiers < 2 {
            wrong.push(FieldError::new(field, Wrong::OneIdentifier));
        }
        bar(field, (shape, epsilon, narrow(pass_sensitivity(shape.identifiers))), wrong);
    }
    if shape.breakdowns.by_segment {
        let field = "breakdowns.by_segment";
        match cell_sensitivity(shape.identifiers) {
            None => wrong.push(FieldError::new(field, Wrong::TooManyIdentifiers { most: 2 })),
            Some(sensitivity) => bar(field, (shape, epsilon.half(), narrow(sensitivity)), wrong),
        }
    }
}

/// A complaint if the error bar would be wider than the smallest group that is shown.
fn bar(field: &str, noise: (&Shape<'_>, Epsilon, u32), wrong: &mut Vec<FieldError>) {
    let (shape, epsilon, sensitivity) = noise;
    let pm95 = epsilon.pm95(sensitivity);
    if shape.noise == NoiseKind::DiscreteLaplace && pm95 > u64::from(shape.rules.k) {
        wrong.push(FieldError::new(field, Wrong::ErrorBarAboveK { pm95 }));
    }
}

fn narrow(sensitivity: u64) -> u32 {
    u32::try_from(sensitivity).unwrap_or(u32::MAX)
}

/// The one mode that is built.
pub(super) fn mode(mode: Mode, wrong: &mut Vec<FieldError>) {
    match mode {
        Mode::Standard => {}
        Mode::Sealed => wrong.push(FieldError::new("mode", Wrong::NotAvailable)),
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
