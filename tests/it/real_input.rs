//! The whole job on real input: the people who maintain Debian's packages, split by section into two lists that share
//! many, as `apt-cache dumpavail` has them at the time of the test. Nothing of them is kept.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use entente::access::Role;
use entente::ids::RoomId;
use serde_json::{Value, json};

use crate::helpers::{Company, TestApp, each_database};

/// The sections whose maintainers are the first list; everybody else's are the second.
const FIRST: [&str; 4] = ["libs", "libdevel", "devel", "python"];

/// The addresses of each list, as they stand in the package lists: repeated, in any letter case.
fn lists() -> (Vec<String>, Vec<String>) {
    let output =
        Command::new("apt-cache").arg("dumpavail").output().expect("this test reads apt's package lists");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for package in text.split("\n\n") {
        let field = |name: &str| package.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let (Some(section), Some(person)) = (field("Section:"), field("Maintainer:")) else { continue };
        let Some((_, address)) = person.split_once('<') else { continue };
        let section = section.rsplit('/').next().unwrap_or(section);
        let list = if FIRST.contains(&section) { &mut first } else { &mut second };
        // Some name several people; what follows the first address is not one.
        list.push(address.split('>').next().unwrap_or(address).to_owned());
    }
    let people =
        |list: &[String]| list.iter().map(|address| address.to_lowercase()).collect::<BTreeSet<_>>().len();
    assert!(
        people(&first) > 1000 && people(&second) > 1000,
        "apt knows too few packages for this test ({} and {} maintainers): run apt-get update",
        people(&first),
        people(&second)
    );
    (first, second)
}

/// Everybody once, in the spelling that came first, and every tenth person again: a room refuses a list that is mostly
/// repetition.
fn mostly_once(list: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut once: Vec<String> =
        list.iter().filter(|address| seen.insert(address.to_lowercase())).cloned().collect();
    let again: Vec<String> = once.iter().step_by(10).map(|address| address.to_uppercase()).collect();
    once.extend(again);
    once
}

