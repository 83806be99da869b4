//! Runs from asking to their end: they wait for their turn, are seen and called off, outlive the server, and are charged once.

use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use entente::access::Role;
use entente::ids::RunId;
use entente::services::rooms;
use serde_json::{Value, json};

use crate::helpers::{Browser, Gate, KCV, Page, Pair, Room, Setup, TestApp, each_database_with, until};

fn gated() -> Setup {
    Setup { counting: Some(Gate::before), ..Setup::default() }
}

/// A room with two lists.
fn room(app: &TestApp, name: &str) -> (Pair, Room) {
    let pair = Pair::new(app, name);
    let room = Room::ready(app, &pair, KCV);
    room.upload(&room.host, 0..2_000, KCV).expect_status(201);
    room.upload(&room.guest, 1_000..4_000, KCV).expect_status(201);
    (pair, room)
}

/// Asks without waiting; the run's id.
fn ask(room: &Room, by: &Browser) -> String {
    let page = by.send(
        ureq::http::Method::POST,
        &room.api("/runs"),
        &[("prefer", "respond-async"), ("content-type", "application/json")],
        b"{}".to_vec(),
    );
    let page = page.expect_status(202);
    let run = page.json();
    assert_eq!(page.location(), room.api(&format!("/runs/{}", run["id"].as_str().unwrap())));
    run["id"].as_str().unwrap().to_owned()
}

fn state(room: &Room, by: &Browser, run: &str) -> Value {
    by.visit(&room.api(&format!("/runs/{run}"))).expect_status(200).json()
}

fn cancel(room: &Room, by: &Browser, run: &str) -> Page {
    by.post_json(&room.api(&format!("/runs/{run}/cancel")), &json!({}))
}

fn used(room: &Room) -> Value {
    room.state()["budget"]["releases_used"].clone()
}

fn rows(app: &TestApp, table: &str) -> usize {
    app.database.lines(&format!("SELECT id AS line FROM {table}")).len()
}

#[test]
fn a_run_that_is_called_off_leaves_no_answer_and_no_charge() {
    each_database_with(&gated(), |app| {
        Gate::close();
        let (pair, room) = room(app, "Off");
        let run = ask(&room, &room.host);
        until("it is counted", || Gate::inside() == 1);
        until("half is read", || state(&room, &room.host, &run)["progress"] == 50);
        let seen = state(&room, &room.host, &run);
        assert_eq!(
            (&seen["state"], &seen["run"], &seen["problem"]),
            (&json!("running"), &Value::Null, &Value::Null)
        );

        // It is nobody else's: not seen, not called off.
        room.guest.visit(&room.api(&format!("/runs/{run}"))).expect_status(404);
        cancel(&room, &room.guest, &run).expect_status(404);
        app.api(pair.host.member(Role::Leader), true)
            .post_json(&room.api(&format!("/runs/{run}/cancel")), &json!({}))
            .expect_status(403);

        let analyst = app.signed_in(pair.host.member(Role::Analyst));
        let here = room.page(&format!("/runs/{run}"));
        analyst.visit(&room.page("")).expect_status(200).expect_words("Counting, 50 %");
        analyst.visit(&here).expect_status(200).expect_words("50 %").expect_words("Call it off");
        let leader = app.signed_in(pair.host.member(Role::Leader));
        assert!(!leader.visit(&here).expect_status(200).body.contains("Call it off"));
        analyst.submit(&here, &format!("{here}/cancel"), &[]).expect_redirect(&here);
        analyst.visit(&here).expect_words("Nothing was released or charged");
        until("the engine stops", || Gate::inside() == 0);
        Gate::open();
        app.stop_counts();

        assert_eq!(state(&room, &room.host, &run)["state"], "cancelled");
        cancel(&room, &room.host, &run).expect_status(409);
        assert_eq!((used(&room), rows(app, "runs"), rows(app, "releases")), (json!(0), 0, 0));
        let audit = "SELECT org_id AS line FROM audit_log WHERE action = 'overlap.cancel'";
        assert_eq!(app.database.lines(audit), [pair.host.id.to_string()]);
        app.start_counts();
        let answered = room.run(&room.host).expect_status(201).json();
        assert_eq!(answered["kind"], "fresh");
        // Over, and both sides see it now.
        let id = answered["id"].as_str().unwrap();
        for by in [&room.host, &room.guest] {
            let seen = state(&room, by, id);
            assert_eq!((&seen["state"], &seen["progress"]), (&json!("done"), &json!(100)));
            assert_eq!(seen["run"]["released"], answered["released"]);
            cancel(&room, by, id).expect_status(409);
        }
    });
}

