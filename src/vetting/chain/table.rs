//! The list as a table (CSV, RFC 4180): read whole or not at all, with every fault by its line, and written so that it reads
//! back as it was.
//!
//! Columns are found by the names in the first line, in any order; a comma, a semicolon or a tab may stand between them, as
//! spreadsheets of different countries write it. Categories of data stand in one cell with a semicolon or a space between.

use std::collections::BTreeMap;

use super::{Entry, EntryFault, EntryInput, MOST_ENTRIES, category_word, name_key};

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 7] = ["name", "purpose", "data", "country", "transfer", "since", "website"];
/// Columns that a table may lack.
const OPTIONAL: [&str; 2] = ["since", "website"];
/// The largest table, in bytes.
const LARGEST: usize = 1 << 20;
/// No more faults than a person mends in one go.
const MOST_FAULTS: usize = 50;

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableFault {
    /// It is not text in UTF-8, or too large.
    Unreadable,
    /// It has no line beside its header.
    Empty,
    /// A column is missing.
    Column(&'static str),
    /// The same column twice, or one that the list does not have.
    Unknown(String),
    /// More companies than a list holds.
    TooMany,
    /// Lines that cannot be taken.
    Lines(Vec<LineFault>),
}

/// What is wrong with a line; the first line is 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineFault {
    /// It has another number of cells than the header.
    Cells(u64),
    /// A field cannot be taken.
    Field(u64, EntryFault),
    /// The same company in the same country stands in an earlier line.
    Twice(u64, u64),
}

/// The companies of a table.
pub fn read_table(bytes: &[u8]) -> Result<Vec<Entry>, TableFault> {
    if bytes.len() > LARGEST {
        return Err(TableFault::Unreadable);
    }
    let text = std::str::from_utf8(bytes).map_err(|_no_text| TableFault::Unreadable)?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_broken| TableFault::Unreadable)?.clone();
    let columns = columns(&header)?;
    let mut list = Lines { cells: header.len(), columns, ..Lines::default() };
    for record in reader.records() {
        list.take(&record.map_err(|_broken| TableFault::Unreadable)?);
        if list.read.len() > MOST_ENTRIES {
            return Err(TableFault::TooMany);
        }
        if list.faults.len() >= MOST_FAULTS {
            break;
        }
    }
    match (list.faults.is_empty(), list.read.is_empty()) {
        (false, _) => Err(TableFault::Lines(list.faults)),
        (true, true) => Err(TableFault::Empty),
        (true, false) => Ok(list.read),
    }
}

/// What stands between cells: whichever the header has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |sign: u8| header.bytes().filter(|byte| *byte == sign).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|sign| (count(*sign), *sign == b',')).unwrap_or(b',')
}

fn columns(header: &csv::StringRecord) -> Result<Vec<&'static str>, TableFault> {
    let mut found: Vec<&'static str> = Vec::new();
    for cell in header {
        let name = cell.to_lowercase().replace([' ', '-'], "_");
        let known = COLUMNS.into_iter().find(|column| *column == name);
        match known.filter(|column| !found.contains(column)) {
            Some(column) => found.push(column),
            None => return Err(TableFault::Unknown(cell.chars().take(60).collect())),
        }
    }
    match COLUMNS.into_iter().find(|column| !found.contains(column) && !OPTIONAL.contains(column)) {
        Some(missing) => Err(TableFault::Column(missing)),
        None => Ok(found),
    }
}

#[derive(Default)]
struct Lines {
    cells: usize,
    columns: Vec<&'static str>,
    read: Vec<Entry>,
    /// The line of each company and country.
    seen: BTreeMap<(String, &'static str), u64>,
    faults: Vec<LineFault>,
}

impl Lines {
    fn take(&mut self, record: &csv::StringRecord) {
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            return;
        }
        if record.len() != self.cells {
            self.faults.push(LineFault::Cells(line));
            return;
        }
        let cell = |column: &str| {
            let at = self.columns.iter().position(|known| *known == column);
            unguarded(at.and_then(|at| record.get(at)).unwrap_or_default()).to_owned()
        };
        let data = cell("data");
        let input = EntryInput {
            name: cell("name"),
            purpose: cell("purpose"),
            data: data
                .split([';', ' ', '|', ','])
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            country: cell("country"),
            transfer: cell("transfer"),
            since: cell("since"),
            website: cell("website"),
        };
        match input.checked() {
            Ok(entry) => {
                let key = (name_key(&entry.name), entry.country.code());
                if let Some(first) = self.seen.get(&key) {
                    self.faults.push(LineFault::Twice(line, *first));
                } else {
                    self.seen.insert(key, line);
                    self.read.push(entry);
                }
            }
            Err(faults) => self.faults.extend(faults.into_iter().map(|fault| LineFault::Field(line, fault))),
        }
    }
}

