//! The relay of a key's exchange: its order, its sides, and what it refuses.

use entente::access::Role;
use entente::ids::RoomId;
use entente::rooms::agreement::Opening;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Browser, Page, TestApp, each_database, key_check_value};

struct Scene {
    room: RoomId,
    host: Browser,
    guest: Browser,
}

impl Scene {
    fn new(app: &TestApp) -> Self {
        Self::named(app, "Northwind")
    }

    fn named(app: &TestApp, name: &str) -> Self {
        let (host, guest) = (app.company(name), app.company(&format!("{name} Partner")));
        let room = app.signed_room(&host, &guest);
        Self {
            room,
            host: app.api(host.member(Role::Manager), true),
            guest: app.api(guest.member(Role::Owner), true),
        }
    }

    fn at(&self, rest: &str) -> String {
        format!("/api/v1/rooms/{}/key/exchange{rest}", self.room)
    }

    fn start(&self, opening: &Opening) -> String {
        let offer =
            json!({ "commitment": opening.commitment(self.room.as_str()), "curves": ["x25519", "p256"] });
        let started = self.host.post_json(&self.at(""), &offer).expect_status(201);
        started.json()["id"].as_str().unwrap().to_owned()
    }

    fn state(&self, by: &Browser) -> Value {
        by.visit(&self.at("")).expect_status(200).json()
    }
}

fn public(byte: u8, length: usize) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(vec![byte; length])
}

fn opening(byte: u8) -> Opening {
    Opening { x25519: Some(public(byte, 32)), p256: public(byte, 65), nonce: public(byte, 32) }
}

fn opened(id: &str, opening: &Opening) -> Value {
    json!({ "exchange": id, "x25519": opening.x25519, "p256": opening.p256, "nonce": opening.nonce })
}

#[test]
fn the_host_commits_before_it_sees_the_guests_key_and_opens_after() {
    each_database(|app| {
        let scene = Scene::new(app);
        assert_eq!(scene.state(&scene.host)["exchange"], Value::Null);
        let mine = opening(1);
        let id = scene.start(&mine);
        let seen = scene.state(&scene.guest);
        assert_eq!((&seen["exchange"], &seen["opening"]), (&json!(id), &Value::Null));
        // Not before the guest has answered, and nothing else than what was committed to.
        scene.host.post_json(&scene.at("/opening"), &opened(&id, &mine)).expect_status(409);
        let answer = |curve: &str, key: String| json!({ "exchange": id, "curve": curve, "public": key });
        scene.guest.post_json(&scene.at("/answer"), &answer("p384", public(2, 32))).expect_status(422);
        scene.guest.post_json(&scene.at("/answer"), &answer("x25519", public(2, 31))).expect_status(422);
        scene.host.post_json(&scene.at("/answer"), &answer("x25519", public(2, 32))).expect_status(409);
        scene.guest.post_json(&scene.at("/answer"), &answer("x25519", public(2, 32))).expect_status(204);
        scene.guest.post_json(&scene.at("/answer"), &answer("x25519", public(3, 32))).expect_status(409);
        scene.guest.post_json(&scene.at("/opening"), &opened(&id, &mine)).expect_status(409);
        scene.host.post_json(&scene.at("/opening"), &opened(&id, &opening(9))).expect_status(422);
        scene.host.post_json(&scene.at("/opening"), &opened(&id, &mine)).expect_status(204);
        scene.host.post_json(&scene.at("/opening"), &opened(&id, &mine)).expect_status(409);
        let seen = scene.state(&scene.guest);
        assert_eq!(seen["opening"], opened(&id, &mine));
        assert_eq!((&seen["guest"], &seen["curve"]), (&json!(public(2, 32)), &json!("x25519")));
        // The key ends it.
        let kcv = key_check_value(&scene.room);
        let key = format!("/api/v1/rooms/{}/key", scene.room);
        scene.host.post_json(&key, &json!({ "kcv": kcv })).expect_status(204);
        let after = scene.state(&scene.guest);
        assert_eq!((&after["exchange"], &after["kcv"]), (&Value::Null, &json!(kcv)));
        let offer = json!({ "commitment": "0".repeat(64), "curves": ["p256"] });
        scene.host.post_json(&scene.at(""), &offer).expect_status(409);
    });
}

