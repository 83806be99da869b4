//! Saving answers. What can be kept is kept; what cannot is named question by question.

use serde_json::json;

use super::desk::{self, Desk};
use super::link::author;
use crate::access::Respondent;
use crate::clock::Timestamp;
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, AnswerRow, WriteTx};
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::questionnaire::Question;
use crate::vetting::sheet::{LONGEST_COMMENT, LONGEST_EVIDENCE_NOTE, LONGEST_REASON};

/// An answer as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The question.
    pub question: String,
    /// The chosen option, or nothing.
    pub option: Option<String>,
    /// Whether "does not apply" was chosen instead.
    pub not_applicable: bool,
    /// Why it does not apply.
    pub reason: String,
    /// Free words.
    pub comment: String,
    /// What would show it.
    pub evidence_note: String,
    /// The revision that was looked at while typing; 0 for none.
    pub revision: i64,
}

/// What became of the changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// When.
    pub at: Timestamp,
    /// The questions that were changed, with their new revisions.
    pub changed: Vec<(String, i64)>,
    /// What could not be kept: the field is the question.
    pub faults: Vec<FieldFault>,
    /// Questions that somebody else changed meanwhile; theirs stays.
    pub stale: Vec<String>,
}

/// Saves what was changed. An answer that is as it was costs nothing, whatever revision it names.
pub fn answers_save(
    tx: &mut WriteTx,
    who: &Respondent,
    changes: &[Change],
    now: Timestamp,
) -> Result<Saved, ServiceError> {
    let desk = desk::desk(tx, who)?;
    if !desk.is_open() {
        return Err(ServiceError::Conflict(Message::new("conflict-submitted")));
    }
    let mut saved = Saved { at: now, changed: Vec::new(), faults: Vec::new(), stale: Vec::new() };
    for change in changes {
        save_one(tx, who, (&desk, change), &mut saved)?;
    }
    if !saved.changed.is_empty() {
        let questions: Vec<&str> = saved.changed.iter().map(|(question, _)| question.as_str()).collect();
        let act = Act {
            action: "answers.save",
            object_kind: "assessment",
            object_id: who.assessment().as_str(),
            detail: json!({ "questions": questions }),
        };
        audit::done(tx, author(who), &act, now)?;
    }
    Ok(saved)
}

fn save_one(
    tx: &mut WriteTx,
    who: &Respondent,
    (desk, change): (&Desk, &Change),
    saved: &mut Saved,
) -> Result<(), ServiceError> {
    let id = QuestionId::new(&change.question).map_err(|_no_such_name| ServiceError::NotFound)?;
    let question = desk.questionnaire.question(&id).ok_or(ServiceError::NotFound)?;
    if !desk.reaches(&id) {
        return Err(ServiceError::NotFound);
    }
    let stored = desk.answers.get(&change.question);
    if is_unchanged(stored, change) {
        return Ok(());
    }
    if let Some(fault) = fault_of(question, change) {
        saved.faults.push(FieldFault::new(change.question.clone(), fault));
        return Ok(());
    }
    let before = stored.map_or(0, |row| row.revision);
    if before != change.revision {
        saved.stale.push(change.question.clone());
        return Ok(());
    }
    let row = row(who, change, before.saturating_add(1), saved.at);
    if store::answer_put(tx, &row)? {
        saved.changed.push((change.question.clone(), row.revision));
    } else {
        saved.stale.push(change.question.clone());
    }
    Ok(())
}

fn row(who: &Respondent, change: &Change, revision: i64, now: Timestamp) -> AnswerRow {
    AnswerRow {
        assessment_id: who.assessment().clone(),
        question_id: change.question.clone(),
        org_id: who.org().clone(),
        option_id: change.option.clone().filter(|_| !change.not_applicable),
        not_applicable: change.not_applicable,
        reason: if change.not_applicable { change.reason.trim().to_owned() } else { String::new() },
        comment: change.comment.trim().to_owned(),
        evidence_note: change.evidence_note.trim().to_owned(),
        revision,
        answered_at: now,
        carried_over: false,
    }
}

fn is_unchanged(stored: Option<&AnswerRow>, change: &Change) -> bool {
    let chosen = change.option.as_deref().filter(|_| !change.not_applicable);
    let reason = if change.not_applicable { change.reason.trim() } else { "" };
    let now = (chosen, change.not_applicable, reason, change.comment.trim(), change.evidence_note.trim());
    let before = stored.map_or((None, false, "", "", ""), |row| {
        let option = row.option_id.as_deref();
        (option, row.not_applicable, row.reason.as_str(), row.comment.as_str(), row.evidence_note.as_str())
    });
    now == before
}

/// Why an answer cannot be kept, as the catalogue's sentence.
fn fault_of(question: &Question, change: &Change) -> Option<&'static str> {
    let longer = |text: &str, most: usize| text.trim().chars().count() > most;
    if longer(&change.comment, LONGEST_COMMENT) {
        return Some("fault-answer-comment");
    }
    if longer(&change.evidence_note, LONGEST_EVIDENCE_NOTE) {
        return Some("fault-answer-evidence");
    }
    if change.not_applicable {
        return match (question.na_allowed, change.reason.trim().is_empty()) {
            (false, _) => Some("fault-answer-na"),
            (true, true) => Some("fault-answer-reason"),
            (true, false) => longer(&change.reason, LONGEST_REASON).then_some("fault-answer-reason-long"),
        };
    }
    let name = change.option.as_deref()?;
    let known = OptionId::new(name).is_ok_and(|id| question.option(&id).is_some());
    (!known).then_some("fault-answer-option")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Question {
        let json = r#"{"id":"B5","text":{"en":"Is there a test?"},"weight":2,"na_allowed":true,
            "options":[{"id":"full","label":{"en":"Yes"},"value":100},{"id":"none","label":{"en":"No"},"value":0}]}"#;
        serde_json::from_str(json).unwrap()
    }

    fn change(option: Option<&str>) -> Change {
        Change { question: "B5".to_owned(), option: option.map(str::to_owned), ..Change::default() }
    }

    #[test]
    fn only_the_questions_own_options_are_taken() {
        assert_eq!(fault_of(&question(), &change(Some("full"))), None);
        assert_eq!(fault_of(&question(), &change(Some("half"))), Some("fault-answer-option"));
        assert_eq!(fault_of(&question(), &change(None)), None);
    }

    #[test]
    fn not_applicable_needs_a_reason_and_permission() {
        let mut na = Change { not_applicable: true, reason: " ".to_owned(), ..change(None) };
        assert_eq!(fault_of(&question(), &na), Some("fault-answer-reason"));
        na.reason = "We have no such use.".to_owned();
        assert_eq!(fault_of(&question(), &na), None);
        let strict = Question { na_allowed: false, ..question() };
        assert_eq!(fault_of(&strict, &na), Some("fault-answer-na"));
    }

    #[test]
    fn an_empty_form_changes_nothing() {
        assert!(is_unchanged(None, &change(None)));
        assert!(!is_unchanged(None, &change(Some("full"))));
    }
}
