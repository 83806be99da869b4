//! The findings about a partner: what waits first, narrowed down by state and severity.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::finding_view::{FindingRow, severity_word};
use super::view::ok;
use crate::access::{ReviewAnswers, ViewPartners};
use crate::ids::PartnerId;
use crate::services::vetting::{self, FindingFilter};
use crate::vetting::findings::Severity;
use crate::web::app::App;
use crate::web::components::{Choice, Empty, Link};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// GET /partners/{id}/findings
#[derive(Debug, Template)]
#[template(path = "vetting/findings.html")]
pub struct FindingsPage {
    /// The frame.
    pub c: Chrome,
    /// "2 of 5 findings".
    pub count: String,
    /// Where the filter is sent.
    pub action: String,
    /// The states to choose from.
    pub states: Vec<Choice>,
    /// The severities to choose from.
    pub severities: Vec<Choice>,
    /// What passes the filter.
    pub rows: Vec<FindingRow>,
    /// What to say instead of the rows.
    pub empty: Option<Empty>,
    /// Where one is opened; empty for a reader who may not.
    pub open: String,
}

/// What the filter sends.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Filter {
    #[serde(default)]
    state: String,
    #[serde(default)]
    severity: String,
}

/// The states of the filter, in order, with the message that names each.
const STATES: [(&str, &str); 6] = [
    ("", "findings-all"),
    ("overdue", "finding-overdue"),
    ("open", "finding-open"),
    ("reported", "finding-reported"),
    ("accepted", "findings-accepted"),
    ("closed", "findings-closed"),
];

/// GET /partners/{id}/findings
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    filter: web::Query<Filter>,
) -> Result<HttpResponse, WebError> {
    let (proof, own) = (who.proof(), PartnerId::from(id.as_str()));
    let wanted = FindingFilter::named(&filter.state, &filter.severity);
    let (name, shown, all) = app
        .read(move |tx, now| {
            let partner = vetting::partner_fetch(tx, &proof, &own)?;
            let shown = vetting::finding_list(tx, &proof, &own, wanted, now)?;
            let all = vetting::finding_list(tx, &proof, &own, FindingFilter::default(), now)?.len();
            Ok((partner.name, shown, all))
        })
        .await?;
    let up = who.chrome(&app, "nav-partners").title;
    let c = who.chrome(&app, "findings-title").at(Nav::Partners).under(up, "/partners");
    let c = c.under(name, format!("/partners/{id}"));
    let rows = shown.iter().map(|row| FindingRow::of(&c, row, app.now())).collect();
    let may_open = who.also::<ReviewAnswers>().is_some();
    Ok(ok(FindingsPage::new(c, &id, (rows, all), (&filter, may_open))))
}

impl FindingsPage {
    fn new(
        c: Chrome,
        partner: &str,
        (rows, all): (Vec<FindingRow>, usize),
        (filter, may_open): (&Filter, bool),
    ) -> Self {
        let own = format!("/partners/{partner}/findings");
        let n = |count: usize| Arg::from(u64::try_from(count).unwrap_or(u64::MAX));
        let states =
            STATES.iter().map(|(value, word)| Choice::new(*value, c.t(word)).chosen_if(&filter.state));
        let any = Choice::new("", c.t("severity-all")).chosen_if(&filter.severity);
        let severities = Severity::ALL
            .into_iter()
            .map(|one| Choice::new(one.as_str(), c.t(severity_word(one))).chosen_if(&filter.severity));
        let empty = rows.is_empty().then(|| {
            if all > 0 {
                let action = Some(Link::new(c.t("findings-show-all"), own.clone()));
                let text = c.t("findings-none-found-text");
                return Empty { title: c.t("findings-none-found"), text, action };
            }
            let action = may_open.then(|| Link::new(c.t("finding-new"), format!("{own}/new")));
            Empty { title: c.t("findings-none"), text: c.t("findings-none-text"), action }
        });
        Self {
            count: c.with("findings-of", &[("shown", n(rows.len())), ("all", n(all))]),
            states: states.collect(),
            severities: std::iter::once(any).chain(severities).collect(),
            rows,
            empty,
            open: if may_open { format!("{own}/new") } else { String::new() },
            action: own,
            c,
        }
    }

    /// One in each state; a filter that finds none; none at all.
    pub fn samples() -> Vec<Self> {
        let page = |all: usize, filter: Filter, shown: bool| {
            let c = Chrome::sample("findings-title").at(Nav::Partners).under("Partners", "/partners");
            let rows = if shown { FindingRow::samples(&c) } else { Vec::new() };
            Self::new(c, "sample", (rows, all), (&filter, true))
        };
        let narrow = Filter { state: "overdue".to_owned(), severity: "critical".to_owned() };
        vec![page(5, Filter::default(), true), page(5, narrow, false), page(0, Filter::default(), false)]
    }
}
