//! Why a run came to nothing, kept with its request until the one who asked reads it.

use serde::{Deserialize, Serialize};

use crate::access::{Denied, Role};
use crate::services::{Message, ServiceError};
use crate::store::StoreError;

/// A refusal or failure, as the database keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    kind: Kind,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    id: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    args: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Refused,
    Conflict,
    Denied,
    Engine,
    Busy,
    Internal,
}

/// The sentences that a kept fault may say.
const SENTENCES: &[&str] = &[
    "closed-room-closed",
    "closed-no-decision",
    "closed-decision-expired",
    "closed-decision-void",
    "closed-not-approved",
    "closed-residual-too-high",
    "closed-knock-out",
    "closed-condition-overdue",
    "closed-section-floor",
    "closed-low-confidence",
    "closed-provisional",
    "closed-partner-refuses",
    "closed-no-terms",
    "closed-terms-unsigned",
    "closed-terms-expired",
    "closed-key-unset",
    "closed-key-unchecked",
    "refused-room-closed",
    "refused-no-split",
    "refused-no-matrix",
    "refused-no-segments",
    "refused-no-audience",
    "refused-too-few",
    "refused-duplicates",
    "refused-budget-releases",
    "refused-budget-epsilon",
    "conflict-room-moved",
    "conflict-run-cancelled",
    "conflict-run-lost",
];
/// The names of their arguments.
const NAMES: &[&str] = &["name", "n", "by", "about"];

/// The error as it is kept. Causes stay in the log.
pub(super) fn kept(error: &ServiceError) -> String {
    let said = |kind, message: &Message| Kept {
        kind,
        id: message.id.to_owned(),
        args: message.args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
    };
    let plain = |kind| Kept { kind, id: String::new(), args: Vec::new() };
    let kept = match error {
        ServiceError::Refused(message) => said(Kind::Refused, message),
        ServiceError::Conflict(message) => said(Kind::Conflict, message),
        ServiceError::Denied(_) => plain(Kind::Denied),
        ServiceError::Engine(_) => plain(Kind::Engine),
        ServiceError::Store(StoreError::Busy | StoreError::Unavailable(_)) => plain(Kind::Busy),
        _ => plain(Kind::Internal),
    };
    serde_json::to_string(&kept).unwrap_or_default()
}

/// The error that was kept.
pub(super) fn opened(text: &str) -> ServiceError {
    let cause = || ServiceError::Internal("the run failed; the log of its time says why".to_owned());
    let Ok(kept) = serde_json::from_str::<Kept>(text) else { return cause() };
    let known = |words: &[&'static str], word: &str| words.iter().copied().find(|known| *known == word);
    let message = || {
        let id = known(SENTENCES, &kept.id)?;
        let args = kept.args.iter().map(|(name, value)| Some((known(NAMES, name)?, value.clone())));
        Some(Message { args: args.collect::<Option<_>>()?, ..Message::new(id) })
    };
    match kept.kind {
        Kind::Refused => message().map_or_else(cause, ServiceError::Refused),
        Kind::Conflict => message().map_or_else(cause, ServiceError::Conflict),
        Kind::Denied => ServiceError::Denied(Denied { permission: "run_overlap", role: Role::Leader }),
        Kind::Engine => ServiceError::Engine("the run failed; the log of its time says why".to_owned()),
        Kind::Busy => ServiceError::Store(StoreError::Busy),
        Kind::Internal => cause(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::policy::{ClosedBecause, Objection};
    use crate::rooms::release::{Ask, Refusal};
    use crate::rooms::{Side, Sides};
    use crate::services::rooms::say;

    fn same(error: &ServiceError) {
        assert_eq!(opened(&kept(error)).to_string(), error.to_string());
        if let (ServiceError::Refused(kept), ServiceError::Refused(said)) = (opened(&kept(error)), error) {
            assert_eq!(kept, *said);
        }
    }

    #[test]
    fn a_refusal_is_read_as_it_was_said() {
        let names = Sides { host: "Harbour & Pine".to_owned(), guest: "Northwind".to_owned() };
        let by = Side::Guest;
        let reasons = [
            ClosedBecause::NoDecision { by },
            ClosedBecause::DecisionObjects { by, objection: Objection::KnockOut },
            ClosedBecause::TermsExpired,
        ];
        let closed = reasons.map(|reason| Refusal::Closed(vec![reason]));
        let others = [
            Refusal::Closed(Vec::new()),
            Refusal::NotInTerms { ask: Ask::ByIdentifier },
            Refusal::NotInTerms { ask: Ask::BySegment },
            Refusal::NoSegments,
            Refusal::NoAudience { by },
            Refusal::TooFewPeople { by, least: 1_000 },
            Refusal::MostlyDuplicates { by },
            Refusal::Budget(crate::rooms::budget::BudgetSpent::Releases),
            Refusal::Budget(crate::rooms::budget::BudgetSpent::Epsilon),
        ];
        for refusal in closed.iter().chain(&others) {
            same(&say::refused(refusal, &names, Side::Host));
        }
        same(&ServiceError::conflict("conflict-room-moved"));
    }

    #[test]
    fn a_cause_is_for_the_log_alone() {
        let text = kept(&ServiceError::Engine("s3://secret-bucket is gone".to_owned()));
        assert!(!text.contains("secret"), "{text}");
        assert!(matches!(opened(&text), ServiceError::Engine(_)));
        let text = kept(&ServiceError::Internal("a path".to_owned()));
        assert!(!text.contains("path") && matches!(opened(&text), ServiceError::Internal(_)));
        assert!(matches!(opened(""), ServiceError::Internal(_)));
    }
}
