//! Uploads in parts over HTTP: resuming, everybody who must not, and what lies on the disk meanwhile (security.md T20).

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use entente::access::Role;
use entente::ids::RoomId;
use entente::matching::client_file::{About, Extra, ParquetWriter};
use entente::matching::token::{KeyCheck, Token, TokenRow};
use entente::matching::{IdentifierType, Profile};
use entente::services::rooms::{Door, NewPart, Receiving, upload_append, upload_fetch};
use entente::store::{MembershipStatus, ReceiveLimits};
use serde_json::json;
use ureq::http::Method;

use crate::helpers::{
    Browser, Company, Page, Setup, TestApp, each_database, each_database_with, key_check_value, tokens,
};

/// A room that takes audiences, and the company that brings one.
struct Scene {
    room: RoomId,
    host: Company,
    guest: Company,
    kcv: String,
}

impl Scene {
    fn new(app: &TestApp) -> Self {
        let (host, guest) = (app.company("Northwind"), app.company("Tidewater"));
        let room = app.keyed_room(&host, &guest);
        Self { kcv: key_check_value(&room), room, host, guest }
    }

    fn api(&self, app: &TestApp) -> Browser {
        app.api(self.host.member(Role::Analyst), true)
    }

    fn begin(&self, by: &Browser, length: usize) -> String {
        by.upload_begin(self.room.as_str(), &self.kcv, length).expect_status(201).location()
    }

    fn folder(&self, app: &TestApp) -> PathBuf {
        app.folder().join("audiences").join(self.room.as_str())
    }

    fn files(&self, app: &TestApp, extension: &str) -> usize {
        let entries = std::fs::read_dir(self.folder(app)).into_iter().flatten();
        entries.filter(|e| e.as_ref().unwrap().path().extension().is_some_and(|e| e == extension)).count()
    }
}

fn at(by: &Browser, upload: &str) -> usize {
    let page = by.upload_offset(upload).expect_status(200);
    assert_eq!(page.header("cache-control").as_deref(), Some("no-store"));
    page.header("upload-offset").unwrap().parse().unwrap()
}

/// A PATCH over a connection of its own, of which only a part is sent at first.
struct Slow(TcpStream);

impl Slow {
    fn start(app: &TestApp, by: &str, upload: &str, offset: usize, length: usize) -> Self {
        let host = app.address.trim_start_matches("http://");
        let path = upload.strip_prefix(&app.origin).unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(
            stream,
            "PATCH {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {by}\r\nTus-Resumable: 1.0.0\r\n\
             Content-Type: application/offset+octet-stream\r\nUpload-Offset: {offset}\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n"
        )
        .unwrap();
        Self(stream)
    }

    fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
        self.0.flush().unwrap();
        // The server reads it before anything else happens.
        thread::sleep(Duration::from_millis(300));
    }

    fn answer(mut self) -> String {
        let mut text = String::new();
        self.0.read_to_string(&mut text).unwrap();
        text
    }
}

#[test]
fn a_list_arrives_in_parts_and_becomes_an_audience() {
    each_database(|app| {
        let scene = Scene::new(app);
        let api = scene.api(app);
        let list = tokens(0..1_500).into_bytes();
        let upload = scene.begin(&api, list.len());
        assert!(upload.starts_with(&format!("{}/api/v1/uploads/", app.origin)), "{upload}");
        assert_eq!(at(&api, &upload), 0);
        let (one, rest) = list.split_at(10_000);
        let sent = api.upload_part(&upload, 0, &[], one).expect_status(204);
        assert_eq!(sent.header("upload-offset").as_deref(), Some("10000"));
        assert_eq!(sent.header("tus-resumable").as_deref(), Some("1.0.0"));
        assert!(sent.header("upload-expires").unwrap().ends_with(" GMT"));
        let before = api.visit(&upload).json();
        assert_eq!((&before["offset"], &before["receipt"]), (&json!(10_000), &json!(null)));
        api.upload_part(&upload, 10_000, &[], rest).expect_status(204);
        let receipt = api.visit(&upload).json()["receipt"].clone();
        assert_eq!((&receipt["people"], &receipt["version"]), (&json!(1_500), &json!(1)));
        assert_eq!(at(&api, &upload), list.len());
        assert_eq!(scene.files(app, "spool"), 0, "the sealed parts are gone");
        assert_eq!(scene.files(app, "set"), 1);
        // What is done stays done.
        api.upload_part(&upload, list.len(), &[], b"").expect_status(409);
        api.send(Method::DELETE, &upload, &[("tus-resumable", "1.0.0")], Vec::new()).expect_status(409);
        let kept = app.database.lines("SELECT CAST(COUNT(*) AS TEXT) AS line FROM audiences");
        assert_eq!(kept, ["1"]);
    });
}

