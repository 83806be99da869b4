//! A section or a question as an author types it, read field by field. What cannot be taken is named by its field.

use super::EditFault;
use crate::vetting::{
    code::{OptionId, QuestionId},
    condition::{Condition, ConditionError},
    evidence::EvidenceLevel,
    questionnaire::{Choice, Flag, LawMap, ListKind, LowestTier, Percent, Question, Weight},
    text::Text,
};

const LONGEST_TITLE: usize = 200;
const LONGEST_TEXT: usize = 4_000;
const LONGEST_LABEL: usize = 500;
/// More than these are not written by hand; a question that came with more keeps them.
const MOST_OPTIONS: usize = 12;
const MOST_MAPS: usize = 60;

/// One text by language, as typed; empty ones are none.
pub type Words = Vec<(String, String)>;

/// A section as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionInput {
    /// Its title.
    pub title: Words,
    /// What it is about; may be empty.
    pub intro: Words,
}

/// A question as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionInput {
    /// The section that it stands in.
    pub section: String,
    /// The question.
    pub text: Words,
    /// Why we ask; may be empty.
    pub why: Words,
    /// What a good answer has; may be empty.
    pub help: Words,
    /// What evidence is expected; may be empty.
    pub evidence_hint: Words,
    /// False for a question that only sets the scope.
    pub scored: bool,
    /// 1, 2, 3 or 5.
    pub weight: String,
    /// "critical", "knockout" or nothing.
    pub flag: String,
    /// "E0" to "E3".
    pub expected_evidence: String,
    /// Whether "not applicable" may be answered.
    pub na_allowed: bool,
    /// Whether it must be answered.
    pub required: bool,
    /// The lowest tier that is asked it, or nothing for the usual rule.
    pub lowest_tier: String,
    /// The condition, or nothing.
    pub when: String,
    /// The name of the list that goes with the answer, or nothing.
    pub list: String,
    /// The answers; those without words are left out.
    pub options: Vec<OptionInput>,
    /// Law and framework references, one a line: "GDPR: 15".
    pub maps: String,
}

/// One answer as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OptionInput {
    /// Its name, if it has one already.
    pub id: String,
    /// Its words.
    pub label: Words,
    /// Its value in percent.
    pub value: String,
    /// Whether it is a plan.
    pub plan: bool,
    /// The tip beside it; may be empty.
    pub tip: Words,
}

/// Why a field cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputFault {
    /// It must be filled.
    Missing,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It is none of the choices.
    NotAChoice,
    /// An answer's value is not a whole number from 0 to 100.
    Value,
    /// A section's weight is not a whole number from 0 to 100.
    SectionWeight,
    /// One to so many languages are needed, each by its tag.
    Languages(usize),
    /// A knock-out cannot be answered "not applicable".
    KnockoutNa,
    /// A question that is not scored cannot be a gate.
    GateUnscored,
    /// There are more than so many answers or references.
    TooMany(usize),
    /// This line is not a reference.
    Reference(usize),
    /// The condition cannot be read.
    Condition(ConditionError),
}

type Faults = Vec<(String, InputFault)>;

impl SectionInput {
    pub(super) fn read(&self, languages: &[String]) -> Result<(Text, Text), EditFault> {
        let mut faults = Faults::new();
        let title = words(&mut faults, "title", &self.title, (languages, LONGEST_TITLE));
        let intro = words(&mut faults, "intro", &self.intro, (languages, LONGEST_TEXT));
        if title.is_empty() {
            faults.push(("title".to_owned(), InputFault::Missing));
        }
        if faults.is_empty() { Ok((title, intro)) } else { Err(EditFault::Fields(faults)) }
    }
}

impl QuestionInput {
    /// The question that was typed. `before` is the one that it takes the place of: words in languages that the draft
    /// does not have now are kept from there.
    pub(super) fn read(
        &self,
        id: &QuestionId,
        languages: &[String],
        before: Option<&Question>,
    ) -> Result<Question, EditFault> {
        let mut faults = Faults::new();
        let mut text = |name: &str, typed: &Words| words(&mut faults, name, typed, (languages, LONGEST_TEXT));
        let (asked, why) = (text("text", &self.text), text("why", &self.why));
        let (help, evidence_hint) = (text("help", &self.help), text("evidence_hint", &self.evidence_hint));
        if asked.is_empty() {
            faults.push(("text".to_owned(), InputFault::Missing));
        }
        let flag = self.flag(&mut faults);
        let question = Question {
            id: id.clone(),
            text: kept(asked, before.map(|q| &q.text), languages),
            help: kept(help, before.map(|q| &q.help), languages),
            why: kept(why, before.map(|q| &q.why), languages),
            evidence_hint: kept(evidence_hint, before.map(|q| &q.evidence_hint), languages),
            scored: self.scored,
            weight: self.weight(&mut faults),
            flag,
            expected_evidence: self.expected(&mut faults),
            na_allowed: self.na_allowed,
            required: self.required,
            lowest_tier: self.tier(&mut faults).filter(|_| flag.is_none()),
            when: self.condition(&mut faults),
            list: self.list(&mut faults),
            options: self.options(&mut faults, languages, before),
            maps: self.maps(&mut faults),
        };
        if flag == Some(Flag::Knockout) && self.na_allowed {
            faults.push(("na_allowed".to_owned(), InputFault::KnockoutNa));
        }
        if faults.is_empty() { Ok(question) } else { Err(EditFault::Fields(faults)) }
    }

    fn weight(&self, faults: &mut Faults) -> Option<Weight> {
        if !self.scored {
            return None;
        }
        let read = self.weight.trim().parse::<i64>().ok().and_then(|number| Weight::try_from(number).ok());
        if read.is_none() {
            faults.push(("weight".to_owned(), InputFault::NotAChoice));
        }
        read
    }

