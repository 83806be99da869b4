//! Bringing the answers of the partner's last round along, so that nobody types them again. They are marked until they
//! are changed. The documents behind them are offered, and come along only if the respondent says so; no review comes with them.

use std::collections::BTreeMap;

use serde_json::json;

use super::dossier::{self, Dossier};
use crate::access::{Allowed, ManageAssessments};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId};
use crate::services::ServiceError;
use crate::services::audit::{self, Act};
use crate::services::chain;
use crate::store::{
    self, AnswerRow, Assessment, AssessmentState, CarriedEvidenceRow, EvidenceRow, ReadTx, WriteTx,
};
use crate::vetting::questionnaire::Question;

/// The round before, whose answers could be brought along; none if there is none.
pub fn last_round(
    tx: &mut ReadTx,
    who: &Allowed<ManageAssessments>,
    id: &AssessmentId,
) -> Result<Option<Assessment>, ServiceError> {
    let row = store::assessment_fetch(tx, who.org(), id)?;
    super::last_round::round_before(tx, who.org(), &row)
}

/// The answers of the round before, by question; none if there is none.
pub(in crate::services) fn last_answers(
    tx: &mut ReadTx,
    org: &OrgId,
    id: &AssessmentId,
) -> Result<BTreeMap<String, AnswerRow>, ServiceError> {
    let row = store::assessment_fetch(tx, org, id)?;
    let Some(last) = super::last_round::round_before(tx, org, &row)? else { return Ok(BTreeMap::new()) };
    let rows = store::answer_list(tx, org, &last.id)?;
    Ok(rows.into_iter().map(|row| (row.question_id.clone(), row)).collect())
}

/// Brings the last round's answers into an assessment that nobody has answered yet; how many came along. An answer comes
/// only where the question and the answer that was chosen read word for word as they did.
pub fn answers_carry(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    id: &AssessmentId,
    now: Timestamp,
) -> Result<usize, ServiceError> {
    let Some(last) = last_round(tx, who, id)? else { return Ok(0) };
    let now_asked = dossier::read(tx, who.org(), id)?;
    if now_asked.assessment.state != AssessmentState::Sent || !now_asked.answers.is_empty() {
        return Err(ServiceError::conflict("conflict-answers-there"));
    }
    let before = dossier::read(tx, who.org(), &last.id)?;
    let rows: Vec<AnswerRow> = now_asked
        .questionnaire
        .questions()
        .filter_map(|(_, question)| carried((&before, question), id, now))
        .collect();
    for row in &rows {
        store::answer_put(tx, row)?;
    }
    let companies = chain::carry(tx, (who.org(), id), &now_asked.questionnaire, now)?;
    let documents = offer_documents(tx, &last, id, &rows)?;
    let act = Act {
        action: "assessment.carry",
        object_kind: "assessment",
        object_id: id.as_str(),
        detail: json!({
            "from": last.id.as_str(), "answers": rows.len(), "documents": documents, "sub_processors": companies,
        }),
    };
    audit::done(tx, who, &act, now)?;
    Ok(rows.len())
}

/// Offers the documents of the answers that came along; how many. Nothing of them is copied: the respondent says which still hold.
fn offer_documents(
    tx: &mut WriteTx,
    last: &Assessment,
    id: &AssessmentId,
    rows: &[AnswerRow],
) -> Result<usize, ServiceError> {
    let documents = store::evidence_list(tx, &last.org_id, &last.id)?;
    let along = |document: &&EvidenceRow| rows.iter().any(|row| row.question_id == document.question_id);
    let mut offered = 0_usize;
    for document in documents.iter().filter(along) {
        let row = CarriedEvidenceRow {
            assessment_id: id.clone(),
            evidence_id: document.id.clone(),
            org_id: last.org_id.clone(),
            state: "offered".to_owned(),
            kept_as: None,
            decided_at: None,
        };
        store::carried_evidence_insert(tx, &row)?;
        offered = offered.saturating_add(1);
    }
    Ok(offered)
}

fn carried(
    (before, question): (&Dossier, &Question),
    id: &AssessmentId,
    now: Timestamp,
) -> Option<AnswerRow> {
    let old = before.questionnaire.question(&question.id)?;
    let row = before.answers.get(question.id.as_str())?;
    let same = old.text.reads_as(&question.text) && old.scored == question.scored;
    let stands = if row.not_applicable {
        question.na_allowed
    } else {
        let chosen = row.option_id.as_deref()?;
        let label =
            |of: &Question| of.options.iter().find(|o| o.id.as_str() == chosen).map(|o| o.label.clone());
        label(question).zip(label(old)).is_some_and(|(label, old)| label.reads_as(&old))
    };
    (same && stands).then(|| AnswerRow {
        assessment_id: id.clone(),
        revision: 1,
        answered_at: now,
        carried_over: true,
        ..row.clone()
    })
}
