//! Rooms over HTTP: from opening to closing, by two organisations, with everything that must not work.

use std::thread;

use entente::access::Role;
use entente::rooms::budget::Budget;
use entente::services::vetting;
use entente::store;
use serde_json::{Value, json};

use crate::helpers::{Browser, KCV, Page, Pair, Room, each_database, terms, until};

#[test]
fn two_companies_count_in_the_browser() {
    each_database(|app| {
        let pair = Pair::new(app, "Walk");
        let host = app.signed_in(pair.host.member(Role::Manager));
        let guest = app.signed_in(pair.guest.member(Role::Owner));
        let fields = [("partner", pair.vetted.partner.as_str()), ("name", "Spring overlap")];
        let opened = host.submit("/rooms/new", "/rooms", &fields).expect_status(303);
        let at = opened.location();
        host.visit(&at).expect_status(200).expect_words("Either side proposes them");
        guest.visit("/rooms").expect_status(200).expect_words("Spring overlap");

        let terms = format!("{at}/terms");
        let form = [
            ("purpose", "Count the members that our two programmes share."),
            ("basis_us", "consent"),
            ("basis_them", "consent"),
            ("id1", "email"),
            ("profile", "entente"),
            ("k", "50"),
            ("round_to", "10"),
            ("n_min", "1,000"),
            ("epsilon", "0.2"),
            ("epsilon_total", "2"),
            ("releases", "10"),
            ("days", "30"),
        ];
        host.submit(&format!("{terms}/new"), &terms, &form).expect_redirect(&terms);
        sign_in_browser(&host, &terms).expect_redirect(&at);
        sign_in_browser(&guest, &terms).expect_redirect(&at);

        let key = format!("{at}/key");
        host.submit(&key, &key, &[("kcv", KCV)]).expect_redirect(&at);
        let check = format!("{key}/check");
        guest
            .submit(&key, &check, &[("kcv", "ffffffffffffffff")])
            .expect_status(422)
            .expect_words("not the key");
        guest.submit(&key, &check, &[("kcv", KCV)]).expect_redirect(&at);

        let (host_api, guest_api) = pair.apis(app);
        let room = Room { id: at.trim_start_matches("/rooms/").to_owned(), host: host_api, guest: guest_api };
        room.upload(&room.host, 0..2_000, KCV).expect_status(201);
        room.upload(&room.guest, 1_000..4_000, KCV).expect_status(201);
        let asked =
            host.submit(&format!("{at}/run"), &format!("{at}/runs"), &[]).expect_status(303).location();
        assert!(asked.starts_with(&format!("{at}/runs/")), "{asked}");
        until("it is answered", || host.visit(&asked).status == 303);
        let done = host.visit(&asked);
        let ours =
            host.visit(&done.location()).expect_status(200).expect_words("Give or take 15, rounded to 10");
        let theirs = guest.visit(&done.location()).expect_status(200);
        assert_eq!(headline(&ours), headline(&theirs));
        assert!(headline(&ours).ends_with("people"), "{}", headline(&ours));
        guest.visit(&format!("{at}/ledger")).expect_status(200).expect_words("holds together");
        host.visit(&at).expect_words("1 of 10 releases used, 9 left");
    });
}

fn sign_in_browser(browser: &Browser, terms: &str) -> Page {
    let action = format!("{terms}/sign");
    let fields = browser.visit(terms).form_fields(&action);
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).unwrap().1.clone();
    let (id, sha256) = (value("terms"), value("sha256"));
    browser.submit(terms, &action, &[("terms", &id), ("sha256", &sha256)]).expect_status(422);
    browser.submit(terms, &action, &[("terms", &id), ("sha256", &sha256), ("read", "yes")])
}

fn headline(page: &Page) -> String {
    let after = page.body.split_once("released-number\">").unwrap().1;
    after.split_once("</p>").unwrap().0.to_owned()
}

#[test]
fn repeats_and_near_repeats_cost_nothing() {
    each_database(|app| {
        let pair = Pair::new(app, "Repeat");
        let room = Room::ready(app, &pair, KCV);
        room.upload(&room.host, 0..2_000, KCV).expect_status(201);
        room.upload(&room.guest, 1_000..4_000, KCV).expect_status(201);
        let first = room.run(&room.host).expect_status(201).json();
        assert_eq!(first["kind"], "fresh");
        let again = room.run(&room.guest).expect_status(201).json();
        assert_eq!((&again["kind"], &again["released"]), (&json!("repeat"), &first["released"]));
        // One person more: attack 5.
        room.upload(&room.host, 0..2_001, KCV).expect_status(201);
        let near = room.run(&room.host).expect_status(201).json();
        assert_eq!((&near["kind"], &near["released"]), (&json!("unchanged"), &first["released"]));
        // Fifty more: a new question.
        room.upload(&room.host, 0..2_050, KCV).expect_status(201);
        assert_eq!(room.run(&room.host).expect_status(201).json()["kind"], "fresh");
        assert_eq!(room.state()["budget"]["releases_used"], 2);
        let ledger = room.guest.visit(&room.api("/ledger")).json();
        assert_eq!(ledger["holds"], true);
    });
}

