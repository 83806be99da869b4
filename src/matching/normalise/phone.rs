//! Phone numbers, as E.164.
//!
//! The numbering plans come from `phonenumber` (libphonenumber's metadata). Its own parser is not used, for two faults
//! that would join or split people: it strips the *default* country's trunk prefix from numbers of other countries
//! (`+44 1632 …` read with US loses its 1), and it may strip a trunk prefix twice (a Russian `8 (812) …`).

use std::cell::RefCell;
use std::collections::HashMap;

use phonenumber::Type;
use phonenumber::metadata::{DATABASE, Metadata};
use regex::Regex;

use super::{Reject, Unsupported, text};
use crate::matching::{Country, Profile};

/// E.164 allows 15 digits, country code included; fewer than 7 is no subscriber's number anywhere.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// The longest text that is looked at: 15 digits, prefixes, and generous punctuation.
const MAX_BYTES: usize = 128;
/// The longest calling code.
const MAX_CODE: usize = 3;

/// The kinds of line that a person can have.
const LINES: [Type; 10] = [
    Type::FixedLine,
    Type::Mobile,
    Type::TollFree,
    Type::PremiumRate,
    Type::SharedCost,
    Type::PersonalNumber,
    Type::Voip,
    Type::Pager,
    Type::Uan,
    Type::Voicemail,
];

/// How one profile spells phone numbers of one country.
pub(super) struct PhoneRules {
    plan: Option<&'static Metadata>,
    plus: &'static str,
}

impl PhoneRules {
    /// The rules; `country` must have a numbering plan.
    pub(super) fn new(profile: Profile, country: Option<Country>) -> Result<Self, Unsupported> {
        let plan = match country {
            None => None,
            Some(country) => match DATABASE.by_id(country.as_str()) {
                Some(plan) => Some(plan),
                None => return Err(Unsupported::UnknownCountry(country.as_str().to_owned())),
            },
        };
        let plus = if profile == Profile::Meta { "" } else { "+" };
        Ok(Self { plan, plus })
    }

    /// The canonical number.
    pub(super) fn normalise(&self, raw: &str, out: &mut String) -> Result<(), Reject> {
        let dialled = Dialled::read(raw)?;
        let (code, national) = self.resolve(&dialled)?;
        let digits = code.len() + national.len();
        if digits < *DIGITS.start() {
            return Err(Reject::TooShort);
        }
        if digits > *DIGITS.end() {
            return Err(Reject::TooLong);
        }
        out.push_str(self.plus);
        out.push_str(&code);
        out.push_str(&national);
        Ok(())
    }

    fn resolve(&self, dialled: &Dialled) -> Result<(String, String), Reject> {
        if dialled.international {
            return international(&dialled.digits).ok_or(Reject::UnknownCountryCode);
        }
        if let Some(found) = self.dialled_abroad(&dialled.digits) {
            return Ok(found);
        }
        let plan = self.plan.ok_or(Reject::NoCountry)?;
        national(plan, &dialled.digits)
    }

    /// A number dialled with an international prefix: this country's own, `00`, or `011` in North America. The first
    /// reading that its numbering plan knows wins; failing that, `00` always means abroad.
    fn dialled_abroad(&self, digits: &str) -> Option<(String, String)> {
        let own = self.plan.and_then(|plan| plan.international_prefix());
        let own =
            own.and_then(|prefix| prefix_end(prefix.as_str(), digits)).and_then(|end| digits.get(end..));
        let zeros = digits.strip_prefix("00");
        let american = self.plan.is_none_or(|plan| plan.country_code() == 1);
        let eleven = digits.strip_prefix("011").filter(|_| american);
        let readings = [own, zeros, eleven];
        let known = readings.into_iter().flatten().find_map(|rest| {
            let (code, national) = international(rest)?;
            let plans = plans_of(&code)?;
            plans.iter().any(|plan| is_whole(plan, &national)).then_some((code, national))
        });
        // Without a country, 011 may as well be a national number: only one that exists is taken.
        let certain = if self.plan.is_none() { zeros } else { zeros.or(eleven) };
        known.or_else(|| certain.and_then(international))
    }
}

/// What was typed, as digits.
struct Dialled {
    digits: String,
    international: bool,
}

