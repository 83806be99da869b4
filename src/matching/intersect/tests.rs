//! Counts against simple models.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::matching::set::AudienceSet;
use crate::matching::set::PLACES;
use crate::matching::set::tests::{List, build, kept, lists, opened, random, stored, token};
use crate::matching::token::Token;

fn total(a: &List, b: &List, kinds: usize) -> u64 {
    counted(&build(a, kinds), &build(b, kinds), kinds).total.reveal_for_release()
}

fn counted(a: &AudienceSet, b: &AudienceSet, kinds: usize) -> RawOverlap {
    count(a.into(), b.into(), &IdentifierType::ALL[..kinds], 1).unwrap()
}

/// The definition, spelled slowly: kinds in order, tokens ascending, both people still free.
fn oracle(a: &List, b: &List, kinds: usize) -> u64 {
    let (a, b) = (kept(a), kept(b));
    let (mut taken_a, mut taken_b) = (BTreeSet::new(), BTreeSet::new());
    for kind in 0..kinds {
        let mut values: Vec<u8> = (0..=255).collect();
        values.sort_by_key(|value| token(*value));
        for value in values {
            let holder = |list: &List| list.iter().position(|row| row[kind] == Some(value));
            let (Some(x), Some(y)) = (holder(&a), holder(&b)) else { continue };
            if !taken_a.contains(&x) && !taken_b.contains(&y) {
                taken_a.insert(x);
                taken_b.insert(y);
            }
        }
    }
    wide(taken_a.len())
}

proptest! {
    #[test]
    fn one_kind_is_set_intersection(a in lists(1), b in lists(1)) {
        let values = |list: &List| -> BTreeSet<u8> { list.iter().filter_map(|row| row[0]).collect() };
        prop_assert_eq!(total(&a, &b, 1), wide(values(&a).intersection(&values(&b)).count()));
    }

    #[test]
    fn many_kinds_follow_the_waterfall(a in lists(4), b in lists(4), kinds in 1..=4usize) {
        prop_assert_eq!(total(&a, &b, kinds), oracle(&a, &b, kinds));
    }

    #[test]
    fn counting_is_commutative_and_bounded(a in lists(3), b in lists(3)) {
        let n = total(&a, &b, 3);
        prop_assert_eq!(n, total(&b, &a, 3));
        prop_assert!(n <= build(&a, 3).summary().people.min(build(&b, 3).summary().people));
    }

    #[test]
    fn a_list_shares_everyone_with_itself(a in lists(3)) {
        prop_assert_eq!(total(&a, &a, 3), build(&a, 3).summary().people);
    }

    #[test]
    fn kinds_add_up_to_the_total(a in lists(3), b in lists(3)) {
        let overlap = counted(&build(&a, 3), &build(&b, 3), 3);
        let sum: u64 = overlap.by_type.iter().map(|(_, n)| n.reveal_for_release()).sum();
        prop_assert_eq!(sum, overlap.total.reveal_for_release());
    }

    #[test]
    fn one_row_moves_the_total_by_no_more_than_the_sensitivity(a in lists(4), b in lists(4), kinds in 1..=4usize, place: prop::sample::Index) {
        prop_assume!(!a.is_empty());
        let mut fewer = a.clone();
        fewer.remove(place.index(a.len()));
        prop_assert!(total(&a, &b, kinds).abs_diff(total(&fewer, &b, kinds)) <= sensitivity(kinds));
    }

    #[test]
    fn the_difference_of_two_versions_is_symmetric(a in lists(2), b in lists(2)) {
        let values = |list: &List, kind: usize| -> BTreeSet<u8> { list.iter().filter_map(|row| row[kind]).collect() };
        let apart = (0..2).map(|kind| values(&a, kind).symmetric_difference(&values(&b, kind)).count()).max().unwrap();
        prop_assert_eq!(symmetric_difference(&build(&a, 2), &build(&b, 2), 1).unwrap(), wide(apart));
    }
}

