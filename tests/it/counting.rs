//! What a room counts and shows: approval of answers, opt-outs, breakdowns, answers without noise. Over HTTP, by two
//! organisations.

use std::fmt::Write as _;
use std::ops::Range;

use entente::access::Role;
use entente::rooms::Digest;
use entente::rooms::release::{Answer, commitment};
use entente::services::vetting;
use serde_json::{Value, json};

use crate::helpers::{Browser, KCV, Page, Pair, Room, TestApp, each_database, terms};

/// The usual terms with these fields on top.
fn terms_with(more: &Value) -> Value {
    let mut terms = terms();
    for (name, value) in more.as_object().unwrap() {
        terms[name] = value.clone();
    }
    terms
}

fn rules(k: u32, releases: u32) -> Value {
    json!({ "k": k, "round_to": 10, "n_min": 1000, "near_duplicate": k, "epsilon_micro": 200_000,
        "epsilon_total_micro": 2_000_000, "releases": releases })
}

/// Brings a file as it is.
fn bring(room: &Room, by: &Browser, said: &[(&str, &str)], csv: &str) -> Page {
    by.upload_as(&room.id, KCV, said, csv.as_bytes())
}

fn people(range: Range<u32>) -> String {
    range.fold("email\n".to_owned(), |mut text, person| {
        writeln!(text, "{person:032x}").unwrap();
        text
    })
}

/// Each person with the segment that `segment` says.
fn segmented(range: Range<u32>, segment: impl Fn(u32) -> u32) -> String {
    range.fold("email,segment\n".to_owned(), |mut text, person| {
        writeln!(text, "{person:032x},{}", segment(person)).unwrap();
        text
    })
}

fn ask(room: &Room, by: &Browser, ask: &str) -> Page {
    by.post_json(&room.api("/runs"), &json!({ "ask": ask }))
}

fn judge(room: &Room, by: &Browser, release: &Value, verdict: &str) -> Page {
    let path = room.api(&format!("/releases/{}/approval", release.as_str().unwrap()));
    by.post_json(&path, &json!({ "verdict": verdict }))
}

fn number(released: &Value) -> u64 {
    released["n"].as_u64().unwrap_or_else(|| panic!("no number: {released}"))
}

/// A room whose answers wait for both, with an answer that waits.
fn held(app: &TestApp, name: &str) -> (Pair, Room, Value) {
    let pair = Pair::new(app, name);
    let room = Room::under(app, &pair, &terms_with(&json!({ "approval": "both_owners" })), KCV);
    room.upload(&room.host, 0..2_000, KCV).expect_status(201);
    room.upload(&room.guest, 1_000..4_000, KCV).expect_status(201);
    let run = room.run(&room.host).expect_status(201).json();
    (pair, room, run)
}

#[test]
fn an_answer_is_held_until_both_let_it_go() {
    each_database(|app| {
        let (pair, room, run) = held(app, "Held");
        assert_eq!((&run["standing"], &run["released"]), (&json!("held"), &Value::Null));
        assert_eq!(room.state()["budget"]["releases_used"], 1, "it is charged when it is drawn");
        let ledger = room.guest.visit(&room.api("/ledger")).json();
        let entries: Vec<Value> = entries(&ledger);
        assert!(entries.iter().all(|entry| entry["body"]["released"].is_null()), "no answer before its time");
        let bound = entries.iter().find(|entry| entry["body"]["kind"] == "release_held").unwrap().clone();

        let release = &run["release_id"];
        let at = room.page(&format!("/releases/{}", release.as_str().unwrap()));
        let guest = app.signed_in(pair.guest.member(Role::Manager));
        guest.visit("/").expect_status(200).expect_words("an answer to let go");
        let page = guest.visit(&at).expect_status(200);
        page.clone().expect_words("about 2,000 people").expect_words("first answer").expect_words("1.8");
        assert!(!page.body.contains("Download as CSV"));
        guest.visit(&format!("{at}/csv")).expect_status(200).expect_words("Held");
        app.signed_in(pair.guest.member(Role::Analyst)).visit(&at).expect_status(200);

        assert_eq!(
            judge(&room, &room.host, release, "approve").expect_status(200).json()["standing"],
            "held"
        );
        judge(&room, &room.host, release, "approve").expect_status(409);
        judge(&room, &room.host, release, "perhaps").expect_status(422);
        let form = [("verdict", "approve")];
        guest.submit(&at, &format!("{at}/approval"), &form).expect_redirect(&at);
        let seen = room.host.visit(&room.api(&format!("/releases/{}", release.as_str().unwrap()))).json();
        assert!((900..=1_100).contains(&number(&seen["released"])), "{seen}");
        assert_eq!(seen["verdicts"], json!({ "host": "approve", "guest": "approve" }));
        judge(&room, &room.guest, release, "deny").expect_status(409);
        guest.visit(&at).expect_words("Download as CSV");

        // The ledger shows the answer now, and that it is the one that was bound when it was drawn.
        let ledger = room.guest.visit(&room.api("/ledger")).json();
        assert_eq!(ledger["holds"], true);
        let entries: Vec<Value> = self::entries(&ledger);
        let opened = &entries.iter().find(|entry| entry["body"]["kind"] == "release_opened").unwrap()["body"];
        assert_eq!(opened["released"], seen["released"]);
        let answer: Answer = serde_json::from_value(opened["released"].clone()).unwrap();
        let salt = Digest::parse(opened["salt"].as_str().unwrap()).unwrap();
        assert_eq!(bound["body"]["commitment"], commitment(&salt, &answer).unwrap().to_string());

        // The next answer says by how many people the other list changed since.
        room.upload(&room.host, 500..2_500, KCV).expect_status(201);
        let next = room.run(&room.host).expect_status(201).json();
        let page = guest.visit(&room.page(&format!("/releases/{}", next["release_id"].as_str().unwrap())));
        page.expect_words("about 1,000 people joined or left");
    });
}

