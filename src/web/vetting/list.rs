//! The list of partners.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::view::{line_score_view, ok, standing_view};
use crate::access::{ManagePartners, ViewPartners};
use crate::clock::Timestamp;
use crate::services::vetting::{self, Awaits, PartnerLine};
use crate::web::app::App;
use crate::web::components::{DecisionView, Empty, FilterChoice, FilterView, Link, ListHead, ScoreView};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::visitor::Who;
use crate::web::words::{Arg, Words};

/// One partner.
#[derive(Debug, Clone)]
pub struct PartnerRow {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Its residual risk.
    pub score: ScoreView,
    /// The decision that counts.
    pub decision: DecisionView,
    /// What it waits for.
    pub awaits: String,
    /// Whether that is us.
    pub ours: bool,
}

/// GET /partners
#[derive(Debug, Template)]
#[template(path = "vetting/partners.html")]
pub struct PartnersPage {
    /// The frame.
    pub c: Chrome,
    /// How many, and the filter.
    pub head: ListHead,
    /// The partners that pass the filter.
    pub rows: Vec<PartnerRow>,
    /// What to say instead of the rows.
    pub empty: Option<Empty>,
    /// Whether the reader may add one.
    pub can_add: bool,
}

/// What the filter sends.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Filter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    show: String,
}

/// The filter's options, in order, with the message that names each.
const SHOWS: [(&str, &str); 8] = [
    ("", "show-all"),
    ("ours", "show-ours"),
    ("low", "band-low"),
    ("moderate", "band-moderate"),
    ("high", "band-high"),
    ("critical", "band-critical"),
    ("none", "band-not-scored"),
    ("archived", "show-archived"),
];

/// GET /partners
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let now = app.now();
    let lines = app.read(move |tx, now| vetting::partner_list(tx, &proof, now)).await?;
    let can_add = who.also::<ManagePartners>().is_some();
    let c = who.chrome(&app, "nav-partners").at(Nav::Partners);
    Ok(ok(PartnersPage::new(c, &lines, &filter, (can_add, now))))
}

impl PartnersPage {
    fn new(c: Chrome, lines: &[PartnerLine], filter: &Filter, (can_add, now): (bool, Timestamp)) -> Self {
        let rows: Vec<PartnerRow> =
            lines.iter().filter(|line| passes(line, filter)).map(|line| row(&c.words, line, now)).collect();
        let all = lines.iter().filter(|line| line.partner.archived_at.is_none()).count();
        Self::of(c, rows, (all, filter), can_add)
    }

    fn of(c: Chrome, rows: Vec<PartnerRow>, (all, filter): (usize, &Filter), can_add: bool) -> Self {
        let filtered = !filter.q.trim().is_empty() || !filter.show.is_empty();
        let choices = SHOWS.iter().map(|(value, word)| FilterChoice {
            value: (*value).to_owned(),
            label: c.t(word),
            chosen: filter.show == *value,
        });
        let head = ListHead {
            count: count(&c.words, rows.len(), all, filtered),
            filter: FilterView {
                action: "/partners".to_owned(),
                query: filter.q.clone(),
                label: c.t("partners-find"),
                choices: choices.collect(),
            },
        };
        let empty = rows.is_empty().then(|| {
            if filtered {
                let link = Link::new(c.t("partners-show-all"), "/partners");
                Empty {
                    title: c.t("partners-none-found"),
                    text: c.t("partners-none-found-text"),
                    action: Some(link),
                }
            } else {
                let link = can_add.then(|| Link::new(c.t("partner-add"), "/partners/new"));
                Empty { title: c.t("partners-none"), text: c.t("partners-none-text"), action: link }
            }
        });
        Self { head, empty, rows, can_add, c }
    }

    /// Five partners; a filter that finds none; nobody yet.
    pub fn samples() -> Vec<Self> {
        let page = |rows: Vec<PartnerRow>, all, filter: Filter| {
            let c = Chrome::sample("nav-partners").at(Nav::Partners);
            Self::of(c, rows, (all, &filter), true)
        };
        let searched = Filter { q: "zebra".to_owned(), show: "high".to_owned() };
        vec![
            page(sample_rows(), 5, Filter::default()),
            page(Vec::new(), 5, searched),
            page(Vec::new(), 0, Filter::default()),
        ]
    }
}

fn sample_rows() -> Vec<PartnerRow> {
    let words = Words::default();
    let names = ["Harbour & Pine", "Meridian Media", "Lumen Audiences", "Castor Data", "Otter Loyalty"];
    let awaits = ["awaits-nothing", "awaits-review", "awaits-answers", "awaits-second", "awaits-assessment"];
    let views = ScoreView::samples().into_iter().zip(DecisionView::samples());
    let named = names.into_iter().zip(awaits).zip(views);
    named
        .map(|((name, awaits), (score, decision))| PartnerRow {
            name: name.to_owned(),
            href: "/partners/sample".to_owned(),
            score,
            decision,
            awaits: words.t(awaits),
            ours: !matches!(awaits, "awaits-nothing" | "awaits-answers"),
        })
        .collect()
}

fn count(words: &Words, shown: usize, all: usize, filtered: bool) -> String {
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    if filtered {
        words.with("partners-of", &[("shown", Arg::from(number(shown))), ("all", Arg::from(number(all)))])
    } else {
        words.tn("count-partners", number(shown))
    }
}

fn passes(line: &PartnerLine, filter: &Filter) -> bool {
    let archived = line.partner.archived_at.is_some();
    let wanted = filter.q.trim().to_lowercase();
    let found = wanted.is_empty()
        || line.partner.name.to_lowercase().contains(&wanted)
        || line.partner.contact_name.to_lowercase().contains(&wanted);
    let band = super::view::band(line.score.as_ref().and_then(|score| score.band));
    let shown = match filter.show.as_str() {
        "archived" => archived,
        "ours" => !archived && line.awaits.is_ours(),
        "" => !archived,
        show => !archived && band_word(band) == show,
    };
    found && shown
}

fn band_word(band: crate::web::components::Band) -> &'static str {
    use crate::web::components::Band::{Critical, High, Low, Moderate, NotScored};
    match band {
        Low => "low",
        Moderate => "moderate",
        High => "high",
        Critical => "critical",
        NotScored => "none",
    }
}

fn row(words: &Words, line: &PartnerLine, now: Timestamp) -> PartnerRow {
    PartnerRow {
        name: line.partner.name.clone(),
        href: format!("/partners/{}", line.partner.id),
        score: line_score_view(words, line),
        decision: standing_view(words, line.decision.as_ref(), now),
        awaits: words.t(awaits_word(line.awaits)),
        ours: line.awaits.is_ours(),
    }
}

/// The message that says what a partner waits for.
pub fn awaits_word(awaits: Awaits) -> &'static str {
    match awaits {
        Awaits::SecondPerson => "awaits-second",
        Awaits::Review => "awaits-review",
        Awaits::OverdueConditions => "awaits-conditions",
        Awaits::Reassessment => "awaits-reassessment",
        Awaits::Sending => "awaits-sending",
        Awaits::Assessment => "awaits-assessment",
        Awaits::Answers => "awaits-answers",
        Awaits::Nothing => "awaits-nothing",
    }
}
