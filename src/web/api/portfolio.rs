//! The portfolio as data.

use actix_web::web;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::access::ViewPortfolio;
use crate::clock::Timestamp;
use crate::services::reports::{self, Portfolio, RoomStanding, Standing};
use crate::vetting::scoring::Band;
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::route::{Route, api};
use crate::web::visitor::ApiWho;

/// The routes of this noun.
pub const ROUTES: &[Route] =
    &[Route::get("/api/v1/portfolio", api::<ViewPortfolio>(), || web::to(portfolio))];

/// The description of these routes.
#[derive(Debug, OpenApi)]
#[openapi(paths(portfolio))]
pub struct Doc;

/// The organisation's portfolio at one moment. Risk numbers are in hundredths.
#[derive(Debug, Serialize, ToSchema)]
pub struct PortfolioJson {
    /// When it was read.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// How many partners there are, without archived ones.
    pub partners: usize,
    /// How many of them wait for this organisation.
    pub need_us: usize,
    /// Conditions past their date.
    pub overdue_conditions: usize,
    /// Rooms that count now.
    pub rooms_counting: usize,
    /// The partners, riskiest first.
    pub standings: Vec<StandingJson>,
}

/// Where one partner stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingJson {
    /// The partner's id.
    pub partner_id: String,
    /// Its name.
    pub name: String,
    /// Inherent risk.
    pub inherent: Option<u32>,
    /// Control effectiveness.
    pub control: Option<u32>,
    /// Residual risk, gates applied.
    pub residual: Option<u32>,
    /// The lower end of its range.
    pub residual_best: Option<u32>,
    /// The upper end of its range.
    pub residual_worst: Option<u32>,
    /// `low`, `moderate`, `high` or `critical`.
    pub band: Option<&'static str>,
    /// Confidence.
    pub confidence: Option<u32>,
    /// The decision that counts or counted last.
    pub decision: Option<String>,
    /// When it ends or ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decision_ends_at: Option<Timestamp>,
    /// What the partner waits for: `second_person`, `review`, `evidence_expired`, `overdue_conditions`, `reassessment`, `sending`,
    /// `assessment`, `answers` or `nothing`.
    pub awaits: &'static str,
    /// The rooms with it.
    pub rooms: Vec<RoomJson>,
}

/// A room, as the portfolio sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomJson {
    /// The room's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it counts now.
    pub counts: bool,
    /// Whether it is closed for good.
    pub closed: bool,
}

/// Every partner by risk, and what waits.
#[utoipa::path(
    get, path = "/api/v1/portfolio", tag = "portfolio", security(("bearer" = [])),
    responses(
        (status = 200, body = PortfolioJson),
        (status = 403, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn portfolio(
    who: ApiWho<ViewPortfolio>,
    app: web::Data<App>,
) -> Result<web::Json<PortfolioJson>, WebError> {
    let proof = who.proof();
    let portfolio = app.read(move |tx, now| reports::portfolio(tx, &proof, now)).await?;
    Ok(web::Json(json(&portfolio)))
}

fn json(portfolio: &Portfolio) -> PortfolioJson {
    PortfolioJson {
        at: portfolio.at,
        partners: portfolio.standings.len(),
        need_us: reports::needs_us(portfolio),
        overdue_conditions: portfolio.overdue.len(),
        rooms_counting: portfolio.rooms.iter().filter(|room| room.counts).count(),
        standings: portfolio.standings.iter().map(standing).collect(),
    }
}

fn standing(standing: &Standing) -> StandingJson {
    let line = &standing.line;
    let score = line.score.as_ref();
    StandingJson {
        partner_id: line.partner.id.to_string(),
        name: line.partner.name.clone(),
        inherent: score.map(|score| score.inherent),
        control: score.and_then(|score| score.control),
        residual: score.and_then(|score| score.residual),
        residual_best: score.and_then(|score| score.residual_best),
        residual_worst: score.and_then(|score| score.residual_worst),
        band: score.and_then(|score| score.band).map(band),
        confidence: score.and_then(|score| score.confidence),
        decision: line.decision.as_ref().map(|row| row.decided.clone()),
        decision_ends_at: line.decision.as_ref().map(|row| row.expires_at),
        awaits: line.awaits.as_str(),
        rooms: standing.rooms.iter().map(room).collect(),
    }
}

fn room(room: &RoomStanding) -> RoomJson {
    RoomJson { id: room.id.to_string(), name: room.name.clone(), counts: room.counts, closed: room.closed }
}

fn band(band: Band) -> &'static str {
    match band {
        Band::Low => "low",
        Band::Moderate => "moderate",
        Band::High => "high",
        Band::Critical => "critical",
    }
}