#[test]
fn the_server_says_what_it_speaks() {
    each_database(|app| {
        let told = app.browser().send(Method::OPTIONS, "/api/v1/uploads", &[], Vec::new()).expect_status(204);
        assert_eq!(told.header("tus-version").as_deref(), Some("1.0.0"));
        assert_eq!(told.header("tus-extension").as_deref(), Some("creation,expiration,checksum,termination"));
        assert_eq!(told.header("tus-checksum-algorithm").as_deref(), Some("sha1,sha256"));
        assert!(told.header("tus-max-size").unwrap().parse::<u64>().unwrap() > 1 << 30);
        let scene = Scene::new(app);
        let api = scene.api(app);
        let upload = scene.begin(&api, 10);
        for version in ["0.2.2", "1.0", "2.0.0"] {
            let refused = api.send(Method::HEAD, &upload, &[("tus-resumable", version)], Vec::new());
            assert_eq!(refused.expect_status(412).header("tus-version").as_deref(), Some("1.0.0"));
        }
        api.send(Method::PATCH, &upload, &[], Vec::new()).expect_status(412);
        api.post_raw("/api/v1/uploads", &[("upload-length", "10")], "").expect_status(412);
    });
}

#[test]
fn a_checksum_judges_the_whole_part() {
    each_database(|app| {
        let scene = Scene::new(app);
        let api = scene.api(app);
        let list = tokens(0..1_500).into_bytes();
        let upload = scene.begin(&api, list.len());
        let sum = |algorithm: &'static ring::digest::Algorithm, bytes: &[u8]| {
            STANDARD.encode(ring::digest::digest(algorithm, bytes))
        };
        let (one, two) = list.split_at(20_000);
        let sha1 = format!("sha1 {}", sum(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, one));
        let wrong = api.upload_part(&upload, 0, &[("upload-checksum", &sha1)], &one[1..]).expect_status(460);
        assert_eq!(wrong.json()["code"], "checksum_mismatch");
        assert_eq!(at(&api, &upload), 0, "nothing of a wrong part is kept");
        api.upload_part(&upload, 0, &[("upload-checksum", &sha1)], one).expect_status(204);
        for bad in ["md5 AAAA", "sha256", "sha256 ?"] {
            api.upload_part(&upload, one.len(), &[("upload-checksum", bad)], two).expect_status(400);
        }
        let sha256 = format!("sha256 {}", sum(&ring::digest::SHA256, two));
        api.upload_part(&upload, one.len(), &[("upload-checksum", &sha256)], two).expect_status(204);
        assert_eq!(api.visit(&upload).json()["receipt"]["people"], 1_500);
    });
}

#[test]
fn sizes_and_places_are_judged_before_a_body_is_read() {
    let setup = Setup::default();
    let limits = entente::config::Limits { upload_bytes: 1 << 20, ..setup.limits };
    each_database_with(&Setup { limits, ..Setup::default() }, |app| {
        let scene = Scene::new(app);
        let api = scene.api(app);
        let begin = |length: usize| api.upload_begin(scene.room.as_str(), &scene.kcv, length);
        begin((1 << 20) + 1).expect_status(413);
        begin(0).expect_status(422);
        api.upload_begin(scene.room.as_str(), &"ab".repeat(8), 10).expect_status(422);
        api.upload_begin(scene.room.as_str(), "", 10).expect_status(422);
        api.upload_begin("no-such-room", &scene.kcv, 10).expect_status(404);
        let length = |value: &str| {
            let headers = [("tus-resumable", "1.0.0"), ("upload-length", value)];
            api.post_raw("/api/v1/uploads", &headers, "").expect_status(422)
        };
        for value in ["-1", "1e3", "99999999999999999999", ""] {
            length(value);
        }
        for metadata in ["room", "room ?", "kcv AA==,kcv AA==", "kcv gICA"] {
            let headers = [("tus-resumable", "1.0.0"), ("upload-length", "9"), ("upload-metadata", metadata)];
            let refused = api.post_raw("/api/v1/uploads", &headers, "");
            assert!([404, 422].contains(&refused.status), "{metadata}: {}", refused.status);
        }
        let upload = scene.begin(&api, 100);
        api.upload_part(&upload, 0, &[], &[b'a'; 101]).expect_status(413);
        api.upload_part(&upload, 1, &[], b"a").expect_status(409);
        let csv = [("tus-resumable", "1.0.0"), ("content-type", "text/csv"), ("upload-offset", "0")];
        api.send(Method::PATCH, &upload, &csv, b"a".to_vec()).expect_status(415);
        assert_eq!(at(&api, &upload), 0);
        for _ in 1..10 {
            scene.begin(&api, 100);
        }
        let refused = begin(100).expect_status(409);
        assert!(refused.json()["detail"].as_str().unwrap().starts_with("10 uploads"), "{}", refused.body);
        api.send(Method::DELETE, &upload, &[("tus-resumable", "1.0.0")], Vec::new()).expect_status(204);
        api.upload_offset(&upload).expect_status(404);
        begin(100).expect_status(201);
    });
}

