//! The counts: runs that wait are taken in turn, as many at a time as the machine has cores, each on a thread of its own.
//!
//! A run is ended on the beat after its start, refusals too: how long a count took is then not to be seen (cleanroom.md,
//! attack 10). How far it is, is written on the same beat. Counting takes a core; waiting for the beat does not.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::matching::engine::{Progress, Watch};
use crate::services::rooms::{self, Kit, RunTurn};
use crate::store::Store;

/// How often a queue is looked at that nobody rang for: other servers may have filled it.
const LOOK: Duration = Duration::from_secs(1);
/// How often a run that is counted looks whether it was called off.
const HEED: Duration = Duration::from_millis(250);
/// How often at least it says that it is still counted.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// As much as is shown before the answer is there.
const ALMOST: u8 = 99;

/// Counts the runs of one database.
pub struct Counts {
    /// The database.
    pub store: Store,
    /// The engine.
    pub kit: Kit,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The beat on which runs end; none at all if it is zero.
    pub beat: Duration,
}

/// How many run, and whether they shall.
struct Turns {
    now: Mutex<Now>,
    changed: Condvar,
    stop: AtomicBool,
}

#[derive(Default)]
struct Now {
    /// Runs that take a core.
    counting: usize,
    /// Threads that are not done.
    alive: usize,
}

