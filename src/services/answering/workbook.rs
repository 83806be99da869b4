//! An assessment as a workbook, and the answers that come back in one: all of them or none.
//!
//! A respondent does so by link. A member may too, for a partner who sent the workbook back by mail; the audit log then
//! names the member.

use serde_json::json;

use super::desk::{Desk, desk_of, given};
use super::link::author;
use crate::access::{Allowed, ManageAssessments, Respondent, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId};
use crate::services::audit::{self, Act, Author};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, AnswerRow, AssessmentState, ReadTx, WriteTx};
use crate::vetting::code::QuestionId;
use crate::vetting::formats::Note;
use crate::vetting::formats::answer_book::{Asked, BookWords, Line};
use crate::vetting::formats::filled::Filled;
use crate::vetting::sheet::Given;

/// No workbook of an assessment is larger.
const LARGEST_FILE: usize = 4 << 20;

/// A workbook to be filled in.
#[derive(Debug)]
pub struct Blank {
    /// Whom it asks.
    pub partner_name: String,
    /// The file.
    pub file: Vec<u8>,
}

/// The workbook of what lies before a respondent.
pub fn workbook(
    tx: &mut ReadTx,
    who: &Respondent,
    words: &BookWords,
    now: Timestamp,
) -> Result<Blank, ServiceError> {
    written(tx, (who.org(), who.assessment()), who.section(), (words, now))
}

/// The workbook of an assessment that was sent.
pub fn assessment_workbook(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
    words: &BookWords,
    now: Timestamp,
) -> Result<Blank, ServiceError> {
    must_be_sent(tx, who.org(), id)?;
    written(tx, (who.org(), id), None, (words, now))
}

/// Loads what a respondent filled in; how many answers it changed. Whatever does not fit is told, cell by cell, and then
/// nothing is changed.
pub fn workbook_load(
    tx: &mut WriteTx,
    who: &Respondent,
    file: &[u8],
    now: Timestamp,
) -> Result<usize, ServiceError> {
    load(tx, ((who.org(), who.assessment()), who.section()), author(who), file, now)
}

/// Loads what a partner filled in and sent to a member; how many answers it changed.
pub fn assessment_workbook_load(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    id: &AssessmentId,
    file: &[u8],
    now: Timestamp,
) -> Result<usize, ServiceError> {
    must_be_sent(tx, who.org(), id)?;
    load(tx, ((who.org(), id), None), Author::from(who), file, now)
}

/// While the sharing is being described, what will be asked may still change.
fn must_be_sent(tx: &mut ReadTx, org: &OrgId, id: &AssessmentId) -> Result<(), ServiceError> {
    match store::assessment_fetch(tx, org, id)?.state {
        AssessmentState::Intake => Err(ServiceError::conflict("conflict-assessment-not-with-partner")),
        AssessmentState::Cancelled => Err(ServiceError::conflict("conflict-assessment-cancelled")),
        AssessmentState::Sent | AssessmentState::Submitted | AssessmentState::Decided => Ok(()),
    }
}

fn written(
    tx: &mut ReadTx,
    (org, id): (&OrgId, &AssessmentId),
    section: Option<&str>,
    (words, now): (&BookWords, Timestamp),
) -> Result<Blank, ServiceError> {
    let desk = desk_of(tx, (org, id), section)?;
    let written = asked(&desk, id).write(words, now.micros() / 1_000_000);
    let file = written.map_err(|fault| ServiceError::Internal(format!("a workbook: {fault}")))?;
    Ok(Blank { partner_name: desk.partner_name, file })
}

fn asked<'a>(desk: &'a Desk, id: &'a AssessmentId) -> Asked<'a> {
    let line = |(question, row): (&String, &AnswerRow)| {
        let known = QuestionId::new(question).ok().and_then(|id| desk.questionnaire.question(&id));
        let line = Line {
            given: known.map_or(Given::Nothing, |known| given(known, row)),
            comment: row.comment.clone(),
            evidence_note: row.evidence_note.clone(),
            revision: row.revision,
        };
        (question.clone(), line)
    };
    Asked {
        assessment: id.as_str(),
        digest: &desk.digest,
        questionnaire: &desk.questionnaire,
        section: desk.section.as_ref(),
        answers: desk.answers.iter().map(line).collect(),
    }
}

fn load(
    tx: &mut WriteTx,
    (of, section): ((&OrgId, &AssessmentId), Option<&str>),
    author: Author,
    file: &[u8],
    now: Timestamp,
) -> Result<usize, ServiceError> {
    let desk = desk_of(tx, of, section)?;
    if !desk.is_open() {
        return Err(ServiceError::conflict("conflict-submitted"));
    }
    if file.is_empty() {
        return Err(ServiceError::field("file", "fault-workbook-missing"));
    }
    if file.len() > LARGEST_FILE {
        return Err(ServiceError::field("file", "fault-workbook-large"));
    }
    let filled = asked(&desk, of.1).read(file).map_err(|faults| ServiceError::Invalid(cells(&faults)))?;
    for answer in &filled {
        let before = desk.answers.get(answer.question.as_str()).map_or(0, |row| row.revision);
        if !store::answer_put(tx, &row(of, answer, before.saturating_add(1), now))? {
            return Err(ServiceError::conflict("conflict-stale"));
        }
    }
    if !filled.is_empty() {
        let questions: Vec<&str> = filled.iter().map(|answer| answer.question.as_str()).collect();
        let act = Act {
            action: "answers.load",
            object_kind: "assessment",
            object_id: of.1.as_str(),
            detail: json!({ "questions": questions }),
        };
        audit::done(tx, author, &act, now)?;
    }
    Ok(filled.len())
}

fn cells(faults: &[Note]) -> Vec<FieldFault> {
    let fault = |note: &Note| FieldFault {
        field: note.path.clone(),
        message: Message::new("fault-workbook-cell").arg("cell", &note.path).arg("what", &note.what),
    };
    faults.iter().map(fault).collect()
}

fn row((org, id): (&OrgId, &AssessmentId), answer: &Filled, revision: i64, now: Timestamp) -> AnswerRow {
    let (option, not_applicable, reason) = match &answer.given {
        Given::Nothing => (None, false, String::new()),
        Given::Option(option) => (Some(option.to_string()), false, String::new()),
        Given::NotApplicable { reason } => (None, true, reason.clone()),
    };
    AnswerRow {
        assessment_id: id.clone(),
        question_id: answer.question.to_string(),
        org_id: org.clone(),
        option_id: option,
        not_applicable,
        reason,
        comment: answer.comment.clone(),
        evidence_note: answer.evidence_note.clone(),
        revision,
        answered_at: now,
        carried_over: false,
    }
}
