//! The page that anybody can read: an organisation's live partnerships, and how to opt out.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::text::{Paragraph, basis, categories, opt_out};
use crate::clock::Timestamp;
use crate::matching::IdentifierType;
use crate::rooms::terms::{LegalBasis, NoiseKind};
use crate::services::transparency::{self, Partnership};
use crate::store::TransparencyPage;
use crate::web::app::App;
use crate::web::components::{KeyValue, Link};
use crate::web::error::WebError;
use crate::web::format::date_in;
use crate::web::page::{Chrome, Page};
use crate::web::visitor::Anyone;
use crate::web::words::{Arg, Lang, Words};

/// One partnership.
#[derive(Debug, Clone)]
pub struct PartnershipView {
    /// "With Harbour & Pine".
    pub title: String,
    /// Purpose, basis, data, group size, end.
    pub facts: Vec<KeyValue>,
}

/// GET /t/{slug}
#[derive(Debug, Template)]
#[template(path = "transparency/public.html")]
pub struct PublicPage {
    /// The frame.
    pub c: Chrome,
    /// What such a partnership is.
    pub lead: String,
    /// The same page in the other language.
    pub other: Link,
    /// The other language's tag.
    pub other_lang: &'static str,
    /// The partnerships.
    pub partnerships: Vec<PartnershipView>,
    /// How to opt out, line by line.
    pub opt_out: Vec<Paragraph>,
    /// Whom to ask.
    pub contact: String,
    /// When this was last changed.
    pub updated: String,
}

impl PublicPage {
    fn new(c: Chrome, found: &transparency::PublicPage) -> Self {
        let name = &found.organisation;
        let (other, word) = match c.words.lang() {
            Lang::En => (Lang::Fr, "public-french"),
            Lang::Fr => (Lang::En, "public-english"),
        };
        let href = format!("/t/{}?lang={}", found.page.slug, other.tag());
        let date = date_in(c.words.lang(), found.page.updated_at);
        Self {
            lead: c.ts("public-lead", name),
            other: Link::new(c.t(word), href),
            other_lang: other.tag(),
            partnerships: found.partnerships.iter().map(|one| view(&c, one)).collect(),
            opt_out: opt_out(&c.words, &found.page).iter().flat_map(lines).collect(),
            contact: found.page.contact.clone(),
            updated: c.with("public-updated", &[("date", Arg::from(date))]),
            c: c.clone().titled(c.ts("public-title", name)),
        }
    }

    /// A page with two partnerships, in both languages; one without any.
    pub fn samples() -> Vec<Self> {
        let page = |lang: Lang, count: usize| {
            let c = Chrome::bare(Words::new(lang), "public-with");
            let mut found = sample();
            found.partnerships.truncate(count);
            Self::new(c, &found)
        };
        let both = {
            let mut found = sample();
            found.partnerships.truncate(1);
            found.page.opt_out_fr = "Utilisez le lien au pied de chacun de nos e-mails.".to_owned();
            Self::new(Chrome::bare(Words::new(Lang::Fr), "public-with"), &found)
        };
        vec![page(Lang::En, 2), page(Lang::Fr, 2), page(Lang::En, 0), both]
    }
}

/// What a sample organisation tells the public.
pub(super) fn sample() -> transparency::PublicPage {
    let at = Timestamp::from_micros(1_804_000_000_000_000);
    let partnership = |partner: &str, identifiers: Vec<IdentifierType>| Partnership {
        room: "room-1".into(),
        organisation: "Northwind Retail".to_owned(),
        partner: partner.to_owned(),
        purpose: "Count the customers whom our two loyalty programmes share, to plan a joint spring offer."
            .to_owned(),
        basis: LegalBasis::LegitimateInterest,
        identifiers,
        k: 50,
        noise: NoiseKind::DiscreteLaplace,
        until: at.plus_days(22),
    };
    transparency::PublicPage {
        organisation: "Northwind Retail".to_owned(),
        page: TransparencyPage {
            org_id: "org-1".into(),
            slug: "northwind".to_owned(),
            published: true,
            contact: "privacy@northwind.example".to_owned(),
            opt_out:
                "Use the link at the foot of every e-mail from us,\nor write to privacy@northwind.example."
                    .to_owned(),
            opt_out_fr: String::new(),
            updated_at: at,
        },
        partnerships: vec![
            partnership("Harbour & Pine", vec![IdentifierType::Email]),
            partnership("Meridian Media", vec![IdentifierType::Email, IdentifierType::Phone]),
        ],
    }
}

fn lines(paragraph: &Paragraph) -> Vec<Paragraph> {
    let line = |text: &str| Paragraph { text: text.to_owned(), lang: paragraph.lang };
    paragraph.text.lines().map(line).collect()
}

fn view(c: &Chrome, one: &Partnership) -> PartnershipView {
    let words = &c.words;
    PartnershipView {
        title: c.ts("public-with", &one.partner),
        facts: vec![
            KeyValue::new(c.t("public-purpose"), one.purpose.clone()),
            KeyValue::new(c.t("public-basis"), c.t(basis(one.basis))),
            KeyValue::new(c.t("public-categories"), categories(words, one)),
            KeyValue::new(c.t("public-group"), c.tn("notice-people", one.k)),
            KeyValue::new(c.t("public-until"), date_in(words.lang(), one.until)),
        ],
    }
}

/// The language asked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    lang: String,
}

impl Asked {
    /// The tag, as it was asked for.
    pub(super) fn tag(&self) -> &str {
        &self.lang
    }
}

/// The language of that tag; English for any other.
pub(super) fn language(tag: &str) -> Lang {
    if tag == Lang::Fr.tag() { Lang::Fr } else { Lang::En }
}

/// GET /t/{slug}
pub async fn page(
    anyone: Anyone,
    app: web::Data<App>,
    slug: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<Page<PublicPage>, WebError> {
    let slug = slug.into_inner();
    let found = app.read(move |tx, now| transparency::public_page(tx, &slug, now)).await?;
    let mut c = anyone.chrome(&app, "public-with");
    c.words = Words::new(language(asked.tag()));
    Ok(Page(PublicPage::new(c, &found)))
}
