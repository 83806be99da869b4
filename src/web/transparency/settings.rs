//! The settings of an organisation's transparency page.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::public::sample;
use crate::access::ManagePeople;
use crate::services::transparency::{self, PageInput};
use crate::services::{FieldFault, ServiceError};
use crate::store::TransparencyPage;
use crate::web::app::App;
use crate::web::components::{FieldView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say};
use crate::web::page::{Chrome, Nav, Page};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;

/// GET /settings/transparency
#[derive(Debug, Template)]
#[template(path = "transparency/settings.html")]
pub struct SettingsPage {
    /// The frame.
    pub c: Chrome,
    /// The fields.
    pub fields: Vec<FieldView>,
    /// The page itself, while the public can read it.
    pub public: Option<Link>,
}

impl SettingsPage {
    fn new(c: Chrome, input: &PageInput, public: Option<String>, faults: &[FieldFault]) -> Self {
        let fault = |field: &str| {
            let found = faults.iter().find(|fault| fault.field == field);
            found.map(|fault| say(&c.words, &fault.message)).unwrap_or_default()
        };
        let fields = vec![
            FieldView::tick("published", c.t("transparency-published"), input.published),
            FieldView::line("slug", c.t("transparency-slug"))
                .hint(c.t("transparency-slug-hint"))
                .value(&input.slug)
                .error(fault("slug")),
            FieldView::area("opt_out", c.t("transparency-opt-out"))
                .hint(c.t("transparency-opt-out-hint"))
                .value(&input.opt_out)
                .error(fault("opt_out")),
            FieldView::area("opt_out_fr", c.t("transparency-opt-out-fr"))
                .hint(c.t("transparency-opt-out-fr-hint"))
                .value(&input.opt_out_fr)
                .error(fault("opt_out_fr")),
            FieldView::line("contact", c.t("transparency-contact"))
                .hint(c.t("transparency-contact-hint"))
                .value(&input.contact)
                .error(fault("contact")),
        ];
        let public = public.map(|href| Link::new(href.clone(), href));
        Self { fields, public, c: c.at(Nav::Settings) }
    }

    /// Blank, published, refused.
    pub fn samples() -> Vec<Self> {
        let c = || {
            let c = Chrome::sample("settings-transparency");
            let up = c.t("nav-settings");
            c.under(up, "/settings")
        };
        let input = input_of(&sample().page);
        let fault = [FieldFault::new("slug", "fault-transparency-slug-taken")];
        let link = Some("https://entente.example.com/t/northwind".to_owned());
        vec![
            Self::new(c(), &PageInput::default(), None, &[]),
            Self::new(c(), &input, link, &[]),
            Self::new(c(), &input, None, &fault),
        ]
    }
}

fn input_of(page: &TransparencyPage) -> PageInput {
    PageInput {
        slug: page.slug.clone(),
        published: page.published,
        contact: page.contact.clone(),
        opt_out: page.opt_out.clone(),
        opt_out_fr: page.opt_out_fr.clone(),
    }
}

fn frame(who: &Who<ManagePeople>, app: &App) -> Chrome {
    let c = who.chrome(app, "settings-transparency");
    let up = c.t("nav-settings");
    c.under(up, "/settings")
}

/// GET /settings/transparency
pub async fn page(who: Who<ManagePeople>, app: web::Data<App>) -> Result<Page<SettingsPage>, WebError> {
    let proof = who.proof();
    let found = app.read(move |tx, _| transparency::page_read(tx, &proof)).await?;
    let input = found.as_ref().map(input_of).unwrap_or_default();
    let public = input.published.then(|| app.link(&format!("/t/{}", input.slug)));
    Ok(Page(SettingsPage::new(frame(&who, &app), &input, public, &[])))
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SettingsForm {
    published: String,
    slug: String,
    contact: String,
    opt_out: String,
    opt_out_fr: String,
}

/// POST /settings/transparency
pub async fn save(
    who: Who<ManagePeople>,
    app: web::Data<App>,
    form: Csrf<SettingsForm>,
) -> Result<HttpResponse, WebError> {
    let SettingsForm { published, slug, contact, opt_out, opt_out_fr } = form.0;
    let input = PageInput { slug, published: !published.is_empty(), contact, opt_out, opt_out_fr };
    let (proof, wanted) = (who.proof(), input.clone());
    let done = app.write("transparency", move |tx, now| transparency::page_save(tx, &proof, &wanted, now));
    match done.await {
        Ok(()) => Ok(see_other_saying(&app, "/settings/transparency", "flash-transparency-saved")),
        Err(ServiceError::Invalid(faults)) => {
            let page = SettingsPage::new(frame(&who, &app), &input, None, &faults);
            Ok(Page(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}
