//! The engine that counts, as far as it is pure.
//!
//! What an engine can be asked is one interface, `rooms::counting::Counting`; configuration chooses what is behind it, and
//! the rest of the program does not know which it is (engine.md, "Past one machine"). An engine has two halves:
//!
//! | engine | what is counted, pure | where the lists lie, and I/O |
//! |---|---|---|
//! | local | [`intersect`](super::intersect): sorted sets | `store::audience_files`: files beside the database |
//! | spark | `sql`: the same counts as queries | `store::spark`: Parquet on storage that a cluster reads |
//!
//! Both count alike, to the person: a waterfall of kinds, one-to-one. Within a kind a list holds each token once and a row
//! at most one token, so matches of one kind never compete, and an engine may find them in any order. Counts leave either
//! engine sealed ([`RawOverlap`](super::intersect::RawOverlap), [`RawMatrix`](super::intersect::RawMatrix)).
//!
//! Whoever asks may look on and call off: [`Watch`].

#[cfg(any(feature = "spark", test))]
pub mod sql;

/// How far an engine is, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Progress(u16);

impl Progress {
    /// All of it.
    pub const DONE: Self = Self(1000);

    /// `done` parts of `all`; no parts at all is no progress.
    pub fn of(done: u64, all: u64) -> Self {
        let thousandths = done.min(all).saturating_mul(1000).checked_div(all).unwrap_or_default();
        Self(u16::try_from(thousandths).unwrap_or(1000))
    }

    /// Thousandths, from 0 to 1000.
    pub fn per_mille(self) -> u16 {
        self.0
    }
}

/// Whoever waits for an engine: is told how far it is, and may call it off.
pub trait Watch: Send + Sync {
    /// The engine is this far. Called now and then, from any thread, never backwards within one call of the engine.
    fn progress(&self, progress: Progress);

    /// Whether the work is no longer wanted. An engine asks between steps and stops soon after it is true.
    fn cancelled(&self) -> bool;
}

/// Nobody looks on and nobody calls off.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _: Progress) {}

    fn cancelled(&self) -> bool {
        false
    }
}

/// The work was called off; nothing came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the count was called off")]
pub struct Cancelled;

/// Tells how far the work is, and goes on only if it is still wanted.
pub fn step(watch: &dyn Watch, done: u64, all: u64) -> Result<(), Cancelled> {
    if watch.cancelled() {
        return Err(Cancelled);
    }
    watch.progress(Progress::of(done, all));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_never_more_than_all_and_nothing_of_nothing_is_none() {
        assert_eq!(Progress::of(1, 3).per_mille(), 333);
        assert_eq!(Progress::of(7, 3), Progress::DONE);
        assert_eq!(Progress::of(5, 0), Progress::default());
        assert_eq!(Progress::of(1, u64::MAX).per_mille(), 0);
    }
}
