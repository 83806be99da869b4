//! The relay of a key's exchange: its order, its sides, and what it refuses.

use entente::access::Role;
use entente::ids::RoomId;
use entente::rooms::agreement::Opening;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::helpers::{Browser, TestApp, each_database, key_check_value};

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
