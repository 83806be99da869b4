//! Answers from a file: looked at, and loaded.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::desk::{Desk, desk_of};
use super::write::asked;
use super::{Loaded, Of, Overwrite, Preview};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId};
use crate::services::audit::{self, Act, Author};
use crate::services::{FieldFault, Message, ServiceError, chain, vetting};
use crate::store::{self, AnswerRow, ReadTx, WriteTx};
use crate::vetting::code::QuestionId;
use crate::vetting::formats::answer_book::Line;
use crate::vetting::formats::answer_file::{self, AnswerFormat, Standing, Step, compare, own};
use crate::vetting::formats::companies::{self, List, ListStep};
use crate::vetting::formats::filled::Filled;
use crate::vetting::formats::{LARGEST_FILE, Note};
use crate::vetting::sheet::Given;

/// What a file says beside what is there.
struct Read {
    format: AnswerFormat,
    steps: Vec<Step>,
    list: Option<ListStep>,
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
    let changed = |place: &String, question: &str| FieldFault {
        field: place.clone(),
        message: Message::new("fault-answer-changed-since").arg("cell", place).arg("question", question),
    };
    let mut stale: Vec<FieldFault> =
        stale.map(|step| changed(&step.filled.place, step.filled.question.as_str())).collect();
    let list = reading.list.zip(asked.list.as_ref()).map(|(filled, now)| ListStep::of(filled, now));
    // That nobody said anything on either side is nothing to tell.
    let list = list.filter(|step| step.now != List::default() || step.filled.list != List::default());
    stale.extend(
        list.iter().filter(|step| step.is_stale()).map(|step| changed(&step.filled.place, companies::LIST)),
    );
    if stale.is_empty() {
        Ok(Read { format, steps, list, notes: reading.notes })
    } else {
        Err(ServiceError::Invalid(stale))
    }
}

/// What loading a file would do.
pub(super) fn preview(tx: &mut ReadTx, (of, section): Of<'_>, file: &[u8]) -> Result<Preview, ServiceError> {
    let desk = desk_of(tx, of, section)?;
    let Read { format, steps, list, notes } = read(&desk, of.1, file)?;
    let line = |step: &Step| {
        let filled = &step.filled;
        let line = Line {
            given: filled.given.clone(),
            comment: filled.comment.clone(),
            evidence_note: filled.evidence_note.clone(),
            revision: step.now.revision,
            carried_over: filled.carried_over,
        };
        (filled.question.clone(), line)
    };
    let stated = list.as_ref().map(|step| &step.filled.list);
    let prepared = own::document(&asked(&desk, of.1), steps.iter().map(line), stated);
    Ok(Preview {
        format,
        partner_name: desk.partner_name,
        questionnaire: desk.questionnaire,
        steps,
        list,
        notes,
        prepared,
    })
}

/// Loads a file, all of it or nothing.
pub(super) fn load(
    tx: &mut WriteTx,
    (of, section): Of<'_>,
    author: Author,
    (file, overwrite): (&[u8], &Overwrite),
    now: Timestamp,
) -> Result<Loaded, ServiceError> {
    let desk = desk_of(tx, of, section)?;
    let Read { format, steps, list, notes } = read(&desk, of.1, file)?;
    let last = vetting::last_answers(tx, of.0, of.1)?;
    let (mut before, mut kept, mut same) = (Vec::new(), Vec::new(), 0_usize);
    for step in steps {
        let question = step.filled.question.clone();
        match step.standing {
            Standing::Same => same = same.saturating_add(1),
            Standing::Different if !overwrite.allows(question.as_str()) => kept.push(question.to_string()),
            Standing::New | Standing::Different => {
                let revision = step.now.revision.saturating_add(1);
                if !store::answer_put(tx, &row(of, (&step.filled, &last), revision, now))? {
                    return Err(ServiceError::conflict("conflict-stale"));
                }
                before.push((question, Line { revision, ..step.now }));
            }
        }
    }
    let replaced = match list {
        Some(step) if step.standing == Standing::Same => {
            same = same.saturating_add(1);
            None
        }
        Some(step) if step.standing == Standing::Different && !overwrite.allows(companies::LIST) => {
            kept.push(companies::LIST.to_owned());
            None
        }
        Some(step) => {
            chain::list_from_file(tx, (of, &author), &step.filled.list, now)?;
            Some(step)
        }
        None => None,
    };
    if !before.is_empty() {
        let questions: Vec<&str> = before.iter().map(|(question, _)| question.as_str()).collect();
        let act = Act {
            action: "answers.load",
            object_kind: "assessment",
            object_id: of.1.as_str(),
            detail: json!({ "questions": questions, "format": format.as_str() }),
        };
        // The operator belongs to no organisation; whose answers they are must still see it.
        audit::done_to(tx, author, of.0, &act, now)?;
    }
    let changed = before.len().saturating_add(usize::from(replaced.is_some()));
    let undo = undo(&desk, of.1, before, replaced);
    Ok(Loaded { changed, same, kept, notes, undo })
}

/// The document that puts back what was there before a file was loaded, bound to what the file put there.
fn undo(
    desk: &Desk,
    id: &AssessmentId,
    before: Vec<(QuestionId, Line)>,
    replaced: Option<ListStep>,
) -> Value {
    let mut asked = asked(desk, id);
    let list = replaced.map(|step| {
        asked.list = Some(step.filled.list);
        step.now
    });
    own::document(&asked, before.into_iter(), list.as_ref())
}

fn told(faults: &[Note]) -> Vec<FieldFault> {
    let fault = |note: &Note| FieldFault { field: note.path.clone(), message: note_message(note) };
    faults.iter().map(fault).collect()
}

/// What became of a place in a file, with the place in front.
pub fn note_message(note: &Note) -> Message {
    Message::said_at(&note.path, &note.what)
}

fn row(
    (org, id): (&OrgId, &AssessmentId),
    (answer, last): (&Filled, &BTreeMap<String, AnswerRow>),
    revision: i64,
    now: Timestamp,
) -> AnswerRow {
    let (option, not_applicable, reason) = match &answer.given {
        Given::Nothing => (None, false, String::new()),
        Given::Option(option) => (Some(option.to_string()), false, String::new()),
        Given::NotApplicable { reason } => (None, true, reason.clone()),
    };
    let row = AnswerRow {
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
    };
    // A file may say that an answer is the last round's; whether it reads as it did then is seen there.
    let carried_over =
        answer.carried_over && last.get(&row.question_id).is_some_and(|then| reads_as(&row, then));
    AnswerRow { carried_over, ..row }
}

fn reads_as(row: &AnswerRow, then: &AnswerRow) -> bool {
    (&row.option_id, row.not_applicable, &row.reason, &row.comment, &row.evidence_note)
        == (&then.option_id, then.not_applicable, &then.reason, &then.comment, &then.evidence_note)
}
