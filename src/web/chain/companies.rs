//! Who depends on whom: every sub-processor with the partners that use it, over all partners.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::access::{ManagePartners, ViewPortfolio};
use crate::services::chain::{self, Companies, Company, Use};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::{Banner, Choice, Empty, FieldView, Kind, Link, country_word, flag_badge};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::see_other_saying;
use crate::web::vetting::{fault_of, ok, unprocessable};
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// One partner's use of a company.
#[derive(Debug, Clone)]
pub struct UseRow {
    /// The partner's list.
    pub partner: Link,
    /// What for, and where.
    pub about: String,
    /// What to look at.
    pub badges: Vec<(Kind, String)>,
}

/// One company.
#[derive(Debug, Clone)]
pub struct CompanyRow {
    /// Its name.
    pub name: String,
    /// How many partners depend on it, in words.
    pub share: String,
    /// Whether so many do that its failure would be everybody's.
    pub concentrated: bool,
    /// Where it handles data.
    pub countries: String,
    /// Names that count as this one: what is said, and the name that a form takes back.
    pub also: Vec<(String, String)>,
    /// The partners.
    pub uses: Vec<UseRow>,
}

/// GET /portfolio/sub-processors
#[derive(Debug, Template)]
#[template(path = "chain/companies.html")]
pub struct CompaniesPage {
    /// The frame.
    pub c: Chrome,
    /// What stands out, in one sentence.
    pub sentence: String,
    /// How many partners have no list, in words; or nothing.
    pub without: String,
    /// The companies, the ones that most depend on first.
    pub rows: Vec<CompanyRow>,
    /// What stands in for them while there are none.
    pub empty: Option<Empty>,
    /// The two names of a merger; none for a reader who may not, or with nothing to merge.
    pub merge: Vec<FieldView>,
    /// What is wrong with a merger.
    pub banner: Option<Banner>,
    /// Whether the reader may take a merger back.
    pub manages: bool,
}

/// A merger as a form sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MergeForm {
    name: String,
    same_as: String,
}

/// GET /portfolio/sub-processors
pub async fn page(who: Who<ViewPortfolio>, app: web::Data<App>) -> Result<HttpResponse, WebError> {
    Ok(ok(show(&who, &app, (&MergeForm::default(), &[])).await?))
}

async fn show(
    who: &Who<ViewPortfolio>,
    app: &App,
    shown: (&MergeForm, &[FieldFault]),
) -> Result<CompaniesPage, WebError> {
    let proof = who.proof();
    let found = app.read(move |tx, _| chain::companies(tx, &proof)).await?;
    let manages = who.also::<ManagePartners>().is_some();
    Ok(CompaniesPage::new(who.chrome(app, "companies-title"), &found, manages, shown))
}

/// POST /portfolio/sub-processors/merge
pub async fn merge(
    who: Who<ManagePartners>,
    view: Who<ViewPortfolio>,
    app: web::Data<App>,
    form: Csrf<MergeForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, given) = (who.proof(), form.0.clone());
    let done = app.write("company_merge", move |tx, now| {
        chain::company_merge(tx, &proof, (&given.name, &given.same_as), now)
    });
    answer(&view, &app, (&form.0, "flash-company-merged"), done.await).await
}

/// POST /portfolio/sub-processors/split
pub async fn split(
    who: Who<ManagePartners>,
    view: Who<ViewPortfolio>,
    app: web::Data<App>,
    form: Csrf<MergeForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, name) = (who.proof(), form.0.name.clone());
    let done = app.write("company_split", move |tx, now| chain::company_split(tx, &proof, &name, now));
    answer(&view, &app, (&MergeForm::default(), "flash-company-split"), done.await).await
}

