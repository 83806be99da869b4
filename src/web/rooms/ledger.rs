//! The ledger of a room in words, with the verdict of the verifier.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::present::{ask_word, close_reason, epsilon, inside, path, total_line};
use crate::access::ViewRooms;
use crate::ids::RoomId;
use crate::rooms::Side;
use crate::rooms::agreement::VoidReason;
use crate::rooms::ledger::{Body, Broken, Entry};
use crate::rooms::release::Verdict;
use crate::services::rooms::{self, Facts, Ledger};
use crate::store::LedgerRow;
use crate::web::app::App;
use crate::web::components::{Banner, Kind, Link};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::respond::{Attachment, attachment};
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// One entry, as a row.
#[derive(Debug, Clone)]
pub struct LedgerLine {
    /// Its number, from 0.
    pub number: String,
    /// When.
    pub when: String,
    /// What happened.
    pub what: String,
    /// Its leaf hash.
    pub leaf: String,
}

/// GET /rooms/{id}/ledger
#[derive(Debug, Template)]
#[template(path = "rooms/ledger.html")]
pub struct LedgerPage {
    /// The frame.
    pub c: Chrome,
    /// Whether the chain holds.
    pub verdict: Banner,
    /// The entries, oldest first.
    pub lines: Vec<LedgerLine>,
    /// The root of the tree over all entries, or nothing.
    pub root: String,
    /// Where the file, the checkpoint and the key are downloaded.
    pub downloads: Vec<Link>,
    /// What to type to check the file.
    pub command: String,
}

impl LedgerPage {
    /// The page of a ledger.
    pub fn new(c: Chrome, ledger: &Ledger) -> Self {
        let verdict = match &ledger.verdict {
            Ok((entries, _)) if entries.is_empty() => Banner::new(Kind::Plain, c.t("ledger-empty")),
            Ok((entries, _)) => Banner::new(Kind::Good, c.tn("ledger-holds", entries.len())),
            Err(
                Broken::Unreadable(at) | Broken::Changed(at) | Broken::OtherRoom(at) | Broken::OutOfOrder(at),
            ) => Banner::new(Kind::Bad, c.tn("ledger-broken", *at)),
        };
        let head = ledger.verdict.as_ref().ok().and_then(|(_, head)| head.as_ref());
        Self {
            verdict,
            lines: lines(&c, &ledger.facts, &ledger.rows),
            root: head.map(|head| head.tree.root().to_string()).unwrap_or_default(),
            downloads: downloads(&c, &path(&ledger.facts, "/ledger"), "ledger"),
            command: "entente verify ledger.jsonl --checkpoint saved.txt --key entente.key".to_owned(),
            c: inside(c, &ledger.facts),
        }
    }
}

/// The links to a log's file, its checkpoint and the server's key.
pub(in crate::web) fn downloads(c: &Chrome, at: &str, what: &str) -> Vec<Link> {
    vec![
        Link::new(c.t(&format!("download-{what}")), format!("{at}/file")),
        Link::new(c.t("download-checkpoint"), format!("{at}/checkpoint")),
        Link::new(c.t("download-key"), "/verify-key"),
    ]
}

/// Rows of the ledger in words. One that cannot be read shows its kind alone; the verdict says the rest.
pub(super) fn lines(c: &Chrome, facts: &Facts, rows: &[LedgerRow]) -> Vec<LedgerLine> {
    let line = |row: &LedgerRow| LedgerLine {
        number: row.seq.to_string(),
        when: c.moment(row.at),
        what: serde_json::from_str::<Entry>(&row.body)
            .map_or_else(|_unreadable| row.kind.clone(), |entry| what(c, facts, &entry.body)),
        leaf: row.leaf_hash.clone(),
    };
    rows.iter().map(line).collect()
}

fn what(c: &Chrome, facts: &Facts, body: &Body) -> String {
    let name = |side: &Side| ("name", Arg::from(facts.names.get(*side)));
    match body {
        Body::TermsSigned { by, terms, .. } => {
            let short: String = terms.to_string().chars().take(12).collect();
            c.with("ledger-terms-signed", &[name(by), ("what", Arg::from(short))])
        }
        Body::KeyVoided { by, because, .. } => c.with(
            match because {
                VoidReason::WordsDiffer => "ledger-key-voided-differ",
                VoidReason::KeyLost => "ledger-key-voided-lost",
            },
            &[name(by)],
        ),
        Body::KeyChecked { by, .. } => c.with("ledger-key-checked", &[name(by)]),
        Body::AudienceReceived { by, people_rounded, .. } => {
            c.with("ledger-audience-received", &[name(by), ("n", Arg::Number(*people_rounded))])
        }
        Body::Run { by, ask, opt_outs_rounded, .. } => {
            let what = ("what", Arg::from(c.t(ask_word(*ask))));
            match opt_outs_rounded.host.saturating_add(opt_outs_rounded.guest) {
                0 => c.with("ledger-run", &[name(by), what]),
                n => c.with("ledger-run-opt-outs", &[name(by), what, ("n", Arg::Number(n))]),
            }
        }
        Body::OptOutsReceived { by, people_rounded, .. } => {
            c.with("ledger-opt-outs-received", &[name(by), ("n", Arg::Number(*people_rounded))])
        }
        Body::ReleaseHeld { epsilon_micro, .. } => match epsilon_micro.micro() {
            0 => c.t("ledger-held-again"),
            cost => c.with("ledger-held", &[("epsilon", Arg::from(epsilon(&c.words, u64::from(cost))))]),
        },
        Body::ReleaseJudged { by, verdict, .. } => c.with(
            match verdict {
                Verdict::Approve => "ledger-approved",
                Verdict::Deny => "ledger-denied",
            },
            &[name(by)],
        ),
        Body::ReleaseOpened { released, .. } => {
            c.with("ledger-opened", &[("answer", Arg::from(total_line(c, released)))])
        }
        Body::Release { epsilon_micro, released, .. } => {
            let answer = ("answer", Arg::from(total_line(c, released)));
            match epsilon_micro.micro() {
                0 => c.with("ledger-release-again", &[answer]),
                cost => c.with(
                    "ledger-release-new",
                    &[answer, ("epsilon", Arg::from(epsilon(&c.words, u64::from(cost))))],
                ),
            }
        }
        Body::Closed { because, .. } => close_reason(c, facts, *because),
        Body::Destroyed { receipt } => c.tn("ledger-destroyed", receipt.receipt.lists.len()),
    }
}

/// GET /rooms/{id}/ledger
pub async fn page(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let ledger = app.read(move |tx, now| rooms::ledger_read(tx, &proof, &id, now)).await?;
    Ok(Page(LedgerPage::new(who.chrome(&app, "ledger-title"), &ledger)).with_status(StatusCode::OK))
}

/// GET /rooms/{id}/ledger/file
pub async fn file(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, kit, id) = (who.proof(), app.kit().clone(), RoomId::from(id.as_str()));
    let text = app.read(move |tx, _| rooms::ledger_file(tx, &proof, &kit, &id)).await?;
    Ok(attachment(Attachment::Log, "ledger.jsonl", text))
}

/// GET /rooms/{id}/ledger/checkpoint
pub async fn checkpoint(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (proof, kit, id) = (who.proof(), app.kit().clone(), RoomId::from(id.as_str()));
    let text = app.read(move |tx, _| rooms::ledger_checkpoint(tx, &proof, &kit, &id)).await?;
    Ok(attachment(Attachment::Text, "ledger-checkpoint.txt", text))
}
