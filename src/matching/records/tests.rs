//! Records from text, and faults.

use proptest::prelude::*;

use super::*;

type Read = Result<Vec<(u64, Vec<String>)>, CsvError>;

fn read(pieces: &[&[u8]]) -> Read {
    let mut reader = CsvReader::new();
    let mut records = Vec::new();
    let take = |reader: &CsvReader| {
        let fields = reader.record().iter().map(|field| String::from_utf8_lossy(field).into_owned());
        (reader.record().line(), fields.collect())
    };
    for piece in pieces {
        let mut rest = *piece;
        while reader.next_record(&mut rest)? {
            records.push(take(&reader));
        }
    }
    while reader.finish()? {
        records.push(take(&reader));
    }
    Ok(records)
}

fn fields(text: &str) -> Vec<Vec<String>> {
    read(&[text.as_bytes()]).unwrap().into_iter().map(|(_, fields)| fields).collect()
}

#[test]
fn quotes_hold_delimiters_quotes_and_line_breaks() {
    let records = read(&[b"a,b\r\n\"x,\"\"y\"\"\nz\",2\r\n3,\"\"\n"]).unwrap();
    assert_eq!(records[1], (2, vec!["x,\"y\"\nz".to_owned(), "2".to_owned()]));
    assert_eq!(records[2], (4, vec!["3".to_owned(), String::new()]));
}

#[test]
fn the_first_line_shows_the_delimiter() {
    assert_eq!(fields("a;b,c;d\n1;2;3")[1], ["1", "2", "3"]);
    assert_eq!(fields("a\tb\n1\t2")[1], ["1", "2"]);
    assert_eq!(fields("a|b\n1|2")[1], ["1", "2"]);
    assert_eq!(fields("\"a;b;c\",d\n1,2")[1], ["1", "2"]);
    assert_eq!(fields("email\na;b@c")[1], ["a;b@c"]);
    assert_eq!(fields("\r\n\na;b\n1;2")[1], ["1", "2"]);
}

#[test]
fn a_mark_blank_lines_and_a_missing_last_line_end_do_no_harm() {
    assert_eq!(fields("\u{FEFF}a,b\n\n1,2\r\r\n3,4"), [["a", "b"], ["1", "2"], ["3", "4"]]);
    assert_eq!(fields(""), Vec::<Vec<String>>::new());
    assert_eq!(fields("\n\n"), Vec::<Vec<String>>::new());
    assert_eq!(fields("a,"), [["a", ""]]);
}

#[test]
fn faults_name_their_line() {
    let error = |text: &str| read(&[text.as_bytes()]).unwrap_err();
    assert_eq!(error("a,b\n1,2\n3,\"4\n5,6\n"), CsvError::UnclosedQuote { line: 3 });
    assert_eq!(error("a,b\n\"1\"x,2\n"), CsvError::AfterQuote { line: 2 });
    assert_eq!(error("a,b\n1,\0\n"), CsvError::Binary { line: 2 });
    assert_eq!(error(&format!("a,b\n1,{}", "x".repeat(MAX_RECORD))), CsvError::TooLong { line: 2 });
    assert_eq!(error("PK\u{3}\u{4}..."), CsvError::Other(OtherFile::Zip));
    assert_eq!(read(&[b"\xff\xfea\0"]).unwrap_err(), CsvError::Other(OtherFile::Utf16));
    assert_eq!(error("<!DOCTYPE html>"), CsvError::Other(OtherFile::Html));
}

fn cell() -> impl Strategy<Value = String> {
    prop::string::string_regex("[a-c \",;\r\n\u{e9}]{0,6}").unwrap()
}

proptest! {
    #[test]
    fn what_another_library_writes_is_read_in_any_pieces(
        rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..12),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["x", "y", "z"]).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let text = writer.into_inner().unwrap();
        let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len())).chain([0, text.len()]).collect();
        at.sort_unstable();
        let pieces: Vec<&[u8]> = at.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
        let got: Vec<Vec<String>> = read(&pieces).unwrap().into_iter().skip(1).map(|(_, fields)| fields).collect();
        prop_assert_eq!(got, rows);
    }

    #[test]
    fn pieces_never_change_what_is_read(text in "[a\",\r\n]{0,40}", cut: prop::sample::Index) {
        let bytes = text.as_bytes();
        let (first, second) = bytes.split_at(cut.index(bytes.len() + 1));
        prop_assert_eq!(read(&[first, second]), read(&[bytes]));
    }
}
