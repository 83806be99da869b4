//! May the room count now, and if not, why not: all reasons at once, so that nobody mends one only to meet the next.

use serde::{Deserialize, Serialize};

use super::{DecisionView, Objection, Standing};
use crate::clock::Timestamp;
use crate::rooms::lifecycle::CloseReason;
use crate::rooms::sides::{Side, Sides};
use crate::rooms::terms::Terms;

/// One reason why a room does not count now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum ClosedBecause {
    /// The room is closed for good.
    RoomClosed {
        /// What closed it.
        because: CloseReason,
    },
    /// The host has made no decision about the guest.
    NoDecision {
        /// The side that must decide.
        by: Side,
    },
    /// The decision's validity has run out.
    DecisionExpired {
        /// The side that decided.
        by: Side,
    },
    /// Something that the decision was based on has changed.
    DecisionVoid {
        /// The side that decided.
        by: Side,
    },
    /// The decision stands and objects.
    DecisionObjects {
        /// The side that decided.
        by: Side,
        /// What it objects to.
        objection: Objection,
    },
    /// The other side's decision refuses; its reasons are its own.
    PartnerRefuses {
        /// The side that decided.
        by: Side,
    },
    /// Nobody has proposed terms.
    NoTerms,
    /// A side has not signed the terms as they stand.
    TermsUnsigned {
        /// The side whose signature is missing.
        by: Side,
    },
    /// The terms have run out.
    TermsExpired,
    /// The room key has not been made.
    KeyUnset,
    /// A side has not shown that it holds the room key.
    KeyUnchecked {
        /// The side whose check is missing.
        by: Side,
    },
}

impl ClosedBecause {
    /// The stable name of this reason, for catalogues and API clients.
    pub fn code(self) -> &'static str {
        match self {
            Self::RoomClosed { .. } => "room_closed",
            Self::NoDecision { .. } => "no_decision",
            Self::DecisionExpired { .. } => "decision_expired",
            Self::DecisionVoid { .. } => "decision_void",
            Self::DecisionObjects { objection, .. } => match objection {
                Objection::NotApproved => "not_approved",
                Objection::ResidualTooHigh => "residual_too_high",
                Objection::KnockOut => "knock_out",
                Objection::ConditionOverdue => "condition_overdue",
                Objection::SectionFloor => "section_floor",
                Objection::LowConfidence => "low_confidence",
                Objection::Provisional => "provisional",
            },
            Self::PartnerRefuses { .. } => "partner_refuses",
            Self::NoTerms => "no_terms",
            Self::TermsUnsigned { .. } => "terms_unsigned",
            Self::TermsExpired => "terms_expired",
            Self::KeyUnset => "key_unset",
            Self::KeyUnchecked { .. } => "key_unchecked",
        }
    }

    /// The side that this reason is about, if it is about one.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::NoDecision { by }
            | Self::DecisionExpired { by }
            | Self::DecisionVoid { by }
            | Self::DecisionObjects { by, .. }
            | Self::PartnerRefuses { by }
            | Self::TermsUnsigned { by }
            | Self::KeyUnchecked { by } => Some(by),
            Self::RoomClosed { .. } | Self::NoTerms | Self::TermsExpired | Self::KeyUnset => None,
        }
    }

    /// The same reason as far as `reader` may know it: what the other side found in its own assessment stays there.
    pub fn seen_by(self, reader: Side) -> Self {
        match self {
            Self::DecisionObjects { by, .. } | Self::DecisionExpired { by } | Self::DecisionVoid { by }
                if by != reader =>
            {
                Self::PartnerRefuses { by }
            }
            other => other,
        }
    }
}

/// How far the room key has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyCheck {
    /// This side has not posted a key check value.
    Missing,
    /// This side posted the check value that the host's key gives.
    Matches,
}

/// Everything that decides whether a room counts.
#[derive(Debug, Clone)]
pub struct RoomFacts<'a> {
    /// Set once the room is closed for good.
    pub closed: Option<CloseReason>,
    /// Each side's latest decision about the other.
    pub decisions: Sides<Option<DecisionView>>,
    /// The terms as they stand.
    pub terms: Option<&'a Terms>,
    /// Whether each side signed exactly these terms.
    pub signed: Sides<Option<Timestamp>>,
    /// Whether each side showed that it holds the key.
    pub keys: Sides<KeyCheck>,
    /// The present moment.
    pub now: Timestamp,
}

/// Proof that a room was found open; only [`opening`](opening()) makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRoom(());

/// Whether a room counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// It does.
    Open(OpenRoom),
    /// It does not, for all of these reasons.
    Closed(Vec<ClosedBecause>),
}

impl Opening {
    /// True if the room counts.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }

    /// The reasons why it does not; empty if it does.
    pub fn reasons(&self) -> &[ClosedBecause] {
        match self {
            Self::Open(_) => &[],
            Self::Closed(reasons) => reasons,
        }
    }

    /// The reasons as far as `reader` may know them, each once.
    pub fn reasons_for(&self, reader: Side) -> Vec<ClosedBecause> {
        let mut seen: Vec<ClosedBecause> =
            self.reasons().iter().map(|reason| reason.seen_by(reader)).collect();
        seen.dedup();
        seen
    }
}

