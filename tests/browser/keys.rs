//! The three ways of agreeing on a key, in two browsers; and that browser and command line compute the same.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entente::access::Role;
use entente::ids::RoomId;
use entente::matching::token::{KeyRing, RoomKey};
use entente::rooms::agreement::{Curve, Opening, Transcript, key_of_words, key_print, words_of};
use serde_json::{Value, json};

use crate::chromium::Tab;
use crate::helpers::Company;
use crate::stage::Stage;

/// A room with signed terms and no key, and both managers on its key page.
fn room(stage: &Stage) -> (RoomId, Company, Tab<'_>, Tab<'_>) {
    let (host, guest) = (stage.app.company("Northwind"), stage.app.company("Tidewater"));
    let room = stage.app.signed_room(&host, &guest);
    let page = stage.at(&format!("/rooms/{room}/key"));
    let hosts = stage.signed_in(host.member(Role::Manager));
    hosts.goto(&page);
    let guests = stage.signed_in(guest.member(Role::Manager));
    guests.goto(&page);
    (room, host, hosts, guests)
}

fn kcv(stage: &Stage, room: &RoomId) -> Vec<String> {
    stage.app.database.lines(&format!(
        "SELECT COALESCE(key_check_value, '-') || ' ' || CASE WHEN key_checked_at IS NULL THEN 'open' ELSE 'checked' END \
         AS line FROM rooms WHERE id = '{room}'"
    ))
}

#[test]
fn the_browser_computes_what_the_command_line_does() {
    let stage = Stage::set();
    let (room, _, tab, _) = room(&stage);
    let opening =
        Opening { x25519: Some("AAAA".to_owned()), p256: "BBBB".to_owned(), nonce: "CCCC".to_owned() };
    let words = "acid acorn acid acorn acid acorn";
    let script = "return (async ([room, words]) => { \
        const m = await import('/assets/agreement.js'); \
        const list = await m.loadWords('/assets/words.txt'); \
        const opening = { x25519: 'AAAA', p256: 'BBBB', nonce: 'CCCC' }; \
        const bare = { x25519: null, p256: 'BBBB', nonce: 'CCCC' }; \
        const agreed = await m.agreed({ secret: new Uint8Array(32).fill(7), room, curve: 'p256', host: 'AAAA', guest: 'DDDD', list }); \
        const key = await m.keyOfWords(new Uint8Array(32).fill(9), words, room); \
        return { bits: m.wordsOf(new Uint8Array(32).fill(0xa7), list), commitment: await m.commitment(room, opening), \
            bare: await m.commitment(room, bare), key: Array.from(agreed.key), words: agreed.words, \
            ofWords: Array.from(key), print: await m.keyPrint(key), check: await m.keyCheck(key, room), read: m.readWords(' Acid, acorn\\nacid acorn. acid acorn', list).words, \
            count: m.readWords('acid', list).count, unknown: m.readWords('acid acid zzz acid acid acid', list).unknown }; \
    })(arguments)";
    let told = tab.run(script, &[json!(room.as_str()), json!(words)]);
    let agreed = Transcript { room: room.as_str(), curve: Curve::P256, host: "AAAA", guest: "DDDD" };
    let agreed = agreed.agree(&[7; 32]).unwrap();
    let key = key_of_words(&[9; 32], words, room.as_str()).unwrap();
    let bare = Opening { x25519: None, ..opening.clone() };
    let expected = json!({
        "bits": words_of(&[0xa7; 32]),
        "commitment": opening.commitment(room.as_str()),
        "bare": bare.commitment(room.as_str()),
        "key": agreed.key.expose(),
        "words": agreed.words,
        "ofWords": key.expose(),
        "print": key_print(&key),
        "check": KeyRing::derive(&key, room.as_str()).check().to_hex(),
        "read": words,
        "count": 1,
        "unknown": 3,
    });
    assert_eq!(told, expected);
}

#[test]
fn a_link_needs_its_spoken_words() {
    let stage = Stage::set();
    let (room, _, host, guest) = room(&stage);
    host.click("input[value=words]");
    host.click("#key-make");
    host.wait_for("#key-form:not([hidden])");
    host.photograph("key-words");
    let (link, words) = (host.property("#key-link", "value"), host.text_of("#key-words"));
    assert!(link.contains("#k1="), "{link}");
    assert_eq!(words.split(' ').count(), 6);
    host.click("#key-form button");
    host.wait_for(".sides");
    guest.goto("about:blank");
    guest.goto(&link);
    guest.wait_for_text("Six spoken words belong to this link");
    assert!(!guest.url().contains("#k1="));
    guest.fill("#key-words", "acid acid acid acid acid");
    guest.click("#key-check");
    guest.wait_for_text("These are 5 words; there are six.");
    guest.fill("#key-words", "acid acid acid acid acid acid");
    guest.click("#key-check");
    guest.wait_for_text("Link and words do not fit each other");
    assert!(guest.has("#key-form[hidden]"));
    guest.photograph("key-words-wrong");
    assert!(kcv(&stage, &room)[0].ends_with(" open"));
    guest.fill("#key-words", &words.to_uppercase());
    guest.click("#key-check");
    guest.wait_for("#key-form:not([hidden])");
    guest.click("#key-form button");
    guest.wait_for(".sides");
    assert!(kcv(&stage, &room)[0].ends_with(" checked"));
    for secret in [words.as_str(), link.split("#k1=").nth(1).unwrap()] {
        assert!(!stage.recorder.saw(secret), "{secret} was sent");
    }
}

