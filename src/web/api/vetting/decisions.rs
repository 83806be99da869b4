//! Decisions.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{Decide, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, DecisionId, PartnerId};
use crate::services::vetting::{self, ConditionInput, DecisionInput, DecisionLine};
use crate::vetting::decision::Decision;
use crate::web::api::create::Create;
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionJson {
    /// Its id.
    pub id: String,
    /// The assessment that it ends.
    pub assessment: String,
    /// What was decided.
    pub decided: Decision,
    /// What the score said.
    pub computed: Decision,
    /// Why; may be empty where the score was followed.
    pub reason: String,
    /// awaiting_second, current, superseded or void.
    pub status: &'static str,
    /// Who decided.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Until when it counts.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// The second person, once one agreed.
    pub second: Option<String>,
}

impl DecisionJson {
    fn of(line: DecisionLine) -> Self {
        Self {
            id: line.row.id.to_string(),
            assessment: line.row.assessment_id.to_string(),
            decided: line.decided,
            computed: line.computed,
            reason: line.row.reason,
            status: line.row.status.as_str(),
            by: line.by,
            at: line.row.decided_at,
            until: line.row.expires_at,
            second: line.second,
        }
    }
}

/// Every decision about a partner, newest first.
#[utoipa::path(
    get, path = "/api/v1/partners/{id}/decisions", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the partner")),
    responses(
        (status = 200, body = Vec<DecisionJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<DecisionJson>>, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    let lines = app
        .read(move |tx, _| {
            let partner = vetting::partner_fetch(tx, &proof, &id)?;
            vetting::decision_list(tx, &proof, &partner.id)
        })
        .await?;
    Ok(web::Json(lines.into_iter().map(DecisionJson::of).collect()))
}

/// A condition of an approval.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionBody {
    /// What is to be mended.
    pub title: String,
    /// The question that it is about, or empty.
    #[serde(default)]
    pub question: String,
    /// Who sees to it.
    pub owner: String,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
}

/// A decision as it is made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// What is decided.
    pub decided: Decision,
    /// Why; at least 40 characters where the score is not followed.
    #[serde(default)]
    pub reason: String,
    /// Until when an override stands, six months at most.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// The conditions of an approval with conditions.
    #[serde(default)]
    pub conditions: Vec<ConditionBody>,
    /// The digest of the inputs that were looked at.
    pub digest: String,
}

impl DecisionBody {
    fn input(&self) -> DecisionInput {
        let condition = |body: &ConditionBody| ConditionInput {
            title: body.title.clone(),
            question: body.question.clone(),
            owner: body.owner.clone(),
            due: Some(body.due),
        };
        DecisionInput {
            decided: self.decided,
            reason: self.reason.clone(),
            until: self.until,
            conditions: self.conditions.iter().map(condition).collect(),
            digest: self.digest.clone(),
        }
    }
}

/// What was decided just now.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecidedJson {
    /// The decision's id.
    pub id: String,
    /// current, or awaiting_second: for an override that is kinder than the score, and where much of a section is accepted as
    /// not applicable.
    pub status: &'static str,
}

/// Decides.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/decisions", tag = "vetting", security(("bearer" = [])),
    request_body = DecisionBody,
    params(
        ("id" = String, Path, description = "the assessment"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 201, body = DecidedJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn make(
    request: HttpRequest,
    who: ApiWho<Decide>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<DecisionBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let (proof, id, input) = (who.proof(), AssessmentId::from(id.as_str()), body.input());
    let made = move |tx: &mut crate::store::WriteTx, now| {
        let made = vetting::decision_make(tx, &proof, &id, &input, now)?;
        Ok(DecidedJson { id: made.id.to_string(), status: made.status.as_str() })
    };
    create.answer(&app, "decision_make", made).await
}

/// Agrees to an override as the second person.
#[utoipa::path(
    post, path = "/api/v1/decisions/{id}/second", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the decision")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn second(
    who: ApiWho<Decide>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), DecisionId::from(id.as_str()));
    app.write("decision_second", move |tx, now| vetting::decision_second(tx, &proof, &id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes an override back that waits for a second person.
#[utoipa::path(
    post, path = "/api/v1/decisions/{id}/decline", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the decision")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn decline(
    who: ApiWho<Decide>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), DecisionId::from(id.as_str()));
    app.write("decision_decline", move |tx, now| vetting::decision_decline(tx, &proof, &id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
