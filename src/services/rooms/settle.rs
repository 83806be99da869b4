//! Keeping an answer: the draw, the charge, the release, the run and its entries in ledger and logs, all in one transaction.

use serde_json::json;

use super::history::{Measured, ids};
use super::kit::Kit;
use super::open::in_both_logs;
use super::run::{Before, RunKind, RunOutcome};
use crate::access::{Allowed, RunOverlap};
use crate::ids::{ReleaseId, RunId};
use crate::rooms::budget::OrgPair;
use crate::rooms::counting::Counted;
use crate::rooms::ledger::{Body, people_rounded};
use crate::rooms::release::{self, Answer, NewRelease, Standing, Ticket, commitment};
use crate::rooms::terms::{Approval, Epsilon};
use crate::rooms::{Digest, Sides};
use crate::secret::random_bytes;
use crate::services::ServiceError;
use crate::services::audit::Act;
use crate::store::{self, Release, ReleaseInputs, Run, WriteTx};

/// What a new answer is drawn from.
pub(super) struct Drawing<'a> {
    pub(super) ticket: Ticket,
    pub(super) counted: &'a Counted,
    pub(super) kit: &'a Kit,
}

/// Draws, charges and keeps a new release.
pub(super) fn fresh(
    tx: &mut WriteTx,
    by: (&Allowed<RunOverlap>, &RunId),
    read: (&Before, &Measured),
    drawing: Drawing<'_>,
) -> Result<RunOutcome, ServiceError> {
    let before = read.0;
    let drawn = release::draw(drawing.ticket, drawing.counted, &mut *drawing.kit.noise());
    let drawn = drawn.map_err(|e| ServiceError::Internal(e.to_string()))?;
    let facts = &before.facts;
    let (host, guest) = (&facts.room.host_org_id, &facts.room.guest_org_id);
    store::budget_save(tx, host, guest, &before.budget.charged(drawn.epsilon_micro))?;
    let row = release_row(read, &drawn)?;
    store::release_insert(tx, by.0.org(), &row)?;
    record(tx, by, (before, &row), RunKind::Fresh)
}

/// Answers from an earlier release, free.
pub(super) fn repeat(
    tx: &mut WriteTx,
    by: (&Allowed<RunOverlap>, &RunId),
    read: (&Before, &Release),
    kind: RunKind,
) -> Result<RunOutcome, ServiceError> {
    record(tx, by, read, kind)
}

fn release_row(read: (&Before, &Measured), drawn: &NewRelease) -> Result<Release, ServiceError> {
    let (before, measured) = read;
    let facts = &before.facts;
    let (Some(host), Some(guest), Some(standing)) =
        (&facts.audiences.host, &facts.audiences.guest, &facts.terms)
    else {
        return Err(ServiceError::Internal("a release without audiences or terms".to_owned()));
    };
    let missing = || ServiceError::Internal("a release without measured audiences".to_owned());
    let (Some(ours), Some(theirs)) = (measured.audiences.host, measured.audiences.guest) else {
        return Err(missing());
    };
    let noisy = drawn.noisy.for_ledger();
    let (total, parts) = noisy.split_first().ok_or_else(missing)?;
    let held = standing.terms.approval == Approval::BothOwners;
    let inputs = ReleaseInputs {
        opt_outs: facts.opt_outs.as_ref().map(|lists| ids(lists)),
        people: Sides { host: ours.people, guest: theirs.people },
        changed: measured.changed,
    };
    let json = |value: serde_json::Result<String>| value.map_err(|e| ServiceError::Internal(e.to_string()));
    let pair = OrgPair::of(&facts.room.host_org_id, &facts.room.guest_org_id);
    Ok(Release {
        id: ReleaseId::fresh(),
        room_id: facts.room.id.clone(),
        low_org_id: pair.low().clone(),
        high_org_id: pair.high().clone(),
        host_digest: ours.digest.to_string(),
        guest_digest: theirs.digest.to_string(),
        host_audience_id: host.id.clone(),
        guest_audience_id: guest.id.clone(),
        question: before.question.to_string(),
        noisy: *total,
        released: json(serde_json::to_string(&drawn.answer))?,
        epsilon_micro: i64::from(drawn.epsilon_micro.micro()),
        created_at: facts.now,
        ask: before.ask.as_str().to_owned(),
        noisy_parts: json(serde_json::to_string(parts))?,
        standing: (if held { Standing::Held } else { Standing::Released }).as_str().to_owned(),
        salt: if held { Some(Digest::from_bytes(random_bytes()?).to_string()) } else { None },
        inputs: json(serde_json::to_string(&inputs))?,
    })
}

