//! The key page: the host's browser makes the key, the guest's checks it. `room-key.js` does both; this page gives it the
//! room's id, the check value and the words, and takes back a check value through an ordinary form.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::present::{inside, path};
use crate::access::{ManageRooms, ViewRooms};
use crate::ids::{KeyExchangeId, RoomId};
use crate::rooms::Side;
use crate::rooms::agreement::VoidReason;
use crate::rooms::lifecycle::RoomState;
use crate::services::rooms::{self, Facts, NewRoomKey, Voiding};
use crate::services::{FieldFault, ServiceError};
use crate::web::app::App;
use crate::web::components::{Banner, FieldView, Kind};
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say};
use crate::web::page::{Chrome, Page};
use crate::web::respond::see_other_saying;
use crate::web::vetting::fault_of;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// What the page is for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyStage {
    /// The host makes the key.
    Make,
    /// The guest checks it.
    Check,
    /// The guest can take part in making it, through the server.
    Join,
    /// Somebody else's turn, or done: the page only says so.
    Rest,
}

/// GET /rooms/{id}/key
#[derive(Debug, Template)]
#[template(path = "rooms/key.html")]
pub struct KeyPage {
    /// The frame.
    pub c: Chrome,
    /// What it is for now.
    pub stage: KeyStage,
    /// The other organisation.
    pub partner: String,
    /// What this page does, or what is awaited.
    pub lead: String,
    /// The room's id, which the key is derived for.
    pub room: String,
    /// The address that the link begins with.
    pub link: String,
    /// The check value to compare with, for the guest.
    pub kcv: String,
    /// Where the form goes.
    pub action: String,
    /// Where an exchange is relayed.
    pub exchange: String,
    /// The script's sentences.
    pub words: Vec<(&'static str, String)>,
    /// The field for whoever works without script.
    pub field: FieldView,
    /// What was refused, or nothing.
    pub refused: String,
    /// Why the last agreement is void, while there is no other key.
    pub voided: Option<Banner>,
    /// Where the standing key can be taken back, while it can.
    pub void: Option<String>,
}

impl KeyPage {
    /// The page for one side; `link` is the page's own public address.
    pub fn new(c: Chrome, facts: &Facts, link: String, shown: (&[FieldFault], String)) -> Self {
        let their = facts.their_name();
        let stage = stage(facts);
        let action = path(facts, if facts.side == Side::Host { "/key" } else { "/key/check" });
        let field = FieldView::line("kcv", c.t("key-kcv")).hint(c.t("key-kcv-hint"));
        Self {
            stage,
            partner: their.to_owned(),
            lead: lead(&c, facts, stage),
            room: facts.room.id.to_string(),
            link,
            kcv: facts.room.key_check_value.clone().unwrap_or_default(),
            action,
            exchange: path(facts, "/key/exchange"),
            words: if stage == KeyStage::Rest { Vec::new() } else { words(&c, their) },
            field: field.error(fault_of(&c, shown.0, "kcv")),
            refused: shown.1,
            voided: voided(&c, facts),
            void: facts.voidable().then(|| path(facts, "/key/void")),
            c: inside(c, facts),
        }
    }

    /// What makes a key file on the command line.
    pub fn command_new(&self) -> String {
        format!("entente key new --room {} -o room.key", self.room)
    }

    /// What prints a key file's check value.
    pub fn command_check(&self) -> &'static str {
        "entente key check room.key"
    }

    /// Whether the host makes the key here.
    pub fn makes(&self) -> bool {
        self.stage == KeyStage::Make
    }

    /// Whether the guest can take part in making it here.
    pub fn joins(&self) -> bool {
        self.stage == KeyStage::Join
    }

    /// Whether there is something to do here.
    pub fn works(&self) -> bool {
        self.stage != KeyStage::Rest
    }

    /// What the script calls the stage.
    pub fn stage_word(&self) -> &'static str {
        match self.stage {
            KeyStage::Make => "make",
            KeyStage::Check => "check",
            KeyStage::Join => "join",
            KeyStage::Rest => "rest",
        }
    }
}

/// The sentences of the page's script.
fn words(c: &Chrome, partner: &str) -> Vec<(&'static str, String)> {
    let n = [("n", Arg::from("%n%"))];
    vec![
        ("matches", c.t("key-matches")),
        ("mismatch", c.ts("key-mismatch", partner)),
        ("malformed", c.t("key-malformed")),
        ("failed", c.t("key-failed")),
        ("reading", c.t("key-reading")),
        ("ask_words", c.t("key-ask-words")),
        ("words_count", c.with("key-words-count", &n)),
        ("words_unknown", c.with("key-words-unknown", &n)),
        ("words_mismatch", c.t("key-words-mismatch")),
        ("waiting_guest", c.ts("key-waiting-guest", partner)),
        ("waiting_host", c.ts("key-waiting-host", partner)),
        ("waiting_set", c.ts("key-waiting-set", partner)),
        ("begun", c.t("key-begun")),
        ("compare", c.ts("key-compare-now", partner)),
        ("same", c.t("key-same-done")),
        ("over", c.t("key-over")),
        ("differ_us", c.ts("key-differ-us", partner)),
        ("differ_them", c.ts("key-differ-them", partner)),
        ("tampered", c.t("key-tampered")),
    ]
}

/// Why the last agreement on a key is void, for the key page and the room's.
pub(super) fn voided(c: &Chrome, facts: &Facts) -> Option<Banner> {
    let (because, by, at) = facts.voided()?;
    let word = match because {
        VoidReason::WordsDiffer => "key-voided-differ",
        VoidReason::KeyLost => "key-voided-lost",
    };
    let args = [("name", Arg::from(by)), ("date", Arg::from(at.in_words_with_time()))];
    let lines = vec![c.with(word, &args), c.t("key-voided-next")];
    Some(Banner { kind: Kind::Bad, title: c.t("key-voided-title"), lines })
}