fn entries(ledger: &Value) -> Vec<Value> {
    let rows = ledger["entries"].as_array().unwrap().iter();
    rows.map(|row| serde_json::from_str(row["entry"].as_str().unwrap()).unwrap()).collect()
}

#[test]
fn one_no_ends_an_answer_and_burns_its_epsilon() {
    each_database(|app| {
        let (_, room, run) = held(app, "Denied");
        let release = &run["release_id"];
        assert_eq!(judge(&room, &room.host, release, "approve").json()["standing"], "held");
        assert_eq!(
            judge(&room, &room.guest, release, "deny").expect_status(200).json()["standing"],
            "denied"
        );
        judge(&room, &room.guest, release, "approve").expect_status(409);
        let again = room.run(&room.host).expect_status(201).json();
        assert_eq!((&again["kind"], &again["standing"]), (&json!("repeat"), &json!("denied")));
        assert_eq!(again["released"], Value::Null);
        // Somebody more does not make it another question.
        room.upload(&room.host, 0..2_010, KCV).expect_status(201);
        let near = room.run(&room.host).expect_status(201).json();
        assert_eq!((&near["kind"], &near["standing"]), (&json!("unchanged"), &json!("denied")));
        let budget = &room.state()["budget"];
        assert_eq!((&budget["releases_used"], &budget["epsilon_left_micro"]), (&json!(1), &json!(1_800_000)));
        let ledger = room.guest.visit(&room.api("/ledger")).json();
        assert!(entries(&ledger).iter().all(|entry| entry["body"]["released"].is_null()));
    });
}

#[test]
fn nothing_is_let_go_once_the_decision_is_gone() {
    each_database(|app| {
        let (pair, room, run) = held(app, "Lapsed");
        judge(&room, &room.host, &run["release_id"], "approve").expect_status(200);
        pair.doubt(app);
        judge(&room, &room.guest, &run["release_id"], "approve").expect_status(409);
        let runs = room.host.visit(&room.api("/runs")).json();
        assert_eq!(runs[0]["standing"], "held");
        assert_eq!(judge(&room, &room.guest, &run["release_id"], "deny").json()["standing"], "denied");
    });
}