#[test]
fn nobody_and_a_few_are_the_same_answer() {
    each_database(|app| {
        let mut answers = Vec::new();
        for (name, from) in [("None", 2_000), ("Few", 1_990)] {
            let pair = Pair::new(app, name);
            let room = Room::ready(app, &pair, &format!("{from:016x}"));
            room.upload(&room.host, 0..2_000, &format!("{from:016x}")).expect_status(201);
            room.upload(&room.guest, from..from + 3_000, &format!("{from:016x}")).expect_status(201);
            let run = room.run(&room.host).expect_status(201).json();
            answers.push(run["released"].clone());
            let page = app.signed_in(pair.host.member(Role::Leader)).visit(&room.page(""));
            page.expect_words("Fewer than 50 people");
        }
        assert_eq!(answers[0], json!({ "band": "below", "lt": 50 }));
        assert_eq!(answers[0], answers[1]);
    });
}

#[test]
fn a_stranger_finds_no_room() {
    each_database(|app| {
        let pair = Pair::new(app, "Private");
        let room = Room::opened(app, &pair);
        let stranger = app.company("Stranger");
        let browser = app.signed_in(stranger.member(Role::Owner));
        for rest in ["", "/terms", "/terms/new", "/key", "/run", "/ledger", "/close"] {
            browser.visit(&room.page(rest)).expect_status(404);
        }
        let api = app.api(stranger.member(Role::Owner), true);
        api.post_json(&room.api("/key"), &json!({ "kcv": KCV })).expect_status(404);
        api.post_json(&room.api("/close"), &json!({ "reason": "because" })).expect_status(404);
        assert_eq!(api.visit("/api/v1/rooms").json(), json!([]));
    });
}

#[test]
fn terms_that_moved_cannot_be_signed() {
    each_database(|app| {
        let pair = Pair::new(app, "Stale");
        let room = Room::opened(app, &pair);
        room.propose(&terms());
        let read = room.guest.visit(&room.api("/terms")).json()[0].clone();
        room.sign(&room.host).expect_status(204);
        room.propose(
            &json!({ "purpose": terms()["purpose"], "legal_basis": terms()["legal_basis"], "days": 10 }),
        );
        let signing = json!({ "terms_id": read["id"], "sha256": read["sha256"] });
        room.guest.post_json(&room.api("/terms/sign"), &signing).expect_status(409);
        let state = room.state();
        assert_eq!(state["host"]["signed_at"], Value::Null, "the host's signature was under the old terms");
        let wrong_hash = json!({ "terms_id": room.guest.visit(&room.api("/terms")).json()[0]["id"], "sha256": read["sha256"] });
        room.guest.post_json(&room.api("/terms/sign"), &wrong_hash).expect_status(409);
        room.sign(&room.guest).expect_status(204);
        room.sign(&room.guest).expect_status(409);
    });
}

