//! Notices of a change in the chain, and the right to object.
//!
//! GDPR 28(2): with a general authorisation the processor informs the controller of any intended addition or replacement
//! of another processor, "thereby giving the controller the opportunity to object". The law names no number of days and
//! does not say what silence means; here silence until the end of the period counts as acceptance, and every page says so.
//!
//! | state | how it comes | what follows |
//! |---|---|---|
//! | `open` | the partner announces, or a member records | the period runs |
//! | `accepted` | a member accepts | the change takes effect |
//! | `tacit` | the period ends in silence | the change takes effect |
//! | `objected` | a member objects, with a reason | the partner answers |
//! | `withdrawn` | the partner takes the change back | nothing |
//! | `proceeding` | the partner goes on against the objection | the change takes effect |
//!
//! A change *takes effect* as a decision of ours, at the moment of `accepted`, `tacit` or `proceeding`, and not on the day
//! on which the company starts: a new one is then the early trigger `new_sub_processor` (vetting.md, "Model", 10), so that
//! the partner is assessed again before the start and no room counts on an approval that did not know of it. The list
//! itself changes on the day of the start.

use serde::Serialize;

/// How many days there are to object, unless the organisation says otherwise.
pub const OBJECTION_DAYS: u32 = 30;
/// The longest period that an organisation may set, in days.
pub const LONGEST_OBJECTION_DAYS: u32 = 180;
/// The shortest reason of an objection, in characters.
pub const SHORTEST_REASON: usize = 20;
const LONGEST_REASON: usize = 2_000;

/// What a notice announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A company joins the chain.
    Add,
    /// A company leaves it.
    Remove,
}

impl Change {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Add, Self::Remove];

    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
        }
    }

    /// The change of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.as_str() == word)
    }
}

/// What became of a notice; see the module's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// The period to object runs.
    Open,
    /// Accepted in words.
    Accepted,
    /// Accepted by silence.
    Tacit,
    /// Objected to; the partner has not said what it does.
    Objected,
    /// Taken back.
    Withdrawn,
    /// The partner goes on against the objection.
    Proceeding,
}

impl NoticeState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Accepted, Self::Tacit, Self::Objected, Self::Withdrawn, Self::Proceeding];

    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Tacit => "tacit",
            Self::Objected => "objected",
            Self::Withdrawn => "withdrawn",
            Self::Proceeding => "proceeding",
        }
    }

    /// The state of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether a notice in this state may come into `next`.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Open => matches!(next, Self::Accepted | Self::Tacit | Self::Objected | Self::Withdrawn),
            Self::Objected => matches!(next, Self::Withdrawn | Self::Proceeding),
            Self::Accepted | Self::Tacit | Self::Withdrawn | Self::Proceeding => false,
        }
    }

    /// Whether the change takes effect.
    pub fn takes_effect(self) -> bool {
        matches!(self, Self::Accepted | Self::Tacit | Self::Proceeding)
    }
}

/// Whether a reason is long enough for the partner to answer it, and short enough to be read.
pub fn reason_holds(reason: &str) -> bool {
    (SHORTEST_REASON..=LONGEST_REASON).contains(&reason.trim().chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_settled_stays_settled() {
        let all = NoticeState::ALL;
        let moves: Vec<(NoticeState, NoticeState)> =
            all.iter().flat_map(|from| all.iter().map(move |to| (*from, *to))).collect();
        let allowed = moves.into_iter().filter(|(from, to)| from.may_become(*to)).count();
        assert_eq!(allowed, 6);
        assert!(!NoticeState::Open.may_become(NoticeState::Proceeding), "only against an objection");
        assert!(all.iter().all(|state| NoticeState::named(state.as_str()) == Some(*state)));
    }

    #[test]
    fn an_objection_says_why() {
        assert!(!reason_holds("   no, not that    "));
        assert!(reason_holds("It is under foreign law."));
        assert!(!reason_holds(&"x".repeat(2_001)));
    }
}
