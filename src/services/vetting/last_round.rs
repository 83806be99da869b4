//! This round's answers beside those of the round before: what the partner changed, and what our reviewers made of the
//! earlier answer.

use super::dossier::{self, Dossier};
use crate::access::{Allowed, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId};
use crate::services::ServiceError;
use crate::store::{self, AnswerRow, Assessment, AssessmentState, ReadTx};
use crate::vetting::questionnaire::Question;
use crate::vetting::text::Text;

/// The earlier round and what became of each question since.
#[derive(Debug, Clone)]
pub struct LastRound {
    /// The earlier assessment.
    pub assessment: AssessmentId,
    /// When it was submitted.
    pub submitted_at: Option<Timestamp>,
    /// Every question of this round, in order.
    pub questions: Vec<RoundLine>,
}

/// One question in both rounds.
#[derive(Debug, Clone)]
pub struct RoundLine {
    /// The question.
    pub question: String,
    /// What became of it.
    pub change: RoundChange,
    /// The answer of the earlier round; none for a question that was not in it.
    pub before: Option<RoundAnswer>,
}

/// What became of a question since the earlier round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundChange {
    /// It was not asked then.
    New,
    /// The question, the answer or what the partner wrote beside it reads differently.
    Changed,
    /// All of that reads as it did.
    Unchanged,
}

/// An answer of the earlier round, with its review.
#[derive(Debug, Clone, Default)]
pub struct RoundAnswer {
    /// The words of the answer that was chosen.
    pub label: Option<Text>,
    /// Why it did not apply, if the partner said so.
    pub not_applicable: Option<String>,
    /// What the partner wrote beside it.
    pub comment: String,
    /// The evidence that a reviewer saw: E0 to E3.
    pub level: Option<String>,
    /// The words of what a reviewer found true instead.
    pub corrected: Option<Text>,
    /// What the reviewer wrote.
    pub note: String,
}

/// The round before an assessment: the partner's latest earlier one that was submitted.
pub(super) fn round_before(
    tx: &mut ReadTx,
    org: &OrgId,
    row: &Assessment,
) -> Result<Option<Assessment>, ServiceError> {
    let earlier = store::assessment_list(tx, org, &row.partner_id)?;
    // An assessment that was reopened keeps its answers and loses its date; what was never submitted is no round.
    let answered = |other: &Assessment| {
        other.id != row.id
            && other.created_at <= row.created_at
            && matches!(other.state, AssessmentState::Submitted | AssessmentState::Decided)
    };
    Ok(earlier.into_iter().find(answered))
}

/// What became of the questions of an assessment since the round before; none if there is no such round.
pub fn round_changes(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<Option<LastRound>, ServiceError> {
    let now = dossier::read(tx, who.org(), id)?;
    let Some(row) = round_before(tx, who.org(), &now.assessment)? else { return Ok(None) };
    let before = dossier::read(tx, who.org(), &row.id)?;
    let questions =
        now.questionnaire.questions().map(|(_, question)| line(&before, &now, question)).collect();
    Ok(Some(LastRound { assessment: row.id, submitted_at: row.submitted_at, questions }))
}

fn line(before: &Dossier, now: &Dossier, question: &Question) -> RoundLine {
    let id = question.id.as_str();
    let Some(old) = before.questionnaire.question(&question.id) else {
        return RoundLine { question: id.to_owned(), change: RoundChange::New, before: None };
    };
    let (then, today) = (said(old, before.answers.get(id)), said(question, now.answers.get(id)));
    let chosen = match (then.0, today.0) {
        (Some(then), Some(today)) => then.reads_as(today),
        (then, today) => then == today,
    };
    let same = old.text.reads_as(&question.text)
        && chosen
        && (then.1, then.2, then.3) == (today.1, today.2, today.3);
    let change = if same { RoundChange::Unchanged } else { RoundChange::Changed };
    RoundLine { question: id.to_owned(), change, before: Some(answer(before, old)) }
}

fn label<'q>(question: &'q Question, option: Option<&str>) -> Option<&'q Text> {
    let option = option?;
    question.options.iter().find(|known| known.id.as_str() == option).map(|known| &known.label)
}

/// All that the partner says: the words that were chosen, that it does not apply and why, and what stands beside.
fn said<'q>(
    question: &'q Question,
    row: Option<&'q AnswerRow>,
) -> (Option<&'q Text>, Option<&'q str>, &'q str, &'q str) {
    let Some(row) = row else { return (None, None, "", "") };
    let excused = row.not_applicable.then_some(row.reason.trim());
    let chosen = if row.not_applicable { None } else { label(question, row.option_id.as_deref()) };
    (chosen, excused, row.comment.trim(), row.evidence_note.trim())
}

fn answer(before: &Dossier, question: &Question) -> RoundAnswer {
    let row = before.answers.get(question.id.as_str());
    let review = before.reviews.get(question.id.as_str());
    let (chosen, excused, comment, _) = said(question, row);
    RoundAnswer {
        label: chosen.cloned(),
        not_applicable: excused.map(str::to_owned),
        comment: comment.to_owned(),
        level: review.and_then(|review| review.evidence_level.clone()),
        corrected: review.and_then(|review| label(question, review.corrected_option_id.as_deref())).cloned(),
        note: review.map(|review| review.note.clone()).unwrap_or_default(),
    }
}
