//! One release: the answer, how to read it, its table, and the ledger entries behind it. While it is held: what each side
//! should know before it lets the answer go.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::ledger::{LedgerLine, lines};
use super::present::{answer, ask_word, epsilon, inside, path};
use super::reach::reach_rows;
use super::table::TableView;
use crate::access::{Allowed, ApproveRelease, ViewRooms};
use crate::ids::{ReleaseId, RoomId};
use crate::rooms::ledger::people_rounded;
use crate::rooms::release::{Answer, Released, Standing, Verdict};
use crate::rooms::{Side, Sides};
use crate::services::ServiceError;
use crate::services::rooms::{self, ReleaseDetail};
use crate::store::Audience;
use crate::web::app::App;
use crate::web::components::{KeyValue, Link, ReleasedView};
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::respond::see_other_saying;
use crate::web::visitor::Who;
use crate::web::words::Arg;

/// The form that lets an answer go, or refuses it.
#[derive(Debug, Clone)]
pub struct VerdictForm {
    /// Where it goes.
    pub action: String,
    /// What to look at first: the other list's size, its change, what is left.
    pub facts: Vec<KeyValue>,
}

/// GET /rooms/{id}/releases/{release}
#[derive(Debug, Template)]
#[template(path = "rooms/release.html")]
pub struct ReleasePage {
    /// The frame.
    pub c: Chrome,
    /// The answer, large.
    pub answer: ReleasedView,
    /// How to read it.
    pub how: String,
    /// What each side has said, while it is held or after it was refused.
    pub said: Vec<String>,
    /// The form, if it is this person's turn.
    pub verdict: Option<VerdictForm>,
    /// The room's id, for the script that opens the names of segments.
    pub room: String,
    /// The answer by identifier or by segment.
    pub table: Option<TableView>,
    /// Rates and reach.
    pub reach: Vec<KeyValue>,
    /// The question, the audiences, the cost.
    pub facts: Vec<KeyValue>,
    /// The files of what is shown.
    pub exports: Vec<Link>,
    /// The ledger entries that name it.
    pub entries: Vec<LedgerLine>,
}

impl ReleasePage {
    /// The page of one release, for somebody who may or may not let it go.
    pub fn new(c: Chrome, detail: &ReleaseDetail, may_approve: bool) -> Self {
        let facts = &detail.facts;
        let drawn = c.with("release-drawn", &[("date", Arg::from(c.moment(detail.at)))]);
        let shown = detail.released.as_ref();
        let names = Sides { host: detail.audiences.0.names(), guest: detail.audiences.1.names() };
        let here = |rest: &str| path(facts, &format!("/releases/{}{rest}", detail.id));
        let export = |word: &str, rest: &str| Link::new(c.t(word), here(rest));
        Self {
            answer: answer(&c, (detail.standing, shown), detail.round_to).note(drawn),
            how: how(&c, detail),
            said: said(&c, detail),
            verdict: (may_approve && waits_for_us(detail))
                .then(|| VerdictForm { action: here("/approval"), facts: before_approval(&c, detail) }),
            table: shown.and_then(|answer| TableView::of(&c, answer, (&facts.names, names))),
            room: facts.room.id.to_string(),
            reach: reach_rows(&c, detail),
            facts: about(&c, detail),
            exports: match shown {
                Some(_) => vec![export("export-csv", "/csv"), export("export-xlsx", "/xlsx")],
                None => Vec::new(),
            },
            entries: lines(&c, facts, &detail.entries),
            c: inside(c, facts),
        }
    }
}

fn waits_for_us(detail: &ReleaseDetail) -> bool {
    let facts = &detail.facts;
    let closed = facts.room.closed_at.is_some();
    detail.standing == Standing::Held && !closed && detail.verdicts.get(facts.side).is_none()
}

fn how(c: &Chrome, detail: &ReleaseDetail) -> String {
    let total = detail.released.as_ref().map(Answer::total);
    c.t(match (detail.standing, total) {
        (Standing::Released, Some(Some(Released::Value { pm95: 0, .. }))) => "release-how-exact",
        (Standing::Released, Some(Some(Released::Value { .. }))) => "release-how-value",
        (Standing::Released, Some(Some(Released::Below { .. }))) => "release-how-below",
        (Standing::Released, Some(Some(Released::Above { .. }))) => "release-how-above",
        (Standing::Released, Some(None)) => "release-how-withheld",
        (Standing::Denied, _) => "release-how-denied",
        (Standing::Held, _) | (Standing::Released, None) => "release-how-held",
    })
}

