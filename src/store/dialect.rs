//! Where the two databases need different words.

use diesel::QueryResult;
use diesel::connection::AnsiTransactionManager;

use super::connection::AnyConnection;

/// Opens a write transaction. IMMEDIATE on SQLite: a deferred one that reads first cannot be made to wait when it
/// comes to write (measured in style.md: 367 of 400 failed, against none). On PostgreSQL, SERIALIZABLE: the budget and
/// the once-only links are read, judged and written in one transaction.
pub(super) fn begin_write(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        #[cfg(feature = "postgres")]
        AnyConnection::Pg(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL SERIALIZABLE")
        }
        AnyConnection::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
    }
}

/// Opens a read transaction: one snapshot for all its queries.
pub(super) fn begin_read(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        #[cfg(feature = "postgres")]
        AnyConnection::Pg(c) => AnsiTransactionManager::begin_transaction_sql(
            c,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
        AnyConnection::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
    }
}