#[test]
fn a_run_whose_server_died_is_counted_again_and_charged_once() {
    each_database_with(&Setup { counts: false, ..Setup::default() }, |app| {
        let (_, room) = room(app, "Died");
        let run = ask(&room, &room.host);
        assert_eq!(state(&room, &room.host, &run)["state"], "queued");
        // A server takes it, counts, and dies before it could keep anything.
        let kit = app.state.kit();
        let dead = rooms::run_take(&app.store, app.now()).unwrap().unwrap();
        assert_eq!(dead.id(), &RunId::from(run.as_str()));
        assert!(rooms::run_take(&app.store, app.now()).unwrap().is_none(), "it is taken");
        assert!(rooms::run_beat(&app.store, &dead, 40, app.now()).unwrap());
        let counted = rooms::run_count(&app.store, kit, &dead, app.now());
        // The next one leaves it alone until it must be dead, and never shows less than was shown.
        app.start_counts();
        std::thread::sleep(Duration::from_millis(1_500));
        let seen = state(&room, &room.host, &run);
        assert_eq!((&seen["state"], &seen["progress"]), (&json!("running"), &json!(40)));
        app.wait_minutes(2);
        until("it is taken up", || state(&room, &room.host, &run)["state"] == "done");
        assert_eq!((used(&room), rows(app, "runs"), rows(app, "releases")), (json!(1), 1, 1));
        // The dead one wakes up.
        assert!(!rooms::run_beat(&app.store, &dead, 90, app.now()).unwrap());
        rooms::run_settle(&app.store, kit, &dead, counted, app.now()).unwrap();
        assert_eq!((used(&room), rows(app, "runs"), rows(app, "releases")), (json!(1), 1, 1));
        assert_eq!(room.host.visit(&room.api("/ledger")).json()["holds"], true);
    });
}

#[test]
fn a_server_that_lost_a_run_to_another_cannot_end_it_while_that_one_counts() {
    each_database_with(&Setup { counts: false, ..Setup::default() }, |app| {
        let (_, room) = room(app, "Slow");
        let run = ask(&room, &room.host);
        let kit = app.state.kit();
        let slow = rooms::run_take(&app.store, app.now()).unwrap().unwrap();
        let counted = rooms::run_count(&app.store, kit, &slow, app.now());
        app.wait_minutes(2);
        let next = rooms::run_take(&app.store, app.now()).unwrap().unwrap();
        rooms::run_settle(&app.store, kit, &slow, counted, app.now()).unwrap();
        assert_eq!(state(&room, &room.host, &run)["state"], "running", "it is the other's now");
        assert_eq!((used(&room), rows(app, "releases")), (json!(0), 0));
        let counted = rooms::run_count(&app.store, kit, &next, app.now());
        rooms::run_settle(&app.store, kit, &next, counted, app.now()).unwrap();
        assert_eq!(state(&room, &room.host, &run)["state"], "done");
        assert_eq!((used(&room), rows(app, "releases")), (json!(1), 1));
    });
}

#[test]
fn a_run_that_takes_every_server_down_with_it_is_given_up() {
    each_database_with(&Setup { counts: false, ..Setup::default() }, |app| {
        let (_, room) = room(app, "Doomed");
        let run = ask(&room, &room.host);
        for _ in 0..3 {
            assert!(rooms::run_take(&app.store, app.now()).unwrap().is_some());
            app.wait_minutes(2);
        }
        assert!(rooms::run_take(&app.store, app.now()).unwrap().is_none());
        let seen = state(&room, &room.host, &run);
        assert_eq!(
            (&seen["state"], &seen["problem"]["reason"]),
            (&json!("failed"), &json!("conflict-run-lost"))
        );
        assert_eq!(used(&room), 0);
    });
}

#[test]
fn a_server_that_ends_puts_its_runs_back() {
    each_database_with(&gated(), |app| {
        Gate::close();
        let (_, room) = room(app, "Ends");
        let run = ask(&room, &room.host);
        until("it is counted", || Gate::inside() == 1);
        app.stop_counts();
        assert_eq!(state(&room, &room.host, &run)["state"], "queued");
        Gate::open();
        app.start_counts();
        until("it is answered", || state(&room, &room.host, &run)["state"] == "done");
        assert_eq!(used(&room), 1);
    });
}

