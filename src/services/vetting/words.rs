//! What the score says, as sentences of the catalogue: the numbers and rules come from `vetting`, the words do not.

use crate::services::Message;
use crate::vetting::decision::Decision;
use crate::vetting::questionnaire::Flag;
use crate::vetting::scoring::{Band, ClosedBecause, Reason, Shortfall, Why, points};

/// The catalogue's word for a decision.
pub fn decision_word(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "decision-approve",
        Decision::ApproveWithConditions => "decision-conditions",
        Decision::Escalate => "decision-escalate",
        Decision::Reject => "decision-reject",
    }
}

/// The catalogue's sentence for a rule that limits the decision.
pub fn reason_message(reason: &Reason) -> Message {
    match reason {
        Reason::Residual(residual, band) => {
            let id = match band {
                Band::Low => "reason-residual-low",
                Band::Moderate => "reason-residual-moderate",
                Band::High => "reason-residual-high",
                Band::Critical => "reason-residual-critical",
            };
            Message::new(id).arg("r", points(*residual))
        }
        Reason::NothingApplicable => Message::new("reason-nothing-applicable"),
        Reason::GateFailed(question, flag, how) => {
            let id = match (flag, how) {
                (Flag::Critical, Shortfall::Unanswered) => "reason-critical-unanswered",
                (Flag::Critical, Shortfall::Value(_)) => "reason-critical-failed",
                (Flag::Knockout, Shortfall::Unanswered) => "reason-knockout-unanswered",
                (Flag::Knockout, Shortfall::Value(_)) => "reason-knockout-failed",
            };
            Message::new(id).arg("q", question)
        }
        Reason::CriticalPartly(question) => Message::new("reason-critical-partly").arg("q", question),
        Reason::CriticalUnproven(question, has, needs) => {
            Message::new("reason-critical-unproven").arg("q", question).arg("has", has).arg("needs", needs)
        }
        Reason::SectionWeak(section, control, floor) => Message::new("reason-section-weak")
            .arg("section", section)
            .arg("c", points(*control))
            .arg("floor", floor),
        Reason::ControlWeak(control, floor, _) => {
            Message::new("reason-control-weak").arg("c", points(*control)).arg("floor", floor)
        }
        Reason::ConfidenceShort(confidence, floor, _) => {
            Message::new("reason-confidence-short").arg("k", points(*confidence)).arg("floor", floor)
        }
        Reason::Provisional(count) => Message::new("reason-provisional").arg("n", count),
        Reason::ManyNotApplicable(section, share) => {
            Message::new("reason-many-na").arg("section", section).arg("share", share)
        }
    }
}

/// The catalogue's sentence for a reason that keeps a room closed.
pub fn closed_message(cause: &ClosedBecause) -> Message {
    match cause {
        ClosedBecause::NoScore => Message::new("vetting-closed-no-score"),
        ClosedBecause::Knockout(question) => Message::new("vetting-closed-knockout").arg("q", question),
        ClosedBecause::ResidualTooHigh { residual, limit } => {
            Message::new("vetting-closed-residual").arg("r", points(*residual)).arg("limit", limit)
        }
        ClosedBecause::ConfidenceTooLow { confidence, limit } => {
            Message::new("vetting-closed-confidence").arg("k", points(*confidence)).arg("limit", limit)
        }
        ClosedBecause::SectionTooLow { section, control, limit } => Message::new("vetting-closed-section")
            .arg("section", section)
            .arg("c", points(*control))
            .arg("limit", limit),
        ClosedBecause::NoDecision => Message::new("vetting-closed-no-decision"),
        ClosedBecause::Decision(Decision::Reject) => Message::new("vetting-closed-rejected"),
        ClosedBecause::Decision(_) => Message::new("vetting-closed-escalated"),
        ClosedBecause::Expired => Message::new("vetting-closed-expired"),
        ClosedBecause::ConditionsOverdue(count) => Message::new("vetting-closed-overdue").arg("n", count),
    }
}

/// The catalogue's sentence for what drives the number; what the question is about comes in `language`, if it has it.
pub fn why_message(why: &Why, language: &str) -> Message {
    let Some(driver) = &why.driver else {
        return Message::new("why-nothing").arg("r", points(why.residual));
    };
    let id = match driver.gate {
        Some(Flag::Knockout) => "why-knockout",
        Some(Flag::Critical) => "why-critical",
        None => "why-loss",
    };
    let message = Message::new(id).arg("r", points(why.residual));
    let question = format!("{} ({})", driver.question, driver.about.in_language(language));
    message.arg("q", question).arg("without", points(driver.without))
}
