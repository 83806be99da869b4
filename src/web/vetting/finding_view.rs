//! Findings as the pages of members show them: a row of a list, badges, words.

use crate::clock::Timestamp;
use crate::store::{Finding, FindingKind};
use crate::vetting::findings::Severity;
use crate::vetting::remediation::{FindingState, Standing};
use crate::web::components::Kind;
use crate::web::format;
use crate::web::page::Chrome;
use crate::web::words::Words;

/// A finding in a list.
#[derive(Debug, Clone)]
pub struct FindingRow {
    /// What is to be mended.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Where it comes from, and about which question.
    pub about: String,
    /// How bad it is.
    pub severity: (Kind, String),
    /// Who sees to it.
    pub owner: String,
    /// Until when.
    pub due: String,
    /// How it stands.
    pub state: (Kind, String),
}

impl FindingRow {
    /// A finding as it stands at `now`.
    pub(super) fn of(c: &Chrome, row: &Finding, now: Timestamp) -> Self {
        let standing = row.standing(now);
        Self {
            title: row.title.clone(),
            href: format!("/findings/{}", row.id),
            about: about(&c.words, row),
            severity: severity(&c.words, row.severity()),
            owner: row.owner.clone(),
            due: format::date(standing.due),
            state: state(&c.words, row, standing),
        }
    }

    /// One in each state.
    pub(super) fn samples(c: &Chrome) -> Vec<Self> {
        let row = |kind: &str, how: Severity, state: (Kind, String)| Self {
            title: "Deletion reaches every recipient".to_owned(),
            href: "/findings/sample".to_owned(),
            about: format!("{}, D2", c.t(kind)),
            severity: severity(&c.words, how),
            owner: "Ines Duarte".to_owned(),
            due: "14 June 2027".to_owned(),
            state,
        };
        vec![
            row("finding-condition", Severity::Critical, (Kind::Bad, c.t("finding-overdue"))),
            row("finding-review", Severity::High, (Kind::Plain, c.t("finding-open"))),
            row("finding-review", Severity::Medium, (Kind::Warn, c.t("finding-reported"))),
            row("finding-condition", Severity::High, (Kind::Care, c.ts("finding-accepted", "1 July 2027"))),
            row("finding-plan", Severity::Medium, (Kind::Good, c.ts("finding-closed", "3 May 2027"))),
        ]
    }
}

/// "Condition, D2".
pub(super) fn about(words: &Words, row: &Finding) -> String {
    let kind = words.t(match row.kind {
        FindingKind::Condition => "finding-condition",
        FindingKind::Plan => "finding-plan",
        FindingKind::Review => "finding-review",
    });
    match &row.question_id {
        Some(question) => format!("{kind}, {question}"),
        None => kind,
    }
}

/// The message that names a severity.
pub(super) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "severity-critical",
        Severity::High => "severity-high",
        Severity::Medium => "severity-medium",
    }
}

/// A severity as a badge.
pub(super) fn severity(words: &Words, severity: Severity) -> (Kind, String) {
    let kind = match severity {
        Severity::Critical => Kind::Bad,
        Severity::High => Kind::Care,
        Severity::Medium => Kind::Plain,
    };
    (kind, words.t(severity_word(severity)))
}

/// How a finding stands, as a badge.
pub(super) fn state(words: &Words, row: &Finding, standing: Standing) -> (Kind, String) {
    let on = |at: Option<Timestamp>| at.map(format::date).unwrap_or_default();
    match standing.state {
        FindingState::Closed => (Kind::Good, words.ts("finding-closed", &on(row.closed_at))),
        FindingState::Accepted => (Kind::Care, words.ts("finding-accepted", &on(row.accepted_until))),
        FindingState::Reported if standing.overdue => (Kind::Bad, words.t("finding-reported-late")),
        FindingState::Reported => (Kind::Warn, words.t("finding-reported")),
        FindingState::Open if standing.overdue => (Kind::Bad, words.t("finding-overdue")),
        FindingState::Open => (Kind::Plain, words.t("finding-open")),
    }
}
