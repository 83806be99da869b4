//! Attaching documents of evidence, for the partner's side.

use ring::digest::{SHA256, digest};

use super::{Evidence, OpenedEvidence, act, open};
use crate::access::Respondent;
use crate::clock::Timestamp;
use crate::ids::{EvidenceId, FindingId, hex};
use crate::rooms::custody::MasterKey;
use crate::secret::random_bytes;
use crate::services::answering::{self, Desk};
use crate::services::audit;
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, EvidenceRow, Finding, ReadTx, WriteTx};
use crate::vetting::code::QuestionId;
use crate::vetting::evidence::{
    EvidenceKind, FileFault, FileType, LARGEST_FILE, MOST_FILES, Period, PeriodFault, file_name,
};

/// A document as it was sent.
#[derive(Debug, Clone, Default)]
pub struct EvidenceInput {
    /// The name of an [`EvidenceKind`].
    pub kind: String,
    /// Since when it holds, as typed.
    pub effective: String,
    /// The last day on which it holds, as typed, or nothing.
    pub expires: String,
    /// The file's name, as sent.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Opens a document for whoever may answer its question.
pub fn evidence_read_by_respondent(
    tx: &mut ReadTx,
    who: &Respondent,
    master: &MasterKey,
    id: &EvidenceId,
) -> Result<OpenedEvidence, ServiceError> {
    let row = shown(tx, who, id)?;
    open(tx, master, &row)
}

/// What is known about a document, for whoever may answer its question; what is in it stays closed.
pub fn evidence_about_by_respondent(
    tx: &mut ReadTx,
    who: &Respondent,
    id: &EvidenceId,
    now: Timestamp,
) -> Result<Evidence, ServiceError> {
    Ok(Evidence::of(&shown(tx, who, id)?, now))
}

/// A document that this respondent may look at.
fn shown(tx: &mut ReadTx, who: &Respondent, id: &EvidenceId) -> Result<EvidenceRow, ServiceError> {
    let desk = answering::desk(tx, who)?;
    match reached(&desk, id) {
        Ok(row) => Ok(row.clone()),
        // A document of the last round that is offered can be looked at before it is taken over.
        Err(_) => Ok(super::carried::offered(tx, who, &desk, id)?.1),
    }
}

/// Attaches a document to a question that can still be answered.
pub fn evidence_add(
    tx: &mut WriteTx,
    who: &Respondent,
    master: &MasterKey,
    (question, input): (&QuestionId, &EvidenceInput),
    now: Timestamp,
) -> Result<EvidenceId, ServiceError> {
    let desk = open_desk(tx, who)?;
    if desk.questionnaire.question(question).is_none() || !desk.reaches(question) {
        return Err(ServiceError::NotFound);
    }
    let (kind, file, period) = checked(input, now)?;
    bounded(&desk.documents)?;
    let sha256 = hex(digest(&SHA256, &input.bytes).as_ref());
    let same = |row: &&EvidenceRow| row.question_id == question.as_str() && row.sha256 == sha256;
    if let Some(row) = desk.documents.iter().find(same) {
        // Sent twice, for a button was pressed twice: it is there.
        return Ok(row.id.clone());
    }
    let row = fresh(who, (question.as_str(), None), (kind, file, &period), (input, sha256), now);
    keep(tx, who, master, (row, &input.bytes), now)
}

/// Attaches a document to a finding, whether or not the answers were submitted. The caller has seen that the respondent may.
pub(in crate::services) fn evidence_add_to_finding(
    tx: &mut WriteTx,
    who: &Respondent,
    master: &MasterKey,
    (finding, input): (&Finding, &EvidenceInput),
    now: Timestamp,
) -> Result<EvidenceId, ServiceError> {
    let (kind, file, period) = checked(input, now)?;
    bounded(&store::evidence_list_of_finding(tx, who.org(), &finding.id)?)?;
    let sha256 = hex(digest(&SHA256, &input.bytes).as_ref());
    let about = (finding.question_id.as_deref().unwrap_or_default(), Some(finding.id.clone()));
    let row = fresh(who, about, (kind, file, &period), (input, sha256), now);
    keep(tx, who, master, (row, &input.bytes), now)
}

/// Opens a document that was sent for a finding. The caller has seen that the reader may.
pub(in crate::services) fn evidence_open_of_finding(
    tx: &mut ReadTx,
    master: &MasterKey,
    (finding, id): (&Finding, &EvidenceId),
) -> Result<OpenedEvidence, ServiceError> {
    let rows = store::evidence_list_of_finding(tx, &finding.org_id, &finding.id)?;
    let row = rows.into_iter().find(|row| row.id == *id).ok_or(ServiceError::NotFound)?;
    open(tx, master, &row)
}

fn bounded(documents: &[EvidenceRow]) -> Result<(), ServiceError> {
    if documents.len() < MOST_FILES {
        return Ok(());
    }
    Err(ServiceError::Refused(Message::new("refused-evidence-many").arg("n", MOST_FILES)))
}

fn fresh(
    who: &Respondent,
    (question, finding): (&str, Option<FindingId>),
    (kind, file, period): (EvidenceKind, FileType, &Period),
    (input, sha256): (&EvidenceInput, String),
    now: Timestamp,
) -> EvidenceRow {
    EvidenceRow {
        id: EvidenceId::fresh(),
        org_id: who.org().clone(),
        assessment_id: who.assessment().clone(),
        question_id: question.to_owned(),
        link_id: who.link().clone(),
        kind: kind.as_str().to_owned(),
        name: file_name(&input.name),
        media_type: file.media_type().to_owned(),
        size: i64::try_from(input.bytes.len()).unwrap_or(i64::MAX),
        sha256,
        effective_on: period.effective.map(|day| day.to_string()).unwrap_or_default(),
        expires_on: period.expires.map(|day| day.to_string()),
        added_at: now,
        finding_id: finding,
    }
}

/// Seals a document, keeps it, and writes that down.
fn keep(
    tx: &mut WriteTx,
    who: &Respondent,
    master: &MasterKey,
    (row, bytes): (EvidenceRow, &[u8]),
    now: Timestamp,
) -> Result<EvidenceId, ServiceError> {
    let sealed = master
        .seal_evidence((who.assessment(), &row.id), bytes, random_bytes()?)
        .map_err(|e| ServiceError::Internal(e.to_string()))?;
    store::evidence_insert(tx, &row, &sealed)?;
    audit::done(tx, answering::author(who), &act("evidence.add", &row), now)?;
    Ok(row.id)
}

/// Takes a document away while its question can still be answered; the question.
pub fn evidence_remove(
    tx: &mut WriteTx,
    who: &Respondent,
    id: &EvidenceId,
    now: Timestamp,
) -> Result<String, ServiceError> {
    let desk = open_desk(tx, who)?;
    let row = reached(&desk, id)?;
    store::evidence_delete(tx, row)?;
    super::carried::removed(tx, &desk, &row.id, now)?;
    audit::done(tx, answering::author(who), &act("evidence.remove", row), now)?;
    Ok(row.question_id.clone())
}

pub(super) fn open_desk(tx: &mut ReadTx, who: &Respondent) -> Result<Desk, ServiceError> {
    let desk = answering::desk(tx, who)?;
    if desk.is_open() { Ok(desk) } else { Err(ServiceError::conflict("conflict-submitted")) }
}

/// The document, if this respondent was given its question.
fn reached<'d>(desk: &'d Desk, id: &EvidenceId) -> Result<&'d EvidenceRow, ServiceError> {
    let row = desk.documents.iter().find(|row| row.id == *id).ok_or(ServiceError::NotFound)?;
    reached_question(desk, row).map(|()| row)
}

