//! What may be in an index and in a page header, and files that say they hold what they do not.

use parquet::file::metadata::{ParquetMetaDataWriter, RowGroupMetaData};

use super::*;
use crate::matching::client_file::{About, Extra, ParquetWriter};
use crate::matching::token::{KeyCheck, Token, TokenRow};
use crate::matching::{IdentifierType, Profile};

/// A page header: its size in field 3, and then what else there is.
fn header(more: &[u8]) -> Vec<u8> {
    [&[0x35, 0x14][..], more].concat()
}

#[test]
fn a_header_tells_where_the_next_one_is() {
    let found = |bytes: &[u8]| page(bytes).map(|page| (page.header, page.size));
    assert_eq!(found(&header(&[0, 9, 9])), Some((3, 10)));
    // A text, a list of two numbers, a structure with a truth, all in fields that are not known.
    assert_eq!(found(&header(&[0x68, 2, 1, 1, 0x19, 0x25, 2, 4, 0x1c, 0x11, 0, 0])), Some((14, 10)));
    // The header of a data page with statistics.
    assert_eq!(found(&header(&[0x2c, 0x15, 2, 0x4c, 0x18, 1, 1, 0, 0, 0])), Some((12, 10)));
}

#[test]
fn what_is_not_there_is_not_walked_over() {
    let endless = [0xff, 0xff, 0xff, 0xff, 7];
    for kind in [1_u8, 2, 3, 5, 7, 8, 9, 12] {
        let list = [&[0x69, 0xf0 | kind][..], &endless, &[0, 0]].concat();
        assert_eq!(page(&header(&list)), None, "{kind}");
    }
    assert_eq!(page(&header(&[])), None);
    assert_eq!(page(&[0]), None, "without a size");
    assert_eq!(page(&[0x35, 0x13, 0]), None, "a size below zero");
    assert_eq!(page(&header(&[[0x69].as_slice(), &[0x19; 200]].concat())), None, "too deep");
    let within =
        |depth: usize| page(&header(&[&[0x6c][..], &vec![0x1c; depth], &vec![0; depth + 2]].concat()));
    assert!(within(20).is_some());
    assert_eq!(within(40), None, "structures that lie too deep in each other");
    assert_eq!(page(&header(&[0x28, 1, 1, 0])), None, "a text where a structure is known");
    assert_eq!(page(&header(&[0x2c, 0x11, 0, 0])), None, "a truth where a number is known");
}

/// An index whose columns have so many columns within.
fn index(children: &[u8]) -> Vec<u8> {
    let count = u8::try_from(children.len()).unwrap();
    let elements = children.iter().flat_map(|children| [0x48, 1, b'c', 0x15, children * 2, 0]);
    // A version, the list, and the end.
    [0x15, 2, 0x19, 0xfc, count | 0x80, count >> 7].into_iter().chain(elements).chain([0]).collect()
}

#[test]
fn columns_lie_as_deep_as_they_say_and_no_deeper_than_can_be_read() {
    assert_eq!(walk_index(&index(&[2, 0, 0])), Some(()));
    assert_eq!(walk_index(&index(&[1, 2, 0, 0])), Some(()));
    assert_eq!(walk_index(&index(&[3, 0, 0])), None, "a column that is not there");
    assert_eq!(walk_index(&index(&[[1; 30].as_slice(), &[0]].concat())), Some(()));
    assert_eq!(walk_index(&index(&[[1; 33].as_slice(), &[0]].concat())), None, "too deep");
    assert_eq!(walk_index(&[0x15, 2, 0x18, 1, 9, 0]), None, "a text where the columns are known to be");
    assert_eq!(walk_index(&[0x15, 2, 0x19, 0x15, 2, 0]), None, "a number where a column is known to be");
}

/// An index of one row group with one column, of which these are the fields that say what is in it.
fn column(fields: &[u8]) -> Vec<u8> {
    // A list in field 4, of a list in field 1, of a structure in field 3.
    [&[0x49, 0x1c, 0x19, 0x1c, 0x3c], fields, &[0, 0, 0, 0]].concat()
}