impl Dialled {
    fn read(raw: &str) -> Result<Self, Reject> {
        let value = text::trim(raw);
        if value.is_empty() {
            return Err(Reject::Empty);
        }
        if text::looks_hashed(value) && value.bytes().any(|b| b.is_ascii_alphabetic()) {
            return Err(Reject::AlreadyHashed);
        }
        if value.len() > MAX_BYTES {
            return Err(Reject::TooLong);
        }
        let mut dialled = Self { digits: String::new(), international: false };
        for c in value.chars() {
            dialled.take(c, value)?;
        }
        match dialled.digits.len() {
            0 => Err(Reject::NotAPhone),
            // Prefixes may add up to five digits before they are taken off.
            21.. => Err(Reject::TooLong),
            _ => Ok(dialled),
        }
    }

    fn take(&mut self, c: char, value: &str) -> Result<(), Reject> {
        match c {
            '+' | '\u{FF0B}' if self.digits.is_empty() && !self.international => self.international = true,
            '-'
            | '.'
            | '('
            | ')'
            | '['
            | ']'
            | '/'
            | '~'
            | '\u{2010}'..='\u{2015}'
            | '\u{2212}'
            | '\u{00AD}'
            | '\u{2060}' => {}
            '#' | ';' | ',' => return Err(Reject::Extension),
            _ if text::is_blank(c) => {}
            _ if c.is_control() => return Err(Reject::ControlCharacters),
            _ => match digit(c) {
                Some(digit) => self.digits.push(digit),
                None if c.is_alphabetic() => return Err(letters(value)),
                None => return Err(Reject::NotAPhone),
            },
        }
        Ok(())
    }
}

/// The ASCII digit for a decimal digit of the scripts that phone keyboards write: ASCII, full width, Arabic, Persian,
/// Devanagari.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        '\u{0966}'..='\u{096F}' => '\u{0966}',
        _ => return None,
    };
    char::from_digit(u32::from(c).checked_sub(u32::from(zero))?, 10)
}

/// Letters mean an extension if they follow a whole number, and a number spelled in words otherwise.
fn letters(value: &str) -> Reject {
    let lower = value.to_lowercase();
    let at = lower.find(char::is_alphabetic).unwrap_or_default();
    let (before, word) = lower.split_at(at);
    let word: String = word.chars().take_while(|c| c.is_alphabetic()).collect();
    let extension = matches!(word.as_str(), "x" | "ext" | "extn" | "extension" | "poste" | "int");
    if extension && before.chars().any(|c| digit(c).is_some()) { Reject::Extension } else { Reject::Letters }
}

/// Country code and national number of digits that start with a country code; a trunk prefix written out of habit
/// (`+44 (0)20 …`) goes.
fn international(digits: &str) -> Option<(String, String)> {
    if digits.starts_with('0') {
        return None;
    }
    for length in 1..=MAX_CODE {
        let (code, rest) = digits.split_at_checked(length)?;
        if let Some(plans) = plans_of(code) {
            return Some((code.to_owned(), without_habit(&plans, rest).to_owned()));
        }
    }
    None
}

/// The national number without a trunk prefix that no plan of its country code allows there; without all of them, so that what
/// comes out is read as itself.
fn without_habit<'a>(plans: &[&'static Metadata], national: &'a str) -> &'a str {
    let whole = |number: &str| plans.iter().any(|plan| is_whole(plan, number));
    let Some(trunk) = plans.first().and_then(|plan| plan.national_prefix()) else { return national };
    let mut rest = national;
    while !whole(rest) {
        match rest.strip_prefix(trunk).filter(|shorter| !shorter.is_empty()) {
            Some(shorter) => rest = shorter,
            None if trunk == "0" => return rest,
            None => return national,
        }
    }
    rest
}

