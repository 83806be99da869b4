//! Hashing in the browser: the same tokens as natively, nothing raw on the wire, and every fault in words.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entente::access::Role;
use entente::ids::RoomId;
use entente::matching::pipeline::{Mapping, Pipeline, PipelineError, Plan, SegmentNames};
use entente::matching::token::{KeyRing, RoomKey, TokenRow, hex};
use entente::matching::{IdentifierType, Profile};
use serde_json::{Value, json};

use crate::chromium::Tab;
use crate::helpers::Company;
use crate::stage::Stage;

const CASES: &str = include_str!("../vectors/normalise/cases.tsv");
const KEY: [u8; 32] = [42; 32];

/// A room whose key both sides have, and a tab of the host's analyst on its hashing page.
fn room<'a>(stage: &'a Stage, fragment: &str) -> (RoomId, Company, Tab<'a>) {
    let (host, guest) = (stage.app.company("Northwind"), stage.app.company("Tidewater"));
    let room = stage.app.signed_room(&host, &guest);
    let kcv = KeyRing::derive(&RoomKey::from_bytes(KEY), room.as_str()).check().to_hex();
    let page = format!("/rooms/{room}/key");
    let hers = stage.app.signed_in(host.member(Role::Manager));
    hers.submit(&page, &page, &[("kcv", &kcv)]).expect_status(303);
    let theirs = stage.app.signed_in(guest.member(Role::Manager));
    theirs.submit(&page, &format!("{page}/check"), &[("kcv", &kcv)]).expect_status(303);
    let tab = stage.signed_in(host.member(Role::Analyst));
    tab.goto(&stage.at(&format!("/rooms/{room}/audience{fragment}")));
    (room, host, tab)
}

fn fragment(key: [u8; 32]) -> String {
    format!("#k={}", URL_SAFE_NO_PAD.encode(key))
}

fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("entente-{}-{name}", RoomId::fresh()));
    std::fs::write(&path, content).unwrap();
    path
}

/// The cases of the vectors: type, profile, country, value, canonical form or reason.
fn cases() -> Vec<[String; 5]> {
    let lines = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let cell = |cell: &str| -> String { serde_json::from_str(&format!("\"{cell}\"")).unwrap() };
    lines.map(|line| line.split('\t').map(cell).collect::<Vec<_>>().try_into().unwrap()).collect()
}

#[test]
fn the_vectors_come_out_as_natively() {
    let stage = Stage::set();
    let (room, _, tab) = room(&stage, "");
    let cases = cases();
    let asked: Vec<Value> = cases
        .iter()
        .map(|[kind, profile, country, value, _]| {
            json!([kind, profile, if country == "-" { "" } else { country }, value])
        })
        .collect();
    let script = "const [module, cases] = arguments; \
        return import('/assets/matching.js').then(m => m.load(document.getElementById('hashing').dataset[module])) \
            .then(m => cases.map(([t, p, c, v]) => { \
                try { return m.normalise(t, p, c, v); } catch (e) { return 'error ' + e.message; } }))";
    for module in ["phoneModule", "module"] {
        let got = tab.run(script, &[json!(module), json!(asked)]);
        for (case, got) in cases.iter().zip(got.as_array().unwrap()) {
            let without = module == "module" && case[0] == "phone";
            let expected = if without { "error phone_not_built" } else { &case[4] };
            assert_eq!(got, expected, "{module}: {case:?}");
        }
    }
    tokens_are_equal(&tab, &room, &cases);
}

