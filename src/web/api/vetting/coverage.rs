//! Coverage by law, of one assessment and of all partners.

use std::collections::BTreeMap;

use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{ViewPartners, ViewPortfolio};
use crate::ids::AssessmentId;
use crate::services::vetting::{self, PortfolioLine};
use crate::vetting::coverage::{Cover, Line};
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::visitor::ApiWho;

/// A reference of a law or framework, and how well answers cover it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageJson {
    /// The law or framework: "GDPR".
    pub framework: String,
    /// The article, section or control: "28(3)".
    pub reference: String,
    /// How well it is covered: of several questions the worst counts.
    pub cover: Cover,
    /// The questions about it that were asked.
    pub questions: Vec<String>,
}

impl From<Line> for CoverageJson {
    fn from(line: Line) -> Self {
        Self {
            framework: line.of.framework,
            reference: line.of.reference,
            cover: line.cover,
            questions: line.questions.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A reference over all partners.
#[derive(Debug, Serialize, ToSchema)]
pub struct PortfolioCoverageJson {
    /// The law or framework.
    pub framework: String,
    /// The article, section or control.
    pub reference: String,
    /// The ids of the partners of each cover.
    #[schema(value_type = BTreeMap<String, Vec<String>>)]
    pub partners: BTreeMap<Cover, Vec<String>>,
}

impl From<PortfolioLine> for PortfolioCoverageJson {
    fn from(line: PortfolioLine) -> Self {
        let ids = |(cover, partners): (Cover, Vec<(crate::ids::PartnerId, String)>)| {
            (cover, partners.into_iter().map(|(id, _)| id.to_string()).collect())
        };
        Self {
            framework: line.of.framework,
            reference: line.of.reference,
            partners: line.partners.into_iter().map(ids).collect(),
        }
    }
}

/// Which articles, sections and controls an assessment's answers cover, and how well.
#[utoipa::path(
    get, path = "/api/v1/assessments/{id}/coverage", tag = "vetting", security(("bearer" = [])),
    params(("id" = String, Path, description = "the assessment")),
    responses(
        (status = 200, body = Vec<CoverageJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn assessment(
    who: ApiWho<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<CoverageJson>>, WebError> {
    let (proof, id) = (who.proof(), AssessmentId::from(id.as_str()));
    let lines = app.read(move |tx, _| vetting::assessment_coverage(tx, &proof, &id)).await?;
    Ok(web::Json(lines.into_iter().map(CoverageJson::from).collect()))
}

/// The same over all partners that have submitted.
#[utoipa::path(
    get, path = "/api/v1/portfolio/coverage", tag = "portfolio", security(("bearer" = [])),
    responses((status = 200, body = Vec<PortfolioCoverageJson>))
)]
pub async fn portfolio(
    who: ApiWho<ViewPortfolio>,
    app: web::Data<App>,
) -> Result<web::Json<Vec<PortfolioCoverageJson>>, WebError> {
    let proof = who.proof();
    let lines = app.read(move |tx, _| vetting::portfolio_coverage(tx, &proof)).await?;
    Ok(web::Json(lines.into_iter().map(PortfolioCoverageJson::from).collect()))
}
