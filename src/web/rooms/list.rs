//! The list of rooms: open or not, and why.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::present::{next, path};
use crate::access::{ManageRooms, ViewRooms};
use crate::rooms::lifecycle::RoomState;
use crate::services::rooms::{self, Awaited, Facts, reason_message};
use crate::web::app::App;
use crate::web::components::{Empty, FilterChoice, FilterView, Kind, Link, ListHead};
use crate::web::error::{WebError, say};
use crate::web::page::{Chrome, Nav, Page};
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// A room, as a row.
#[derive(Debug, Clone)]
pub struct RoomRow {
    /// The room's name and page.
    pub room: Link,
    /// The other organisation.
    pub partner: String,
    /// Its status, and how it is meant.
    pub status: (Kind, String),
    /// Why it does not count, or nothing.
    pub why: String,
    /// What is next.
    pub next: String,
    /// Where that is done, if it is our turn.
    pub next_link: Option<Link>,
}

/// GET /rooms
#[derive(Debug, Template)]
#[template(path = "rooms/list.html")]
pub struct RoomsPage {
    /// The frame.
    pub c: Chrome,
    /// How many, and the filter.
    pub head: ListHead,
    /// The rooms.
    pub rows: Vec<RoomRow>,
    /// What an empty list says.
    pub empty: Option<Empty>,
    /// Whether this person may open a room.
    pub may_open: bool,
}

/// What the filter holds.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Filter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    show: String,
}

impl Filter {
    /// A search for `q` among the rooms of `show`.
    pub fn of(q: &str, show: &str) -> Self {
        Self { q: q.to_owned(), show: show.to_owned() }
    }
}

impl RoomsPage {
    /// The page of these rooms under this filter.
    pub fn new(c: Chrome, rooms: &[Facts], filter: &Filter, may_open: bool) -> Self {
        let rows: Vec<RoomRow> =
            rooms.iter().filter(|facts| shown(facts, filter)).map(|facts| row(&c, facts)).collect();
        let open_link = may_open.then(|| Link::new(c.t("rooms-new"), "/rooms/new"));
        let empty = match (rooms.is_empty(), rows.is_empty()) {
            (true, _) => Some(Empty {
                title: c.t("rooms-empty-title"),
                text: c.t("rooms-empty-text"),
                action: open_link,
            }),
            (false, true) => Some(Empty {
                title: c.t("rooms-none-found"),
                text: c.t("rooms-none-found-text"),
                action: None,
            }),
            (false, false) => None,
        };
        Self { head: head(&c, (rows.len(), rooms.len()), filter), rows, empty, may_open, c: c.at(Nav::Rooms) }
    }
}

/// Whether the filter lets a room through.
fn shown(facts: &Facts, filter: &Filter) -> bool {
    let wanted = filter.q.trim().to_lowercase();
    let named = [facts.room.name.as_str(), facts.their_name()];
    let found = wanted.is_empty() || named.iter().any(|name| name.to_lowercase().contains(&wanted));
    let open = facts.opening().is_open();
    found
        && match filter.show.as_str() {
            "open" => open,
            "closed" => !open,
            _ => true,
        }
}

fn head(c: &Chrome, counts: (usize, usize), filter: &Filter) -> ListHead {
    let number = |n: usize| Arg::Number(u64::try_from(n).unwrap_or(u64::MAX));
    let count = if counts.0 == counts.1 {
        c.tn("count-rooms", counts.1)
    } else {
        c.with("rooms-count-of", &[("shown", number(counts.0)), ("total", number(counts.1))])
    };
    let choice = |value: &str, word: &str| FilterChoice {
        value: value.to_owned(),
        label: c.t(word),
        chosen: filter.show == value,
    };
    ListHead {
        count,
        filter: FilterView {
            action: "/rooms".to_owned(),
            query: filter.q.clone(),
            label: c.t("rooms-find"),
            choices: vec![
                choice("", "rooms-show-all"),
                choice("open", "rooms-show-open"),
                choice("closed", "rooms-show-closed"),
            ],
        },
    }
}

fn row(c: &Chrome, facts: &Facts) -> RoomRow {
    let opening = facts.opening();
    let status = match (facts.state(), facts.awaited()) {
        (RoomState::Closed(_), _) => (Kind::Plain, c.t("room-status-closed")),
        (_, Awaited::Stopped) => (Kind::Bad, c.t("room-status-stopped")),
        _ if opening.is_open() => (Kind::Good, c.t("room-status-open")),
        _ => (Kind::Warn, c.t("room-status-preparing")),
    };
    let why = match facts.awaited() {
        Awaited::Stopped => opening.reasons_for(facts.side).first().copied(),
        _ => None,
    };
    let (next, next_link) = next(c, facts);
    RoomRow {
        room: Link::new(&facts.room.name, path(facts, "")),
        partner: facts.their_name().to_owned(),
        status,
        why: why.map(|reason| say(&c.words, &reason_message(reason, &facts.names))).unwrap_or_default(),
        next,
        next_link,
    }
}

/// GET /rooms
pub async fn page(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
) -> Result<HttpResponse, WebError> {
    let proof = who.proof();
    let found = app.read(move |tx, now| rooms::room_list(tx, &proof, now)).await?;
    let may_open = who.also::<ManageRooms>().is_some();
    let page = RoomsPage::new(who.chrome(&app, "rooms-title"), &found, &filter, may_open);
    Ok(Page(page).with_status(actix_web::http::StatusCode::OK))
}
