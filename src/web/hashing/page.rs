//! The hashing page: everything the script needs to know and to say, and what to do where there is none.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::words::Sentence;
use crate::access::{UploadAudience, ViewRooms};
use crate::ids::RoomId;
use crate::matching::IdentifierType;
use crate::rooms::lifecycle::RoomState;
use crate::services::ServiceError;
use crate::services::rooms::{Facts, room_status};
use crate::web::app::App;
use crate::web::assets;
use crate::web::error::WebError;
use crate::web::headers;
use crate::web::page::{Chrome, Nav, Page};
use crate::web::visitor::Who;

/// A kind of identifier that the terms name.
#[derive(Debug, Clone)]
pub struct KindView {
    /// Its name in files.
    pub name: &'static str,
    /// What the field that chooses its column is called.
    pub label: String,
}

/// Everything that runs on this page and touches the list or the key.
fn published() -> Vec<ModuleView> {
    let scripts = ["hash-page.js", "hash-worker.js"];
    let mut names = vec!["matching.wasm", "matching-phone.wasm"];
    for name in scripts.into_iter().chain(scripts.into_iter().flat_map(assets::imports)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.into_iter().map(module).collect()
}

/// A file of this page's program, with the digest a sceptic can compare.
#[derive(Debug, Clone)]
pub struct ModuleView {
    /// Its file.
    pub name: &'static str,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// GET /rooms/{id}/audience
#[derive(Debug, Template)]
#[template(path = "hashing/page.html")]
pub struct HashingPage {
    /// The frame.
    pub c: Chrome,
    /// What this page does, or what is awaited.
    pub lead: String,
    /// Whether the room takes audiences now.
    pub takes: bool,
    /// The room's id.
    pub room: String,
    /// The check value of the room's key.
    pub kcv: String,
    /// Whose spelling rules the terms name.
    pub profile: &'static str,
    /// Where the tokens are sent.
    pub action: String,
    /// The kinds of identifier of the terms, in their order.
    pub kinds: Vec<KindView>,
    /// The modules.
    pub modules: Vec<ModuleView>,
    /// The script's sentences.
    pub words: Vec<Sentence>,
}

impl HashingPage {
    /// The page for our side of a room.
    pub fn new(c: Chrome, facts: &Facts) -> Self {
        let (room, up) = (format!("/rooms/{}", facts.room.id), c.t("nav-rooms"));
        let c = c.at(Nav::Rooms).under(up, "/rooms").under(&facts.room.name, room.clone());
        let state = facts.state();
        let takes = state.takes_audiences();
        Self {
            lead: lead(&c, facts, state),
            takes,
            room: facts.room.id.to_string(),
            kcv: facts.room.key_check_value.clone().unwrap_or_default(),
            profile: profile(facts),
            action: format!("{room}/uploads"),
            kinds: facts.order().into_iter().map(|kind| kind_view(&c, kind)).collect(),
            modules: published(),
            words: if takes { super::words::sentences(&c) } else { Vec::new() },
            c,
        }
    }

    /// What hashes the list on the command line.
    pub fn command_hash(&self) -> String {
        let ids: Vec<String> = self.kinds.iter().map(|kind| format!("--id {}=COLUMN", kind.name)).collect();
        format!("entente hash --key room.key {} LIST.csv -o list.parquet", ids.join(" "))
    }

    /// What sends it.
    pub fn command_push(&self) -> String {
        format!("entente push --server URL --room {} --token-file FILE list.parquet", self.room)
    }

    /// How to check that the file stays here.
    pub fn check_lines(&self) -> Vec<String> {
        ["hash-check-network", "hash-check-offline", "hash-check-code"].map(|id| self.c.t(id)).to_vec()
    }
}

/// The rules of the terms; those of e-mail addresses where kinds differ, since no other kind is spelled by profile but phones.
fn profile(facts: &Facts) -> &'static str {
    let identifiers = facts.terms.iter().flat_map(|standing| standing.terms.identifiers.iter());
    identifiers.map(|identifier| identifier.profile.name()).next().unwrap_or("entente")
}

fn lead(c: &Chrome, facts: &Facts, state: RoomState) -> String {
    match state {
        RoomState::Closed(_) => c.t("closed-room-closed"),
        RoomState::Terms => c.t("hash-wait-terms"),
        RoomState::Key => c.t("hash-wait-key"),
        RoomState::Audiences | RoomState::Run => c.ts("hash-lead", facts.their_name()),
    }
}

fn kind_view(c: &Chrome, kind: IdentifierType) -> KindView {
    let label = match kind {
        IdentifierType::Email => c.t("hash-column-email"),
        IdentifierType::Phone => c.t("hash-column-phone"),
        IdentifierType::Maid => c.t("hash-column-maid"),
        IdentifierType::Custom => c.t("hash-column-custom"),
    };
    KindView { name: kind.name(), label }
}

fn module(name: &'static str) -> ModuleView {
    ModuleView { name, sha256: assets::sha256(name) }
}

/// GET /rooms/{id}/audience
pub async fn show(
    request: HttpRequest,
    who: Who<UploadAudience>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    headers::allow_wasm(&request);
    let view = who.also::<ViewRooms>().ok_or(ServiceError::NotFound)?;
    let room = RoomId::from(id.as_str());
    let status = app.read(move |tx, now| room_status(tx, &view, &room, now)).await?;
    let page = HashingPage::new(who.chrome(&app, "hash-title"), &status.facts);
    Ok(Page(page).with_status(actix_web::http::StatusCode::OK))
}

impl HashingPage {
    /// The page before, during and after its turn, for the snapshots.
    pub fn samples() -> Vec<Self> {
        let page = |lead: String, takes: bool| {
            let c = Chrome::sample("hash-title");
            let up = c.t("nav-rooms");
            let c = c.at(Nav::Rooms).under(up, "/rooms").under("Spring", "/rooms/r-1");
            let kinds = [IdentifierType::Email, IdentifierType::Phone].map(|kind| kind_view(&c, kind));
            Self {
                lead,
                takes,
                room: "r-1".to_owned(),
                kcv: "0123456789abcdef".to_owned(),
                profile: "entente",
                action: "/rooms/r-1/uploads".to_owned(),
                kinds: kinds.to_vec(),
                modules: published(),
                words: super::words::sentences(&c),
                c,
            }
        };
        let c = Chrome::sample("hash-title");
        vec![page(c.ts("hash-lead", "Harbour & Pine"), true), page(c.t("hash-wait-key"), false)]
    }
}
