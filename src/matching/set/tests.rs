//! Sets against a simple model, and damaged files.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::matching::token::TokenRow;

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
    builder.finish()
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

fn stored(set: &AudienceSet) -> Vec<u8> {
    let mut bytes = Vec::new();
    set.write(&mut bytes).unwrap();
    bytes
}

fn same(a: &AudienceSet, b: &AudienceSet) -> bool {
    a.summary() == b.summary()
        && a.digest() == b.digest()
        && a.columns.len() == b.columns.len()
        && a.columns.iter().zip(&b.columns).all(|(x, y)| {
            (x.kind, &x.tokens, &x.rows, &x.segments) == (y.kind, &y.tokens, &y.rows, &y.segments)
        })
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
        prop_assert!(same(&set, &AudienceSet::read(&stored(&set)[..]).unwrap()));
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
        prop_assert_eq!((finished.summary, finished.digest), (set.summary(), set.digest()));
    }

    #[test]
    fn the_digest_names_the_tokens_and_nothing_else(mut list in lists(2)) {
        let digest = build(&list, 2).digest();
        list.reverse();
        prop_assert_eq!(build(&list, 2).digest(), digest);
        list.push([Some(200), None, None, None]);
        prop_assert_ne!(build(&list, 2).digest(), digest);
    }

    #[test]
    fn every_damaged_byte_is_noticed(list in lists(2), flip in 1..=255u8, place: prop::sample::Index, cut: prop::sample::Index) {
        let good = stored(&build(&list, 2));
        let mut bad = good.clone();
        bad[place.index(good.len())] ^= flip;
        prop_assert!(AudienceSet::read(&bad[..]).is_err());
        prop_assert!(AudienceSet::read(&good[..cut.index(good.len())]).is_err());
        let longer = [&good[..], &[flip]].concat();
        prop_assert!(AudienceSet::read(&longer[..]).is_err());
    }

    #[test]
    fn opted_out_people_leave_with_all_their_tokens(list in lists(3), out in lists(3)) {
        let listed: [BTreeSet<u8>; 3] = std::array::from_fn(|kind| out.iter().filter_map(|row| row[kind]).collect());
        let leaves = |row: &[Option<u8>; 4]| (0..3).any(|kind| row[kind].is_some_and(|value| listed[kind].contains(&value)));
        let stay: List = kept(&list).into_iter().filter(|row| !leaves(row)).collect();
        let set = build(&list, 3).without(&build(&out, 3));
        let expected = build(&stay, 3);
        prop_assert_eq!(set.digest(), expected.digest());
        prop_assert_eq!(set.summary().people, expected.summary().people);
    }
}

#[test]
fn a_digest_does_not_confuse_kinds() {
    let email = build(&vec![[Some(1), None, None, None]], 2);
    let phone = build(&vec![[None, Some(1), None, None]], 2);
    assert_ne!(email.digest(), phone.digest());
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
    let set = builder.finish();
    let mut bytes = stored(&set);
    assert!(bytes.len() < 10_000 * 16 * 102 / 100, "16 bytes a person, and 2 %");
    assert!(same(&set, &AudienceSet::read(&bytes[..]).unwrap()));
    // Two whole blocks change places: each is intact, the file is not.
    let (header, block) = (7 + 1 + 1 + 1 + 1 + 8, 4 + 4096 * 16 + 8);
    let (first, second) = bytes[header..].split_at_mut(block);
    first.swap_with_slice(&mut second[..block]);
    assert!(matches!(AudienceSet::read(&bytes[..]), Err(SetError::Damaged(_))));
}

#[test]
fn another_version_says_so() {
    let mut bytes = stored(&build(&Vec::new(), 1));
    bytes[7] = 9;
    assert!(matches!(AudienceSet::read(&bytes[..]), Err(SetError::Version(9))));
}