/// Hashes the vectors as a list of the browser's, and the same list natively.
fn tokens_are_equal(tab: &Tab<'_>, room: &RoomId, cases: &[[String; 5]]) {
    for kind in IdentifierType::ALL {
        let values = cases.iter().filter(|case| case[0] == kind.name() && case[1] == "entente");
        let quoted = values.map(|case| format!("\"{}\"\r\n", case[3].replace('"', "\"\"").replace('\0', "")));
        let list = format!("column\r\n{}", quoted.collect::<String>());
        let ids = vec![(kind, "column".to_owned())];
        let plan = Plan {
            mapping: Mapping { ids, ..Mapping::default() },
            profile: Profile::Entente,
            country: Some("GB".parse().unwrap()),
            segments: SegmentNames::default(),
        };
        let ring = KeyRing::derive(&RoomKey::from_bytes(KEY), room.as_str());
        let mut pipeline = Pipeline::new(ring, plan).unwrap();
        let mut tokens = Vec::new();
        let mut sink = |row: &TokenRow| -> Result<(), PipelineError> {
            tokens.push(hex(row.get(kind).unwrap().as_bytes()));
            Ok(())
        };
        pipeline.feed(list.as_bytes(), &mut sink).unwrap();
        pipeline.finish(&mut sink).unwrap();
        assert!(!tokens.is_empty());
        let script = "const [room, kind, list, key] = arguments; \
            return import('/assets/matching.js') \
                .then(m => m.load(document.getElementById('hashing').dataset.phoneModule)).then(m => { \
                    const plan = { room, profile: 'entente', country: 'GB', segment: '', optOut: '', ids: [[kind, 'column']] }; \
                    const hasher = m.hasher(new Uint8Array(key), plan); \
                    const text = new TextDecoder(); \
                    return text.decode(hasher.feed(new TextEncoder().encode(list))) + text.decode(hasher.finish()); })";
        let got = tab.run(script, &[json!(room.as_str()), json!(kind.name()), json!(list), json!(KEY)]);
        let expected = format!("{kind}\n{}\n", tokens.join("\n"));
        assert_eq!(got.as_str().unwrap(), expected, "{kind}");
    }
}

#[test]
fn a_list_is_hashed_here_and_only_tokens_are_sent() {
    let stage = Stage::set();
    let (room, host, tab) = room(&stage, &fragment(KEY));
    assert!(!tab.url().contains('#'), "the key is taken out of the address");
    tab.wait_for("#list-file");
    let rows: String = (0..5_000).map(|n| format!("{n};Secret.Person{n}@example.com;Nobody{n}\n")).collect();
    let list = format!("\u{feff}id;E-Mail;name\n{rows}1;secret.person1@EXAMPLE.com;again\n2;n/a;x\n");
    tab.choose_file("#list-file", &file("list.csv", list.as_bytes()));
    tab.wait_for("#hash-go:not([disabled])");
    assert_eq!(tab.property("#column-email", "value"), "1");
    tab.photograph("hashing-columns");
    tab.fill("#label", "Spring, été");
    tab.requests();
    tab.click("#hash-go");
    tab.wait_for("#step-send:not([hidden])");
    tab.photograph("hashing-done");
    assert_eq!(tab.text_of("#run-rows"), "5,002");
    assert_eq!(tab.text_of("#run-people"), "5,000");
    assert_eq!(tab.text_of("#run-duplicates"), "1");
    assert!(tab.text_of("#run-reasons").contains("(lines 5003)"), "{}", tab.text_of("#run-reasons"));
    let posts = |tab: &Tab<'_>| tab.requests().into_iter().filter(|(method, _)| method != "GET").count();
    assert_eq!(posts(&tab), 0, "nothing is sent before the button");
    tab.click("#send-go");
    tab.wait_for_url(&format!("/rooms/{room}"));
    tab.wait_for_text("Your audience has arrived.");
    let kept = stage
        .app
        .database
        .lines(&format!("SELECT people || ' ' || label AS line FROM audiences WHERE org_id = '{}'", host.id));
    assert_eq!(kept, ["5000 Spring, été"]);
    assert_eq!(tab.complaints(), Vec::<String>::new());
    for raw in ["secret.person17@", "Nobody17", &URL_SAFE_NO_PAD.encode(KEY)] {
        assert!(!stage.recorder.saw(raw), "{raw} was sent");
    }
    assert!(stage.recorder.saw("email\n"), "the tokens' first line was recorded");
}

