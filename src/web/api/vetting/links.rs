//! The links of an assessment: made, looked at, prolonged and taken back. A link itself is shown once, when it is made.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{ManageAssessments, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{AssessmentId, RespondentLinkId};
use crate::services::access::session_token;
use crate::services::mail::{self, ContactInput};
use crate::services::vetting::{self, LINK_DAYS};
use crate::store::RespondentLink;
use crate::web::api::create::{Create, LinkJson};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::vetting::end_of_day;
use crate::web::visitor::ApiWho;

/// A link, as far as it may be known after it was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct RespondentLinkJson {
    /// Its id.
    pub id: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Until when it works.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// When somebody first began with it; null while nobody has.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opened_at: Option<Timestamp>,
    /// When it was taken back; null while it was not.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
    /// The one section that it reaches, for a colleague of the partner; null for all, and for a link for changes.
    pub section: Option<String>,
}

impl From<RespondentLink> for RespondentLinkJson {
    fn from(link: RespondentLink) -> Self {
        Self {
            id: link.id.to_string(),
            created_at: link.created_at,
            expires_at: link.expires_at,
            opened_at: link.opened_at,
            revoked_at: link.revoked_at,
            section: link.section_id,
        }
    }
}

/// The links of an assessment, newest first.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/links", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = Vec<RespondentLinkJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<RespondentLinkJson>>, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let links = app.read(move |tx, _| vetting::link_list(tx, &proof, &id)).await?;
    Ok(web::Json(links.into_iter().map(RespondentLinkJson::from).collect()))
}

/// For how long a link works, and the revision that was looked at.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendBody {
    /// The assessment's revision.
    pub revision: i64,
    /// Days, 1 to 90; 30 if left out.
    #[serde(default)]
    pub days: Option<u32>,
    /// On the first sending, whether the answers of the last round are brought along.
    #[serde(default)]
    pub carry_over: bool,
    /// Whom to mail the link to, where a mail server is set up; nobody if left out.
    #[serde(default)]
    pub email: String,
    /// The language of that mail, `en` or `fr`; English if left out.
    #[serde(default)]
    pub language: String,
    /// The day on which the answers are due, such as 2027-03-12; the organisation's usual time if left out.
    #[serde(default)]
    pub due: String,
}

/// Sends the questionnaire, or makes another link and revokes the earlier ones. The link is shown this once.
#[utoipa::path(
    post, path = "/api/v1/assessments/{id}/links", tag = "vetting", security(("bearer" = [])),
    request_body = SendBody,
    params(
        ("id" = String, Path, description = "the assessment"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 201, body = LinkJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn send(
    request: HttpRequest,
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<SendBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?.shown_once();
    let token = session_token()?;
    let link = app.link(&format!("/a/{}", token.expose()));
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let kit = app.kit().clone();
    let due = end_of_day(&body.due);
    let contact = ContactInput {
        email: body.email.clone(),
        language: body.language.clone(),
        due,
        due_unreadable: !body.due.is_empty() && due.is_none(),
    };
    let (revision, days, carry) = (body.revision, body.days.unwrap_or(LINK_DAYS), body.carry_over);
    let made = move |tx: &mut crate::store::WriteTx, now| {
        let made = vetting::link_make(tx, &proof, (&id, revision), (&token, days), now)?;
        mail::contact_save(tx, &proof, &kit, (&id, &token, &contact), now)?;
        if carry {
            vetting::answers_carry(tx, &proof, &id, now)?;
        }
        Ok(LinkJson { id: made.to_string(), link: link.clone() })
    };
    create.answer(&app, "assessment_send", made).await
}

/// For how long a link is to work from now on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendBody {
    /// Days from now: of an assessment's link 1 to 90, 30 if left out; of a link for changes up to 730, 365 if left out.
    #[serde(default)]
    pub days: Option<u32>,
}

/// Lets a link work for so many days from now; also one that has run out, and none that was taken back.
#[utoipa::path(
    post, path = "/api/v1/respondent-links/{id}/extend", tag = "vetting", security(("bearer" = [])),
    request_body = ExtendBody, params(("id" = String, Path, description = "the link")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn extend(
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<ExtendBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RespondentLinkId::from(id.as_str()));
    let days = body.days.unwrap_or(LINK_DAYS);
    app.write("link_extend", move |tx, now| vetting::link_extend(tx, &proof, &id, days, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Revokes a respondent's link and the sessions that it started.
#[utoipa::path(
    delete, path = "/api/v1/respondent-links/{id}", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the link")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"))
)]
pub async fn revoke(
    who: ApiWho<ManageAssessments>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RespondentLinkId::from(id.as_str()));
    app.write("link_revoke", move |tx, now| vetting::link_revoke(tx, &proof, &id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