/// A list whose rows are in a segment each.
fn segmented(list: &List, kinds: usize, segments: &[u8]) -> AudienceSet {
    let mut builder = crate::matching::set::SetBuilder::new(&IdentifierType::ALL[..kinds]);
    for (cells, segment) in list.iter().zip(segments.iter().cycle()) {
        let mut row = crate::matching::set::tests::row(cells);
        row.segment = Some(segment.to_string());
        builder.push(&row).unwrap();
    }
    builder.finish().unwrap()
}

fn cells(a: &AudienceSet, b: &AudienceSet, kinds: usize) -> Vec<u64> {
    let matrix = matrix(a.into(), b.into(), &IdentifierType::ALL[..kinds], 1).unwrap();
    (0..PLACES)
        .flat_map(|i| (0..PLACES).map(move |j| (i, j)))
        .map(|(i, j)| matrix.reveal_for_release(i, j))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn cells_add_up_to_the_total(a in lists(2), b in lists(2), kinds in 1..=2usize, segments in prop::collection::vec(0u8..4, 5)) {
        let (left, right) = (segmented(&a, kinds, &segments), segmented(&b, kinds, &segments));
        let total = total(&a, &b, kinds);
        prop_assert_eq!(cells(&left, &right, kinds).iter().sum::<u64>(), total);
        prop_assert!(matrix((&left).into(), (&right).into(), &IdentifierType::ALL[..kinds], 1).unwrap().total().same_as(total));
        let people: u64 = left.segment_sizes().map_or(0, |sizes| sizes.total());
        prop_assert!(a.is_empty() || people == left.summary().people);
    }

    #[test]
    fn one_row_moves_each_pass_by_no_more_than_its_sensitivity(a in lists(4), b in lists(4), kinds in 1..=4usize, place: prop::sample::Index) {
        prop_assume!(!a.is_empty());
        let mut fewer = a.clone();
        fewer.remove(place.index(a.len()));
        let right = build(&b, kinds);
        let (with, without) = (counted(&build(&a, kinds), &right, kinds), counted(&build(&fewer, kinds), &right, kinds));
        for ((_, x), (_, y)) in with.by_type.iter().zip(&without.by_type) {
            prop_assert!(x.reveal_for_release().abs_diff(y.reveal_for_release()) <= pass_sensitivity(kinds));
        }
    }

    /// One row more or less, each other row staying in its segment.
    #[test]
    fn one_row_moves_the_cells_by_no_more_than_their_sensitivity(a in lists(2), b in lists(2), place: prop::sample::Index, segments in prop::collection::vec(0u8..4, 40)) {
        prop_assume!(!a.is_empty());
        let at = place.index(a.len());
        let (mut fewer, mut kept) = (a.clone(), segments.clone());
        fewer.remove(at);
        kept.remove(at);
        let right = segmented(&b, 2, &segments);
        let apart: u64 = cells(&segmented(&a, 2, &segments), &right, 2)
            .iter()
            .zip(cells(&segmented(&fewer, 2, &kept), &right, 2))
            .map(|(x, y)| x.abs_diff(y))
            .sum();
        prop_assert!(apart <= cell_sensitivity(2).unwrap(), "{apart}");
    }

    /// With one kind a person is a token: leaving with every row, they take one match along.
    #[test]
    fn one_person_of_one_kind_is_in_one_cell(a in lists(1), b in lists(1), value in 0u8..40, segments in prop::collection::vec(0u8..4, 40)) {
        let keep: Vec<bool> = a.iter().map(|row| row[0] != Some(value)).collect();
        let fewer: List = a.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(row, _)| *row).collect();
        let kept: Vec<u8> = segments.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(segment, _)| *segment).collect();
        prop_assume!(!kept.is_empty());
        let right = segmented(&b, 1, &segments);
        let apart: u64 = cells(&segmented(&a, 1, &segments), &right, 1)
            .iter()
            .zip(cells(&segmented(&fewer, 1, &kept), &right, 1))
            .map(|(x, y)| x.abs_diff(y))
            .sum();
        prop_assert!(apart <= cell_sensitivity(1).unwrap(), "{apart}");
    }
}

