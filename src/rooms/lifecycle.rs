//! The steps of a room, what moves it from one to the next, and what closes it for good.
//!
//! terms → key → audiences → run → closed (look.md, "A room"). New terms lead back to the first step, since both sides
//! must agree again (security.md, T13); a replaced audience does not. Nothing leads out of closed.

use serde::{Deserialize, Serialize};

use super::sides::{Side, Sides};
use crate::clock::Timestamp;

/// Why a room is closed for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// The host ended it.
    HostLeft,
    /// The guest ended it.
    GuestLeft,
    /// Its terms ran out.
    Expired,
    /// The decision that it stood on was withdrawn.
    DecisionWithdrawn,
    /// A side learned something about the other that ended its decision early.
    EarlyTrigger,
    /// Both sides had not signed any terms in time.
    NeverSigned,
    /// Its terms ask for it once the last answer that they allow is out.
    Finished,
}

impl CloseReason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::HostLeft,
        Self::GuestLeft,
        Self::Expired,
        Self::DecisionWithdrawn,
        Self::EarlyTrigger,
        Self::NeverSigned,
        Self::Finished,
    ];

    /// That `side` ended the room.
    pub fn left(side: Side) -> Self {
        match side {
            Side::Host => Self::HostLeft,
            Side::Guest => Self::GuestLeft,
        }
    }

    /// The word that databases and JSON use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HostLeft => "host_left",
            Self::GuestLeft => "guest_left",
            Self::Expired => "expired",
            Self::DecisionWithdrawn => "decision_withdrawn",
            Self::EarlyTrigger => "early_trigger",
            Self::NeverSigned => "never_signed",
            Self::Finished => "finished",
        }
    }

    /// The reason of that name, if it names one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// Where a room stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "because")]
pub enum RoomState {
    /// Terms are being proposed and signed.
    Terms,
    /// Both signed; the key is made and checked.
    Key,
    /// Both hold the key; audiences are brought.
    Audiences,
    /// Both audiences are here; the overlap can be run.
    Run,
    /// Closed for good; the pepper is destroyed and the tokens are deleted.
    Closed(CloseReason),
}

/// Something that happened in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A side proposed new terms; earlier signatures are void.
    TermsProposed,
    /// The second signature was set under the terms.
    TermsCoSigned,
    /// The second side showed that it holds the key.
    KeyChecked,
    /// Each side has an audience.
    AudiencesComplete,
    /// The room ends.
    Closed(CloseReason),
}

/// The event does not belong to the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongStep {
    /// Nothing happens in a closed room.
    #[error("the room is closed")]
    Closed,
    /// Earlier steps are still open.
    #[error("an earlier step of the room is still open")]
    TooEarly,
}

impl RoomState {
    /// The state after `event`.
    pub fn after(self, event: Event) -> Result<Self, WrongStep> {
        match (self, event) {
            (Self::Closed(_), _) => Err(WrongStep::Closed),
            (_, Event::Closed(because)) => Ok(Self::Closed(because)),
            (_, Event::TermsProposed) => Ok(Self::Terms),
            (Self::Terms, Event::TermsCoSigned) => Ok(Self::Key),
            (Self::Key, Event::KeyChecked) => Ok(Self::Audiences),
            (Self::Audiences | Self::Run, Event::AudiencesComplete) => Ok(Self::Run),
            (state, Event::TermsCoSigned) if state > Self::Terms => Ok(state),
            (state, Event::KeyChecked) if state > Self::Key => Ok(state),
            _ => Err(WrongStep::TooEarly),
        }
    }

    /// The state that follows from what each side has done; the one way to find it after new terms were signed.
    pub fn of(progress: &Progress) -> Self {
        if let Some(because) = progress.closed {
            Self::Closed(because)
        } else if !progress.signed.both(|done| *done == Done::Yes) {
            Self::Terms
        } else if !progress.key.both(|done| *done == Done::Yes) {
            Self::Key
        } else if !progress.audience.both(|done| *done == Done::Yes) {
            Self::Audiences
        } else {
            Self::Run
        }
    }

    /// The word that databases and JSON use for the step.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Key => "key",
            Self::Audiences => "audiences",
            Self::Run => "run",
            Self::Closed(_) => "closed",
        }
    }

    /// True while audiences may be uploaded.
    pub fn takes_audiences(self) -> bool {
        matches!(self, Self::Audiences | Self::Run)
    }
}

/// Whether a side has done its part of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Done {
    /// Not yet.
    #[default]
    No,
    /// It has.
    Yes,
}

