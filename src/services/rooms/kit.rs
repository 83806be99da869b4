//! What the use cases of rooms need besides the database.

use std::sync::Arc;

use super::bell::Bell;
use crate::matching::engine::{Progress, Unwatched, Watch};
use crate::rooms::counting::Counting;
use crate::rooms::custody::MasterKey;
use crate::rooms::proof::SigningKey;
use crate::rooms::release::{Noise, OpenDp};
use crate::services::ServiceError;
use crate::services::mail::Post;
use crate::store::DestroyedRooms;

/// The master key, the engine that counts and who looks on while it does, the list of destroyed rooms, where noise comes
/// from, and what mail is written and sent with.
#[derive(Clone)]
pub struct Kit {
    master: Arc<MasterKey>,
    counting: Arc<dyn Counting>,
    watch: Arc<dyn Watch>,
    destroyed: Arc<DestroyedRooms>,
    bell: Arc<Bell>,
    noise: fn() -> Box<dyn Noise>,
    post: Arc<Post>,
}

impl Kit {
    /// The kit of a server: noise is OpenDP's.
    pub fn new(master: MasterKey, counting: Arc<dyn Counting>, destroyed: DestroyedRooms) -> Self {
        Self {
            master: Arc::new(master),
            counting,
            watch: Arc::new(Unwatched),
            destroyed: Arc::new(destroyed),
            bell: Arc::default(),
            noise: || Box::new(OpenDp),
            post: Arc::default(),
        }
    }

    /// The same kit for work that somebody looks on at and may call off.
    #[must_use]
    pub fn watched(mut self, watch: Arc<dyn Watch>) -> Self {
        self.watch = watch;
        self
    }

    /// The same kit for work of which nobody is told how far it is; it may still be called off.
    pub(super) fn muted(&self) -> Self {
        self.clone().watched(Arc::new(Muted(Arc::clone(&self.watch))))
    }

    /// The bell that wakes whoever counts.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// The same kit with other noise, so that a test can know an answer beforehand.
    #[must_use]
    pub fn with_noise(mut self, noise: fn() -> Box<dyn Noise>) -> Self {
        self.noise = noise;
        self
    }

    /// The same kit with a mail server.
    #[must_use]
    pub fn with_post(mut self, post: Post) -> Self {
        self.post = Arc::new(post);
        self
    }

    /// What mail is written and sent with.
    pub fn post(&self) -> &Post {
        &self.post
    }

    /// The key that seals peppers.
    pub fn master(&self) -> &MasterKey {
        &self.master
    }

    /// The key with which this server signs checkpoints and receipts.
    pub fn signing_key(&self) -> Result<SigningKey, ServiceError> {
        self.master.signing_key().map_err(|e| ServiceError::Internal(e.to_string()))
    }

    /// The engine.
    pub fn counting(&self) -> &dyn Counting {
        &*self.counting
    }

    /// Who looks on while the engine works.
    pub(super) fn watch(&self) -> &dyn Watch {
        &*self.watch
    }

    /// The list of rooms that are destroyed for good.
    pub fn destroyed(&self) -> &DestroyedRooms {
        &self.destroyed
    }

    /// A source of noise for one release.
    pub(super) fn noise(&self) -> Box<dyn Noise> {
        (self.noise)()
    }
}

/// Somebody who may call off, and is told nothing.
struct Muted(Arc<dyn Watch>);

impl Watch for Muted {
    fn progress(&self, _: Progress) {}

    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}
