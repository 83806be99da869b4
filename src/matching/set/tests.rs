//! Sets against a simple model, and damaged files.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::matching::token::{Token, TokenRow};

/// A list of rows with a few distinct values, so that they repeat.
pub(crate) type List = Vec<[Option<u8>; 4]>;

pub(crate) fn lists(kinds: usize) -> impl Strategy<Value = List> {
    let cell = prop::option::weighted(0.7, 0..40u8);
    let row = prop::array::uniform4(cell).prop_map(move |mut row| {
        row[kinds..].fill(None);
        row
    });
    prop::collection::vec(row, 0..40)
}

/// A token that spreads over all parts, and whose order is not that of the values.
pub(crate) fn token(value: u8) -> Token {
    Token::from(value.wrapping_mul(151).to_be_bytes().repeat(16).first_chunk::<16>().copied().unwrap())
}

pub(crate) fn row(cells: &[Option<u8>; 4]) -> TokenRow {
    let mut row = TokenRow::default();
    for (kind, cell) in IdentifierType::ALL.into_iter().zip(cells) {
        row.set(kind, cell.map(token));
    }
    row
}

pub(crate) fn build(list: &List, kinds: usize) -> AudienceSet {
    let mut builder = SetBuilder::new(&IdentifierType::ALL[..kinds]);
    list.iter().for_each(|cells| builder.push(&row(cells)).unwrap());
    builder.finish().unwrap()
}

/// What each row keeps, by the definition.
pub(crate) fn kept(list: &List) -> List {
    let mut holders: [BTreeMap<u8, usize>; 4] = Default::default();
    for (at, cells) in list.iter().enumerate() {
        for (kind, cell) in cells.iter().enumerate() {
            if let Some(value) = cell {
                holders[kind].entry(*value).or_insert(at);
            }
        }
    }
    let keep = |at: usize, kind: usize, cell: Option<u8>| cell.filter(|value| holders[kind][value] == at);
    list.iter()
        .enumerate()
        .map(|(at, cells)| std::array::from_fn(|kind| keep(at, kind, cells[kind])))
        .collect()
}

pub(crate) fn stored(set: &AudienceSet) -> Vec<u8> {
    let mut bytes = Vec::new();
    set.write(&mut bytes).unwrap();
    bytes
}

fn digest(set: &AudienceSet) -> [u8; 32] {
    set.write(std::io::sink()).unwrap().digest
}

/// The set in a file of these bytes.
pub(crate) fn opened(bytes: &[u8]) -> Result<AudienceSet, SetError> {
    AudienceSet::open(Arc::new(bytes.to_vec()))
}

/// Reads all of it, so that any damage shows.
fn read(bytes: &[u8]) -> Result<AudienceSet, SetError> {
    opened(bytes)?.loaded()
}

fn entries(column: &Column) -> &Entries {
    match &column.data {
        Data::Memory(entries) => entries,
        Data::File(_) => panic!("not loaded"),
    }
}

fn same(a: &AudienceSet, b: &AudienceSet) -> bool {
    a.summary() == b.summary()
        && a.segment_sizes() == b.segment_sizes()
        && a.kinds() == b.kinds()
        && a.columns.iter().zip(&b.columns).all(|(x, y)| entries(x) == entries(y))
}

