//! One empty database for each test: an SQLite file, or a schema of a PostgreSQL server.

use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Text;
use diesel::{Connection as _, QueryableByName, RunQueryDsl as _};
use entente::store::DatabaseUrl;

use super::schema::{Table, tables};

/// A database that goes away with this value.
pub struct Database {
    pub url: DatabaseUrl,
    link: Mutex<Option<Link>>,
    #[cfg(feature = "postgres")]
    schema: Option<Schema>,
}

/// A connection of the test's own.
enum Link {
    Sqlite(diesel::SqliteConnection),
    #[cfg(feature = "postgres")]
    Postgres(diesel::PgConnection),
}

impl Link {
    fn open(url: &DatabaseUrl) -> Self {
        match url {
            DatabaseUrl::Sqlite(path) => {
                let mut conn = diesel::SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON").unwrap();
                Self::Sqlite(conn)
            }
            #[cfg(feature = "postgres")]
            DatabaseUrl::Postgres(url) => Self::Postgres(diesel::PgConnection::establish(url).unwrap()),
            #[cfg(not(feature = "postgres"))]
            DatabaseUrl::Postgres(_) => unreachable!("Database::postgres makes none in this build"),
        }
    }
}

/// The lock on a connection that is there.
struct MappedGuard<'a>(MutexGuard<'a, Option<Link>>);

impl std::ops::Deref for MappedGuard<'_> {
    type Target = Link;
    fn deref(&self) -> &Link {
        self.0.as_ref().unwrap()
    }
}

impl std::ops::DerefMut for MappedGuard<'_> {
    fn deref_mut(&mut self) -> &mut Link {
        self.0.as_mut().unwrap()
    }
}

/// A schema of the server that `ENTENTE_TEST_POSTGRES_URL` names.
#[cfg(feature = "postgres")]
struct Schema {
    server: String,
    name: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Database {
    /// An SQLite file in `folder`.
    pub fn sqlite(folder: &Path) -> Self {
        Self {
            url: DatabaseUrl::Sqlite(folder.join("entente.sqlite")),
            link: Mutex::default(),
            #[cfg(feature = "postgres")]
            schema: None,
        }
    }

    /// A fresh schema on the test server; nothing where this run is said to be without one.
    #[cfg(feature = "postgres")]
    pub fn postgres() -> Option<Self> {
        let server = postgres_server()?;
        let name = format!("test_{}", entente::ids::OrgId::fresh().as_str().replace('-', ""));
        let mut conn = diesel::PgConnection::establish(&server).expect("the test server can be reached");
        conn.batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
        let separator = if server.contains('?') { '&' } else { '?' };
        let url = DatabaseUrl::Postgres(format!("{server}{separator}options=-c%20search_path%3D{name}"));
        Some(Self { url, link: Mutex::default(), schema: Some(Schema { server, name }) })
    }

    /// A build without PostgreSQL cannot test it, and may not pretend to.
    #[cfg(not(feature = "postgres"))]
    pub fn postgres() -> Option<Self> {
        assert!(
            postgres_server().is_none(),
            "ENTENTE_TEST_POSTGRES_URL is set, but this build has no PostgreSQL support: add `--features postgres`"
        );
        None
    }

    /// Runs statements, past the program.
    pub fn execute(&self, sql: &str) -> Result<(), String> {
        match &mut *self.link() {
            Link::Sqlite(conn) => conn.batch_execute(sql).map_err(|e| e.to_string()),
            #[cfg(feature = "postgres")]
            Link::Postgres(conn) => conn.batch_execute(sql).map_err(|e| e.to_string()),
        }
    }

    /// The rows of a query that selects one text column named `line`.
    pub fn lines(&self, sql: &str) -> Vec<String> {
        let rows: Vec<Line> = match &mut *self.link() {
            Link::Sqlite(conn) => diesel::sql_query(sql).load(conn).unwrap(),
            #[cfg(feature = "postgres")]
            Link::Postgres(conn) => diesel::sql_query(sql).load(conn).unwrap(),
        };
        rows.into_iter().map(|row| row.line).collect()
    }

    /// The test's own connection, opened when it is first needed and kept.
    fn link(&self) -> MappedGuard<'_> {
        let mut link = self.link.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        link.get_or_insert_with(|| Link::open(&self.url));
        MappedGuard(link)
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.url, DatabaseUrl::Postgres(_))
    }

    /// Every row of every table but `except`, table by table: equal before and after whatever changed nothing.
    pub fn contents(&self, except: &[&str]) -> Vec<(String, Vec<String>)> {
        let kept = tables().into_iter().filter(|table| !except.contains(&table.name.as_str()));
        kept.map(|table| (table.name.clone(), self.rows(&table))).collect()
    }

    fn rows(&self, table: &Table) -> Vec<String> {
        let column = |name: &String| match self.is_postgres() {
            true => format!("quote_nullable({name}::text)"),
            false => format!("quote({name})"),
        };
        let columns: Vec<String> = table.columns.iter().map(|c| column(&c.name)).collect();
        self.lines(&format!("SELECT {} AS line FROM {} ORDER BY 1", columns.join(" || ',' || "), table.name))
    }
}

#[cfg(feature = "postgres")]
impl Drop for Database {
    fn drop(&mut self) {
        let Some(schema) = &self.schema else { return };
        if let Ok(mut conn) = diesel::PgConnection::establish(&schema.server) {
            let _ = conn.batch_execute(&format!("DROP SCHEMA {} CASCADE", schema.name));
        }
    }
}

/// The server to test on. A run without one says so beforehand; anything else fails, so that half a suite never looks
/// like a whole one.
fn postgres_server() -> Option<String> {
    let without = std::env::var("ENTENTE_TEST_SQLITE_ONLY").is_ok_and(|value| value == "1");
    let server = std::env::var("ENTENTE_TEST_POSTGRES_URL").ok();
    assert!(
        without || server.is_some(),
        "this test runs on PostgreSQL too: set ENTENTE_TEST_POSTGRES_URL (tests/run does), \
         or ENTENTE_TEST_SQLITE_ONLY=1 for a run that is not complete"
    );
    server.filter(|_| !without)
}