#[test]
fn a_broken_line_and_a_restart_of_the_server_cost_no_second_hashing() {
    let stage = Stage::set();
    let (room, host, tab) = room(&stage, &fragment(KEY));
    tab.wait_for("#list-file");
    let rows: String = (0..20_000).map(|n| format!("person{n}@example.com,{}\n", n % 3)).collect();
    tab.choose_file("#list-file", &file("list.csv", format!("email,tier\n{rows}").as_bytes()));
    tab.wait_for("#hash-go:not([disabled])");
    tab.click("#hash-go");
    tab.wait_for("#step-send:not([hidden])");
    stage.recorder.break_next_part(40_000);
    tab.click("#send-go");
    tab.wait_for_text("What has arrived is kept; trying again");
    assert!(stage.recorder.has_broken());
    // The server starts anew once it has put away what arrived: two at a time on one folder would be no restart.
    let arrived = "SELECT CAST(max(received) AS TEXT) AS line FROM uploads";
    while stage.app.database.lines(arrived) == ["0"] {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    stage.recorder.pass_on_to(&stage.app.restarted());
    tab.wait_for_url(&format!("/rooms/{room}"));
    tab.wait_for_text("Your audience has arrived.");
    let people = format!("SELECT CAST(people AS TEXT) AS line FROM audiences WHERE org_id = '{}'", host.id);
    assert_eq!(stage.app.database.lines(&people), ["20000"]);
    let parts: Vec<String> = stage
        .recorder
        .requests()
        .into_iter()
        .filter(|sent| sent.method == "PATCH")
        .filter_map(|sent| {
            sent.head.lines().find_map(|line| line.strip_prefix("Upload-Offset: ").map(str::to_owned))
        })
        .collect();
    assert!(parts.iter().any(|offset| offset != "0"), "it began again from the start: {parts:?}");
}

#[test]
fn segments_and_opt_outs_leave_as_numbers_and_the_doctor_speaks_before_sending() {
    let stage = Stage::set();
    let (_, _, tab) = room(&stage, &fragment(KEY));
    tab.wait_for("#list-file");
    let digest = "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514";
    let rows: String = (0..300).map(|n| format!("p{n}@example.com,Secret Tier {},\n", n % 3)).collect();
    let list = format!("email,tier,stop\n{rows}j.doe+x@gmail.com,Secret Tier 1,yes\n{digest},,\n");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, list.as_bytes()).unwrap();
    tab.choose_file("#list-file", &file("list.csv.gz", &gzip.finish().unwrap()));
    tab.wait_for("#hash-go:not([disabled])");
    tab.choose("#segment", "1");
    tab.choose("#opt-out", "2");
    tab.click("#hash-go");
    tab.wait_for("#step-send:not([hidden])");
    assert!(tab.text_of("#run-findings").contains("1 values in the column of e-mail are hashed already"));
    assert!(tab.text_of("#run-findings").contains("Gmail addresses"), "{}", tab.text_of("#run-findings"));
    tab.photograph("hashing-doctor");
    let script = "const m = await import('/assets/labels-key.js'); \
        const key = new Uint8Array(arguments[0]); \
        const label = await m.labelKey(key, arguments[1]); \
        const box = await m.sealLabel(label, 'Élite'); \
        return [box, await m.openLabel(label, arguments[2])];";
    let room = tab.run("return document.getElementById('hashing').dataset.room", &[]);
    let room = room.as_str().unwrap().to_owned();
    let label = entente::matching::token::LabelKey::derive(&RoomKey::from_bytes(KEY), &room).unwrap();
    let ours = label.seal("Gold", [9; 12]).unwrap();
    let script = format!("return (async function() {{ {script} }}).apply(null, arguments)");
    let told = tab.run(&script, &[json!(KEY), json!(room), json!(ours)]);
    assert_eq!(label.open(told[0].as_str().unwrap()).as_deref(), Ok("Élite"));
    assert_eq!(told[1], "Gold");
    assert_eq!(tab.complaints(), Vec::<String>::new());
    assert!(!stage.recorder.saw("Secret Tier"), "the name of a segment was sent");
}

