//! The tables as `src/store/schema.rs` declares them, read from its text: the module itself is the store's own.

/// A table of the schema.
#[derive(Debug, Clone)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// Diesel's word for the type: `Text`, `BigInt`, `Bool`, `Binary`.
    pub kind: String,
    pub nullable: bool,
}

/// Every table, in the order of the file.
pub fn tables() -> Vec<Table> {
    let found = parse(include_str!("../../../src/store/schema.rs"));
    assert!(found.len() > 10, "src/store/schema.rs is not read as it should be");
    found
}

fn parse(text: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("diesel::table!") {
            open = true;
        } else if open && line.ends_with('{') {
            let name = line.split_whitespace().next().unwrap().to_owned();
            tables.push(Table { name, columns: Vec::new() });
        } else if let Some((name, kind)) = line.split_once(" -> ").filter(|_| open) {
            let kind = kind.trim_end_matches(',');
            let inner = kind.strip_prefix("Nullable<").and_then(|rest| rest.strip_suffix('>'));
            let column = Column {
                name: name.to_owned(),
                kind: inner.unwrap_or(kind).to_owned(),
                nullable: inner.is_some(),
            };
            tables.last_mut().unwrap().columns.push(column);
        } else if line.starts_with("diesel::allow_tables") || line.starts_with("diesel::joinable") {
            open = false;
        }
    }
    tables
}