    fn flag(&self, faults: &mut Faults) -> Option<Flag> {
        let flag = match self.flag.as_str() {
            "" => return None,
            "critical" => Flag::Critical,
            "knockout" => Flag::Knockout,
            _ => {
                faults.push(("flag".to_owned(), InputFault::NotAChoice));
                return None;
            }
        };
        if !self.scored {
            faults.push(("flag".to_owned(), InputFault::GateUnscored));
        }
        Some(flag)
    }

    fn expected(&self, faults: &mut Faults) -> EvidenceLevel {
        let known = EvidenceLevel::ALL.into_iter().find(|level| level.to_string() == self.expected_evidence);
        if known.is_none() && !self.expected_evidence.is_empty() {
            faults.push(("expected_evidence".to_owned(), InputFault::NotAChoice));
        }
        known.unwrap_or_default()
    }

    fn tier(&self, faults: &mut Faults) -> Option<LowestTier> {
        if self.lowest_tier.is_empty() {
            return None;
        }
        let known = LowestTier::ALL.into_iter().find(|tier| tier.as_str() == self.lowest_tier);
        if known.is_none() {
            faults.push(("lowest_tier".to_owned(), InputFault::NotAChoice));
        }
        known
    }

    fn list(&self, faults: &mut Faults) -> Option<ListKind> {
        let known = ListKind::named(&self.list);
        if known.is_none() && !self.list.is_empty() {
            faults.push(("list".to_owned(), InputFault::NotAChoice));
        }
        known
    }

    fn condition(&self, faults: &mut Faults) -> Option<Condition> {
        if self.when.trim().is_empty() {
            return None;
        }
        match Condition::parse(self.when.trim()) {
            Ok(condition) => Some(condition),
            Err(fault) => {
                faults.push(("when".to_owned(), InputFault::Condition(fault)));
                None
            }
        }
    }

    fn options(&self, faults: &mut Faults, languages: &[String], before: Option<&Question>) -> Vec<Choice> {
        let mut read: Vec<Choice> = Vec::new();
        for (at, typed) in self.options.iter().enumerate() {
            let label =
                words(faults, &format!("option.{at}.label"), &typed.label, (languages, LONGEST_LABEL));
            let tip = words(faults, &format!("option.{at}.tip"), &typed.tip, (languages, LONGEST_TEXT));
            if label.is_empty() {
                continue;
            }
            let value = typed.value.trim();
            let percent = value.parse::<i64>().ok().and_then(|number| Percent::try_from(number).ok());
            if percent.is_none() && (self.scored || !value.is_empty()) {
                faults.push((format!("option.{at}.value"), InputFault::Value));
            }
            let known = OptionId::new(&typed.id).ok().filter(|id| !read.iter().any(|other| other.id == *id));
            let Some(id) = known.or_else(|| free_option(&read, &self.options)) else { continue };
            let old = before.and_then(|question| question.option(&id));
            read.push(Choice {
                label: kept(label, old.map(|option| &option.label), languages),
                tip: kept(tip, old.map(|option| &option.tip), languages),
                id,
                value: percent.filter(|_| self.scored),
                plan: typed.plan,
            });
        }
        let most = before.map_or(MOST_OPTIONS, |before| before.options.len().max(MOST_OPTIONS));
        if read.len() > most {
            faults.push(("options".to_owned(), InputFault::TooMany(most)));
        }
        read
    }

    fn maps(&self, faults: &mut Faults) -> Vec<LawMap> {
        let lines = self.maps.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
        let mut read = Vec::new();
        for (at, line) in lines {
            let parts = line.split_once(':').or_else(|| line.rsplit_once(' '));
            let parts = parts.map(|(framework, reference)| (framework.trim(), reference.trim()));
            match parts.filter(|(framework, reference)| !framework.is_empty() && !reference.is_empty()) {
                Some((framework, reference)) if line.chars().count() <= LONGEST_TITLE => {
                    read.push(LawMap { framework: framework.to_owned(), reference: reference.to_owned() });
                }
                _ => faults.push(("maps".to_owned(), InputFault::Reference(at.saturating_add(1)))),
            }
        }
        if read.len() > MOST_MAPS {
            faults.push(("maps".to_owned(), InputFault::TooMany(MOST_MAPS)));
        }
        read
    }
}

/// A name for a new answer that no other one has or had on the same form.
fn free_option(read: &[Choice], typed: &[OptionInput]) -> Option<OptionId> {
    let taken = |id: &OptionId| {
        read.iter().any(|option| option.id == *id) || typed.iter().any(|option| option.id == id.as_str())
    };
    (1..=999).filter_map(|n| OptionId::new(&format!("o{n}")).ok()).find(|id| !taken(id))
}

/// The typed words as a text: only languages of the draft, without space around, empty ones left out.
fn words(faults: &mut Faults, field: &str, typed: &Words, (languages, longest): (&[String], usize)) -> Text {
    let mut text = Text::default();
    for (language, words) in typed.iter().filter(|(language, _)| languages.contains(language)) {
        let words = words.replace("\r\n", "\n");
        if words.trim().chars().count() > longest {
            faults.push((field.to_owned(), InputFault::TooLong(longest)));
        }
        text.set(language, &words);
    }
    text
}

/// `now` with the words that `before` has in languages that are not typed at present.
fn kept(mut now: Text, before: Option<&Text>, languages: &[String]) -> Text {
    let Some(before) = before.filter(|_| !now.is_empty()) else { return now };
    for language in before.languages().filter(|tag| !languages.iter().any(|known| known == tag)) {
        now.set(language, before.in_exactly(language).unwrap_or_default());
    }
    now
}