proptest! {
    #[test]
    fn people_are_rows_that_keep_a_token(list in lists(4), kinds in 1..=4usize) {
        let list: List = list.into_iter().map(|mut row| { row[kinds..].fill(None); row }).collect();
        let set = build(&list, kinds);
        let people = kept(&list).iter().filter(|row| row.iter().any(Option::is_some)).count();
        let usable = list.iter().filter(|row| row.iter().any(Option::is_some)).count();
        prop_assert_eq!(set.summary(), Summary {
            rows: wide(list.len()),
            people: wide(people),
            duplicates: wide(usable - people),
        });
    }

    #[test]
    fn a_set_reads_back_as_written(list in lists(4), kinds in 1..=4usize) {
        let set = build(&list, kinds);
        prop_assert!(same(&set, &read(&stored(&set)).unwrap()));
    }

    #[test]
    fn spooling_gives_the_same_bytes(list in lists(4), kinds in 1..=4usize, repeat in 1..60usize) {
        let list = list.repeat(repeat);
        let mut spooled = SpooledBuilder::new(&IdentifierType::ALL[..kinds], Cursor::new(Vec::new()));
        list.iter().for_each(|cells| spooled.push(&row(cells)).unwrap());
        let mut bytes = Vec::new();
        let finished = spooled.finish(&mut bytes).unwrap();
        let set = build(&list, kinds);
        prop_assert_eq!(bytes, stored(&set));
        prop_assert_eq!((finished.summary, finished.digest), (set.summary(), digest(&set)));
    }

    #[test]
    fn the_digest_names_the_tokens_and_nothing_else(mut list in lists(2)) {
        let before = digest(&build(&list, 2));
        list.reverse();
        prop_assert_eq!(digest(&build(&list, 2)), before);
        list.push([Some(200), None, None, None]);
        prop_assert_ne!(digest(&build(&list, 2)), before);
    }

    #[test]
    fn every_damaged_byte_is_noticed(list in lists(2), flip in 1..=255u8, place: prop::sample::Index, cut: prop::sample::Index) {
        let good = stored(&build(&list, 2));
        let mut bad = good.clone();
        bad[place.index(good.len())] ^= flip;
        prop_assert!(read(&bad).is_err());
        prop_assert!(read(&good[..cut.index(good.len())]).is_err());
        let longer = [&good[..], &[flip]].concat();
        prop_assert!(read(&longer).is_err());
    }
}

#[test]
fn a_digest_does_not_confuse_kinds() {
    let email = build(&vec![[Some(1), None, None, None]], 2);
    let phone = build(&vec![[None, Some(1), None, None]], 2);
    assert_ne!(digest(&email), digest(&phone));
}

#[test]
fn many_blocks_keep_their_order() {
    let tokens = (0..10_000u128).map(|n| Token::from((n * 7_919).to_be_bytes()));
    let mut builder = SetBuilder::new(&[IdentifierType::Email]);
    for token in tokens {
        let mut row = TokenRow::default();
        row.set(IdentifierType::Email, Some(token));
        builder.push(&row).unwrap();
    }
    let set = builder.finish().unwrap();
    let mut bytes = stored(&set);
    assert!(bytes.len() < 10_000 * 16 * 102 / 100, "16 bytes a person, and 2 %");
    assert!(same(&set, &read(&bytes).unwrap()));
    // Two whole blocks change places: each is intact, the file is not.
    let (header, block) = (8, 4096 * 16);
    let (first, second) = bytes[header..].split_at_mut(block);
    first.swap_with_slice(&mut second[..block]);
    assert!(matches!(read(&bytes), Err(SetError::Damaged { at: 8, .. })));
}

#[test]
fn another_version_says_so() {
    let mut bytes = stored(&build(&Vec::new(), 1));
    bytes[7] = 9;
    assert!(matches!(read(&bytes), Err(SetError::Version(9))));
}

/// Numbers that look random, always the same.
pub(crate) fn random(seed: u64) -> impl Iterator<Item = u128> {
    (0u64..).map(move |n| {
        let hash = crate::matching::token::sha256(&[seed.to_le_bytes(), n.to_le_bytes()].concat());
        u128::from_be_bytes(hash[..16].try_into().unwrap())
    })
}

/// A row with one token and a segment, or none from 200 on.
fn one(token: u128, segment: u8) -> TokenRow {
    let mut row = TokenRow::default();
    row.set(IdentifierType::Email, Some(Token::from(token.to_be_bytes())));
    row.segment = (segment < 200).then(|| segment.to_string());
    row
}

/// The set of one kind by both builders, which must agree.
fn both_ways(rows: &[(u128, u8)]) -> AudienceSet {
    let kinds = [IdentifierType::Email];
    let (mut memory, mut spooled) =
        (SetBuilder::new(&kinds), SpooledBuilder::new(&kinds, Cursor::new(Vec::new())));
    for (token, segment) in rows {
        memory.push(&one(*token, *segment)).unwrap();
        spooled.push(&one(*token, *segment)).unwrap();
    }
    let (set, mut bytes) = (memory.finish().unwrap(), Vec::new());
    let finished = spooled.finish(&mut bytes).unwrap();
    assert_eq!(bytes, stored(&set));
    assert_eq!((finished.summary, finished.segments), (set.summary(), set.segment_sizes()));
    set
}

/// What a set of these rows must hold: the first row of a token decides on its segment.
fn expected(rows: &[(u128, u8)]) -> BTreeMap<u128, u8> {
    let mut all = BTreeMap::new();
    for (token, segment) in rows {
        all.entry(*token).or_insert(*segment);
    }
    all
}

