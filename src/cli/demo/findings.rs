//! Findings in the demo: one in each state, as a reviewer would have left them.

use super::cast::Troupe;
use crate::access::Role;
use crate::clock::Timestamp;
use crate::ids::{FindingId, PartnerId};
use crate::services::ServiceError;
use crate::services::vetting::{self, FindingInput, Remediation, Retest, RiskAccepted};
use crate::store::WriteTx;

/// What was found: the question, how bad it is, what is to be mended.
const FOUND: [(&str, &str, &str); 5] = [
    ("G1", "high", "Name every recipient of our data, with purpose and country"),
    ("D2", "critical", "Show that a deletion reaches every recipient"),
    ("H5", "medium", "Run a drill against fake support calls"),
    ("C7", "medium", "Let the deletion of old segments run by itself"),
    ("A3", "high", "Name the person who answers for people's data"),
];

/// Opens findings about a partner and takes each as far as its place in the list says: open, waiting for a re-test, sent back
/// by one, accepted for two months, closed.
pub fn tell(tx: &mut WriteTx, us: &Troupe, partner: &PartnerId, now: Timestamp) -> Result<(), ServiceError> {
    let mut opened = Vec::new();
    for (at, (question, severity, title)) in FOUND.into_iter().enumerate() {
        let input = FindingInput {
            title: title.to_owned(),
            description: "A document of this year that shows it.".to_owned(),
            severity: severity.to_owned(),
            owner: "Selma Farah".to_owned(),
            question: question.to_owned(),
            // What the partner is asked to do it reads; what the risk of is accepted it need not.
            shared: at < 3,
            ..FindingInput::default()
        };
        let who = us.may(Role::Reviewer)?;
        opened.push(vetting::finding_open(tx, &who, partner, &input, now.plus_days(-8))?);
    }
    let [_, reported, failed, accepted, closed] = opened.as_slice() else {
        return Err(ServiceError::Internal("a finding is missing".to_owned()));
    };
    for (id, note) in [
        (reported, "All recipients confirm through one portal since last week."),
        (failed, "The drill is planned."),
        (closed, "Selma Farah is named on the public page."),
    ] {
        report(tx, us, (id, note), now.plus_days(-5))?;
    }
    let retests =
        [(failed, false, "A plan is not a drill. Show its results."), (closed, true, "Seen on their page.")];
    for (id, passed, note) in retests {
        let found = Retest { passed: Some(passed), note: note.to_owned() };
        vetting::finding_retest(tx, &us.may(Role::Reviewer)?, id, &found, now.plus_days(-3))?;
    }
    let wish = RiskAccepted {
        reason: "The old segments are small and hold no addresses; the change is in their plan for spring."
            .to_owned(),
        until: Some(now.plus_days(60)),
    };
    vetting::finding_accept(tx, &us.may(Role::Manager)?, accepted, &wish, now.plus_days(-2))?;
    Ok(())
}

fn report(
    tx: &mut WriteTx,
    us: &Troupe,
    (id, note): (&FindingId, &str),
    at: Timestamp,
) -> Result<(), ServiceError> {
    let done = Remediation { note: note.to_owned(), evidence: None };
    vetting::finding_report(tx, &us.may(Role::Reviewer)?, id, &done, at)?;
    Ok(())
}