/// That this respondent was given the document's question.
pub(super) fn reached_question(desk: &Desk, row: &EvidenceRow) -> Result<(), ServiceError> {
    let question = QuestionId::new(&row.question_id).map_err(|_no_such_name| ServiceError::NotFound)?;
    if desk.reaches(&question) { Ok(()) } else { Err(ServiceError::NotFound) }
}

fn checked(input: &EvidenceInput, now: Timestamp) -> Result<(EvidenceKind, FileType, Period), ServiceError> {
    let kind = EvidenceKind::named(&input.kind);
    let file = FileType::of(&input.name, &input.bytes);
    let period = Period::typed(&input.effective, &input.expires, now.to_utc().date_naive());
    match (kind, file, period) {
        (Some(kind), Ok(file), Ok(period)) => Ok((kind, file, period)),
        (kind, file, period) => {
            let mut faults = Vec::new();
            if let Err(fault) = file {
                faults.push(file_fault(fault));
            }
            if kind.is_none() {
                faults.push(FieldFault::new("kind", "fault-evidence-kind"));
            }
            faults.extend(period.err().unwrap_or_default().into_iter().map(period_fault));
            Err(ServiceError::Invalid(faults))
        }
    }
}

fn file_fault(fault: FileFault) -> FieldFault {
    let message = match fault {
        FileFault::Empty => Message::new("fault-evidence-empty"),
        FileFault::TooLarge => Message::new("fault-evidence-large").arg("n", LARGEST_FILE / 1_000_000),
        FileFault::Ending => Message::new("fault-evidence-ending"),
        FileFault::Locked => Message::new("fault-evidence-locked"),
        FileFault::Encoding => Message::new("fault-evidence-encoding"),
        FileFault::Content => Message::new("fault-evidence-content"),
    };
    FieldFault { field: "file".to_owned(), message }
}

fn period_fault(fault: PeriodFault) -> FieldFault {
    match fault {
        PeriodFault::Effective => FieldFault::new("effective", "fault-evidence-effective"),
        PeriodFault::NotYet => FieldFault::new("effective", "fault-evidence-not-yet"),
        PeriodFault::Expires => FieldFault::new("expires", "fault-evidence-expires"),
        PeriodFault::Backwards => FieldFault::new("expires", "fault-evidence-backwards"),
    }
}
