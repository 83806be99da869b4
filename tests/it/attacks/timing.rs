//! Attack 10: does the time or the size of an answer say whether it was withheld?

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::arena::{Answer, Arena, read};
use super::{entente, targets};
use crate::helpers::TestApp;

/// How often a value of the first list is above one of the second; ties count half.
fn auc(first: &[Duration], second: &[Duration]) -> f64 {
    let score = |a: &Duration| {
        let points = second.iter().map(|b| match a.cmp(b) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        });
        points.sum::<f64>()
    };
    let all: f64 = first.iter().map(score).sum();
    all / (number(first.len()) * number(second.len()))
}

fn number(of: usize) -> f64 {
    f64::from(u32::try_from(of).unwrap())
}

/// Answers about nobody and about everybody appear on the same beat and have the same shape.
#[test]
fn the_time_of_an_answer_does_not_say_whether_it_was_withheld() {
    let mut setup = entente();
    setup.limits.release_tick_seconds = 1;
    let app = TestApp::sqlite(&setup);
    let pairs = targets(60).min(400) / 10;
    let (mut shown, mut withheld) = (Vec::new(), Vec::new());
    let arenas: Vec<Arena> = (0..pairs).map(|at| Arena::new(&app, &format!("Watch {at}"))).collect();
    // A few pairs at a time: a beat is a second, and two cores serve them all.
    let mut arenas = arenas.into_iter();
    loop {
        let group: Vec<Arena> = arenas.by_ref().take(4).collect();
        if group.is_empty() {
            break;
        }
        let timed: Vec<Vec<(bool, Duration)>> = thread::scope(|scope| {
            let running: Vec<_> = group.into_iter().map(|arena| scope.spawn(|| watch(arena))).collect();
            running.into_iter().map(|one| one.join().unwrap()).collect()
        });
        for (is_shown, time) in timed.into_iter().flatten() {
            if is_shown { shown.push(time) } else { withheld.push(time) }
        }
    }
    assert!(shown.len() > 20 && withheld.len() > 20);
    let auc = auc(&shown, &withheld);
    // Three standard errors of the statistic under no difference.
    let (n, m) = (number(shown.len()), number(withheld.len()));
    let chance = 3.0 * ((n + m + 1.0) / (12.0 * n * m)).sqrt();
    eprintln!("| time of shown against withheld (AUC, 0.5 is nothing) | {auc:.3} of {} |", n + m);
    assert!((auc - 0.5).abs() <= chance, "the time tells: AUC {auc:.3}, chance {chance:.3}");
}

/// What every answered run says, whether its count is shown or withheld.
const FIELDS: [&str; 7] = ["ask", "drawn_at", "id", "kind", "release_id", "released", "standing"];

fn fields(answer: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn watch(mut arena: Arena) -> Vec<(bool, Duration)> {
    arena.victim_brings(&(0..20_000).collect::<Vec<u64>>());
    let times = (0..10_u64).map(|turn| {
        // Half of the time nobody matches, half of the time thousands do.
        let people: Vec<u64> =
            if turn % 2 == 0 { arena.fakes(5_000) } else { (turn * 1_000..turn * 1_000 + 5_000).collect() };
        arena.attacker_brings_just(&people).expect_status(201);
        let began = Instant::now();
        let page = arena.us().post_json(&format!("/api/v1/rooms/{}/runs", arena.room), &json!({}));
        let time = began.elapsed();
        assert_eq!(fields(&page.json()), FIELDS, "the shape of an answer does not hang on what it says");
        (read(&page) != Answer::Below, time)
    });
    times.collect()
}
