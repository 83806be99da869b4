//! Evidence that runs out ends a decision early (vetting.md, "Model", 3 and 10): the answers that it proved count as E1 from the day
//! after, the decision that stood on them is void, and the rooms under it stop until somebody decides again. They are not closed for
//! good, for a new document mends it.
//!
//! A room asks at every use ([`lapsed`]), so that none counts between the end of a document and the job that writes it down; the job
//! does so exactly once, because an answer that counts as expired already is not looked at again.

use chrono::NaiveDate;
use serde_json::json;

use super::dossier::{self, Dossier, level};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, TriggerId};
use crate::services::ServiceError;
use crate::services::audit::{self, Act, Author};
use crate::services::evidence::Evidence;
use crate::store::{self, Assessment, AssessmentState, ReadTx, Store, TriggerRow, WriteTx};
use crate::vetting::evidence::{EvidenceLevel, Period, last_day, ran_out};
use crate::vetting::trigger::TriggerKind;

/// Whom the log names.
const AUTHOR: Author = Author::System("evidence ran out");

/// The questions whose documents have run out since they were reviewed, in the questionnaire's order.
pub(super) fn lapsed(
    tx: &mut ReadTx,
    dossier: &Dossier,
    now: Timestamp,
) -> Result<Vec<String>, ServiceError> {
    let today = now.to_utc().date_naive();
    let proven = proven_by_documents(tx, dossier, now)?;
    let over = |(question, periods): (String, Vec<Period>)| {
        let reviewed = dossier.reviews.get(&question)?.reviewed_at.to_utc().date_naive();
        ran_out(&periods, reviewed, today).map(|_last| question)
    };
    Ok(proven.into_iter().filter_map(over).collect())
}

/// The questions whose documents all end by the day of `until` and have not ended yet, each with the noon of its last day.
pub(in crate::services) fn evidence_ending(
    tx: &mut ReadTx,
    (org, assessment): (&OrgId, &AssessmentId),
    (now, until): (Timestamp, Timestamp),
) -> Result<Vec<(String, Timestamp)>, ServiceError> {
    let dossier = dossier::read(tx, org, assessment)?;
    let (first, last) = (now.to_utc().date_naive(), until.to_utc().date_naive());
    let noon = |day: NaiveDate| {
        let at = day.and_hms_opt(12, 0, 0)?;
        Some(Timestamp::from_micros(at.and_utc().timestamp_micros()))
    };
    let ending = |(question, periods): (String, Vec<Period>)| {
        let day = last_day(&periods).filter(|day| (first..=last).contains(day))?;
        Some((question, noon(day)?))
    };
    Ok(proven_by_documents(tx, &dossier, now)?.into_iter().filter_map(ending).collect())
}

/// The questions whose level stands on documents, with the days of those.
fn proven_by_documents(
    tx: &mut ReadTx,
    dossier: &Dossier,
    now: Timestamp,
) -> Result<Vec<(String, Vec<Period>)>, ServiceError> {
    let row = &dossier.assessment;
    let files = store::evidence_list(tx, &row.org_id, &row.id)?;
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let files: Vec<Evidence> = files.iter().map(|file| Evidence::of(file, now)).collect();
    let proven = |question: &str| {
        let review = dossier.reviews.get(question).filter(|review| !review.evidence_expired)?;
        review.evidence_level.as_deref().and_then(level).filter(|level| *level >= EvidenceLevel::E2)
    };
    let questions = dossier.questionnaire.questions().map(|(_, question)| question.id.to_string());
    let with_days = questions.filter(|question| proven(question).is_some()).map(|question| {
        let own = files.iter().filter(|file| file.question == question).map(|file| file.period);
        let own: Vec<Period> = own.collect();
        (question, own)
    });
    Ok(with_days.filter(|(_, periods)| !periods.is_empty()).collect())
}

/// Writes down all evidence that has run out, and voids what was decided on it; how many assessments that concerned.
pub fn evidence_lapse(store: &Store, now: Timestamp) -> Result<usize, ServiceError> {
    let today = now.to_utc().date_naive().to_string();
    let mut concerned = 0;
    for (org, assessment) in store.read(|tx| store::evidence_list_ended(tx, &today))? {
        let done = store.write("evidence_lapse", |tx| lapse_one(tx, (&org, &assessment), now));
        match done {
            Ok(true) => concerned += 1,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(assessment.id = %assessment, %error, "its evidence could not be judged")
            }
        }
    }
    Ok(concerned)
}

fn lapse_one(
    tx: &mut WriteTx,
    (org, id): (&OrgId, &AssessmentId),
    now: Timestamp,
) -> Result<bool, ServiceError> {
    let dossier = dossier::read(tx, org, id)?;
    if !dossier.is_reviewable() || !is_latest(tx, &dossier)? {
        return Ok(false);
    }
    let questions = lapsed(tx, &dossier, now)?;
    if questions.is_empty() {
        return Ok(false);
    }
    for question in &questions {
        store::review_expire(tx, org, (id, question))?;
    }
    let detail = json!({ "questions": questions });
    let act = Act { action: "evidence.expire", object_kind: "assessment", object_id: id.as_str(), detail };
    audit::done_to(tx, AUTHOR, org, &act, now)?;
    let row = dossier.assessment;
    let before = store::decision_list(tx, org, &row.partner_id)?;
    let state = super::decision::void_standing(tx, AUTHOR, &row, "evidence_expired", now)?;
    let after = store::decision_list(tx, org, &row.partner_id)?;
    if before.iter().zip(&after).any(|(before, after)| before.status != after.status) {
        note(tx, &row, &questions, now)?;
    }
    super::assessment::put(tx, Assessment { state, ..row })?;
    Ok(true)
}

/// Only the round that the partner stands on changes with time; earlier ones are history.
fn is_latest(tx: &mut ReadTx, dossier: &Dossier) -> Result<bool, ServiceError> {
    let row = &dossier.assessment;
    let rounds = store::assessment_list(tx, &row.org_id, &row.partner_id)?;
    let judged =
        |row: &&Assessment| matches!(row.state, AssessmentState::Submitted | AssessmentState::Decided);
    Ok(rounds.iter().find(judged).is_some_and(|latest| latest.id == row.id))
}

/// The early trigger, as every other kind is written down.
fn note(
    tx: &mut WriteTx,
    row: &Assessment,
    questions: &[String],
    now: Timestamp,
) -> Result<(), ServiceError> {
    let trigger = TriggerRow {
        id: TriggerId::fresh(),
        org_id: row.org_id.clone(),
        partner_id: row.partner_id.clone(),
        kind: TriggerKind::EvidenceExpired.as_str().to_owned(),
        note: questions.join(", "),
        recorded_by: None,
        recorded_at: now,
        came_from: None,
    };
    store::trigger_insert(tx, &trigger)?;
    let detail = json!({ "kind": trigger.kind, "trigger": trigger.id.as_str() });
    let id = row.partner_id.as_str();
    let act = Act { action: "partner.trigger", object_kind: "partner", object_id: id, detail };
    Ok(audit::done_to(tx, AUTHOR, &row.org_id, &act, now)?)
}