/// The curve on which the guest answered last.
const CURVE: &str = "SELECT guest_curve AS line FROM key_exchanges";

/// Makes a page's browser one that does not know X25519.
const WITHOUT_X25519: &str = "const make = crypto.subtle.generateKey.bind(crypto.subtle); \
    crypto.subtle.generateKey = (how, ...rest) => how.name === 'X25519' \
        ? Promise.reject(new DOMException('no such curve', 'NotSupportedError')) : make(how, ...rest);";

/// Whether the key that a page keeps for a room can be taken out, and how long what is sealed with it is.
fn kept(page: &Tab<'_>, room: &str) -> Value {
    page.run(
        "return new Promise((done) => { const open = indexedDB.open('entente'); open.onsuccess = () => { \
         const get = open.result.transaction('keys').objectStore('keys').get(arguments[0]); \
         get.onsuccess = () => done([get.result.wrapping.extractable, get.result.sealed.byteLength]); }; })",
        &[json!(room)],
    )
}

#[test]
fn two_pages_agree_through_the_server_and_compare_words() {
    let stage = Stage::set();
    let (room, company, host, guest) = room(&stage);
    // First somebody says that the words differ: both begin again, and nothing is half done.
    let begin = || {
        guest.click("#key-make");
        host.click("input[value=server]");
        host.click("#key-make");
        host.wait_for("#key-compare:not([hidden])");
        guest.wait_for("#key-compare:not([hidden])");
        let words = host.text_of("#key-compare-words");
        assert_eq!(words, guest.text_of("#key-compare-words"));
        assert_eq!(words.split(' ').count(), 6);
        words
    };
    let first = begin();
    host.photograph("key-compare");
    assert_eq!(stage.app.database.lines(CURVE), ["x25519"]);
    guest.click("#key-differ");
    guest.wait_for_text("You said that the words differ");
    host.wait_for_text("Tidewater says that the words differ");
    assert_eq!(kcv(&stage, &room), ["- open"]);
    // Then the host says "the same" first and its key is set; the guest says that they differ, and the key is taken back.
    begin();
    host.click("#key-same");
    host.wait_for("#key-form:not([hidden])");
    host.click("#key-form button");
    host.wait_for(".sides");
    assert_ne!(kcv(&stage, &room), ["- open"]);
    guest.click("#key-differ");
    guest.wait_for_text("You said that the words differ");
    assert_eq!(kcv(&stage, &room), ["- open"]);
    host.goto(&stage.at(&format!("/rooms/{room}/key")));
    host.wait_for_text("Tidewater said on");
    host.photograph("key-voided");
    // A browser without X25519 agrees on P-256.
    guest.run(WITHOUT_X25519, &[]);
    let second = begin();
    assert_ne!(first, second, "the second agreement has keys of its own");
    assert_eq!(stage.app.database.lines(CURVE), ["p256"]);
    guest.click("#key-same");
    guest.wait_for_text("to say that the words are the same");
    host.click("#key-same");
    host.wait_for("#key-form:not([hidden])");
    host.click("#key-keep");
    host.photograph("key-agreed");
    host.click("#key-form button");
    host.wait_for(".sides");
    guest.wait_for("#key-form:not([hidden])");
    guest.click("#key-form button");
    guest.wait_for(".sides");
    assert!(kcv(&stage, &room)[0].ends_with(" checked"), "{:?}", kcv(&stage, &room));
    assert!(!stage.recorder.saw(&first) && !stage.recorder.saw(&second), "the words were sent");
    // Whoever asked to keep the key hashes without pasting it; the store gives out no key material.
    host.goto(&stage.at(&format!("/rooms/{room}/audience")));
    host.wait_for_text("This browser keeps the key of this room.");
    assert_eq!(kept(&host, room.as_str()), json!([false, 48]));
    assert_eq!(host.complaints(), Vec::<String>::new());
    assert!(!company.people().is_empty());
}

#[test]
fn a_key_that_another_room_had_is_refused() {
    let stage = Stage::set();
    let (first, host, _, _) = room(&stage);
    let guest = stage.app.company("Harbour");
    let second = stage.app.signed_room(&host, &guest);
    let print = key_print(&RoomKey::from_bytes([5; 32]));
    let manager = stage.app.api(host.member(Role::Manager), true);
    let set = |room: &RoomId, kcv: &str| {
        manager.post_json(&format!("/api/v1/rooms/{room}/key"), &json!({ "kcv": kcv, "print": print }))
    };
    set(&first, &"a1".repeat(8)).expect_status(204);
    let refused = set(&second, &"b2".repeat(8)).expect_status(409);
    assert!(refused.json()["detail"].as_str().unwrap().contains("another room"), "{}", refused.body);
    assert_eq!(kcv(&stage, &second), ["- open"]);
    let encoded = URL_SAFE_NO_PAD.encode([5; 32]);
    assert!(!print.contains(&encoded));
}
