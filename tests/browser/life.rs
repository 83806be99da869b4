//! A whole room's life in two browsers: the decision that opens it, terms with approvals and segments, a key agreed on through
//! the server, an upload that breaks and goes on after a restart, a matrix that both sides let go, the ledger, the end by one
//! side, and the proof of all that offline.

use std::path::PathBuf;
use std::process::Command;

use entente::access::Role;
use entente::ids::RoomId;
use entente::rooms::custody::SealedPepper;
use entente::store;
use serde_json::json;

use crate::chromium::Tab;
use crate::helpers::{Company, TestApp, Until, every_form, found};
use crate::stage::Stage;

const SEND: &str = "main form.form button[type=submit]";

struct Life<'a> {
    stage: &'a Stage,
    host: Tab<'a>,
    guest: Tab<'a>,
    room: RoomId,
}

impl Life<'_> {
    fn at(&self, rest: &str) -> String {
        self.stage.at(&format!("/rooms/{}{rest}", self.room))
    }
}

#[test]
fn a_room_from_the_decision_to_the_receipt() {
    let stage = Stage::set();
    let (northwind, tidewater) = (stage.app.company("Northwind"), stage.app.company("Tidewater"));
    let host = stage.signed_in(northwind.member(Role::Owner));
    let guest = stage.signed_in(tidewater.member(Role::Owner));
    let room = opened_by_a_decision(&stage, &host, (&northwind, &tidewater));
    let life = Life { stage: &stage, host, guest, room };
    sign_terms(&life);
    agree_on_a_key(&life);
    upload_with_a_break(&life);
    upload(
        &life,
        &life.guest,
        list(&stage.app, 2_000..8_000, |n| if n / 2 % 2 == 0 { "North" } else { "South" }),
    );
    count_and_approve(&life);
    let tokens = tokens(&life, &northwind);
    assert!(!found(stage.app.folder(), &tokens).is_empty(), "the search would find tokens that are there");
    close_and_verify(&life);
    assert_eq!(found(stage.app.folder(), &tokens), Vec::<String>::new());
    for raw in ["person17@", "gold", "south"] {
        assert!(!stage.recorder.saw(raw), "{raw} left a browser");
    }
    // The browser notes the line that was broken on purpose, and nothing else.
    let host: Vec<String> =
        life.host.complaints().into_iter().filter(|one| !one.contains("/uploads/")).collect();
    assert_eq!(host, Vec::<String>::new());
    assert_eq!(life.guest.complaints(), Vec::<String>::new());
}

/// There is no room before the decision, and one after it.
fn opened_by_a_decision(stage: &Stage, host: &Tab<'_>, companies: (&Company, &Company)) -> RoomId {
    let (app, (northwind, tidewater)) = (&stage.app, companies);
    let partner = app.partner(northwind, &tidewater.name);
    app.tell(|tx| Ok(store::partner_link(tx, &northwind.id, &partner, &tidewater.id)?));
    let vetting = app.vetting(northwind, &partner, Until::Reviewed);
    host.goto(&stage.at("/rooms/new"));
    host.wait_for_text("has no current decision about Tidewater");
    assert!(!host.has("input[name=partner]:not([disabled])"), "no room without a decision");
    host.goto(&stage.at(&format!("/assessments/{}/decide", vetting.assessment)));
    host.click(SEND);
    host.wait_for_url(&format!("/partners/{partner}"));
    host.goto(&stage.at("/rooms/new"));
    host.click("label:has(input[name=partner])");
    host.fill("input[name=name]", "Spring overlap");
    host.click(SEND);
    host.wait_for(".sides");
    host.wait_for_text("unless both sides sign terms before");
    host.photograph("life-opened");
    RoomId::from(host.url().rsplit('/').next().unwrap())
}

