//! One question: its words, weight, flag, answer steps, the evidence that can be expected, and the law behind it.

use serde::{Deserialize, Serialize};

use crate::vetting::{
    code::{OptionId, QuestionId},
    condition::Condition,
    evidence::EvidenceLevel,
    text::Text,
};

/// A question, as `entente-questionnaire/1` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name.
    pub id: QuestionId,
    /// The question itself, by language.
    pub text: Text,
    /// What is meant, by language; may be empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub help: Text,
    /// Why we ask, in one line, by language; may be empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub why: Text,
    /// What evidence is expected, in words, by language; may be empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub evidence_hint: Text,
    /// False for a question that only sets the scope.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub scored: bool,
    /// How much it counts within its section; a scope question may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
    /// Whether failing it closes a gate.
    #[serde(default)]
    pub flag: Option<Flag>,
    /// The best evidence that one can reasonably ask for.
    #[serde(default)]
    pub expected_evidence: EvidenceLevel,
    /// Whether "not applicable" may be answered.
    #[serde(default)]
    pub na_allowed: bool,
    /// Whether the result is provisional while it is unanswered.
    #[serde(default)]
    pub required: bool,
    /// The lowest tier that is asked it. None is the rule of the design: gates are asked in every tier, other questions
    /// in tiers 1 and 2 (vetting.md, "Built-in questionnaire").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lowest_tier: Option<LowestTier>,
    /// When it is asked; always, if there is no condition.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The list that the partner keeps beside the answer; none for most questions. Left out of the document where there is
    /// none, so that documents from before lists existed read, and hash, as they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<ListKind>,
    /// The answer steps, as they are offered.
    pub options: Vec<Choice>,
    /// The articles and controls behind it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub maps: Vec<LawMap>,
}

impl Question {
    /// A question without words or answers, for a condition that is checked before its question is there.
    pub fn empty(id: Option<QuestionId>) -> Self {
        Self {
            id: id.unwrap_or_else(QuestionId::nameless),
            text: Text::default(),
            help: Text::default(),
            why: Text::default(),
            evidence_hint: Text::default(),
            scored: false,
            weight: None,
            flag: None,
            expected_evidence: EvidenceLevel::default(),
            na_allowed: false,
            required: false,
            lowest_tier: None,
            when: None,
            list: None,
            options: Vec::new(),
            maps: Vec::new(),
        }
    }

    /// The option of that name.
    pub fn option(&self, id: &OptionId) -> Option<&Choice> {
        self.options.iter().find(|option| option.id == *id)
    }

    /// The option with the highest value; the first of several.
    pub fn best_option(&self) -> Option<&Choice> {
        let best = self.options.iter().map(Choice::points).max()?;
        self.options.iter().find(|option| option.points() == best)
    }

    /// The weight in the score: 0 for a scope question.
    pub fn points(&self) -> u32 {
        if self.scored { self.weight.map_or(0, |weight| weight.0) } else { 0 }
    }
}

/// One described answer step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name.
    pub id: OptionId,
    /// Its words, by language.
    pub label: Text,
    /// How much of the control it describes; an option of a scope question may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Percent>,
    /// True for "planned": no credit, and a dated finding is opened.
    #[serde(default, skip_serializing_if = "is_no")]
    pub plan: bool,
    /// Advice shown beside a weak answer, by language; may be empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub tip: Text,
}

impl Choice {
    /// The value in percent; 0 where there is none.
    pub fn points(&self) -> u32 {
        self.value.map_or(0, |value| value.0)
    }
}

/// A gate that a question guards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flag {
    /// Failing it raises the residual risk and sends the decision up.
    Critical,
    /// Failing it rejects the partner and keeps the room closed.
    Knockout,
}

/// How far down the tiers a question that is no gate is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LowestTier {
    /// Tiers 1 to 3.
    T3,
    /// Every tier.
    T4,
}

impl LowestTier {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::T3, Self::T4];

    /// As the format writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::T3 => "T3",
            Self::T4 => "T4",
        }
    }
}

/// A list that a partner keeps beside an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// Who handles data for the partner ([`crate::vetting::chain`]).
    SubProcessors,
}

impl ListKind {
    /// As the format writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SubProcessors => "sub_processors",
        }
    }

    /// The list of that name.
    pub fn named(name: &str) -> Option<Self> {
        (name == Self::SubProcessors.as_str()).then_some(Self::SubProcessors)
    }
}

/// An article of a law or a control of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawMap {
    /// The law or framework.
    pub framework: String,
    /// The article, section or control.
    #[serde(rename = "ref")]
    pub reference: String,
}

/// A question's weight: 1, 2, 3 or 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "u32")]
pub struct Weight(u32);

/// A weight out of the four allowed ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a weight: use 1, 2, 3 or 5")]
pub struct NotAWeight(i64);

impl TryFrom<i64> for Weight {
    type Error = NotAWeight;
    fn try_from(number: i64) -> Result<Self, NotAWeight> {
        match number {
            1 => Ok(Self(1)),
            2 => Ok(Self(2)),
            3 => Ok(Self(3)),
            5 => Ok(Self(5)),
            other => Err(NotAWeight(other)),
        }
    }
}

impl From<Weight> for u32 {
    fn from(weight: Weight) -> Self {
        weight.0
    }
}

/// A whole percentage, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "u32")]
pub struct Percent(u32);

/// A number out of the range of percentages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a percentage: use 0 to 100")]
pub struct NotAPercent(i64);

impl TryFrom<i64> for Percent {
    type Error = NotAPercent;
    fn try_from(number: i64) -> Result<Self, NotAPercent> {
        let small = u32::try_from(number).ok().filter(|percent| *percent <= 100);
        small.map(Self).ok_or(NotAPercent(number))
    }
}

impl From<Percent> for u32 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_yes(flag: &bool) -> bool {
    *flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_no(flag: &bool) -> bool {
    !*flag
}
