//! A partner's list of sub-processors for members: as it is kept now, with the notices of its changes, and as it was stated in
//! an assessment.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::fields::{EntryForm, entry_fields};
use crate::access::{ManagePartners, ViewPartners};
use crate::ids::{AssessmentId, PartnerId, SubProcessorId};
use crate::services::chain::{self, Lists, NoticeLine};
use crate::services::vetting;
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::{Banner, ChainTable, Kind, Link, NoticeView, Reader};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav};
use crate::web::respond::{Attachment, attachment, see_other_saying};
use crate::web::vetting::{FormPage, Nothing, ok, unprocessable};
use crate::web::visitor::Who;

/// GET /partners/{id}/sub-processors and /assessments/{id}/sub-processors
#[derive(Debug, Template)]
#[template(path = "chain/list.html")]
pub struct ListPage {
    /// The frame.
    pub c: Chrome,
    /// What this list is.
    pub lead: String,
    /// The companies.
    pub table: ChainTable,
    /// What stands in for them while there are none.
    pub none: String,
    /// Where a company is added; empty for a reader who may not.
    pub add: String,
    /// Further ways on.
    pub links: Vec<Link>,
    /// The notices of changes; none on the page of an assessment.
    pub notices: Option<Vec<NoticeView>>,
    /// Where a change is written down.
    pub record: Vec<Link>,
}

/// The frame of a page about a partner's chain.
pub(super) fn framed(c: Chrome, (id, name): (&str, &str)) -> Chrome {
    let up = c.t("nav-partners");
    c.at(Nav::Partners).under(up, "/partners").under(name, format!("/partners/{id}"))
}

/// GET /partners/{id}/sub-processors
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, partner) = (who.proof(), PartnerId::from(id.as_str()));
    let (name, lists, notices) = app
        .read(move |tx, _| {
            let found = vetting::partner_fetch(tx, &proof, &partner)?;
            let lists = chain::list_kept(tx, &proof, &partner)?;
            Ok::<_, ServiceError>((found.name, lists, chain::notice_list(tx, &proof, &partner)?))
        })
        .await?;
    let c = framed(who.chrome(&app, "chain-title"), (&id, &name));
    let manages = who.also::<ManagePartners>().is_some();
    Ok(ok(ListPage::kept(c, (&id, &name), (&lists, &notices), manages)))
}

/// GET /assessments/{id}/sub-processors
pub async fn stated(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, assessment) = (who.proof(), AssessmentId::from(id.as_str()));
    let (partner, lists) = app
        .read(move |tx, _| {
            let dossier = vetting::dossier(tx, &proof, &assessment)?;
            let partner = vetting::partner_fetch(tx, &proof, &dossier.assessment.partner_id)?;
            Ok::<_, ServiceError>((partner, chain::list_of_assessment(tx, &proof, &assessment)?))
        })
        .await?;
    let c = framed(who.chrome(&app, "chain-title"), (partner.id.as_str(), &partner.name));
    let up = c.t("assessment-title");
    let c = c.under(up, format!("/assessments/{id}"));
    Ok(ok(ListPage::stated(c, (partner.id.as_str(), &partner.name), &lists)))
}

impl ListPage {
    fn kept(
        c: Chrome,
        (id, name): (&str, &str),
        (lists, notices): (&Lists, &[NoticeLine]),
        manages: bool,
    ) -> Self {
        let own = format!("/partners/{id}/sub-processors");
        let reader = if manages { Reader::Manager } else { Reader::Onlooker };
        let mut links = Vec::new();
        if manages {
            links.push(Link::new(c.t("chain-load"), format!("{own}/load")));
        }
        if !lists.listed.is_empty() {
            links.push(Link::new(c.t("chain-file"), format!("{own}/file")));
        }
        let new = |change: &str| format!("/partners/{id}/notices/new?change={change}");
        let mut record = Vec::new();
        if manages {
            record.push(Link::new(c.t("notice-write-add"), new("add")));
        }
        if manages && !lists.listed.is_empty() {
            record.push(Link::new(c.t("notice-write-remove"), new("remove")));
        }
        if manages {
            record.push(Link::new(c.t("change-links-title"), super::links::path(id)));
        }
        Self {
            lead: c.ts("chain-lead", name),
            table: ChainTable::new(&c.words, lists, if manages { &own } else { "" }),
            none: c.t("chain-none"),
            add: if manages { format!("{own}/new") } else { String::new() },
            links,
            notices: Some(notices.iter().map(|line| NoticeView::new(&c.words, line, reader)).collect()),
            record,
            c,
        }
    }

    fn stated(c: Chrome, (id, name): (&str, &str), lists: &Lists) -> Self {
        Self {
            lead: c.ts("chain-lead-stated", name),
            table: ChainTable::new(&c.words, lists, ""),
            none: c.t(if lists.nobody { "chain-nobody-stated" } else { "chain-none-stated" }),
            add: String::new(),
            links: vec![Link::new(c.t("chain-to-kept"), format!("/partners/{id}/sub-processors"))],
            notices: None,
            record: Vec::new(),
            c,
        }
    }

    /// With everything; nobody; as stated.
    pub fn samples() -> Vec<Self> {
        let c = || framed(Chrome::sample("chain-title"), ("sample", "Meridian Media"));
        let place = ("sample", "Meridian Media");
        let full = Self::kept(c(), place, (&Lists::default(), &[]), true);
        let tables = ChainTable::samples(&full.c.words);
        let full = Self {
            table: tables.into_iter().next().unwrap_or_default(),
            notices: Some(NoticeView::samples(&full.c.words)),
            ..full
        };
        let empty = Self::kept(c(), place, (&Lists::default(), &[]), false);
        vec![full, empty, Self::stated(c(), place, &Lists::default())]
    }
}

