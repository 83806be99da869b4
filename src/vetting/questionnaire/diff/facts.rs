//! What is compared of a question, and the words for it.

use super::super::{Flag, LawMap, Question};
use crate::vetting::sentence::Sentence;

/// A word of the catalogue, and how it reads in English.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word(&'static str, &'static str);

impl Word {
    /// The word alone.
    pub(super) fn said(self) -> Sentence {
        Sentence::of(self.0, self.1)
    }

    /// The word as what something was or is.
    pub(super) fn fact(self) -> Fact {
        Fact::Word(self.said())
    }
}

pub(super) const TITLE: Word = Word("diff-of-title", "title");
pub(super) const INTRO: Word = Word("diff-of-intro", "intro");
pub(super) const TEXT: Word = Word("diff-of-text", "text");
pub(super) const HELP: Word = Word("diff-of-help", "help");
pub(super) const WHY: Word = Word("diff-of-why", "why");
pub(super) const EVIDENCE_HINT: Word = Word("diff-of-evidence-hint", "evidence hint");
pub(super) const SECTIONS: Word = Word("diff-of-sections", "sections");
pub(super) const QUESTIONS: Word = Word("diff-of-questions", "questions");
pub(super) const OPTIONS: Word = Word("diff-of-options", "options");
const WEIGHT: Word = Word("diff-of-weight", "weight");
const SCORED: Word = Word("diff-of-scored", "scored");
const FLAG: Word = Word("diff-of-flag", "flag");
const EVIDENCE: Word = Word("diff-of-evidence", "expected evidence");
const NA: Word = Word("diff-of-na", "N/A allowed");
const REQUIRED: Word = Word("diff-of-required", "required");
const TIER: Word = Word("diff-of-tier", "asked down to tier");
const CONDITION: Word = Word("diff-of-condition", "condition");
pub(super) const NEVER: Word = Word("diff-never", "never");
const NONE: Word = Word("diff-none", "none");
const YES: Word = Word("diff-yes", "yes");
const NO: Word = Word("diff-no", "no");
const KNOCKOUT: Word = Word("diff-knockout", "knockout");
const CRITICAL: Word = Word("diff-critical", "critical");
const USUAL: Word = Word("diff-usual", "by the usual rule");
const ALWAYS: Word = Word("diff-always", "always asked");
const NOTHING: Word = Word("diff-nothing", "nothing");
pub(super) const NO_LIST: Word = Word("diff-no-list", "no list");
pub(super) const SUB_PROCESSORS: Word = Word("diff-sub-processors", "sub_processors");

/// What something was or is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fact {
    /// A number, a name, or somebody's words.
    Plain(String),
    /// A word of ours.
    Word(Sentence),
}

impl Fact {
    /// Not a word of ours.
    pub(super) fn plain(text: impl ToString) -> Self {
        Self::Plain(text.to_string())
    }
}

/// The sentence with what was before and what is after.
pub(super) fn told(what: Sentence, before: Fact, after: Fact) -> Sentence {
    [("before", before), ("after", after)].into_iter().fold(what, |what, (name, fact)| match fact {
        Fact::Plain(text) => what.with(name, text),
        Fact::Word(word) => what.part(name, word),
    })
}

/// What can change a score, each with its name.
pub(super) fn facts(question: &Question) -> [(Word, Fact); 8] {
    let yes_no = |flag: bool| if flag { YES } else { NO }.fact();
    let flag = match question.flag {
        None => NONE,
        Some(Flag::Knockout) => KNOCKOUT,
        Some(Flag::Critical) => CRITICAL,
    };
    [
        (WEIGHT, question.weight.map_or_else(|| NONE.fact(), |weight| Fact::plain(u32::from(weight)))),
        (SCORED, yes_no(question.scored)),
        (FLAG, flag.fact()),
        (EVIDENCE, Fact::plain(format!("{:?}", question.expected_evidence))),
        (NA, yes_no(question.na_allowed)),
        (REQUIRED, yes_no(question.required)),
        (TIER, question.lowest_tier.map_or_else(|| USUAL.fact(), |tier| Fact::plain(tier.as_str()))),
        (CONDITION, question.when.as_ref().map_or_else(|| ALWAYS.fact(), Fact::plain)),
    ]
}

/// The rules of law that a question maps to.
pub(super) fn laws(maps: &[LawMap]) -> Fact {
    if maps.is_empty() {
        return NOTHING.fact();
    }
    let each = maps.iter().map(|map| format!("{} {}", map.framework, map.reference));
    Fact::Plain(each.collect::<Vec<_>>().join(", "))
}
