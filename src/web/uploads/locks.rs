//! One upload is worked on by one request at a time.
//!
//! In memory: a lock ends with its process, so that a restart never leaves an upload locked. Where several servers share a
//! database, the row that says how far an upload came decides between them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::ids::UploadId;

/// How long somebody who asked for the lock waits for it, and how often they look.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(25);

/// The uploads that are being worked on, and how each is asked to stop.
#[derive(Debug, Clone, Default)]
pub struct UploadLocks(Arc<Mutex<HashMap<UploadId, Arc<Notify>>>>);

/// The lock on one upload; gone when dropped.
#[derive(Debug)]
pub struct Held {
    locks: UploadLocks,
    id: UploadId,
    stop: Arc<Notify>,
}

impl UploadLocks {
    /// The lock, if nobody has it.
    pub fn take(&self, id: &UploadId) -> Option<Held> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.contains_key(id) {
            return None;
        }
        let stop = Arc::new(Notify::new());
        held.insert(id.clone(), Arc::clone(&stop));
        Some(Held { locks: self.clone(), id: id.clone(), stop })
    }

    /// The lock, after asking whoever has it to stop; nothing if they do not for a while.
    pub async fn take_over(&self, id: &UploadId) -> Option<Held> {
        let mut waited = Duration::ZERO;
        loop {
            if let Some(held) = self.take(id) {
                return Some(held);
            }
            if let Some(holder) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(id) {
                holder.notify_one();
            }
            if waited >= PATIENCE {
                return None;
            }
            tokio::time::sleep(LOOK).await;
            waited = waited.saturating_add(LOOK);
        }
    }
}

impl Held {
    /// Tells when somebody else asks for the lock.
    pub fn stop(&self) -> Arc<Notify> {
        Arc::clone(&self.stop)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.locks.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn one_at_a_time_and_whoever_must_know_asks_the_holder_to_stop() {
        let (locks, id) = (UploadLocks::default(), UploadId::from("u"));
        let held = locks.take(&id).unwrap();
        assert!(locks.take(&id).is_none());
        assert!(locks.take(&UploadId::from("another")).is_some());
        let stop = held.stop();
        let holder = actix_web::rt::spawn(async move {
            stop.notified().await;
            drop(held);
        });
        assert!(locks.take_over(&id).await.is_some());
        holder.await.unwrap();
    }
}