#[test]
fn who_opted_out_on_either_side_is_in_neither_audience() {
    each_database(|app| {
        let pair = Pair::new(app, "Opt-outs");
        let room = Room::ready(app, &pair, KCV);
        room.upload(&room.host, 0..2_000, KCV).expect_status(201);
        room.upload(&room.guest, 200..3_200, KCV).expect_status(201);
        assert!((1_700..=1_900).contains(&number(&room.run(&room.host).json()["released"])));
        let list = [("kind", "opt_out")];
        bring(&room, &room.guest, &list, &people(200..900)).expect_status(201);
        let run = room.run(&room.host).expect_status(201).json();
        assert_eq!(run["kind"], "fresh", "a later opt-out applies to the next run");
        assert!((1_000..=1_200).contains(&number(&run["released"])), "{run}");
        // Marked in the file itself, by the other side.
        let marked = (0..2_000).fold("email,opt_out\n".to_owned(), |mut text, person| {
            writeln!(text, "{person:032x},{}", person >= 1_500).unwrap();
            text
        });
        let kept = bring(&room, &room.host, &[], &marked).expect_status(201).json();
        assert_eq!((&kept["people"], &kept["opted_out"]), (&json!(1_500), &json!(500)));
        let run = room.run(&room.guest).expect_status(201).json();
        assert!((500..=700).contains(&number(&run["released"])), "{run}");
        let state = room.state();
        assert_eq!(
            (&state["host"]["opt_outs_about"], &state["guest"]["opt_outs_about"]),
            (&json!(500), &json!(700))
        );
        let ledger = entries(&room.guest.visit(&room.api("/ledger")).json());
        let last = ledger.iter().rfind(|entry| entry["body"]["kind"] == "run").unwrap();
        assert_eq!(last["body"]["opt_outs_rounded"], json!({ "host": 500, "guest": 700 }));
        let page = app.signed_in(pair.host.member(Role::Analyst)).visit(&room.page(""));
        page.expect_words("500 people, left out of both audiences").expect_words("about 700 people");
        bring(&room, &room.host, &[("kind", "nonsense")], &people(0..10)).expect_status(422);
    });
}

#[test]
fn a_list_emptied_by_its_own_opt_outs_is_too_small() {
    each_database(|app| {
        let pair = Pair::new(app, "Emptied");
        let room = Room::ready(app, &pair, KCV);
        room.upload(&room.host, 0..2_000, KCV).expect_status(201);
        room.upload(&room.guest, 0..3_000, KCV).expect_status(201);
        bring(&room, &room.host, &[("kind", "opt_out")], &people(0..1_999)).expect_status(201);
        let refused = room.run(&room.host).expect_status(409);
        assert!(refused.json()["detail"].as_str().unwrap().contains("fewer than 1,000"), "{}", refused.body);
        // The other side's list is not held against the first: that would tell how many of it are in there.
        bring(&room, &room.host, &[("kind", "opt_out")], &people(9_000..9_001)).expect_status(201);
        bring(&room, &room.guest, &[("kind", "opt_out")], &people(0..1_999)).expect_status(201);
        let run = room.run(&room.host).expect_status(201).json();
        assert_eq!(run["released"], json!({ "band": "below", "lt": 50 }), "one person is left of both");
    });
}