#[test]
fn faults_are_told_in_words_and_lose_nothing() {
    let stage = Stage::set();
    let (room, _, tab) = room(&stage, &fragment([7; 32]));
    tab.wait_for_text("This is not the key of this room");
    tab.photograph("hashing-wrong-key");
    tab.fill("#key-paste", "nonsense");
    tab.click("#key-go");
    tab.wait_for_text("This is not a room key");
    let line = format!("entente-key-1:{room}:{}:00000000", URL_SAFE_NO_PAD.encode(KEY));
    tab.choose_file("#key-file", &file("room.key", line.as_bytes()));
    tab.wait_for("#step-list:not([hidden])");
    let faults: [(&str, &[u8], &str); 4] = [
        ("book.xlsx", b"PK\x03\x04 and so on", "Excel workbook"),
        ("empty.csv", b"", "The file is empty"),
        ("page.csv", b"<!doctype html><p>", "This is no CSV file"),
        ("wide.csv", "a\0b".as_bytes(), "Line 1 holds binary data"),
    ];
    for (name, content, words) in faults {
        tab.choose_file("#list-file", &file(name, content));
        tab.wait_for_text(words);
        assert!(tab.has("#step-columns[hidden]"), "{name}");
    }
    let ragged = format!("email,x\n{}broken\n", "a@x.org,1\n".repeat(20_000));
    tab.choose_file("#list-file", &file("ragged.csv", ragged.as_bytes()));
    tab.wait_for("#step-columns:not([hidden])");
    tab.fill("#label", "kept");
    tab.click("#hash-go");
    tab.wait_for_text("Line 20,002 has 1 values, but the first line names 2 columns.");
    assert_eq!(tab.property("#label", "value"), "kept");
    tab.photograph("hashing-fault");
    tab.choose_file("#list-file", &file("nobody.csv", b"email,x\nnobody,1\n"));
    tab.click("#hash-go");
    tab.wait_for_text("No row has a value that can be used");
    assert!(tab.has("#step-send[hidden]"));
    assert_eq!(tab.complaints(), Vec::<String>::new());
}

#[test]
fn an_upload_that_is_refused_says_why_and_can_be_sent_again() {
    let stage = Stage::set();
    let (room, host, tab) = room(&stage, &fragment(KEY));
    tab.wait_for("#list-file");
    tab.choose_file("#list-file", &file("list.csv", b"email\njane@example.com\n"));
    tab.click("#hash-go");
    tab.wait_for("#step-send:not([hidden])");
    // Meanwhile somebody withdraws from the room.
    let manager = stage.app.signed_in(host.member(Role::Manager));
    let close = format!("/rooms/{room}/close");
    manager.submit(&close, &close, &[("reason", "Changed plans")]).expect_status(303);
    tab.click("#send-go");
    tab.wait_for("#send-status.bad-text");
    assert!(tab.text_of("#send-status").len() > 20, "{}", tab.text_of("#send-status"));
    tab.wait_for("#send-go:not([disabled])");
    tab.photograph("hashing-refused");
}

/// What this browser keeps of uploads: every field as text, and what the blobs unpack to.
fn kept(tab: &Tab<'_>) -> Value {
    let script = "return (async () => { \
        const db = await new Promise((done) => { const open = indexedDB.open('entente-uploads', 1); \
            open.onupgradeneeded = () => open.result.createObjectStore('uploads'); \
            open.onsuccess = () => done(open.result); }); \
        const get = (act) => new Promise((done) => { \
            const request = act(db.transaction('uploads').objectStore('uploads')); \
            request.onsuccess = () => done(request.result); }); \
        const records = await get((store) => store.getAll()); \
        const keys = await get((store) => store.getAllKeys()); \
        db.close(); \
        return Promise.all(records.map(async ({ blob, ...rest }, at) => ({ key: keys[at], rest: JSON.stringify(rest), \
            raw: await blob.text(), \
            text: await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).text() }))); \
    })()";
    tab.run(script, &[])
}

/// A list of that many people, hashed and ready to be sent.
fn hashed(tab: &Tab<'_>, people: u32) {
    tab.wait_for("#list-file");
    let rows: String = (0..people).map(|n| format!("Person{n}@Example.com,tier {}\n", n % 3)).collect();
    tab.choose_file("#list-file", &file("list.csv", format!("email,tier\n{rows}").as_bytes()));
    tab.wait_for("#hash-go:not([disabled])");
    tab.click("#hash-go");
    tab.wait_for("#step-send:not([hidden])");
}

