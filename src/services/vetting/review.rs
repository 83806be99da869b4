//! Review: our own people check each answer against its evidence. The partner's words stay; the review stands beside.

use serde_json::json;

use super::dossier::{self, Dossier, level};
use crate::access::{Allowed, ReviewAnswers};
use crate::clock::Timestamp;
use crate::ids::AssessmentId;
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, ServiceError};
use crate::store::{self, Assessment, ReviewRow, WriteTx};
use crate::vetting::questionnaire::Question;

const LONGEST_NOTE: usize = 2_000;

/// A review as it was entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewInput {
    /// The question.
    pub question: String,
    /// E0 to E3; empty leaves the answer unreviewed.
    pub level: String,
    /// Whether the document has expired.
    pub expired: bool,
    /// Whether an N/A is accepted (true), refused (false) or not judged yet.
    pub na: Option<bool>,
    /// The option that is true instead; empty for none.
    pub corrected: String,
    /// Free words; needed where the answer is corrected or an N/A is refused.
    pub note: String,
}

/// A review on a page that was opened earlier, with the mark of what the page showed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenReview {
    /// What was entered.
    pub input: ReviewInput,
    /// The [`review_mark`] of what the page showed.
    pub seen: String,
}

/// Names what a review says, so that a page opened earlier cannot undo a colleague's: 64 bits are enough to tell two
/// versions of one review apart.
pub fn review_mark(input: &ReviewInput) -> String {
    let said =
        json!([input.level, input.expired, input.na, input.corrected.trim(), input.note.trim()]).to_string();
    let digest = ring::digest::digest(&ring::digest::SHA256, said.as_bytes());
    digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What is on record for a question, as it would be entered.
pub fn review_on_record(question: &str, row: Option<&ReviewRow>) -> ReviewInput {
    let Some(row) = row else {
        return ReviewInput { question: question.to_owned(), ..ReviewInput::default() };
    };
    ReviewInput {
        question: question.to_owned(),
        level: row.evidence_level.clone().unwrap_or_default(),
        expired: row.evidence_expired,
        na: row.na_accepted,
        corrected: row.corrected_option_id.clone().unwrap_or_default(),
        note: row.note.clone(),
    }
}

/// Keeps a review. A decision that stood on the earlier one is void.
pub fn review_save(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    id: &AssessmentId,
    input: &ReviewInput,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let dossier = reviewable(tx, who, id)?;
    let question = dossier.question(&input.question).ok_or(ServiceError::NotFound)?;
    let faults = faults(&dossier, question, input);
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    keep(tx, who, dossier, std::slice::from_ref(input), now)
}

/// Keeps the reviews of a page together: all of them or, where one has a fault, none. A fault's field is the question
/// and the field, as `D1:note`; `D1:seen` says that a colleague reviewed it since the page was opened. What the page left
/// as it was is not touched, whatever a colleague did meanwhile.
pub fn reviews_save(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    id: &AssessmentId,
    seen: &[SeenReview],
    now: Timestamp,
) -> Result<(), ServiceError> {
    let dossier = reviewable(tx, who, id)?;
    let touched: Vec<&SeenReview> = seen.iter().filter(|one| review_mark(&one.input) != one.seen).collect();
    let mut found = Vec::new();
    for SeenReview { input, seen } in &touched {
        let question = dossier.question(&input.question).ok_or(ServiceError::NotFound)?;
        let on_record = review_on_record(&input.question, dossier.reviews.get(&input.question));
        if review_mark(&on_record) != *seen && !agree(&on_record, input) {
            found.push(FieldFault::new(format!("{}:seen", input.question), "fault-review-seen"));
            continue;
        }
        let own = faults(&dossier, question, input).into_iter();
        found.extend(
            own.map(|fault| FieldFault { field: format!("{}:{}", question.id, fault.field), ..fault }),
        );
    }
    if !found.is_empty() {
        return Err(ServiceError::Invalid(found));
    }
    let inputs: Vec<ReviewInput> = touched.into_iter().map(|one| one.input.clone()).collect();
    keep(tx, who, dossier, &inputs, now)
}

fn reviewable(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    id: &AssessmentId,
) -> Result<Dossier, ServiceError> {
    let dossier = dossier::read(tx, who.org(), id)?;
    if dossier.is_reviewable() {
        return Ok(dossier);
    }
    Err(ServiceError::conflict("conflict-assessment-not-submitted"))
}

fn agree(one: &ReviewInput, other: &ReviewInput) -> bool {
    review_mark(one) == review_mark(other)
}

/// Writes what differs from what is on record, each with its audit record, and voids the decision once if the score could
/// change.
fn keep(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    dossier: Dossier,
    inputs: &[ReviewInput],
    now: Timestamp,
) -> Result<(), ServiceError> {
    let id = dossier.assessment.id.clone();
    let mut moved = false;
    for input in inputs {
        let before = dossier.reviews.get(&input.question);
        let row = row(who, &id, input, now);
        if before.is_some_and(|before| same(before, &row)) {
            continue;
        }
        store::review_put(tx, &row)?;
        moved |= before.is_none_or(|before| counts_differently(before, &row));
        let detail = json!({ "question": input.question, "level": row.evidence_level,
            "na_accepted": row.na_accepted, "corrected": row.corrected_option_id });
        let act = Act { action: "review.save", object_kind: "assessment", object_id: id.as_str(), detail };
        audit::done(tx, who, &act, now)?;
    }
    if moved {
        let state = super::decision::void_standing(tx, who, &dossier.assessment, "review", now)?;
        super::assessment::put(tx, Assessment { state, ..dossier.assessment })?;
    }
    Ok(())
}

fn row(who: &Allowed<ReviewAnswers>, id: &AssessmentId, input: &ReviewInput, now: Timestamp) -> ReviewRow {
    let filled = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    ReviewRow {
        assessment_id: id.clone(),
        question_id: input.question.clone(),
        org_id: who.org().clone(),
        evidence_level: filled(&input.level),
        evidence_expired: input.expired,
        na_accepted: input.na,
        corrected_option_id: filled(&input.corrected),
        note: input.note.trim().to_owned(),
        reviewed_by: who.user().clone(),
        reviewed_at: now,
    }
}

fn same(before: &ReviewRow, after: &ReviewRow) -> bool {
    !counts_differently(before, after) && before.note == after.note
}

/// Whether the score could change; a note alone changes nothing.
fn counts_differently(before: &ReviewRow, after: &ReviewRow) -> bool {
    before.evidence_level != after.evidence_level
        || before.evidence_expired != after.evidence_expired
        || before.na_accepted != after.na_accepted
        || before.corrected_option_id != after.corrected_option_id
}

fn faults(dossier: &Dossier, question: &Question, input: &ReviewInput) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let says_na = dossier.answers.get(&input.question).is_some_and(|row| row.not_applicable);
    let corrected = input.corrected.trim();
    if !input.level.is_empty() && level(&input.level).is_none() {
        faults.push(FieldFault::new("level", "fault-review-level"));
    }
    if !corrected.is_empty() && !question.options.iter().any(|option| option.id.as_str() == corrected) {
        faults.push(FieldFault::new("corrected", "fault-review-option"));
    }
    if input.na.is_some() && !says_na {
        faults.push(FieldFault::new("na", "fault-review-na"));
    }
    let note = input.note.trim();
    if note.is_empty() && (!corrected.is_empty() || input.na == Some(false)) {
        faults.push(FieldFault::new("note", "fault-review-note"));
    }
    if note.chars().count() > LONGEST_NOTE {
        faults.push(FieldFault::new("note", "fault-notes-long"));
    }
    faults
}
