//! A server that is killed outright, in mid-run and in mid-upload, and started again on the same folder.

use std::path::{Path, PathBuf};
use std::time::Duration;

use entente::access::Role;
use entente::clock::{Clock as _, SystemClock};
use serde_json::json;

use crate::folder::{Served, served_with};
use crate::helpers::{Browser, Database, KCV, Pair, Room, Setup, TestApp, until};
use crate::restore::copy;

/// A data folder with a room in it, taken from a server in this process.
struct Place {
    data: PathBuf,
    room: String,
    token: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

impl Place {
    fn new(name: &str) -> Self {
        let app = TestApp::sqlite(&Setup { counts: false, ..Setup::default() });
        // The servers that follow go by the real time.
        app.clock.set(SystemClock.now());
        let pair = Pair::new(&app, name);
        let room = Room::ready(&app, &pair, KCV);
        room.upload(&room.guest, 1_000..4_000, KCV).expect_status(201);
        let token = app.api_token(pair.host.member(Role::Manager), true).1.expose().to_owned();
        let data = std::env::temp_dir().join(format!("entente-killed-{}", entente::ids::OrgId::fresh()));
        std::fs::create_dir(&data).unwrap();
        let database = data.join("entente.sqlite");
        app.database.execute(&format!("VACUUM INTO '{}'", database.display())).unwrap();
        copy(&app.folder().join("audiences"), &data.join("audiences"));
        std::fs::write(data.join("master.key"), [9; 32]).unwrap();
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(data.join("master.key"), private).unwrap();
        Self { data, room: room.id.clone(), token }
    }

    /// Runs a server, whose answers appear every so many seconds, and kills it when `during` returns.
    fn serve<T>(&self, tick: u32, during: impl FnOnce(&Browser, &Served) -> T) -> T {
        let settings = self.data.join("entente.toml");
        std::fs::write(&settings, format!("[limits]\nrelease_tick_seconds = {tick}\n")).unwrap();
        let server = served_with(&self.data, &["--config", settings.to_str().unwrap()]);
        let by = Browser::at(&server.address, &server.address).with_bearer(&self.token);
        during(&by, &server)
    }

    fn lines(&self, sql: &str) -> Vec<String> {
        Database::sqlite(&self.data).lines(sql)
    }

    fn api(&self, rest: &str) -> String {
        format!("/api/v1/rooms/{}{rest}", self.room)
    }

    /// The files of the room, by their endings.
    fn files(&self, ending: &str) -> usize {
        let folder: &Path = &self.data.join("audiences").join(&self.room);
        let names =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(ending)).count()
    }
}

#[test]
fn a_run_whose_server_is_killed_is_counted_again_by_the_next_one_and_charged_once() {
    let place = Place::new("Run");
    let list: Vec<String> = (0..2_000).map(|person| format!("{person:032x}\n")).collect();
    let list = format!("email\n{}", list.concat());
    // The answer waits for its beat, so that the run is under way when the server is killed.
    let run = place.serve(600, |by, _| {
        by.upload(&place.room, KCV, list.as_bytes()).expect_status(201);
        let headers = [("prefer", "respond-async"), ("content-type", "application/json")];
        let run = by.send(ureq::http::Method::POST, &place.api("/runs"), &headers, b"{}".to_vec());
        let run = run.expect_status(202).json()["id"].as_str().unwrap().to_owned();
        let state = || by.visit(&place.api(&format!("/runs/{run}"))).json()["state"].clone();
        until("it is counted", || state() == "running");
        run
    });
    let requests = "SELECT state || ' ' || attempts AS line FROM run_requests";
    assert_eq!(place.lines(requests), ["running 1"]);
    let rows = |table: &str| place.lines(&format!("SELECT id AS line FROM {table}")).len();
    assert_eq!((rows("runs"), rows("releases")), (0, 0), "nothing was told or charged");

    // The minute passes after which a server that is not heard of counts as dead.
    Database::sqlite(&place.data).execute("UPDATE run_requests SET lease_until = 1").unwrap();
    let answer = place.serve(1, |by, _| {
        let seen = || by.visit(&place.api(&format!("/runs/{run}"))).expect_status(200).json();
        until("it is answered", || seen()["state"] == "done");
        assert_eq!(by.visit(&place.api("/ledger")).json()["holds"], true);
        assert_eq!(by.visit(&place.api("")).json()["budget"]["releases_used"], 1);
        seen()["run"].clone()
    });
    assert_eq!(place.lines(requests), ["done 2"]);
    assert_eq!((rows("runs"), rows("releases")), (1, 1));
    // A thousand are in both lists; the noise is within a hundred but once in 2 x 10^8 times (epsilon 0.2).
    assert!((900..=1_100).contains(&answer["released"]["n"].as_u64().unwrap()), "{answer}");
}

#[test]
fn a_server_that_is_killed_while_a_list_arrives_shows_no_part_of_it_and_goes_on_where_it_was() {
    const PEOPLE: usize = 60_000;
    let place = Place::new("Upload");
    let rows: Vec<String> = (0..PEOPLE).map(|person| format!("{person:032x}\n")).collect();
    let list = format!("email\n{}", rows.concat()).into_bytes();
    let kept = || place.lines("SELECT 'people ' || people AS line FROM audiences ORDER BY people");
    let before = kept();
    let at = place.serve(1, |by, _| {
        let at = by.upload_begin(&place.room, KCV, list.len()).expect_status(201).location();
        // Each server is at another address.
        let at = at[at.find("/api/").unwrap()..].to_owned();
        by.upload_part(&at, 0, &[], &list[..list.len() / 2]).expect_status(204);
        at
    });
    assert_eq!(kept(), before, "half a list is none");
    let offset = |by: &Browser| -> usize {
        by.upload_offset(&at).expect_status(200).header("upload-offset").unwrap().parse().unwrap()
    };
    assert_eq!(place.serve(1, |by, _| offset(by)), list.len() / 2, "nothing that arrived is lost");

    // Killed while the rest arrives, is re-keyed, sorted and named: each time later.
    for after in [1, 150, 400, 900] {
        place.serve(1, |by, server| {
            let here = offset(by);
            std::thread::scope(|scope| {
                let rest = &list[here..];
                scope.spawn(|| {
                    // The line breaks with the server.
                    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                        by.upload_part(&at, here, &[], rest)
                    }));
                });
                std::thread::sleep(Duration::from_millis(after));
                server.kill();
            });
        });
        let now = kept();
        assert!(
            now.len() == before.len() || now.contains(&format!("people {PEOPLE}")),
            "whole or not at all: {now:?}"
        );
        if now.len() > before.len() {
            break;
        }
    }
    place.serve(1, |by, _| {
        assert_eq!(place.files(".part"), 0, "what was not finished is gone");
        let here = offset(by);
        if kept().len() == before.len() {
            by.upload_part(&at, here, &[], &list[here..]).expect_status(204);
        }
        assert_eq!(by.visit(&at).expect_status(200).json()["receipt"]["people"], json!(PEOPLE));
    });
    assert!(kept().contains(&format!("people {PEOPLE}")), "{:?}", kept());
    assert_eq!((place.files(".set"), place.files(".part")), (kept().len(), 0));
}
