//! An engine that counts only once a test lets it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use entente::ids::{AudienceId, RoomId};
use entente::matching::engine::{Cancelled, Progress, Watch};
use entente::rooms::counting::{Counted, Counting, CountingError, Inputs, KeptList, Remaining, Version};
use entente::rooms::release::Ask;
use entente::store::AudienceFiles;

static OPEN: AtomicBool = AtomicBool::new(true);
static READ: AtomicUsize = AtomicUsize::new(0);
static INSIDE: AtomicUsize = AtomicUsize::new(0);
static MOST_INSIDE: AtomicUsize = AtomicUsize::new(0);

/// This program's own engine behind a gate. One for each process, as tests have one.
pub struct Gate(AudienceFiles);

impl Gate {
    pub fn before(files: &AudienceFiles) -> Arc<dyn Counting> {
        Arc::new(Self(files.clone()))
    }

    /// From now on counts stop half way.
    pub fn close() {
        READ.store(50, Ordering::SeqCst);
        MOST_INSIDE.store(0, Ordering::SeqCst);
        OPEN.store(false, Ordering::SeqCst);
    }

    /// Lets counts go.
    pub fn open() {
        OPEN.store(true, Ordering::SeqCst);
    }

    /// So many of a hundred rows are read.
    pub fn read(hundredths: usize) {
        READ.store(hundredths, Ordering::SeqCst);
    }

    /// How many counts are at the gate.
    pub fn inside() -> usize {
        INSIDE.load(Ordering::SeqCst)
    }

    /// How many were there at once.
    pub fn most_inside() -> usize {
        MOST_INSIDE.load(Ordering::SeqCst)
    }
}

/// Waits until it is so; fails if it never is.
pub fn until(what: &str, so: impl Fn() -> bool) {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

impl Counting for Gate {
    fn keep(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError> {
        self.0.keep(room, audience)
    }

    fn count(&self, inputs: &Inputs<'_>, ask: Ask, watch: &dyn Watch) -> Result<Counted, CountingError> {
        let inside = INSIDE.fetch_add(1, Ordering::SeqCst) + 1;
        MOST_INSIDE.fetch_max(inside, Ordering::SeqCst);
        let passed = loop {
            watch.progress(Progress::of(u64::try_from(READ.load(Ordering::SeqCst)).unwrap(), 100));
            if watch.cancelled() {
                break Err(Cancelled);
            }
            if OPEN.load(Ordering::SeqCst) {
                break Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        INSIDE.fetch_sub(1, Ordering::SeqCst);
        passed?;
        self.0.count(inputs, ask, watch)
    }

    fn remaining(
        &self,
        room: &RoomId,
        version: &Version<'_>,
        watch: &dyn Watch,
    ) -> Result<Remaining, CountingError> {
        self.0.remaining(room, version, watch)
    }

    fn difference(
        &self,
        room: &RoomId,
        versions: (&Version<'_>, &Version<'_>),
        ask: Ask,
        watch: &dyn Watch,
    ) -> Result<u64, CountingError> {
        self.0.difference(room, versions, ask, watch)
    }

    fn kept(&self) -> Result<Vec<KeptList>, CountingError> {
        self.0.kept()
    }

    fn holds(&self, room: &RoomId) -> Result<bool, CountingError> {
        self.0.holds(room)
    }

    fn remove(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError> {
        self.0.remove(room, audience)
    }

    fn remove_room(&self, room: &RoomId) -> Result<(), CountingError> {
        self.0.remove_room(room)
    }
}
