//! A partner's document, handed out to a member. Each time is in the audit log.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::access::{Allowed, Permission, ViewPartners};
use crate::ids::{AssessmentId, EvidenceId};
use crate::services::ServiceError;
use crate::services::evidence::{self, Evidence};
use crate::services::vetting::Dossier;
use crate::web::app::App;
use crate::web::components::EvidenceView;
use crate::web::error::WebError;
use crate::web::respond::file;
use crate::web::visitor::Who;
use crate::web::words::Words;

/// GET /assessments/{id}/evidence/{evidence}
pub async fn download(
    request: HttpRequest,
    who: Who<ViewPartners>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    handed_out((&request, &app), who.proof(), path.into_inner()).await
}

/// The document, by the ids of its assessment and of itself, as pages and the API hand it out.
pub async fn handed_out(
    (request, app): (&HttpRequest, &App),
    proof: Allowed<ViewPartners>,
    (assessment, id): (String, String),
) -> Result<HttpResponse, WebError> {
    let (assessment, id) = (AssessmentId::from(assessment.as_str()), EvidenceId::from(id.as_str()));
    let kit = app.kit().clone();
    let opened = app
        .write("evidence_read", move |tx, now| {
            evidence::evidence_read(tx, &proof, kit.master(), (&assessment, &id), now)
        })
        .await?;
    Ok(file(request, &opened))
}

/// The documents of an assessment.
pub(super) async fn load<P: Permission>(
    who: &Who<P>,
    app: &App,
    dossier: &Dossier,
) -> Result<Vec<Evidence>, ServiceError> {
    let proof = who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?;
    let id = dossier.assessment.id.clone();
    app.read(move |tx, now| evidence::evidence_list(tx, &proof, &id, now)).await
}

/// A document as a member's page lists it.
pub(super) fn view(words: Words, assessment: &AssessmentId, one: &Evidence) -> EvidenceView {
    EvidenceView::of(words, one, format!("/assessments/{assessment}/evidence/{}", one.id))
}