fn stage(facts: &Facts) -> KeyStage {
    let made = facts.room.key_check_value.is_some();
    match (facts.state(), facts.side) {
        (RoomState::Closed(_) | RoomState::Terms, _) => KeyStage::Rest,
        (_, Side::Host) if !made => KeyStage::Make,
        (_, Side::Guest) if made && facts.room.key_checked_at.is_none() => KeyStage::Check,
        (_, Side::Guest) if !made => KeyStage::Join,
        _ => KeyStage::Rest,
    }
}

fn lead(c: &Chrome, facts: &Facts, stage: KeyStage) -> String {
    let their = facts.their_name();
    let (made, checked) = (facts.room.key_check_value.is_some(), facts.room.key_checked_at.is_some());
    let together = facts.voidable();
    match (stage, facts.side) {
        (KeyStage::Make, _) => c.t("key-lead-host"),
        (KeyStage::Check, _) if together => c.ts("key-lead-together", their),
        (KeyStage::Check, _) => c.ts("key-lead-guest", their),
        (KeyStage::Join, _) => c.ts("key-wait-host", their),
        (KeyStage::Rest, _) if facts.room.closed_at.is_some() => c.t("closed-room-closed"),
        (KeyStage::Rest, Side::Host) if checked => c.ts("key-done-host", their),
        (KeyStage::Rest, Side::Host) if made && together => c.ts("key-wait-guest-together", their),
        (KeyStage::Rest, Side::Host) if made => c.ts("key-wait-guest", their),
        (KeyStage::Rest, Side::Guest) if checked => c.t("key-done-guest"),
        (KeyStage::Rest, _) if facts.state() == RoomState::Terms => c.t("key-wait-terms"),
        (KeyStage::Rest, _) => c.ts("key-wait-host", their),
    }
}

async fn show(
    who: &Who<ManageRooms>,
    app: &App,
    room: &RoomId,
    shown: (&[FieldFault], String),
) -> Result<HttpResponse, WebError> {
    let view = who.also::<ViewRooms>().ok_or(ServiceError::NotFound)?;
    let id = room.clone();
    let status = app.read(move |tx, now| rooms::room_status(tx, &view, &id, now)).await?;
    let code = if shown.0.is_empty() && shown.1.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let link = app.link(&format!("/rooms/{room}/key"));
    Ok(Page(KeyPage::new(who.chrome(app, "key-title"), &status.facts, link, shown)).with_status(code))
}

/// GET /rooms/{id}/key
pub async fn page(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    show(&who, &app, &RoomId::from(id.as_str()), (&[], String::new())).await
}

/// What the form holds: the check value, and never the key.
#[derive(Debug, Clone, Deserialize)]
pub struct KeyForm {
    kcv: String,
    #[serde(default)]
    print: Option<String>,
    #[serde(default)]
    exchange: Option<String>,
}

/// POST /rooms/{id}/key
pub async fn make(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<KeyForm>,
) -> Result<HttpResponse, WebError> {
    let (room, kit, proof) = (RoomId::from(id.as_str()), app.kit().clone(), who.proof());
    let print = form.0.print.filter(|print| !print.is_empty());
    let exchange = form.0.exchange.filter(|id| !id.is_empty());
    let exchange = exchange.as_deref().map(KeyExchangeId::from);
    let said = if exchange.is_some() { "flash-key-made-together" } else { "flash-key-made" };
    let (target, key) = (room.clone(), NewRoomKey { check_value: form.0.kcv, print, exchange });
    let done = app
        .write("key_create", move |tx, now| rooms::key_create_with(tx, &proof, &kit, (&target, &key), now));
    answer(&who, &app, &room, (done.await, said)).await
}

/// POST /rooms/{id}/key/check
pub async fn check(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<KeyForm>,
) -> Result<HttpResponse, WebError> {
    let (room, proof) = (RoomId::from(id.as_str()), who.proof());
    let (target, value) = (room.clone(), form.0.kcv);
    let done = app.write("key_check", move |tx, now| rooms::key_check(tx, &proof, &target, &value, now));
    answer(&who, &app, &room, (done.await, "flash-key-checked")).await
}

/// Why the agreement on the key is void.
#[derive(Debug, Clone, Deserialize)]
pub struct VoidForm {
    #[serde(default)]
    reason: String,
}

/// POST /rooms/{id}/key/void
pub async fn void(
    who: Who<ManageRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
    form: Csrf<VoidForm>,
) -> Result<HttpResponse, WebError> {
    let (room, proof) = (RoomId::from(id.as_str()), who.proof());
    let voiding = Voiding { exchange: None, reason: form.0.reason };
    let target = room.clone();
    app.write("key_void", move |tx, now| rooms::key_void(tx, &proof, &target, &voiding, now)).await?;
    Ok(see_other_saying(&app, &format!("/rooms/{room}/key"), "flash-key-voided"))
}

/// To the room, or the page again with what was refused.
async fn answer(
    who: &Who<ManageRooms>,
    app: &App,
    room: &RoomId,
    done: (Result<(), ServiceError>, &'static str),
) -> Result<HttpResponse, WebError> {
    match done.0 {
        Ok(()) => Ok(see_other_saying(app, &format!("/rooms/{room}"), done.1)),
        Err(ServiceError::Invalid(faults)) => show(who, app, room, (&faults, String::new())).await,
        Err(ServiceError::Refused(message)) => {
            let words = app.words();
            show(who, app, room, (&[], say(&words, &message))).await
        }
        Err(other) => Err(other.into()),
    }
}