/// Runs the command with `input` on its standard input, and gives back what it prints.
fn entente(args: &[&str], input: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    let command = command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    // A command that does not read its input closes it.
    let _ = writer.join().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "entente {args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Runs a pipeline of the shell's own tools.
fn shell(script: &str, folder: &Path) -> String {
    let output =
        Command::new("sh").args(["-ec", script]).current_dir(folder).env("LC_ALL", "C").output().unwrap();
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A CSV of the list, as a company might have it: a name with a comma first, the address second.
fn write_csv(list: &[String], path: &Path) {
    let mut text = "name,\"E-mail address\"\r\n".to_owned();
    for (at, address) in list.iter().enumerate() {
        text.push_str(&format!("\"Person, {at}\",\"{}\"\r\n", address.replace('"', "\"\"")));
    }
    std::fs::write(path, text).unwrap();
}

/// How many canonical addresses two lists share and have, by `entente normalise`, `sort` and `comm`.
fn by_other_tools(lists: (&[String], &[String]), folder: &Path) -> (u64, u64, u64) {
    for (list, name) in [(lists.0, "a"), (lists.1, "b")] {
        let canonical = entente(&["normalise", "--type", "email"], &(list.join("\n") + "\n"));
        std::fs::write(folder.join(format!("{name}.canonical")), canonical).unwrap();
        shell(&format!("grep -v '^-\t' {name}.canonical | cut -f 1 | sort -u > {name}.sorted"), folder);
    }
    let count = |script: &str| shell(script, folder).parse().unwrap();
    (count("comm -12 a.sorted b.sorted | wc -l"), count("wc -l < a.sorted"), count("wc -l < b.sorted"))
}

struct Files {
    key: PathBuf,
    clients: [PathBuf; 2],
}

/// Hashes both lists with a fresh key of the room.
fn hash(lists: (&[String], &[String]), room: &str, folder: &Path) -> Files {
    let key = folder.join("room.key");
    entente(&["key", "new", "--room", room, "-o", key.to_str().unwrap()], "");
    let clients = [(lists.0, "a"), (lists.1, "b")].map(|(list, name)| {
        let (csv, client) = (folder.join(format!("{name}.csv")), folder.join(format!("{name}.parquet")));
        write_csv(list, &csv);
        let key = key.to_str().unwrap();
        let paths = [csv.to_str().unwrap(), client.to_str().unwrap()];
        let report = entente(
            &["hash", "--key", key, "--id", "email=E-mail address", paths[0], "-o", paths[1], "--json"],
            "",
        );
        let report: Value = serde_json::from_str(&report).unwrap();
        assert_eq!(report["rows"], list.len());
        for address in list.iter().take(50) {
            let bytes = std::fs::read(&client).unwrap();
            let found = bytes.windows(address.len()).any(|window| window == address.as_bytes());
            assert!(!found, "an address is in the client file");
        }
        client
    });
    Files { key, clients }
}

fn folder(app: &TestApp) -> PathBuf {
    let folder = app.folder().join("real");
    std::fs::create_dir(&folder).unwrap();
    folder
}

#[test]
fn the_exact_overlap_is_that_of_sort_and_comm() {
    let app = TestApp::sqlite(&crate::helpers::Setup::default());
    let folder = folder(&app);
    let (a, b) = lists();
    let (shared, people_a, people_b) = by_other_tools((&a, &b), &folder);
    assert!(shared > 300, "the lists share only {shared}");
    let room = RoomId::fresh();
    let files = hash((&a, &b), room.as_str(), &folder);
    let [a, b] = files.clients.each_ref().map(|path| path.to_str().unwrap());
    let overlap = |a: &str, b: &str, more: &[&str]| -> Value {
        let words = [&["overlap", a, b, "--exact", "--json"], more].concat();
        let mut found: Value = serde_json::from_str(&entente(&words, "")).unwrap();
        let seconds = found.as_object_mut().unwrap().remove("seconds").unwrap();
        assert!(seconds["read"].as_f64().unwrap() >= 0.0 && seconds["count"].as_f64().unwrap() >= 0.0);
        found
    };
    let found = overlap(a, b, &[]);
    let expected = json!({ "exact": shared, "people_a": people_a, "people_b": people_b, "by_type": { "email": shared } });
    assert_eq!(found, expected);
    // The same lists as stored sets, in whatever mixture and by however many threads.
    let stored = ["a.entset", "b.entset"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    for (client, stored) in [a, b].into_iter().zip(&stored) {
        let about: Value =
            serde_json::from_str(&entente(&["set", "build", client, "-o", stored, "--json"], "")).unwrap();
        assert_eq!(about["bytes"].as_u64().unwrap(), std::fs::metadata(stored).unwrap().len());
    }
    let [c, d] = stored.each_ref().map(String::as_str);
    assert_eq!(overlap(c, d, &["--threads", "1"]), expected);
    assert_eq!(overlap(c, d, &["--threads", "3", "--in-memory"]), expected);
    assert_eq!(overlap(a, d, &["--threads", "2"]), expected);
}

#[test]
fn two_companies_count_the_people_they_share() {
    let (first, second) = lists();
    let lists = (mostly_once(&first), mostly_once(&second));
    each_database(|app| {
        let folder = folder(app);
        let (exact, people_a, people_b) = by_other_tools((&lists.0, &lists.1), &folder);
        let (host, guest) = (app.company("Northwind"), app.company("Tidewater"));
        let room = app.signed_room(&host, &guest);
        let files = hash((&lists.0, &lists.1), room.as_str(), &folder);
        agree_on_key(app, &room, (&host, &guest), &files.key);
        for (company, client, people) in
            [(&host, &files.clients[0], people_a), (&guest, &files.clients[1], people_b)]
        {
            push(app, company, &room, client, &folder);
            let audiences = app.database.lines(&format!(
                "SELECT CAST(people AS TEXT) AS line FROM audiences WHERE org_id = '{}'",
                company.id
            ));
            assert_eq!(audiences, [people.to_string()]);
        }
        let released = run(app, &room, &host);
        let count = released["n"].as_u64().unwrap_or_else(|| panic!("no count: {released}"));
        // Epsilon is 0.2: noise of more than 100 comes once in 500 million draws; rounding adds at most 10.
        assert!(count.abs_diff(exact) <= 110, "{count} is too far from {exact}");
        assert_eq!(count % 10, 0, "{count} is not rounded");
        assert_eq!(run(app, &room, &guest), released, "the other side reads another count");
        nothing_raw_is_kept(app, &lists.0);
    });
}

/// The host makes the key's check value known, the guest confirms it; each with their own browser.
fn agree_on_key(app: &TestApp, room: &RoomId, companies: (&Company, &Company), key: &Path) {
    let said = entente(&["key", "check", key.to_str().unwrap()], "");
    let kcv = said.split("key check value ").nth(1).unwrap().trim().to_owned();
    let page = format!("/rooms/{room}/key");
    let host = app.signed_in(companies.0.member(Role::Manager));
    host.submit(&page, &page, &[("kcv", &kcv)]).expect_status(303);
    let guest = app.signed_in(companies.1.member(Role::Manager));
    let check = format!("{page}/check");
    guest.submit(&page, &check, &[("kcv", "0000000000000000")]).expect_status(422);
    guest.submit(&page, &check, &[("kcv", &kcv)]).expect_status(303);
}

/// `entente push` by the company's analyst.
fn push(app: &TestApp, company: &Company, room: &RoomId, client: &Path, folder: &Path) {
    let token = app.api_token(company.member(Role::Analyst), true).1;
    let file = folder.join("token");
    std::fs::write(&file, token.expose()).unwrap();
    let (file, client) = (file.to_str().unwrap(), client.to_str().unwrap());
    entente(&["push", "--server", &app.address, "--room", room.as_str(), "--token-file", file, client], "");
}

/// Runs the overlap through the API and reads what was released.
fn run(app: &TestApp, room: &RoomId, company: &Company) -> Value {
    let analyst = app.api(company.member(Role::Analyst), true);
    let run = analyst.post_json(&format!("/api/v1/rooms/{room}/runs"), &json!({}));
    assert!(run.status == 200 || run.status == 201, "{}: {}", run.status, run.body);
    run.json()["released"].clone()
}

/// No address of the list is in the data folder or the database, in any file.
fn nothing_raw_is_kept(app: &TestApp, list: &[String]) {
    let rows = format!("{:?}", app.database.contents(&[]));
    for address in list.iter().take(200) {
        assert!(!rows.contains(address.as_str()), "an address is in the database");
    }
    let mut folders = vec![app.folder().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // What the companies themselves hold stands beside the server's data in this test.
            if path.ends_with("real") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            for address in list.iter().take(50) {
                assert!(!bytes.contains(address.as_str()), "an address is in {}", path.display());
            }
        }
    }
}
