//! Coverage by law of one assessment: which articles, sections and controls the answers reach, and how well.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::assessment::{framed, load};
use super::view::ok;
use crate::access::ViewPartners;
use crate::services::vetting;
use crate::vetting::coverage::{Cover, Line, Reference};
use crate::web::app::App;
use crate::web::components::Kind;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::visitor::Who;
use crate::web::words::Words;

/// How well a reference is covered, as a badge.
#[derive(Debug, Clone)]
pub struct CoverView {
    /// The word.
    pub text: String,
    /// Its colour.
    pub kind: Kind,
}

/// One reference.
#[derive(Debug, Clone)]
pub struct ReferenceRow {
    /// The article, section or control.
    pub reference: String,
    /// How well it is covered.
    pub cover: CoverView,
    /// The questions about it.
    pub questions: String,
}

/// One law or framework.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Its name.
    pub name: String,
    /// Its place in the page.
    pub anchor: String,
    /// How many references have each cover, in the order of the columns.
    pub counts: Vec<(String, usize)>,
    /// Its references.
    pub rows: Vec<ReferenceRow>,
}

/// GET /assessments/{id}/coverage
#[derive(Debug, Template)]
#[template(path = "vetting/coverage.html")]
pub struct CoveragePage {
    /// The frame.
    pub c: Chrome,
    /// The laws and frameworks.
    pub frameworks: Vec<Framework>,
    /// When the maps were last looked over, or that nobody has.
    pub reviewed: String,
}

/// GET /assessments/{id}/coverage
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (dossier, name) = load(&who, &app, &id).await?;
    let (proof, own) = (who.proof(), dossier.assessment.id.clone());
    let lines = app.read(move |tx, _| vetting::assessment_coverage(tx, &proof, &own)).await?;
    let c = framed(who.chrome(&app, "coverage-title"), &dossier, &name);
    let up = c.t("assessment-title");
    let c = c.under(up, format!("/assessments/{id}"));
    let reviewed = dossier.questionnaire.maps_reviewed().map(str::to_owned);
    Ok(ok(CoveragePage::new(c, &lines, reviewed)))
}

impl CoveragePage {
    fn new(c: Chrome, lines: &[Line], reviewed: Option<String>) -> Self {
        let mut frameworks: Vec<Framework> = Vec::new();
        for own in lines.chunk_by(|a, b| a.of.framework == b.of.framework) {
            let Some(first) = own.first() else { continue };
            let count = |cover: Cover| own.iter().filter(|line| line.cover == cover).count();
            let counts = Cover::ALL.map(|cover| (c.t(cover_word(cover)), count(cover)));
            frameworks.push(Framework {
                name: first.of.framework.clone(),
                anchor: anchor(&first.of.framework),
                counts: counts.into(),
                rows: own.iter().map(|line| row(c.words, line)).collect(),
            });
        }
        let reviewed =
            reviewed.map_or_else(|| c.t("coverage-never-reviewed"), |day| c.ts("coverage-reviewed", &day));
        Self { frameworks, reviewed, c }
    }

    /// Two frameworks with every cover; a questionnaire that names none.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::sample("coverage-title").at(Nav::Partners).under("Partners", "/partners");
        let question = |name: &str| crate::vetting::code::QuestionId::new(name).ok();
        let line = |framework: &str, reference: &str, cover: Cover| Line {
            of: Reference { framework: framework.to_owned(), reference: reference.to_owned() },
            cover,
            questions: if cover == Cover::Unasked {
                Vec::new()
            } else {
                question("D2").into_iter().collect()
            },
        };
        let lines = [
            line("CCPA", "1798.105(c)", Cover::Weak),
            line("CCPA", "1798.110", Cover::Met),
            line("GDPR", "13", Cover::Answered),
            line("GDPR", "17", Cover::Open),
            line("GDPR", "28(3)", Cover::NotApplicable),
            line("GDPR", "35", Cover::Unasked),
        ];
        vec![Self::new(c(), &lines, Some("2026-11".to_owned())), Self::new(c(), &[], None)]
    }
}

fn row(words: Words, line: &Line) -> ReferenceRow {
    let names: Vec<&str> = line.questions.iter().map(crate::vetting::code::QuestionId::as_str).collect();
    ReferenceRow {
        reference: line.of.reference.clone(),
        cover: cover_view(words, line.cover),
        questions: names.join(", "),
    }
}

/// A place in a page by a framework's name.
fn anchor(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("law-{}", name.chars().map(letter).collect::<String>())
}

/// The word of a cover.
pub fn cover_word(cover: Cover) -> &'static str {
    match cover {
        Cover::NotApplicable => "cover-not-applicable",
        Cover::Met => "cover-met",
        Cover::Answered => "cover-answered",
        Cover::Open => "cover-open",
        Cover::Weak => "cover-weak",
        Cover::Unasked => "cover-unasked",
    }
}

/// A cover as a badge.
pub fn cover_view(words: Words, cover: Cover) -> CoverView {
    let kind = match cover {
        Cover::Met => Kind::Good,
        Cover::Answered | Cover::Open => Kind::Warn,
        Cover::Weak => Kind::Bad,
        Cover::NotApplicable | Cover::Unasked => Kind::Plain,
    };
    CoverView { text: words.t(cover_word(cover)), kind }
}