#[test]
fn sensitivities_grow_with_the_kinds() {
    assert_eq!([1, 2, 3, 4].map(pass_sensitivity), [1, 2, 5, 11]);
    assert_eq!([1, 2, 3].map(cell_sensitivity), [Some(1), Some(4), None]);
}

#[test]
fn three_kinds_can_lose_two_matches_to_one_row() {
    let b: List = (0..3).map(|kind| std::array::from_fn(|k| (k == kind).then_some(1))).collect();
    let a = b.clone();
    let mut with_one_more = a.clone();
    with_one_more.insert(0, [Some(1), Some(1), Some(1), None]);
    assert_eq!(total(&a, &b, 3) - total(&with_one_more, &b, 3), sensitivity(3));
}

#[test]
fn a_kind_that_one_side_lacks_matches_nobody() {
    let list: List = vec![[Some(1), Some(2), None, None]];
    let (email, both) = (build(&list, 1), build(&list, 2));
    let overlap = counted(&email, &both, 2);
    assert_eq!(overlap.total.reveal_for_release(), 1);
    assert_eq!(overlap.by_type.len(), 2);
}

/// Sorted distinct tokens from a seed: so many of a common pool, and in one of several shapes.
fn tokens(seed: u64, pool: u128, many: usize, shape: u8) -> Vec<u128> {
    let shaped = |n: u128| match shape {
        0 => n,
        1 => n >> 64,                  // equal in their first 64 bits
        2 => n << 100,                 // few distinct first bits
        _ if n.is_multiple_of(3) => n, // crowded at one end
        _ => n >> 60,
    };
    let common: Vec<u128> = random(0).take(usize::try_from(pool).unwrap()).collect();
    let set: BTreeSet<u128> =
        random(seed).take(many).map(|n| shaped(common[usize::try_from(n % pool).unwrap()])).collect();
    set.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_way_through_two_lists_finds_the_same(seed in 1..1_000u64, pool in 1..6_000u128, many in 0..5_000usize, few in 0..200usize, shape in 0..4u8) {
        let (a, b) = (tokens(seed, pool, many, shape), tokens(seed + 1_000, pool, many / 2, shape));
        let c = tokens(seed + 2_000, pool, few, shape);
        for (a, b) in [(&a, &b), (&b, &a), (&a, &c), (&c, &b), (&a, &a)] {
            let right: BTreeSet<&u128> = b.iter().collect();
            let shared: Vec<u128> = a.iter().filter(|token| right.contains(token)).copied().collect();
            prop_assert_eq!(lanes::count(a, b), wide(shared.len()));
            prop_assert_eq!(search::count(a, b), wide(shared.len()));
            let mut found = Vec::new();
            lanes::matches(a, b, &mut found);
            prop_assert!(found.iter().all(|(i, j)| a[*i] == b[*j]));
            found.sort_unstable();
            prop_assert!(found.iter().map(|(i, _)| a[*i]).eq(shared.iter().copied()));
        }
    }
}

/// A set of one kind with segments, in memory and in a file.
fn two_forms(list: &[u128]) -> [AudienceSet; 2] {
    let mut builder = crate::matching::set::SetBuilder::new(&IdentifierType::ALL[..1]);
    for token in list {
        let mut row = crate::matching::token::TokenRow::default();
        row.set(IdentifierType::Email, Some(Token::from(token.to_be_bytes())));
        row.segment = Some((token % 50).to_string());
        builder.push(&row).unwrap();
    }
    let set = builder.finish().unwrap();
    let file = opened(&stored(&set)).unwrap();
    [set, file]
}

