//! Remarks about questions: both sides see all of them, nobody changes one. The score knows nothing of them.

use serde_json::json;

use crate::access::{Allowed, Respondent, ReviewAnswers, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, OrgId, RemarkId};
use crate::services::audit::{self, Act, Author};
use crate::services::{FieldFault, Message, ServiceError};
use crate::store::{self, AssessmentState, ReadTx, RemarkRow, WriteTx};
use crate::vetting::code::QuestionId;
use crate::vetting::questionnaire::Questionnaire;

const LONGEST: usize = 2_000;
/// Beyond this the two sides should talk.
const MOST: usize = 500;

/// A remark, ready to be read by either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The question.
    pub question: String,
    /// The member who made it; none if the partner did.
    pub member: Option<String>,
    /// What is said.
    pub body: String,
    /// When.
    pub at: Timestamp,
}

/// The remarks about an assessment, oldest first.
pub fn remark_list(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    assessment: &AssessmentId,
) -> Result<Vec<Remark>, ServiceError> {
    store::assessment_fetch(tx, who.org(), assessment)?;
    list(tx, who.org(), assessment)
}

/// The same, for whoever answers; a colleague who was given one section reads those of that section.
pub fn remark_list_of_respondent(tx: &mut ReadTx, who: &Respondent) -> Result<Vec<Remark>, ServiceError> {
    let all = list(tx, who.org(), who.assessment())?;
    let Some(section) = who.section() else { return Ok(all) };
    let document = document(tx, who.org(), who.assessment())?;
    let here = |remark: &Remark| section_of(&document, &remark.question).is_some_and(|home| home == section);
    Ok(all.into_iter().filter(here).collect())
}

fn list(tx: &mut ReadTx, org: &OrgId, assessment: &AssessmentId) -> Result<Vec<Remark>, ServiceError> {
    let mut remarks = Vec::new();
    for row in store::remark_list(tx, org, assessment)? {
        let member = match &row.user_id {
            Some(user) => Some(store::user_fetch(tx, user)?.name),
            None => None,
        };
        remarks.push(Remark { question: row.question_id, member, body: row.body, at: row.made_at });
    }
    Ok(remarks)
}

/// Says something to the partner about a question.
pub fn remark_add(
    tx: &mut WriteTx,
    who: &Allowed<ReviewAnswers>,
    assessment: &AssessmentId,
    (question, body): (&str, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let row = store::assessment_fetch(tx, who.org(), assessment)?;
    if matches!(row.state, AssessmentState::Intake | AssessmentState::Cancelled) {
        return Err(ServiceError::conflict("conflict-assessment-not-with-partner"));
    }
    let home = known(tx, who.org(), assessment, question)?;
    let row = RemarkRow {
        user_id: Some(who.user().clone()),
        ..fresh((who.org(), assessment), (question, body), now)?
    };
    add(tx, &row)?;
    audit::done(tx, who, &act(assessment, (question, &home)), now)?;
    Ok(())
}

/// Says something to whoever asks about a question.
pub fn remark_add_by_respondent(
    tx: &mut WriteTx,
    who: &Respondent,
    (question, body): (&str, &str),
    now: Timestamp,
) -> Result<String, ServiceError> {
    let home = known(tx, who.org(), who.assessment(), question)?;
    if who.section().is_some_and(|own| own != home) {
        return Err(ServiceError::NotFound);
    }
    let row = fresh((who.org(), who.assessment()), (question, body), now)?;
    add(tx, &RemarkRow { link_id: Some(who.link().clone()), ..row })?;
    let author = Author::Respondent { org: who.org().clone(), link: who.link().clone() };
    audit::done(tx, author, &act(who.assessment(), (question, &home)), now)?;
    Ok(home)
}

fn act<'a>(assessment: &'a AssessmentId, (question, section): (&str, &str)) -> Act<'a> {
    Act {
        action: "remark.add",
        object_kind: "assessment",
        object_id: assessment.as_str(),
        detail: json!({ "question": question, "section": section }),
    }
}

fn add(tx: &mut WriteTx, row: &RemarkRow) -> Result<(), ServiceError> {
    if store::remark_list(tx, &row.org_id, &row.assessment_id)?.len() >= MOST {
        return Err(ServiceError::Refused(Message::new("refused-remarks-many").arg("n", MOST)));
    }
    Ok(store::remark_insert(tx, row)?)
}

fn fresh(
    (org, assessment): (&OrgId, &AssessmentId),
    (question, body): (&str, &str),
    now: Timestamp,
) -> Result<RemarkRow, ServiceError> {
    let body = body.trim();
    if body.is_empty() || body.chars().count() > LONGEST {
        let message = Message::new("fault-remark").arg("n", LONGEST);
        return Err(ServiceError::Invalid(vec![FieldFault { field: "remark".to_owned(), message }]));
    }
    Ok(RemarkRow {
        id: RemarkId::fresh(),
        org_id: org.clone(),
        assessment_id: assessment.clone(),
        question_id: question.to_owned(),
        user_id: None,
        link_id: None,
        body: body.replace("\r\n", "\n"),
        made_at: now,
    })
}

/// The section of a question that is asked.
fn known(
    tx: &mut ReadTx,
    org: &OrgId,
    assessment: &AssessmentId,
    question: &str,
) -> Result<String, ServiceError> {
    let document = document(tx, org, assessment)?;
    section_of(&document, question).map(str::to_owned).ok_or(ServiceError::NotFound)
}

fn document(tx: &mut ReadTx, org: &OrgId, assessment: &AssessmentId) -> Result<Questionnaire, ServiceError> {
    let row = store::assessment_fetch(tx, org, assessment)?;
    Questionnaire::parse(&row.questionnaire)
        .map_err(|e| ServiceError::Internal(format!("a frozen questionnaire cannot be read: {e}")))
}

fn section_of<'q>(document: &'q Questionnaire, question: &str) -> Option<&'q str> {
    let id = QuestionId::new(question).ok()?;
    let mut all = document.questions();
    all.find(|(_, known)| known.id == id).map(|(section, _)| section.id.as_str())
}
