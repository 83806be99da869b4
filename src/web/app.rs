//! What every handler shares: the store, the clock, secrets, limits.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_web::{HttpRequest, web};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::{Semaphore, SemaphorePermit};
use url::Url;

use super::inbox_count::InboxCounts;
use super::uploads::UploadLocks;
use super::words::Words;
use crate::clock::{Clock, Timestamp};
use crate::config::Limits;
use crate::secret::Secret;
use crate::services::ServiceError;
use crate::services::evidence::{self, OpenedEvidence, Preview};
use crate::services::rooms::Kit;
use crate::store::{AudienceFiles, ReadTx, Store, WriteTx};

/// As many database calls wait as there are connections to serve them soon; more are told to come back.
const DATABASE_CALLS: usize = 64;
/// One password at a time is hashed, so that signing in cannot take all cores (security.md T3).
const PASSWORD_HASHES: usize = 1;
const PASSWORD_QUEUE: usize = 32;
/// So many forms with a file are read at a time: each may hold ten megabytes.
const FILE_BODIES: usize = 8;
/// So many documents are read for their words at a time and by each side: each may take a processor for seconds.
const PREVIEWS: usize = 1;
/// So many readers wait for their turn; more are told to come back.
const PREVIEW_QUEUE: usize = 8;

/// A respondent may save this often at once, then once a second: no person types faster.
const SAVES_AT_ONCE: NonZeroU32 = match NonZeroU32::new(120) {
    Some(burst) => burst,
    None => NonZeroU32::MIN,
};

/// The state of the running server; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    public_url: Url,
    csrf_key: ring::hmac::Key,
    limits: Limits,
    kit: Kit,
    audiences: AudienceFiles,
    behind_proxy: bool,
    database_calls: Semaphore,
    password_hashes: Semaphore,
    password_queue: Semaphore,
    file_bodies: Semaphore,
    members_previews: Turns,
    respondents_previews: Turns,
    program: PathBuf,
    tries_by_account: DefaultKeyedRateLimiter<String>,
    tries_by_address: DefaultKeyedRateLimiter<IpAddr>,
    saves_by_link: DefaultKeyedRateLimiter<String>,
    inbox_counts: InboxCounts,
    uploads: UploadLocks,
}

/// Who looks at a document. Each side waits for its own, so that no partner can keep the reviewers waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A member of the organisation that asks.
    Member,
    /// The partner's respondent.
    Respondent,
}

/// The turns of one side.
struct Turns {
    queue: Semaphore,
    turn: Semaphore,
}

impl Default for Turns {
    fn default() -> Self {
        Self { queue: Semaphore::new(PREVIEW_QUEUE), turn: Semaphore::new(PREVIEWS) }
    }
}

/// What an [`App`] is made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The origin that people use.
    pub public_url: Url,
    /// 32 bytes that bind form tokens to sessions.
    pub csrf_secret: Secret<[u8; 32]>,
    /// Limits.
    pub limits: Limits,
    /// The master key, the engine and the noise of rooms.
    pub kit: Kit,
    /// Where audiences are kept.
    pub audiences: AudienceFiles,
    /// Whether requests come through a proxy of ours, which says whom they are from.
    pub behind_proxy: bool,
    /// This program's own file: it takes the words out of documents in a process of its own.
    pub program: PathBuf,
}

impl App {
    /// The state made of `parts`.
    pub fn new(parts: Parts) -> Self {
        let one = NonZeroU32::MIN;
        let refill = Duration::from_secs(u64::from(parts.limits.sign_in_refill_seconds.max(1)));
        let burst = NonZeroU32::new(parts.limits.sign_in_burst).unwrap_or(one);
        let quota = Quota::with_period(refill).unwrap_or(Quota::per_minute(one)).allow_burst(burst);
        Self(Arc::new(Inner {
            store: parts.store,
            clock: parts.clock,
            public_url: parts.public_url,
            csrf_key: ring::hmac::Key::new(ring::hmac::HMAC_SHA256, parts.csrf_secret.expose()),
            limits: parts.limits,
            kit: parts.kit,
            audiences: parts.audiences,
            behind_proxy: parts.behind_proxy,
            database_calls: Semaphore::new(DATABASE_CALLS),
            password_hashes: Semaphore::new(PASSWORD_HASHES),
            password_queue: Semaphore::new(PASSWORD_QUEUE),
            file_bodies: Semaphore::new(FILE_BODIES),
            members_previews: Turns::default(),
            respondents_previews: Turns::default(),
            program: parts.program,
            tries_by_account: RateLimiter::keyed(quota),
            tries_by_address: RateLimiter::keyed(quota),
            inbox_counts: InboxCounts::default(),
            uploads: UploadLocks::default(),
            saves_by_link: RateLimiter::keyed(Quota::per_second(one).allow_burst(SAVES_AT_ONCE)),
        }))
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The origin that people use.
    pub fn public_url(&self) -> &Url {
        &self.0.public_url
    }

    /// Whether people reach this server by https; cookies are then Secure.
    pub fn https(&self) -> bool {
        self.0.public_url.scheme() == "https"
    }

    /// `path` as an absolute link. The host is the configured one, never the request's (security.md T23).
    pub fn link(&self, path: &str) -> String {
        format!("{}{}", self.0.public_url.as_str().trim_end_matches('/'), path)
    }

    /// Where audiences are kept.
    pub fn audiences(&self) -> &AudienceFiles {
        &self.0.audiences
    }

    /// Who works on which upload.
    pub fn uploads(&self) -> &UploadLocks {
        &self.0.uploads
    }

    /// The database, for work that is off the async threads already.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// Limits.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// What the use cases of rooms need besides the database.
    pub fn kit(&self) -> &Kit {
        &self.0.kit
    }

    /// The catalogue in the visitor's language.
    pub fn words(&self) -> Words {
        Words::default()
    }

    /// The key that binds form tokens.
    pub(super) fn csrf_key(&self) -> &ring::hmac::Key {
        &self.0.csrf_key
    }

    /// Runs `work` on a reading transaction, off the async threads.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadTx, Timestamp) -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let now = self.now();
        self.run(move |store| store.read(|tx| work(tx, now))).await
    }