/// With a run on every core, others wait, pages are served, and all are counted once there is room.
#[test]
fn runs_wait_for_a_core_and_pages_do_not() {
    each_database_with(&gated(), |app| {
        Gate::close();
        let cores = available_parallelism().unwrap().get();
        let (pair, room) = room(app, "Queue");
        let runs: Vec<String> = (0..cores + 2).map(|_| ask(&room, &room.host)).collect();
        until("every core counts", || Gate::inside() == cores);
        std::thread::sleep(Duration::from_millis(600));
        let states: Vec<Value> =
            runs.iter().map(|run| state(&room, &room.host, run)["state"].clone()).collect();
        assert_eq!(states[..cores].iter().filter(|state| **state == "running").count(), cores, "{states:?}");
        assert!(states[cores..].iter().all(|state| state == "queued"), "{states:?}");
        let browser = app.signed_in(pair.guest.member(Role::Leader));
        let began = Instant::now();
        for _ in 0..20 {
            browser.visit(&room.page("")).expect_status(200);
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        // One that waits can be called off too.
        cancel(&room, &room.host, &runs[cores]).expect_status(204);
        Gate::open();
        until("all are over", || {
            runs.iter().all(|run| {
                ["done", "cancelled", "failed"]
                    .contains(&state(&room, &room.host, run)["state"].as_str().unwrap())
            })
        });
        assert_eq!(Gate::most_inside(), cores);
        // The same question was answered once and charged once.
        assert_eq!((used(&room), rows(app, "releases")), (json!(1), 1));
        assert_eq!(state(&room, &room.host, &runs[cores])["state"], "cancelled");
    });
}

#[test]
fn what_is_shown_of_progress_never_goes_back() {
    each_database_with(&gated(), |app| {
        Gate::close();
        Gate::read(10);
        let (_, room) = room(app, "Forward");
        let run = ask(&room, &room.host);
        let at = |percent: u64| state(&room, &room.host, &run)["progress"] == percent;
        until("a tenth", || at(10));
        Gate::read(60);
        until("more", || at(60));
        Gate::read(20);
        std::thread::sleep(Duration::from_millis(700));
        assert!(at(60));
        // Everything is read, and the answer is not there yet.
        Gate::read(100);
        until("almost all", || at(99));
        Gate::open();
        until("all", || at(100));
    });
}

#[test]
fn a_run_that_is_refused_says_why_wherever_one_looks() {
    each_database_with(&Setup::default(), |app| {
        let pair = Pair::new(app, "Refused");
        let room = Room::ready(app, &pair, KCV);
        room.upload(&room.host, 0..2_000, KCV).expect_status(201);
        let refused = room.run(&room.host).expect_status(409).json();
        assert_eq!(
            (&refused["code"], &refused["reason"]),
            (&json!("refused"), &json!("refused-no-audience"))
        );
        let run = ask(&room, &room.host);
        until("it is refused", || state(&room, &room.host, &run)["state"] == "failed");
        let seen = state(&room, &room.host, &run);
        assert_eq!(
            (&seen["problem"]["code"], &seen["problem"]["detail"]),
            (&refused["code"], &refused["detail"])
        );
        let page = app.signed_in(pair.host.member(Role::Analyst)).visit(&room.page(&format!("/runs/{run}")));
        page.expect_status(200).expect_words("It was not counted").expect_words("Back to what it costs");
        assert_eq!(used(&room), 0);
    });
}

#[test]
fn whoever_lost_the_right_to_run_before_its_turn_gets_no_answer() {
    each_database_with(&Setup { counts: false, ..Setup::default() }, |app| {
        let (pair, room) = room(app, "Left");
        let analyst = app.api(pair.host.member(Role::Analyst), true);
        let run = ask(&room, &analyst);
        let user = &pair.host.member(Role::Analyst).id;
        app.database
            .execute(&format!("UPDATE memberships SET role = 'leader' WHERE user_id = '{user}'"))
            .unwrap();
        app.start_counts();
        until("it is refused", || state(&room, &room.host, &run)["state"] == "failed");
        assert_eq!(state(&room, &room.host, &run)["problem"]["code"], "role_lacks_permission");
        assert_eq!((used(&room), rows(app, "releases")), (json!(0), 0));
    });
}

#[test]
fn a_run_of_somebody_who_was_suspended_meanwhile_gets_no_answer() {
    each_database_with(&Setup { counts: false, ..Setup::default() }, |app| {
        let (pair, room) = room(app, "Suspended");
        let analyst = app.api(pair.host.member(Role::Analyst), true);
        let run = ask(&room, &analyst);
        let user = &pair.host.member(Role::Analyst).id;
        let suspend = format!("UPDATE memberships SET status = 'suspended' WHERE user_id = '{user}'");
        app.database.execute(&suspend).unwrap();
        app.start_counts();
        until("it is refused", || state(&room, &room.host, &run)["state"] == "failed");
        assert_eq!(state(&room, &room.host, &run)["problem"]["reason"], "conflict-run-cancelled");
        assert_eq!((used(&room), rows(app, "releases")), (json!(0), 0));
    });
}