#[test]
fn of_two_parts_for_one_place_one_is_kept() {
    each_database(|app| {
        let scene = Scene::new(app);
        let token = app.api_token(scene.host.member(Role::Analyst), true).1;
        let api = app.browser().with_bearer(token.expose());
        let list = tokens(0..1_500).into_bytes();
        let upload = scene.begin(&api, list.len());
        let mut first = Slow::start(app, token.expose(), &upload, 0, list.len());
        first.send(&list[..1000]);
        let second = api.upload_part(&upload, 0, &[], &list).expect_status(409);
        assert!(second.json()["detail"].as_str().unwrap().contains("on its way"), "{}", second.body);
        first.send(&list[1000..]);
        let answer = first.answer();
        assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
        assert_eq!(api.visit(&upload).json()["receipt"]["people"], 1_500);
    });
}

#[test]
fn a_broken_line_and_a_restart_cost_nothing_that_arrived() {
    each_database(|app| {
        let scene = Scene::new(app);
        let token = app.api_token(scene.host.member(Role::Analyst), true).1;
        let api = app.browser().with_bearer(token.expose());
        let list = tokens(0..1_500).into_bytes();
        let upload = scene.begin(&api, list.len());
        // A line that hangs: whoever asks how far it came stops it, and keeps what arrived.
        let mut hangs = Slow::start(app, token.expose(), &upload, 0, list.len());
        hangs.send(&list[..7_000]);
        assert_eq!(at(&api, &upload), 7_000);
        drop(hangs);
        // A line that breaks.
        let mut breaks = Slow::start(app, token.expose(), &upload, 7_000, list.len() - 7_000);
        breaks.send(&list[7_000..20_000]);
        drop(breaks);
        assert_eq!(at(&api, &upload), 20_000);
        nothing_sent_is_at_rest(app, &list);
        // A server that starts anew knows where it was.
        let path = upload.strip_prefix(&app.origin).unwrap().to_owned();
        let later = Browser::at(&app.restarted(), &app.origin).with_bearer(token.expose());
        assert_eq!(at(&later, &path), 20_000);
        later.upload_part(&path, 20_000, &[], &list[20_000..]).expect_status(204);
        assert_eq!(later.visit(&path).json()["receipt"]["people"], 1_500);
        nothing_sent_is_at_rest(app, &list);
    });
}

/// No token of the list is in any file of the data folder, as text or as bytes, nor in the database.
fn nothing_sent_is_at_rest(app: &TestApp, list: &[u8]) {
    let lines: Vec<&str> = std::str::from_utf8(list).unwrap().lines().skip(2).take(100).collect();
    let rows = format!("{:?}", app.database.contents(&[]));
    let mut folders = vec![app.folder().to_path_buf()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(std::fs::read(path).unwrap()) }
        }
    }
    assert!(files.iter().any(|file| file.len() > 1_000));
    for line in lines {
        assert!(!rows.contains(line), "a token is in the database");
        let bytes: [u8; 16] = *Token::from_hex(line.as_bytes()).unwrap().as_bytes();
        for file in &files {
            let holds = |part: &[u8]| file.windows(part.len()).any(|window| window == part);
            assert!(!holds(line.as_bytes()) && !holds(&bytes), "a token is on the disk");
        }
    }
}

