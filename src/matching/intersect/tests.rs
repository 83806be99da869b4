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
