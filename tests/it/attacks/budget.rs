//! Attacks on the budget: other rooms, other people, the same room again, other lists. And lists that only look long.

use entente::access::Role;
use serde_json::json;

use super::arena::{Answer, Arena, read, token};
use super::{entente, plain_threshold};
use crate::helpers::{Browser, TestApp, each_database_with, key_check_value};

/// Whoever asks, wherever and about whatever: ten answers, and no eleventh.
#[test]
fn no_second_room_user_or_recreated_room_gets_an_eleventh_answer() {
    each_database_with(&entente(), |app| {
        let mut arena = Arena::new(app, "Patient");
        let askers: Vec<Browser> = [Role::Owner, Role::Manager, Role::Analyst]
            .map(|role| app.api(arena.attacker.member(role), true))
            .into();
        let mut fresh = 0;
        for turn in 0..14 {
            // Every fourth list goes to a room made anew; the one before is closed.
            if turn % 4 == 3 {
                let close = format!("/api/v1/rooms/{}/close", arena.room);
                arena.us().post_json(&close, &json!({ "reason": "We begin again." })).expect_status(204);
                arena.room = app.keyed_room_again(&arena.attacker, &arena.victim);
            }
            arena.victim_brings(&(0..2_000).collect::<Vec<u64>>());
            arena.attacker_brings(&(0..300).collect::<Vec<u64>>());
            let asker = &askers[turn % askers.len()];
            match read(&asker.post_json(&format!("/api/v1/rooms/{}/runs", arena.room), &json!({}))) {
                Answer::Refused(code) => assert!(code.contains("budget"), "{code}"),
                _ => fresh += 1,
            }
        }
        assert_eq!(fresh, 10);
    });
}

/// Attack 13: one person ten thousand times over is one person, and a list of them is refused.
#[test]
fn copies_of_a_person_are_one_person() {
    let app = TestApp::sqlite(&plain_threshold());
    let mut arena = Arena::new(&app, "Copies");
    arena.victim_brings(&(0..2_000).collect::<Vec<u64>>());
    // A list of one member 10,000 times over, with just enough others to pass for a list.
    let others = arena.fakes(999);
    let copies = [vec![7; 10_000], others.clone()].concat();
    let kept = arena.attacker_brings_just(&copies);
    let refused = kept.status != 201 || matches!(arena.ask(), Answer::Refused(_));
    assert!(refused, "a list that is mostly copies was counted");
    // Copies below that share change nothing: the 49 known members with copies are still fewer than 50.
    let known: Vec<u64> = (0..49).flat_map(|member| [member; 10]).collect();
    arena.attacker_brings_just(&[known, others].concat()).expect_status(201);
    assert_eq!(arena.ask(), Answer::Below);
}

/// Attack 3: no route gives back a token that somebody brought.
#[test]
fn no_answer_holds_a_token() {
    let app = TestApp::sqlite(&entente());
    let mut arena = Arena::new(&app, "Reader");
    arena.victim_brings(&(0..2_000).collect::<Vec<u64>>());
    arena.attacker_brings(&(0..300).collect::<Vec<u64>>());
    arena.ask();
    let (room, kcv) = (&arena.room, key_check_value(&arena.room));
    for path in ["", "/terms", "/runs", "/ledger", "/audience", "/audiences"] {
        let page = arena.us().visit(&format!("/api/v1/rooms/{room}{path}"));
        assert!(page.status < 500, "{page:?}");
        for person in [0, 17, 299, 1_999] {
            assert!(!page.body.contains(&token(person)), "{path} gives a token away");
        }
    }
    assert!(!kcv.is_empty());
}
