//! What a draft still lacks, all of it at once, each with its place.

use std::collections::BTreeSet;

use super::reach::{self, All, Tries};
use super::{Draft, Question, Section};
use crate::vetting::{
    code::{OptionId, QuestionId, SectionId},
    format::FormatError,
    questionnaire::Flag,
    text::Text,
};

const WHOLE: u32 = 100;

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The questionnaire itself.
    Whole,
    /// A section.
    Section(SectionId),
    /// A question.
    Question(QuestionId),
}

/// Which text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The title of the questionnaire or a section.
    Title,
    /// A section's introduction.
    Intro,
    /// The question itself.
    Text,
    /// Why it is asked.
    Why,
    /// What a good answer has.
    Help,
    /// What evidence is expected.
    EvidenceHint,
    /// An answer's words.
    Label,
    /// The tip beside a weak answer.
    Tip,
}

/// One thing that is not as it must be, or deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub what: Flaw,
}

/// What can be wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// There are no sections.
    NoSections,
    /// The sections' weights sum to this, not to 100.
    WeightSum(u32),
    /// The section has no weight.
    NoSectionWeight,
    /// The section has no questions.
    NoQuestions,
    /// The section has no question that is scored, so its weight counts for nothing.
    NothingScored,
    /// Another section or question has the same name.
    NameTwice,
    /// The scored question has no weight.
    NoWeight,
    /// There are fewer than two answers to choose from.
    FewOptions,
    /// Two answers have the same name.
    OptionTwice(OptionId),
    /// The answer of a scored question has no value.
    NoValue(OptionId),
    /// No answer is worth 100, so that nobody can get the question's full weight. To be looked at.
    NoFullAnswer,
    /// Only scored questions can be gates.
    GateUnscored,
    /// A knock-out cannot be answered "not applicable".
    KnockoutNa,
    /// A gate is asked in every tier; the question says otherwise.
    GateTier,
    /// The condition names a question that is not there.
    UnknownQuestion(QuestionId),
    /// The condition names an answer that the question does not have.
    UnknownOption(QuestionId, OptionId),
    /// The condition leads back to the question itself, by way of these.
    Circle(Vec<QuestionId>),
    /// No way of answering the other questions makes this one appear.
    Unreachable,
    /// The words are there in one language and missing in this one.
    MissingWords(Part, String),
    /// Something else that the format does not allow.
    Other(FormatError),
}

impl Flaw {
    /// Whether it stands in the way of a version; the others are to be looked at.
    pub fn stops(&self) -> bool {
        !matches!(self, Self::NoFullAnswer | Self::NothingScored)
    }
}

impl Flaw {
    /// The field of its place that it is about; nothing for the place itself.
    fn field(&self) -> String {
        match self {
            Self::NoSections | Self::WeightSum(_) => "sections".to_owned(),
            Self::NoSectionWeight | Self::NoWeight => "weight".to_owned(),
            Self::NoQuestions | Self::NothingScored => "questions".to_owned(),
            Self::NameTwice | Self::OptionTwice(_) => "id".to_owned(),
            Self::NoValue(_) => "value".to_owned(),
            Self::FewOptions | Self::NoFullAnswer => "options".to_owned(),
            Self::GateUnscored => "flag".to_owned(),
            Self::KnockoutNa => "na_allowed".to_owned(),
            Self::GateTier => "lowest_tier".to_owned(),
            Self::UnknownQuestion(_) | Self::UnknownOption(..) | Self::Circle(_) | Self::Unreachable => {
                "when".to_owned()
            }
            Self::MissingWords(part, language) => format!("{}.{language}", part.field()),
            Self::Other(_) => String::new(),
        }
    }
}

impl Part {
    fn field(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Intro => "intro",
            Self::Text => "text",
            Self::Why => "why",
            Self::Help => "help",
            Self::EvidenceHint => "evidence_hint",
            Self::Label => "label",
            Self::Tip => "tip",
        }
    }
}

impl Problem {
    pub(super) fn of_whole(what: Flaw) -> Self {
        Self { place: Place::Whole, what }
    }
}

impl Draft {
    /// Everything that is not right yet, in the order of the document.
    pub fn flaws(&self) -> Vec<Problem> {
        self.flaws_by_path().into_iter().map(|(_, problem)| problem).collect()
    }

    /// The same, each with the JSON path at which it stands.
    pub fn flaws_by_path(&self) -> Vec<(String, Problem)> {
        let (base, problems) = (String::new(), Vec::new());
        let mut found = Found { draft: self, all: self.by_name(), tries: Tries::default(), base, problems };
        found.head();
        let mut sections = BTreeSet::new();
        let mut questions = BTreeSet::new();
        for (s, section) in self.sections().iter().enumerate() {
            let place = Place::Section(section.id.clone());
            found.base = format!("sections[{s}]");
            if !sections.insert(&section.id) {
                found.add(&place, Flaw::NameTwice);
            }
            found.section(&place, section);
            for (q, question) in section.questions.iter().enumerate() {
                let place = Place::Question(question.id.clone());
                found.base = format!("sections[{s}].questions[{q}]");
                if !questions.insert(&question.id) {
                    found.add(&place, Flaw::NameTwice);
                }
                found.question(&place, question);
            }
        }
        found.problems
    }

