//! Who could learn what in a room, party by party, with the numbers.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::present::{epsilon, inside};
use crate::access::ViewRooms;
use crate::ids::RoomId;
use crate::rooms::Side;
use crate::rooms::exposure::Exposure;
use crate::rooms::policy::Effective;
use crate::rooms::terms::NoiseKind;
use crate::services::rooms::{self, RoomExposure};
use crate::web::app::App;
use crate::web::components::{Banner, KeyValue, Kind};
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Page};
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// One party.
#[derive(Debug, Clone)]
pub struct Party {
    /// Who.
    pub name: String,
    /// What they are shown or hold.
    pub sees: String,
    /// What they could work out from it.
    pub could: String,
}

/// GET /rooms/{id}/learn
#[derive(Debug, Template)]
#[template(path = "rooms/learn.html")]
pub struct LearnPage {
    /// The frame.
    pub c: Chrome,
    /// What has been answered, in one sentence.
    pub lead: String,
    /// The numbers.
    pub numbers: Vec<KeyValue>,
    /// What the numbers mean.
    pub meaning: String,
    /// Before there are terms, or after everything is destroyed.
    pub banner: Option<Banner>,
    /// The parties, from the closest to the farthest.
    pub parties: Vec<Party>,
}

impl LearnPage {
    /// The page of a room.
    pub fn new(c: Chrome, found: &RoomExposure) -> Self {
        let figures = found.figures.as_ref();
        let banner = match (figures, found.destroyed) {
            (_, true) => Some(Banner::new(Kind::Plain, c.t("learn-destroyed"))),
            (None, false) => Some(Banner::new(Kind::Plain, c.t("learn-no-terms"))),
            (Some(_), false) => None,
        };
        Self {
            lead: c.tn("learn-answers", found.answers),
            numbers: figures
                .map(|(effective, exposure)| numbers(&c, effective, exposure))
                .unwrap_or_default(),
            meaning: figures.map(|(_, exposure)| meaning(&c, exposure, found.noise)).unwrap_or_default(),
            banner,
            parties: parties(&c, found),
            c: inside(c, &found.facts),
        }
    }
}

fn percent(c: &Chrome, value: f64) -> String {
    // Rounded up: a bound that is stated too low would be none.
    format::decimal_in(c.words.lang(), &format!("{:.1}", (value * 10.0).ceil() / 10.0))
}

fn numbers(c: &Chrome, effective: &Effective, exposure: &Exposure) -> Vec<KeyValue> {
    let guess = |micro: u64, chance: f64| {
        let args =
            [("epsilon", Arg::from(epsilon(&c.words, micro))), ("percent", Arg::from(percent(c, chance)))];
        c.with("learn-guess", &args)
    };
    let next = exposure.spent_micro.saturating_add(exposure.next_micro);
    vec![
        KeyValue::new(c.t("learn-now"), guess(exposure.spent_micro, exposure.guess_now)),
        KeyValue::new(c.t("learn-next"), guess(next, exposure.guess_next)),
        KeyValue::new(c.t("learn-total"), guess(exposure.total_micro, exposure.guess_total)),
        KeyValue::new(c.t("learn-k"), c.tn("learn-k-value", effective.k)),
    ]
}

fn meaning(c: &Chrome, exposure: &Exposure, noise: NoiseKind) -> String {
    if noise == NoiseKind::Exact {
        return c.t("learn-meaning-exact");
    }
    c.with("learn-meaning", &[("percent", Arg::from(percent(c, exposure.guess_now)))])
}

fn parties(c: &Chrome, found: &RoomExposure) -> Vec<Party> {
    let names = &found.facts.names;
    let (host, guest) = (names.get(Side::Host), names.get(Side::Guest));
    let company = |own: &String, other: &String| {
        let args = [("name", Arg::from(own)), ("other", Arg::from(other))];
        Party {
            name: own.clone(),
            sees: c.with("learn-company-sees", &args),
            could: c.with("learn-company-could", &args),
        }
    };
    let party = |who: &str, state: &str| Party {
        name: c.t(&format!("learn-{who}")),
        sees: c.t(&format!("learn-{who}-sees{state}")),
        could: c.t(&format!("learn-{who}-could{state}")),
    };
    let state = if found.destroyed { "-closed" } else { "" };
    vec![
        company(host, guest),
        company(guest, host),
        party("server", state),
        party("collusion", state),
        party("thief", state),
        party("outsider", ""),
    ]
}

/// GET /rooms/{id}/learn
pub async fn page(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let found = app.read(move |tx, now| rooms::room_exposure(tx, &proof, &id, now)).await?;
    Ok(Page(LearnPage::new(who.chrome(&app, "learn-title"), &found)).with_status(StatusCode::OK))
}