/// Whether the room counts at `facts.now`, with every reason against it.
pub fn opening(facts: &RoomFacts<'_>) -> Opening {
    let mut reasons = Vec::new();
    if let Some(because) = facts.closed {
        reasons.push(ClosedBecause::RoomClosed { because });
    }
    for (by, decision) in facts.decisions.each() {
        match decision {
            None if by == Side::Host => reasons.push(ClosedBecause::NoDecision { by }),
            None => {}
            Some(decision) => against(by, decision, &mut reasons),
        }
    }
    paperwork(facts, &mut reasons);
    if reasons.is_empty() { Opening::Open(OpenRoom(())) } else { Opening::Closed(reasons) }
}

/// What one decision says against the room.
fn against(by: Side, decision: &DecisionView, reasons: &mut Vec<ClosedBecause>) {
    match decision.standing {
        Standing::Current => {}
        Standing::Expired => reasons.push(ClosedBecause::DecisionExpired { by }),
        Standing::Void => reasons.push(ClosedBecause::DecisionVoid { by }),
    }
    reasons.extend(
        decision
            .objections
            .iter()
            .map(|objection| ClosedBecause::DecisionObjects { by, objection: *objection }),
    );
}

/// What is missing of terms, signatures and keys.
fn paperwork(facts: &RoomFacts<'_>, reasons: &mut Vec<ClosedBecause>) {
    match facts.terms {
        None => reasons.push(ClosedBecause::NoTerms),
        Some(terms) => {
            for (by, signed) in facts.signed.each() {
                if signed.is_none() {
                    reasons.push(ClosedBecause::TermsUnsigned { by });
                }
            }
            if terms.expired(facts.now) {
                reasons.push(ClosedBecause::TermsExpired);
            }
        }
    }
    if facts.keys.both(|key| *key == KeyCheck::Missing) {
        reasons.push(ClosedBecause::KeyUnset);
        return;
    }
    for (by, key) in facts.keys.each() {
        if *key == KeyCheck::Missing {
            reasons.push(ClosedBecause::KeyUnchecked { by });
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::Limits;
    use super::*;

    /// A decision that allows everything.
    fn approval() -> DecisionView {
        DecisionView {
            standing: Standing::Current,
            objections: Vec::new(),
            residual_hundredths: 1_000,
            limits: Some(Limits { k: 50, releases: 10 }),
        }
    }

    /// A room of which everything is in order.
    pub(crate) fn sound(terms: &Terms, now: Timestamp) -> RoomFacts<'_> {
        RoomFacts {
            closed: None,
            decisions: Sides { host: Some(approval()), guest: None },
            terms: Some(terms),
            signed: Sides { host: Some(now), guest: Some(now) },
            keys: Sides { host: KeyCheck::Matches, guest: KeyCheck::Matches },
            now,
        }
    }

    fn now() -> Timestamp {
        Timestamp::from_micros(1_000_000)
    }

    fn terms() -> Terms {
        crate::rooms::terms::tests::draft().check(now()).unwrap()
    }

    fn codes(facts: &RoomFacts<'_>) -> Vec<&'static str> {
        opening(facts).reasons().iter().map(|reason| reason.code()).collect()
    }

    #[test]
    fn open_when_the_host_approves_and_the_papers_are_in_order() {
        let terms = terms();
        assert!(opening(&sound(&terms, now())).is_open());
    }

    #[test]
    fn a_new_room_names_every_missing_step() {
        let facts = RoomFacts {
            closed: None,
            decisions: Sides { host: None, guest: None },
            terms: None,
            signed: Sides { host: None, guest: None },
            keys: Sides { host: KeyCheck::Missing, guest: KeyCheck::Missing },
            now: now(),
        };
        assert_eq!(codes(&facts), ["no_decision", "no_terms", "key_unset"]);
    }

    #[test]
    fn each_missing_piece_closes_the_room() {
        let terms = terms();
        let mut cases: Vec<(&str, RoomFacts<'_>)> = Vec::new();
        let mut add = |code, change: &dyn Fn(&mut RoomFacts<'_>)| {
            let mut facts = sound(&terms, now());
            change(&mut facts);
            cases.push((code, facts));
        };
        add("no_decision", &|facts| facts.decisions.host = None);
        add("terms_unsigned", &|facts| facts.signed.guest = None);
        add("key_unchecked", &|facts| facts.keys.guest = KeyCheck::Missing);
        add("terms_expired", &|facts| facts.now = now().plus_days(30));
        add("room_closed", &|facts| facts.closed = Some(CloseReason::Expired));
        for objection in [Objection::KnockOut, Objection::ResidualTooHigh, Objection::ConditionOverdue] {
            add(ClosedBecause::DecisionObjects { by: Side::Host, objection }.code(), &|facts| {
                facts.decisions.guest = Some(DecisionView { objections: vec![objection], ..approval() });
            });
        }
        for (code, standing) in [("decision_expired", Standing::Expired), ("decision_void", Standing::Void)] {
            add(code, &|facts| facts.decisions.host = Some(DecisionView { standing, ..approval() }));
        }
        for (code, facts) in cases {
            assert_eq!(codes(&facts), [code]);
        }
    }

    #[test]
    fn what_the_partner_found_about_us_stays_with_the_partner() {
        let terms = terms();
        let mut facts = sound(&terms, now());
        let objections = vec![Objection::KnockOut, Objection::LowConfidence];
        facts.decisions.guest = Some(DecisionView { objections, ..approval() });
        let opening = opening(&facts);
        assert_eq!(opening.reasons_for(Side::Host), [ClosedBecause::PartnerRefuses { by: Side::Guest }]);
        assert_eq!(opening.reasons_for(Side::Guest).len(), 2);
    }
}
