//! Attacks that guess whether one person is in the other company's list.

use super::{Answer, Arena, Coin, Tally, entente, judge, plain_threshold, targets};
use crate::helpers::{Setup, TestApp};

/// The releases that one pair of organisations gets.
const Q: u32 = 10;
/// The smallest group shown.
const K: u64 = 50;
/// What one release at epsilon 0.2 gives away at most: e^0.2 / (1 + e^0.2).
const ONE_RELEASE: f64 = 0.55;
/// The same for a whole budget of epsilon 2.
const ALL_RELEASES: f64 = 0.881;
/// A count whose rounding tells it from the next one: 204 becomes 200, 205 becomes 210.
const EDGE: u64 = 204;

/// Plays an attack on fresh pairs until so many targets were tried; `play` returns guess and truth a target.
fn tally(
    setup: &Setup,
    seed: u64,
    targets: u32,
    play: impl Fn(&mut Arena, &mut Coin) -> Vec<(bool, bool)>,
) -> Tally {
    let app = TestApp::sqlite(setup);
    let mut coin = Coin::new(seed);
    let mut tally = Tally::default();
    let mut pair = 0;
    while tally.of < targets {
        let mut arena = Arena::new(&app, &format!("Pair {pair}"));
        pair += 1;
        for (guess, truth) in play(&mut arena, &mut coin) {
            tally.add(guess, truth);
        }
    }
    tally
}

/// The victim's list: everybody below 2,000, and each target for whom the coin says so.
fn victim(arena: &Arena, coin: &mut Coin, first_target: u64, targets: u64) -> Vec<bool> {
    let truths: Vec<bool> = (0..targets).map(|_| coin.toss()).collect();
    let members = (first_target..).zip(&truths).filter(|(_, is)| **is).map(|(target, _)| target);
    arena.victim_brings(&(0..2_000).chain(members).collect::<Vec<u64>>());
    truths
}

/// So many people of whom the attacker knows that they are members.
fn known(count: u64) -> Vec<u64> {
    (0..count).collect()
}

const TARGET: u64 = 1_000_000;

/// A thousand targets at ten releases each on a pair of their own would take the better part of an hour.
const MOST_PAIRS: u32 = 100;

fn run(attack: &str, bound: f64, sample: u32, play: impl Fn(&mut Arena, &mut Coin) -> Vec<(bool, bool)>) {
    let here = tally(&entente(), 7, sample, &play);
    // A leak that is always there shows in a few targets.
    let plain = tally(&plain_threshold(), 8, sample.min(20), &play);
    judge(attack, bound, here, plain);
}

/// Attack 11: 49 known members and the target, so that the threshold itself gives the target away.
#[test]
fn known_members_and_one_target() {
    run("k-1 known members and the target", ONE_RELEASE, targets(80), |arena, coin| {
        let truths = victim(arena, coin, TARGET, u64::from(Q));
        let play = |(target, truth): (u64, &bool)| {
            arena.attacker_brings(&[known(K - 1), vec![target]].concat());
            (arena.ask() != Answer::Below, *truth)
        };
        (TARGET..).zip(&truths).map(play).collect()
    });
}

/// Attack 5: a list with the target and the same list without, so that the two answers differ by that one person.
#[test]
fn adding_one_person_to_a_list() {
    run("adding one person between two uploads", ONE_RELEASE, targets(40), |arena, coin| {
        let truths = victim(arena, coin, TARGET, u64::from(Q / 2));
        let play = |(target, truth): (u64, &bool)| {
            // Fresh fakes each time, or the answer is that of the list before.
            arena.attacker_brings(&known(EDGE));
            let without = arena.ask();
            arena.attacker_brings(&[known(EDGE), vec![target]].concat());
            (arena.ask() != without, *truth)
        };
        (TARGET..).zip(&truths).map(play).collect()
    });
}

/// Attack 5 as it is usually tried: one person is added and nothing else. The second answer is the first one's.
#[test]
fn adding_one_person_and_nothing_else_gets_the_stored_answer() {
    let app = TestApp::sqlite(&plain_threshold());
    let mut arena = Arena::new(&app, "Sticky");
    let truths = victim(&arena, &mut Coin::new(3), TARGET, 16);
    assert!(truths.contains(&true));
    let list = [known(EDGE), arena.fakes(1_000)].concat();
    arena.attacker_brings_just(&list).expect_status(201);
    let first = arena.ask();
    for target in TARGET..TARGET + 16 {
        arena.attacker_brings_just(&[list.as_slice(), &[target]].concat()).expect_status(201);
        assert_eq!(arena.ask(), first);
    }
    // Nor does taking one away tell anything.
    arena.attacker_brings_just(&list[1..]).expect_status(201);
    assert_eq!(arena.ask(), first);
}

/// Attack 16: the same question ten times over lists that differ only in fakes, averaged.
#[test]
fn averaging_over_the_whole_budget() {
    let few = targets(8).min(MOST_PAIRS);
    run("averaging ten answers about one target", ALL_RELEASES, few, |arena, coin| {
        let truths = victim(arena, coin, TARGET, 1);
        let answers = (0..Q).map(|_| {
            arena.attacker_brings(&[known(EDGE), vec![TARGET]].concat());
            match arena.ask() {
                Answer::Value(n) => n,
                other => panic!("{other:?}"),
            }
        });
        let sum: u64 = answers.sum();
        vec![(sum * 2 > u64::from(Q) * (2 * EDGE + 1), truths[0])]
    });
}

/// Attack 17: whether two answers are equal, where noise that hangs on the matched set would make them so.
#[test]
fn equal_answers_to_equal_matches() {
    run("equality of two answers", ONE_RELEASE, targets(40), |arena, coin| {
        let truths = victim(arena, coin, TARGET, u64::from(Q / 2));
        let play = |(target, truth): (u64, &bool)| {
            arena.attacker_brings(&[known(EDGE), vec![target]].concat());
            let with = arena.ask();
            let nobody = arena.fakes(1);
            arena.attacker_brings(&[known(EDGE), nobody].concat());
            (arena.ask() != with, *truth)
        };
        (TARGET..).zip(&truths).map(play).collect()
    });
}

/// Attack 8: nearly everybody matches, so that one who does not stands out.
#[test]
fn all_but_one_match() {
    run("complement: nearly everybody matches", ONE_RELEASE, targets(80), |arena, coin| {
        let truths = victim(arena, coin, TARGET, u64::from(Q));
        let play = |(at, truth): (u64, &bool)| {
            // 950 of 1,000 may be shown, 951 not; other known members each time, or the answer is the one before.
            let members: Vec<u64> = (0..950).map(|member| member + at * 100).collect();
            arena.attacker_brings(&[members, vec![TARGET + at]].concat());
            (arena.ask() == Answer::Above, *truth)
        };
        (0..).zip(&truths).map(play).collect()
    });
}

/// Attack 9 in its cheapest form: ten answers would find the one member among 1,024 candidates, a bit each.
#[test]
fn halving_the_candidates() {
    run("binary search, bit by bit", ONE_RELEASE, targets(80), |arena, coin| {
        let member = coin.pick(1 << Q);
        arena.victim_brings(&(0..2_000).chain([TARGET + member]).collect::<Vec<u64>>());
        let play = |bit: u32| {
            let half = (0..1_u64 << Q).filter(|at| at >> bit & 1 == 1).map(|at| TARGET + at);
            let half: Vec<u64> = half.collect();
            arena.attacker_brings(&[known(K - 1), half].concat());
            (arena.ask() != Answer::Below, member >> bit & 1 == 1)
        };
        (0..Q).map(play).collect()
    });
}
