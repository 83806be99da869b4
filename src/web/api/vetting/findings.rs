//! Findings: opening, reading, changing.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::evidence::EvidenceJson;
use crate::access::{ReviewAnswers, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, FindingId, PartnerId};
use crate::services::vetting::{self, FindingFilter, FindingInput, FindingLine};
use crate::store::Finding;
use crate::vetting::findings::Severity;
use crate::vetting::remediation::{FindingEvent, FindingState};
use crate::web::api::create::{Create, MadeJson};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// A finding.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingJson {
    /// Its id.
    pub id: String,
    /// The partner that it is about.
    pub partner: String,
    /// The assessment that it came from.
    pub assessment: String,
    /// condition, plan or review.
    pub kind: &'static str,
    /// What is to be mended.
    pub title: String,
    /// What is asked, in more words.
    pub description: String,
    /// How bad it is.
    pub severity: Severity,
    /// The question that it is about.
    pub question: Option<String>,
    /// The decision that it is a condition of.
    pub decision: Option<String>,
    /// Who sees to it, by name.
    pub owner: String,
    /// The member who sees to it, by the id of the person.
    pub member: Option<String>,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// How it stands; an acceptance that ran out counts as open.
    pub state: FindingState,
    /// Whether it waits past its date.
    pub overdue: bool,
    /// Until when its risk is accepted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted_until: Option<Timestamp>,
    /// Whether the partner's respondent reads it.
    pub shared: bool,
    /// Counts its changes; a change names the one that it was made on.
    pub revision: i64,
    /// When it was opened.
    #[schema(value_type = String, format = DateTime)]
    pub opened: Timestamp,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed: Option<Timestamp>,
    /// What closed it; empty while open.
    pub closing_note: String,
}

impl FindingJson {
    fn of(row: Finding, now: Timestamp) -> Self {
        let standing = row.standing(now);
        Self {
            severity: row.severity(),
            state: standing.state,
            overdue: standing.overdue,
            due: standing.due,
            id: row.id.to_string(),
            partner: row.partner_id.to_string(),
            assessment: row.assessment_id.to_string(),
            kind: row.kind.as_str(),
            title: row.title,
            description: row.description,
            question: row.question_id,
            decision: row.decision_id.map(|id| id.to_string()),
            owner: row.owner,
            member: row.owner_user_id.map(|id| id.to_string()),
            accepted_until: row.accepted_until,
            shared: row.shared,
            revision: row.revision,
            opened: row.created_at,
            closed: row.closed_at,
            closing_note: row.closing_note,
        }
    }
}

/// Something that happened with a finding.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingEventJson {
    /// What.
    pub event: FindingEvent,
    /// The member who did it; none where the partner's respondent did.
    pub by: Option<String>,
    /// What they said; for a change, the names of the fields with commas between.
    pub note: String,
    /// The document that was shown.
    pub evidence: Option<String>,
    /// Until when an acceptance stands.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl From<FindingLine> for FindingEventJson {
    fn from(line: FindingLine) -> Self {
        Self {
            event: line.what,
            by: line.member,
            note: line.note,
            evidence: line.evidence.map(|id| id.to_string()),
            until: line.until,
            at: line.at,
        }
    }
}

/// A finding with its history.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingWhole {
    /// The finding.
    pub finding: FindingJson,
    /// What happened with it, oldest first.
    pub history: Vec<FindingEventJson>,
    /// The documents that were sent for it.
    pub documents: Vec<EvidenceJson>,
}

/// Which findings are asked for; words that name nothing ask for all of them.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct FindingQuery {
    /// overdue, open, reported, accepted or closed.
    pub state: String,
    /// critical, high or medium.
    pub severity: String,
}

