//! Jobs: work that the server does by itself, kept until it is done.
//!
//! One row for each kind and payload, so that asking twice is asking once. A job is taken by whoever changes its row first,
//! for the length of a lease; a server that dies in the middle leaves it to the next.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::jobs;
use crate::clock::Timestamp;
use crate::ids::JobId;

const QUEUED: &str = "queued";
const RUNNING: &str = "running";

/// A job.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = jobs)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// What it is about: an id, or nothing.
    pub payload: String,
    /// `queued` or `running`.
    pub state: String,
    /// Not before this moment.
    pub run_after: Timestamp,
    /// How often it was begun.
    pub attempts: i64,
    /// Until when whoever runs it has it alone.
    pub lease_until: Option<Timestamp>,
    /// Why it was not done the last time, or nothing.
    pub last_error: String,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// Asks for a job; one of the same kind about the same thing that waits already is enough.
pub fn job_enqueue(
    tx: &mut WriteTx,
    work: (&str, &str),
    run_after: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (kind, payload) = work;
    let same = jobs::table.filter(jobs::kind.eq(kind)).filter(jobs::payload.eq(payload));
    if same.count().get_result::<i64>(tx.conn())? > 0 {
        return Ok(());
    }
    let row = Job {
        id: JobId::fresh(),
        kind: kind.to_owned(),
        payload: payload.to_owned(),
        state: QUEUED.to_owned(),
        run_after,
        attempts: 0,
        lease_until: None,
        last_error: String::new(),
        created_at: now,
    };
    let added = diesel::insert_into(jobs::table).values(row).execute(tx.conn());
    added.map(|_| ()).map_err(|e| StoreError::from(e).lost_race())
}

/// The job that has waited longest and whose turn it is, if there is one.
pub fn job_due(tx: &mut ReadTx, now: Timestamp) -> Result<Option<Job>, StoreError> {
    let queued = jobs::state.eq(QUEUED).and(jobs::run_after.le(now));
    // Whoever had it did not come back.
    let abandoned = jobs::state.eq(RUNNING).and(jobs::lease_until.le(now));
    let rows = jobs::table.filter(queued.or(abandoned.assume_not_null())).order((jobs::run_after, jobs::id));
    Ok(rows.select(Job::as_select()).first(tx.conn()).optional()?)
}

/// Takes the job until `lease_until`; not found if somebody was faster.
pub fn job_take(tx: &mut WriteTx, job: &Job, lease_until: Timestamp) -> Result<(), StoreError> {
    let row =
        jobs::table.find(&job.id).filter(jobs::state.eq(&job.state)).filter(jobs::attempts.eq(job.attempts));
    let change = (
        jobs::state.eq(RUNNING),
        jobs::attempts.eq(job.attempts.saturating_add(1)),
        jobs::lease_until.eq(lease_until),
    );
    one(diesel::update(row).set(change).execute(tx.conn())?)
}

/// Removes a job that is done.
pub fn job_done(tx: &mut WriteTx, id: &JobId) -> Result<(), StoreError> {
    diesel::delete(jobs::table.find(id)).execute(tx.conn())?;
    Ok(())
}

/// Removes the job of that kind about that thing, if one waits: its work was done on the way.
pub fn job_cancel(tx: &mut WriteTx, kind: &str, payload: &str) -> Result<(), StoreError> {
    let same = jobs::table.filter(jobs::kind.eq(kind)).filter(jobs::payload.eq(payload));
    diesel::delete(same).execute(tx.conn())?;
    Ok(())
}

/// Puts a job back, to be run again at `run_after`; `attempts` counts from there.
pub fn job_again(
    tx: &mut WriteTx,
    id: &JobId,
    run_after: Timestamp,
    outcome: (&str, i64),
) -> Result<(), StoreError> {
    let change = (
        jobs::state.eq(QUEUED),
        jobs::run_after.eq(run_after),
        jobs::lease_until.eq(None::<Timestamp>),
        jobs::last_error.eq(outcome.0),
        jobs::attempts.eq(outcome.1),
    );
    diesel::update(jobs::table.find(id)).set(change).execute(tx.conn())?;
    Ok(())
}

/// Every job, oldest first.
pub fn job_list(tx: &mut ReadTx) -> Result<Vec<Job>, StoreError> {
    Ok(jobs::table.order(jobs::id).select(Job::as_select()).load(tx.conn())?)
}
