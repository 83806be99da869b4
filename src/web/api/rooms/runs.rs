//! Answered runs, releases and the ledger.

use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::json::RunJson;
use crate::access::{ApproveRelease, ViewRooms};
use crate::clock::Timestamp;
use crate::ids::{ReleaseId, RoomId};
use crate::rooms::Sides;
use crate::rooms::ledger::people_rounded;
use crate::rooms::release::{Answer, Reach, Verdict};
use crate::services::rooms;
use crate::web::app::App;
use crate::web::error::{Problem, WebError};
use crate::web::rooms::reach;
use crate::web::visitor::ApiWho;

/// The runs of a room, newest first.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/runs", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses(
        (status = 200, body = Vec<RunJson>),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<Vec<RunJson>>, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let status = app.read(move |tx, now| rooms::room_status(tx, &proof, &id, now)).await?;
    Ok(web::Json(status.runs.iter().map(RunJson::of).collect()))
}

/// A release.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleaseJson {
    /// Its id.
    pub id: String,
    /// The answer, once it is released.
    #[schema(value_type = Option<Object>)]
    pub released: Option<Answer>,
    /// What was asked: `overlap`, `by_identifier` or `by_segment`.
    pub ask: &'static str,
    /// `released`, `held` until both sides let it go, or `denied`.
    pub standing: &'static str,
    /// What each side said about a held answer: `approve`, `deny`, or null.
    #[schema(value_type = Object)]
    pub verdicts: Sides<Option<Verdict>>,
    /// Before you let it go: the other side's list, rounded to 100.
    pub their_people_about: u64,
    /// How many people joined or left it since the release before, rounded to 100; null if there is none to compare.
    pub their_change_about: Option<u64>,
    /// What is left of the pair's epsilon, in millionths.
    pub epsilon_left_micro: u64,
    /// Match rate and reach, from the numbers shown; null while none is.
    #[schema(value_type = Option<Object>)]
    pub reach: Option<Reach>,
    /// The step to which it was rounded.
    pub round_to: u32,
    /// What it cost, in millionths of epsilon.
    pub epsilon_micro: u64,
    /// When it was drawn.
    #[schema(value_type = String, format = DateTime)]
    pub drawn_at: Timestamp,
    /// The numbers of the ledger entries that name it.
    pub ledger: Vec<i64>,
}

/// One release.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/releases/{release}", tag = "rooms", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the room"),
        ("release" = String, Path, description = "the release"),
    ),
    responses(
        (status = 200, body = ReleaseJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn release(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<web::Json<ReleaseJson>, WebError> {
    let (room, release) = path.into_inner();
    let (proof, room, release) =
        (who.proof(), RoomId::from(room.as_str()), ReleaseId::from(release.as_str()));
    let detail = app.read(move |tx, now| rooms::release_detail(tx, &proof, &room, &release, now)).await?;
    Ok(web::Json(ReleaseJson {
        id: detail.id.to_string(),
        ask: detail.ask.as_str(),
        standing: detail.standing.as_str(),
        verdicts: detail.verdicts,
        their_people_about: people_rounded(*detail.inputs.people.get(detail.facts.side.other())),
        their_change_about: detail.inputs.changed.get(detail.facts.side.other()).map(people_rounded),
        epsilon_left_micro: detail.epsilon_left_micro,
        reach: reach(&detail),
        released: detail.released,
        round_to: detail.round_to,
        epsilon_micro: detail.epsilon_micro,
        drawn_at: detail.at,
        ledger: detail.entries.iter().map(|entry| entry.seq).collect(),
    }))
}

/// A side's word on a held answer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Judging {
    /// `approve` or `deny`; one denial ends it for good.
    #[schema(value_type = String)]
    pub verdict: Verdict,
}

/// Where an answer stands after a side's word.
#[derive(Debug, Serialize, ToSchema)]
pub struct Judged {
    /// `released`, `held` or `denied`.
    pub standing: &'static str,
}

/// Lets a held answer go for the token's side, or refuses it.
#[utoipa::path(
    post, path = "/api/v1/rooms/{id}/releases/{release}/approval", tag = "rooms", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "the room"),
        ("release" = String, Path, description = "the release"),
    ),
    request_body = Judging,
    responses(
        (status = 200, body = Judged),
        (status = 409, description = "it is not held, or the side has spoken", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn judge(
    who: ApiWho<ApproveRelease>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    body: web::Json<Judging>,
) -> Result<web::Json<Judged>, WebError> {
    let (room, release) = path.into_inner();
    let (proof, room, release) =
        (who.proof(), RoomId::from(room.as_str()), ReleaseId::from(release.as_str()));
    let verdict = body.into_inner().verdict;
    let judge = move |tx: &mut crate::store::WriteTx<'_>, now| {
        rooms::release_judge(tx, &proof, (&room, &release), verdict, now)
    };
    let standing = app.write("release_judge", judge).await?;
    Ok(web::Json(Judged { standing: standing.as_str() }))
}

/// One entry of a ledger: the exact bytes that were hashed, and their hash.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerRowJson {
    /// Its number, from 0.
    pub seq: i64,
    /// The entry's canonical JSON, as text: its leaf hash is SHA-256 of a zero byte and these bytes (RFC 6962).
    pub entry: String,
    /// The leaf hash, in hex.
    pub leaf: String,
    /// The root of the hash tree that ends with this entry, in hex.
    pub root: String,
}

/// The ledger of a room.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerJson {
    /// Whether every entry is unchanged and in its place.
    pub holds: bool,
    /// Where it does not hold, in words.
    pub broken: Option<String>,
    /// The root of the hash tree over all entries, in hex: what a checkpoint signs.
    pub root: Option<String>,
    /// The entries, oldest first.
    pub entries: Vec<LedgerRowJson>,
}

/// The ledger of a room, with the verdict of the verifier.
#[utoipa::path(
    get, path = "/api/v1/rooms/{id}/ledger", tag = "rooms", security(("bearer" = [])),
    params(("id" = String, Path, description = "the room")),
    responses(
        (status = 200, body = LedgerJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn ledger(
    who: ApiWho<ViewRooms>,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<web::Json<LedgerJson>, WebError> {
    let (proof, id) = (who.proof(), RoomId::from(id.as_str()));
    let ledger = app.read(move |tx, now| rooms::ledger_read(tx, &proof, &id, now)).await?;
    let head = ledger.verdict.as_ref().ok().and_then(|(_, head)| head.as_ref());
    Ok(web::Json(LedgerJson {
        holds: ledger.verdict.is_ok(),
        broken: ledger.verdict.as_ref().err().map(|broken| broken.to_string()),
        root: head.map(|head| head.tree.root().to_string()),
        entries: ledger
            .rows
            .into_iter()
            .map(|row| LedgerRowJson {
                seq: row.seq,
                entry: row.body,
                leaf: row.leaf_hash,
                root: row.root_hash,
            })
            .collect(),
    }))
}
