//! Answers, written as a file.

use super::super::desk::{Desk, desk_of, given};
use super::{HandedOut, Of};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId};
use crate::services::{ServiceError, chain, vetting};
use crate::store::{AnswerRow, ReadTx, ReviewRow};
use crate::vetting::code::QuestionId;
use crate::vetting::formats::answer_book::{Asked, BookWords, Line};
use crate::vetting::formats::answer_file::own::{ReviewLine, Reviewed};
use crate::vetting::formats::answer_file::{self, AnswerFormat, Written, own};
use crate::vetting::questionnaire::ListKind;
use crate::vetting::sheet::Given;

/// The answers in that format; with what our own side made of them only for our own side.
pub(super) fn written(
    tx: &mut ReadTx,
    (of, section): Of<'_>,
    (format, reviewed): (AnswerFormat, Option<&Reviewed>),
    (words, now): (&BookWords, Timestamp),
) -> Result<HandedOut, ServiceError> {
    let desk = desk_of(tx, of, section)?;
    if !AnswerFormat::written_for(&desk.questionnaire).contains(&format) {
        return Err(ServiceError::field("format", "fault-answers-format"));
    }
    let asked = asked(&desk, of.1);
    let internal = |fault: String| ServiceError::Internal(format!("a file of answers: {fault}"));
    let written = match format {
        AnswerFormat::Workbook => {
            let file = asked.write(words, now.micros() / 1_000_000).map_err(internal)?;
            Written { file, notes: Vec::new() }
        }
        AnswerFormat::Own => own::write(&asked, reviewed).map_err(internal)?,
        _ => answer_file::write(&asked, format).map_err(internal)?,
    };
    let Written { file, notes } = written;
    Ok(HandedOut { file, notes, partner_name: desk.partner_name })
}

/// What our own side made of an assessment's answers, for its export.
pub(super) fn reviewed(tx: &mut ReadTx, org: &OrgId, id: &AssessmentId) -> Result<Reviewed, ServiceError> {
    let dossier = vetting::dossier_read(tx, org, id)?;
    let line = |(question, row): (&String, &ReviewRow)| {
        let id = QuestionId::new(question).ok()?;
        let review = dossier.sheet.entry(&id).map(|entry| entry.review.clone()).unwrap_or_default();
        let line = ReviewLine {
            evidence: row.evidence_level.as_ref().map(|_| review.evidence),
            evidence_expired: review.evidence_expired,
            na_accepted: row.na_accepted,
            corrected: review.corrected,
            note: row.note.clone(),
        };
        Some((id, line))
    };
    let reviews = dossier.reviews.iter().filter_map(line).collect();
    Ok(Reviewed { intake: dossier.intake, reviews })
}

/// What is asked, and how far it is, as files know it.
pub(super) fn asked<'a>(desk: &'a Desk, id: &'a AssessmentId) -> Asked<'a> {
    let line = |(question, row): (&String, &AnswerRow)| {
        let known = QuestionId::new(question).ok().and_then(|id| desk.questionnaire.question(&id));
        let line = Line {
            given: known.map_or(Given::Nothing, |known| given(known, row)),
            comment: row.comment.clone(),
            evidence_note: row.evidence_note.clone(),
            revision: row.revision,
            carried_over: row.carried_over,
        };
        (question.clone(), line)
    };
    let mut lists = desk.questionnaire.with_list(ListKind::SubProcessors);
    let lists = lists.any(|question| desk.reaches(&question.id));
    Asked {
        assessment: id.as_str(),
        digest: &desk.digest,
        questionnaire: &desk.questionnaire,
        section: desk.section.as_ref(),
        answers: desk.answers.iter().map(line).collect(),
        list: lists.then(|| chain::list_in_file(&desk.sub_processors, desk.no_sub_processors)),
    }
}