fn sign_terms(life: &Life<'_>) {
    let host = &life.host;
    host.goto(&life.at("/terms/new"));
    let purpose = "How many people do we both reach, tier by region? Asked once, before the spring campaign.";
    host.fill("textarea[name=purpose]", purpose);
    host.choose("select[name=basis_us]", "consent");
    host.choose("select[name=basis_them]", "consent");
    host.run("for (const one of document.querySelectorAll('details')) one.open = true", &[]);
    host.click("label:has(input[name=approval][value=both])");
    host.click("label:has(input[name=by_segment])");
    host.click(SEND);
    host.wait_for("input[name=sha256]");
    for tab in [host, &life.guest] {
        tab.goto(&life.at("/terms"));
        tab.wait_for_text("A manager or owner of each side, answer by answer");
        tab.click("label:has(input[name=read])");
        tab.click(SEND);
        tab.wait_until_gone("input[name=read]");
    }
}

fn agree_on_a_key(life: &Life<'_>) {
    for tab in [&life.guest, &life.host] {
        tab.goto(&life.at("/key"));
    }
    life.guest.click("#key-make");
    life.host.click("input[value=server]");
    life.host.click("#key-make");
    for tab in [&life.guest, &life.host] {
        tab.wait_for("#key-compare:not([hidden])");
    }
    assert_eq!(life.host.text_of("#key-compare-words"), life.guest.text_of("#key-compare-words"));
    for tab in [&life.host, &life.guest] {
        tab.click("#key-same");
        tab.wait_for("#key-form:not([hidden])");
        tab.click("#key-keep");
        tab.click("#key-form button");
        tab.wait_for(".sides");
    }
    life.host.goto(&life.at("/key"));
    life.host.wait_for_text("Tidewater");
}

fn list(app: &TestApp, people: std::ops::Range<u32>, segment: fn(u32) -> &'static str) -> PathBuf {
    let path = app.folder().join(format!("list-{}.csv", people.start));
    let rows = people.map(|n| format!("Person{n}@People.Example,{}\n", segment(n)));
    std::fs::write(&path, rows.fold("email,segment\n".to_owned(), |text, row| text + &row)).unwrap();
    path
}

/// The list, hashed with the kept key and ready to be sent.
fn hashed(life: &Life<'_>, tab: &Tab<'_>, list: &std::path::Path) {
    tab.goto(&life.at("/audience"));
    tab.wait_for_text("This browser keeps the key of this room.");
    tab.choose_file("#list-file", list);
    tab.wait_for("#hash-go:not([disabled])");
    tab.choose("#segment", "1");
    tab.click("#hash-go");
    tab.wait_for("#step-send:not([hidden])");
    std::fs::remove_file(list).unwrap();
}

fn upload(life: &Life<'_>, tab: &Tab<'_>, list: PathBuf) {
    hashed(life, tab, &list);
    tab.click("#send-go");
    tab.wait_for(".sides");
}