/// Keeps the run, appends its ledger entries and writes both logs.
fn record(
    tx: &mut WriteTx,
    by: (&Allowed<RunOverlap>, &RunId),
    read: (&Before, &Release),
    kind: RunKind,
) -> Result<RunOutcome, ServiceError> {
    let ((who, _), (before, release)) = (by, read);
    let facts = &before.facts;
    let run = run_row(by, before, release, kind)?;
    store::run_insert(tx, &run)?;
    let cost = match kind {
        RunKind::Fresh => u32::try_from(release.epsilon_micro).unwrap_or(u32::MAX),
        RunKind::Repeat | RunKind::Unchanged => 0,
    };
    let cost = Epsilon::from_micro(cost);
    for body in [asked(before, &run)?, answered(&run, release, cost)?] {
        store::ledger_append(tx, who.org(), &run.room_id, (body, Some(who.org())), facts.now)?;
    }
    let act = Act {
        action: "overlap.run",
        object_kind: "room",
        object_id: run.room_id.as_str(),
        detail: json!({
            "run": run.id.as_str(), "ask": before.ask.as_str(), "kind": kind.as_str(),
            "release": release.id.as_str(), "standing": release.standing, "epsilon_micro": cost.micro(),
        }),
    };
    in_both_logs(tx, who, &facts.room, &act, facts.now)?;
    Ok(RunOutcome {
        run: run.id,
        kind,
        release: release.id.clone(),
        ask: before.ask,
        standing: release.standing(),
        released: release.shown()?,
        drawn_at: release.created_at,
    })
}

fn run_row(
    by: (&Allowed<RunOverlap>, &RunId),
    before: &Before,
    release: &Release,
    kind: RunKind,
) -> Result<Run, ServiceError> {
    let facts = &before.facts;
    let (Some(host), Some(guest), Some(standing)) =
        (&facts.audiences.host, &facts.audiences.guest, &facts.terms)
    else {
        return Err(ServiceError::Internal("a run without audiences or terms".to_owned()));
    };
    Ok(Run {
        id: by.1.clone(),
        room_id: facts.room.id.clone(),
        org_id: by.0.org().clone(),
        requested_by: by.0.user().clone(),
        terms_id: standing.row.id.clone(),
        host_audience_id: host.id.clone(),
        guest_audience_id: guest.id.clone(),
        question: before.question.to_string(),
        kind: kind.as_str().to_owned(),
        release_id: release.id.clone(),
        created_at: facts.now,
    })
}

/// The entry for the question.
fn asked(before: &Before, run: &Run) -> Result<Body, ServiceError> {
    let facts = &before.facts;
    let digest = |audience: &Option<store::Audience>| {
        let audience = audience.as_ref().map(|one| one.digest.as_str()).unwrap_or_default();
        super::history::digest(audience)
    };
    let listed = |lists: &Vec<store::Audience>| {
        let people = lists.iter().filter_map(|list| u64::try_from(list.people).ok()).sum();
        people_rounded(people)
    };
    Ok(Body::Run {
        by: facts.side,
        run: run.id.clone(),
        question: before.question,
        ask: before.ask,
        audiences: Sides { host: digest(&facts.audiences.host)?, guest: digest(&facts.audiences.guest)? },
        opt_outs_rounded: facts.opt_outs.as_ref().map(listed),
    })
}

/// The entry for the answer: in full if it may be shown, else bound by a commitment.
fn answered(run: &Run, release: &Release, epsilon_micro: Epsilon) -> Result<Body, ServiceError> {
    let (run, id) = (run.id.clone(), release.id.clone());
    Ok(match (release.standing(), &release.salt) {
        (Standing::Released, _) => {
            Body::Release { run, release: id, epsilon_micro, released: release.read()? }
        }
        (Standing::Held | Standing::Denied, salt) => {
            let salt = super::history::digest(salt.as_deref().unwrap_or_default())?;
            let commitment = bound(&salt, &release.read()?)?;
            Body::ReleaseHeld { run, release: id, epsilon_micro, commitment }
        }
    })
}

/// What binds a held answer.
fn bound(salt: &Digest, answer: &Answer) -> Result<Digest, ServiceError> {
    commitment(salt, answer).map_err(|e| ServiceError::Internal(e.to_string()))
}
