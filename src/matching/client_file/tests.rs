//! Client files there and back, and files that are not what they say.

use parquet::basic::Compression;
use proptest::prelude::*;

use super::plain_tests::by_others;
use super::*;
use crate::matching::Profile;
use crate::matching::token::{KeyCheck, Token, TokenRow};

const CHECK: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

fn rows() -> impl Strategy<Value = Vec<TokenRow>> {
    let token = || prop::option::of(any::<[u8; 16]>());
    let row = (token(), token(), prop::option::of("[0-9]{1,2}"), any::<bool>());
    let row = row.prop_map(|(email, phone, segment, opt_out)| {
        let mut row = TokenRow::default();
        (row.segment, row.opt_out) = (segment, opt_out);
        row.set(IdentifierType::Email, email.map(Token::from));
        row.set(IdentifierType::Phone, phone.map(Token::from));
        row
    });
    prop::collection::vec(row, 0..30)
}

const ALL: Extra = Extra { segment: true, opt_out: true };
const KINDS: [IdentifierType; 2] = [IdentifierType::Email, IdentifierType::Phone];

fn read_csv(text: &[u8], piece: usize) -> Result<Vec<TokenRow>, FileError> {
    let mut reader = CsvTokenReader::new();
    let mut rows = Vec::new();
    for piece in text.chunks(piece) {
        let mut rest = piece;
        while reader.next_row(&mut rest)? {
            rows.push(reader.row().clone());
        }
    }
    while reader.finish()? {
        rows.push(reader.row().clone());
    }
    Ok(rows)
}

fn parquet(rows: &[TokenRow]) -> Vec<u8> {
    let check = KeyCheck::from(CHECK);
    let about = About { check, profile: Profile::Entente, segments: None };
    let mut writer = ParquetWriter::new(Vec::new(), &KINDS, ALL, &about).unwrap();
    rows.iter().for_each(|row| writer.push(row).unwrap());
    writer.finish().unwrap()
}

fn open(bytes: Vec<u8>) -> Result<ParquetTokens<bytes::Bytes>, FileError> {
    ParquetTokens::open(bytes::Bytes::from(bytes))
}