#[test]
fn files_and_threads_change_nothing() {
    let pool: Vec<u128> = random(0).take(60_000).collect();
    let lists: Vec<Vec<u128>> = [0..0, 0..1, 0..4_096, 100..4_197, 0..20_000, 15_000..60_000, 59_000..60_000]
        .into_iter()
        .map(|range| pool[range].to_vec())
        .collect();
    let sets: Vec<_> = lists.iter().map(|list| two_forms(list)).collect();
    let order = [IdentifierType::Email];
    for (x, a) in sets.iter().enumerate() {
        for (y, b) in sets.iter().enumerate() {
            let left: BTreeSet<&u128> = lists[x].iter().collect();
            let shared: Vec<&u128> = lists[y].iter().filter(|token| left.contains(token)).collect();
            let same = wide(shared.len());
            for (a, b) in a.iter().zip([&b[0], &b[1]]).chain(a.iter().zip([&b[1], &b[0]])) {
                for threads in [1, 2, 3, 8, 100] {
                    let overlap = count(a.into(), b.into(), &order, threads).unwrap();
                    assert_eq!(overlap.total.reveal_for_release(), same);
                    let cells = matrix(a.into(), b.into(), &order, threads).unwrap();
                    assert!(cells.total().same_as(same));
                    let seventh = wide(shared.iter().filter(|token| **token % 50 == 7).count());
                    assert_eq!(cells.reveal_for_release(7, 7), seventh);
                    let apart = symmetric_difference(a, b, threads).unwrap();
                    assert_eq!(apart, wide(lists[x].len() + lists[y].len()) - 2 * same);
                    assert_eq!(segment_difference(a, b, threads).unwrap(), apart);
                }
            }
        }
    }
}

#[test]
fn damage_names_the_set_that_has_it() {
    let list: Vec<u128> = random(5).take(9_000).collect();
    let [set, _] = two_forms(&list);
    let mut bytes = stored(&set);
    bytes[70_000] ^= 1;
    let bad = opened(&bytes).unwrap();
    let order = [IdentifierType::Email];
    for threads in [1, 2] {
        let side = |a: &AudienceSet, b: &AudienceSet| {
            count(a.into(), b.into(), &order, threads).err().map(|e| e.side)
        };
        assert_eq!((side(&bad, &set), side(&set, &bad)), (Some(Side::A), Some(Side::B)));
        let mut present = Present::from(&set);
        assert_eq!(present.remove(&bad, threads).err().map(|e| e.side), Some(Side::B));
    }
}

proptest! {
    #[test]
    fn opted_out_people_leave_with_all_their_tokens(a in lists(3), b in lists(3), out in lists(3), threads in 1..4usize) {
        let listed: [BTreeSet<u8>; 3] = std::array::from_fn(|kind| out.iter().filter_map(|row| row[kind]).collect());
        let leaves = |row: &[Option<u8>; 4]| (0..3).any(|kind| row[kind].is_some_and(|value| listed[kind].contains(&value)));
        let stay = |list: &List| -> List { kept(list).into_iter().filter(|row| !leaves(row)).collect() };
        let segments: Vec<u8> = (0..5).collect();
        let (left, right, list) = (segmented(&a, 3, &segments), segmented(&b, 3, &segments), build(&out, 3));
        let present = |set| {
            let mut present = Present::from(set);
            present.remove(&list, threads).unwrap();
            present.remove(&list, threads).unwrap();
            present
        };
        let (left, right) = (present(&left), present(&right));
        prop_assert_eq!(left.people(), build(&stay(&a), 3).summary().people);
        prop_assert!(left.segment_sizes().is_none_or(|sizes| sizes.total() == left.people()));
        let counted = count(left, right, &IdentifierType::ALL[..3], threads).unwrap();
        prop_assert_eq!(counted.total.reveal_for_release(), total(&stay(&a), &stay(&b), 3));
    }
}
