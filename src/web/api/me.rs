//! Who a token speaks for.

use actix_web::web;
use serde::Serialize;

use crate::access::{ActorKind, Role, UseAccount};
use crate::services::access::whoami;
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// The person and organisation behind a token.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Me {
    /// The person's id.
    pub user_id: String,
    /// The person's name.
    pub name: String,
    /// The organisation's id.
    pub organisation_id: String,
    /// The organisation's name.
    pub organisation: String,
    /// The person's role there.
    pub role: Role,
    /// Whether the token may change things.
    pub writes: bool,
}

/// Who the token speaks for.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "account", security(("bearer" = [])),
    responses((status = 200, body = Me), (status = 401, body = Problem, content_type = "application/problem+json"))
)]
pub async fn me(who: ApiWho<UseAccount>, app: web::Data<App>) -> Result<web::Json<Me>, WebError> {
    let proof = who.proof();
    let me = app.read(move |tx, _| {
        let (user, org) = whoami(tx, &proof)?;
        Ok(Me {
            user_id: user.id.to_string(),
            name: user.name,
            organisation_id: org.id.to_string(),
            organisation: org.name,
            role: proof.actor().role(),
            writes: !matches!(proof.actor().kind(), ActorKind::Token { writes: false, .. }),
        })
    });
    Ok(web::Json(me.await?))
}