#[test]
fn an_upload_is_nobody_elses() {
    each_database(|app| {
        let scene = Scene::new(app);
        let analyst = scene.host.member(Role::Analyst);
        let api = scene.api(app);
        let list = tokens(0..1_500).into_bytes();
        let upload = scene.begin(&api, list.len());
        api.upload_part(&upload, 0, &[], &list[..100]).expect_status(204);
        let others = [
            ("the other side", app.api(scene.guest.member(Role::Owner), true)),
            ("the owner", app.api(scene.host.member(Role::Owner), true)),
            ("another token of the same person", app.api(analyst, true)),
        ];
        let version = [("tus-resumable", "1.0.0")];
        for (who, other) in others {
            let status = |page: Page| assert_eq!(page.status, 404, "{who}: {}", page.request);
            status(other.upload_offset(&upload));
            status(other.upload_part(&upload, 100, &[], &list[100..]));
            status(other.send(Method::DELETE, &upload, &version, Vec::new()));
            status(other.visit(&upload));
        }
        let session = app.signed_in(analyst);
        let id = upload.rsplit('/').next().unwrap();
        session.upload_offset(&format!("/rooms/{}/uploads/{id}", scene.room)).expect_status(404);
        assert_eq!(at(&api, &upload), 100);
        // Whoever left in the middle does not finish.
        let suspend = format!(
            "UPDATE memberships SET status = '{}' WHERE id = '{}'",
            MembershipStatus::Suspended.as_str(),
            analyst.membership
        );
        app.database.execute(&suspend).unwrap();
        api.upload_part(&upload, 100, &[], &list[100..]).expect_status(401);
        let audiences = app.database.lines("SELECT id AS line FROM audiences");
        assert!(audiences.is_empty());
    });
}

#[test]
fn the_page_uploads_with_its_session_and_form_token() {
    each_database(|app| {
        let scene = Scene::new(app);
        let analyst = scene.host.member(Role::Analyst);
        let browser = app.signed_in(analyst);
        let token = browser.visit("/sign-in").form_token("").unwrap();
        let list = tokens(0..1_500).into_bytes();
        let base = format!("/rooms/{}/uploads", scene.room);
        let (length, kcv) = (list.len().to_string(), format!("kcv {}", STANDARD.encode(&scene.kcv)));
        let begin = |token: &str, origin: &str| {
            let headers = [
                ("tus-resumable", "1.0.0"),
                ("x-csrf-token", token),
                ("origin", origin),
                ("upload-length", &length),
                ("upload-metadata", &kcv),
            ];
            browser.post_raw(&base, &headers, "")
        };
        begin("", &app.origin).expect_status(403);
        begin(&token, "https://evil.example").expect_status(403);
        let upload = begin(&token, &app.origin).expect_status(201).location();
        browser.upload_part(&upload, 0, &[], &list).expect_status(403);
        let ours = [("x-csrf-token", token.as_str()), ("origin", app.origin.as_str())];
        browser.upload_part(&upload, 0, &ours, &list).expect_status(204);
        let receipt = browser.visit(&upload).expect_status(200).json()["receipt"].clone();
        assert_eq!(receipt["room"], format!("/rooms/{}", scene.room));
        browser.visit(&format!("/rooms/{}", scene.room)).expect_words("Your audience has arrived.");
        // The same upload in another room's path is none.
        let other = upload.replace(scene.room.as_str(), RoomId::fresh().as_str());
        browser.visit(&other).expect_status(404);
        app.signed_in(analyst).upload_offset(&upload).expect_status(404);
    });
}

#[test]
fn what_cannot_be_used_is_thrown_away_with_a_reason() {
    each_database(|app| {
        let scene = Scene::new(app);
        let api = scene.api(app);
        let upload = |file: &[u8]| api.upload(scene.room.as_str(), &scene.kcv, file);
        let raw = upload(b"email\njane@example.com\n").expect_status(422);
        assert!(raw.json()["detail"].as_str().unwrap().starts_with("Row 1, column email"), "{}", raw.body);
        upload(b"<!doctype html>").expect_status(422);
        upload(b"PAR1 but not really PAR1").expect_status(422);
        upload(&zstd::encode_all(&vec![b'\n'; 90_000_000][..], 1).unwrap()).expect_status(422);
        upload(b"\x28\xb5\x2f\xfd nonsense").expect_status(422);
        assert_eq!(scene.files(app, "spool") + scene.files(app, "set") + scene.files(app, "part"), 0);
        assert!(app.database.lines("SELECT id AS line FROM uploads").is_empty());
    });
}

