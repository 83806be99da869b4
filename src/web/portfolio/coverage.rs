//! Coverage by law over all partners.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::ViewPortfolio;
use crate::services::vetting::{self, PortfolioLine};
use crate::vetting::coverage::{Cover, Reference};
use crate::web::app::App;
use crate::web::components::Link;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::vetting::{cover_word, ok};
use crate::web::visitor::Who;

/// One reference over all partners.
#[derive(Debug, Clone)]
pub struct Row {
    /// The article, section or control.
    pub reference: String,
    /// How many partners have each cover, in the order of the columns.
    pub counts: Vec<(String, usize)>,
    /// The partners whose answers are weak.
    pub weak: Vec<Link>,
}

/// One law or framework.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Its name.
    pub name: String,
    /// Its references.
    pub rows: Vec<Row>,
}

/// GET /portfolio/coverage
#[derive(Debug, Template)]
#[template(path = "portfolio/coverage.html")]
pub struct PortfolioCoveragePage {
    /// The frame.
    pub c: Chrome,
    /// The laws and frameworks.
    pub frameworks: Vec<Framework>,
    /// The columns, so that a row counts every partner; of weak ones the partners are named as well.
    pub columns: Vec<String>,
}

/// GET /portfolio/coverage
pub async fn page(who: Who<ViewPortfolio>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let lines = app.read(move |tx, _| vetting::portfolio_coverage(tx, &proof)).await?;
    let c = who.chrome(&app, "portfolio-coverage-title");
    Ok(ok(PortfolioCoveragePage::new(c, &lines)))
}

impl PortfolioCoveragePage {
    fn new(c: Chrome, lines: &[PortfolioLine]) -> Self {
        let up = c.t("nav-portfolio");
        let c = c.at(Nav::Portfolio).under(up, "/portfolio");
        let columns: Vec<String> = Cover::ALL.iter().map(|cover| c.t(cover_word(*cover))).collect();
        let of_one = |own: &[PortfolioLine]| Framework {
            name: own.first().map(|line| line.of.framework.clone()).unwrap_or_default(),
            rows: own.iter().map(|line| row(&columns, line)).collect(),
        };
        let frameworks = lines.chunk_by(|a, b| a.of.framework == b.of.framework).map(of_one).collect();
        Self { frameworks, columns, c }
    }

    /// Two references; nobody has answered yet.
    pub fn samples() -> Vec<Self> {
        let partner = |name: &str| (crate::ids::PartnerId::from("sample"), name.to_owned());
        let line = |reference: &str, covers: &[(Cover, &str)]| {
            let mut line = PortfolioLine {
                of: Reference { framework: "GDPR".to_owned(), reference: reference.to_owned() },
                partners: std::collections::BTreeMap::new(),
            };
            for (cover, name) in covers {
                line.partners.entry(*cover).or_default().push(partner(name));
            }
            line
        };
        let lines = [
            line("13", &[(Cover::Met, "Meridian Media"), (Cover::Answered, "Harbour & Pine")]),
            line("17", &[(Cover::Weak, "Meridian Media"), (Cover::Weak, "Harbour & Pine")]),
        ];
        let c = || Chrome::sample("portfolio-coverage-title");
        vec![Self::new(c(), &lines), Self::new(c(), &[])]
    }
}

fn row(columns: &[String], line: &PortfolioLine) -> Row {
    let of = |cover: Cover| line.partners.get(&cover).map_or(0, Vec::len);
    let weak = line.partners.get(&Cover::Weak).into_iter().flatten();
    Row {
        reference: line.of.reference.clone(),
        counts: columns.iter().cloned().zip(Cover::ALL.map(of)).collect(),
        weak: weak.map(|(id, name)| Link::new(name.clone(), format!("/partners/{id}"))).collect(),
    }
}