fn holds(set: &AudienceSet, rows: &[(u128, u8)]) {
    let (entries, expected) = (entries(&set.columns[0]), expected(rows));
    assert!(entries.tokens.iter().eq(expected.keys()));
    if set.segment_sizes().is_some() {
        let segment = |segment: &u8| if *segment < 200 { *segment } else { NO_SEGMENT };
        assert!(entries.segments.iter().copied().eq(expected.values().map(segment)));
    }
}

#[test]
fn tokens_that_are_not_spread_evenly_are_sorted_all_the_same() {
    let spread: Vec<u128> = random(1).take(3_000).collect();
    let shapes: [fn(u128) -> u128; 6] = [
        |n| n,
        |n| n >> 20,   // one part of all
        |n| n >> 70,   // equal in their first 64 bits
        |n| n % 5,     // hardly any distinct
        |_| u128::MAX, // one
        |n| if n % 7 == 0 { n } else { n >> 90 },
    ];
    for shape in shapes {
        let rows: Vec<_> = spread.iter().map(|n| (shape(*n), 255)).collect();
        holds(&both_ways(&rows), &rows);
    }
}

#[test]
fn the_first_row_of_a_token_decides_on_its_segment() {
    // Segments begin late in the list, when much is in the scratch space already, and tokens come back.
    let tokens: Vec<u128> = random(2).take(20_000).map(|n| (n % 9_000) << 100 | n >> 40).collect();
    let tokens: Vec<u128> = tokens.iter().map(|n| n >> 88 << 88).collect();
    let rows: Vec<_> = (0u8..50)
        .cycle()
        .zip(&tokens)
        .enumerate()
        .map(|(at, (segment, n))| (*n, if at < 12_000 { 255 } else { segment }))
        .collect();
    let set = both_ways(&rows);
    assert!(set.segment_sizes().is_some() && set.summary().duplicates > 1_000);
    holds(&set, &rows);
}

#[test]
fn a_set_of_the_first_version_is_to_be_uploaded_again() {
    let mut bytes = stored(&build(&vec![[Some(1), None, None, None]], 1));
    bytes[7] = 1;
    let error = read(&bytes).err().unwrap();
    assert!(error.to_string().ends_with("cannot read; upload it again"), "{error}");
}

#[test]
fn damage_is_told_by_its_place() {
    let rows: Vec<_> = random(3).take(10_000).map(|n| (n, 255)).collect();
    let good = stored(&both_ways(&rows));
    let place = |bytes: &[u8]| match read(bytes) {
        Err(SetError::Damaged { at, .. }) => at,
        _ => panic!("not noticed"),
    };
    let flipped = |at: usize| {
        let mut bad = good.clone();
        bad[at] ^= 16;
        place(&bad)
    };
    assert_eq!(flipped(2), 0);
    assert_eq!(flipped(8 + 5), 8);
    assert_eq!(flipped(8 + 4096 * 16 + 70), 8 + 4096 * 16);
    let tail = 8 + 10_000 * 16;
    assert_eq!(flipped(tail + 3), u64::try_from(tail).unwrap());
    assert_eq!(place(&good[..good.len() - 1]), wide(good.len() - 1));
    assert_eq!(place(&good[..4]), 4);
    assert_eq!(place(b""), 0);
}

/// A disk that is full after so many bytes.
struct Full(Cursor<Vec<u8>>, usize);

impl std::io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.get_ref().len() + bytes.len() > self.1 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl io::Read for Full {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl io::Seek for Full {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn a_full_disk_is_an_error_wherever_it_is_noticed() {
    let rows: Vec<u128> = random(4).take(20_000).collect();
    let build = |scratch: usize, out: usize| -> Result<Finished, SetError> {
        let mut builder = SpooledBuilder::new(&[IdentifierType::Email], Full(Cursor::default(), scratch));
        for token in &rows {
            builder.push(&one(*token, 255))?;
        }
        builder.finish(Full(Cursor::default(), out))
    };
    let full = |result: Result<Finished, SetError>| match result {
        Err(SetError::Io(error)) => error.kind() == io::ErrorKind::StorageFull,
        _ => false,
    };
    assert!(build(1 << 20, 1 << 20).is_ok());
    assert!(full(build(50_000, 1 << 20)));
    for out in [0, 7, 8, 100, 8 + 20_000 * 16, 8 + 20_000 * 16 + 60] {
        assert!(full(build(1 << 20, out)), "{out}");
    }
}