#[test]
fn packed_lists_and_parquet_arrive_too() {
    each_database(|app| {
        let scene = Scene::new(app);
        let api = scene.api(app);
        let list = tokens(0..1_500);
        let zstd = zstd::encode_all(list.as_bytes(), 3).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(list.as_bytes()).unwrap();
        let gzip = gzip.finish().unwrap();
        for file in [zstd, gzip, parquet(&list, &scene.kcv)] {
            let kept = api.upload(scene.room.as_str(), &scene.kcv, &file).expect_status(201).json();
            assert_eq!((&kept["people"], &kept["rows"]), (&json!(1_500), &json!(1_500)));
        }
        let other = parquet(&list, &"ab".repeat(8));
        let refused = api.upload(scene.room.as_str(), &scene.kcv, &other).expect_status(422);
        assert!(refused.json()["detail"].as_str().unwrap().contains("another key"), "{}", refused.body);
    });
}

fn parquet(list: &str, kcv: &str) -> Vec<u8> {
    let check = KeyCheck::from_hex(kcv).unwrap();
    let kinds = [IdentifierType::Email];
    let about = About { check, profile: Profile::Entente, segments: None };
    let mut writer = ParquetWriter::new(Vec::new(), &kinds, Extra::default(), &about).unwrap();
    for line in list.lines().skip(1) {
        let mut row = TokenRow::default();
        row.set(IdentifierType::Email, Token::from_hex(line.as_bytes()));
        writer.push(&row).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn a_whole_upload_that_was_not_read_is_read_before_it_is_called_whole() {
    each_database(|app| {
        let scene = Scene::new(app);
        let analyst = scene.host.member(Role::Analyst);
        let (id, token) = app.api_token(analyst, true);
        let api = app.browser().with_bearer(token.expose());
        let list = tokens(0..1_500).into_bytes();
        let upload = scene.begin(&api, list.len());
        let who = entente::access::Allowed::authorize(&entente::access::Actor::member(
            entente::access::ActorKind::Token { id, writes: true },
            analyst.id.clone(),
            analyst.org.clone(),
            analyst.role,
        ))
        .unwrap();
        // A crash between the last byte and the audience: everything is here, nothing was made of it.
        let receiving = Receiving {
            store: &app.store,
            kit: app.state.kit(),
            files: app.state.audiences(),
            limits: ReceiveLimits { rows: 1_000_000, bytes: 1 << 30 },
            clock: &*app.clock,
        };
        let door = Door::token(&who).unwrap();
        let id = upload.rsplit('/').next().unwrap().into();
        let part = NewPart { door: &door, upload: &id, offset: 0, checksum: None };
        upload_append(&receiving, &who, part, list.as_slice()).unwrap();
        let row = app.store.read(|tx| upload_fetch(tx, &who, &door, &id, app.now())).unwrap();
        assert_eq!((row.received, row.receipt), (row.length, None));
        assert_eq!(at(&api, &upload), list.len());
        assert_eq!(api.visit(&upload).json()["receipt"]["people"], 1_500);
    });
}

#[test]
fn time_and_the_rooms_end_throw_uploads_away() {
    each_database(|app| {
        let scene = Scene::new(app);
        let api = scene.api(app);
        let list = tokens(0..1_500).into_bytes();
        let upload = scene.begin(&api, list.len());
        api.upload_part(&upload, 0, &[], &list[..100]).expect_status(204);
        assert_eq!(scene.files(app, "spool"), 1);
        app.wait_minutes(24 * 60);
        api.upload_offset(&upload).expect_status(404);
        let next = scene.begin(&api, list.len());
        assert_eq!(scene.files(app, "spool"), 0, "an upload that has expired is swept");
        let manager = app.signed_in(scene.host.member(Role::Manager));
        let close = format!("/rooms/{}/close", scene.room);
        manager.submit_here(&close, &[("reason", "Done.")]).expect_status(303);
        api.upload_part(&next, 0, &[], &list).expect_status(404);
        assert!(app.database.lines("SELECT id AS line FROM uploads").is_empty());
    });
}
