//! When a question is asked: a small expression over earlier answers, `D0 == 'yes' && !(A1 == 'no')`.
//!
//! `||` binds loosest, then `&&`, then `!`; parentheses group. The two comparisons are `==` and `!=`, always between a
//! question's id and an option's id in quotes. An unanswered question, and one that is itself hidden, equals nothing:
//! `==` is false and `!=` true. The engine is ours and tiny on purpose: a questionnaire is data from outside, so a
//! condition can neither loop, nor nest deeper than [`DEEPEST`], nor compare more than [`MOST_COMPARISONS`] times, nor name a
//! question that does not exist.

use std::{fmt, iter::Peekable, str::CharIndices};

use serde::{Deserialize, Serialize};

use super::code::{OptionId, QuestionId, spells_a_code};
use super::sentence::Sentence;

/// How deep parentheses and negations may nest.
pub const DEEPEST: usize = 32;
/// How often a condition may compare; nobody reads more, and a program that checks a whole file should not wait for one.
pub const MOST_COMPARISONS: usize = 1_000;

/// A parsed condition, which remembers its own text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Condition {
    source: String,
    expression: Expression,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Expression {
    Is(QuestionId, OptionId),
    Not(Box<Expression>),
    All(Vec<Expression>),
    Any(Vec<Expression>),
}

/// A condition as a list of comparisons that all hold, or of which any holds: what a form can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Whether all must hold; else any.
    pub all: bool,
    /// The comparisons: question, whether it is (or is not), option.
    pub list: Vec<(QuestionId, bool, OptionId)>,
}

impl Rules {
    /// The condition's text; empty for no comparisons.
    pub fn to_text(&self) -> String {
        let one = |(question, is, option): &(QuestionId, bool, OptionId)| {
            format!("{question} {} '{option}'", if *is { "==" } else { "!=" })
        };
        self.list.iter().map(one).collect::<Vec<_>>().join(if self.all { " && " } else { " || " })
    }
}

/// A condition that cannot be read; `at` counts characters from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("condition, character {at}: {problem}")]
pub struct ConditionError {
    /// The character at which reading stopped.
    pub at: usize,
    /// What stood there, or should have.
    pub problem: Sentence,
}

impl Condition {
    /// The condition that `source` spells.
    pub fn parse(source: &str) -> Result<Self, ConditionError> {
        let mut reader = Reader { source, rest: source.char_indices().peekable(), depth: 0, compared: 0 };
        let expression = reader.any()?;
        reader.space();
        match reader.rest.peek().copied() {
            None => Ok(Self { source: source.to_owned(), expression }),
            Some((_, c)) => {
                Err(reader
                    .fault(Sentence::of("note-when-unexpected", "unexpected \"{text}\"").with("text", c)))
            }
        }
    }

    /// Whether the condition holds, where `option_of` tells which option a question has now (none if unanswered or
    /// hidden).
    pub fn holds<'a>(&self, option_of: &impl Fn(&QuestionId) -> Option<&'a OptionId>) -> bool {
        self.expression.holds(option_of)
    }

    /// The condition as a flat list, if it is one; a form shows any other as its text.
    pub fn rules(&self) -> Option<Rules> {
        let (all, parts) = match &self.expression {
            Expression::All(parts) => (true, parts.as_slice()),
            Expression::Any(parts) => (false, parts.as_slice()),
            single => (true, std::slice::from_ref(single)),
        };
        let list = parts.iter().map(Expression::as_rule).collect::<Option<Vec<_>>>()?;
        Some(Rules { all, list })
    }

    /// The condition in a notation with the same signs and other names: `leaf` writes a comparison. None if it cannot
    /// write one of them.
    pub fn written(&self, leaf: &impl Fn(&QuestionId, &OptionId) -> Option<String>) -> Option<String> {
        self.expression.written(leaf)
    }

    /// Every comparison in the condition: a question and the option that it is compared with.
    pub fn comparisons(&self) -> Vec<(&QuestionId, &OptionId)> {
        let mut found = Vec::new();
        self.expression.collect(&mut found);
        found
    }
}

impl Expression {
    fn holds<'a>(&self, option_of: &impl Fn(&QuestionId) -> Option<&'a OptionId>) -> bool {
        match self {
            Self::Is(question, option) => option_of(question) == Some(option),
            Self::Not(inner) => !inner.holds(option_of),
            Self::All(parts) => parts.iter().all(|part| part.holds(option_of)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(option_of)),
        }
    }

    fn written(&self, leaf: &impl Fn(&QuestionId, &OptionId) -> Option<String>) -> Option<String> {
        let joined = |parts: &[Self], sign: &str| {
            let each: Option<Vec<String>> = parts.iter().map(|part| part.written(leaf)).collect();
            each.map(|each| format!("({})", each.join(sign)))
        };
        match self {
            Self::Is(question, option) => leaf(question, option),
            Self::Not(inner) => inner.written(leaf).map(|inner| format!("!({inner})")),
            Self::All(parts) => joined(parts, " && "),
            Self::Any(parts) => joined(parts, " || "),
        }
    }

    fn as_rule(&self) -> Option<(QuestionId, bool, OptionId)> {
        match self {
            Self::Is(question, option) => Some((question.clone(), true, option.clone())),
            Self::Not(inner) => match &**inner {
                Self::Is(question, option) => Some((question.clone(), false, option.clone())),
                _ => None,
            },
            Self::All(_) | Self::Any(_) => None,
        }
    }

    fn collect<'a>(&'a self, found: &mut Vec<(&'a QuestionId, &'a OptionId)>) {
        match self {
            Self::Is(question, option) => found.push((question, option)),
            Self::Not(inner) => inner.collect(found),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.collect(found)),
        }
    }
}