#[test]
fn segments_make_a_matrix_that_shows_no_margin() {
    each_database(|app| {
        let pair = Pair::new(app, "Matrix");
        let allowed = json!({ "breakdowns": { "by_identifier": false, "by_segment": true } });
        let room = Room::under(app, &pair, &terms_with(&allowed), KCV);
        let names =
            format!("[\"{}\",\"{}\",\"{}\"]", "A".repeat(123), "B".repeat(122) + "A", "C".repeat(122) + "A");
        let host = segmented(0..3_000, |person| if person < 100 { 2 } else { person % 2 });
        let sealed = [("segments", names.as_str())];
        bring(&room, &room.host, &sealed, &host).expect_status(201);
        let few = [("segments", "[]")];
        bring(&room, &room.host, &few, &host).expect_status(422).expect_words("more segments than names");
        let open = [("segments", "[\"Gold\"]")];
        bring(&room, &room.host, &open, &host).expect_status(422);
        bring(&room, &room.guest, &[], &segmented(0..4_000, |person| if person < 2_000 { 4 } else { 9 }))
            .expect_status(201);
        let run = ask(&room, &room.host, "by_segment").expect_status(201).json();
        let matrix = &run["released"];
        // The host's segment 2 holds 100 people, fewer than 200: it is "everybody else", and too small for that alone, so a
        // large one joins it.
        assert_eq!(
            (&matrix["host"], &matrix["guest"]),
            (&json!([1, Value::Null]), &json!([4, 9])),
            "{matrix}"
        );
        let cell = |row: usize, column: usize| matrix["cells"][row][column].clone();
        assert!((850..=1_050).contains(&number(&cell(0, 0))), "{matrix}");
        assert_eq!(cell(0, 0).as_object().unwrap().len(), 2, "a cell says its band and its number");
        assert_eq!(matrix["total"], json!({ "band": "above", "ge": 2_950 }));
        assert_eq!(room.state()["budget"]["releases_used"], 1, "one matrix is one release");
        assert_eq!(ask(&room, &room.guest, "by_segment").json()["kind"], "repeat");
        ask(&room, &room.host, "by_identifier").expect_status(409);

        let at = room.page(&format!("/releases/{}", run["release_id"].as_str().unwrap()));
        let reader = app.signed_in(pair.guest.member(Role::Leader));
        let page = reader.visit(&at).expect_status(200);
        assert!(
            page.body.contains(&format!("data-label=\"{}\"", "B".repeat(122) + "A")),
            "the sealed name is there to be opened"
        );
        assert!(page.body.contains("Shown cells") && !page.body.contains("data-label=\"\""));
        let csv = reader.visit(&format!("{at}/csv")).expect_status(200);
        assert!(csv.header("content-disposition").unwrap().starts_with("attachment"));
        let shown = entente::web::format::number(number(&cell(0, 0)));
        assert!(csv.body.contains(&shown) && page.body.contains(&shown), "{}", csv.body);
        for words in
            ["Share of the list of Matrix Host that is in both", "Files number the segments", "Segment 2"]
        {
            assert!(csv.body.contains(words) && page.words().contains(words), "{words}: {}", csv.body);
        }
        let sheet = reader.visit(&format!("{at}/xlsx")).expect_status(200);
        assert!(sheet.header("content-type").unwrap().contains("spreadsheetml"));
        // Somebody who moves to another segment is no new question until k of them do.
        for (last, kind) in [(110, "unchanged"), (200, "fresh")] {
            let moved = segmented(0..3_000, |person| match person {
                0..100 => 2,
                _ if person <= last => 1 - person % 2,
                _ => person % 2,
            });
            bring(&room, &room.host, &[], &moved).expect_status(201);
            assert_eq!(ask(&room, &room.host, "by_segment").expect_status(201).json()["kind"], kind);
        }
    });
}

#[test]
fn a_split_by_identifier_costs_an_epsilon_for_each() {
    each_database(|app| {
        let pair = Pair::new(app, "Split");
        let both =
            json!([{ "kind": "email", "profile": "entente" }, { "kind": "phone", "profile": "entente" }]);
        let allowed =
            json!({ "identifiers": both, "breakdowns": { "by_identifier": true, "by_segment": false } });
        let room = Room::under(app, &pair, &terms_with(&allowed), KCV);
        let file = |mails: Range<u32>, phones: Range<u32>| {
            let mut text = "email,phone\n".to_owned();
            mails.for_each(|n| writeln!(text, "{n:032x},").unwrap());
            phones.for_each(|n| writeln!(text, ",{n:032x}").unwrap());
            text
        };
        bring(&room, &room.host, &[], &file(0..2_000, 0..1_000)).expect_status(201);
        bring(&room, &room.guest, &[], &file(1_000..3_000, 400..1_400)).expect_status(201);
        let price = room.state()["budget"]["asks"][1].clone();
        assert_eq!((&price["ask"], &price["cost_micro"]), (&json!("by_identifier"), &json!(600_000)));
        let run = ask(&room, &room.host, "by_identifier").expect_status(201).json();
        let passes = &run["released"]["by_identifier"];
        assert!((900..=1_100).contains(&number(&passes[0]["people"])), "{run}");
        assert!((450..=750).contains(&number(&passes[1]["people"])), "{run}");
        assert_eq!(room.state()["budget"]["epsilon_left_micro"], 1_400_000);
        let page = app.signed_in(pair.host.member(Role::Leader)).visit(&room.page(""));
        page.expect_words("How many people are in both, by identifier");
    });
}