    /// Runs `work` in one write transaction, off the async threads; see [`Store::write`].
    pub async fn write<T: Send + 'static>(
        &self,
        name: &'static str,
        mut work: impl FnMut(&mut WriteTx, Timestamp) -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let now = self.now();
        self.run(move |store| store.write(name, |tx| work(tx, now))).await
    }

    /// Runs blocking work on the store, off the async threads.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let closed = |_: tokio::sync::AcquireError| ServiceError::Internal("shutting down".to_owned());
        let _permit = self.0.database_calls.acquire().await.map_err(closed)?;
        let store = self.0.store.clone();
        blocking(move || work(&store)).await
    }

    /// A turn to read a form with a file, kept until it goes.
    pub async fn file_turn(&self) -> Result<SemaphorePermit<'_>, ServiceError> {
        let closed = |_: tokio::sync::AcquireError| ServiceError::Internal("shutting down".to_owned());
        self.0.file_bodies.acquire().await.map_err(closed)
    }

    /// Takes the words out of a document, one at a time; it is opened when its turn has come, and a long queue is turned away.
    pub async fn preview(
        &self,
        reader: Side,
        open: impl Future<Output = Result<OpenedEvidence, ServiceError>>,
    ) -> Result<Preview, ServiceError> {
        let turns = match reader {
            Side::Member => &self.0.members_previews,
            Side::Respondent => &self.0.respondents_previews,
        };
        let full = |_: tokio::sync::TryAcquireError| ServiceError::TooMany(5);
        let closed = |_: tokio::sync::AcquireError| ServiceError::Internal("shutting down".to_owned());
        let _queued = turns.queue.try_acquire().map_err(full)?;
        let _turn = turns.turn.acquire().await.map_err(closed)?;
        let (program, document) = (self.0.program.clone(), open.await?);
        blocking(move || evidence::document_text(&program, &document)).await
    }

    /// Hashes or verifies a password, one at a time; a long queue is turned away.
    pub async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let full = |_: tokio::sync::TryAcquireError| ServiceError::TooMany(2);
        let closed = |_: tokio::sync::AcquireError| ServiceError::Internal("shutting down".to_owned());
        let _queued = self.0.password_queue.try_acquire().map_err(full)?;
        let _turn = self.0.password_hashes.acquire().await.map_err(closed)?;
        blocking(work).await
    }

    /// Where a request comes from. A proxy's own header is believed only where the operator says that one is in front,
    /// and only its last entry, the one that this proxy wrote (security.md T23).
    pub fn address_of(&self, request: &HttpRequest) -> IpAddr {
        let forwarded = request.headers().get_all("x-forwarded-for").last().filter(|_| self.0.behind_proxy);
        let last = forwarded.and_then(|value| value.to_str().ok()).and_then(|list| list.rsplit(',').next());
        let stated = last.and_then(|text| text.trim().parse().ok());
        let peer = || request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
        stated.unwrap_or_else(peer)
    }

    /// Counts one more try to sign in as `email` from `address`; an error says how long to wait.
    pub fn count_try(&self, email: &str, address: IpAddr) -> Result<(), ServiceError> {
        let wait = ServiceError::TooMany(u64::from(self.0.limits.sign_in_refill_seconds));
        let account = email.trim().to_lowercase();
        if self.0.tries_by_account.check_key(&account).is_err()
            || self.0.tries_by_address.check_key(&address).is_err()
        {
            return Err(wait);
        }
        self.0.tries_by_account.retain_recent();
        Ok(())
    }
}

impl App {
    /// How much waits for whom, as counted lately.
    pub fn inbox_counts(&self) -> &InboxCounts {
        &self.0.inbox_counts
    }

    /// Counts one more change by a respondent's link; an error says how long to wait.
    pub fn count_answer(&self, link: &str) -> Result<(), ServiceError> {
        let counted = self.0.saves_by_link.check_key(&link.to_owned());
        self.0.saves_by_link.retain_recent();
        counted.map_err(|_too_many| ServiceError::TooMany(1))
    }
}

/// Runs blocking work on a thread that may wait.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ServiceError> + Send + 'static,
) -> Result<T, ServiceError> {
    let cancelled = |_| ServiceError::Internal("a blocking call was cancelled".to_owned());
    web::block(work).await.map_err(cancelled)?
}
