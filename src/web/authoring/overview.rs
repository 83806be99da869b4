//! One questionnaire: its versions, its draft, and taking it out of use.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::draft_view::Removal;
use super::fields::{self, under_list};
use crate::access::{AuthorQuestionnaires, ViewPartners};
use crate::services::authoring::Written;
use crate::web::app::App;
use crate::web::components::{Banner, Kind, Link};
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::Chrome;
use crate::web::vetting::ok;
use crate::web::visitor::Who;

/// One version.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// "Version 3".
    pub name: String,
    /// To look at it.
    pub href: String,
    /// When it was published.
    pub on: String,
    /// By whom.
    pub by: String,
    /// The beginning of its digest.
    pub digest: String,
    /// What changed since the version before, if there is one.
    pub changes: String,
    /// Where its files are.
    pub file: String,
}

/// GET /questionnaires/{id}
#[derive(Debug, Template)]
#[template(path = "authoring/overview.html")]
pub struct OverviewPage {
    /// The frame.
    pub c: Chrome,
    /// That it is archived, or what the draft is like.
    pub banner: Option<Banner>,
    /// The draft, if one is open and the reader may write.
    pub draft: Option<Link>,
    /// Opens a draft; where the form goes.
    pub begin: Option<String>,
    /// The revision that is shown.
    pub revision: String,
    /// The versions, newest first.
    pub versions: Vec<VersionRow>,
    /// Archives it, or brings it back.
    pub archive: Option<Removal>,
}

/// GET /questionnaires/{id}
pub async fn page(
    who: Who<ViewPartners>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let written = fields::load(&who, &app, &id).await?;
    let can_write = who.also::<AuthorQuestionnaires>().is_some();
    Ok(ok(OverviewPage::new(who.chrome(&app, "questionnaires-title"), &written, can_write)))
}

impl OverviewPage {
    fn new(c: Chrome, written: &Written, can_write: bool) -> Self {
        let row = &written.row;
        let own = format!("/questionnaires/{}", row.id);
        let c = under_list(c).titled(&row.title);
        let revision = row.revision.to_string();
        let archived = row.archived_at.is_some();
        let name = if archived { "restore" } else { "archive" };
        let archive = Removal::new(&c, &format!("questionnaire-{name}"), format!("{own}/{name}"), &revision);
        let open = written.draft.is_some();
        Self {
            banner: banner(&c, written),
            draft: (open && can_write).then(|| Link::new(c.t("draft-go"), format!("{own}/draft"))),
            begin: (!open && can_write && !archived).then(|| format!("{own}/draft/begin")),
            revision,
            versions: versions(&c, written, &own),
            archive: can_write.then_some(archive),
            c,
        }
    }

    /// Two versions and a draft; a draft alone, archived.
    pub fn samples() -> Vec<Self> {
        let page = |versions: usize| {
            let c = under_list(Chrome::sample("questionnaires-title")).titled("Loyalty programmes");
            let version = |n: usize| VersionRow {
                name: c.ts("version-numbered", n.to_string()),
                href: format!("/questionnaires/sample/versions/{n}"),
                on: "12 March 2027".to_owned(),
                by: "Maya Okafor".to_owned(),
                digest: "9f86d081884c".to_owned(),
                changes: if n > 1 {
                    "/questionnaires/sample/changes?from=1&to=2".to_owned()
                } else {
                    String::new()
                },
                file: format!("/questionnaires/sample/versions/{n}/export"),
            };
            Self {
                banner: Some(Banner::new(Kind::Warn, c.tn("questionnaire-draft-flaws", 2_u64))),
                draft: Some(Link::new(c.t("draft-go"), "/questionnaires/sample/draft")),
                begin: None,
                revision: "4".to_owned(),
                versions: (1..=versions).rev().map(version).collect(),
                archive: Some(Removal::new(
                    &c,
                    "questionnaire-archive",
                    "/questionnaires/sample/archive".to_owned(),
                    "4",
                )),
                c,
            }
        };
        vec![page(2), page(0)]
    }
}

fn banner(c: &Chrome, written: &Written) -> Option<Banner> {
    if written.row.archived_at.is_some() {
        return Some(Banner::new(Kind::Warn, c.t("questionnaire-archived-banner")));
    }
    written.draft.as_ref()?;
    Some(match written.flaws().len() {
        0 => Banner::new(Kind::Plain, c.t("questionnaire-draft-ready-banner")),
        n => Banner::new(Kind::Plain, c.tn("questionnaire-draft-banner", n)),
    })
}

fn versions(c: &Chrome, written: &Written, own: &str) -> Vec<VersionRow> {
    let row = |(version, by): &(crate::store::QuestionnaireVersion, String)| {
        let n = version.version;
        VersionRow {
            name: c.ts("version-numbered", n.to_string()),
            href: format!("{own}/versions/{n}"),
            on: format::date(version.published_at),
            by: by.clone(),
            digest: version.sha256.chars().take(12).collect(),
            changes: match n {
                1 => String::new(),
                n => format!("{own}/changes?from={}&to={n}", n.saturating_sub(1)),
            },
            file: format!("{own}/versions/{n}/export"),
        }
    };
    written.versions.iter().map(row).collect()
}