    /// What is wrong with the condition of `question`, if it were the draft's.
    pub fn condition_flaws(&self, question: &Question) -> Vec<Flaw> {
        let mut all = self.by_name();
        all.insert(&question.id, question);
        flaws_of_condition(question, &all, &mut Tries::default())
    }

    /// Every question by its name.
    pub(super) fn by_name(&self) -> All<'_> {
        self.questions().map(|(_, question)| (&question.id, question)).collect()
    }
}

/// Whether a condition names nothing but what is there, and leads to no circle.
pub(super) fn condition_stands(question: &Question, all: &All<'_>) -> bool {
    names_and_ways(question, all).is_empty()
}

fn flaws_of_condition(question: &Question, all: &All<'_>, tries: &mut Tries) -> Vec<Flaw> {
    let flaws = names_and_ways(question, all);
    if !flaws.is_empty() || question.when.is_none() || reach::is_reachable(question, all, tries) {
        return flaws;
    }
    vec![Flaw::Unreachable]
}

/// What a condition names that is not there; else the circle that it leads in.
fn names_and_ways(question: &Question, all: &All<'_>) -> Vec<Flaw> {
    let Some(condition) = &question.when else { return Vec::new() };
    let (mut flaws, mut told) = (Vec::new(), BTreeSet::new());
    for (other, option) in condition.comparisons() {
        let (flaw, which) = match all.get(other) {
            None => (Flaw::UnknownQuestion(other.clone()), (other, None)),
            Some(known) if known.option(option).is_none() => {
                (Flaw::UnknownOption(other.clone(), option.clone()), (other, Some(option)))
            }
            Some(_) => continue,
        };
        if told.insert(which) {
            flaws.push(flaw);
        }
    }
    if flaws.is_empty() {
        flaws.extend(reach::circle(question, all).map(Flaw::Circle));
    }
    flaws
}

struct Found<'d> {
    draft: &'d Draft,
    all: All<'d>,
    /// How many combinations of answers may still be tried.
    tries: Tries,
    /// The path of what is looked at.
    base: String,
    problems: Vec<(String, Problem)>,
}

impl Found<'_> {
    fn add(&mut self, place: &Place, what: Flaw) {
        let parts = [self.base.clone(), what.field()];
        let path = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".");
        self.problems.push((path, Problem { place: place.clone(), what }));
    }

    fn head(&mut self) {
        let sections = self.draft.sections();
        self.words(&Place::Whole, Part::Title, &self.draft.document.title, true);
        if sections.is_empty() {
            return self.add(&Place::Whole, Flaw::NoSections);
        }
        let sum = sections.iter().fold(0_u32, |sum, section| sum.saturating_add(section.weight));
        if sum != WHOLE {
            self.add(&Place::Whole, Flaw::WeightSum(sum));
        }
    }

    fn section(&mut self, place: &Place, section: &Section) {
        self.words(place, Part::Title, &section.title, true);
        self.words(place, Part::Intro, &section.intro, false);
        if section.weight == 0 {
            self.add(place, Flaw::NoSectionWeight);
        }
        if section.questions.is_empty() {
            self.add(place, Flaw::NoQuestions);
        } else if !section.questions.iter().any(|question| question.scored) {
            self.add(place, Flaw::NothingScored);
        }
    }

    fn question(&mut self, place: &Place, question: &Question) {
        self.words(place, Part::Text, &question.text, true);
        self.words(place, Part::Why, &question.why, false);
        self.words(place, Part::Help, &question.help, false);
        self.words(place, Part::EvidenceHint, &question.evidence_hint, false);
        self.rules(place, question);
        self.options(place, question);
        for flaw in flaws_of_condition(question, &self.all, &mut self.tries) {
            self.add(place, flaw);
        }
    }

    fn rules(&mut self, place: &Place, question: &Question) {
        if question.scored && question.weight.is_none() {
            self.add(place, Flaw::NoWeight);
        }
        if !question.scored && question.flag.is_some() {
            self.add(place, Flaw::GateUnscored);
        }
        if question.flag == Some(Flag::Knockout) && question.na_allowed {
            self.add(place, Flaw::KnockoutNa);
        }
        if question.flag.is_some() && question.lowest_tier.is_some() {
            self.add(place, Flaw::GateTier);
        }
    }

    fn options(&mut self, place: &Place, question: &Question) {
        if question.options.len() < 2 {
            self.add(place, Flaw::FewOptions);
        }
        let mut names = BTreeSet::new();
        let base = self.base.clone();
        for (o, option) in question.options.iter().enumerate() {
            self.base = format!("{base}.options[{o}]");
            if !names.insert(&option.id) {
                self.add(place, Flaw::OptionTwice(option.id.clone()));
            }
            if question.scored && option.value.is_none() {
                self.add(place, Flaw::NoValue(option.id.clone()));
            }
            self.words(place, Part::Label, &option.label, true);
            self.words(place, Part::Tip, &option.tip, false);
        }
        self.base = base;
        let best = question.best_option().map(super::super::Choice::points);
        if question.scored && question.options.len() > 1 && best != Some(WHOLE) {
            self.add(place, Flaw::NoFullAnswer);
        }
    }

    /// Words that must be there, or that are there in some of the languages alone.
    fn words(&mut self, place: &Place, part: Part, text: &Text, needed: bool) {
        if !needed && text.is_empty() {
            return;
        }
        for language in self.draft.languages() {
            if !text.has(language) {
                self.add(place, Flaw::MissingWords(part, language.clone()));
            }
        }
    }
}
