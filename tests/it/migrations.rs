//! The schema's history: the same on both databases, down as well as up, and never rewritten once released.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use entente::store::{Store, StoreError, revert_all};

use crate::helpers::{Column, Database, TestApp, each_database, tables};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations")
}

fn names(database: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(database)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(names("sqlite"), names("postgres"));
    for name in names("sqlite") {
        let (date, rest) = name.split_at(10);
        let number = rest.get(1..5).and_then(|text| text.parse::<u16>().ok());
        assert!(
            date.split('-').map(str::len).eq([4, 2, 2]) && number.is_some(),
            "{name} is not named YYYY-MM-DD-NNNN_what"
        );
        for database in ["sqlite", "postgres"] {
            for file in ["up.sql", "down.sql"] {
                assert!(
                    root().join(database).join(&name).join(file).is_file(),
                    "{database}/{name} has no {file}"
                );
            }
        }
    }
}

/// The columns that the database has, as the schema should say them.
fn columns(database: &Database, table: &str) -> Vec<Column> {
    let sql = if database.is_postgres() {
        format!(
            "SELECT column_name || ' ' || data_type || ' ' || is_nullable AS line FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
        )
    } else {
        format!(
            "SELECT name || ' ' || type || ' ' || CASE \"notnull\" WHEN 1 THEN 'NO' ELSE 'YES' END AS line \
             FROM pragma_table_info('{table}') ORDER BY cid"
        )
    };
    let column = |line: String| {
        let mut words = line.split(' ');
        let name = words.next().unwrap().to_owned();
        let nullable = words.next_back().unwrap() == "YES";
        let kind = match words.collect::<Vec<_>>().join(" ").to_lowercase().as_str() {
            "text" => "Text",
            "bigint" => "BigInt",
            // The row number of SQLite, which is 64 bits wide.
            "integer" => "BigInt",
            "boolean" => "Bool",
            "blob" | "bytea" => "Binary",
            other => panic!("{table}.{name} is of a type the schema has no word for: {other}"),
        };
        Column { name, kind: kind.to_owned(), nullable }
    };
    database.lines(&sql).into_iter().map(column).collect()
}

fn tables_of(database: &Database) -> Vec<String> {
    database.lines(if database.is_postgres() {
        "SELECT tablename AS line FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    } else {
        "SELECT name AS line FROM sqlite_master WHERE type = 'table' ORDER BY 1"
    })
}

#[test]
fn the_schema_is_what_the_databases_have() {
    each_database(|app| {
        let mut declared: Vec<String> = tables().into_iter().map(|table| table.name).collect();
        declared.sort();
        let own = |name: &String| name != "__diesel_schema_migrations" && name != "sqlite_sequence";
        let found: Vec<String> = tables_of(&app.database).into_iter().filter(own).collect();
        assert_eq!(found, declared);
        for table in tables() {
            assert_eq!(columns(&app.database, &table.name), table.columns, "{}", table.name);
            let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            let none = format!("SELECT {} FROM {} LIMIT 0", names.join(", "), table.name);
            app.database.execute(&none).unwrap();
        }
    });
}

#[test]
fn down_undoes_up_and_up_goes_again() {
    each_database(|app| {
        let before: Vec<_> = tables().iter().map(|table| columns(&app.database, &table.name)).collect();
        revert_all(app.database_url()).unwrap();
        let left: Vec<String> =
            tables_of(&app.database).into_iter().filter(|name| name != "sqlite_sequence").collect();
        assert_eq!(left, ["__diesel_schema_migrations"], "down.sql leaves something behind");
        Store::open(app.database_url()).unwrap();
        let after: Vec<_> = tables().iter().map(|table| columns(&app.database, &table.name)).collect();
        assert_eq!(after, before);
    });
}

#[test]
fn opening_twice_changes_nothing() {
    each_database(|app| {
        app.company("Northwind");
        let before = app.database.contents(&[]);
        Store::open(app.database_url()).unwrap();
        assert_eq!(app.database.contents(&[]), before);
    });
}

#[test]
fn a_row_without_its_parent_is_refused() {
    each_database(|app| {
        let orphan = entente::store::Session {
            id: entente::ids::SessionId::fresh(),
            token_hash: "x".to_owned(),
            user_id: entente::ids::UserId::from("nobody"),
            org_id: None,
            created_at: app.now(),
            last_seen_at: app.now(),
            expires_at: app.now(),
        };
        let refused = app.store.write("test", |tx| entente::store::session_insert(tx, &orphan));
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    });
}

#[test]
fn sqlite_keeps_what_it_acknowledged() {
    let app = TestApp::sqlite(&crate::helpers::Setup::default());
    assert_eq!(app.database.lines("SELECT journal_mode AS line FROM pragma_journal_mode"), ["wal"]);
}

// --- released migrations are never rewritten ------------------------------------------------------------------------

/// `migrations/released.sha256`: one line for each file that a release has shipped, as `sha256sum` writes it. A release
/// appends the lines of its new migrations.
fn released() -> BTreeMap<String, String> {
    parse_released(&fs::read_to_string(root().join("released.sha256")).unwrap())
}

fn parse_released(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (digest, path) =
                line.split_once("  ").unwrap_or_else(|| panic!("not a line of sha256sum: {line}"));
            (path.to_owned(), digest.to_owned())
        })
        .collect()
}

fn edited(root: &Path, released: &BTreeMap<String, String>) -> Vec<String> {
    let changed = |(path, digest): &(&String, &String)| {
        fs::read(root.join(path)).map_or(true, |bytes| &&sha256(&bytes) != digest)
    };
    released.iter().filter(changed).map(|(path, _)| path.clone()).collect()
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    entente::ids::hex(&sha2::Sha256::digest(bytes))
}

#[test]
fn a_released_migration_is_as_it_was() {
    let edited = edited(&root(), &released());
    assert!(edited.is_empty(), "databases out there have run these; add a new migration instead: {edited:?}");
}

#[test]
fn an_edit_of_a_released_migration_would_be_found() {
    let name = format!("sqlite/{}/up.sql", names("sqlite")[0]);
    let digest = sha256(&fs::read(root().join(&name)).unwrap());
    let same = parse_released(&format!("# comment\n{digest}  {name}\n"));
    assert!(edited(&root(), &same).is_empty());
    let other = parse_released(&format!("{}  {name}\n", sha256(b"another text")));
    assert_eq!(edited(&root(), &other), [name]);
    let gone = parse_released(&format!("{digest}  sqlite/2020-01-01-0000_gone/up.sql\n"));
    assert_eq!(edited(&root(), &gone).len(), 1);
}