/// An index of one column whose field 10 says what its values mean.
fn meaning(fields: &[u8]) -> Vec<u8> {
    [&[0x29, 0x1c, 0x48, 1, b'c', 0x6c], fields, &[0, 0, 0]].concat()
}

#[test]
fn what_parquet_reads_as_what_it_should_be_is_that() {
    let right: [Vec<u8>; 8] = [
        column(&[0x29, 0x25, 0, 6]),    // encodings: two numbers
        column(&[0x39, 0x18, 1, b'c']), // a path: a text
        column(&[[0x0c, 34, 0x1c, 0x17].as_slice(), &[0; 9], &[0x19, 0x15, 2, 0]].concat()), // a box that begins, and kinds of places
        column(&[0x0c, 32, 0x29, 0x26, 2, 2, 0]), // sizes: a list of two numbers
        meaning(&[0x1c, 0]),                      // a text
        meaning(&[0x8c, 0x11, 0x1c, 0x1c, 0, 0, 0]), // a time, in milliseconds
        meaning(&[0xac, 0x13, 8, 0x11, 0]),       // a number of eight bits
        meaning(&[0x9c, 0x19, 0x15, 2, 0]),       // what nobody knows yet
    ];
    for (n, index) in right.iter().enumerate() {
        assert_eq!(walk_index(index), Some(()), "{n}");
    }
    let wrong: [(Vec<u8>, &str); 9] = [
        (column(&[0x29, 0x28, 0, 0]), "texts where encodings are"),
        (column(&[0x0c, 34, 0x19, 0x05, 0]), "a list where a box begins"),
        (column(&[0x0c, 34, 0x1c, 0x59, 0, 0, 0]), "a list where a box has a number"),
        (column(&[0x0c, 34, 0x29, 0x18, 0, 0]), "a text where a kind of place is"),
        (column(&[0x0c, 32, 0x29, 0x28, 0, 0, 0]), "texts where sizes are"),
        (meaning(&[0x11]), "a truth where a text is meant"),
        (meaning(&[0x8c, 0x11, 0x11, 0]), "a truth where a unit is"),
        (meaning(&[0xac, 0x15, 8, 0x11, 0]), "a long number where a byte is"),
        (column(&[0x05, 0x82, 0x80, 0x08, 0]), "a field whose number another has, in sixteen bits"),
    ];
    for (index, what) in wrong {
        assert_eq!(walk_index(&index), None, "{what}");
    }
}

#[test]
fn a_page_says_how_large_it_gets_and_how_many_values_a_dictionary_has() {
    let dictionary = [0x15, 4, 0x15, 20, 0x15, 20, 0x4c, 0x15, 12, 0x15, 0, 0, 0];
    assert_eq!(page(&dictionary), Some(Page { header: 13, size: 10, unpacked: 10, dictionary: 6 }));
    let below = [0x15, 4, 0x15, 20, 0x15, 20, 0x4c, 0x15, 11, 0x15, 0, 0, 0];
    assert_eq!(page(&below), None, "fewer than none");
}

/// A client file of a thousand people.
fn good() -> Vec<u8> {
    let about = About { check: KeyCheck::from([1; 8]), profile: Profile::Entente, segments: None };
    let kinds = [IdentifierType::Email];
    let mut writer = ParquetWriter::new(Vec::new(), &kinds, Extra::default(), &about).unwrap();
    for n in 0..1_000_u128 {
        let mut row = TokenRow::default();
        row.set(IdentifierType::Email, Some(Token::from(n.to_be_bytes())));
        writer.push(&row).unwrap();
    }
    writer.finish().unwrap()
}

/// The file with other bytes before its index, and another index.
fn again(
    file: &[u8],
    pages: Option<Vec<u8>>,
    change: impl FnOnce(Vec<RowGroupMetaData>) -> Vec<RowGroupMetaData>,
) -> Result<(), FileError> {
    let index = ParquetMetaDataReader::new().parse_and_finish(&Bytes::copy_from_slice(file)).unwrap();
    let length = u32::from_le_bytes(*file[file.len() - 8..].first_chunk().unwrap());
    let mut bytes =
        pages.unwrap_or_else(|| file[..file.len() - 8 - usize::try_from(length).unwrap()].to_vec());
    let groups = change(index.row_groups().to_vec());
    let index = index.into_builder().set_row_groups(groups).build();
    ParquetMetaDataWriter::new(&mut bytes, &index).finish().unwrap();
    guarded(|| opened(Bytes::from(bytes), Rows::Client)).map(|_| ())
}

