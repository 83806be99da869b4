//! Counting takes nothing from the heap per row: as much for a million rows as for ten thousand.

#![expect(clippy::unwrap_used, reason = "a list that cannot be made fails the test")]

use std::sync::Arc;

use allocation_counter::measure;
use entente::matching::IdentifierType;
use entente::matching::intersect::{count, matrix};
use entente::matching::set::{AudienceSet, SetBuilder};
use entente::matching::token::{Token, TokenRow};

const EMAIL: [IdentifierType; 1] = [IdentifierType::Email];

fn token(n: u64) -> Token {
    let mix = |n: u64| {
        (n ^ (n >> 31))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(27)
            .wrapping_mul(0xbf58_476d_1ce4_e5b9)
    };
    Token::from((u128::from(mix(n)) << 64 | u128::from(mix(!n))).to_be_bytes())
}

/// A stored set, to be read from memory or as a file.
fn stored(people: std::ops::Range<u64>) -> Arc<Vec<u8>> {
    let mut builder = SetBuilder::new(&EMAIL);
    for n in people {
        let mut row = TokenRow::default();
        row.set(IdentifierType::Email, Some(token(n)));
        row.segment = Some((n % 50).to_string());
        builder.push(&row).unwrap();
    }
    let mut file = Vec::new();
    builder.finish().unwrap().write(&mut file).unwrap();
    Arc::new(file)
}

/// How often the heap is asked while two lists of so many rows are counted: in memory and from files, people and cells.
fn asked(rows: u64) -> [u64; 4] {
    let files = [stored(0..rows), stored(rows / 2..rows + rows / 2)];
    let open = |file: &Arc<Vec<u8>>| AudienceSet::open(Arc::<Vec<u8>>::clone(file)).unwrap();
    let in_files = files.each_ref().map(open);
    let in_memory = files.each_ref().map(|file| open(file).loaded().unwrap());
    let people = |[a, b]: &[AudienceSet; 2]| {
        measure(|| assert!(count(a.into(), b.into(), &EMAIL, 1).is_ok())).count_total
    };
    let cells = |[a, b]: &[AudienceSet; 2]| {
        measure(|| assert!(matrix(a.into(), b.into(), &EMAIL, 1).is_ok())).count_total
    };
    [people(&in_memory), people(&in_files), cells(&in_memory), cells(&in_files)]
}

#[test]
fn counting_asks_the_heap_as_often_for_many_rows_as_for_few() {
    let (few, many) = (asked(20_000), asked(400_000));
    for (few, many) in few.into_iter().zip(many) {
        // A buffer may grow a few times more before it is as large as it gets.
        assert!(many <= few + 8 && many < 60, "{few} times for few rows, {many} for many");
    }
}

/// A workbook whose one sheet is this piece, so many times.
fn packed(piece: &[u8], times: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let fast = zip::write::SimpleFileOptions::default().compression_level(Some(1));
    zip.start_file("xl/worksheets/sheet1.xml", fast).unwrap();
    let block = piece.repeat(1_000);
    for _ in 0..times / 1_000 {
        zip.write_all(&block).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_and_ten_million_rows_take_no_more_memory_than_the_file() {
    use entente::vetting::formats::workbook::Workbook;
    for (piece, times) in [(&b"<row/>"[..], 10_000_000), (&[b' '; 1_000][..], 100_000)] {
        let file = packed(piece, times);
        let used = measure(|| {
            let fault = Workbook::open(&file).unwrap_err();
            assert!(fault.problem.contains("unpacks to more than"), "{fault}");
        });
        assert!(used.bytes_max < 1 << 20, "{} bytes for {}", used.bytes_max, file.len());
    }
}