#[test]
fn either_side_ends_it_and_another_begins_afresh() {
    each_database(|app| {
        let scene = Scene::new(app);
        let first = scene.start(&opening(1));
        scene.guest.send(Method::DELETE, &scene.at(""), &[], Vec::new()).expect_status(204);
        assert_eq!(scene.state(&scene.host)["exchange"], Value::Null);
        let second = scene.start(&opening(2));
        assert_ne!(first, second);
        let late = json!({ "exchange": first, "curve": "p256", "public": public(2, 65) });
        scene.guest.post_json(&scene.at("/answer"), &late).expect_status(409);
        assert_eq!(scene.state(&scene.host)["guest"], Value::Null);
        let bad = |offer: Value| scene.host.post_json(&scene.at(""), &offer).expect_status(422);
        bad(json!({ "commitment": "xyz", "curves": ["p256"] }));
        bad(json!({ "commitment": "0".repeat(64), "curves": ["x25519"] }));
        bad(json!({ "commitment": "0".repeat(64), "curves": ["p256", "p521"] }));
        assert_eq!(scene.state(&scene.host)["exchange"], json!(second), "a bad offer ends nothing");
    });
}

/// An exchange as far as both having the words to compare.
fn compared(scene: &Scene, byte: u8) -> String {
    let mine = opening(byte);
    let id = scene.start(&mine);
    let answer = json!({ "exchange": id, "curve": "x25519", "public": public(byte + 1, 32) });
    scene.guest.post_json(&scene.at("/answer"), &answer).expect_status(204);
    scene.host.post_json(&scene.at("/opening"), &opened(&id, &mine)).expect_status(204);
    id
}

fn says_differ(by: &Browser, scene: &Scene, exchange: &str) -> Page {
    let path = format!("/api/v1/rooms/{}/key/void", scene.room);
    by.post_json(&path, &json!({ "exchange": exchange, "reason": "words_differ" }))
}

fn sets(scene: &Scene, exchange: &str, kcv: &str) -> Page {
    let path = format!("/api/v1/rooms/{}/key", scene.room);
    scene.host.post_json(&path, &json!({ "kcv": kcv, "exchange": exchange }))
}

fn pepper(app: &TestApp, scene: &Scene) -> Vec<String> {
    let sql = "SELECT CASE WHEN pepper_wrapped IS NULL THEN 'none' ELSE 'pepper' END AS line FROM rooms";
    app.database.lines(&format!("{sql} WHERE id = '{}'", scene.room))
}

/// Every order in which one side says "differ" and the other "the same": the key never stands, and another exchange gives one.
#[test]
fn whoever_says_that_words_differ_voids_the_key_in_any_order() {
    each_database(|app| {
        let scene = Scene::new(app);
        // The host says the same and sets the key; then the guest says that they differ.
        let first = compared(&scene, 1);
        sets(&scene, &first, "a1a1a1a1a1a1a1a1").expect_status(204);
        assert_eq!(pepper(app, &scene), ["pepper"]);
        assert_ne!(scene.state(&scene.guest)["opening"], Value::Null, "a guest who asks late still gets it");
        says_differ(&scene.guest, &scene, &first).expect_status(204);
        assert_eq!(pepper(app, &scene), ["none"], "the pepper goes with the key");
        let state = scene.state(&scene.host);
        assert_eq!(state["kcv"], Value::Null);
        assert_eq!(state["voided"]["exchange"], json!(first));
        assert_eq!(
            (&state["voided"]["by"], &state["voided"]["reason"]),
            (&json!("guest"), &json!("words_differ"))
        );
        // The guest says that they differ before the host has set the key; what the host sends then comes too late.
        let second = compared(&scene, 11);
        says_differ(&scene.guest, &scene, &second).expect_status(204);
        sets(&scene, &second, "b2b2b2b2b2b2b2b2").expect_status(409);
        // The host says that they differ, after it had said the same, and before.
        let third = compared(&scene, 21);
        sets(&scene, &third, "c3c3c3c3c3c3c3c3").expect_status(204);
        says_differ(&scene.host, &scene, &third).expect_status(204);
        let fourth = compared(&scene, 31);
        says_differ(&scene.host, &scene, &fourth).expect_status(204);
        says_differ(&scene.guest, &scene, &fourth).expect_status(409);
        assert_eq!(
            (&scene.state(&scene.guest)["kcv"], pepper(app, &scene)),
            (&Value::Null, vec!["none".to_owned()])
        );
        // A word about an earlier exchange does not touch the one under way, nor the key that came of it.
        let last = compared(&scene, 41);
        says_differ(&scene.guest, &scene, &third).expect_status(409);
        sets(&scene, &first, "d4d4d4d4d4d4d4d4").expect_status(409);
        sets(&scene, &last, "d4d4d4d4d4d4d4d4").expect_status(204);
        says_differ(&scene.guest, &scene, &third).expect_status(409);
        let check = format!("/api/v1/rooms/{}/key/check", scene.room);
        scene.guest.post_json(&check, &json!({ "kcv": "d4d4d4d4d4d4d4d4" })).expect_status(204);
        assert_eq!(scene.state(&scene.host)["exchange"], Value::Null, "the guest's check ends it");
        // Both confirmed it: now it stands.
        let stands = says_differ(&scene.guest, &scene, &last).expect_status(409);
        assert!(stands.json()["detail"].as_str().unwrap().contains("close the room"), "{}", stands.body);
        assert_eq!(scene.state(&scene.host)["voided"], Value::Null);
        let ledger =
            scene.host.visit(&format!("/api/v1/rooms/{}/ledger/file", scene.room)).expect_status(200).body;
        assert_eq!(ledger.matches("key_voided").count(), 2, "{ledger}");
        for side in [&scene.host, &scene.guest] {
            let nonsense = json!({ "reason": "mood" });
            let path = format!("/api/v1/rooms/{}/key/void", scene.room);
            side.post_json(&path, &nonsense).expect_status(422);
        }
    });
}