#[test]
fn a_reload_in_the_middle_of_an_upload_costs_no_second_hashing_and_keeps_tokens_alone() {
    let stage = Stage::set();
    let (room, host, tab) = room(&stage, &fragment(KEY));
    let page = stage.at(&format!("/rooms/{room}/audience"));
    // What an undisturbed upload of the same list comes to.
    hashed(&tab, 20_000);
    tab.click("#send-go");
    tab.wait_for_url(&format!("/rooms/{room}"));
    tab.wait_for_text("Your audience has arrived.");
    assert_eq!(kept(&tab), json!([]), "what has arrived is forgotten");

    tab.goto(&format!("{page}{}", fragment(KEY)));
    hashed(&tab, 20_000);
    stage.recorder.break_next_part(40_000);
    tab.click("#send-go");
    tab.wait_for_text("What has arrived is kept; trying again");
    tab.wait_for_text("It does not keep your list or the key.");
    tab.photograph("hashing-kept");
    let found = kept(&tab);
    let record = &found[0];
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(record["key"][0], json!(room.as_str()));
    assert!(record["key"][1].as_str().unwrap().contains("/uploads/"), "{record}");
    assert!(record["text"].as_str().unwrap().starts_with("email\n"), "tokens are kept");
    for raw in ["person17@", "tier 1", &URL_SAFE_NO_PAD.encode(KEY), &hex(&KEY)] {
        let holds =
            |field: &str| record[field].as_str().unwrap().to_lowercase().contains(&raw.to_lowercase());
        assert!(!["rest", "raw", "text"].into_iter().any(holds), "{raw} is kept in the browser");
    }
    // The page is left; the server starts anew once it has put away what arrived.
    let arrived = "SELECT CAST(max(received) AS TEXT) AS line FROM uploads WHERE receipt IS NULL";
    while stage.app.database.lines(arrived) == ["0"] {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    tab.goto("about:blank");
    stage.recorder.pass_on_to(&stage.app.restarted());
    tab.goto(&page);
    tab.wait_for("#step-kept:not([hidden])");
    assert!(tab.has("#step-list[hidden]"), "no key is here any more");
    tab.photograph("hashing-go-on");
    tab.click("#kept-go");
    tab.wait_for_url(&format!("/rooms/{room}"));
    tab.wait_for_text("Your audience has arrived.");
    let digests = "SELECT digest AS line FROM audiences WHERE org_id = '{}'".replace("{}", host.id.as_str());
    let digests = stage.app.database.lines(&digests);
    assert_eq!(digests.len(), 2);
    assert_eq!(digests[0], digests[1], "the same tokens arrived");
    assert_eq!(kept(&tab), json!([]));
}

#[test]
fn a_kept_upload_is_discarded_when_its_owner_says_so_or_the_server_no_longer_has_it() {
    let stage = Stage::set();
    let (room, _, tab) = room(&stage, &fragment(KEY));
    let page = stage.at(&format!("/rooms/{room}/audience"));
    let broken = || {
        hashed(&tab, 20_000);
        stage.recorder.break_next_part(40_000);
        tab.click("#send-go");
        tab.wait_for_text("What has arrived is kept; trying again");
        tab.wait_for_text("It does not keep your list or the key.");
        tab.goto("about:blank");
        stage.recorder.pass_on_to(&stage.app.address);
        tab.goto(&page);
    };
    let uploads = || stage.app.database.lines("SELECT id AS line FROM uploads WHERE receipt IS NULL");
    broken();
    tab.wait_for("#step-kept:not([hidden])");
    tab.click("#kept-drop");
    tab.wait_for("#step-kept[hidden]");
    assert_eq!((kept(&tab), uploads()), (json!([]), Vec::new()), "discarded here and on the server");
    tab.goto("about:blank");
    tab.goto(&format!("{page}{}", fragment(KEY)));
    broken();
    tab.wait_for("#step-kept:not([hidden])");
    stage.app.database.execute("DELETE FROM uploads").unwrap();
    tab.goto("about:blank");
    tab.goto(&page);
    tab.wait_for("#key-go");
    for _ in 0..100 {
        if kept(&tab) == json!([]) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(kept(&tab), json!([]), "and so does the browser");
    assert!(tab.has("#step-kept[hidden]"));
    let script = "return (async ([room]) => { const m = await import('/assets/upload-keep.js'); \
        const blob = new Blob(['email']); \
        await m.keepUpload('another', { address: '/a', blob, expires: Date.now() - 1 }); \
        await m.keepUpload(room, { address: '/b', blob, expires: Date.now() + 60000 }); \
        const left = await m.keptUploads(room); \
        await m.forgetUpload(room, '/b'); \
        return left.map((record) => record.address); })(arguments)";
    assert_eq!(tab.run(script, &[json!(room.as_str())]), json!(["/b"]), "what has expired is not kept");
    assert_eq!(kept(&tab), json!([]));
}