/// The line breaks in the middle of the host's upload, and the server starts anew before the line is back.
fn upload_with_a_break(life: &Life<'_>) {
    let (stage, tab) = (life.stage, &life.host);
    hashed(life, tab, &list(&stage.app, 0..6_000, |n| if n % 2 == 0 { "Gold" } else { "Silver" }));
    stage.recorder.break_next_part(40_000);
    tab.click("#send-go");
    tab.wait_for_text("What has arrived is kept; trying again");
    while stage.app.database.lines("SELECT CAST(max(received) AS TEXT) AS line FROM uploads") == ["0"] {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    stage.recorder.pass_on_to(&stage.app.restarted());
    tab.wait_for(".sides");
    tab.wait_for_text("Your audience has arrived.");
}

/// Nobody reads the matrix before both have let it go; then both read the same one, with their names for segments.
fn count_and_approve(life: &Life<'_>) {
    life.host.goto(&life.at("/run"));
    life.host.click("label:has(input[name=ask][value=by_segment])");
    life.host.click("form[action$='/runs'] button");
    life.host.wait_for_url("/releases/");
    life.host.wait_for_text("held until both sides let it go");
    let release = life.host.url();
    life.guest.goto(&release);
    for tab in [&life.host, &life.guest] {
        assert!(!tab.has("table.heat"), "nothing is shown while it is held");
        tab.photograph("life-held");
        tab.click("button[name=verdict][value=approve]");
        tab.wait_until_gone("button[name=verdict]");
    }
    life.host.goto(&release);
    for tab in [&life.host, &life.guest] {
        tab.wait_for("table.heat");
        for name in ["Gold", "Silver", "North", "South"] {
            tab.wait_for_text(name);
        }
    }
    life.host.photograph("life-matrix");
    assert_eq!(life.host.text_of("table.heat"), life.guest.text_of("table.heat"));
    life.guest.goto(&life.at("/ledger"));
    life.guest.wait_for_text("Both sides let it go");
    life.guest.photograph("life-ledger");
}

/// Every form of the tokens that both sides had sent, and the sealed pepper.
fn tokens(life: &Life<'_>, company: &Company) -> Vec<Vec<u8>> {
    let app = &life.stage.app;
    let row = app.store.read(|tx| store::room_fetch(tx, &company.id, &life.room)).unwrap();
    let sealed = row.pepper_wrapped.unwrap();
    let pepper =
        app.state.kit().master().open(&life.room, &SealedPepper::from_bytes(sealed.clone())).unwrap();
    let sent = life.stage.recorder.requests();
    let bodies =
        sent.iter().filter(|sent| sent.method == "PATCH").map(|sent| String::from_utf8_lossy(&sent.body));
    let lines: Vec<String> = bodies
        .flat_map(|body| {
            body.lines().map(|line| line.split(',').next().unwrap().to_owned()).collect::<Vec<_>>()
        })
        .filter(|line| line.len() == 32 && line.bytes().all(|c| c.is_ascii_hexdigit()))
        .collect();
    assert_eq!(lines.len(), 6_000, "the guest's tokens went in one piece");
    let mut forms = every_form(pepper.expose(), lines.iter().map(String::as_str));
    forms.push(sealed);
    forms
}

/// The text of a file that the page offers.
fn file(tab: &Tab<'_>, url: &str) -> String {
    let script = "return fetch(arguments[0]).then((answer) => answer.text())";
    tab.run(script, &[json!(url)]).as_str().unwrap().to_owned()
}

/// One side ends the room; ledger, checkpoint and receipt that the other downloads hold offline.
fn close_and_verify(life: &Life<'_>) {
    let (host, guest) = (&life.host, &life.guest);
    let saved = file(host, &life.at("/ledger/checkpoint"));
    guest.goto(&life.at("/close"));
    guest.fill("[name=reason]", "The campaign is over.");
    guest.click(SEND);
    guest.wait_for_text("Tidewater closed the room.");
    host.goto(&life.at("/receipt"));
    host.wait_for_text("was gone from this server");
    host.photograph("life-receipt");
    let folder = life.stage.app.folder().join("downloads");
    std::fs::create_dir(&folder).unwrap();
    let kept = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let key = kept("entente.key", file(host, &life.stage.at("/verify-key")));
    let checkpoint = kept("checkpoint.txt", saved);
    let text = file(host, &life.at("/ledger/file"));
    let ledger = kept("ledger.jsonl", text.clone());
    let receipt = kept("receipt.json", file(host, &life.at("/receipt/file")));
    let verify = |args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_entente")).arg("verify").args(args).output().unwrap();
        let said = [done.stdout, done.stderr].concat();
        (done.status.code(), String::from_utf8_lossy(&said).into_owned())
    };
    for args in [
        vec![ledger.as_str(), "--checkpoint", &checkpoint, "--key", &key],
        vec![receipt.as_str(), "--key", &key],
    ] {
        let (code, said) = verify(&args);
        assert_eq!(code, Some(0), "{args:?}: {said}");
    }
    let forged = kept("forged.jsonl", text.replacen("guest_left", "host_left", 1));
    let (code, said) = verify(&[&forged, "--key", &key]);
    assert_eq!(code, Some(1), "{said}");
    std::fs::remove_dir_all(folder).unwrap();
}
