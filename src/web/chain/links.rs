//! The partner's own links for announcing changes: making one, letting it work for longer, ending it. A link is shown once, for
//! only its hash is kept.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::list::framed;
use crate::access::{ManagePartners, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::{PartnerId, RespondentLinkId};
use crate::services::access::session_token;
use crate::services::chain::{self, CHANGE_LINK_DAYS, ChangeLinkInput};
use crate::services::{FieldFault, ServiceError, vetting};
use crate::store::RespondentLink;
use crate::web::app::App;
use crate::web::components::{Choice, CopyView, FieldView, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::Chrome;
use crate::web::respond::see_other_saying;
use crate::web::settings::mail_choice;
use crate::web::vetting::{LinkRow, Nothing, fault_of, ok, unprocessable};
use crate::web::visitor::Who;

/// GET and POST /partners/{id}/change-links
#[derive(Debug, Template)]
#[template(path = "chain/links.html")]
pub struct ChangeLinksPage {
    /// The frame.
    pub c: Chrome,
    /// What this is for.
    pub lead: String,
    /// The link made just now.
    pub link: Option<CopyView>,
    /// The links so far.
    pub links: Vec<LinkRow>,
    /// Where the form goes.
    pub action: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// The way back.
    pub back: Link,
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ChangeLinkForm {
    days: String,
    email: String,
    language: String,
}

impl ChangeLinkForm {
    fn input(&self) -> ChangeLinkInput {
        let days = self.days.trim();
        ChangeLinkInput {
            days: if days.is_empty() { CHANGE_LINK_DAYS } else { days.parse().unwrap_or(0) },
            email: self.email.clone(),
            language: self.language.clone(),
        }
    }
}

/// What came of the form: the link, or what does not fit.
#[derive(Default)]
struct Shown<'a> {
    made: Option<&'a str>,
    form: ChangeLinkForm,
    faults: &'a [FieldFault],
}

/// GET /partners/{id}/change-links
pub async fn page(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    Ok(ok(show(&who, &app, &id, Shown::default()).await?))
}

/// POST /partners/{id}/change-links
pub async fn make(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<ChangeLinkForm>,
) -> Result<HttpResponse, WebError> {
    let token = session_token()?;
    let link = app.link(&format!("/changes/{}", token.expose()));
    let (proof, kit, partner) = (who.proof(), app.kit().clone(), PartnerId::from(id.as_str()));
    let input = form.0.input();
    let made = app.write("change_link_make", move |tx, now| {
        chain::change_link_make(tx, (&proof, &kit), &partner, (&token, &input), now)
    });
    match made.await {
        Ok(_) => {
            let shown = Shown { made: Some(&link), ..Shown::default() };
            Ok(ok(show(&who, &app, &id, shown).await?))
        }
        Err(ServiceError::Invalid(faults)) => {
            let shown = Shown { form: form.0, faults: &faults, ..Shown::default() };
            Ok(unprocessable(show(&who, &app, &id, shown).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// POST /change-links/{id}/revoke
pub async fn revoke(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, link) = (who.proof(), RespondentLinkId::from(id.as_str()));
    let done =
        app.write("change_link_revoke", move |tx, now| chain::change_link_revoke(tx, &proof, &link, now));
    let partner = done.await?;
    Ok(see_other_saying(&app, &path(partner.as_str()), "flash-link-revoked"))
}

/// POST /change-links/{id}/extend: another year from now.
pub async fn extend(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (proof, link) = (who.proof(), RespondentLinkId::from(id.as_str()));
    let done = app.write("change_link_extend", move |tx, now| {
        chain::change_link_extend(tx, &proof, (&link, CHANGE_LINK_DAYS), now)
    });
    let partner = done.await?;
    Ok(see_other_saying(&app, &path(partner.as_str()), "flash-change-link-extended"))
}

/// The page of a partner's links.
pub(super) fn path(partner: &str) -> String {
    format!("/partners/{partner}/change-links")
}

async fn show(
    who: &Who<ManagePartners>,
    app: &App,
    id: &str,
    shown: Shown<'_>,
) -> Result<ChangeLinksPage, WebError> {
    let (view, partner) = (who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?, PartnerId::from(id));
    let (partner, links) = app
        .read(move |tx, _| {
            let links = chain::change_link_list(tx, &view, &partner)?;
            Ok::<_, ServiceError>((vetting::partner_fetch(tx, &view, &partner)?, links))
        })
        .await?;
    let c = who.chrome(app, "change-links-title");
    let mailed = app.kit().post().is_open();
    let about = (partner.id.as_str(), partner.name.as_str(), partner.contact_email.as_str());
    Ok(ChangeLinksPage::new(c, about, &links, (&shown, mailed), app.now()))
}

impl ChangeLinksPage {
    fn new(
        c: Chrome,
        (id, name, email): (&str, &str, &str),
        links: &[RespondentLink],
        (shown, mailed): (&Shown<'_>, bool),
        now: Timestamp,
    ) -> Self {
        let c = framed(c, (id, name));
        let up = c.t("chain-title");
        let c = c.under(up, format!("/partners/{id}/sub-processors"));
        let until = links.iter().find(|link| link.revoked_at.is_none()).map(|link| link.expires_at);
        let rows = links
            .iter()
            .map(|link| LinkRow::new(&c, link, ("/change-links", "change-link-extend"), now))
            .collect();
        Self {
            lead: c.ts("change-links-lead", name),
            link: shown.made.map(|link| CopyView {
                id: "change-link".to_owned(),
                label: c.t("change-link"),
                value: link.to_owned(),
                hint: c.ts("change-link-hint", until.map(|at| c.date(at)).unwrap_or_default()),
            }),
            links: rows,
            action: path(id),
            fields: fields(&c, email, (shown, mailed)),
            back: Link::new(c.t("chain-title"), format!("/partners/{id}/sub-processors")),
            c,
        }
    }

    /// None yet; one made just now.
    pub fn samples() -> Vec<Self> {
        let at = Timestamp::from_micros(1_804_000_000_000_000);
        let partner = ("sample", "Meridian Media", "privacy@meridian.example");
        let link = RespondentLink {
            id: RespondentLinkId::from("sample"),
            token_hash: String::new(),
            org_id: "sample".into(),
            assessment_id: "sample".into(),
            created_by: "sample".into(),
            created_at: at,
            expires_at: at.plus_days(i64::from(CHANGE_LINK_DAYS)),
            opened_at: None,
            revoked_at: None,
            section_id: None,
            parent_id: None,
            purpose: crate::access::LinkPurpose::Changes.as_str().to_owned(),
        };
        let c = || Chrome::sample("change-links-title");
        let made =
            Shown { made: Some("https://entente.example/changes/c2FtcGxlLW9ubHk"), ..Shown::default() };
        vec![
            Self::new(c(), partner, &[], (&Shown::default(), false), at),
            Self::new(c(), partner, &[link], (&made, true), at),
        ]
    }
}

fn fields(c: &Chrome, known: &str, (shown, mailed): (&Shown<'_>, bool)) -> Vec<FieldView> {
    let (form, faults) = (&shown.form, shown.faults);
    let days = if form.days.is_empty() { CHANGE_LINK_DAYS.to_string() } else { form.days.clone() };
    let choices =
        [90_u64, 180, 365, 730].map(|n| Choice::new(n.to_string(), c.tn("days", n)).chosen_if(&days));
    let email = if faults.is_empty() { known } else { &form.email };
    let language = if form.language.is_empty() { "en" } else { &form.language };
    vec![
        FieldView::select("days", c.t("send-days"), choices.into()).error(fault_of(c, faults, "days")),
        FieldView::typed("email", c.t("send-email"), "email", "off")
            .optional()
            .hint(c.t(if mailed { "change-links-email-hint" } else { "send-email-off-hint" }))
            .value(email)
            .error(fault_of(c, faults, "email")),
        mail_choice::language(c, language).error(fault_of(c, faults, "language")),
    ]
}