/// GET /partners/{id}/sub-processors/new
pub async fn new(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let place = Adding { partner: id.into_inner(), entry: None };
    Ok(ok(form(&who, &app, &place, (&EntryForm::default(), &[])).await?))
}

/// POST /partners/{id}/sub-processors/new
pub async fn add(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    id: web::Path<String>,
    given: Csrf<EntryForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, partner, input) = (who.proof(), PartnerId::from(id.as_str()), given.0.input());
    let done =
        app.write("entry_add", move |tx, now| chain::entry_add(tx, &proof, &partner, &input, now)).await;
    let place = Adding { partner: id.into_inner(), entry: None };
    after(&who, &app, (&place, &given.0), done.map(|_| "flash-chain-added")).await
}

/// GET /partners/{id}/sub-processors/{entry}/edit
pub async fn edit(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    ids: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (partner, entry) = ids.into_inner();
    let (proof, own) =
        (who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?, PartnerId::from(partner.as_str()));
    let lists = app.read(move |tx, _| chain::list_kept(tx, &proof, &own)).await?;
    let found = lists.listed.into_iter().find(|one| one.row.id.as_str() == entry);
    let row = found.ok_or(ServiceError::NotFound)?.row;
    let place = Adding { partner, entry: Some(entry) };
    Ok(ok(form(&who, &app, &place, (&EntryForm::of(&row), &[])).await?))
}

/// POST /partners/{id}/sub-processors/{entry}/edit
pub async fn change(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    ids: web::Path<(String, String)>,
    given: Csrf<EntryForm>,
) -> Result<HttpResponse, WebError> {
    let (partner, entry) = ids.into_inner();
    let (proof, own, id) =
        (who.proof(), PartnerId::from(partner.as_str()), SubProcessorId::from(entry.as_str()));
    let (input, revision) = (given.0.input(), given.0.revision);
    let done = app.write("entry_change", move |tx, now| {
        chain::entry_change(tx, &proof, (&own, &id, revision), &input, now)
    });
    let done = done.await.map(|()| "flash-chain-changed");
    after(&who, &app, (&Adding { partner, entry: Some(entry) }, &given.0), done).await
}

/// POST /partners/{id}/sub-processors/{entry}/remove
pub async fn remove(
    who: Who<ManagePartners>,
    app: web::Data<App>,
    ids: web::Path<(String, String)>,
    _form: Csrf<Nothing>,
) -> Result<HttpResponse, WebError> {
    let (partner, entry) = ids.into_inner();
    let (proof, own, id) =
        (who.proof(), PartnerId::from(partner.as_str()), SubProcessorId::from(entry.as_str()));
    app.write("entry_remove", move |tx, now| chain::entry_remove(tx, &proof, (&own, &id), now)).await?;
    Ok(see_other_saying(&app, &format!("/partners/{partner}/sub-processors"), "flash-chain-removed"))
}

/// GET /partners/{id}/sub-processors/file
pub async fn file(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, partner) = (who.proof(), PartnerId::from(id.as_str()));
    let table = app.read(move |tx, _| chain::list_file(tx, &proof, &partner)).await?;
    Ok(attachment(Attachment::Csv, "sub-processors.csv", table))
}

/// Where a company is added, or which one is changed.
struct Adding {
    partner: String,
    entry: Option<String>,
}

async fn after(
    who: &Who<ManagePartners>,
    app: &App,
    (place, given): (&Adding, &EntryForm),
    done: Result<&'static str, ServiceError>,
) -> Result<HttpResponse, WebError> {
    match done {
        Ok(flash) => Ok(see_other_saying(app, &format!("/partners/{}/sub-processors", place.partner), flash)),
        Err(ServiceError::Invalid(faults)) => {
            Ok(unprocessable(form(who, app, place, (given, &faults)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn form(
    who: &Who<ManagePartners>,
    app: &App,
    place: &Adding,
    shown: (&EntryForm, &[FieldFault]),
) -> Result<FormPage, WebError> {
    let (view, id) =
        (who.also::<ViewPartners>().ok_or(ServiceError::NotFound)?, PartnerId::from(place.partner.as_str()));
    let partner = app.read(move |tx, _| vetting::partner_fetch(tx, &view, &id)).await?;
    let title = if place.entry.is_some() { "chain-edit-title" } else { "chain-add" };
    Ok(entry_form(who.chrome(app, title), place, &partner.name, shown))
}

fn entry_form(
    c: Chrome,
    place: &Adding,
    name: &str,
    (form, faults): (&EntryForm, &[FieldFault]),
) -> FormPage {
    let own = format!("/partners/{}/sub-processors", place.partner);
    let c = framed(c, (&place.partner, name));
    let up = c.t("chain-title");
    let c = c.under(up, own.clone());
    let action = match &place.entry {
        None => format!("{own}/new"),
        Some(entry) => format!("{own}/{entry}/edit"),
    };
    FormPage {
        lead: String::new(),
        banner: place.entry.is_none().then(|| Banner::new(Kind::Plain, c.t("chain-add-by-hand"))),
        action,
        hidden: vec![("revision", form.revision.to_string())],
        fields: entry_fields(&c, form, faults),
        submit: c.t("save"),
        cancel: Link::new(c.t("cancel"), own),
        c,
    }
}
