//! The leadership page: the sentence, tiles, the matrix, the table; two pages when printed.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::matrix::{Mark, Matrix, matrix};
use super::view::portfolio_page;
use crate::access::ViewPortfolio;
use crate::services::reports;
use crate::web::app::App;
use crate::web::components::{Band, DecisionView, Empty, KeyValue, Link, ScoreView};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav, Page};
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// One number.
#[derive(Debug, Clone)]
pub struct Tile {
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: String,
    /// Of how many.
    pub note: String,
    /// Whether it needs an eye.
    pub warns: bool,
}

/// One partner.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number in the matrix.
    pub number: usize,
    /// Its name.
    pub partner: Link,
    /// Residual risk.
    pub score: ScoreView,
    /// Inherent risk.
    pub inherent: String,
    /// Control effectiveness.
    pub control: String,
    /// The decision that counts.
    pub decision: DecisionView,
    /// Until when.
    pub until: String,
    /// What it waits for.
    pub awaits: String,
    /// Whether it is our turn.
    pub ours: bool,
    /// Its rooms, in a few words.
    pub room: String,
    /// Why a room does not count.
    pub reasons: Vec<String>,
}

/// One room.
#[derive(Debug, Clone)]
pub struct RoomRow {
    /// Its name.
    pub room: Link,
    /// The organisation across the table.
    pub with: String,
    /// Whether it counts.
    pub state: String,
    /// The same, to colour it.
    pub good: bool,
    /// Why it does not.
    pub reasons: Vec<String>,
}

/// Something that happened lately.
#[derive(Debug, Clone)]
pub struct Happened {
    /// When.
    pub date: String,
    /// With whom.
    pub partner: Link,
    /// What.
    pub text: String,
}

/// A condition past its date.
#[derive(Debug, Clone)]
pub struct ConditionRow {
    /// With whom.
    pub partner: Link,
    /// The finding.
    pub title: Link,
    /// Who looks after it.
    pub owner: String,
    /// When it was due.
    pub due: String,
}

/// The leadership page.
#[derive(Debug, Template)]
#[template(path = "portfolio/portfolio.html")]
pub struct PortfolioPage {
    /// The frame.
    pub c: Chrome,
    /// How many partners need somebody.
    pub sentence: String,
    /// At which moment.
    pub as_of: String,
    /// The numbers.
    pub tiles: Vec<Tile>,
    /// The matrix, once a partner is scored.
    pub matrix: Option<Matrix>,
    /// The partners, riskiest first.
    pub rows: Vec<Row>,
    /// The rooms.
    pub rooms: Vec<RoomRow>,
    /// What happened lately.
    pub changes: Vec<Happened>,
    /// What is overdue.
    pub overdue: Vec<ConditionRow>,
    /// Signs of a healthy relation.
    pub trust: Vec<KeyValue>,
    /// What to do first, while there is no partner.
    pub empty: Option<Empty>,
}

impl PortfolioPage {
    /// The bands, for the key under the matrix.
    pub fn bands(&self) -> [Band; 4] {
        [Band::Low, Band::Moderate, Band::High, Band::Critical]
    }
}

/// GET /portfolio
pub async fn page(who: Who<ViewPortfolio>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let portfolio = app.read(move |tx, now| reports::portfolio(tx, &proof, now)).await?;
    let c = who.chrome(&app, "portfolio-title").at(Nav::Portfolio);
    Ok(Page(portfolio_page(c, &portfolio)).with_status(StatusCode::OK))
}

impl PortfolioPage {
    /// Five partners, and none.
    pub fn samples() -> Vec<Self> {
        vec![sample_full(), sample_empty()]
    }
}

fn sample_empty() -> PortfolioPage {
    let c = Chrome::sample("portfolio-title").at(Nav::Portfolio);
    PortfolioPage {
        sentence: c.tn("portfolio-calm", 0_u64),
        as_of: c.ts("portfolio-as-of", "12 March 2027, 10:32 UTC"),
        tiles: Vec::new(),
        matrix: None,
        rows: Vec::new(),
        rooms: Vec::new(),
        changes: Vec::new(),
        overdue: Vec::new(),
        trust: Vec::new(),
        empty: Some(Empty {
            title: c.t("portfolio-empty-title"),
            text: c.t("portfolio-empty-text"),
            action: Some(Link::new(c.t("portfolio-empty-action"), "/partners/new")),
        }),
        c,
    }
}

fn sample_rows(c: &Chrome) -> Vec<Row> {
    let names = ["Meridian Media", "Lumen Ads", "Harbour & Pine", "Tidewater", "Alder Loyalty"];
    let views = ScoreView::samples().into_iter().zip(DecisionView::samples());
    let row = |(at, (name, (score, decision))): (usize, (&str, (ScoreView, DecisionView)))| Row {
        number: at + 1,
        partner: Link::new(name, "/partners/sample"),
        score,
        inherent: "61".to_owned(),
        control: "73".to_owned(),
        decision,
        until: "14 April 2027".to_owned(),
        awaits: c.t("band-not-scored"),
        ours: at == 0,
        room: c.t("portfolio-room-none"),
        reasons: Vec::new(),
    };
    names.into_iter().zip(views).enumerate().map(row).collect()
}

fn sample_full() -> PortfolioPage {
    let c = Chrome::sample("portfolio-title").at(Nav::Portfolio);
    let rows = sample_rows(&c);
    let places = [(6090, 7340), (8200, 5100), (3100, 8800), (9000, 2000), (5800, 7000)];
    let mark = |(row, (inherent, control)): (&Row, (u32, u32))| Mark {
        number: row.number,
        name: row.partner.label.clone(),
        inherent,
        control,
        band: row.score.band,
        spoken: row.score.spoken.clone(),
    };
    let marks: Vec<Mark> = rows.iter().zip(places).map(mark).collect();
    let of = [("n", Arg::from(2_u64)), ("of", Arg::from(5_u64))];
    let tile = |label: &str, warns| Tile {
        label: c.t(label),
        value: "2".to_owned(),
        note: c.with("portfolio-of-partners", &of),
        warns,
    };
    let partner = || Link::new("Lumen Ads", "/partners/sample");
    PortfolioPage {
        sentence: c.with("portfolio-needs", &of),
        as_of: c.ts("portfolio-as-of", "12 March 2027, 10:32 UTC"),
        tiles: vec![tile("portfolio-tile-risky", true), tile("portfolio-tile-approved", false)],
        matrix: Some(matrix(&marks)),
        rows,
        rooms: vec![RoomRow {
            room: Link::new("Spring audience", "/rooms/sample"),
            with: "Meridian Media".to_owned(),
            state: c.t("portfolio-room-counts"),
            good: true,
            reasons: Vec::new(),
        }],
        changes: vec![Happened {
            date: "3 March 2027".to_owned(),
            partner: partner(),
            text: c.t("portfolio-change-submitted"),
        }],
        overdue: vec![ConditionRow {
            partner: partner(),
            title: Link::new("Pass deletions on to every recipient", "/findings/sample"),
            owner: "Ravi Menon".to_owned(),
            due: c.ts("portfolio-was-due", "1 March 2027"),
        }],
        trust: vec![KeyValue::new(c.t("portfolio-trust-days"), c.tn("portfolio-days", 6_u64))],
        empty: None,
        c,
    }
}
