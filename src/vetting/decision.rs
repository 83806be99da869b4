//! Decisions: what may be decided, for how long, and what an override needs (vetting.md, "Model", 9 and 10).
//!
//! A person may override the *decision*, never the numbers. Who the people are and what time it is come from outside.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    policy::{ExpiryPolicy, OverridePolicy},
    scoring::Tier,
};
use crate::clock::Timestamp;

/// What may be decided about a partner, best first: a greater one is a worse one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Work with them.
    Approve,
    /// Work with them while they mend findings, each with an owner and a date.
    ApproveWithConditions,
    /// Someone higher up must decide.
    Escalate,
    /// Do not work with them.
    Reject,
}

impl Decision {
    /// Every decision, best first.
    pub const ALL: [Self; 4] = [Self::Approve, Self::ApproveWithConditions, Self::Escalate, Self::Reject];

    /// The word that documents and the database use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::ApproveWithConditions => "approve_with_conditions",
            Self::Escalate => "escalate",
            Self::Reject => "reject",
        }
    }
}

/// A word that names no decision.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a decision")]
pub struct UnknownDecision(String);

impl std::str::FromStr for Decision {
    type Err = UnknownDecision;
    fn from_str(word: &str) -> Result<Self, UnknownDecision> {
        let known = Self::ALL.into_iter().find(|decision| decision.as_str() == word);
        known.ok_or_else(|| UnknownDecision(word.to_owned()))
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Approve => "approve",
            Self::ApproveWithConditions => "approve with conditions",
            Self::Escalate => "escalate",
            Self::Reject => "reject",
        })
    }
}

impl ExpiryPolicy {
    /// Months until a decision about a partner of this tier expires.
    pub fn months(&self, tier: Tier) -> u32 {
        match tier {
            Tier::T1 => self.t1,
            Tier::T2 => self.t2,
            Tier::T3 => self.t3,
            Tier::T4 => self.t4,
        }
    }

    /// When a decision made at `decided` expires.
    pub fn expires(&self, tier: Tier, decided: Timestamp) -> Timestamp {
        decided.plus_months(self.months(tier))
    }

    /// When the warning before that expiry is due.
    pub fn warns(&self, expires: Timestamp) -> Timestamp {
        expires.plus_days(i64::from(self.warning_days).saturating_neg())
    }
}

/// A wish to decide otherwise than computed, by people who can be told apart.
#[derive(Debug)]
pub struct Override<'a, Person: ?Sized> {
    /// What the score says.
    pub computed: Decision,
    /// What shall stand instead.
    pub wanted: Decision,
    /// Why.
    pub reason: &'a str,
    /// Now.
    pub at: Timestamp,
    /// When the override ends.
    pub until: Timestamp,
    /// The named approver.
    pub approver: &'a Person,
    /// The second person, if one has agreed.
    pub second: Option<&'a Person>,
}

/// What an override lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OverrideError {
    /// It is no override.
    #[error("the score already says so")]
    SameDecision,
    /// The reason is too short (letters there, letters needed).
    #[error("the reason has {has} letters and needs {needs}")]
    ReasonTooShort {
        /// Letters there.
        has: usize,
        /// Letters needed.
        needs: u32,
    },
    /// It would end before it starts.
    #[error("the end lies in the past")]
    EndsBeforeItStarts,
    /// It would last too long.
    #[error("an override ends after {months} months at most")]
    LastsTooLong {
        /// Months at most.
        months: u32,
    },
    /// It is kinder than the score, and nobody else has agreed.
    #[error("deciding more kindly than the score needs a second person")]
    NeedsSecondPerson,
    /// The second person is the first.
    #[error("the second person must be someone else")]
    SecondIsTheFirst,
}

impl<Person: PartialEq + ?Sized> Override<'_, Person> {
    /// Ok if the override may stand. It is void as soon as the digest of its inputs changes; that is for the caller to
    /// compare ([`super::digest::inputs_digest`]).
    pub fn check(&self, policy: &OverridePolicy) -> Result<(), OverrideError> {
        if self.wanted == self.computed {
            return Err(OverrideError::SameDecision);
        }
        let has = self.reason.trim().chars().count();
        if u32::try_from(has).unwrap_or(u32::MAX) < policy.reason_letters {
            return Err(OverrideError::ReasonTooShort { has, needs: policy.reason_letters });
        }
        if self.until <= self.at {
            return Err(OverrideError::EndsBeforeItStarts);
        }
        if self.until > self.at.plus_months(policy.months) {
            return Err(OverrideError::LastsTooLong { months: policy.months });
        }
        match self.second {
            Some(second) if second == self.approver => Err(OverrideError::SecondIsTheFirst),
            None if self.needs_second_person() => Err(OverrideError::NeedsSecondPerson),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether it is kinder than the score.
    pub fn needs_second_person(&self) -> bool {
        self.wanted < self.computed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vetting::policy::Policy;

    const REASON: &str = "The regional audit report arrives next month and covers it.";

    fn wish<'a>(approver: &'a str, second: Option<&'a str>) -> Override<'a, str> {
        let at = Timestamp::from_micros(1_800_000_000_000_000);
        Override {
            computed: Decision::Escalate,
            wanted: Decision::ApproveWithConditions,
            reason: REASON,
            at,
            until: at.plus_months(6),
            approver,
            second,
        }
    }

    #[test]
    fn a_kinder_decision_needs_a_second_person() {
        let (one, other) = ("one", "other");
        let rules = Policy::default().override_rules;
        assert_eq!(wish(one, Some(other)).check(&rules), Ok(()));
        assert_eq!(wish(one, None).check(&rules), Err(OverrideError::NeedsSecondPerson));
        assert_eq!(wish(one, Some(one)).check(&rules), Err(OverrideError::SecondIsTheFirst));
        let stricter = Override { wanted: Decision::Reject, ..wish(one, None) };
        assert_eq!(stricter.check(&rules), Ok(()));
    }

    #[test]
    fn an_override_gives_a_real_reason_and_ends_soon() {
        let (one, other) = ("one", "other");
        let rules = Policy::default().override_rules;
        let good = || wish(one, Some(other));
        let (at, until) = (good().at, good().until);
        let padded = format!("{}{}", "x".repeat(39), " ".repeat(9));
        let short = Override { reason: &padded, ..good() };
        assert_eq!(short.check(&rules), Err(OverrideError::ReasonTooShort { has: 39, needs: 40 }));
        let long = Override { until: until.plus_seconds(1), ..good() };
        assert_eq!(long.check(&rules), Err(OverrideError::LastsTooLong { months: 6 }));
        let past = Override { until: at, ..good() };
        assert_eq!(past.check(&rules), Err(OverrideError::EndsBeforeItStarts));
        let same = Override { wanted: Decision::Escalate, ..good() };
        assert_eq!(same.check(&rules), Err(OverrideError::SameDecision));
    }

    #[test]
    fn riskier_partners_are_looked_at_sooner() {
        let policy = Policy::default().expiry_months;
        let decided = Timestamp::from_micros(1_800_000_000_000_000);
        assert_eq!(policy.expires(Tier::T1, decided).in_words(), "15 July 2027");
        assert_eq!(policy.expires(Tier::T4, decided).in_words(), "15 January 2029");
        assert_eq!(policy.warns(policy.expires(Tier::T1, decided)).in_words(), "1 July 2027");
    }
}
