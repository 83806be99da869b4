//! An assessment from its start to its end: intake, sending, the respondent's links, reopening, calling off.
//!
//! The questionnaire and the policy are frozen into the assessment when it is started: what a partner was asked, and how
//! it was scored, never changes behind a decision's back. Every change counts the revision up, so that a form which was
//! looked at before somebody else's change is told so instead of overwriting it.

use serde_json::json;

use crate::access::{Allowed, LinkPurpose, LinkToken, ManageAssessments, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, PartnerId, RespondentLinkId};
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, Assessment, AssessmentState, ReadTx, RespondentLink, WriteTx};
use crate::vetting::intake::Intake;
use crate::vetting::policy::Policy;

/// What a respondent's link lasts at first.
pub const LINK_DAYS: u32 = 30;
const LONGEST_LINK_DAYS: u32 = 90;

/// Starts an assessment with the questionnaire that the partner was asked last, or the built-in one; a partner has one open assessment at a time.
pub fn assessment_start(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    partner: &PartnerId,
    now: Timestamp,
) -> Result<AssessmentId, ServiceError> {
    let partner = store::partner_fetch(tx, who.org(), partner)?;
    if partner.archived_at.is_some() {
        return Err(ServiceError::conflict("conflict-partner-archived"));
    }
    let earlier = store::assessment_list(tx, who.org(), &partner.id)?;
    if earlier.iter().any(|row| is_open(row.state)) {
        return Err(ServiceError::conflict("conflict-assessment-open"));
    }
    let (questionnaire, tailoring) = super::asking::usual(tx, who.org(), earlier.first())?;
    let row = Assessment {
        id: AssessmentId::fresh(),
        org_id: who.org().clone(),
        partner_id: partner.id,
        questionnaire_id: questionnaire.id().to_owned(),
        questionnaire_version: i64::from(questionnaire.version()),
        questionnaire: to_json(&questionnaire)?,
        policy: to_json(&Policy::default())?,
        // The last intake is the best guess at the next one; it is looked at before sending.
        intake: earlier.first().and_then(|row| row.intake.clone()),
        state: AssessmentState::Intake,
        revision: 1,
        created_by: who.user().clone(),
        created_at: now,
        sent_at: None,
        submitted_at: None,
        submitted_by: None,
        tailoring,
    };
    store::assessment_insert(tx, &row)?;
    note(tx, who, ("assessment.start", &row.id), json!({ "partner": row.partner_id.as_str() }), now)?;
    Ok(row.id)
}

fn is_open(state: AssessmentState) -> bool {
    matches!(state, AssessmentState::Intake | AssessmentState::Sent | AssessmentState::Submitted)
}

fn to_json<T: serde::Serialize>(value: &T) -> Result<String, ServiceError> {
    serde_json::to_string(value)
        .map_err(|fault| ServiceError::Internal(format!("cannot write JSON: {fault}")))
}

/// Keeps the intake. After sending, too: the sharing may turn out to be another; a decision that stood on the old intake
/// is then void.
pub fn intake_save(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    (id, revision): (&AssessmentId, i64),
    intake: &Intake,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    if row.state == AssessmentState::Cancelled {
        return Err(ServiceError::conflict("conflict-assessment-cancelled"));
    }
    if intake.check().is_err() {
        return Err(ServiceError::Invalid(vec![FieldFault::new("data", "fault-intake-data")]));
    }
    let intake = to_json(intake)?;
    if row.intake.as_ref() == Some(&intake) {
        return Ok(());
    }
    super::asking::check_tier(&row, &intake)?;
    let state = super::decision::void_standing(tx, who, &row, "intake", now)?;
    put(tx, Assessment { intake: Some(intake), state, ..row })?;
    note(tx, who, ("assessment.intake", id), json!({}), now)
}

/// Lets the partner answer: makes the first link, which carries `token`.
pub fn assessment_send(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    (id, revision): (&AssessmentId, i64),
    (token, days): (&LinkToken, u32),
    now: Timestamp,
) -> Result<RespondentLinkId, ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    if row.state != AssessmentState::Intake {
        return Err(ServiceError::conflict("conflict-assessment-sent"));
    }
    if row.intake.is_none() {
        return Err(ServiceError::refused("refused-intake-missing"));
    }
    let link = link_row(who, id, (token, days), now)?;
    let row = super::asking::frozen(row)?;
    put(tx, Assessment { state: AssessmentState::Sent, sent_at: Some(now), ..row })?;
    store::respondent_link_insert(tx, &link)?;
    note(tx, who, ("assessment.send", id), json!({ "link": link.id.as_str() }), now)?;
    Ok(link.id)
}

/// Makes a link: the first one sends the questionnaire, a later one takes the place of the earlier ones.
pub fn link_make(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    (id, revision): (&AssessmentId, i64),
    (token, days): (&LinkToken, u32),
    now: Timestamp,
) -> Result<RespondentLinkId, ServiceError> {
    let state = store::assessment_fetch(tx, who.org(), id)?.state;
    if state == AssessmentState::Intake {
        assessment_send(tx, who, (id, revision), (token, days), now)
    } else {
        link_resend(tx, who, id, (token, days), now)
    }
}

/// A partner's assessments, newest first.
pub fn assessment_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    partner: &PartnerId,
) -> Result<Vec<Assessment>, ServiceError> {
    let partner = store::partner_fetch(tx, who.org(), partner)?;
    Ok(store::assessment_list(tx, who.org(), &partner.id)?)
}