#[test]
fn faulty_terms_are_refused_field_by_field() {
    each_database(|app| {
        let pair = Pair::new(app, "Faults");
        let room = Room::opened(app, &pair);
        let body = json!({ "purpose": "", "rules": { "k": 5, "round_to": 10, "n_min": 1000, "near_duplicate": 50,
            "epsilon_micro": 200_000, "epsilon_total_micro": 2_000_000, "releases": 10 } });
        let refused = room.host.post_json(&room.api("/terms"), &body).expect_status(422).json();
        let fields: Vec<&str> = refused["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["field"].as_str().unwrap())
            .collect();
        assert_eq!(fields, ["legal_basis.host", "legal_basis.guest", "purpose", "rules.k"]);
        assert_eq!(room.host.visit(&room.api("/terms")).json(), json!([]));
        // In the browser, what was typed stays.
        let host = app.signed_in(pair.host.member(Role::Manager));
        let (at, action) = (room.page("/terms/new"), room.page("/terms"));
        let typed = [
            ("purpose", "A purpose that is long enough."),
            ("k", "five"),
            ("epsilon", "0.2"),
            ("epsilon_total", "2"),
            ("round_to", "10"),
            ("n_min", "1000"),
            ("releases", "10"),
            ("days", "30"),
        ];
        let page = host.submit(&at, &action, &typed).expect_status(422);
        page.clone().expect_words("Write a whole number");
        assert!(page.body.contains("value=\"five\"") && page.body.contains("A purpose that is long enough."));
    });
}

#[test]
fn a_key_serves_one_room_and_a_wrong_one_changes_nothing() {
    each_database(|app| {
        let pair = Pair::new(app, "Keys");
        let first = Room::ready(app, &pair, KCV);
        let second = Room::opened(app, &pair);
        second.host.post_json(&second.api("/key"), &json!({ "kcv": KCV })).expect_status(409);
        second.propose(&terms());
        second.sign(&second.host).expect_status(204);
        second.sign(&second.guest).expect_status(204);
        // The key of another room would link the people of both: attack 12.
        second.host.post_json(&second.api("/key"), &json!({ "kcv": KCV })).expect_status(409);
        second.host.post_json(&second.api("/key"), &json!({ "kcv": "no" })).expect_status(422);
        second.guest.post_json(&second.api("/key"), &json!({ "kcv": "00" .repeat(8) })).expect_status(409);
        second.host.post_json(&second.api("/key"), &json!({ "kcv": "ab".repeat(8) })).expect_status(204);
        second.guest.post_json(&second.api("/key/check"), &json!({ "kcv": KCV })).expect_status(409);
        assert_eq!(second.state()["guest"]["key_at"], Value::Null);
        first.upload(&first.host, 0..10, &"cd".repeat(8)).expect_status(422);
    });
}

#[test]
fn of_fifty_runs_for_the_last_release_one_is_fresh() {
    each_database(|app| {
        let pair = Pair::new(app, "Race");
        // Two rooms, so that the questions differ: the budget is the pair's.
        let rooms: Vec<Room> = ["a1", "b2"].map(|byte| Room::ready(app, &pair, &byte.repeat(8))).into();
        for (room, byte) in rooms.iter().zip(["a1", "b2"]) {
            room.upload(&room.host, 0..2_000, &byte.repeat(8)).expect_status(201);
            room.upload(&room.guest, 1_000..4_000, &byte.repeat(8)).expect_status(201);
        }
        let nine = Budget { epsilon_micro: 1_800_000, releases: 9 };
        app.store.write("test", |tx| store::budget_save(tx, &pair.host.id, &pair.guest.id, &nine)).unwrap();
        let answers: Vec<Page> = thread::scope(|scope| {
            let runs: Vec<_> = (0..50)
                .map(|number| {
                    let room = &rooms[number % 2];
                    let by = if number % 4 < 2 { &room.host } else { &room.guest };
                    scope.spawn(move || room.run(by))
                })
                .collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect()
        });
        let fresh =
            answers.iter().filter(|page| page.status == 201 && page.json()["kind"] == "fresh").count();
        assert_eq!(fresh, 1);
        assert!(answers.iter().all(|page| [201, 409, 503].contains(&page.status)));
        let spent = app.store.read(|tx| store::budget_fetch(tx, &pair.host.id, &pair.guest.id)).unwrap();
        assert_eq!(spent, Budget { epsilon_micro: 2_000_000, releases: 10 });
        for room in &rooms {
            assert_eq!(room.host.visit(&room.api("/ledger")).json()["holds"], true);
        }
    });
}

#[test]
fn a_decision_that_no_longer_counts_stops_the_room_and_says_why() {
    each_database(|app| {
        let pair = Pair::new(app, "Stopped");
        let room = Room::ready(app, &pair, KCV);
        room.upload(&room.host, 0..2_000, KCV).expect_status(201);
        room.upload(&room.guest, 1_000..4_000, KCV).expect_status(201);
        assert_eq!(room.state()["open"], true);
        // A reviewer corrects an answer: what was decided no longer stands on what is known.
        pair.doubt(app);
        let state = room.state();
        assert_eq!(state["open"], false);
        assert_eq!(state["closed_because"][0]["code"], "no_decision");
        room.run(&room.guest).expect_status(409);
        room.upload(&room.host, 0..2_000, KCV).expect_status(409);
        app.signed_in(pair.host.member(Role::Leader))
            .visit(&room.page(""))
            .expect_words("does not count now");
    });
}

#[test]
fn time_closes_what_nobody_renews() {
    each_database(|app| {
        let pair = Pair::new(app, "Expired");
        let room = Room::ready(app, &pair, KCV);
        app.wait_minutes(3 * 366 * 24 * 60);
        let (host, guest) = pair.apis(app);
        let room = Room { id: room.id, host, guest };
        let state = room.state();
        let codes: Vec<&str> = state["closed_because"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes, ["decision_expired", "terms_expired"]);
        let guest_sees = room.guest.visit(&room.api("")).json();
        assert_eq!(guest_sees["closed_because"][0]["code"], "partner_refuses");
        room.run(&room.host).expect_status(409);
    });
}

#[test]
fn no_approval_no_room() {
    each_database(|app| {
        let pair = Pair::new(app, "Unvetted");
        // The guest has not vetted the host.
        let guest = app.api(pair.guest.member(Role::Manager), true);
        let body = json!({ "partner_id": pair.vetted.partner.as_str(), "name": "Theirs" });
        guest.post_json("/api/v1/rooms", &body).expect_status(404);
        let other = app.company("Elsewhere");
        let manager = pair.host.member(Role::Manager);
        let partner = app.store.write("test", |tx| {
            let input =
                vetting::PartnerInput { name: "Elsewhere".to_owned(), ..vetting::PartnerInput::default() };
            let id = vetting::partner_add(tx, &manager.proof(), &input, app.now())?;
            store::partner_link(tx, &pair.host.id, &id, &other.id)?;
            Ok::<_, entente::services::ServiceError>(id)
        });
        let (host, _) = pair.apis(app);
        let body = json!({ "partner_id": partner.unwrap().as_str(), "name": "Too early" });
        let refused = host.post_json("/api/v1/rooms", &body).expect_status(409).json();
        assert!(refused["detail"].as_str().unwrap().contains("no current decision"), "{refused}");
        let page = app.signed_in(manager).visit("/rooms/new").expect_status(200);
        page.expect_words("Not possible now");
    });
}

#[test]
fn closing_is_for_good_and_takes_the_tokens_along() {
    each_database(|app| {
        let pair = Pair::new(app, "Closing");
        let room = Room::ready(app, &pair, KCV);
        room.upload(&room.host, 0..2_000, KCV).expect_status(201);
        room.upload(&room.guest, 1_000..4_000, KCV).expect_status(201);
        let answered = room.run(&room.host).expect_status(201).json();
        let guest = app.signed_in(pair.guest.member(Role::Manager));
        let close = room.page("/close");
        guest.submit_here(&close, &[("reason", " ")]).expect_status(422);
        guest.submit_here(&close, &[("reason", "The season is over.")]).expect_redirect(&room.page(""));
        let files = app.folder().join("audiences").join(&room.id);
        let left = std::fs::read_dir(&files).map(|entries| entries.count()).unwrap_or(0);
        assert_eq!(left, 0, "{}", files.display());
        room.run(&room.host).expect_status(409);
        room.upload(&room.host, 0..2_000, KCV).expect_status(409);
        room.host.post_json(&room.api("/close"), &json!({ "reason": "again" })).expect_status(409);
        room.host.post_json(&room.api("/terms"), &terms()).expect_status(409);
        let stored =
            app.store.read(|tx| store::room_fetch(tx, &pair.host.id, &room.id.as_str().into())).unwrap();
        assert!(stored.pepper_wrapped.is_none());
        // Answers and ledger stay readable for both.
        let release = format!("/releases/{}", answered["release_id"].as_str().unwrap());
        assert_eq!(
            room.guest.visit(&room.api(&release)).expect_status(200).json()["released"],
            answered["released"]
        );
        assert_eq!(room.host.visit(&room.api("/ledger")).json()["holds"], true);
    });
}

#[test]
fn too_few_people_and_padded_lists_are_refused_before_counting() {
    each_database(|app| {
        let pair = Pair::new(app, "Gates");
        let room = Room::ready(app, &pair, KCV);
        room.run(&room.host).expect_status(409).expect_words("has not brought an audience");
        room.upload(&room.host, 0..999, KCV).expect_status(201);
        room.upload(&room.guest, 0..3_000, KCV).expect_status(201);
        let refused = room.run(&room.host).expect_status(409);
        assert!(refused.json()["detail"].as_str().unwrap().contains("fewer than 1,000"), "{}", refused.body);
        // Enough people, and each of them three times over.
        let rows: String = (0..3_000).map(|row| format!("{:032x}\n", row % 1_000)).collect();
        room.host.upload(&room.id, KCV, format!("email\n{rows}").as_bytes()).expect_status(201);
        room.run(&room.guest).expect_status(409).expect_words("More than half of the rows");
        assert_eq!(room.state()["budget"]["releases_used"], 0);
    });
}
