//! What a partner is asked: the choice of the questionnaire and of how much of it.

use actix_web::web;
use serde::Deserialize;
use utoipa::ToSchema;

use super::questionnaires::RevisionJson;
use crate::access::ManageAssessments;
use crate::ids::{AssessmentId, QuestionnaireId};
use crate::services::vetting::{self, Asked};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// What a partner is to be asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseBody {
    /// The assessment's revision.
    pub revision: i64,
    /// A questionnaire of the organisation; the built-in one if left out.
    #[serde(default)]
    pub questionnaire: Option<String>,
    /// Its version.
    #[serde(default)]
    pub version: i64,
    /// Whether lower tiers are asked less; true if left out.
    #[serde(default = "by_tier")]
    pub by_tier: bool,
}

fn by_tier() -> bool {
    true
}

/// Chooses what a partner is asked, before the assessment is sent. The assessment's new revision comes back.
#[utoipa::path(
    put, path = "/api/v1/assessments/{id}/questionnaire", tag = "vetting", security(("bearer" = [])),
    request_body = ChooseBody, params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = RevisionJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn choose(
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<ChooseBody>,
) -> Result<web::Json<RevisionJson>, WebError> {
    let questionnaire = body.questionnaire.as_deref().map(|id| (QuestionnaireId::from(id), body.version));
    let asked = Asked { questionnaire, by_tier: body.by_tier };
    let (proof, id, revision) = (who.proof(), AssessmentId::from(id.as_str()), body.revision);
    let revision = app
        .write("assessment_choose", move |tx, now| {
            vetting::assessment_choose(tx, &proof, (&id, revision), &asked, now)
        })
        .await?;
    Ok(web::Json(RevisionJson { revision }))
}
