//! The turn of a run: taken from the queue, counted outside any transaction, and ended in one with what came of it.
//!
//! Of all that may hold one request at a time, after a crash or a pause, one ends it: what ends it names its attempt, in the
//! transaction that releases and charges. So a run that is counted twice is charged once, and one that was called off never.

use super::fault;
use super::kit::Kit;
use super::run::{Prepared, finish, prepare};
use crate::access::{Actor, ActorKind, Allowed, RunOverlap};
use crate::clock::Timestamp;
use crate::ids::RunId;
use crate::rooms::release::Ask;
use crate::services::ServiceError;
use crate::store::{self, MembershipStatus, ReadTx, RunRequest, Store, StoreError};

/// How long a server has a request alone without saying that it still counts.
const LEASE_SECONDS: i64 = 60;
/// A run that took the server down with it so often is not begun again.
const TRIES: i64 = 3;

/// A run whose turn it is.
#[derive(Debug, Clone)]
pub struct RunTurn {
    request: RunRequest,
    attempt: i64,
}

impl RunTurn {
    /// The run.
    pub fn id(&self) -> &RunId {
        &self.request.id
    }

    /// How far an earlier attempt came, in hundredths: less is never shown again.
    pub fn progress(&self) -> u8 {
        u8::try_from(self.request.progress).unwrap_or_default()
    }

    fn attempt(&self) -> (&RunId, i64) {
        (&self.request.id, self.attempt)
    }
}

/// The run that has waited longest, taken; none if none waits.
pub fn run_take(store: &Store, now: Timestamp) -> Result<Option<RunTurn>, ServiceError> {
    loop {
        let Some(request) = store.read(|tx| store::run_request_due(tx, now))? else { return Ok(None) };
        let lease = now.plus_seconds(LEASE_SECONDS);
        let taken: Result<i64, StoreError> =
            store.write("run_take", |tx| store::run_request_take(tx, &request, lease));
        match taken {
            Ok(attempt) if attempt > TRIES => {
                let turn = RunTurn { request, attempt };
                tracing::error!(run.id = %turn.id(), "a run never came to its end and is given up");
                run_fail(store, &turn, &ServiceError::conflict("conflict-run-lost"), now)?;
            }
            Ok(attempt) => return Ok(Some(RunTurn { request, attempt })),
            // Somebody was faster.
            Err(StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether the run is still to be counted, by this turn.
pub fn run_held(store: &Store, turn: &RunTurn) -> Result<bool, ServiceError> {
    Ok(store.read(|tx| store::run_request_held(tx, turn.attempt()))?)
}

/// Notes how far the run is, in hundredths; false if it is no longer this turn's.
pub fn run_beat(store: &Store, turn: &RunTurn, progress: u8, now: Timestamp) -> Result<bool, ServiceError> {
    let lease = now.plus_seconds(LEASE_SECONDS);
    let noted: Result<(), StoreError> =
        store.write("run_beat", |tx| store::run_request_beat(tx, turn.attempt(), i64::from(progress), lease));
    match noted {
        Ok(()) => Ok(true),
        Err(StoreError::NotFound) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What was counted for a turn, not yet anybody's.
pub struct RunCounted {
    who: Allowed<RunOverlap>,
    ask: Ask,
    prepared: Prepared,
}

/// Judges and counts; nothing is kept. Whoever asked must still be allowed to.
pub fn run_count(
    store: &Store,
    kit: &Kit,
    turn: &RunTurn,
    now: Timestamp,
) -> Result<RunCounted, ServiceError> {
    let request = &turn.request;
    let who = store.read(|tx| asker(tx, request))?;
    let ask = Ask::named(&request.ask)
        .ok_or_else(|| ServiceError::Internal("the database holds an unknown question".to_owned()))?;
    let prepared = prepare(store, &who, kit, (&request.room_id, ask), now)?;
    Ok(RunCounted { who, ask, prepared })
}

/// Whoever asked, with the role they have now.
fn asker(tx: &mut ReadTx, request: &RunRequest) -> Result<Allowed<RunOverlap>, ServiceError> {
    let user = store::user_fetch(tx, &request.requested_by)?;
    let membership = store::membership_find(tx, &request.org_id, &request.requested_by)?;
    let active =
        membership.filter(|one| one.status == MembershipStatus::Active && user.disabled_at.is_none());
    let Some(membership) = active else {
        return Err(ServiceError::conflict("conflict-run-cancelled"));
    };
    let actor = Actor::member(ActorKind::Person, user.id, request.org_id.clone(), membership.role);
    Ok(Allowed::authorize(&actor)?)
}

/// Ends the turn with what was counted: the answer is drawn, charged and kept, or the run has failed. A run that is no longer
/// this turn's leaves nothing.
pub fn run_settle(
    store: &Store,
    kit: &Kit,
    turn: &RunTurn,
    counted: Result<RunCounted, ServiceError>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let error = match counted {
        Ok(counted) => {
            let settled: Result<bool, ServiceError> = store.write("overlap_release", |tx| {
                match store::run_request_end(tx, turn.attempt(), ("done", ""), now) {
                    Ok(()) => {}
                    Err(StoreError::NotFound) => return Ok(false),
                    Err(error) => return Err(error.into()),
                }
                let asked = (&turn.request.room_id, counted.ask);
                finish(tx, (&counted.who, kit), (asked, &counted.prepared), turn.id(), now)?;
                Ok(true)
            });
            match settled {
                Ok(_) => return Ok(()),
                Err(error) => error,
            }
        }
        Err(error) => error,
    };
    run_fail(store, turn, &error, now)
}

/// Ends the turn without an answer. Failures that are nobody's business but the operator's are logged here, once.
fn run_fail(store: &Store, turn: &RunTurn, error: &ServiceError, now: Timestamp) -> Result<(), ServiceError> {
    match error {
        ServiceError::Refused(_) | ServiceError::Conflict(_) | ServiceError::Denied(_) => {
            tracing::info!(run.id = %turn.id(), cause = %error, "a run was refused");
        }
        _ => tracing::error!(run.id = %turn.id(), cause = %error, "a run failed"),
    }
    let text = fault::kept(error);
    let ended: Result<(), StoreError> =
        store.write("run_fail", |tx| store::run_request_end(tx, turn.attempt(), ("failed", &text), now));
    match ended {
        Ok(()) | Err(StoreError::NotFound) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Puts the run back in its place: the server ends before the run does.
pub fn run_put_back(store: &Store, turn: &RunTurn) -> Result<(), ServiceError> {
    let back: Result<(), StoreError> =
        store.write("run_put_back", |tx| store::run_request_put_back(tx, turn.attempt()));
    match back {
        Ok(()) | Err(StoreError::NotFound) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
