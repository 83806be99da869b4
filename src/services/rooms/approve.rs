//! A side's word on a held answer, and what it leads to.
//!
//! A manager or an owner of each side says it, once. Letting go needs the room to count at that moment: an approval that has
//! lapsed since the run releases nothing. Refusing is possible at any time.

use serde_json::json;

use super::facts::{Facts, verdicts};
use super::history::digest;
use super::open::in_both_logs;
use super::say::refused;
use crate::access::{Allowed, ApproveRelease};
use crate::clock::Timestamp;
use crate::ids::{ReleaseId, RoomId};
use crate::rooms::ledger::Body;
use crate::rooms::release::{Refusal, Standing, Verdict};
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, Release, ReleaseVerdict, WriteTx};

/// Takes the word of the person's organisation on a held answer; where the answer stands then.
pub fn release_judge(
    tx: &mut WriteTx,
    who: &Allowed<ApproveRelease>,
    of: (&RoomId, &ReleaseId),
    verdict: Verdict,
    now: Timestamp,
) -> Result<Standing, ServiceError> {
    let facts = Facts::load(tx, who.org(), of.0, now)?;
    let release = store::release_fetch(tx, who.org(), of.1)?;
    if release.room_id != *of.0 {
        return Err(ServiceError::NotFound);
    }
    if release.standing() != Standing::Held {
        return Err(ServiceError::conflict("conflict-release-settled"));
    }
    if verdict == Verdict::Approve {
        may_go(&facts)?;
    }
    let row = ReleaseVerdict {
        release_id: release.id.clone(),
        org_id: who.org().clone(),
        user_id: who.user().clone(),
        verdict: verdict.as_str().to_owned(),
        at: now,
    };
    let twice = |error: store::StoreError| ServiceError::from(error).or_conflict("conflict-release-judged");
    store::verdict_insert(tx, &row).map_err(twice)?;
    let judged = Body::ReleaseJudged { by: facts.side, release: release.id.clone(), verdict };
    store::ledger_append(tx, who.org(), of.0, (judged, Some(who.org())), now)?;
    let standing = Standing::of(&verdicts(tx, who.org(), &facts.room, &release.id)?);
    if standing != Standing::Held {
        store::release_settle(tx, who.org(), &release.id, standing)?;
    }
    if standing == Standing::Released {
        store::ledger_append(tx, who.org(), of.0, (opened(&release)?, None), now)?;
    }
    let act = Act {
        action: "release.judge",
        object_kind: "room",
        object_id: of.0.as_str(),
        detail: json!({
            "release": release.id.as_str(), "verdict": verdict.as_str(), "standing": standing.as_str(),
        }),
    };
    in_both_logs(tx, who, &facts.room, &act, now)?;
    Ok(standing)
}

/// Nothing is let go while the room does not count.
fn may_go(facts: &Facts) -> Result<(), ServiceError> {
    let opening = facts.opening();
    if opening.is_open() {
        return Ok(());
    }
    Err(refused(&Refusal::Closed(opening.reasons().to_vec()), &facts.names, facts.side))
}

/// The ledger's entry for an answer that both let go.
fn opened(release: &Release) -> Result<Body, ServiceError> {
    Ok(Body::ReleaseOpened {
        release: release.id.clone(),
        released: release.read()?,
        salt: digest(release.salt.as_deref().unwrap_or_default())?,
    })
}
