//! The life of a finding: open, remediation reported, tested again, closed; or its risk accepted for a time.
//!
//! Nothing but a re-test that passed closes a finding, and nothing but an accepted risk excuses one that is past its date: a
//! condition that anybody could tick off would be none (vetting.md, "Model", 9 and 10).

use serde::Serialize;

use crate::clock::Timestamp;

/// The shortest reason for accepting a risk, in letters: that of an override (vetting.md, "Model", 9).
pub const ACCEPT_LETTERS: usize = 40;
/// The longest time for which a risk is accepted, in months: that of an override.
pub const ACCEPT_MONTHS: u32 = 6;

/// How a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// It waits for whoever owns it.
    Open,
    /// Somebody says that it is mended; it waits for a re-test.
    Reported,
    /// Its risk is accepted for a time.
    Accepted,
    /// A re-test passed, or the decision that it was a condition of was taken back.
    Closed,
}

/// What can be done with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingStep {
    /// Saying what was done.
    Report,
    /// A re-test that passed.
    Pass,
    /// A re-test that failed.
    Fail,
    /// Accepting the risk for a time.
    Accept,
    /// Taking a closing or an acceptance back.
    Reopen,
}

impl FindingState {
    /// Every state, in the order of a list.
    pub const ALL: [Self; 4] = [Self::Open, Self::Reported, Self::Accepted, Self::Closed];

    /// The word in the database, in forms and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reported => "reported",
            Self::Accepted => "accepted",
            Self::Closed => "closed",
        }
    }

    /// The state of that name, if it names one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// The state after a step; none if the step cannot be taken now.
    pub fn after(self, step: FindingStep) -> Option<Self> {
        match (self, step) {
            (Self::Open, FindingStep::Report) => Some(Self::Reported),
            (Self::Reported, FindingStep::Pass) => Some(Self::Closed),
            (Self::Reported, FindingStep::Fail) | (Self::Accepted | Self::Closed, FindingStep::Reopen) => {
                Some(Self::Open)
            }
            (Self::Open | Self::Reported, FindingStep::Accept) => Some(Self::Accepted),
            _ => None,
        }
    }
}

/// What can happen with a finding: the words of its history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingEvent {
    /// It was opened.
    Opened,
    /// Its words, its owner, its severity or its date were changed.
    Changed,
    /// The partner's respondent may read it.
    Shared,
    /// The partner's respondent may read it no longer.
    Hidden,
    /// Somebody said that it is mended.
    Reported,
    /// A re-test passed.
    Passed,
    /// A re-test failed.
    Failed,
    /// Its risk was accepted for a time.
    Accepted,
    /// A closing or an acceptance was taken back.
    Reopened,
    /// The decision that it was a condition of was taken back.
    Withdrawn,
}

impl FindingEvent {
    /// Everything that can happen.
    pub const ALL: [Self; 10] = [
        Self::Opened,
        Self::Changed,
        Self::Shared,
        Self::Hidden,
        Self::Reported,
        Self::Passed,
        Self::Failed,
        Self::Accepted,
        Self::Reopened,
        Self::Withdrawn,
    ];

    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Changed => "changed",
            Self::Shared => "shared",
            Self::Hidden => "hidden",
            Self::Reported => "reported",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Accepted => "accepted",
            Self::Reopened => "reopened",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The event of that name, if it names one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == name)
    }
}

/// A finding's dates and state as they are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The state that was written down last.
    pub state: FindingState,
    /// Until when it is to be mended.
    pub due: Timestamp,
    /// Until when its risk is accepted.
    pub accepted_until: Option<Timestamp>,
}

/// How a finding stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The state, in which an acceptance that ran out counts as open again.
    pub state: FindingState,
    /// Whether it is past its date.
    pub overdue: bool,
    /// The date that counts: the due day, or the day on which an acceptance ran out if that is earlier.
    pub due: Timestamp,
}

impl Kept {
    /// How it stands at `now`. An acceptance that ran out leaves it open and overdue, whatever day was set before.
    pub fn at(self, now: Timestamp) -> Standing {
        let ran_out =
            self.accepted_until.filter(|until| self.state == FindingState::Accepted && *until <= now);
        let state = if ran_out.is_some() { FindingState::Open } else { self.state };
        let due = ran_out.map_or(self.due, |until| until.min(self.due));
        let waits = matches!(state, FindingState::Open | FindingState::Reported);
        Standing { state, overdue: waits && due < now, due }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn day(n: i64) -> i64 {
        n * 86_400_000_000
    }

    fn kept(state: FindingState, due: i64, until: Option<i64>) -> Kept {
        let at = |n| Timestamp::from_micros(day(n));
        Kept { state, due: at(due), accepted_until: until.map(at) }
    }

    #[test]
    fn only_a_retest_that_passed_closes() {
        use FindingStep::{Accept, Fail, Pass, Reopen, Report};
        for state in FindingState::ALL {
            for step in [Report, Pass, Fail, Accept, Reopen] {
                let closes = state.after(step) == Some(FindingState::Closed);
                assert_eq!(closes, state == FindingState::Reported && step == Pass, "{state:?} {step:?}");
            }
        }
        assert_eq!(FindingState::Reported.after(Fail), Some(FindingState::Open));
        assert_eq!(FindingState::Open.after(Fail), None);
    }

    #[test]
    fn an_accepted_risk_is_not_overdue_until_it_runs_out() {
        let accepted = kept(FindingState::Accepted, 5, Some(20));
        let at = |n| accepted.at(Timestamp::from_micros(day(n)));
        assert_eq!((at(19).state, at(19).overdue), (FindingState::Accepted, false));
        assert_eq!((at(21).state, at(21).overdue), (FindingState::Open, true));
        // Accepted before it was due: when that is over, it is overdue all the same.
        let early = kept(FindingState::Accepted, 90, Some(20)).at(Timestamp::from_micros(day(21)));
        assert_eq!((early.state, early.overdue), (FindingState::Open, true));
    }

    #[test]
    fn what_was_only_reported_is_still_overdue() {
        let now = Timestamp::from_micros(day(6));
        assert!(kept(FindingState::Open, 5, None).at(now).overdue);
        assert!(kept(FindingState::Reported, 5, None).at(now).overdue);
        assert!(!kept(FindingState::Closed, 5, None).at(now).overdue);
    }
}