impl From<bool> for Done {
    fn from(done: bool) -> Self {
        if done { Self::Yes } else { Self::No }
    }
}

/// What each side has done in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Signed the terms as they stand.
    pub signed: Sides<Done>,
    /// Showed that it holds the key.
    pub key: Sides<Done>,
    /// Brought an audience.
    pub audience: Sides<Done>,
    /// Set once the room is closed.
    pub closed: Option<CloseReason>,
}

/// How many days a room may wait for terms that both sides sign: as long as terms last where nobody says otherwise
/// (cleanroom.md, "Policy": expiry 30 d).
pub const UNSIGNED_DAYS: i64 = 30;

/// How long a room lasts if nobody closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Until the terms that both signed last run out.
    Agreed(Timestamp),
    /// Until then, unless both sign terms before: nobody agreed to anything yet.
    Unsigned(Timestamp),
}

impl Until {
    /// How long a room opened at `opened_at` lasts, whose co-signed terms, if it has any, run out at `agreed`.
    pub fn of(opened_at: Timestamp, agreed: Option<Timestamp>) -> Self {
        agreed.map_or_else(|| Self::Unsigned(opened_at.plus_days(UNSIGNED_DAYS)), Self::Agreed)
    }

    /// The moment itself.
    pub fn at(self) -> Timestamp {
        match self {
            Self::Agreed(at) | Self::Unsigned(at) => at,
        }
    }

    /// Why the room closes at `now`, if its time is over.
    pub fn over(self, now: Timestamp) -> Option<CloseReason> {
        let because = match self {
            Self::Agreed(_) => CloseReason::Expired,
            Self::Unsigned(_) => CloseReason::NeverSigned,
        };
        (now >= self.at()).then_some(because)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: [Event; 3] = [Event::TermsCoSigned, Event::KeyChecked, Event::AudiencesComplete];

    #[test]
    fn the_steps_lead_from_terms_to_run() {
        let state = PATH.into_iter().try_fold(RoomState::Terms, RoomState::after);
        assert_eq!(state, Ok(RoomState::Run));
    }

    #[test]
    fn no_step_can_be_skipped() {
        assert_eq!(RoomState::Terms.after(Event::KeyChecked), Err(WrongStep::TooEarly));
        assert_eq!(RoomState::Terms.after(Event::AudiencesComplete), Err(WrongStep::TooEarly));
        assert_eq!(RoomState::Key.after(Event::AudiencesComplete), Err(WrongStep::TooEarly));
    }

    #[test]
    fn new_terms_need_new_consent() {
        assert_eq!(RoomState::Run.after(Event::TermsProposed), Ok(RoomState::Terms));
    }

    #[test]
    fn nothing_leads_out_of_closed() {
        let closed = RoomState::Closed(CloseReason::Expired);
        let events = PATH.into_iter().chain([Event::TermsProposed, Event::Closed(CloseReason::HostLeft)]);
        for event in events {
            assert_eq!(closed.after(event), Err(WrongStep::Closed));
        }
    }

    #[test]
    fn the_state_follows_from_what_was_done() {
        let yes = Sides { host: Done::Yes, guest: Done::Yes };
        let mut progress =
            Progress { signed: Sides { host: Done::Yes, guest: Done::No }, ..Progress::default() };
        assert_eq!(RoomState::of(&progress), RoomState::Terms);
        progress.signed = yes;
        assert_eq!(RoomState::of(&progress), RoomState::Key);
        progress.key = yes;
        progress.audience = yes;
        assert_eq!(RoomState::of(&progress), RoomState::Run);
        progress.closed = Some(CloseReason::GuestLeft);
        assert_eq!(RoomState::of(&progress).as_str(), "closed");
    }

    #[test]
    fn a_room_lasts_as_long_as_its_terms_or_thirty_days_without() {
        let at = |days| Timestamp::from_micros(7).plus_days(days);
        let agreed = Until::of(at(0), Some(at(90)));
        assert_eq!(agreed.over(at(90).plus_seconds(-1)), None);
        assert_eq!(agreed.over(at(90)), Some(CloseReason::Expired));
        let unsigned = Until::of(at(0), None);
        assert_eq!(unsigned.over(at(30).plus_seconds(-1)), None);
        assert_eq!(unsigned.over(at(30)), Some(CloseReason::NeverSigned));
    }

    #[test]
    fn close_reasons_have_names_that_lead_back() {
        for reason in CloseReason::ALL {
            assert_eq!(CloseReason::named(reason.as_str()), Some(reason));
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
        }
    }
}
