//! A room from its first upload to the receipt of its destruction, with a cluster as the engine: the same answers as this
//! program's own. Ignored where nobody started a cluster; `tests/run` does (see `tests/spark/cluster`).

use std::fmt::Write as _;

use entente::rooms::release::{Noise, NoiseError, Scale};
use serde_json::{Value, json};

use crate::helpers::{KCV, Pair, Room, Setup, TestApp, terms};

/// Noise that changes nothing, so that two engines can be compared to the person.
struct Silent;

impl Noise for Silent {
    fn draw(&mut self, _: Scale) -> Result<i64, NoiseError> {
        Ok(0)
    }
}

fn setup(address: Option<String>) -> Setup {
    Setup { noise: Some(|| Box::new(Silent)), spark: address, ..Setup::default() }
}

fn address(variable: &str) -> String {
    std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set; tests/run starts clusters and sets it"))
}

/// People with an e-mail, of whom every third has another's phone number, in two segments; some opted out.
fn list(people: std::ops::Range<u32>, step: u32, opted_out: impl Fn(u32) -> bool) -> String {
    people.fold("email,phone,segment,opt_out\n".to_owned(), |mut csv, person| {
        let phone = if person % 3 == 0 { person + 1 } else { person };
        writeln!(csv, "{person:032x},{:032x},{},{}", phone | 1 << 30, person / step % 2, opted_out(person))
            .unwrap();
        csv
    })
}

/// What both sides see of a room's life, without ids and times.
fn life(app: &TestApp) -> Vec<Value> {
    let pair = Pair::new(app, "Cluster");
    let mut asked = terms();
    asked["identifiers"] =
        json!([{ "kind": "phone", "profile": "entente" }, { "kind": "email", "profile": "entente" }]);
    asked["breakdowns"] = json!({ "by_identifier": true, "by_segment": true });
    // A matrix by two identifiers has a wide error bar, so its smallest group is large.
    asked["rules"] = json!({ "k": 120, "round_to": 10, "n_min": 1000, "near_duplicate": 120, "epsilon_micro": 200_000,
        "epsilon_total_micro": 2_000_000, "releases": 10 });
    let room = Room::under(app, &pair, &asked, KCV);
    let bring = |csv: &str| room.host.upload_as(&room.id, KCV, &[], csv.as_bytes()).expect_status(201);
    bring(&list(0..3_000, 1, |person| person % 100 == 0));
    let guest = list(1_000..5_000, 4, |_| false);
    room.guest.upload_as(&room.id, KCV, &[], guest.as_bytes()).expect_status(201);
    let mut seen = Vec::new();
    let mut run = |ask: &str| {
        let run = room.host.post_json(&room.api("/runs"), &json!({ "ask": ask }));
        let run = run.expect_status(201).json();
        seen.push(json!([run["kind"], run["standing"], run["released"]]));
    };
    for ask in ["overlap", "by_identifier", "by_segment", "overlap"] {
        run(ask);
    }
    // Ten people more are no new question; a thousand are.
    bring(&list(0..3_010, 1, |person| person % 100 == 0));
    run("overlap");
    bring(&list(0..4_000, 1, |person| person % 100 == 0));
    run("overlap");
    seen.push(room.state()["budget"].clone());
    let ledger = room.guest.visit(&room.api("/ledger")).expect_status(200).json();
    seen.push(ledger["holds"].clone());
    assert!(app.kept_lists() >= 5, "two lists, two changes and those who opted out");
    room.host
        .post_json(&room.api("/close"), &json!({ "reason": "The campaign is over." }))
        .expect_status(204);
    app.run_jobs();
    let receipt = room.host.visit(&room.api("/receipt")).expect_status(200).json();
    let lists = receipt["receipt"]["lists"].as_array().unwrap().len();
    seen.push(json!({ "because": receipt["receipt"]["because"], "lists": lists }));
    assert_eq!(app.kept_lists(), 0, "the receipt is written once nothing is left");
    seen
}

#[test]
#[ignore = "needs Sail and Spark, which tests/run starts"]
fn a_room_lives_the_same_life_in_every_engine() {
    let local = life(&TestApp::sqlite(&setup(None)));
    eprintln!("{local:#?}");
    assert_eq!(life(&TestApp::sqlite(&setup(Some(address("ENTENTE_TEST_SAIL"))))), local);
    assert_eq!(life(&TestApp::sqlite(&setup(Some(address("ENTENTE_TEST_SPARK"))))), local);
}

#[test]
#[ignore = "needs Sail, which tests/run starts"]
fn an_engine_that_went_away_charges_nothing_and_says_so() {
    let app = TestApp::sqlite(&setup(Some(address("ENTENTE_TEST_SAIL"))));
    let pair = Pair::new(&app, "Away");
    let room = Room::ready(&app, &pair, KCV);
    room.upload(&room.host, 0..2_000, KCV).expect_status(201);
    room.upload(&room.guest, 1_000..4_000, KCV).expect_status(201);
    let shared = app.folder().join("shared");
    let away = app.folder().join("away");
    std::fs::rename(&shared, &away).unwrap();
    // A place that cannot be written or read, as when its mount is gone.
    std::fs::write(&shared, "").unwrap();
    let refused = room.run(&room.host);
    assert!(refused.status >= 500, "{}", refused.body);
    room.upload(&room.host, 0..2_100, KCV).expect_status(503).expect_words("Nothing was kept");
    std::fs::remove_file(&shared).unwrap();
    std::fs::rename(&away, &shared).unwrap();
    assert_eq!(room.state()["budget"]["releases_used"], 0);
    assert_eq!(room.run(&room.host).expect_status(201).json()["released"]["n"], 1_000);
}
