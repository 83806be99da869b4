//! The schema's history, embedded for both databases.

use diesel::connection::SimpleConnection as _;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{self, AnyConnection, Mode};
use super::database::DatabaseUrl;
use super::error::StoreError;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Held while a PostgreSQL server's schema changes, so that several programs starting together take turns.
#[cfg(feature = "postgres")]
const LOCK: &str = "SELECT pg_advisory_lock(7310455211829)";

/// Brings the schema up to date; does nothing if it is.
pub(super) fn run(url: &DatabaseUrl) -> Result<(), StoreError> {
    match connection::open(url, Mode::Write)? {
        #[cfg(feature = "postgres")]
        AnyConnection::Pg(mut c) => {
            c.batch_execute(LOCK)?;
            apply(&mut c, POSTGRES)
        }
        AnyConnection::Sqlite(mut c) => {
            // Off while tables may be rebuilt: inside a transaction the pragma is silently ignored.
            c.batch_execute("PRAGMA foreign_keys = OFF")?;
            apply(&mut c, SQLITE)
        }
    }
}

/// Undoes every migration; for the test that goes up, down and up again.
pub fn revert_all(url: &DatabaseUrl) -> Result<(), StoreError> {
    let undo = match connection::open(url, Mode::Write)? {
        #[cfg(feature = "postgres")]
        AnyConnection::Pg(mut c) => c.revert_all_migrations(POSTGRES).map(|_| ()),
        AnyConnection::Sqlite(mut c) => c.revert_all_migrations(SQLITE).map(|_| ()),
    };
    undo.map_err(|error| StoreError::Other(format!("a migration could not be undone: {error}")))
}

fn apply<DB: diesel::backend::Backend>(
    conn: &mut impl MigrationHarness<DB>,
    migrations: EmbeddedMigrations,
) -> Result<(), StoreError> {
    conn.run_pending_migrations(migrations)
        .map(|_| ())
        .map_err(|error| StoreError::Other(format!("a migration failed: {error}")))
}
