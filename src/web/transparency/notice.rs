//! The notice of a room in both languages, and whether the room is on the organisation's public page.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::notice_text;
use super::public::{Asked, language, sample};
use super::text::{Paragraph, paragraphs};
use crate::access::{ManageRooms, ViewRooms};
use crate::ids::RoomId;
use crate::services::ServiceError;
use crate::services::transparency::{self, Listed, Partnership};
use crate::store::TransparencyPage;
use crate::web::app::App;
use crate::web::components::{Banner, Kind, Link};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Nav, Page};
use crate::web::respond::{Attachment, attachment, see_other_saying};
use crate::web::visitor::Who;
use crate::web::words::{Lang, Words};

/// A notice in one language.
#[derive(Debug, Clone)]
pub struct NoticeView {
    /// The language's tag.
    pub lang: &'static str,
    /// Its heading.
    pub heading: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// The same as a file.
    pub download: Link,
}

/// GET /rooms/{id}/notice
#[derive(Debug, Template)]
#[template(path = "transparency/notice.html")]
pub struct NoticePage {
    /// The frame.
    pub c: Chrome,
    /// The notices, or nothing before the terms are signed and after the end.
    pub notices: Vec<NoticeView>,
    /// What the public sees of it now.
    pub state: Banner,
    /// Where the form goes, if this person may list the room.
    pub action: Option<String>,
    /// Whether the room is listed.
    pub listed: bool,
}

/// What the page shows of a room.
struct Shown<'a> {
    room: &'a RoomId,
    room_name: &'a str,
    partnership: Option<&'a Partnership>,
    page: Option<&'a TransparencyPage>,
    listed: bool,
}

impl NoticePage {
    fn new(c: Chrome, shown: &Shown<'_>, may_list: bool) -> Self {
        let at = format!("/rooms/{}", shown.room);
        let view = |partnership: &Partnership, lang: Lang| {
            let mut text = paragraphs(&Words::new(lang), partnership, shown.page).into_iter();
            NoticeView {
                lang: lang.tag(),
                heading: text.next().map(|one| one.text).unwrap_or_default(),
                paragraphs: text.collect(),
                download: Link::new(c.t("notice-download"), format!("{at}/notice/file?lang={}", lang.tag())),
            }
        };
        let notices = shown.partnership.map(|one| [Lang::En, Lang::Fr].map(|lang| view(one, lang)));
        let live = shown.partnership.is_some();
        let up = c.t("nav-rooms");
        Self {
            notices: notices.into_iter().flatten().collect(),
            state: state(&c, shown),
            action: (may_list && (live || shown.listed)).then(|| format!("{at}/notice")),
            listed: shown.listed,
            c: c.at(Nav::Rooms).under(up, "/rooms").under(shown.room_name, at),
        }
    }

    /// Listed; not listed; before there is anything to tell.
    pub fn samples() -> Vec<Self> {
        let found = sample();
        let room = RoomId::from("room-1");
        let page = |live: bool, listed: bool| {
            let shown = Shown {
                room: &room,
                room_name: "Spring loyalty overlap",
                partnership: found.partnerships.first().filter(|_| live),
                page: Some(&found.page).filter(|_| listed),
                listed,
            };
            Self::new(Chrome::sample("notice-title"), &shown, true)
        };
        vec![page(true, true), page(true, false), page(false, false)]
    }
}

fn state(c: &Chrome, shown: &Shown<'_>) -> Banner {
    let published = shown.page.is_some_and(|page| page.published);
    let word = match (shown.partnership.is_some(), shown.listed, published) {
        (false, _, _) => "notice-state-nothing",
        (true, false, _) => "notice-state-private",
        (true, true, true) => "notice-state-listed",
        (true, true, false) => "notice-state-unpublished",
    };
    Banner::new(if word == "notice-state-listed" { Kind::Good } else { Kind::Plain }, c.t(word))
}

/// GET /rooms/{id}/notice
pub async fn page(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<Page<NoticePage>, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let found = app.read(move |tx, now| transparency::room_notice(tx, &proof, &id, now)).await?;
    let shown = Shown {
        room: &found.facts.room.id,
        room_name: &found.facts.room.name,
        partnership: found.partnership.as_ref(),
        page: found.page.as_ref(),
        listed: found.listed,
    };
    let may_list = who.also::<ManageRooms>().is_some();
    Ok(Page(NoticePage::new(who.chrome(&app, "notice-title"), &shown, may_list)))
}

/// What the form holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListForm {
    listed: String,
}

/// POST /rooms/{id}/notice
pub async fn list(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<ListForm>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let (listed, flash) = if form.0.listed == "yes" {
        (Listed::Yes, "flash-room-listed")
    } else {
        (Listed::No, "flash-room-unlisted")
    };
    let back = format!("/rooms/{id}/notice");
    app.write("room_list_public", move |tx, now| {
        transparency::room_list_public(tx, &proof, &id, listed, now)
    })
    .await?;
    Ok(see_other_saying(&app, &back, flash))
}

/// GET /rooms/{id}/notice/file
pub async fn file(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let found = app.read(move |tx, now| transparency::room_notice(tx, &proof, &id, now)).await?;
    let none = || ServiceError::conflict("conflict-notice-nothing");
    let partnership = found.partnership.as_ref().ok_or_else(none)?;
    let lang = language(asked.tag());
    let text = notice_text(&Words::new(lang), partnership, found.page.as_ref());
    let name = format!("notice-{}.txt", lang.tag());
    Ok(attachment(Attachment::Text, &name, text))
}