/// The list as a table that spreadsheets open. A cell that a spreadsheet would run gets an apostrophe before it.
pub fn write_table(entries: &[Entry]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record(COLUMNS);
    for entry in entries {
        let data: Vec<String> = entry.data.iter().map(|category| category_word(*category)).collect();
        let since = entry.since.map(|day| day.to_string()).unwrap_or_default();
        let cells = [
            guarded(&entry.name),
            guarded(&entry.purpose),
            data.join(";"),
            entry.country.code().to_owned(),
            entry.transfer.as_str().to_owned(),
            since,
            guarded(&entry.website),
        ];
        let _ = writer.write_record(&cells);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// What makes a spreadsheet take a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn guarded(cell: &str) -> String {
    let risky = cell.starts_with(FORMULA) || unguarded(cell) != cell;
    if risky { format!("'{cell}") } else { cell.to_owned() }
}

fn unguarded(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'');
    let ours = |rest: &&str| rest.starts_with(FORMULA) || rest.starts_with('\'');
    bare.filter(ours).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = "Country;Name;Purpose;Data;Transfer\n\
        DE;Cloud Nine GmbH;Hosting;\"direct_identifiers; purchase_history\";not_needed\n\
        \n\
        us;\"Mail, Inc.\";E-mail;direct_identifiers;adequacy\n";

    #[test]
    fn columns_stand_in_any_order_and_empty_lines_are_none() {
        let read = read_table(format!("\u{feff}{GOOD}").as_bytes()).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!((read[1].name.as_str(), read[1].country.code()), ("Mail, Inc.", "US"));
        assert_eq!(read[0].data.len(), 2);
    }

    #[test]
    fn every_fault_is_told_with_its_line_and_nothing_is_taken() {
        let text = format!("{GOOD}XX;A;;nothing;scc_tia\nDE;CLOUD NINE, GmbH;x;aggregate;bcr\nDE;B\n");
        let Err(TableFault::Lines(faults)) = read_table(text.as_bytes()) else { panic!("taken") };
        assert_eq!(
            faults,
            [
                LineFault::Field(5, EntryFault::Purpose),
                LineFault::Field(5, EntryFault::Data),
                LineFault::Field(5, EntryFault::Country),
                LineFault::Twice(6, 2),
                LineFault::Cells(7),
            ]
        );
    }

    #[test]
    fn what_is_no_table_is_told_apart() {
        assert_eq!(read_table(b"name,purpose\n"), Err(TableFault::Column("data")));
        assert_eq!(read_table(b"name,mood\n"), Err(TableFault::Unknown("mood".to_owned())));
        assert_eq!(read_table(b"name,name\n"), Err(TableFault::Unknown("name".to_owned())));
        assert_eq!(read_table(b"name,purpose,data,country,transfer\n"), Err(TableFault::Empty));
        assert_eq!(read_table(b"\xff\xfe"), Err(TableFault::Unreadable));
        assert_eq!(read_table(&vec![b'a'; LARGEST + 1]), Err(TableFault::Unreadable));
        let many = "name,purpose,data,country,transfer\n".to_owned()
            + &(0..=MOST_ENTRIES).map(|n| format!("c{n},x,aggregate,DE,bcr\n")).collect::<String>();
        assert_eq!(read_table(many.as_bytes()), Err(TableFault::TooMany));
    }

    #[test]
    fn a_formula_is_written_as_text_and_reads_back() {
        let entry = EntryInput {
            name: "=cmd|' /C calc'!A0".to_owned(),
            purpose: "'-x".to_owned(),
            data: vec!["aggregate".to_owned()],
            country: "DE".to_owned(),
            transfer: "bcr".to_owned(),
            ..EntryInput::default()
        };
        let entry = entry.checked().unwrap();
        let text = write_table(std::slice::from_ref(&entry));
        assert!(text.contains("'=cmd"), "{text}");
        assert_eq!(read_table(text.as_bytes()), Ok(vec![entry]));
    }

    proptest! {
        #[test]
        fn a_table_reads_back_as_it_was_written(name in "[a-zA-Z0-9=+@',;\" -]{0,20}[a-z]", purpose in "[a-z',;\"=-]{1,20}") {
            let input = EntryInput {
                name, purpose, data: vec!["aggregate".to_owned(), "children".to_owned()], country: "FR".to_owned(),
                transfer: "scc_tia".to_owned(), since: "2025-01-31".to_owned(), website: "https://a.example/x".to_owned(),
            };
            if let Ok(entry) = input.checked() {
                prop_assert_eq!(read_table(write_table(std::slice::from_ref(&entry)).as_bytes()), Ok(vec![entry]));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read_table(&bytes);
        }
    }
}
