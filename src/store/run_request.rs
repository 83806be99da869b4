//! Requests to count: a queue that outlives the server.
//!
//! A request is taken by whoever changes its row first, for the length of a lease that is renewed while it is counted; a server
//! that dies in the middle leaves it to the next. What ends a request names the attempt that it ends, so of two that hold the
//! same request one can end it, in one transaction with everything that comes of it.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::room::room_fetch;
use super::schema::run_requests;
use crate::clock::Timestamp;
use crate::ids::{OrgId, RoomId, RunId, UserId};

const QUEUED: &str = "queued";
const RUNNING: &str = "running";
const CANCELLED: &str = "cancelled";

/// A request.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = run_requests)]
pub struct RunRequest {
    /// Its id, and that of the run that answers it.
    pub id: RunId,
    /// The room.
    pub room_id: RoomId,
    /// The side that asked.
    pub org_id: OrgId,
    /// Who asked.
    pub requested_by: UserId,
    /// The question.
    pub ask: String,
    /// `queued`, `running`, `done`, `failed` or `cancelled`.
    pub state: String,
    /// How much of it is counted, in hundredths.
    pub progress: i64,
    /// How often it was begun.
    pub attempts: i64,
    /// Until when whoever counts it has it alone.
    pub lease_until: Option<Timestamp>,
    /// Why it failed, as JSON; nothing if it did not.
    pub fault: String,
    /// When it was asked.
    pub created_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

impl RunRequest {
    /// A request that waits for its turn.
    pub fn queued(id: RunId, by: (&OrgId, &UserId), asked: (&RoomId, &str), now: Timestamp) -> Self {
        Self {
            id,
            room_id: asked.0.clone(),
            org_id: by.0.clone(),
            requested_by: by.1.clone(),
            ask: asked.1.to_owned(),
            state: QUEUED.to_owned(),
            progress: 0,
            attempts: 0,
            lease_until: None,
            fault: String::new(),
            created_at: now,
            ended_at: None,
        }
    }
}

/// Adds a request of one side of a room.
pub fn run_request_insert(tx: &mut WriteTx, row: &RunRequest) -> Result<(), StoreError> {
    room_fetch(tx, &row.org_id, &row.room_id)?;
    diesel::insert_into(run_requests::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// A request of the organisation; the other side's is not found, for what was not answered is the asker's alone.
pub fn run_request_fetch(tx: &mut ReadTx, org: &OrgId, id: &RunId) -> Result<RunRequest, StoreError> {
    let row = run_requests::table.find(id).filter(run_requests::org_id.eq(org));
    Ok(row.select(RunRequest::as_select()).first(tx.conn())?)
}

/// The organisation's requests in the room that wait or are counted, oldest first.
pub fn run_request_open(tx: &mut ReadTx, org: &OrgId, room: &RoomId) -> Result<Vec<RunRequest>, StoreError> {
    let rows = run_requests::table
        .filter(run_requests::org_id.eq(org))
        .filter(run_requests::room_id.eq(room))
        .filter(run_requests::state.eq_any([QUEUED, RUNNING]))
        .order((run_requests::created_at, run_requests::id));
    Ok(rows.select(RunRequest::as_select()).load(tx.conn())?)
}

/// The request that has waited longest, of any organisation, if one waits or was abandoned.
pub fn run_request_due(tx: &mut ReadTx, now: Timestamp) -> Result<Option<RunRequest>, StoreError> {
    let abandoned = run_requests::state.eq(RUNNING).and(run_requests::lease_until.le(now));
    let rows = run_requests::table
        .filter(run_requests::state.eq(QUEUED).or(abandoned.assume_not_null()))
        .order((run_requests::created_at, run_requests::id));
    Ok(rows.select(RunRequest::as_select()).first(tx.conn()).optional()?)
}

/// Takes the request until `lease_until`; not found if somebody was faster. The attempt that this begins.
pub fn run_request_take(
    tx: &mut WriteTx,
    row: &RunRequest,
    lease_until: Timestamp,
) -> Result<i64, StoreError> {
    let attempt = row.attempts.saturating_add(1);
    let same = run_requests::table
        .find(&row.id)
        .filter(run_requests::state.eq(&row.state))
        .filter(run_requests::attempts.eq(row.attempts));
    let change = (
        run_requests::state.eq(RUNNING),
        run_requests::attempts.eq(attempt),
        run_requests::lease_until.eq(lease_until),
    );
    one(diesel::update(same).set(change).execute(tx.conn())?)?;
    Ok(attempt)
}

/// Whether the attempt still has its request.
pub fn run_request_held(tx: &mut ReadTx, attempt: (&RunId, i64)) -> Result<bool, StoreError> {
    let row = run_requests::table
        .find(attempt.0)
        .filter(run_requests::attempts.eq(attempt.1))
        .filter(run_requests::state.eq(RUNNING));
    Ok(row.count().get_result::<i64>(tx.conn())? > 0)
}

/// Notes how far the attempt is and renews its lease; not found if it no longer has the request.
pub fn run_request_beat(
    tx: &mut WriteTx,
    attempt: (&RunId, i64),
    progress: i64,
    lease_until: Timestamp,
) -> Result<(), StoreError> {
    let row = run_requests::table
        .find(attempt.0)
        .filter(run_requests::attempts.eq(attempt.1))
        .filter(run_requests::state.eq(RUNNING));
    let change = (run_requests::progress.eq(progress), run_requests::lease_until.eq(lease_until));
    one(diesel::update(row).set(change).execute(tx.conn())?)
}

/// Ends the request in that state, `done` or `failed`; not found if the attempt no longer has it: then nothing that came of it
/// may be kept.
pub fn run_request_end(
    tx: &mut WriteTx,
    attempt: (&RunId, i64),
    outcome: (&str, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = run_requests::table
        .find(attempt.0)
        .filter(run_requests::attempts.eq(attempt.1))
        .filter(run_requests::state.eq(RUNNING));
    let change = (
        run_requests::state.eq(outcome.0),
        run_requests::fault.eq(outcome.1),
        run_requests::lease_until.eq(None::<Timestamp>),
        run_requests::ended_at.eq(now),
    );
    one(diesel::update(row).set(change).execute(tx.conn())?)
}

/// Puts the request back in its place, to be counted from the beginning by whoever takes it next.
pub fn run_request_put_back(tx: &mut WriteTx, attempt: (&RunId, i64)) -> Result<(), StoreError> {
    let row = run_requests::table
        .find(attempt.0)
        .filter(run_requests::attempts.eq(attempt.1))
        .filter(run_requests::state.eq(RUNNING));
    let change = (run_requests::state.eq(QUEUED), run_requests::lease_until.eq(None::<Timestamp>));
    one(diesel::update(row).set(change).execute(tx.conn())?)
}

/// Calls off a request of the organisation that waits or is counted; not found if there is none such.
pub fn run_request_cancel(
    tx: &mut WriteTx,
    org: &OrgId,
    id: &RunId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = run_requests::table
        .find(id)
        .filter(run_requests::org_id.eq(org))
        .filter(run_requests::state.eq_any([QUEUED, RUNNING]));
    let change = (
        run_requests::state.eq(CANCELLED),
        run_requests::lease_until.eq(None::<Timestamp>),
        run_requests::ended_at.eq(now),
    );
    one(diesel::update(row).set(change).execute(tx.conn())?)
}
