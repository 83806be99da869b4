//! What the use cases of rooms need besides the database.

use std::sync::Arc;

use crate::rooms::counting::Counting;
use crate::rooms::custody::MasterKey;
use crate::rooms::proof::SigningKey;
use crate::rooms::release::{Noise, OpenDp};
use crate::services::ServiceError;
use crate::store::DestroyedRooms;

/// The master key, the engine that counts, the list of destroyed rooms, and where noise comes from.
#[derive(Clone)]
pub struct Kit {
    master: Arc<MasterKey>,
    counting: Arc<dyn Counting>,
    destroyed: Arc<DestroyedRooms>,
    noise: fn() -> Box<dyn Noise>,
}

impl Kit {
    /// The kit of a server: noise is OpenDP's.
    pub fn new(master: MasterKey, counting: Arc<dyn Counting>, destroyed: DestroyedRooms) -> Self {
        let destroyed = Arc::new(destroyed);
        Self { master: Arc::new(master), counting, destroyed, noise: || Box::new(OpenDp) }
    }

    /// The same kit with other noise, so that a test can know an answer beforehand.
    #[must_use]
    pub fn with_noise(mut self, noise: fn() -> Box<dyn Noise>) -> Self {
        self.noise = noise;
        self
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

    /// The list of rooms that are destroyed for good.
    pub fn destroyed(&self) -> &DestroyedRooms {
        &self.destroyed
    }

    /// A source of noise for one release.
    pub(super) fn noise(&self) -> Box<dyn Noise> {
        (self.noise)()
    }
}
