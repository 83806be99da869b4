//! A row of bits, one per row of a list, that threads may share.

use std::sync::atomic::{AtomicU64, Ordering};

/// Who sets bits at the same time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writers {
    /// One thread.
    One,
    /// Several.
    Many,
}

/// Bits that start as zero; places beyond the end read as zero and ignore being set.
pub(crate) struct Bits(Vec<AtomicU64>);

impl Bits {
    pub(crate) fn new(length: usize) -> Self {
        Self((0..length.div_ceil(64)).map(|_| AtomicU64::new(0)).collect())
    }

    pub(crate) fn get(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word.load(Ordering::Relaxed) >> (at % 64) & 1 == 1)
    }

    /// True if the bit was not set before. Other bits of the same word may be set meanwhile only by `Many`.
    pub(crate) fn set(&self, at: usize, writers: Writers) -> bool {
        let Some(word) = self.0.get(at / 64) else { return false };
        let bit = 1 << (at % 64);
        let before = match writers {
            // Without the lock that `fetch_or` takes on the memory bus: several times faster, and nobody else writes.
            Writers::One => {
                let before = word.load(Ordering::Relaxed);
                word.store(before | bit, Ordering::Relaxed);
                before
            }
            Writers::Many => word.fetch_or(bit, Ordering::Relaxed),
        };
        before & bit == 0
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.load(Ordering::Relaxed).count_ones())).sum()
    }
}