impl TryFrom<String> for Condition {
    type Error = ConditionError;
    fn try_from(source: String) -> Result<Self, ConditionError> {
        Self::parse(&source)
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> Self {
        condition.source
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

/// Recursive descent over the characters, one function a level of precedence.
struct Reader<'s> {
    source: &'s str,
    rest: Peekable<CharIndices<'s>>,
    depth: usize,
    compared: usize,
}

impl Reader<'_> {
    fn any(&mut self) -> Result<Expression, ConditionError> {
        let mut parts = vec![self.all()?];
        while self.takes_pair('|')? {
            parts.push(self.all()?);
        }
        Ok(single_or(parts, Expression::Any))
    }

    fn all(&mut self) -> Result<Expression, ConditionError> {
        let mut parts = vec![self.negation()?];
        while self.takes_pair('&')? {
            parts.push(self.negation()?);
        }
        Ok(single_or(parts, Expression::All))
    }

    fn negation(&mut self) -> Result<Expression, ConditionError> {
        if !self.takes('!') {
            return self.operand();
        }
        self.deeper(|reader| Ok(Expression::Not(Box::new(reader.negation()?))))
    }

    fn operand(&mut self) -> Result<Expression, ConditionError> {
        if !self.takes('(') {
            return self.comparison();
        }
        let inner = self.deeper(Self::any)?;
        if self.takes(')') {
            return Ok(inner);
        }
        Err(self.fault(Sentence::of("note-when-parenthesis", "a parenthesis is not closed")))
    }

    fn comparison(&mut self) -> Result<Expression, ConditionError> {
        self.compared = self.compared.saturating_add(1);
        if self.compared > MOST_COMPARISONS {
            let what =
                Sentence::of("note-when-many", "more than {n} comparisons").with("n", MOST_COMPARISONS);
            return Err(self.fault(what));
        }
        let name = self.word();
        let expected = || Sentence::of("note-when-question", "expected a question's id, \"!\" or \"(\"");
        let question = QuestionId::new(&name).map_err(|_not_a_code| self.fault(expected()))?;
        let sign = || {
            let what = Sentence::of("note-when-sign", "expected == or != after {question}");
            what.with("question", &question)
        };
        let negated = match (self.takes('='), self.takes('!')) {
            (true, _) => false,
            (false, true) => true,
            (false, false) => return Err(self.fault(sign())),
        };
        if !self.takes('=') {
            return Err(self.fault(sign()));
        }
        let is = Expression::Is(question, self.quoted()?);
        Ok(if negated { Expression::Not(Box::new(is)) } else { is })
    }

    /// The letters of an id; may be empty.
    fn word(&mut self) -> String {
        self.space();
        let mut word = String::new();
        while let Some((_, c)) = self.rest.next_if(|(_, c)| spells_a_code(*c)) {
            word.push(c);
        }
        word
    }

    fn quoted(&mut self) -> Result<OptionId, ConditionError> {
        let quote = if self.takes('\'') {
            '\''
        } else if self.takes('"') {
            '"'
        } else {
            return Err(self.fault(Sentence::of("note-when-option", "expected an option's id in quotes")));
        };
        let mut word = String::new();
        while let Some((_, c)) = self.rest.next_if(|(_, c)| *c != quote) {
            word.push(c);
        }
        if self.rest.next().is_none() {
            return Err(self.fault(Sentence::of("note-when-quote", "a quote is not closed")));
        }
        OptionId::new(&word).map_err(|_not_a_code| {
            let what = "\"{option}\" is not an id: use 1 to 64 letters, digits, _, - or .";
            let shown: String = word.chars().take(64).collect();
            self.fault(Sentence::of("note-when-code", what).with("option", shown))
        })
    }

    fn takes(&mut self, wanted: char) -> bool {
        self.space();
        self.rest.next_if(|(_, c)| *c == wanted).is_some()
    }

    fn takes_pair(&mut self, wanted: char) -> Result<bool, ConditionError> {
        if !self.takes(wanted) {
            return Ok(false);
        }
        match self.rest.next_if(|(_, c)| *c == wanted) {
            Some(_) => Ok(true),
            None => {
                let what = Sentence::of("note-when-single", "a single \"{text}\"; write {text}{text}");
                Err(self.fault(what.with("text", wanted)))
            }
        }
    }

    fn space(&mut self) {
        while self.rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
    }

    fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Expression, ConditionError>,
    ) -> Result<Expression, ConditionError> {
        if self.depth >= DEEPEST {
            let what = Sentence::of("note-when-deep", "nested deeper than {n}").with("n", DEEPEST);
            return Err(self.fault(what));
        }
        self.depth = self.depth.saturating_add(1);
        let inner = read(self)?;
        self.depth = self.depth.saturating_sub(1);
        Ok(inner)
    }

    fn fault(&mut self, problem: Sentence) -> ConditionError {
        let byte = self.rest.peek().map_or(self.source.len(), |(byte, _)| *byte);
        let before = self.source.get(..byte).unwrap_or_default().chars().count();
        ConditionError { at: before.saturating_add(1), problem }
    }
}

fn single_or(mut parts: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            many(parts)
        }
        (_, None) => many(parts),
    }
}

#[cfg(test)]
#[path = "condition_tests.rs"]
mod tests;
