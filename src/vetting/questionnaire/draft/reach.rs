//! Conditions that lead in a circle, and questions that no answers can make appear.

use std::collections::{BTreeMap, BTreeSet};

use super::Question;
use crate::vetting::code::{OptionId, QuestionId};

/// Beyond so many combinations of answers nobody waits; such a question is taken to be reachable.
const MOST_TRIES: usize = 50_000;

/// In all questions of a document together: a question of each combination that is tried costs a step.
const MOST_STEPS: usize = 400_000;

/// Every question by its name.
pub(super) type All<'q> = BTreeMap<&'q QuestionId, &'q Question>;

/// How much may still be tried; what comes after is taken to be reachable.
pub(super) struct Tries(usize);

impl Default for Tries {
    fn default() -> Self {
        Self(MOST_STEPS)
    }
}

/// The way from the question through conditions back to itself, if there is one.
pub(super) fn circle(question: &Question, all: &All<'_>) -> Option<Vec<QuestionId>> {
    let mut way = vec![question.id.clone()];
    let mut seen = BTreeSet::new();
    leads_back(question, question, all, &mut way, &mut seen).then_some(way)
}

fn leads_back(
    from: &Question,
    home: &Question,
    all: &All<'_>,
    way: &mut Vec<QuestionId>,
    seen: &mut BTreeSet<QuestionId>,
) -> bool {
    let Some(condition) = &from.when else { return false };
    for (other, _) in condition.comparisons() {
        if *other == home.id {
            return true;
        }
        if !seen.insert(other.clone()) {
            continue;
        }
        let Some(next) = all.get(other) else { continue };
        way.push(other.clone());
        if leads_back(next, home, all, way, seen) {
            return true;
        }
        way.pop();
    }
    false
}

/// Whether some way of answering the questions that it depends on makes the question appear.
pub(super) fn is_reachable(question: &Question, all: &All<'_>, tries: &mut Tries) -> bool {
    let mut order = Vec::new();
    before(question, all, &mut BTreeSet::new(), &mut order);
    let ways = order.iter().try_fold(1_usize, |ways, q| {
        ways.checked_mul(q.options.len().saturating_add(1)).filter(|ways| *ways <= MOST_TRIES)
    });
    let Some(ways) = ways else { return true };
    for way in 0..ways {
        let Some(left) = tries.0.checked_sub(order.len().saturating_add(1)) else { return true };
        tries.0 = left;
        if appears(question, &order, way) {
            return true;
        }
    }
    false
}

/// The questions that `question` depends on, each after those that it depends on itself; it is not among them.
fn before<'q>(
    question: &Question,
    all: &All<'q>,
    seen: &mut BTreeSet<QuestionId>,
    order: &mut Vec<&'q Question>,
) {
    for (other, _) in question.when.iter().flat_map(|condition| condition.comparisons()) {
        if *other == question.id || !seen.insert(other.clone()) {
            continue;
        }
        if let Some(found) = all.get(other) {
            before(found, all, seen, order);
            order.push(found);
        }
    }
}

/// Whether the question appears under the combination of answers with this number: one digit a question, 0 for none.
fn appears(question: &Question, order: &[&Question], mut way: usize) -> bool {
    let mut given: BTreeMap<&QuestionId, &OptionId> = BTreeMap::new();
    for other in order {
        let choices = other.options.len().saturating_add(1);
        let digit = way.checked_rem(choices).unwrap_or(0);
        way = way.checked_div(choices).unwrap_or(0);
        let shown = other.when.as_ref().is_none_or(|when| when.holds(&|id| given.get(id).copied()));
        let option = digit.checked_sub(1).and_then(|at| other.options.get(at));
        if let Some(option) = option.filter(|_| shown) {
            given.insert(&other.id, &option.id);
        }
    }
    question.when.as_ref().is_none_or(|when| when.holds(&|id| given.get(id).copied()))
}
