//! The list of questionnaires.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::{AuthorQuestionnaires, ViewPartners};
use crate::services::authoring::{self, Line};
use crate::vetting::questionnaire::Questionnaire;
use crate::web::app::App;
use crate::web::components::Kind;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::vetting::ok;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// One questionnaire.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How it stands: badges.
    pub states: Vec<(Kind, String)>,
    /// "65 questions", or nothing.
    pub questions: String,
    /// When it was last changed.
    pub changed: String,
}

/// GET /questionnaires
#[derive(Debug, Template)]
#[template(path = "authoring/list.html")]
pub struct ListPage {
    /// The frame.
    pub c: Chrome,
    /// The built-in one and the organisation's own.
    pub rows: Vec<Row>,
    /// Those that are archived.
    pub archived: Vec<Row>,
    /// Whether the reader may write.
    pub can_write: bool,
}

/// GET /questionnaires
pub async fn page(who: Who<ViewPartners>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let lines = app.read(move |tx, _| authoring::questionnaire_list(tx, &proof)).await?;
    let can_write = who.also::<AuthorQuestionnaires>().is_some();
    Ok(ok(ListPage::new(who.chrome(&app, "questionnaires-title"), &lines, can_write)))
}

impl ListPage {
    fn new(c: Chrome, lines: &[Line], can_write: bool) -> Self {
        let up = c.t("nav-partners");
        let c = c.at(Nav::Partners).under(up, "/partners");
        let (archived, own): (Vec<&Line>, Vec<&Line>) =
            lines.iter().partition(|line| line.row.archived_at.is_some());
        let rows = built_in(&c).into_iter().chain(own.into_iter().map(|line| row(&c, line))).collect();
        let archived = archived.into_iter().map(|line| row(&c, line)).collect();
        Self { c, rows, archived, can_write }
    }

    /// The built-in one alone; three more in different states.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::sample("questionnaires-title");
        let mut full = Self::new(c(), &[], true);
        let names = ["Loyalty programmes", "Audience brokers", "Old set"];
        let states = |c: &Chrome| {
            vec![
                vec![(Kind::Good, c.ts("questionnaire-version", "3"))],
                vec![
                    (Kind::Good, c.ts("questionnaire-version", "1")),
                    (Kind::Warn, c.tn("questionnaire-draft-flaws", 2_u64)),
                ],
                vec![(Kind::Plain, c.t("questionnaire-archived"))],
            ]
        };
        let sample = |(name, states): (&str, Vec<(Kind, String)>)| Row {
            title: name.to_owned(),
            href: "/questionnaires/sample".to_owned(),
            states,
            questions: full.c.tn("questionnaire-questions", 41_u64),
            changed: "12 March 2027".to_owned(),
        };
        let mut rows: Vec<Row> = names.into_iter().zip(states(&full.c)).map(sample).collect();
        full.archived = rows.pop().into_iter().collect();
        full.rows.extend(rows);
        vec![Self::new(c(), &[], true), full]
    }
}

fn built_in(c: &Chrome) -> Option<Row> {
    let whole = Questionnaire::built_in().ok()?;
    Some(Row {
        title: whole.title().in_language(c.lang()).to_owned(),
        href: "/questionnaires/built-in".to_owned(),
        states: vec![(Kind::Plain, c.t("questionnaire-built-in"))],
        questions: c.tn("questionnaire-questions", whole.scored_count()),
        changed: String::new(),
    })
}

fn row(c: &Chrome, line: &Line) -> Row {
    let mut states = Vec::new();
    if line.row.archived_at.is_some() {
        states.push((Kind::Plain, c.t("questionnaire-archived")));
    }
    if let Some((version, _)) = line.newest {
        states
            .push((Kind::Good, c.with("questionnaire-version", &[("name", Arg::from(version.to_string()))])));
    }
    match line.flaws {
        Some(0) => states.push((Kind::Care, c.t("questionnaire-draft-ready"))),
        Some(n) => states.push((Kind::Warn, c.tn("questionnaire-draft-flaws", n))),
        None => {}
    }
    Row {
        title: line.row.title.clone(),
        href: format!("/questionnaires/{}", line.row.id),
        states,
        questions: line.newest.map(|(_, n)| c.tn("questionnaire-questions", n)).unwrap_or_default(),
        changed: c.date(line.row.changed_at),
    }
}