async fn answer(
    view: &Who<ViewPortfolio>,
    app: &App,
    (form, flash): (&MergeForm, &'static str),
    done: Result<(), ServiceError>,
) -> Result<HttpResponse, WebError> {
    match done {
        Ok(()) => Ok(see_other_saying(app, "/portfolio/sub-processors", flash)),
        Err(ServiceError::Invalid(faults)) => Ok(unprocessable(show(view, app, (form, &faults)).await?)),
        Err(error) => Err(error.into()),
    }
}

impl CompaniesPage {
    fn new(c: Chrome, found: &Companies, manages: bool, (form, faults): (&MergeForm, &[FieldFault])) -> Self {
        let up = c.t("nav-portfolio");
        let c = c.at(Nav::Portfolio).under(up, "/portfolio");
        let without = found.partners.saturating_sub(found.listed);
        Self {
            sentence: sentence(&c, found),
            without: if without > 0 && found.listed > 0 {
                c.tn("companies-without", wide(without))
            } else {
                String::new()
            },
            rows: found.list.iter().map(|company| row(&c, found, company)).collect(),
            empty: found.list.is_empty().then(|| Empty {
                title: c.t("companies-empty-title"),
                text: c.t("companies-empty-text"),
                action: Some(Link::new(c.t("nav-partners"), "/partners")),
            }),
            merge: if manages && found.list.len() > 1 {
                merge_fields(&c, found, form, faults)
            } else {
                Vec::new()
            },
            banner: (!faults.is_empty()).then(|| Banner::new(Kind::Bad, c.t("companies-merge-refused"))),
            manages,
            c,
        }
    }

    /// Three companies, one of them twice; nobody; a merger that was refused.
    pub fn samples() -> Vec<Self> {
        let c = || Chrome::sample("companies-title");
        let one = |partner: &str, country: &str| Use {
            partner: crate::ids::PartnerId::from("sample"),
            partner_name: partner.to_owned(),
            purposes: vec!["Hosting".to_owned()],
            countries: std::iter::once(country.to_owned()).collect(),
            data: std::collections::BTreeSet::default(),
            flags: std::iter::once(crate::vetting::chain::Flag::NoTool).filter(|_| country == "US").collect(),
        };
        let company = |name: &str, also: &[(&str, &str)], uses| Company {
            key: name.to_lowercase(),
            name: name.to_owned(),
            also: also.iter().map(|(key, name)| ((*key).to_owned(), (*name).to_owned())).collect(),
            uses,
        };
        let list = vec![
            company(
                "Cloud Nine GmbH",
                &[("cloud nine", "Cloud Nine")],
                vec![one("Harbour & Pine", "DE"), one("Lumen Ads", "DE"), one("Meridian Media", "US")],
            ),
            company("Mailbird Inc.", &[], vec![one("Lumen Ads", "US")]),
        ];
        let full = Companies { partners: 5, listed: 3, list };
        let faults = [FieldFault::new("same_as", "fault-company-same")];
        let fresh = MergeForm::default();
        vec![
            Self::new(c(), &full, true, (&fresh, &[])),
            Self::new(c(), &Companies::default(), false, (&fresh, &[])),
            Self::new(c(), &full, true, (&fresh, &faults)),
        ]
    }
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Which company most partners depend on, and how many do.
fn sentence(c: &Chrome, found: &Companies) -> String {
    let Some(first) = found.list.first() else { return String::new() };
    let args = [
        ("name", Arg::from(first.name.as_str())),
        ("n", Arg::from(wide(first.uses.len()))),
        ("of", Arg::from(wide(found.partners))),
        ("companies", Arg::from(wide(found.list.len()))),
    ];
    c.with(if first.uses.len() > 1 { "companies-sentence" } else { "companies-sentence-none" }, &args)
}

fn row(c: &Chrome, found: &Companies, company: &Company) -> CompanyRow {
    let n = company.uses.len();
    let args = [("n", Arg::from(wide(n))), ("of", Arg::from(wide(found.partners)))];
    let countries: std::collections::BTreeSet<&String> =
        company.uses.iter().flat_map(|one| &one.countries).collect();
    let words: Vec<String> = countries.into_iter().map(|code| country_word(&c.words, code)).collect();
    CompanyRow {
        name: company.name.clone(),
        share: c.with("companies-share", &args),
        // More than half of all partners, and not just one of one.
        concentrated: n > 1 && n.saturating_mul(2) > found.partners,
        countries: words.join(", "),
        also: company.also.iter().map(|(key, name)| (c.ts("companies-also", name), key.clone())).collect(),
        uses: company.uses.iter().map(|one| use_row(c, one)).collect(),
    }
}

fn use_row(c: &Chrome, one: &Use) -> UseRow {
    let countries: Vec<String> = one.countries.iter().map(|code| country_word(&c.words, code)).collect();
    UseRow {
        partner: Link::new(one.partner_name.clone(), format!("/partners/{}/sub-processors", one.partner)),
        about: format!("{} · {}", one.purposes.join("; "), countries.join(", ")),
        badges: one.flags.iter().map(|flag| flag_badge(&c.words, *flag)).collect(),
    }
}

fn merge_fields(c: &Chrome, found: &Companies, form: &MergeForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let mut names: Vec<(&str, &str)> =
        found.list.iter().map(|company| (company.key.as_str(), company.name.as_str())).collect();
    names.sort_by_key(|(key, _)| *key);
    let choices = |chosen: &str| {
        let first = Choice::new("", c.t("chain-choose")).chosen_if(chosen);
        let all = names.iter().map(|(key, name)| Choice::new(*key, *name).chosen_if(chosen));
        std::iter::once(first).chain(all).collect::<Vec<_>>()
    };
    vec![
        FieldView::select("name", c.t("field-company-name"), choices(&form.name))
            .error(fault_of(c, faults, "name")),
        FieldView::select("same_as", c.t("field-company-same-as"), choices(&form.same_as))
            .error(fault_of(c, faults, "same_as")),
    ]
}
