//! Lists of sub-processors.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{ManagePartners, ViewPartners};
use crate::ids::{AssessmentId, PartnerId, SubProcessorId};
use crate::services::chain::{self, Listed, Lists};
use crate::store::WriteTx;
use crate::vetting::chain::{EntryInput, Flag};
use crate::vetting::intake::DataCategory;
use crate::web::api::create::{Create, MadeJson};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// A company that handles data for a partner, as it is sent.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubProcessorBody {
    /// Its legal name; at most 200 letters.
    pub name: String,
    /// What it does with the data; at most 500 letters.
    pub purpose: String,
    /// The categories of data, in the intake's words.
    pub data: Vec<String>,
    /// Its country, by ISO 3166-1 alpha-2.
    pub country: String,
    /// not_needed, adequacy, scc_tia, bcr, derogation or none.
    pub transfer: String,
    /// Since when it is used, `2027-03-12`.
    #[serde(default)]
    pub since: String,
    /// Its web address.
    #[serde(default)]
    pub website: String,
}

impl SubProcessorBody {
    /// What was sent.
    pub fn input(&self) -> EntryInput {
        EntryInput {
            name: self.name.clone(),
            purpose: self.purpose.clone(),
            data: self.data.clone(),
            country: self.country.clone(),
            transfer: self.transfer.clone(),
            since: self.since.clone(),
            website: self.website.clone(),
        }
    }
}

/// A changed company, with the revision that was looked at.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubProcessorChange {
    /// The revision that was looked at.
    pub revision: i64,
    /// The company as it should be.
    pub company: SubProcessorBody,
}

/// A company of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubProcessorJson {
    /// Its id.
    pub id: String,
    /// Counts the changes; a change names the one that it was made on.
    pub revision: i64,
    /// Its legal name.
    pub name: String,
    /// What it does with the data.
    pub purpose: String,
    /// The categories of data.
    pub data: Vec<DataCategory>,
    /// Its country, by ISO 3166-1 alpha-2.
    pub country: String,
    /// On which ground data may go there.
    pub transfer: String,
    /// Since when it is used.
    #[schema(value_type = Option<String>, format = Date)]
    pub since: Option<String>,
    /// Its web address; may be empty.
    pub website: String,
    /// What to look at.
    pub flags: Vec<Flag>,
    /// Whether the round before did not name it.
    pub is_new: bool,
    /// Whether it came from the list before and nobody has touched it since.
    pub carried_over: bool,
}

/// A list beside the one of the round before.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubProcessorsJson {
    /// The companies, by name.
    pub list: Vec<SubProcessorJson>,
    /// Names of companies that the round before named and this list does not.
    pub gone: Vec<String>,
    /// Whether the partner says in words that no other company handles the data.
    pub nobody: bool,
}

impl From<Listed> for SubProcessorJson {
    fn from(one: Listed) -> Self {
        Self {
            id: one.row.id.to_string(),
            revision: one.row.revision,
            name: one.row.name,
            purpose: one.row.purpose,
            data: one.data.into_iter().collect(),
            country: one.row.country,
            transfer: one.row.transfer,
            since: one.row.since_on,
            website: one.row.website,
            flags: one.flags,
            is_new: one.is_new,
            carried_over: one.row.carried_over,
        }
    }
}

fn json(lists: Lists) -> web::Json<SubProcessorsJson> {
    web::Json(SubProcessorsJson {
        list: lists.listed.into_iter().map(SubProcessorJson::from).collect(),
        gone: lists.gone.into_iter().map(|row| row.name).collect(),
        nobody: lists.nobody,
    })
}

/// Who handles data for the partner, as it is kept now.
#[utoipa::path(
    get, path = "/api/v1/partners/{id}/sub-processors", tag = "chain", security(("bearer" = [])),
    params(("id" = String, Path, description = "the partner")),
    responses(
        (status = 200, body = SubProcessorsJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn kept(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<SubProcessorsJson>, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    Ok(json(app.read(move |tx, _| chain::list_kept(tx, &proof, &id)).await?))
}

/// Who handles data for the partner, as it stated in an assessment.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/sub-processors", tag = "chain", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = SubProcessorsJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn stated(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<SubProcessorsJson>, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    Ok(json(app.read(move |tx, _| chain::list_of_assessment(tx, &proof, &id)).await?))
}

/// Adds a company to the list that is kept between rounds.
#[utoipa::path(
    post, path = "/api/v1/partners/{id}/sub-processors", tag = "chain", security(("bearer" = [])),
    request_body = SubProcessorBody,
    params(
        ("id" = String, Path, description = "the partner"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes a repeated create safe"),
    ),
    responses(
        (status = 201, body = MadeJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn add(
    request: HttpRequest,
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<SubProcessorBody>,
) -> Result<HttpResponse, WebError> {
    let create = Create::of(&request, who.org(), &*body)?;
    let (proof, id, input) = (who.proof(), PartnerId::from(id.as_str()), body.input());
    let added = move |tx: &mut WriteTx, now| {
        let id = chain::entry_add(tx, &proof, &id, &input, now)?;
        Ok(MadeJson { id: id.to_string() })
    };
    create.answer(&app, "entry_add", added).await
}

/// Puts these companies in the place of the kept list; all of them or none. An empty list empties it.
#[utoipa::path(
    put, path = "/api/v1/partners/{id}/sub-processors", tag = "chain", security(("bearer" = [])),
    request_body = Vec<SubProcessorBody>, params(("id" = String, Path, description = "the partner")),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "faults are named by place, `2.country`, from 0", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn replace(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    body: web::Json<Vec<SubProcessorBody>>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), PartnerId::from(id.as_str()));
    let inputs: Vec<EntryInput> = body.iter().map(SubProcessorBody::input).collect();
    app.write("list_replace", move |tx, now| chain::list_replace(tx, &proof, (&id, &inputs), now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes a company of the kept list.
#[utoipa::path(
    put, path = "/api/v1/partners/{id}/sub-processors/{entry}", tag = "chain", security(("bearer" = [])),
    request_body = SubProcessorChange,
    params(
        ("id" = String, Path, description = "the partner"),
        ("entry" = String, Path, description = "the company on the list"),
    ),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    ids: web::Path<(String, String)>,
    body: web::Json<SubProcessorChange>,
) -> Result<HttpResponse, WebError> {
    let (proof, partner) = (who.proof(), PartnerId::from(ids.0.as_str()));
    let (entry, revision, input) =
        (SubProcessorId::from(ids.1.as_str()), body.revision, body.company.input());
    app.write("entry_change", move |tx, now| {
        chain::entry_change(tx, &proof, (&partner, &entry, revision), &input, now)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a company off the kept list.
#[utoipa::path(
    delete, path = "/api/v1/partners/{id}/sub-processors/{entry}", tag = "chain", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the partner"),
        ("entry" = String, Path, description = "the company on the list"),
    ),
    responses(
        (status = 204),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn remove(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    ids: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (proof, partner, entry) =
        (who.proof(), PartnerId::from(ids.0.as_str()), SubProcessorId::from(ids.1.as_str()));
    app.write("entry_remove", move |tx, now| chain::entry_remove(tx, &proof, (&partner, &entry), now))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
