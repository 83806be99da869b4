//! One release: the answer, how to read it, and the ledger entries behind it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::ledger::{LedgerLine, lines};
use super::present::{epsilon, inside, released};
use crate::access::ViewRooms;
use crate::ids::{ReleaseId, RoomId};
use crate::rooms::Side;
use crate::rooms::ledger::people_rounded;
use crate::rooms::release::Released;
use crate::services::rooms::{self, ReleaseDetail};
use crate::store::Audience;
use crate::web::app::App;
use crate::web::components::{KeyValue, ReleasedView};
use crate::web::error::WebError;
use crate::web::page::{Chrome, Page};
use crate::web::visitor::Who;
use crate::web::words::Arg;

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
    /// The question, the audiences, the cost.
    pub facts: Vec<KeyValue>,
    /// The ledger entries that name it.
    pub entries: Vec<LedgerLine>,
}

impl ReleasePage {
    /// The page of one release.
    pub fn new(c: Chrome, detail: &ReleaseDetail) -> Self {
        let facts = &detail.facts;
        let drawn = c.with("release-drawn", &[("date", Arg::from(detail.at.in_words_with_time()))]);
        let audience = |side: Side, one: &Audience| {
            let people = people_rounded(u64::try_from(one.people).unwrap_or_default());
            KeyValue::new(
                c.ts("release-host-audience", facts.names.get(side)),
                c.tn("release-people-about", people),
            )
        };
        let cost = c.with("release-cost-text", &[("epsilon", Arg::from(epsilon(detail.epsilon_micro)))]);
        Self {
            answer: released(&c, &detail.released, detail.round_to).note(drawn),
            how: c.t(match detail.released {
                Released::Value { .. } => "release-how-value",
                Released::Below { .. } => "release-how-below",
                Released::Above { .. } => "release-how-above",
            }),
            facts: vec![
                KeyValue::new(c.t("release-question"), c.t("release-question-text")),
                audience(Side::Host, &detail.audiences.0),
                audience(Side::Guest, &detail.audiences.1),
                KeyValue::new(c.t("release-cost"), cost),
            ],
            entries: lines(&c, facts, &detail.entries),
            c: inside(c, facts),
        }
    }
}

/// GET /rooms/{id}/releases/{release}
pub async fn page(
    who: Who<ViewRooms>,
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (room, release) = path.into_inner();
    let (proof, room, release) =
        (who.proof(), RoomId::from(room.as_str()), ReleaseId::from(release.as_str()));
    let detail = app.read(move |tx, now| rooms::release_detail(tx, &proof, &room, &release, now)).await?;
    Ok(Page(ReleasePage::new(who.chrome(&app, "release-title"), &detail)).with_status(StatusCode::OK))
}
