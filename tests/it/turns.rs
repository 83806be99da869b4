//! Counts wait for each other, and nobody else waits for them.

use std::thread::available_parallelism;
use std::time::Duration;

use entente::access::Role;
use serde_json::json;

use crate::helpers::{Setup, TestApp};

/// With every turn taken, a run waits, pages are served, and the run is counted once a turn is free.
#[test]
fn a_count_waits_for_its_turn_and_pages_do_not() {
    let app = TestApp::sqlite(&Setup::default());
    let (host, guest) = (app.company("Host"), app.company("Guest"));
    let (id, _) = app.counted_room(&host, &guest);
    app.audience(&host, &id, 0..1_800);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let turn = || runtime.block_on(app.state.counting_turn()).unwrap();
    let turns: Vec<_> = (0..available_parallelism().unwrap().get()).map(|_| turn()).collect();
    let api = app.api(host.member(Role::Analyst), true);
    let runs = format!("/api/v1/rooms/{id}/runs");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| api.post_json(&runs, &json!({})).expect_status(201).json());
        std::thread::sleep(Duration::from_millis(1_500));
        assert!(!waiting.is_finished(), "it counted out of turn");
        // Far more pages than there are connections to the database.
        let browser = app.signed_in(guest.member(Role::Leader));
        for _ in 0..20 {
            browser.visit(&format!("/rooms/{id}")).expect_status(200);
        }
        drop(turns);
        assert_eq!(waiting.join().unwrap()["kind"], "fresh");
    });
}
