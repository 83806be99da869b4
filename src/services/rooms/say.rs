//! Reasons of rooms as sentences of the catalogue.

use crate::rooms::budget::BudgetSpent;
use crate::rooms::policy::{ClosedBecause, Objection};
use crate::rooms::release::{Ask, Refusal};
use crate::rooms::terms::{TermsError, Wrong};
use crate::rooms::{Side, Sides};
use crate::services::{FieldFault, Message, ServiceError};

/// The catalogue's sentence for a reason why a room is closed.
pub fn closed_word(reason: ClosedBecause) -> &'static str {
    match reason {
        ClosedBecause::RoomClosed { .. } => "closed-room-closed",
        ClosedBecause::NoDecision { .. } => "closed-no-decision",
        ClosedBecause::DecisionExpired { .. } => "closed-decision-expired",
        ClosedBecause::DecisionVoid { .. } => "closed-decision-void",
        ClosedBecause::DecisionObjects { objection, .. } => match objection {
            Objection::NotApproved => "closed-not-approved",
            Objection::ResidualTooHigh => "closed-residual-too-high",
            Objection::KnockOut => "closed-knock-out",
            Objection::ConditionOverdue => "closed-condition-overdue",
            Objection::SectionFloor => "closed-section-floor",
            Objection::LowConfidence => "closed-low-confidence",
            Objection::Provisional => "closed-provisional",
        },
        ClosedBecause::PartnerRefuses { .. } => "closed-partner-refuses",
        ClosedBecause::NoTerms => "closed-no-terms",
        ClosedBecause::TermsUnsigned { .. } => "closed-terms-unsigned",
        ClosedBecause::TermsExpired => "closed-terms-expired",
        ClosedBecause::KeyUnset => "closed-key-unset",
        ClosedBecause::KeyUnchecked { .. } => "closed-key-unchecked",
    }
}

/// A reason with the names of the organisation it is about and of the one across the table from it.
pub fn reason_message(reason: ClosedBecause, names: &Sides<String>) -> Message {
    let message = Message::new(closed_word(reason));
    let by = reason.side().unwrap_or(Side::Host);
    message.arg("by", names.get(by)).arg("about", names.get(by.other()))
}

/// Why a run was refused, as the requester may know it.
pub(super) fn refused(refusal: &Refusal, names: &Sides<String>, reader: Side) -> ServiceError {
    let about = |id, by: Side| Message::new(id).arg("name", names.get(by));
    ServiceError::Refused(match refusal {
        Refusal::Closed(reasons) => match reasons.iter().map(|reason| reason.seen_by(reader)).next() {
            Some(reason) => reason_message(reason, names),
            None => Message::new("refused-room-closed"),
        },
        Refusal::NotInTerms { ask } => Message::new(match ask {
            Ask::Overlap => "refused-room-closed",
            Ask::ByIdentifier => "refused-no-split",
            Ask::BySegment => "refused-no-matrix",
        }),
        Refusal::NoSegments => Message::new("refused-no-segments"),
        Refusal::NoAudience { by } => about("refused-no-audience", *by),
        Refusal::TooFewPeople { by, least } => about("refused-too-few", *by).arg("n", least),
        Refusal::MostlyDuplicates { by } => about("refused-duplicates", *by),
        Refusal::Budget(BudgetSpent::Releases) => Message::new("refused-budget-releases"),
        Refusal::Budget(BudgetSpent::Epsilon) => Message::new("refused-budget-epsilon"),
    })
}

/// Faults of terms, field by field.
pub(super) fn terms_faults(error: TermsError) -> ServiceError {
    let fault = |error: crate::rooms::terms::FieldError| {
        let mut message = Message::new(wrong_word(error.wrong));
        if let Some(limit) = error.wrong.limit() {
            message = message.arg("n", limit);
        }
        FieldFault { field: error.field, message }
    };
    ServiceError::Invalid(error.0.into_iter().map(fault).collect())
}

fn wrong_word(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Missing => "fault-terms-missing",
        Wrong::TooShort { .. } => "fault-terms-too-short",
        Wrong::TooLong { .. } => "fault-terms-too-long",
        Wrong::NotText => "fault-terms-not-text",
        Wrong::TooSmall { .. } => "fault-terms-too-small",
        Wrong::TooLarge { .. } => "fault-terms-too-large",
        Wrong::Twice => "fault-terms-twice",
        Wrong::NotACountry => "fault-terms-country",
        Wrong::CountryNotUsed => "fault-terms-country-not-used",
        Wrong::ProfileNotForKind => "fault-terms-profile",
        Wrong::ErrorBarAboveK { .. } => "fault-terms-error-bar",
        Wrong::OneIdentifier => "fault-terms-one-identifier",
        Wrong::TooManyIdentifiers { .. } => "fault-terms-too-many-identifiers",
        Wrong::NotAvailable => "fault-terms-not-available",
        Wrong::UnknownVersion { .. } => "fault-terms-version",
    }
}
