//! Partners.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{ManagePartners, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::PartnerId;
use crate::services::access::{invite_partner, session_token};
use crate::services::vetting::{self, PartnerInput, PartnerLine};
use crate::vetting::decision::Decision;
use crate::vetting::scoring::Band;
use crate::web::api::create::{Create, LinkJson, MadeJson};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// A partner as it is written.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartnerBody {
    /// The company's name; unique in the organisation.
    pub name: String,
    /// Its web address, or empty.
    #[serde(default)]
    pub website: String,
    /// The person to talk to, or empty.
    #[serde(default)]
    pub contact_name: String,
    /// That person's address, or empty.
    #[serde(default)]
    pub contact_email: String,
    /// Free text.
    #[serde(default)]
    pub notes: String,
}

impl PartnerBody {
    fn input(&self) -> PartnerInput {
        let body = self.clone();
        PartnerInput {
            name: body.name,
            website: body.website,
            contact_name: body.contact_name,
            contact_email: body.contact_email,
            notes: body.notes,
        }
    }
}

/// A partner as it stands. Numbers are hundredths of a point.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerJson {
    /// Its id.
    pub id: String,
    /// The record.
    #[serde(flatten)]
    pub record: PartnerBody,
    /// The company's own organisation on this server, once its people have joined.
    pub linked_organisation: Option<String>,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub added: Timestamp,
    /// When it was archived, if it was.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub archived: Option<Timestamp>,
    /// The assessment that counts.
    pub assessment: Option<String>,
    /// Residual risk, gates applied.
    pub residual: Option<u32>,
    /// The lower end of its range.
    pub residual_best: Option<u32>,
    /// The upper end of its range.
    pub residual_worst: Option<u32>,
    /// Its band.
    pub band: Option<Band>,
    /// The decision that counts.
    pub decision: Option<Decision>,
    /// Until when it counts.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decision_until: Option<Timestamp>,
    /// What the partner waits for.
    pub awaits: &'static str,
    /// Open findings.
    pub open_findings: usize,
}

impl PartnerJson {
    fn of(line: PartnerLine) -> Self {
        let partner = line.partner;
        let score = line.score;
        Self {
            id: partner.id.to_string(),
            record: PartnerBody {
                name: partner.name,
                website: partner.website,
                contact_name: partner.contact_name,
                contact_email: partner.contact_email,
                notes: partner.notes,
            },
            linked_organisation: partner.linked_org_id.map(|org| org.to_string()),
            added: partner.created_at,
            archived: partner.archived_at,
            assessment: line.assessment.map(|row| row.id.to_string()),
            residual: score.as_ref().and_then(|score| score.residual),
            residual_best: score.as_ref().and_then(|score| score.residual_best),
            residual_worst: score.as_ref().and_then(|score| score.residual_worst),
            band: score.as_ref().and_then(|score| score.band),
            decision: line.decision.as_ref().and_then(|row| row.decided.parse().ok()),
            decision_until: line.decision.map(|row| row.expires_at),
            awaits: line.awaits.as_str(),
            open_findings: line.open_findings.len(),
        }
    }
}

/// Every partner of the token's organisation, archived ones included.
#[utoipa::path(
    get, path = "/api/v1/partners", tag = "vetting", security(("bearer" = [])),
    responses((status = 200, body = Vec<PartnerJson>))
)]
pub async fn list(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
) -> Result<web::Json<Vec<PartnerJson>>, WebError> {
    let proof = who.proof();
    let lines = app.read(move |tx, now| vetting::partner_list(tx, &proof, now)).await?;
    Ok(web::Json(lines.into_iter().map(PartnerJson::of).collect()))
}

/// Adds a partner.
#[utoipa::path(
    post, path = "/api/v1/partners", tag = "vetting", security(("bearer" = [])), request_body = PartnerBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe")),
    responses(
        (status = 201, body = MadeJson),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn add(
    request: HttpRequest,
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    body: web::Json<PartnerBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let (proof, input) = (who.proof(), body.input());
    let made = move |tx: &mut crate::store::WriteTx, now| {
        let id = vetting::partner_add(tx, &proof, &input, now)?;
        Ok(MadeJson { id: id.to_string() })
    };
    create.answer(&app, "partner_add", made).await
}

/// One partner.
#[utoipa::path(
    get, path = "/api/v1/partners/{id}", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the partner")),
    responses(
        (status = 200, body = PartnerJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn fetch(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<PartnerJson>, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    let line = app
        .read(move |tx, now| {
            let partner = vetting::partner_fetch(tx, &proof, &id)?;
            vetting::partner_line(tx, &proof, partner, now)
        })
        .await?;
    Ok(web::Json(PartnerJson::of(line)))
}

/// Replaces a partner's record.
#[utoipa::path(
    put, path = "/api/v1/partners/{id}", tag = "vetting", security(("bearer" = [])), request_body = PartnerBody,
    params(("id" = String, Path, description = "the partner")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn update(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<PartnerBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, id, input) = (who.proof(), PartnerId::from(id.as_str()), body.input());
    app.write("partner_update", move |tx, now| vetting::partner_update(tx, &proof, &id, &input, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Puts a partner aside.
#[utoipa::path(
    post, path = "/api/v1/partners/{id}/archive", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the partner")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"))
)]
pub async fn archive(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    app.write("partner_archive", move |tx, now| vetting::partner_archive(tx, &proof, &id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Brings an archived partner back.
#[utoipa::path(
    post, path = "/api/v1/partners/{id}/restore", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the partner")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"))
)]
pub async fn restore(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    app.write("partner_restore", move |tx, now| vetting::partner_restore(tx, &proof, &id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Invites the partner's people to start an organisation of their own here; a room needs one.
#[utoipa::path(
    post, path = "/api/v1/partners/{id}/invitations", tag = "vetting", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the partner"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 201, body = LinkJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn invite(
    request: HttpRequest,
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &())?.shown_once();
    let token = session_token()?;
    let link = app.link(&format!("/invite/{}", token.expose()));
    let (proof, partner) = (who.proof(), PartnerId::from(id.as_str()));
    let made = move |tx: &mut crate::store::WriteTx, now| {
        let id = invite_partner(tx, &proof, &partner, &token, now)?;
        Ok(LinkJson { id: id.to_string(), link: link.clone() })
    };
    create.answer(&app, "invite_partner", made).await
}
