//! This round beside the last one.

use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::ViewPartners;
use crate::clock::Timestamp;
use crate::ids::AssessmentId;
use crate::services::vetting::{self, LastRound, RoundAnswer, RoundChange, RoundLine};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// What became of the questions since the partner's round before.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ChangesJson {
    /// The earlier assessment; none if this is the partner's first round.
    pub before: Option<String>,
    /// When it was submitted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub before_submitted: Option<Timestamp>,
    /// Every question of this round, in order; empty in a first round.
    pub questions: Vec<ChangeJson>,
}

/// What became of one question.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeJson {
    /// The question.
    pub question: String,
    /// new, changed or unchanged.
    pub change: RoundChange,
    /// The earlier answer; none for a new question.
    pub before: Option<BeforeJson>,
}

/// An answer of the earlier round, with its review.
#[derive(Debug, Serialize, ToSchema)]
pub struct BeforeJson {
    /// The words of the answer, in English; none where nothing was chosen.
    pub answer: Option<String>,
    /// Why the question did not apply, if the partner said so.
    pub not_applicable: Option<String>,
    /// What the partner wrote beside it.
    pub comment: String,
    /// The evidence that a reviewer saw: E0 to E3.
    pub level: Option<String>,
    /// The words of what a reviewer found true instead, in English.
    pub corrected: Option<String>,
    /// What the reviewer wrote.
    pub note: String,
}

impl From<RoundAnswer> for BeforeJson {
    fn from(answer: RoundAnswer) -> Self {
        let words = |text: crate::vetting::text::Text| text.in_language("en").to_owned();
        Self {
            answer: answer.label.map(words),
            not_applicable: answer.not_applicable,
            comment: answer.comment,
            level: answer.level,
            corrected: answer.corrected.map(words),
            note: answer.note,
        }
    }
}

impl From<RoundLine> for ChangeJson {
    fn from(line: RoundLine) -> Self {
        Self { question: line.question, change: line.change, before: line.before.map(BeforeJson::from) }
    }
}

impl From<LastRound> for ChangesJson {
    fn from(round: LastRound) -> Self {
        Self {
            before: Some(round.assessment.to_string()),
            before_submitted: round.submitted_at,
            questions: round.questions.into_iter().map(ChangeJson::from).collect(),
        }
    }
}

/// What became of each question since the partner's round before.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/changes", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = ChangesJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn changes(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<ChangesJson>, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let round = app.read(move |tx, _| vetting::round_changes(tx, &proof, &id)).await?;
    Ok(web::Json(round.map(ChangesJson::from).unwrap_or_default()))
}
