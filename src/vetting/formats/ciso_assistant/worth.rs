//! What the choices of a question are worth: by their points, where each has some, else by the result that each computes.

use super::library::Choice;
use crate::vetting::sentence::Sentence;

const WHOLE: u32 = 100;

/// How the choices of a question can be valued.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Worth {
    /// By points, of which this many are the most.
    Points(f64),
    /// By results.
    Results,
    /// Not at all, and why.
    Unknown(Sentence),
}

/// The result that a choice computes; `true` and `false` are the older words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Value(u32),
    NotApplicable,
}

fn outcome(choice: &Choice) -> Option<Outcome> {
    match choice.compute_result.as_deref()?.trim() {
        "compliant" | "true" => Some(Outcome::Value(WHOLE)),
        "partially_compliant" => Some(Outcome::Value(50)),
        "non_compliant" | "false" => Some(Outcome::Value(0)),
        "not_applicable" => Some(Outcome::NotApplicable),
        _ => None,
    }
}

/// How these choices can be valued.
pub(super) fn of(choices: &[Choice]) -> Worth {
    let counted = || choices.iter().filter(|choice| outcome(choice) != Some(Outcome::NotApplicable));
    if counted().count() < 2 {
        return Worth::Unknown(Sentence::of("note-worth-few", "there are fewer than two answers to compare"));
    }
    let most = counted().filter_map(|choice| choice.add_score).fold(0.0, f64::max);
    if counted().all(|choice| choice.add_score.is_some_and(|points| points >= 0.0)) && most > 0.0 {
        return Worth::Points(most);
    }
    if counted().all(|choice| outcome(choice).is_some()) {
        return Worth::Results;
    }
    Worth::Unknown(Sentence::of("note-worth-some", "not every answer has points or a result"))
}

impl Worth {
    /// Whether a choice says that the question does not apply.
    pub(super) fn is_not_applicable(&self, choice: &Choice) -> bool {
        outcome(choice) == Some(Outcome::NotApplicable)
    }

    /// What a choice is worth in percent, if that can be known.
    pub(super) fn value(&self, choice: &Choice) -> Option<u32> {
        match (self, outcome(choice)) {
            (Self::Points(most), _) => choice.add_score.map(|points| percent(points / most)),
            (Self::Results, Some(Outcome::Value(value))) => Some(value),
            _ => None,
        }
    }
}

/// The nearest whole percentage, halves upward, without a conversion that could lose anything.
fn percent(share: f64) -> u32 {
    (0..WHOLE).find(|step| share * 100.0 < f64::from(*step) + 0.5).unwrap_or(WHOLE)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn shares_are_rounded_to_whole_percent() {
        assert_eq!([0.0, 0.004, 0.005, 0.333, 0.5, 0.999, 1.0].map(percent), [0, 0, 1, 33, 50, 100, 100]);
    }
}
