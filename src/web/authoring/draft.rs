//! The draft: what it lacks, its weights, its order, and making a version of it.

use actix_web::{HttpResponse, web};

use super::draft_view::DraftPage;
use super::fields::{self, Fields, field, revision};
use super::section::section_id;
use crate::access::AuthorQuestionnaires;
use crate::ids::QuestionnaireId;
use crate::services::authoring::{self, Edit};
use crate::services::{FieldFault, ServiceError};
use crate::vetting::code::{QuestionId, SectionId};
use crate::vetting::questionnaire::draft::Step;
use crate::web::app::App;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::respond::see_other_saying;
use crate::web::vetting::{ok, unprocessable};
use crate::web::visitor::Who;

/// GET /questionnaires/{id}/draft
pub async fn page(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(show(&who, &app, &id, (&Vec::new(), &[])).await?))
}

async fn show(
    who: &Who<AuthorQuestionnaires>,
    app: &App,
    id: &str,
    (typed, faults): (&Fields, &[FieldFault]),
) -> Result<DraftPage, WebError> {
    let written = fields::load(who, app, id).await?;
    let c = fields::under_one(who.chrome(app, "draft-title"), &written);
    Ok(DraftPage::new(c, &written, (typed, faults))?)
}

/// POST /questionnaires/{id}/draft/weights
pub async fn weights(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let own = |(name, value): &(String, String)| {
        Some((SectionId::new(name.strip_prefix("weight.")?).ok()?, value.clone()))
    };
    let edit = Edit::Weights(form.0.iter().filter_map(own).collect());
    match fields::edit(&who, &app, (&id, revision(&form.0)), edit).await {
        Ok(_) => Ok(see_other_saying(&app, &format!("/questionnaires/{id}/draft"), "flash-draft-saved")),
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(show(&who, &app, &id, (&form.0, &faults)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// POST /questionnaires/{id}/draft/order: moves a section or a question by one place.
pub async fn order(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    // Another organisation's is not found, whatever the form says.
    fields::load(&who, &app, &id).await?;
    let edit = moved(&form.0)?;
    let place = match &edit {
        Edit::MoveQuestion(question, _) => format!("#q-{question}"),
        _ => "#sections".to_owned(),
    };
    fields::edit(&who, &app, (&id, revision(&form.0)), edit).await?;
    Ok(see_other_saying(&app, &format!("/questionnaires/{id}/draft{place}"), "flash-draft-moved"))
}

fn moved(form: &Fields) -> Result<Edit, ServiceError> {
    let question = |name: &str| QuestionId::new(field(form, name)).ok();
    if let Some(id) = question("up") {
        return Ok(Edit::MoveQuestion(id, Step::Up));
    }
    if let Some(id) = question("down") {
        return Ok(Edit::MoveQuestion(id, Step::Down));
    }
    match (field(form, "section_up"), field(form, "section_down")) {
        ("", "") => Err(ServiceError::field("up", "fault-order")),
        ("", down) => Ok(Edit::MoveSection(section_id(down)?, Step::Down)),
        (up, _) => Ok(Edit::MoveSection(section_id(up)?, Step::Up)),
    }
}

/// POST /questionnaires/{id}/draft/publish
pub async fn publish(
    who: Who<AuthorQuestionnaires>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<Fields>,
) -> Result<HttpResponse, WebError> {
    let (proof, own, revision) = (who.proof(), QuestionnaireId::from(id.as_str()), revision(&form.0));
    let done = app
        .write("draft_publish", move |tx, now| authoring::draft_publish(tx, &proof, (&own, revision), now));
    match done.await {
        Ok(_) => {
            Ok(see_other_saying(&app, &format!("/questionnaires/{id}"), "flash-questionnaire-published"))
        }
        // What stands in the way is on the page already, with its place.
        Err(ServiceError::Invalid(_)) => Ok(unprocessable(show(&who, &app, &id, (&Vec::new(), &[])).await?)),
        Err(error) => Err(error.into()),
    }
}