/// What each side has said, where somebody was asked.
fn said(c: &Chrome, detail: &ReleaseDetail) -> Vec<String> {
    let anybody = detail.verdicts.each().iter().any(|(_, verdict)| verdict.is_some());
    if detail.standing == Standing::Released && !anybody {
        return Vec::new();
    }
    let line = |side: Side| {
        let word = match detail.verdicts.get(side) {
            Some(Verdict::Approve) => "release-said-yes",
            Some(Verdict::Deny) => "release-said-no",
            None => "release-said-nothing",
        };
        c.ts(word, detail.facts.names.get(side))
    };
    Side::BOTH.map(line).into()
}

/// What a careful person looks at before letting an answer go (cleanroom.md, release rule, after step 9).
fn before_approval(c: &Chrome, detail: &ReleaseDetail) -> Vec<KeyValue> {
    let (facts, inputs) = (&detail.facts, &detail.inputs);
    let theirs = facts.side.other();
    let size = people_rounded(*inputs.people.get(theirs));
    let change = match inputs.changed.get(theirs) {
        None => c.t("release-change-first"),
        Some(people) => c.tn("release-change-people", people_rounded(*people)),
    };
    vec![
        KeyValue::new(c.ts("release-their-size", facts.their_name()), c.tn("release-people-about", size)),
        KeyValue::new(c.ts("release-their-change", facts.their_name()), change),
        KeyValue::new(c.t("release-epsilon-left"), epsilon(&c.words, detail.epsilon_left_micro)),
    ]
}

/// The question, the audiences and the cost.
fn about(c: &Chrome, detail: &ReleaseDetail) -> Vec<KeyValue> {
    let facts = &detail.facts;
    let audience = |side: Side, one: &Audience| {
        let people = people_rounded(u64::try_from(one.people).unwrap_or_default());
        KeyValue::new(
            c.ts("release-host-audience", facts.names.get(side)),
            c.tn("release-people-about", people),
        )
    };
    let cost =
        c.with("release-cost-text", &[("epsilon", Arg::from(epsilon(&c.words, detail.epsilon_micro)))]);
    vec![
        KeyValue::new(c.t("release-question"), c.t(ask_word(detail.ask))),
        audience(Side::Host, &detail.audiences.0),
        audience(Side::Guest, &detail.audiences.1),
        KeyValue::new(c.t("release-cost"), cost),
    ]
}

/// The release that a path names, for its reader.
pub(super) async fn detail(
    app: &App,
    proof: Allowed<ViewRooms>,
    path: (String, String),
) -> Result<ReleaseDetail, WebError> {
    let (room, release) = (RoomId::from(path.0.as_str()), ReleaseId::from(path.1.as_str()));
    Ok(app.read(move |tx, now| rooms::release_detail(tx, &proof, &room, &release, now)).await?)
}

/// GET /rooms/{id}/releases/{release}
pub async fn page(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let found = detail(&app, who.proof(), path.into_inner()).await?;
    let may = who.also::<ApproveRelease>().is_some();
    Ok(Page(ReleasePage::new(who.chrome(&app, "release-title"), &found, may)).with_status(StatusCode::OK))
}

/// What the form says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SaidForm {
    verdict: String,
}

/// POST /rooms/{id}/releases/{release}/approval
pub async fn judge(
    who: Who<ApproveRelease>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    form: Csrf<SaidForm>,
) -> Result<HttpResponse, WebError> {
    let (room, release) = path.into_inner();
    let (room, release) = (RoomId::from(room.as_str()), ReleaseId::from(release.as_str()));
    let verdict = Verdict::named(&form.0.verdict);
    let verdict = verdict.ok_or_else(|| ServiceError::field("verdict", "fault-verdict"))?;
    let (proof, target) = (who.proof(), format!("/rooms/{room}/releases/{release}"));
    let judge = move |tx: &mut crate::store::WriteTx<'_>, now| {
        rooms::release_judge(tx, &proof, (&room, &release), verdict, now)
    };
    let flash = match app.write("release_judge", judge).await? {
        Standing::Held => "flash-release-approve",
        Standing::Released => "flash-release-released",
        Standing::Denied => "flash-release-deny",
    };
    Ok(see_other_saying(&app, &target, flash))
}
