//! Counts against simple models.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::matching::set::tests::{List, build, kept, lists, token};
use crate::matching::token::Token;

fn total(a: &List, b: &List, kinds: usize) -> u64 {
    count(&build(a, kinds), &build(b, kinds), &IdentifierType::ALL[..kinds]).total.reveal_for_release()
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
        let overlap = count(&build(&a, 3), &build(&b, 3), &IdentifierType::ALL[..3]);
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
    fn walking_and_galloping_agree(small in prop::collection::btree_set(0..4000u128, 0..12), big in prop::collection::btree_set(0..4000u128, 0..1500)) {
        let tokens = |set: &BTreeSet<u128>| -> Vec<Token> { set.iter().map(|n| Token::from((n << 100).to_be_bytes())).collect() };
        let shared: Vec<u128> = small.intersection(&big).copied().collect();
        let (small, big) = (tokens(&small), tokens(&big));
        for (a, b) in [(&small, &big), (&big, &small)] {
            prop_assert_eq!(merge::count(a, b), wide(shared.len()));
            let mut found = Vec::new();
            merge::each_match(a, b, |i, j| found.push((a[i], b[j])));
            prop_assert!(found.iter().all(|(x, y)| x == y));
            prop_assert_eq!(found.len(), shared.len());
        }
    }

    #[test]
    fn the_difference_of_two_versions_is_symmetric(a in lists(2), b in lists(2)) {
        let values = |list: &List, kind: usize| -> BTreeSet<u8> { list.iter().filter_map(|row| row[kind]).collect() };
        let apart = (0..2).map(|kind| values(&a, kind).symmetric_difference(&values(&b, kind)).count()).max().unwrap();
        prop_assert_eq!(symmetric_difference(&build(&a, 2), &build(&b, 2)), wide(apart));
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
    builder.finish()
}

fn cells(a: &AudienceSet, b: &AudienceSet, kinds: usize) -> Vec<u64> {
    let matrix = matrix(a, b, &IdentifierType::ALL[..kinds]);
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
        prop_assert!(matrix(&left, &right, &IdentifierType::ALL[..kinds]).total().same_as(total));
        let people: u64 = left.segment_sizes().map_or(0, |sizes| sizes.total());
        prop_assert!(a.is_empty() || people == left.summary().people);
    }

    #[test]
    fn one_row_moves_each_pass_by_no_more_than_its_sensitivity(a in lists(4), b in lists(4), kinds in 1..=4usize, place: prop::sample::Index) {
        prop_assume!(!a.is_empty());
        let mut fewer = a.clone();
        fewer.remove(place.index(a.len()));
        let order = &IdentifierType::ALL[..kinds];
        let (with, without) = (count(&build(&a, kinds), &build(&b, kinds), order), count(&build(&fewer, kinds), &build(&b, kinds), order));
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
    let overlap = count(&email, &both, &IdentifierType::ALL[..2]);
    assert_eq!(overlap.total.reveal_for_release(), 1);
    assert_eq!(overlap.by_type.len(), 2);
}
