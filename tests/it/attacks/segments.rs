//! Attack 6: a person alone in a small corner of a matrix, found from the corner or from the total less the rest.

use serde_json::{Value, json};

use super::{Arena, Coin, entente, judge, plain_threshold, targets};
use crate::helpers::{Setup, TestApp};

/// The least segment: 49 known members, the target and so many who are nowhere else.
const SEGMENT: usize = 200;
const TARGET: u64 = 1_000_000;

/// What the attacker makes of a matrix whose first row is the corner, in a room where the rest is known.
fn guess(matrix: &Value) -> bool {
    let shown = |row: usize| matrix["cells"][row][0]["n"].as_f64();
    if shown(0).is_some() {
        // The corner itself: 50 people are there, not 49.
        return true;
    }
    match (matrix["total"]["n"].as_f64(), shown(1), shown(2)) {
        // The total less the others.
        (Some(total), Some(first), Some(second)) => total - first - second > 49.5,
        _ => false,
    }
}

fn tally(setup: &Setup, seed: u64, targets: u32) -> super::Tally {
    let app = TestApp::sqlite(setup);
    let mut coin = Coin::new(seed);
    let mut tally = super::Tally::default();
    let mut pair = 0;
    while tally.of < targets {
        let mut arena = Arena::by_segment(&app, &format!("Corner {pair}"));
        pair += 1;
        let truths: Vec<bool> = (0..10).map(|_| coin.toss()).collect();
        let members = (TARGET..).zip(&truths).filter(|(_, is)| **is).map(|(target, _)| target);
        arena.victim_brings(&(0..4_000).chain(members).collect::<Vec<u64>>());
        for (at, truth) in (0..).zip(&truths) {
            let nobody = arena.fakes(SEGMENT - 50);
            let corner = [(0..49).collect(), vec![TARGET + at], nobody].concat();
            // Other known members each time, or the answer is the one before.
            let first = at * 100 + 100;
            let (one, two): (Vec<u64>, Vec<u64>) =
                ((first..first + 1_000).collect(), (first + 1_000..first + 1_600).collect());
            // Enough who are not members, or "nearly all" would withhold these segments themselves.
            let (some, more) = (arena.fakes(200), arena.fakes(600));
            let lists = [corner, [one, some].concat(), [two, more].concat()];
            arena.attacker_brings_segments(&lists).expect_status(201);
            let page = arena
                .us()
                .post_json(&format!("/api/v1/rooms/{}/runs", arena.room), &json!({ "ask": "by_segment" }))
                .expect_status(201);
            tally.add(guess(&page.json()["released"]), *truth);
        }
    }
    tally
}

#[test]
fn total_less_the_other_segments() {
    let here = tally(&entente(), 11, targets(40));
    let plain = tally(&plain_threshold(), 12, 20);
    judge("differencing over segments", 0.55, here, plain);
}
