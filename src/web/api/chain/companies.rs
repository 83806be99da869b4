//! Who depends on whom.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{ManagePartners, ViewPortfolio};
use crate::services::chain::{self, Company, Use};
use crate::vetting::chain::Flag;
use crate::vetting::intake::DataCategory;
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// A partner that uses a company.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyUseJson {
    /// The partner's id.
    pub partner_id: String,
    /// Its name.
    pub partner: String,
    /// What for.
    pub purposes: Vec<String>,
    /// Where, by ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// With which data.
    pub data: Vec<DataCategory>,
    /// What to look at.
    pub flags: Vec<Flag>,
}

/// A company that partners use.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyJson {
    /// Its name, as most partners write it.
    pub name: String,
    /// Other names that count as this one.
    pub also: Vec<String>,
    /// The partners that use it.
    pub used_by: Vec<CompanyUseJson>,
}

/// Every company, the ones that most partners depend on first.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompaniesJson {
    /// How many partners there are, without archived ones.
    pub partners: usize,
    /// How many of them have a list.
    pub partners_with_a_list: usize,
    /// The companies.
    pub companies: Vec<CompanyJson>,
}

impl From<Use> for CompanyUseJson {
    fn from(one: Use) -> Self {
        Self {
            partner_id: one.partner.to_string(),
            partner: one.partner_name,
            purposes: one.purposes,
            countries: one.countries.into_iter().collect(),
            data: one.data.into_iter().collect(),
            flags: one.flags.into_iter().collect(),
        }
    }
}

impl From<Company> for CompanyJson {
    fn from(company: Company) -> Self {
        Self {
            name: company.name,
            also: company.also.into_iter().map(|(_, name)| name).collect(),
            used_by: company.uses.into_iter().map(CompanyUseJson::from).collect(),
        }
    }
}

/// Every sub-processor with the partners that use it.
#[utoipa::path(
    get, path = "/api/v1/portfolio/sub-processors", tag = "chain", security(("bearer" = [])),
    responses(
        (status = 200, body = CompaniesJson),
        (status = 403, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewPortfolio>,
    app: web::Data<App>,
) -> Result<web::Json<CompaniesJson>, WebError> {
    let proof = who.proof();
    let found = app.read(move |tx, _| chain::companies(tx, &proof)).await?;
    Ok(web::Json(CompaniesJson {
        partners: found.partners,
        partners_with_a_list: found.listed,
        companies: found.list.into_iter().map(CompanyJson::from).collect(),
    }))
}

/// Two names of one company.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeBody {
    /// A name on a partner's list.
    pub name: String,
    /// The name that it counts as.
    pub same_as: String,
}

/// Says that two names are the same company's.
#[utoipa::path(
    post, path = "/api/v1/portfolio/sub-processors/merge", tag = "chain", security(("bearer" = [])),
    request_body = MergeBody,
    responses(
        (status = 204),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn merge(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    body: web::Json<MergeBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, body) = (who.proof(), body.into_inner());
    app.write("company_merge", move |tx, now| {
        chain::company_merge(tx, &proof, (&body.name, &body.same_as), now)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A name that counts as another.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitBody {
    /// The name, as it was merged.
    pub name: String,
}

/// Takes back that a name counts as another.
#[utoipa::path(
    post, path = "/api/v1/portfolio/sub-processors/split", tag = "chain", security(("bearer" = [])),
    request_body = SplitBody,
    responses(
        (status = 204),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn split(
    who: ApiWho<ManagePartners>,
    app: web::Data<App>,
    body: web::Json<SplitBody>,
) -> Result<HttpResponse, WebError> {
    let (proof, name) = (who.proof(), body.into_inner().name);
    app.write("company_split", move |tx, now| chain::company_split(tx, &proof, &name, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