impl Turns {
    fn change(&self, change: impl FnOnce(&mut Now)) {
        change(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    /// Waits while `busy`, no longer than this; whether it is over.
    fn wait(&self, longest: Duration, busy: impl Fn(&Now) -> bool) -> bool {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(now, longest, |now| busy(now));
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    fn stopping(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

/// One core, taken until this goes.
struct Core(Arc<Turns>);

impl Core {
    fn take(turns: &Arc<Turns>) -> Self {
        turns.change(|now| now.counting = now.counting.saturating_add(1));
        Self(Arc::clone(turns))
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        self.0.change(|now| now.counting = now.counting.saturating_sub(1));
    }
}

/// A thread that is not done, until this goes.
struct Alive(Arc<Turns>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.change(|now| now.alive = now.alive.saturating_sub(1));
    }
}

impl Counts {
    /// Counts on threads of its own until the returned handle goes.
    pub fn start(self) -> Result<CountsRunning, std::io::Error> {
        let turns =
            Arc::new(Turns { now: Mutex::default(), changed: Condvar::new(), stop: AtomicBool::new(false) });
        let (seen, kit) = (Arc::clone(&turns), self.kit.clone());
        let thread = std::thread::Builder::new().name("counts".to_owned()).spawn(move || self.work(&seen))?;
        Ok(CountsRunning { turns, kit, thread: Some(thread) })
    }

    fn work(self, turns: &Arc<Turns>) {
        let cores = std::thread::available_parallelism().map_or(1, |number| number.get());
        let counts = Arc::new(self);
        while !turns.stopping() {
            if !turns.wait(LOOK, |now| now.counting >= cores && !turns.stopping()) {
                continue;
            }
            match rooms::run_take(&counts.store, counts.clock.now()) {
                Ok(Some(turn)) => counts.begin(turns, turn),
                Ok(None) => counts.kit.bell().wait(LOOK),
                Err(error) => {
                    tracing::error!(%error, "no run could be taken");
                    counts.kit.bell().wait(LOOK);
                }
            }
        }
    }

    /// Counts a run on a thread of its own.
    fn begin(self: &Arc<Self>, turns: &Arc<Turns>, turn: RunTurn) {
        turns.change(|now| now.alive = now.alive.saturating_add(1));
        let (core, alive) = (Core::take(turns), Alive(Arc::clone(turns)));
        let (counts, began) = (Arc::clone(self), Instant::now());
        let id = turn.id().clone();
        let work = move || {
            let alive = alive;
            counts.turn(&turn, core, (&alive.0, began));
        };
        if let Err(error) = std::thread::Builder::new().name("count".to_owned()).spawn(work) {
            // Its lease runs out, and it is taken again.
            tracing::error!(run.id = %id, %error, "no thread for a run");
        }
    }

    fn turn(&self, turn: &RunTurn, core: Core, at: (&Arc<Turns>, Instant)) {
        let (turns, began) = at;
        let watch = Arc::new(Looking::from(turn.progress()));
        let looking = Arc::clone(&watch);
        let kit = self.kit.clone().watched(looking);
        let over = Over::default();
        std::thread::scope(|scope| {
            scope.spawn(|| self.heed(turn, &watch, (turns, &over)));
            let counted = rooms::run_count(&self.store, &kit, turn, self.clock.now());
            drop(core);
            watch.wait_until(rest_of_beat(began.elapsed(), self.beat));
            let ended = if turns.stopping() && watch.cancelled() {
                rooms::run_put_back(&self.store, turn)
            } else {
                rooms::run_settle(&self.store, &kit, turn, counted, self.clock.now())
            };
            over.say();
            if let Err(error) = ended {
                tracing::error!(run.id = %turn.id(), %error, "a run's end could not be noted; its lease will run out");
            }
        });
    }

    /// Says how far the run is while it is counted, and calls it off once it is no longer wanted.
    fn heed(&self, turn: &RunTurn, watch: &Looking, at: (&Turns, &Over)) {
        let (turns, over) = at;
        let mut said = (turn.progress(), Instant::now());
        let every = self.beat.max(HEED);
        while !over.within(HEED) {
            if turns.stopping() {
                return watch.call_off();
            }
            let due =
                said.1.elapsed() >= every && watch.percent() != said.0 || said.1.elapsed() >= SIGN_OF_LIFE;
            let held = if due {
                said = (watch.percent(), Instant::now());
                rooms::run_beat(&self.store, turn, said.0, self.clock.now())
            } else {
                rooms::run_held(&self.store, turn)
            };
            match held {
                Ok(true) => {}
                Ok(false) => return watch.call_off(),
                // Whoever ends the run finds out whether it is still its own.
                Err(error) => {
                    tracing::warn!(run.id = %turn.id(), %error, "a run's progress could not be noted")
                }
            }
        }
    }
}

/// That a run is over, for the thread that heeds it.
#[derive(Default)]
struct Over {
    said: Mutex<bool>,
    heard: Condvar,
}

impl Over {
    fn say(&self) {
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.heard.notify_all();
    }

    /// Whether it is over within this time.
    fn within(&self, longest: Duration) -> bool {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.heard.wait_timeout_while(said, longest, |said| !*said);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Looks on at one run, in hundredths that never go back, and calls it off.
struct Looking {
    furthest: AtomicU8,
    off: Over,
}

impl Looking {
    fn from(percent: u8) -> Self {
        Self { furthest: AtomicU8::new(percent), off: Over::default() }
    }

    fn percent(&self) -> u8 {
        self.furthest.load(Ordering::SeqCst)
    }

    fn call_off(&self) {
        self.off.say();
    }

    /// Waits so long, unless it is called off.
    fn wait_until(&self, rest: Duration) {
        if !rest.is_zero() {
            self.off.within(rest);
        }
    }
}

impl Watch for Looking {
    fn progress(&self, progress: Progress) {
        let percent = u8::try_from(progress.per_mille() / 10).unwrap_or(ALMOST).min(ALMOST);
        self.furthest.fetch_max(percent, Ordering::SeqCst);
    }

    fn cancelled(&self) -> bool {
        self.off.within(Duration::ZERO)
    }
}

/// What is left of the beat in which `elapsed` ends.
fn rest_of_beat(elapsed: Duration, beat: Duration) -> Duration {
    if beat.is_zero() {
        return Duration::ZERO;
    }
    let into = elapsed.as_nanos() % beat.as_nanos();
    let into = Duration::from_nanos(u64::try_from(into).unwrap_or_default());
    beat.saturating_sub(into)
}

/// Runs at work. When this goes, those that are counted are called off and put back in their places, for the next server.
pub struct CountsRunning {
    turns: Arc<Turns>,
    kit: Kit,
    thread: Option<JoinHandle<()>>,
}

/// How long a run may take to notice that the server ends; after that its lease has to run out.
const PARTING: Duration = Duration::from_secs(20);

impl Drop for CountsRunning {
    fn drop(&mut self) {
        self.turns.stop.store(true, Ordering::SeqCst);
        self.turns.changed.notify_all();
        self.kit.bell().ring();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread of counts had failed");
        }
        if !self.turns.wait(PARTING, |now| now.alive > 0) {
            tracing::warn!("a run did not stop in time; it is taken up again when its lease has run out");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_ends_on_a_beat() {
        let beat = Duration::from_secs(5);
        for (elapsed, rest) in [(0, 5_000), (1, 4_999), (4_999, 1), (5_001, 4_999), (12_000, 3_000)] {
            assert_eq!(rest_of_beat(Duration::from_millis(elapsed), beat), Duration::from_millis(rest));
        }
        assert_eq!(rest_of_beat(Duration::from_millis(7), Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn progress_never_goes_back_and_is_not_all_before_the_end() {
        let watch = Looking::from(40);
        watch.progress(Progress::of(1, 10));
        assert_eq!(watch.percent(), 40);
        watch.progress(Progress::of(1, 2));
        watch.progress(Progress::of(2, 10));
        assert_eq!(watch.percent(), 50);
        watch.progress(Progress::DONE);
        assert_eq!(watch.percent(), ALMOST);
        assert!(!watch.cancelled());
        watch.call_off();
        assert!(watch.cancelled());
    }
}