#[test]
fn the_pages_say_why_and_take_the_key_back_without_script() {
    each_database(|app| {
        let (host, guest) = (app.company("Northwind"), app.company("Tidewater"));
        let room = app.signed_room(&host, &guest);
        let scene = Scene {
            room: room.clone(),
            host: app.api(host.member(Role::Manager), true),
            guest: app.api(guest.member(Role::Owner), true),
        };
        let page = format!("/rooms/{room}/key");
        let (hosts, guests) =
            (app.signed_in(host.member(Role::Manager)), app.signed_in(guest.member(Role::Owner)));
        let id = compared(&scene, 1);
        assert!(!hosts.visit(&page).body.contains("can be taken back"));
        sets(&scene, &id, "a1a1a1a1a1a1a1a1").expect_status(204);
        hosts.visit(&page).expect_words("Until Tidewater confirms it, the key can be taken back");
        guests.visit(&page).expect_words("Until you confirm it, the key can be taken back");
        let void = format!("{page}/void");
        guests.submit(&page, &void, &[("reason", "mood")]).expect_status(422);
        guests.submit(&page, &void, &[("reason", "words_differ")]).expect_redirect(&page);
        for browser in [&hosts, &guests] {
            for place in [page.as_str(), &format!("/rooms/{room}")] {
                browser
                    .visit(place)
                    .expect_words("The last agreement on the key is void")
                    .expect_words("Tidewater said on 15 January 2027");
            }
        }
        hosts
            .visit(&format!("/rooms/{room}/ledger"))
            .expect_words("Tidewater took the key back: the words were not the same");
        for company in [&host, &guest] {
            let rows = app.store.read(|tx| entente::store::audit_list(tx, &company.id, None, 100)).unwrap();
            let row = rows.iter().find(|(_, row)| row.action == "key.void").expect("an audit row");
            assert!(row.1.detail.contains("words_differ") && row.1.detail.contains(&id), "{}", row.1.detail);
        }
        let again = compared(&scene, 5);
        sets(&scene, &again, "b2b2b2b2b2b2b2b2").expect_status(204);
        assert!(!hosts.visit(&page).body.contains("The last agreement on the key is void"));
    });
}

#[test]
fn a_print_that_another_room_had_is_refused_and_changes_nothing() {
    each_database(|app| {
        let (first, second) = (Scene::new(app), Scene::named(app, "Tidewater"));
        let set = |scene: &Scene, print: &str| {
            let body = json!({ "kcv": key_check_value(&scene.room), "print": print });
            scene.host.post_json(&format!("/api/v1/rooms/{}/key", scene.room), &body)
        };
        set(&first, "no").expect_status(422);
        set(&first, &"ab".repeat(16)).expect_status(204);
        let refused = set(&second, &"AB".repeat(16)).expect_status(409);
        assert!(refused.json()["detail"].as_str().unwrap().contains("another room"), "{}", refused.body);
        assert_eq!(second.state(&second.host)["kcv"], Value::Null);
        set(&second, &"cd".repeat(16)).expect_status(204);
    });
}
