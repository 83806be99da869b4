//! Answers that come and go as files: the workbook that we hand out, our own JSON, and what other tools save.
//!
//! A file is looked at first: what is new in it, what is the same and what differs from the answers that are there. Then it
//! is loaded, all of it or nothing; an answer that is there is only overwritten where somebody said so, and the document
//! that puts the old ones back is handed over. A respondent does so by link, a member for a partner who sent the file by
//! mail, the operator on the server's own machine; the audit log names who it was.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::desk::{Desk, desk_of, given};
use super::link::author;
use crate::access::{Allowed, ManageAssessments, Respondent, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId};
use crate::services::audit::{self, Act, Author};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, AnswerRow, AssessmentState, ReadTx, WriteTx};
use crate::vetting::code::QuestionId;
use crate::vetting::formats::answer_book::{Asked, BookWords, Line};
use crate::vetting::formats::answer_file::{self, AnswerFormat, Standing, Step, compare, own};
use crate::vetting::formats::filled::Filled;
use crate::vetting::formats::{LARGEST_FILE, Note};
use crate::vetting::questionnaire::Questionnaire;
use crate::vetting::sheet::Given;

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

/// Which answers that are there a file may overwrite.
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
    fn allows(&self, question: &QuestionId) -> bool {
        match self {
            Self::Nothing => false,
            Self::These(questions) => questions.contains(question.as_str()),
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
    written(tx, ((who.org(), who.assessment()), who.section()), format, (words, now))
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
    written(tx, ((who.org(), id), None), format, (words, now))
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
    written(tx, ((&org, id), None), format, (words, now))
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

fn written(
    tx: &mut ReadTx,
    (of, section): Of<'_>,
    format: AnswerFormat,
    (words, now): (&BookWords, Timestamp),
) -> Result<HandedOut, ServiceError> {
    let desk = desk_of(tx, of, section)?;
    if !AnswerFormat::written_for(&desk.questionnaire).contains(&format) {
        return Err(ServiceError::field("format", "fault-answers-format"));
    }
    let asked = asked(&desk, of.1);
    let internal = |fault: String| ServiceError::Internal(format!("a file of answers: {fault}"));
    let (file, notes) = if format == AnswerFormat::Workbook {
        (asked.write(words, now.micros() / 1_000_000).map_err(internal)?, Vec::new())
    } else {
        let written = answer_file::write(&asked, format).map_err(internal)?;
        (written.file, written.notes)
    };
    Ok(HandedOut { file, notes, partner_name: desk.partner_name })
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

/// What a file says beside what is there.
struct Read {
    format: AnswerFormat,
    steps: Vec<Step>,
    notes: Vec<Note>,
}

fn read(desk: &Desk, id: &AssessmentId, file: &[u8]) -> Result<Read, ServiceError> {
    if !desk.is_open() {
        return Err(ServiceError::conflict("conflict-submitted"));
    }
    if file.is_empty() {
        return Err(ServiceError::field("file", "fault-workbook-missing"));
    }
    if file.len() > LARGEST_FILE {
        let large = Message::new("fault-file-large").arg("n", LARGEST_FILE / 1_000_000);
        return Err(ServiceError::Invalid(vec![FieldFault { field: "file".to_owned(), message: large }]));
    }
    let asked = asked(desk, id);
    let (format, reading) =
        answer_file::read(&asked, file).map_err(|faults| ServiceError::Invalid(told(&faults)))?;
    let steps = compare(&asked, reading.filled);
    let stale = steps.iter().filter(|step| {
        step.standing != Standing::Same && step.filled.seen.is_some_and(|seen| seen != step.now.revision)
    });
    let stale: Vec<FieldFault> = stale
        .map(|step| FieldFault {
            field: step.filled.place.clone(),
            message: Message::new("fault-answer-changed-since")
                .arg("cell", &step.filled.place)
                .arg("question", &step.filled.question),
        })
        .collect();
    if stale.is_empty() {
        Ok(Read { format, steps, notes: reading.notes })
    } else {
        Err(ServiceError::Invalid(stale))
    }
}

fn preview(tx: &mut ReadTx, (of, section): Of<'_>, file: &[u8]) -> Result<Preview, ServiceError> {
    let desk = desk_of(tx, of, section)?;
    let Read { format, steps, notes } = read(&desk, of.1, file)?;
    let line = |step: &Step| {
        let filled = &step.filled;
        let line = Line {
            given: filled.given.clone(),
            comment: filled.comment.clone(),
            evidence_note: filled.evidence_note.clone(),
            revision: step.now.revision,
        };
        (filled.question.clone(), line)
    };
    let prepared = own::document(&asked(&desk, of.1), steps.iter().map(line));
    Ok(Preview {
        format,
        partner_name: desk.partner_name,
        questionnaire: desk.questionnaire,
        steps,
        notes,
        prepared,
    })
}

fn load(
    tx: &mut WriteTx,
    (of, section): Of<'_>,
    author: Author,
    (file, overwrite): (&[u8], &Overwrite),
    now: Timestamp,
) -> Result<Loaded, ServiceError> {
    let desk = desk_of(tx, of, section)?;
    let Read { format, steps, notes } = read(&desk, of.1, file)?;
    let (mut before, mut kept, mut same) = (Vec::new(), Vec::new(), 0_usize);
    for step in steps {
        let question = step.filled.question.clone();
        match step.standing {
            Standing::Same => same = same.saturating_add(1),
            Standing::Different if !overwrite.allows(&question) => kept.push(question.to_string()),
            Standing::New | Standing::Different => {
                let revision = step.now.revision.saturating_add(1);
                if !store::answer_put(tx, &row(of, &step.filled, revision, now))? {
                    return Err(ServiceError::conflict("conflict-stale"));
                }
                before.push((question, Line { revision, ..step.now }));
            }
        }
    }
    if !before.is_empty() {
        let questions: Vec<&str> = before.iter().map(|(question, _)| question.as_str()).collect();
        let act = Act {
            action: "answers.load",
            object_kind: "assessment",
            object_id: of.1.as_str(),
            detail: json!({ "questions": questions, "format": format.as_str() }),
        };
        match author {
            // The operator belongs to no organisation; whose answers they are must still see it.
            Author::System(_) => audit::done_to(tx, author, of.0, &act, now)?,
            _ => audit::done(tx, author, &act, now)?,
        }
    }
    let changed = before.len();
    let undo = own::document(&asked(&desk, of.1), before.into_iter());
    Ok(Loaded { changed, same, kept, notes, undo })
}

fn told(faults: &[Note]) -> Vec<FieldFault> {
    let fault = |note: &Note| FieldFault { field: note.path.clone(), message: note_message(note) };
    faults.iter().map(fault).collect()
}

/// What became of a place in a file, with the place in front.
pub fn note_message(note: &Note) -> Message {
    let said = Message::new("fault-workbook-cell").part("what", Message::said(&note.what));
    let place = |id, rest: &str| Message::new(id).arg("rest", rest);
    match (note.path.strip_prefix("workbook"), note.path.strip_prefix("byte ")) {
        (Some(rest), _) => said.part("cell", place("file-place-workbook", rest)),
        (None, Some(rest)) => said.part("cell", place("file-place-byte", rest)),
        (None, None) => said.arg("cell", &note.path),
    }
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
