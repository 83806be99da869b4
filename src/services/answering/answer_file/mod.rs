//! Answers that come and go as files: the workbook that we hand out, our own JSON, and what other tools save.
//!
//! A file is looked at first: what is new in it, what is the same and what differs from the answers that are there. Then it
//! is loaded, all of it or nothing; an answer that is there is only overwritten where somebody said so, and the document
//! that puts the old ones back is handed over. A respondent does so by link, a member for a partner who sent the file by
//! mail, the operator on the server's own machine; the audit log names who it was.

mod load;
mod write;

use std::collections::BTreeSet;

use serde_json::Value;

pub use self::load::note_message;
use self::load::{load, preview};
use self::write::{reviewed, written};
use super::desk::desk_of;
use super::link::author;
use crate::access::{Allowed, ManageAssessments, Respondent, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId};
use crate::services::ServiceError;
use crate::services::audit::Author;
use crate::store::{self, AssessmentState, ReadTx, WriteTx};
use crate::vetting::formats::Note;
use crate::vetting::formats::answer_book::BookWords;
use crate::vetting::formats::answer_file::{AnswerFormat, Step};
use crate::vetting::formats::companies::ListStep;
use crate::vetting::questionnaire::Questionnaire;

/// A file of answers that was written.
#[derive(Debug)]
pub struct HandedOut {
    /// Whom the assessment asks.
    pub partner_name: String,
    /// The file.
    pub file: Vec<u8>,
    /// What had no place in it.
    pub notes: Vec<Note>,
}

/// What loading a file would do.
#[derive(Debug)]
pub struct Preview {
    /// What the file was taken for.
    pub format: AnswerFormat,
    /// Whom the assessment asks.
    pub partner_name: String,
    /// What is asked.
    pub questionnaire: Questionnaire,
    /// Each answer of the file beside the one that is there.
    pub steps: Vec<Step>,
    /// The list of sub-processors of the file beside the one that is there, if the file has one.
    pub list: Option<ListStep>,
    /// What has no place here.
    pub notes: Vec<Note>,
    /// The answers of the file as `entente-answers/1`, bound to the answers that were looked at: what is loaded next.
    pub prepared: Value,
}

/// What loading a file did.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// How many answers it changed.
    pub changed: usize,
    /// How many were the same already.
    pub same: usize,
    /// The questions whose answers differ and stayed as they were.
    pub kept: Vec<String>,
    /// What had no place here.
    pub notes: Vec<Note>,
    /// The document that, loaded with everything overwritten, puts the answers back as they were.
    pub undo: Value,
}

/// Which answers that are there a file may overwrite; the list of sub-processors is named as `sub_processors`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Overwrite {
    /// None.
    #[default]
    Nothing,
    /// Those to these questions.
    These(BTreeSet<String>),
    /// All of them.
    Everything,
}

impl Overwrite {
    fn allows(&self, question: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::These(questions) => questions.contains(question),
            Self::Everything => true,
        }
    }
}

/// Whose answers, and which section of them.
type Of<'a> = ((&'a OrgId, &'a AssessmentId), Option<&'a str>);

/// The answers that lie before a respondent, as a file.
pub fn answers_export(
    tx: &mut ReadTx,
    who: &Respondent,
    format: AnswerFormat,
    words: &BookWords,
    now: Timestamp,
) -> Result<HandedOut, ServiceError> {
    // Nothing of what our own side made of the answers is a respondent's to read.
    written(tx, ((who.org(), who.assessment()), who.section()), (format, None), (words, now))
}

/// The answers of an assessment that was sent, as a file.
pub fn assessment_export(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    (id, format): (&AssessmentId, AnswerFormat),
    words: &BookWords,
    now: Timestamp,
) -> Result<HandedOut, ServiceError> {
    must_be_sent(tx, who.org(), id)?;
    let reviewed = reviewed(tx, who.org(), id)?;
    written(tx, ((who.org(), id), None), (format, Some(&reviewed)), (words, now))
}

/// The same for the operator.
pub fn operator_export(
    tx: &mut ReadTx,
    (id, format): (&AssessmentId, AnswerFormat),
    words: &BookWords,
    now: Timestamp,
) -> Result<HandedOut, ServiceError> {
    let org = store::assessment_organisation(tx, id)?;
    must_be_sent(tx, &org, id)?;
    let reviewed = reviewed(tx, &org, id)?;
    written(tx, ((&org, id), None), (format, Some(&reviewed)), (words, now))
}

/// The formats that an assessment's answers can be written in.
pub fn answer_formats(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<Vec<AnswerFormat>, ServiceError> {
    must_be_sent(tx, who.org(), id)?;
    Ok(AnswerFormat::written_for(&desk_of(tx, (who.org(), id), None)?.questionnaire))
}

/// What loading a respondent's file would do.
pub fn answers_preview(tx: &mut ReadTx, who: &Respondent, file: &[u8]) -> Result<Preview, ServiceError> {
    preview(tx, ((who.org(), who.assessment()), who.section()), file)
}

/// What loading a file that a partner sent to a member would do.
pub fn assessment_preview(
    tx: &mut ReadTx,
    who: &Allowed<ManageAssessments>,
    id: &AssessmentId,
    file: &[u8],
) -> Result<Preview, ServiceError> {
    must_be_sent(tx, who.org(), id)?;
    preview(tx, ((who.org(), id), None), file)
}

/// The same for the operator.
pub fn operator_preview(tx: &mut ReadTx, id: &AssessmentId, file: &[u8]) -> Result<Preview, ServiceError> {
    let org = store::assessment_organisation(tx, id)?;
    must_be_sent(tx, &org, id)?;
    preview(tx, ((&org, id), None), file)
}

/// Loads a respondent's file, all of it or nothing.
pub fn answers_load(
    tx: &mut WriteTx,
    who: &Respondent,
    (file, overwrite): (&[u8], &Overwrite),
    now: Timestamp,
) -> Result<Loaded, ServiceError> {
    load(tx, ((who.org(), who.assessment()), who.section()), author(who), (file, overwrite), now)
}

/// Loads a file that a partner sent to a member, all of it or nothing.
pub fn assessment_load(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    id: &AssessmentId,
    (file, overwrite): (&[u8], &Overwrite),
    now: Timestamp,
) -> Result<Loaded, ServiceError> {
    must_be_sent(tx, who.org(), id)?;
    load(tx, ((who.org(), id), None), Author::from(who), (file, overwrite), now)
}

/// The same by the operator.
pub fn operator_load(
    tx: &mut WriteTx,
    id: &AssessmentId,
    (file, overwrite): (&[u8], &Overwrite),
    now: Timestamp,
) -> Result<Loaded, ServiceError> {
    let org = store::assessment_organisation(tx, id)?;
    must_be_sent(tx, &org, id)?;
    load(tx, ((&org, id), None), Author::System("operator's command line"), (file, overwrite), now)
}

/// While the sharing is being described, what will be asked may still change.
fn must_be_sent(tx: &mut ReadTx, org: &OrgId, id: &AssessmentId) -> Result<(), ServiceError> {
    match store::assessment_fetch(tx, org, id)?.state {
        AssessmentState::Intake => Err(ServiceError::conflict("conflict-assessment-not-with-partner")),
        AssessmentState::Cancelled => Err(ServiceError::conflict("conflict-assessment-cancelled")),
        AssessmentState::Sent | AssessmentState::Submitted | AssessmentState::Decided => Ok(()),
    }
}
