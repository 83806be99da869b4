//! The partner's side of findings: those that were shared with it, and saying what was done about one. It reads what is asked
//! and until when; who owns a finding on our side, its severity and what our people say to each other stay here.

use serde_json::json;

use super::steps::stepped;
use super::{By, FindingLine, Said, history, logged, remember, said, update};
use crate::access::Respondent;
use crate::clock::Timestamp;
use crate::ids::{EvidenceId, FindingId};
use crate::rooms::custody::MasterKey;
use crate::services::ServiceError;
use crate::services::audit::Author;
use crate::services::evidence::{
    Evidence, EvidenceInput, OpenedEvidence, evidence_add_to_finding, evidence_open_of_finding,
};
use crate::store::{self, Finding, ReadTx, WriteTx};
use crate::vetting::remediation::{FindingEvent, FindingState, FindingStep, Standing};

/// A finding, as the partner reads it.
#[derive(Debug)]
pub struct SharedFinding {
    /// Its id.
    pub id: FindingId,
    /// What is to be mended.
    pub title: String,
    /// What is asked.
    pub description: String,
    /// The question that it is about.
    pub question: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// What was reported and what the re-tests found, oldest first.
    pub events: Vec<FindingLine>,
    /// The documents that were sent for it.
    pub documents: Vec<Evidence>,
}

impl SharedFinding {
    /// Whether the partner can report now.
    pub fn can_report(&self) -> bool {
        self.standing.state == FindingState::Open
    }
}

/// The findings that the partner reads: those shared with it, what waits first. A colleague who was given one section
/// reads none.
pub fn findings_shared(
    tx: &mut ReadTx,
    who: &Respondent,
    now: Timestamp,
) -> Result<Vec<SharedFinding>, ServiceError> {
    if who.section().is_some() {
        return Ok(Vec::new());
    }
    let assessment = store::assessment_fetch(tx, who.org(), who.assessment())?;
    let mut rows = store::finding_list(tx, who.org(), &assessment.partner_id)?;
    rows.retain(|row| row.shared);
    rows.sort_by_key(|row| (row.standing(now).state, row.standing(now).due));
    rows.into_iter().map(|row| as_read(tx, who, row, now)).collect()
}

/// One finding that was shared with the partner.
pub fn finding_shared(
    tx: &mut ReadTx,
    who: &Respondent,
    id: &FindingId,
    now: Timestamp,
) -> Result<SharedFinding, ServiceError> {
    let row = reached(tx, who, id)?;
    as_read(tx, who, row, now)
}

fn reached(tx: &mut ReadTx, who: &Respondent, id: &FindingId) -> Result<Finding, ServiceError> {
    let assessment = store::assessment_fetch(tx, who.org(), who.assessment())?;
    let row = store::finding_fetch(tx, who.org(), id)?;
    let theirs = row.shared && row.partner_id == assessment.partner_id && who.section().is_none();
    if theirs { Ok(row) } else { Err(ServiceError::NotFound) }
}

fn as_read(
    tx: &mut ReadTx,
    who: &Respondent,
    row: Finding,
    now: Timestamp,
) -> Result<SharedFinding, ServiceError> {
    let mut events = history(tx, who.org(), &row.id)?;
    let told = [FindingEvent::Reported, FindingEvent::Passed, FindingEvent::Failed, FindingEvent::Reopened];
    events.retain(|line| told.contains(&line.what));
    // What our side thinks of living with a risk is ours: to the partner such a finding is open, and waits for nothing.
    let documents = store::evidence_list_of_finding(tx, who.org(), &row.id)?;
    Ok(SharedFinding {
        standing: row.standing(now),
        events,
        documents: documents.iter().map(|document| Evidence::of(document, now)).collect(),
        id: row.id,
        title: row.title,
        description: row.description,
        question: row.question_id,
    })
}

/// The partner says what was done, with a document if it has one: all of it is kept, or nothing.
pub fn finding_report_by_respondent(
    tx: &mut WriteTx,
    who: &Respondent,
    master: &MasterKey,
    (id, note, document): (&FindingId, &str, Option<&EvidenceInput>),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = reached(tx, who, id)?;
    let next = stepped(row, FindingStep::Report, now)?;
    let note = said(note)?;
    let evidence = match document {
        Some(input) => Some(evidence_add_to_finding(tx, who, master, (&next, input), now)?),
        None => None,
    };
    let by = By::Link(who.link());
    let event = Said { evidence: evidence.as_ref(), ..Said::plain(FindingEvent::Reported, by).note(&note) };
    remember(tx, &next, event, now)?;
    update(tx, next)?;
    let author = Author::Respondent { org: who.org().clone(), link: who.link().clone() };
    logged(tx, author, ("finding.report", id), json!({ "evidence": evidence }), now)
}

/// Opens a document that was sent for a finding which the partner reads.
pub fn finding_document(
    tx: &mut ReadTx,
    who: &Respondent,
    master: &MasterKey,
    (finding, id): (&FindingId, &EvidenceId),
) -> Result<OpenedEvidence, ServiceError> {
    let row = reached(tx, who, finding)?;
    evidence_open_of_finding(tx, master, (&row, id))
}