/// The same column, over and over: each would be read, and a small file would keep us busy for as long as it likes.
#[test]
fn columns_that_lie_over_each_other_are_refused() {
    let file = good();
    assert_eq!(again(&file, None, |groups| groups), Ok(()));
    assert_eq!(
        again(&file, None, |groups| [groups.clone(), groups].concat()),
        Err(FileError::DamagedParquet)
    );
}

#[test]
fn a_column_that_is_longer_than_the_file_is_refused() {
    let longer = |more: i64| {
        again(&good(), None, |groups| {
            let column = groups[0].column(0).clone();
            let size = column.compressed_size() + more;
            let column = column.into_builder().set_total_compressed_size(size).build().unwrap();
            vec![groups[0].clone().into_builder().set_column_metadata(vec![column]).build().unwrap()]
        })
    };
    assert_eq!(longer(0), Ok(()));
    assert_eq!(longer(1), Err(FileError::DamagedParquet), "what follows the last page is none");
    assert_eq!(longer(1 << 40), Err(FileError::DamagedParquet));
    assert_eq!(longer(-1), Err(FileError::DamagedParquet), "its last page ends in what follows");
}

/// A number as a page header has it.
fn number(number: u64) -> Vec<u8> {
    let (mut left, mut bytes) = (number << 1, Vec::new());
    while left > 0x7f {
        bytes.push(u8::try_from(left & 0x7f).unwrap() | 0x80);
        left >>= 7;
    }
    bytes.push(u8::try_from(left).unwrap());
    bytes
}

/// `parquet` makes room for what a page says it unpacks to, before it unpacks anything.
#[test]
fn a_page_that_says_it_unpacks_to_more_than_is_read_is_refused() {
    let of = |unpacked: u64| {
        let body = [0; 40];
        let size = number(40);
        let head = [&[0x15, 0, 0x15][..], &number(unpacked), &[0x15], &size].concat();
        // A data page of a thousand values, plain, with its levels.
        let page =
            [&head, &[0x2c, 0x15][..], &number(1_000), &[0x15, 0, 0x15, 6, 0x15, 6, 0, 0], &body].concat();
        let (length, start) = (i64::try_from(page.len()).unwrap(), 4);
        again(&good(), Some([b"PAR1", &page[..]].concat()), |groups| {
            let column = groups[0].column(0).clone().into_builder().set_data_page_offset(start);
            let column = column.set_total_compressed_size(length).set_dictionary_page_offset(None);
            let group = groups[0].clone().into_builder().set_column_metadata(vec![column.build().unwrap()]);
            vec![group.build().unwrap()]
        })
    };
    assert_eq!(of(40), Ok(()));
    assert_eq!(of(MAX_PAGE), Ok(()));
    assert_eq!(of(MAX_PAGE + 1), Err(FileError::LargeParquet));
}

/// `parquet` makes room for as many values as a dictionary says it has.
#[test]
fn a_dictionary_of_more_values_than_bytes_is_refused() {
    let of = |values: u64| {
        // A dictionary page of forty bytes.
        let head = [&[0x15, 4, 0x15][..], &number(40), &[0x15], &number(40), &[0x4c, 0x15], &number(values)]
            .concat();
        let page = [&head, &[0x15, 0, 0, 0][..], &[0; 40]].concat();
        let length = i64::try_from(page.len()).unwrap();
        again(&good(), Some([b"PAR1", &page[..]].concat()), |groups| {
            let column = groups[0].column(0).clone().into_builder().set_dictionary_page_offset(Some(4));
            let column = column.set_data_page_offset(4).set_total_compressed_size(length);
            let group = groups[0].clone().into_builder().set_column_metadata(vec![column.build().unwrap()]);
            vec![group.build().unwrap()]
        })
    };
    assert_eq!(of(40), Ok(()));
    assert_eq!(of(41), Err(FileError::DamagedParquet));
}
