//! An organisation: its name, its people, its audit log.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::create::Create;
use crate::access::{LinkToken, ManagePeople, Role, ViewAudit};
use crate::clock::Timestamp;
use crate::ids::{InvitationId, MembershipId};
use crate::services::access::{self, invite_member};
use crate::services::{ServiceError, audit};
use crate::store::MembershipStatus;
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::route::{Route, api};
use crate::web::visitor::ApiWho;

/// The routes of this noun.
pub const ROUTES: &[Route] = &[
    Route::get("/api/v1/members", api::<ManagePeople>(), || web::to(members)),
    Route::put("/api/v1/members/{id}", api::<ManagePeople>(), || web::to(member_update)),
    Route::put("/api/v1/organisation", api::<ManagePeople>(), || web::to(rename)),
    Route::get("/api/v1/invitations", api::<ManagePeople>(), || web::to(invitations)),
    Route::post("/api/v1/invitations", api::<ManagePeople>(), || web::to(invite)),
    Route::delete("/api/v1/invitations/{id}", api::<ManagePeople>(), || web::to(invitation_revoke)),
    Route::get("/api/v1/audit", api::<ViewAudit>(), || web::to(audit_log)),
];

/// The description of these routes.
#[derive(Debug, OpenApi)]
#[openapi(paths(rename, members, member_update, invitations, invite, invitation_revoke, audit_log))]
pub struct Doc;

/// What the organisation is to be called.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationName {
    /// The name, 1 to 120 characters.
    pub name: String,
}

