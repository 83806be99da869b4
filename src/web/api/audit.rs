//! The organisation's audit log with its proof.

use actix_web::{HttpResponse, web};

use crate::access::ViewAudit;
use crate::services::audit;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::respond::{Attachment, attachment};
use crate::web::visitor::ApiWho;

/// The whole audit log with a signed checkpoint, one JSON document a line, as `entente verify` reads it.
#[utoipa::path(
    get, path = "/api/v1/audit/file", tag = "audit", security(("bearer" = [])),
    responses((status = 200, body = String, content_type = "application/jsonl"))
)]
pub async fn file(who: ApiWho<ViewAudit>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let (proof, key) = (who.proof(), app.kit().signing_key()?);
    let text = app.read(move |tx, _| audit::audit_file(tx, &proof, &key)).await?;
    Ok(attachment(Attachment::Log, "audit.jsonl", text))
}

/// The signed checkpoint of the audit log (C2SP `tlog-checkpoint`).
#[utoipa::path(
    get, path = "/api/v1/audit/checkpoint", tag = "audit", security(("bearer" = [])),
    responses((status = 200, body = String, content_type = "text/plain"))
)]
pub async fn checkpoint(who: ApiWho<ViewAudit>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let (proof, key) = (who.proof(), app.kit().signing_key()?);
    let text = app.read(move |tx, _| audit::audit_checkpoint(tx, &proof, &key)).await?;
    Ok(attachment(Attachment::Text, "audit-checkpoint.txt", text))
}