/// The findings about a partner: overdue ones first, then what is open, the closed ones last.
#[utoipa::path(
    get, path = "/api/v1/partners/{id}/findings", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the partner"), FindingQuery),
    responses(
        (status = 200, body = Vec<FindingJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    query: web::Query<FindingQuery>,
) -> Result<web::Json<Vec<FindingJson>>, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    let filter = FindingFilter::named(&query.state, &query.severity);
    let found = app
        .read(move |tx, now| {
            let rows = vetting::finding_list(tx, &proof, &id, filter, now)?;
            Ok(rows.into_iter().map(|row| FindingJson::of(row, now)).collect())
        })
        .await?;
    Ok(web::Json(found))
}

/// A finding as it is opened or changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingBody {
    /// What is to be mended.
    pub title: String,
    /// What is asked, in more words.
    #[serde(default)]
    pub description: String,
    /// critical, high or medium.
    pub severity: String,
    /// Who sees to it, by name; not read where a member is named.
    #[serde(default)]
    pub owner: String,
    /// The member who sees to it, by the id of the person.
    #[serde(default)]
    pub member: String,
    /// Until when; left out, it is what the severity suggests.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due: Option<Timestamp>,
    /// The question that it is about; a finding keeps the one that it was opened with.
    #[serde(default)]
    pub question: String,
    /// The assessment that it comes from; left out, it is the partner's newest.
    #[serde(default)]
    pub assessment: Option<String>,
    /// Whether the partner's respondent reads it.
    #[serde(default)]
    pub shared: bool,
}

impl FindingBody {
    fn input(&self) -> FindingInput {
        FindingInput {
            title: self.title.clone(),
            description: self.description.clone(),
            severity: self.severity.clone(),
            owner: self.owner.clone(),
            member: self.member.clone(),
            due: self.due,
            question: self.question.clone(),
            assessment: self.assessment.as_deref().map(AssessmentId::from),
            shared: self.shared,
        }
    }
}

/// Opens a finding about a partner.
#[utoipa::path(
    post, path = "/api/v1/partners/{id}/findings", tag = "vetting", security(("bearer" = [])),
    request_body = FindingBody,
    params(
        ("id" = String, Path, description = "the partner"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 201, body = MadeJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn open(
    request: HttpRequest,
    who: ApiWho<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<FindingBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let (proof, id, input) = (who.proof(), PartnerId::from(id.as_str()), body.input());
    let opened = move |tx: &mut crate::store::WriteTx, now| {
        let made = vetting::finding_open(tx, &proof, &id, &input, now)?;
        Ok(MadeJson { id: made.to_string() })
    };
    create.answer(&app, "finding_open", opened).await
}

/// A finding, its history and the documents that were sent for it.
#[utoipa::path(
    get, path = "/api/v1/findings/{id}", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the finding")),
    responses(
        (status = 200, body = FindingWhole),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn fetch(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<FindingWhole>, WebError> {
    let (proof, id) = (who.proof(), FindingId::from(id.as_str()));
    let whole = app
        .read(move |tx, now| {
            let view = vetting::finding_view(tx, &proof, &id, now)?;
            Ok(FindingWhole {
                finding: FindingJson::of(view.row, now),
                history: view.events.into_iter().map(FindingEventJson::from).collect(),
                documents: view.documents.into_iter().map(|(_, one)| EvidenceJson::from(one)).collect(),
            })
        })
        .await?;
    Ok(web::Json(whole))
}

/// A change of a finding.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingChange {
    /// The revision that was looked at.
    pub revision: i64,
    /// What it says from now on.
    pub finding: FindingBody,
}

/// Changes what a finding says. The words of a condition stay, and its day moves only nearer.
#[utoipa::path(
    put, path = "/api/v1/findings/{id}", tag = "vetting", security(("bearer" = [])),
    request_body = FindingChange, params(("id" = String, Path, description = "the finding")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change(
    who: ApiWho<ReviewAnswers>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<FindingChange>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), FindingId::from(id.as_str()));
    let (seen, input) = (body.revision, body.finding.input());
    app.write("finding_change", move |tx, now| vetting::finding_change(tx, &proof, (&id, seen), &input, now))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
