//! What a result suggests to mend, before anybody has made a finding of it.

use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::ViewPartners;
use crate::ids::AssessmentId;
use crate::services::ServiceError;
use crate::services::vetting::{self, FindingFilter};
use crate::vetting::findings::{Cause, Severity, Subject};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::vetting::{Suggested, suggested};
use crate::web::visitor::ApiWho;

/// A finding that the result asks for.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestedFindingJson {
    /// The question that it is about.
    pub question: Option<String>,
    /// The section that it is about.
    pub section: Option<String>,
    /// Why: not_met, partly_met, unproven, planned, weak, unsure or costly.
    #[schema(value_type = String)]
    pub cause: Cause,
    /// How bad it is.
    pub severity: Severity,
    /// What is to be mended, in words.
    pub title: String,
    /// Until when, as one may suggest.
    #[schema(value_type = String, format = Date)]
    pub due: String,
    /// The finding about the same question that is open already.
    pub open_finding: Option<String>,
}

/// The findings that the result of an assessment asks for, worst first: what the review offers beside a weak answer, and what
/// a decision begins its conditions with. Nothing is opened by this.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/suggested-findings", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = Vec<SuggestedFindingJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<SuggestedFindingJson>>, WebError> {
    let (proof, id, words) = (who.proof(), AssessmentId::from(id.as_str()), app.words());
    let found = app
        .read(move |tx, now| {
            let dossier = vetting::dossier(tx, &proof, &id)?;
            let partner = &dossier.assessment.partner_id;
            let known = vetting::finding_list(tx, &proof, partner, FindingFilter::default(), now)?;
            let open = |one: &Suggested| {
                let about = known.iter().filter(|row| row.closed_at.is_none());
                let question = one.question();
                let same = about.filter(|row| row.question_id.as_deref() == Some(question.as_str()));
                same.map(|row| row.id.to_string()).next()
            };
            let all = suggested(&words, &dossier, now).into_iter();
            Ok::<_, ServiceError>(all.map(|one| json(open(&one), one)).collect::<Vec<_>>())
        })
        .await?;
    Ok(web::Json(found))
}

fn json(open_finding: Option<String>, one: Suggested) -> SuggestedFindingJson {
    let (question, section) = match &one.draft.subject {
        Subject::Question(id) => (Some(id.to_string()), None),
        Subject::Section(id) => (None, Some(id.to_string())),
        Subject::Whole => (None, None),
    };
    SuggestedFindingJson {
        question,
        section,
        cause: one.draft.cause,
        severity: one.draft.severity,
        title: one.title,
        due: one.due,
        open_finding,
    }
}
