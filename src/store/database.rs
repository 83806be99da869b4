//! The handle on the database: pools, and transactions as closures.

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::time::Duration;

use diesel::connection::TransactionManager as _;

use super::connection::{AnyConnection, Manager, Mode};
use super::error::StoreError;
use super::{dialect, migrate};

type Pool = r2d2::Pool<Manager>;

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of the embedded database.
    Sqlite(PathBuf),
    /// A PostgreSQL server, as `postgres://…`.
    Postgres(String),
}

impl DatabaseUrl {
    /// Reads `postgres://…`, `postgresql://…`, `sqlite:PATH` or a plain path.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Self::Postgres(text.to_owned());
        }
        Self::Sqlite(PathBuf::from(text.strip_prefix("sqlite:").unwrap_or(text)))
    }
}

/// The database. Cheap to clone; blocking, so it is used on threads that may wait.
#[derive(Clone)]
pub struct Store {
    readers: Pool,
    writers: Pool,
}

/// How many read connections: reads are short, and the machine has few cores.
const READERS: u32 = 8;
/// SQLite has one writer at a time; one connection makes the waiting orderly instead of a race on a lock.
const SQLITE_WRITERS: u32 = 1;
const POSTGRES_WRITERS: u32 = 8;
/// How often a write that lost a race is tried again.
const TRIES: u32 = 5;

impl Store {
    /// Opens the database, creating the file if there is none, and brings its schema up to date.
    pub fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        migrate::run(url)?;
        let writers = match url {
            DatabaseUrl::Sqlite(_) => SQLITE_WRITERS,
            DatabaseUrl::Postgres(_) => POSTGRES_WRITERS,
        };
        let pool = |mode, size| {
            r2d2::Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .connection_timeout(Duration::from_secs(10))
                .build(Manager { url: url.clone(), mode })
        };
        Ok(Self { readers: pool(Mode::Read, READERS)?, writers: pool(Mode::Write, writers)? })
    }

    /// Runs `work` on one consistent view of the database, in which it cannot write.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut ReadTx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.readers.get().map_err(StoreError::from)?;
        dialect::begin_read(&mut conn).map_err(StoreError::from)?;
        let result = guarded(&mut conn, |tx| work(&mut tx.0));
        roll_back(&mut conn);
        result
    }

    /// Runs `work` in one transaction: all of it is kept, durably, or none. A lost race is tried again, so `work` may
    /// run several times and does nothing but database work. `name` is what the logs call it.
    pub fn write<T, E: From<StoreError> + Retry>(
        &self,
        name: &'static str,
        mut work: impl FnMut(&mut WriteTx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.write_once(&mut work) {
                Err(error) if error.may_retry() && tries < TRIES => {
                    tracing::info!(transaction = name, tries, "write lost a race, trying again");
                    std::thread::sleep(Duration::from_millis(20 * u64::from(tries)));
                }
                result => return result,
            }
        }
    }

    /// Empties the write-ahead log into the database file, so that what was deleted is in neither. Waits for readers;
    /// [`StoreError::Busy`] if one stays too long. Does nothing on PostgreSQL, whose log is the server's.
    pub fn flush(&self) -> Result<(), StoreError> {
        let mut conn = self.writers.get()?;
        dialect::empty_log(&mut conn)
    }

    fn write_once<T, E: From<StoreError>>(
        &self,
        work: &mut impl FnMut(&mut WriteTx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.writers.get().map_err(StoreError::from)?;
        dialect::begin_write(&mut conn).map_err(StoreError::from)?;
        match guarded(&mut conn, |tx| work(tx)) {
            Ok(value) => match Manage::commit_transaction(&mut *conn) {
                Ok(()) => Ok(value),
                Err(error) => {
                    roll_back(&mut conn);
                    Err(StoreError::from(error).into())
                }
            },
            Err(error) => {
                roll_back(&mut conn);
                Err(error)
            }
        }
    }
}

type Manage = <AnyConnection as diesel::Connection>::TransactionManager;

/// Lends the connection to `work` as a transaction. A panic inside unwinds through r2d2, which then drops the
/// connection (see `has_broken`), and the database rolls back.
fn guarded<T, E>(
    conn: &mut r2d2::PooledConnection<Manager>,
    work: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    work(&mut WriteTx(ReadTx { conn }))
}

fn roll_back(conn: &mut AnyConnection) {
    if let Err(error) = Manage::rollback_transaction(conn) {
        tracing::warn!(%error, "a transaction could not be rolled back; its connection will be dropped");
    }
}

/// An error that may say "the same call may succeed now".
pub trait Retry {
    /// Whether trying again is sensible.
    fn may_retry(&self) -> bool {
        false
    }
}

impl Retry for StoreError {
    fn may_retry(&self) -> bool {
        matches!(self, Self::Busy)
    }
}

/// A consistent view of the database.
pub struct ReadTx<'a> {
    conn: &'a mut AnyConnection,
}

impl ReadTx<'_> {
    /// The connection, for the queries of this layer.
    pub(super) fn conn(&mut self) -> &mut AnyConnection {
        self.conn
    }
}

/// An open write transaction; it reads too.
pub struct WriteTx<'a>(ReadTx<'a>);

impl<'a> Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;
    fn deref(&self) -> &ReadTx<'a> {
        &self.0
    }
}

impl<'a> DerefMut for WriteTx<'a> {
    fn deref_mut(&mut self) -> &mut ReadTx<'a> {
        &mut self.0
    }
}