/// Gives the token's organisation another name.
#[utoipa::path(
    put, path = "/api/v1/organisation", tag = "people", security(("bearer" = [])), request_body = OrganisationName,
    responses((status = 204), (status = 422, body = Problem, content_type = "application/problem+json"))
)]
pub async fn rename(
    who: ApiWho<ManagePeople>,
    app: web::Data<App>,
    wanted: web::Json<OrganisationName>,
) -> Result<HttpResponse, WebError> {
    let (proof, name) = (who.proof(), wanted.into_inner().name);
    app.write("organisation_rename", move |tx, now| access::organisation_rename(tx, &proof, &name, now))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A member.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberJson {
    /// The membership's id.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// Whether the membership counts.
    pub active: bool,
    /// Since when (RFC 3339).
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
}

/// The members of the token's organisation.
#[utoipa::path(
    get, path = "/api/v1/members", tag = "people", security(("bearer" = [])),
    responses(
        (status = 200, body = Vec<MemberJson>),
        (status = 403, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn members(
    who: ApiWho<ManagePeople>,
    app: web::Data<App>,
) -> Result<web::Json<Vec<MemberJson>>, WebError> {
    let proof = who.proof();
    let (members, _) = app.read(move |tx, now| access::people(tx, &proof, now)).await?;
    let json = members.into_iter().map(|member| MemberJson {
        id: member.membership.id.to_string(),
        name: member.name,
        email: member.email,
        role: member.membership.role,
        active: member.membership.status == MembershipStatus::Active,
        since: member.membership.created_at,
    });
    Ok(web::Json(json.collect()))
}

/// What a member should be from now on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberChange {
    /// The role.
    pub role: Role,
    /// Whether the membership counts; a suspended member's sessions end at once.
    pub active: bool,
}

/// Changes a member's role or suspends them.
#[utoipa::path(
    put, path = "/api/v1/members/{id}", tag = "people", security(("bearer" = [])),
    params(("id" = String, Path, description = "the membership")), request_body = MemberChange,
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn member_update(
    who: ApiWho<ManagePeople>,
    app: web::Data<App>,
    id: web::Path<String>,
    change: web::Json<MemberChange>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), MembershipId::from(id.as_str()));
    let status = if change.active { MembershipStatus::Active } else { MembershipStatus::Suspended };
    let role = change.role;
    app.write("member_update", move |tx, now| access::member_update(tx, &proof, &id, (role, status), now))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// An invitation that nobody has accepted yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenInvitationJson {
    /// The invitation's id, to withdraw it.
    pub id: String,
    /// The address that it is bound to; null for one to a partner's people.
    pub email: Option<String>,
    /// The role that it grants.
    pub role: String,
    /// The partner whose people it invites to start an organisation; null for one to this organisation.
    pub partner_id: Option<String>,
    /// Until when it works.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// The open invitations of the token's organisation.
#[utoipa::path(
    get, path = "/api/v1/invitations", tag = "people", security(("bearer" = [])),
    responses(
        (status = 200, body = Vec<OpenInvitationJson>),
        (status = 403, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn invitations(
    who: ApiWho<ManagePeople>,
    app: web::Data<App>,
) -> Result<web::Json<Vec<OpenInvitationJson>>, WebError> {
    let proof = who.proof();
    let (_, open) = app.read(move |tx, now| access::people(tx, &proof, now)).await?;
    let json = open.into_iter().map(|one| OpenInvitationJson {
        id: one.id.to_string(),
        email: one.email,
        role: one.role,
        partner_id: one.partner_id.map(|id| id.to_string()),
        expires_at: one.expires_at,
    });
    Ok(web::Json(json.collect()))
}

/// Whom to invite, as what.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// The person's address; the invitation is bound to it.
    pub email: String,
    /// The role it grants.
    pub role: Role,
}

/// An invitation, with its link, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationJson {
    /// The invitation's id, to withdraw it.
    pub id: String,
    /// The link to hand to the person; it works once, for seven days.
    pub link: String,
}

/// Invites a person to the token's organisation.
#[utoipa::path(
    post, path = "/api/v1/invitations", tag = "people", security(("bearer" = [])), request_body = NewInvitation,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe")),
    responses(
        (status = 201, body = InvitationJson),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn invite(
    request: HttpRequest,
    who: ApiWho<ManagePeople>,
    app: web::Data<App>,
    new: web::Json<NewInvitation>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &new.0)?;
    let (proof, new, linker) = (who.proof(), new.0, app.clone());
    let token = LinkToken::fresh("").map_err(ServiceError::from)?;
    create
        .shown_once()
        .answer(&app, "invitation_add", move |tx, now| {
            let id = invite_member(tx, &proof, (&new.email, new.role), &token, now)?;
            let link = linker.link(&format!("/invite/{}", token.expose()));
            Ok(InvitationJson { id: id.to_string(), link })
        })
        .await
}

/// Withdraws an open invitation.
#[utoipa::path(
    delete, path = "/api/v1/invitations/{id}", tag = "people", security(("bearer" = [])),
    params(("id" = String, Path, description = "the invitation")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"))
)]
pub async fn invitation_revoke(
    who: ApiWho<ManagePeople>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), InvitationId::from(id.as_str()));
    app.write("invitation_revoke", move |tx, now| access::invitation_revoke(tx, &proof, &id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Which part of the log.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Only records before this sequence number.
    before: Option<i64>,
    /// How many at most, 1 to 500; 100 unless told.
    limit: Option<i64>,
}

/// One record of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditJson {
    /// The sequence number; give the smallest one as `before` to read on.
    pub seq: i64,
    /// When (RFC 3339).
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// `person`, `token`, `respondent`, `system` or `nobody`.
    pub actor_kind: String,
    /// Whose id.
    pub actor_id: String,
    /// What was done or tried.
    pub action: String,
    /// `done` or `denied`.
    pub outcome: String,
    /// The kind of thing.
    pub object_kind: String,
    /// Its id.
    pub object_id: String,
}

/// The organisation's audit log, newest first.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "people", security(("bearer" = [])), params(AuditQuery),
    responses(
        (status = 200, body = Vec<AuditJson>),
        (status = 403, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn audit_log(
    who: ApiWho<ViewAudit>,
    app: web::Data<App>,
    query: web::Query<AuditQuery>,
) -> Result<web::Json<Vec<AuditJson>>, WebError> {
    let limit = query.limit.unwrap_or(100);
    if !(1..=500).contains(&limit) {
        return Err(ServiceError::field("limit", "fault-limit").into());
    }
    let (proof, before) = (who.proof(), query.before);
    let records = app.read(move |tx, _| Ok(audit::list(tx, &proof, before, limit)?)).await?;
    let json = records.into_iter().map(|(seq, record)| AuditJson {
        seq,
        at: record.at,
        actor_kind: record.actor_kind,
        actor_id: record.actor_id,
        action: record.action,
        outcome: record.outcome,
        object_kind: record.object_kind,
        object_id: record.object_id,
    });
    Ok(web::Json(json.collect()))
}