#[test]
fn answers_without_noise_need_both_to_sign_stricter_terms_and_end_after_three() {
    each_database(|app| {
        let pair = Pair::new(app, "Exact");
        let room = Room::opened(app, &pair);
        let loose = terms_with(&json!({ "noise": "exact" }));
        let refused = room.host.post_json(&room.api("/terms"), &loose).expect_status(422).json();
        assert_eq!(refused["errors"][0]["field"], "rules.k");
        let exact = terms_with(&json!({ "noise": "exact", "rules": rules(100, 3) }));
        let room = Room::under(app, &pair, &exact, "ab".repeat(8).as_str());
        let kcv = "ab".repeat(8);
        room.upload(&room.guest, 0..4_000, &kcv).expect_status(201);
        for (at, expected) in [(0, 1_230), (1, 1_430), (2, 1_630)] {
            let count = 1_233 + at * 200;
            room.upload(&room.host, 4_000 - count..6_000 - count, &kcv).expect_status(201);
            let run = room.run(&room.host).expect_status(201).json();
            assert_eq!(run["released"], json!({ "band": "value", "n": expected, "pm95": 0 }));
        }
        room.upload(&room.host, 0..2_000, &kcv).expect_status(201);
        room.run(&room.host).expect_status(409).expect_words("budget");
        let page = app.signed_in(pair.guest.member(Role::Manager)).visit(&room.page("/terms"));
        page.expect_words("These terms add no noise");
        let preview = app.signed_in(pair.guest.member(Role::Analyst)).visit(&room.page("/run"));
        preview.expect_words("Exact, rounded to 10");
    });
}

#[test]
fn a_room_made_again_has_no_fresh_budget() {
    each_database(|app| {
        let pair = Pair::new(app, "Again");
        let spend = |kcv: &str| {
            let room = Room::ready(app, &pair, kcv);
            room.upload(&room.host, 0..2_000, kcv).expect_status(201);
            room.upload(&room.guest, 1_000..4_000, kcv).expect_status(201);
            assert_eq!(room.run(&room.guest).expect_status(201).json()["kind"], "fresh");
            let used = room.state()["budget"]["releases_used"].clone();
            room.host.post_json(&room.api("/close"), &json!({ "reason": "Once more" })).expect_status(204);
            used
        };
        assert_eq!([spend(&"01".repeat(8)), spend(&"02".repeat(8))], [json!(1), json!(2)]);
    });
}

#[test]
fn the_preview_tells_the_price_before_anything_is_spent() {
    each_database(|app| {
        let pair = Pair::new(app, "Preview");
        let allowed = json!({ "breakdowns": { "by_identifier": false, "by_segment": true } });
        let room = Room::under(app, &pair, &terms_with(&allowed), KCV);
        room.upload(&room.host, 0..2_000, KCV).expect_status(201);
        room.upload(&room.guest, 0..2_000, KCV).expect_status(201);
        let page = app.signed_in(pair.host.member(Role::Analyst)).visit(&room.page("/run"));
        page.expect_status(200)
            .expect_words("10 releases and 2 of epsilon")
            .expect_words("The total 30 people either way in 95 of 100 answers, each part 30");
        assert_eq!(room.state()["budget"]["releases_used"], 0);
        let leader = app.api(pair.host.member(Role::Leader), true);
        leader.post_json(&room.api("/runs"), &json!({})).expect_status(403);
    });
}

#[test]
fn a_rejection_closes_the_room_in_the_same_breath_and_takes_the_tokens_along() {
    each_database(|app| {
        let pair = Pair::new(app, "Rejected");
        let room = Room::ready(app, &pair, KCV);
        room.upload(&room.host, 0..2_000, KCV).expect_status(201);
        room.upload(&room.guest, 1_000..4_000, KCV).expect_status(201);
        let owner = pair.host.member(Role::Owner);
        app.store
            .write("test", |tx| {
                let dossier = vetting::dossier(tx, &owner.proof(), &pair.vetted.assessment)?;
                let input = vetting::DecisionInput {
                    decided: entente::vetting::decision::Decision::Reject,
                    reason: "They sold a list that they had promised to delete; we end this now.".to_owned(),
                    until: Some(app.now().plus_days(60)),
                    conditions: Vec::new(),
                    digest: dossier.digest().unwrap(),
                };
                vetting::decision_make(tx, &owner.proof(), &pair.vetted.assessment, &input, app.now())
            })
            .unwrap();
        let state = room.state();
        assert_eq!(state["step"], "closed");
        assert_eq!(state["closed_because"][0]["code"], "room_closed");
        room.run(&room.guest).expect_status(409);
        let page = app.signed_in(pair.guest.member(Role::Leader)).visit(&room.page(""));
        page.expect_words("decision");
        let ledger = entries(&room.guest.visit(&room.api("/ledger")).json());
        let closed = ledger.iter().find(|entry| entry["body"]["kind"] == "closed").unwrap();
        assert_eq!(closed["body"]["because"], "decision_withdrawn");
    });
}
