//! Takes jobs that are due, one after the other, and sees that none is lost: a lease while it runs, another try when it
//! fails, later each time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{Desk, KINDS, Kind};
use crate::clock::{Clock, Timestamp};
use crate::services::ServiceError;
use crate::services::rooms::Kit;
use crate::store::{self, AudienceFiles, Job, Store, StoreError};

/// How long a runner has a job alone. A job that takes longer is idempotent, so a second start does no harm.
const LEASE_SECONDS: i64 = 900;
/// How long after its first failure a job is tried again, doubled each time up to an hour.
const FIRST_WAIT_SECONDS: i64 = 30;
const LONGEST_WAIT_SECONDS: i64 = 3_600;
/// How often the server's own thread looks for work.
const BEAT: Duration = Duration::from_secs(5);

/// Runs jobs on one database.
pub struct Runner {
    store: Store,
    kit: Kit,
    files: AudienceFiles,
    clock: Arc<dyn Clock>,
}

impl Runner {
    /// A runner; the jobs that come back by themselves are queued if they are not yet.
    pub fn open(
        store: Store,
        kit: Kit,
        files: AudienceFiles,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        let now = clock.now();
        store.write("jobs_begin", |tx| {
            for kind in KINDS.iter().filter(|kind| kind.every.is_some()) {
                store::job_enqueue(tx, (kind.name, ""), now, now)?;
            }
            Ok::<_, StoreError>(())
        })?;
        Ok(Self { store, kit, files, clock })
    }

    /// Runs every job that is due, those that they queue included; how many were run.
    pub fn run_due(&self) -> usize {
        let mut run = 0;
        loop {
            match self.take() {
                Ok(Some(job)) => {
                    self.run(&job);
                    run += 1;
                }
                Ok(None) => return run,
                Err(error) => {
                    tracing::error!(%error, "no job could be taken");
                    return run;
                }
            }
        }
    }

    /// The next job, taken; none if none is due. One that somebody else took first is no error.
    fn take(&self) -> Result<Option<Job>, StoreError> {
        let now = self.clock.now();
        loop {
            let Some(job) = self.store.read(|tx| store::job_due(tx, now))? else { return Ok(None) };
            let until = now.plus_seconds(LEASE_SECONDS);
            match self.store.write("job_take", |tx| store::job_take(tx, &job, until)) {
                Ok(()) => return Ok(Some(job)),
                Err(StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn run(&self, job: &Job) {
        let now = self.clock.now();
        let kind = KINDS.iter().find(|kind| kind.name == job.kind);
        let done = match kind {
            Some(kind) => {
                let desk = Desk { store: &self.store, kit: &self.kit, files: &self.files, now };
                (kind.work)(&desk, &job.payload)
            }
            None => Err(ServiceError::Internal("this version knows no such job".to_owned())),
        };
        if let Err(error) = self.settle(job, kind, &done, now) {
            tracing::error!(job.kind = %job.kind, %error, "a job's end could not be noted; its lease will run out");
        }
    }

    fn settle(
        &self,
        job: &Job,
        kind: Option<&Kind>,
        done: &Result<(), ServiceError>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let every = kind.and_then(|kind| kind.every);
        self.store.write("job_settle", |tx| match (done, every) {
            (Ok(()), None) => store::job_done(tx, &job.id),
            (Ok(()), Some(seconds)) => store::job_again(tx, &job.id, now.plus_seconds(seconds), ("", 0)),
            (Err(error), _) => {
                let tries = job.attempts.saturating_add(1);
                tracing::warn!(job.kind = %job.kind, tries, %error, "a job failed and will be tried again");
                let text = error.to_string();
                store::job_again(tx, &job.id, now.plus_seconds(wait(tries)), (&text, tries))
            }
        })
    }

    /// Runs due jobs on a thread of its own until the returned handle goes.
    pub fn start(self) -> Result<Running, std::io::Error> {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("jobs".to_owned()).spawn(move || {
            while !seen.load(Ordering::SeqCst) {
                self.run_due();
                std::thread::park_timeout(BEAT);
            }
        })?;
        Ok(Running { stop, thread: Some(thread) })
    }
}

/// How long to wait after so many failures, in seconds.
fn wait(tries: i64) -> i64 {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(u32::MAX).min(20);
    FIRST_WAIT_SECONDS.saturating_mul(1_i64 << doublings).min(LONGEST_WAIT_SECONDS)
}

/// A runner at work. When this goes, the job in hand is finished and no other is begun.
pub struct Running {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            if thread.join().is_err() {
                tracing::error!("the thread of jobs had failed");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_job_waits_longer_each_time_and_never_more_than_an_hour() {
        let waits: Vec<i64> = (1..=9).map(wait).collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
        assert_eq!(wait(i64::MAX), 3_600);
    }
}