/// Country code and national number of digits as dialled inside the country.
fn national(plan: &'static Metadata, digits: &str) -> Result<(String, String), Reject> {
    let code = plan.country_code().to_string();
    let number = without_trunk(plan, digits);
    if is_whole(plan, &number) {
        return Ok((code, number));
    }
    // What is not whole must come out as it would be read with its country code, or one number would have two forms.
    let plans = plans_of(&code).unwrap_or_default();
    let settled = |number: &str| without_habit(&plans, number).to_owned();
    // Not a number of this country as it stands, so a leading country code is one: "65 6543 2100" in Singapore.
    if let Some(rest) = digits.strip_prefix(&code) {
        let rest = without_trunk(plan, rest);
        if has_length(plan, &rest) {
            return Ok((code, settled(&rest)));
        }
    }
    let number = settled(&number);
    let shortest = lengths(plan).min().unwrap_or_default();
    // Without its area code a number names one subscriber in every town.
    if number.len() < shortest { Err(Reject::TooShort) } else { Ok((code, number)) }
}

/// The number without the country's trunk prefix or carrier code, as its plan says: kept if only the untouched number
/// is a whole one.
fn without_trunk(plan: &'static Metadata, digits: &str) -> String {
    let stripped = match plan.national_prefix_for_parsing() {
        Some(prefix) => without_prefix(prefix.as_str(), plan.national_prefix_transform_rule(), digits),
        None => plan.national_prefix().and_then(|prefix| digits.strip_prefix(prefix)).map(str::to_owned),
    };
    match stripped {
        Some(stripped) if is_whole(plan, &stripped) || !is_whole(plan, digits) => stripped,
        _ => digits.to_owned(),
    }
}

/// The digits after a prefix pattern, or rewritten by the plan's rule where the pattern caught what the rule needs.
fn without_prefix(pattern: &'static str, rule: Option<&str>, digits: &str) -> Option<String> {
    with_regex(pattern, Anchor::Start, |regex| {
        let caught = regex.captures(digits)?;
        let last = caught.len().checked_sub(1).filter(|last| *last > 0).and_then(|last| caught.get(last));
        let rest = digits.get(caught.get(0)?.end()..)?;
        match (rule, last) {
            (Some(rule), Some(_)) => {
                let mut rewritten = String::new();
                caught.expand(rule, &mut rewritten);
                rewritten.push_str(rest);
                Some(rewritten)
            }
            _ => Some(rest.to_owned()),
        }
    })
}

/// Whether the plan knows such a number: right length, right leading digits.
fn is_whole(plan: &'static Metadata, national: &str) -> bool {
    let general = plan.descriptors().general();
    has_length(plan, national)
        && with_regex(general.national_number().as_str(), Anchor::Whole, |regex| {
            Some(regex.is_match(national))
        })
        .unwrap_or(false)
}

fn has_length(plan: &'static Metadata, national: &str) -> bool {
    lengths(plan).any(|length| length == national.len())
}

/// The lengths of whole national numbers. The metadata states them per kind of line, and leaves the general entry empty.
fn lengths(plan: &'static Metadata) -> impl Iterator<Item = usize> {
    let lines = LINES.iter().filter_map(|line| plan.descriptors().get(*line));
    lines.flat_map(|line| line.possible_length().iter().copied().map(usize::from))
}

/// The numbering plans of a calling code, the main country's first.
fn plans_of(code: &str) -> Option<Vec<&'static Metadata>> {
    let code: u16 = code.parse().ok()?;
    let mut plans = DATABASE.by_code(&code)?;
    plans.sort_by_key(|plan| !plan.is_main_country_for_code());
    Some(plans)
}

fn prefix_end(pattern: &'static str, digits: &str) -> Option<usize> {
    with_regex(pattern, Anchor::Start, |regex| regex.find(digits).map(|found| found.end()))
}

/// Where a pattern must hold.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Anchor {
    Start,
    Whole,
}

thread_local! {
    /// Compiled patterns of the numbering plans met so far: compiling costs a thousand times what matching does.
    static PATTERNS: RefCell<HashMap<(&'static str, Anchor), Option<Regex>>> = RefCell::default();
}

fn with_regex<T>(
    pattern: &'static str,
    anchor: Anchor,
    use_it: impl FnOnce(&Regex) -> Option<T>,
) -> Option<T> {
    PATTERNS.with_borrow_mut(|patterns| {
        let compiled = patterns.entry((pattern, anchor)).or_insert_with(|| {
            let end = if anchor == Anchor::Whole { "$" } else { "" };
            // The metadata lays its longer patterns out over several lines.
            Regex::new(&format!("^(?x:{pattern}){end}")).ok()
        });
        compiled.as_ref().and_then(use_it)
    })
}
