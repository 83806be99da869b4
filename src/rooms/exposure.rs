//! Who could learn what in a room: the figures behind that page.
//!
//! Somebody who knows everything but whether one person is in the other list, and who would have guessed right half of the
//! time, guesses right at most with e^ε/(1+e^ε) after answers that cost ε together (cleanroom.md, attack 11: 55 % after one
//! at 0.2, 88.1 % at a total of 2). The bound holds whatever that somebody asks, plants or knows.

use serde::Serialize;

use super::budget::Budget;
use super::policy::Effective;

/// What the answers so far, one more, and all that the terms allow could give away.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Exposure {
    /// What the pair has spent, over all its rooms, in millionths of epsilon.
    pub spent_micro: u64,
    /// What the next answer costs at least.
    pub next_micro: u64,
    /// What the pair may ever spend.
    pub total_micro: u64,
    /// The chance of a right guess about one person now, in percent.
    pub guess_now: f64,
    /// After one more answer.
    pub guess_next: f64,
    /// After everything that the terms allow.
    pub guess_total: f64,
}

/// The best chance, in percent, of guessing right about one person after answers that cost so much.
pub fn guess_percent(epsilon_micro: u64) -> f64 {
    let whole = u32::try_from(epsilon_micro).unwrap_or(u32::MAX);
    let epsilon = f64::from(whole) / 1_000_000.0;
    // Written so that a large epsilon gives 100 and not infinity over infinity.
    100.0 / (1.0 + (-epsilon).exp())
}

impl Exposure {
    /// The figures of a pair that has spent `budget`, in a room with these figures in force.
    pub fn of(budget: &Budget, effective: &Effective) -> Self {
        let (spent, next) = (budget.epsilon_micro, u64::from(effective.epsilon_micro.micro()));
        let total = u64::from(effective.epsilon_total_micro.micro()).max(spent);
        Self {
            spent_micro: spent,
            next_micro: next,
            total_micro: total,
            guess_now: guess_percent(spent),
            guess_next: guess_percent(spent.saturating_add(next)),
            guess_total: guess_percent(total),
        }
    }

    /// The same where nothing is added to a count: one answer can settle it, whatever it is said to cost.
    #[must_use]
    pub fn without_noise(self) -> Self {
        let certain = |micro: u64| if micro == 0 { 50.0 } else { 100.0 };
        Self {
            guess_now: certain(self.spent_micro),
            guess_next: certain(self.next_micro),
            guess_total: certain(self.total_micro),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_those_of_the_design() {
        let tenth = |micro| (guess_percent(micro) * 10.0).round() / 10.0;
        for (micro, percent) in [(0, 50.0), (200_000, 55.0), (1_000_000, 73.1), (2_000_000, 88.1)] {
            assert!((tenth(micro) - percent).abs() < 1e-9, "{micro}: {}", tenth(micro));
        }
        assert!((guess_percent(u64::MAX) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn without_noise_one_answer_may_settle_it() {
        let figures = |spent| Exposure {
            spent_micro: spent,
            next_micro: 1,
            total_micro: 2,
            guess_now: 51.0,
            guess_next: 51.0,
            guess_total: 51.0,
        };
        let (before, after) = (figures(0).without_noise(), figures(1).without_noise());
        assert!((before.guess_now - 50.0).abs() < 1e-9 && (after.guess_now - 100.0).abs() < 1e-9);
        assert!((before.guess_total - 100.0).abs() < 1e-9);
    }
}