pub(super) fn read_parquet(bytes: Vec<u8>) -> Result<Vec<TokenRow>, FileError> {
    let mut rows = Vec::new();
    open(bytes)?.for_each(|row| {
        rows.push(row.clone());
        Ok::<_, FileError>(())
    })?;
    Ok(rows)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn csv_goes_there_and_back(rows in rows(), piece in 1..50usize) {
        let mut text = Vec::new();
        write_csv_header(&KINDS, ALL, &mut text);
        rows.iter().for_each(|row| write_csv_row(row, &KINDS, ALL, &mut text));
        prop_assert_eq!(read_csv(&text, piece).unwrap(), rows);
    }

    #[test]
    fn parquet_goes_there_and_back(rows in rows()) {
        prop_assert_eq!(read_parquet(parquet(&rows)).unwrap(), rows);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_kind_goes_there_and_back(rows in rows()) {
        let about = About { check: KeyCheck::from(CHECK), profile: Profile::Entente, segments: None };
        let mut rows: Vec<_> = rows.into_iter().filter(|row| row.get(IdentifierType::Email).is_some()).collect();
        rows.iter_mut().for_each(|row| row.set(IdentifierType::Phone, None));
        let mut writer = ParquetWriter::new(Vec::new(), &KINDS[..1], ALL, &about).unwrap();
        rows.iter().for_each(|row| writer.push(row).unwrap());
        prop_assert_eq!(read_parquet(writer.finish().unwrap()).unwrap(), rows);
    }
}

#[test]
fn a_file_of_one_kind_has_a_token_in_every_row() {
    let about = About { check: KeyCheck::from(CHECK), profile: Profile::Entente, segments: None };
    let mut writer = ParquetWriter::new(Vec::new(), &KINDS[..1], ALL, &about).unwrap();
    assert!(writer.push(&TokenRow::default()).is_err());
}

#[test]
fn parquet_carries_key_check_and_rules() {
    let file = open(parquet(&[])).unwrap();
    assert_eq!(file.check(), Some(KeyCheck::from(CHECK)));
    assert_eq!(file.normalisation(), Some("entente-1"));
    assert_eq!(file.kinds(), KINDS);
    assert!(file.require_key(KeyCheck::from(CHECK)).is_ok());
    assert!(matches!(file.require_key(KeyCheck::from([0; 8])), Err(FileError::OtherKey { .. })));
}

#[test]
fn a_raw_list_is_refused_without_repeating_it() {
    let error = |text: &str| read_csv(text.as_bytes(), 1000).unwrap_err().to_string();
    assert!(error("email\njane@example.com\n").starts_with("row 1, column email: this is no token"));
    assert!(error("jane@example.com\njoe@example.com\n").starts_with("column 1:"));
    for text in ["email\njane@example.com\n", "jane@example.com\n", "email,phone\n,jane\n"] {
        assert!(!error(text).contains("jane"), "{text}");
    }
}

#[test]
fn shapes_are_checked() {
    let error = |text: &str| read_csv(text.as_bytes(), 1000).unwrap_err();
    let token = "00112233445566778899aabbccddeeff";
    assert_eq!(error(""), FileError::Empty);
    assert_eq!(error("segment\nx\n"), FileError::NoTokens);
    assert_eq!(error("email,email\n"), FileError::ColumnTwice("email"));
    assert_eq!(error("email,name\n"), FileError::UnknownColumn(2));
    assert_eq!(
        error(&format!("email,phone\n{token},\n{token}\n")),
        FileError::Ragged { row: 2, fields: 1, expected: 2 }
    );
    assert_eq!(
        error(&format!("email,segment\n{token},{}\n", "x".repeat(65))),
        FileError::BadSegment { row: 1 }
    );
    assert!(matches!(error(&format!("email\n{token}\n{token}0\n")), FileError::NotAToken { row: 2, .. }));
    assert!(matches!(error("PAR1...."), FileError::Csv(CsvError::Other(_))));
}

#[test]
fn opt_outs_are_read_and_anything_else_in_their_column_is_refused() {
    let token = "00112233445566778899aabbccddeeff";
    let rows = |mark: &str| read_csv(format!("email,opt_out\n{token},{mark}\n").as_bytes(), 1000);
    for (mark, expected) in [("true", true), ("1", true), ("false", false), ("", false), ("No", false)] {
        assert_eq!(rows(mark).unwrap()[0].opt_out, expected, "{mark}");
    }
    assert_eq!(rows("maybe"), Err(FileError::BadOptOut { row: 1 }));
    assert_eq!(read_csv(b"opt_out\n", 1000), Err(FileError::NoTokens));
}

#[test]
fn a_segment_index_is_a_number_below_fifty() {
    let index = |label: &str| {
        let mut row = TokenRow::default();
        row.segment = Some(label.to_owned());
        row.segment_index()
    };
    assert_eq!((index("0"), index("49"), index("")), (Ok(Some(0)), Ok(Some(49)), Ok(None)));
    for bad in ["50", "-1", "+1", "007", "Gold", "1 "] {
        assert!(index(bad).is_err(), "{bad}");
    }
}

#[test]
fn damaged_parquet_is_an_error() {
    let good = parquet(&[TokenRow::default()]);
    assert_eq!(open(good[..good.len() - 9].to_vec()).err(), Some(FileError::DamagedParquet));
    assert_eq!(open(b"PAR1".to_vec()).err(), Some(FileError::DamagedParquet));
}

#[test]
fn parquet_cut_anywhere_is_an_error_and_flipped_anywhere_no_panic() {
    let token = |n: u8| {
        let mut row = TokenRow::default();
        row.set(IdentifierType::Email, Some(Token::from([n; 16])));
        (row.segment, row.opt_out) = (Some(n.to_string()), n == 3);
        row
    };
    // Columns that may be empty are read in another way than those that may not.
    let several = parquet(&(1..9).map(token).collect::<Vec<_>>());
    let one = by_others(&[1; 8].map(|n| [n; 16]), (1, false, false, false));
    for good in [several, one] {
        assert_eq!(read_parquet(good.clone()).unwrap().len(), 8);
        for length in 0..good.len() {
            assert!(read_parquet(good[..length].to_vec()).is_err(), "{length} bytes of {}", good.len());
        }
        for at in 0..good.len() {
            for bit in [0, 3, 7] {
                let mut bad = good.clone();
                bad[at] ^= 1 << bit;
                // A token that another bit makes another token cannot be told; what cannot be read is an error and no panic.
                let _ = read_parquet(bad);
            }
        }
    }
}

#[test]
fn parquet_of_other_widths_and_types_is_refused_by_column() {
    use std::sync::Arc;

    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let open_empty = |message: &str| {
        let schema = Arc::new(parse_message_type(message).unwrap());
        let properties = Arc::new(WriterProperties::builder().build());
        let writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
        open(writer.into_inner().unwrap()).map(|_| ())
    };
    for column in [
        "REQUIRED FIXED_LEN_BYTE_ARRAY(15) email",
        "REQUIRED FIXED_LEN_BYTE_ARRAY(32) email",
        "REQUIRED INT64 email",
        "REQUIRED DOUBLE email",
        "REPEATED FIXED_LEN_BYTE_ARRAY(16) email",
    ] {
        assert_eq!(
            open_empty(&format!("message m {{ {column}; }}")),
            Err(FileError::WrongType("email")),
            "{column}"
        );
    }
    let email = "REQUIRED FIXED_LEN_BYTE_ARRAY(16) email";
    assert_eq!(open_empty(&format!("message m {{ {email}; }}")), Ok(()));
    let other = |more: &str| open_empty(&format!("message m {{ {email}; {more}; }}"));
    assert_eq!(other("REQUIRED INT32 segment"), Err(FileError::WrongType("segment")));
    assert_eq!(other("REQUIRED BOOLEAN opt_out"), Err(FileError::WrongType("opt_out")));
    assert_eq!(other(email), Err(FileError::ColumnTwice("email")));
    assert_eq!(open_empty("message m { REQUIRED INT32 segment; }"), Err(FileError::NoTokens));
}

/// What SQL engines write: binary without a fixed length, or strings, compressed.
#[test]
fn other_tools_files_are_read() {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let write = |message: &str, value: &[u8]| {
        let schema = Arc::new(parse_message_type(message).unwrap());
        let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let values = [ByteArray::from(value.to_vec())];
        column.typed::<ByteArrayType>().write_batch(&values, Some(&[1]), None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.into_inner().unwrap()
    };
    let token = |bytes| read_parquet(bytes).map(|rows| rows[0].get(IdentifierType::Email));
    let expected = Ok(Some(Token::from([0xab; 16])));
    let binary = "message m { OPTIONAL BYTE_ARRAY email; }";
    let text = "message m { OPTIONAL BYTE_ARRAY email (UTF8); }";
    assert_eq!(token(write(binary, &[0xab; 16])), expected);
    assert_eq!(token(write(text, "ab".repeat(16).as_bytes())), expected);
    assert!(matches!(token(write(binary, &[0xab; 17])), Err(FileError::NotAToken { row: 1, .. })));
    assert!(matches!(token(write(text, b"jane@example.com")), Err(FileError::NotAToken { row: 1, .. })));
    let other = "message m { OPTIONAL BYTE_ARRAY address (UTF8); }";
    assert_eq!(token(write(other, b"x")), Err(FileError::UnknownColumn(1)));
}

/// A file of one column of binary values, as a writer makes it that keeps a dictionary.
fn written(values: &[[u8; 16]], present: &[i16]) -> Vec<u8> {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let schema = Arc::new(parse_message_type("message m { OPTIONAL BYTE_ARRAY email; }").unwrap());
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let values: Vec<ByteArray> = values.iter().map(|value| ByteArray::from(value.to_vec())).collect();
    column.typed::<ByteArrayType>().write_batch(&values, Some(present), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.into_inner().unwrap()
}

/// `parquet` would make room for as many as a dictionary says it has.
#[test]
fn a_dictionary_of_more_values_than_its_page_holds_is_refused() {
    let good = written(&[[7; 16]], &[1]);
    assert_eq!(read_parquet(good.clone()).unwrap().len(), 1);
    // The header of the dictionary: one value, twice that as it is written.
    let at = good.windows(3).position(|bytes| bytes == [0x4c, 0x15, 2]).unwrap();
    let mut bad = good;
    bad[at + 2] = 2 * 63;
    assert_eq!(read_parquet(bad), Err(FileError::DamagedParquet));
}

/// A million rows without a value take a few hundred bytes, and a few more would be a billion.
#[test]
fn more_rows_than_the_bytes_of_a_client_file_can_hold_are_refused() {
    use crate::matching::records::{ParquetList, Record};

    let few = written(&[[7; 16]], &[[1].as_slice(), &[0; 60_000]].concat());
    assert_eq!(read_parquet(few).unwrap().len(), 60_001);
    let many = written(&[[7; 16]], &[[1].as_slice(), &[0; 200_000]].concat());
    assert!(many.len() < 1_000);
    assert_eq!(open(many.clone()).err(), Some(FileError::LargeParquet));
    // A list that is to be hashed may have many.
    let list = ParquetList::open(bytes::Bytes::from(many)).unwrap();
    let (mut rows, mut record, mut count) = (list.rows().unwrap(), Record::default(), 0);
    while rows.next_row(&mut record).unwrap() {
        count += 1;
    }
    assert_eq!((count, list.row_count(), list.header().get(0)), (200_001, 200_001, Some(&b"email"[..])));
}

#[test]
fn an_index_that_is_too_long_is_refused_before_it_is_read() {
    let mut file = vec![0; 17 << 20];
    file.extend_from_slice(&(17_u32 << 20).to_le_bytes());
    file.extend_from_slice(b"PAR1");
    assert_eq!(open(file).err(), Some(FileError::LargeParquet));
}
