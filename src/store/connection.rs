//! One connection type over both databases, and how each is opened.

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, MultiConnection, SqliteConnection};

use super::database::DatabaseUrl;
use super::error::StoreError;

/// A connection to whichever database the URL names.
#[derive(MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL, by URL.
    #[cfg(feature = "postgres")]
    Pg(diesel::PgConnection),
    /// SQLite, the embedded default.
    Sqlite(SqliteConnection),
}

/// Whether a connection may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Reads only; SQLite enforces it with `query_only`.
    Read,
    /// Reads and writes.
    Write,
}

/// `busy_timeout` comes first, for the statements after it may already have to wait. `synchronous=FULL` because a
/// commit is acknowledged only when it is durable (measured in security.md: NORMAL lost 200 of 200 at a power cut).
const SQLITE_SET_UP: [&str; 6] = [
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_size_limit = 67108864",
];

/// Opens a connection; the scheme of the URL alone decides which database it is.
pub(super) fn open(url: &DatabaseUrl, mode: Mode) -> Result<AnyConnection, StoreError> {
    match url {
        DatabaseUrl::Sqlite(path) => open_sqlite(&path.to_string_lossy(), mode),
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => Ok(AnyConnection::Pg(diesel::PgConnection::establish(url)?)),
        #[cfg(not(feature = "postgres"))]
        DatabaseUrl::Postgres(_) => Err(StoreError::Unavailable(
            "this build has no PostgreSQL support; build it with `--features postgres`".to_owned(),
        )),
    }
}

fn open_sqlite(path: &str, mode: Mode) -> Result<AnyConnection, StoreError> {
    let mut conn = SqliteConnection::establish(path)?;
    for statement in SQLITE_SET_UP {
        conn.batch_execute(statement)?;
    }
    if mode == Mode::Read {
        conn.batch_execute("PRAGMA query_only = ON")?;
    }
    Ok(AnyConnection::Sqlite(conn))
}

/// Opens and tests pooled connections.
#[derive(Debug)]
pub(super) struct Manager {
    pub(super) url: DatabaseUrl,
    pub(super) mode: Mode,
}

impl r2d2::ManageConnection for Manager {
    type Connection = AnyConnection;
    type Error = StoreError;

    fn connect(&self) -> Result<AnyConnection, StoreError> {
        open(&self.url, self.mode)
    }

    fn is_valid(&self, conn: &mut AnyConnection) -> Result<(), StoreError> {
        Ok(conn.batch_execute("SELECT 1")?)
    }

    fn has_broken(&self, conn: &mut AnyConnection) -> bool {
        use diesel::connection::TransactionManager as _;
        std::thread::panicking()
            || <AnyConnection as diesel::Connection>::TransactionManager::is_broken_transaction_manager(conn)
    }
}

#[cfg(test)]
mod tests {
    use diesel::RunQueryDsl;

    use super::*;

    #[derive(diesel::QueryableByName)]
    struct Setting {
        #[diesel(sql_type = diesel::sql_types::Text)]
        value: String,
    }

    /// What SQLite itself says, not what was asked of it.
    fn setting(conn: &mut AnyConnection, name: &str) -> String {
        let text = format!("SELECT CAST({name} AS TEXT) AS value FROM pragma_{name}");
        match conn {
            AnyConnection::Sqlite(c) => diesel::sql_query(text).get_result::<Setting>(c).unwrap().value,
            #[cfg(feature = "postgres")]
            AnyConnection::Pg(_) => unreachable!(),
        }
    }

    #[test]
    fn sqlite_waits_for_the_disk_and_wipes_what_is_deleted() {
        let folder = std::env::temp_dir().join(format!("entente-{}", crate::ids::OrgId::fresh()));
        std::fs::create_dir(&folder).unwrap();
        let url = DatabaseUrl::Sqlite(folder.join("entente.sqlite"));
        for mode in [Mode::Read, Mode::Write] {
            let mut conn = open(&url, mode).unwrap();
            let read_only = if mode == Mode::Read { "1" } else { "0" };
            // 2 is FULL: a commit is acknowledged only when it is durable.
            let wanted = [
                ("synchronous", "2"),
                ("journal_mode", "wal"),
                ("foreign_keys", "1"),
                ("secure_delete", "1"),
                ("query_only", read_only),
            ];
            for (name, value) in wanted {
                assert_eq!(setting(&mut conn, name), value, "{name}");
            }
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
