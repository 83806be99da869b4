//! One kind of identifier, a token in every row or not, however other programs write it.

use parquet::basic::Compression;
use proptest::prelude::*;

use super::tests::read_parquet;
use super::*;
use crate::matching::token::Token;

/// One kind of identifier, as any program may write it: pages of few rows, of either version, packed or not, with or without
/// a dictionary, in a column that may be empty or not.
pub(super) fn by_others(tokens: &[[u8; 16]], how: (u8, bool, bool, bool)) -> Vec<u8> {
    encoded(tokens, parquet::basic::Encoding::PLAIN, how)
}

fn encoded(
    tokens: &[[u8; 16]],
    encoding: parquet::basic::Encoding,
    (version, packed, dictionary, optional): (u8, bool, bool, bool),
) -> Vec<u8> {
    use parquet::data_type::{FixedLenByteArray, FixedLenByteArrayType};
    use parquet::file::properties::{WriterProperties, WriterVersion};
    use parquet::file::writer::SerializedFileWriter;
    let repetition = if optional { "optional" } else { "required" };
    let schema = format!("message list {{ {repetition} fixed_len_byte_array(16) email; }}");
    let schema = parquet::schema::parser::parse_message_type(&schema).unwrap();
    let properties = WriterProperties::builder()
        .set_writer_version(if version == 1 {
            WriterVersion::PARQUET_1_0
        } else {
            WriterVersion::PARQUET_2_0
        })
        .set_compression(if packed { Compression::SNAPPY } else { Compression::UNCOMPRESSED })
        .set_encoding(encoding)
        .set_dictionary_enabled(dictionary)
        .set_write_batch_size(3)
        .set_data_page_row_count_limit(7)
        .build();
    let mut file = SerializedFileWriter::new(Vec::new(), schema.into(), properties.into()).unwrap();
    for tokens in tokens.chunks(20) {
        let mut group = file.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let values: Vec<_> = tokens.iter().map(|token| FixedLenByteArray::from(token.to_vec())).collect();
        let levels = vec![1; values.len()];
        column
            .typed::<FixedLenByteArrayType>()
            .write_batch(&values, optional.then_some(&levels), None)
            .unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    file.into_inner().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn however_others_write_tokens_they_are_the_same(
        tokens in prop::collection::vec(any::<[u8; 16]>(), 0..60),
        how in (1..=2u8, any::<bool>(), any::<bool>(), any::<bool>()),
    ) {
        let read = read_parquet(by_others(&tokens, how)).unwrap();
        let read: Vec<_> = read.iter().map(|row| row.get(IdentifierType::Email)).collect();
        let expected: Vec<_> = tokens.iter().map(|token| Some(Token::from(*token))).collect();
        prop_assert_eq!(read, expected);
    }
}

#[test]
fn tokens_that_are_not_written_one_after_the_other_are_read_too() {
    use parquet::basic::Encoding;
    let tokens: Vec<[u8; 16]> = (0..50_u128).map(|n| (n * 7_777_777).to_be_bytes()).collect();
    let expected: Vec<_> = tokens.iter().map(|token| Some(Token::from(*token))).collect();
    for encoding in [Encoding::DELTA_BYTE_ARRAY, Encoding::BYTE_STREAM_SPLIT] {
        for version in [1, 2] {
            let read = read_parquet(encoded(&tokens, encoding, (version, false, false, false))).unwrap();
            let read: Vec<_> = read.iter().map(|row| row.get(IdentifierType::Email)).collect();
            assert_eq!(read, expected, "{encoding} {version}");
        }
    }
}

/// The header of a data page of the second version, of five values (parquet.thrift, `DataPageHeaderV2`): values, those that are not
/// there, rows, encoding, bytes of levels.
#[test]
fn a_page_with_levels_in_a_column_without_them_is_damaged() {
    let good = by_others(&[[9; 16]; 5], (2, false, false, false));
    assert_eq!(read_parquet(good.clone()).unwrap().len(), 5);
    let header = [0x15, 10, 0x15, 0, 0x15, 10, 0x15, 0, 0x15, 0, 0x15, 0];
    let at = good.windows(header.len()).position(|bytes| bytes == header).unwrap();
    for (within, value) in [(3, 2), (9, 32), (11, 32)] {
        let mut bad = good.clone();
        bad[at + within] = value;
        assert_eq!(read_parquet(bad), Err(FileError::DamagedParquet), "byte {within}");
    }
}

/// What SQL engines write: binary without a fixed length has its length in front of each value.
#[test]
fn full_columns_of_binary_without_a_fixed_length_are_no_plain_tokens() {
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let schema = parquet::schema::parser::parse_message_type("message m { required binary email; }").unwrap();
    let properties = WriterProperties::builder().set_dictionary_enabled(false).build();
    let mut file = SerializedFileWriter::new(Vec::new(), schema.into(), properties.into()).unwrap();
    let mut group = file.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let values = [[0xab; 16], [0xcd; 16]].map(|token| ByteArray::from(token.to_vec()));
    column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    let read = read_parquet(file.into_inner().unwrap()).unwrap();
    let read: Vec<_> = read.iter().map(|row| row.get(IdentifierType::Email)).collect();
    assert_eq!(read, [[0xab; 16], [0xcd; 16]].map(|token| Some(Token::from(token))));
}