/// Makes another link; every earlier one stops working at once.
pub fn link_resend(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    id: &AssessmentId,
    (token, days): (&LinkToken, u32),
    now: Timestamp,
) -> Result<RespondentLinkId, ServiceError> {
    let row = store::assessment_fetch(tx, who.org(), id)?;
    if matches!(row.state, AssessmentState::Intake | AssessmentState::Cancelled) {
        return Err(ServiceError::conflict("conflict-assessment-not-sent"));
    }
    let link = link_row(who, id, (token, days), now)?;
    store::respondent_link_revoke_all(tx, who.org(), id, now)?;
    store::respondent_link_insert(tx, &link)?;
    note(tx, who, ("respondent_link.resend", id), json!({ "link": link.id.as_str() }), now)?;
    Ok(link.id)
}

fn link_row(
    who: &Allowed<ManageAssessments>,
    id: &AssessmentId,
    (token, days): (&LinkToken, u32),
    now: Timestamp,
) -> Result<RespondentLink, ServiceError> {
    Ok(RespondentLink {
        id: RespondentLinkId::fresh(),
        token_hash: token.hash().as_str().to_owned(),
        org_id: who.org().clone(),
        assessment_id: id.clone(),
        created_by: who.user().clone(),
        created_at: now,
        expires_at: link_end(days, now)?,
        opened_at: None,
        revoked_at: None,
        section_id: None,
        parent_id: None,
        purpose: LinkPurpose::Answers.as_str().to_owned(),
    })
}

fn link_end(days: u32, now: Timestamp) -> Result<Timestamp, ServiceError> {
    if (1..=LONGEST_LINK_DAYS).contains(&days) {
        Ok(now.plus_days(i64::from(days)))
    } else {
        let message = Message::new("fault-link-days").arg("n", LONGEST_LINK_DAYS);
        Err(ServiceError::Invalid(vec![FieldFault { field: "days".to_owned(), message }]))
    }
}

/// Revokes a link and the sessions that it started.
pub fn link_revoke(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    link: &RespondentLinkId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    store::respondent_link_revoke(tx, who.org(), link, now)?;
    let id = link.as_str();
    let act = Act {
        action: "respondent_link.revoke",
        object_kind: "respondent_link",
        object_id: id,
        detail: json!({}),
    };
    Ok(audit::done(tx, who, &act, now)?)
}

/// Lets a link work for so many days from now.
pub fn link_extend(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    link: &RespondentLinkId,
    days: u32,
    now: Timestamp,
) -> Result<(), ServiceError> {
    store::respondent_link_extend(tx, who.org(), link, link_end(days, now)?)?;
    let (id, detail) = (link.as_str(), json!({ "days": days }));
    let act = Act { action: "respondent_link.extend", object_kind: "respondent_link", object_id: id, detail };
    Ok(audit::done(tx, who, &act, now)?)
}

/// The assessment's links, newest first.
pub fn link_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &AssessmentId,
) -> Result<Vec<RespondentLink>, ServiceError> {
    let assessment = store::assessment_fetch(tx, who.org(), id)?;
    Ok(store::respondent_link_list(tx, who.org(), &assessment.id)?)
}

/// Lets the partner change submitted answers again; a decision on them is void.
pub fn assessment_reopen(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    (id, revision): (&AssessmentId, i64),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    if !matches!(row.state, AssessmentState::Submitted | AssessmentState::Decided) {
        return Err(ServiceError::conflict("conflict-assessment-not-submitted"));
    }
    super::decision::void_standing(tx, who, &row, "reopened", now)?;
    super::reopening::settle_waiting(tx, who, id, now)?;
    put(tx, Assessment { state: AssessmentState::Sent, submitted_at: None, submitted_by: None, ..row })?;
    note(tx, who, ("assessment.reopen", id), json!({}), now)
}

/// Calls an undecided assessment off; its links stop working.
pub fn assessment_cancel(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    (id, revision): (&AssessmentId, i64),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = fetch_at(tx, who, id, revision)?;
    if !is_open(row.state) {
        return Err(ServiceError::conflict("conflict-assessment-ended"));
    }
    super::decision::void_standing(tx, who, &row, "cancelled", now)?;
    put(tx, Assessment { state: AssessmentState::Cancelled, ..row })?;
    store::respondent_link_revoke_all(tx, who.org(), id, now)?;
    note(tx, who, ("assessment.cancel", id), json!({}), now)
}

/// The assessment, if nobody changed it since `revision` was looked at.
pub(super) fn fetch_at(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    id: &AssessmentId,
    revision: i64,
) -> Result<Assessment, ServiceError> {
    let row = store::assessment_fetch(tx, who.org(), id)?;
    if row.revision == revision { Ok(row) } else { Err(ServiceError::conflict("conflict-stale")) }
}

/// Keeps a changed row under the next revision.
pub(super) fn put(tx: &mut WriteTx, row: Assessment) -> Result<(), ServiceError> {
    let row = Assessment { revision: row.revision.saturating_add(1), ..row };
    if store::assessment_put(tx, &row)? { Ok(()) } else { Err(ServiceError::conflict("conflict-stale")) }
}

fn note(
    tx: &mut WriteTx,
    who: &Allowed<ManageAssessments>,
    (action, id): (&'static str, &AssessmentId),
    detail: serde_json::Value,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let act = Act { action, object_kind: "assessment", object_id: id.as_str(), detail };
    Ok(audit::done(tx, who, &act, now)?)
}

/// The assessment that a link is for.
pub fn link_assessment(
    tx: &mut ReadTx,
    who: &Allowed<ManageAssessments>,
    link: &RespondentLinkId,
) -> Result<AssessmentId, ServiceError> {
    Ok(store::respondent_link_fetch(tx, who.org(), link)?.assessment_id)
}
