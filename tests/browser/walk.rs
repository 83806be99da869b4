//! The whole main job, from a new partner to the count on the leadership page, by the people who do it, in real browsers:
//! the seven steps that the product promises. What the browsers send is recorded, and holds no address and no key.

use std::path::PathBuf;

use entente::access::Role;
use entente::vetting::intake::{Access, DataCategory, Geography, People, Purpose};
use serde_json::{Value, json};

use crate::chromium::Tab;
use crate::helpers::{Company, PASSWORD, best_answers, review_all};
use crate::stage::Stage;

/// The button that sends the page's main form.
const SEND: &str = "main form.form button[type=submit]";

#[test]
fn from_partner_to_count() {
    let stage = Stage::set();
    let northwind = stage.app.company("Northwind");
    let manager = stage.signed_in(northwind.member(Role::Manager));

    let partner = add_partner(&stage, &manager);
    let respondent_link = send_questionnaire(&manager);
    answer(&stage, &respondent_link);
    let assessment = review(&stage, &northwind, &partner);
    decide(&stage, &manager, &assessment, &partner);

    let tidewater = stage.driver.open();
    join(&stage, &manager, &tidewater, &partner);
    let room = open_room(&stage, &manager);
    sign_terms(&stage, &manager, &tidewater, &room);
    let key_link = share_key(&stage, &manager, &tidewater, &room);
    send_audience(&stage, &manager, &room, &key_link, 0..1500);
    send_audience(&stage, &tidewater, &room, &key_link, 700..2200);
    let count = run(&stage, &manager, &tidewater, &room);
    assert!(count.abs_diff(800) <= 110, "{count} people instead of about 800");

    read_portfolio(&stage, &northwind);
    nothing_left_the_browsers(&stage, &key_link);
}

// --- 1: the partner, the intake, the link ---------------------------------------------------------------------------

/// Adds a partner and gives back its path.
fn add_partner(stage: &Stage, tab: &Tab<'_>) -> String {
    tab.goto(&stage.at("/partners/new"));
    tab.fill("input[name=name]", "Tidewater Media");
    tab.fill("input[name=contact_name]", "Sam Bakker");
    tab.click(SEND);
    tab.wait_for("form[action$='/assessments']");
    tab.photograph("1-partner");
    let path = path_of(tab);
    tab.click("form[action$='/assessments'] button");
    tab.wait_for_url("/intake");
    path
}

/// Fills the intake in and sends the questionnaire; gives back the respondent's link.
fn send_questionnaire(tab: &Tab<'_>) -> String {
    let tick = |name: &str, value: Value| {
        tab.click(&format!("label:has(input[name='{name}'][value='{}'])", value.as_str().unwrap()));
    };
    tick("data", json!(DataCategory::DirectIdentifiers));
    tick("people", json!(People::Under100k));
    tick("purpose", json!(Purpose::AggregateMeasurement));
    tick("access", json!(Access::CleanRoom));
    tick("geography", json!(Geography::SccTia));
    tab.photograph("1-intake");
    tab.click(SEND);
    tab.wait_for_url("/send");
    tab.click(SEND);
    tab.wait_for("input[data-copy-from]");
    tab.photograph("1-sent");
    tab.property("input[data-copy-from]", "value")
}

// --- 2: the respondent ----------------------------------------------------------------------------------------------

fn answer(stage: &Stage, link: &str) {
    let tab = stage.driver.open();
    tab.goto(link);
    tab.photograph("2-landing");
    tab.click(SEND);
    tab.wait_for("ol.section-list");
    let sections =
        tab.run("return [...document.querySelectorAll('ol.section-list a')].map(a => a.pathname)", &[]);
    for section in sections.as_array().unwrap() {
        answer_section(stage, &tab, section.as_str().unwrap());
    }
    tab.photograph("2-overview");
    tab.goto(&stage.at("/answer/submit"));
    tab.photograph("2-submit");
    tab.fill("main form input[type=text]", "Sam Bakker");
    tab.click(SEND);
    tab.wait_for(".fingerprint");
    tab.photograph("2-receipt");
    // The respondent can come back, and reads what was sent.
    let again = stage.driver.open();
    again.goto(link);
    again.click(SEND);
    again.wait_for("ol.section-list");
    again.wait_for("a[href='/answer/receipt']");
}

/// Chooses the best answer of each question of a section. The first is saved by itself; the page is then loaded anew.
fn answer_section(stage: &Stage, tab: &Tab<'_>, path: &str) {
    tab.goto(&stage.at(path));
    tab.wait_for("article.question");
    let answers: Vec<Value> =
        best_answers().iter().map(|change| json!([change.question, change.option])).collect();
    let choose = "let chosen = 0; \
        for (const [question, option] of arguments[0]) { \
            const input = document.getElementsByName(question + ':option') \
                .values().find(input => input.value === option); \
            if (input && !input.closest('[hidden]')) { input.click(); chosen += 1; } \
        } return chosen";
    // Choosing may bring questions into view that depend on it.
    let mut chosen = 0;
    loop {
        let now = tab.run(choose, &[json!(answers)]).as_u64().unwrap();
        if now == chosen {
            break;
        }
        chosen = now;
    }
    assert!(chosen > 0, "{path} has no question");
    tab.wait_for_text("Saved");
    tab.click("button[name=go][value=overview]");
    tab.wait_for("ol.section-list");
}

// --- 3: review, score, decision -------------------------------------------------------------------------------------

/// Reviews a section by hand (one that partners of every tier answer more of) and the others as the reviewer would; gives back the
/// assessment's path.
fn review(stage: &Stage, company: &Company, partner: &str) -> String {
    let id = stage.app.latest_assessment(company, partner.rsplit('/').next().unwrap());
    let path = format!("/assessments/{id}");
    let tab = stage.signed_in(company.member(Role::Reviewer));
    tab.goto(&stage.at(&format!("{path}/review/section/B")));
    tab.click("#q-B1 label:has(input[name='B1:level'][value=E2])");
    tab.click("label:has(input[name=rest][value=E1])");
    tab.photograph("3-review");
    tab.click("button[name=go][value=stay]:not(.visually-hidden)");
    tab.wait_for_text("The section is saved");
    tab.wait_for("#q-B1 input[name='B1:level'][value=E2]:checked");
    tab.wait_for("#q-B2 input[name='B2:level'][value=E1]:checked");
    review_all(&stage.app, company, &id);
    tab.goto(&stage.at(&format!("{path}/score")));
    tab.wait_for("main h1");
    tab.photograph("3-score");
    path
}

fn decide(stage: &Stage, tab: &Tab<'_>, assessment: &str, partner: &str) {
    tab.goto(&stage.at(&format!("{assessment}/decide")));
    tab.photograph("3-decide");
    tab.click(SEND);
    tab.wait_for_url(partner);
    tab.photograph("3-decided");
}

// --- 4: the other company, the room, its terms and key --------------------------------------------------------------

/// The manager invites the partner's people; one of them starts an organisation.
fn join(stage: &Stage, manager: &Tab<'_>, guest: &Tab<'_>, partner: &str) {
    manager.goto(&stage.at(partner));
    manager.click("form[action$='/invite'] button");
    manager.wait_for("input[data-copy-from]");
    guest.goto(&manager.property("input[data-copy-from]", "value"));
    guest.photograph("4-invitation");
    assert_eq!(guest.property("input[name=organisation]", "value"), "Tidewater Media");
    guest.fill("input[name=name]", "Sam Bakker");
    guest.fill("input[name=email]", "sam@tidewater.example");
    guest.fill("input[name=password]", PASSWORD);
    guest.click("main form.form button[type=submit]");
    guest.wait_for(".topbar");
}

/// Opens a room with the partner and gives back its path.
fn open_room(stage: &Stage, tab: &Tab<'_>) -> String {
    tab.goto(&stage.at("/rooms/new"));
    tab.click("label:has(input[name=partner])");
    tab.fill("input[name=name]", "Spring overlap");
    tab.photograph("4-new-room");
    tab.click(SEND);
    tab.wait_for(".sides");
    path_of(tab)
}

fn sign_terms(stage: &Stage, host: &Tab<'_>, guest: &Tab<'_>, room: &str) {
    host.goto(&stage.at(&format!("{room}/terms/new")));
    host.fill(
        "textarea[name=purpose]",
        "How many people do we both reach? Asked once, before the spring campaign.",
    );
    host.choose("select[name=basis_us]", "consent");
    host.choose("select[name=basis_them]", "consent");
    host.photograph("4-terms");
    host.click(SEND);
    host.wait_for("input[name=sha256]");
    for tab in [host, guest] {
        tab.goto(&stage.at(&format!("{room}/terms")));
        tab.click("label:has(input[name=read])");
        tab.photograph("4-sign");
        tab.click(SEND);
        tab.wait_until_gone("input[name=read]");
    }
}

/// The host makes the key, the guest opens the link with it; gives back the link.
fn share_key(stage: &Stage, host: &Tab<'_>, guest: &Tab<'_>, room: &str) -> String {
    let page = stage.at(&format!("{room}/key"));
    host.goto(&page);
    host.click("#key-make");
    host.wait_for("#key-form:not([hidden])");
    host.photograph("4-key-made");
    let link = host.property("#key-link", "value");
    assert!(link.contains("#k="), "{link}");
    host.click("#key-form button");
    host.wait_for(".sides");

    // A key of another room is refused by the guest's own browser.
    guest.goto(&page);
    guest.fill("#key-paste", &format!("{page}#k=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    guest.click("#key-check");
    guest.wait_for("#key-status.bad-text");
    assert!(guest.has("#key-form[hidden]"));
    guest.goto("about:blank");
    guest.goto(&link);
    guest.wait_for("#key-form:not([hidden])");
    assert!(!guest.url().contains("#k="), "the key stays in the address bar");
    guest.photograph("4-key-checked");
    guest.click("#key-form button");
    guest.wait_for(".sides");
    link
}

// --- 5: hashing in the browser --------------------------------------------------------------------------------------

/// A list as a company has it, with one row that has no address.
fn list(stage: &Stage, people: std::ops::Range<u32>) -> PathBuf {
    let rows = people.clone().map(|n| format!("\"Person, {n}\",{}\n", address(n)));
    let text =
        rows.fold("Name,E-mail\n".to_owned(), |text, row| text + &row) + "\"Nobody, N\",not an address\n";
    let path = stage.app.folder().join(format!("list-{}.csv", people.start));
    std::fs::write(&path, text).unwrap();
    path
}

fn address(person: u32) -> String {
    format!("Person.{person}@People.Example")
}

/// Hashes a list on the page and sends it; the one request after the file was chosen is the upload.
fn send_audience(stage: &Stage, tab: &Tab<'_>, room: &str, key_link: &str, people: std::ops::Range<u32>) {
    tab.goto(&stage.at(&format!("{room}/audience")));
    tab.fill("#key-paste", key_link);
    tab.click("#key-go");
    tab.wait_for("#step-list:not([hidden])");
    let before = stage.recorder.mark();
    tab.choose_file("#list-file", &list(stage, people.clone()));
    tab.wait_for("#step-columns:not([hidden])");
    tab.photograph("5-columns");
    tab.click("#hash-go");
    tab.wait_for("#step-send:not([hidden])");
    tab.photograph("5-hashed");
    assert!(tab.text().contains("1,500"), "{}", tab.text());
    tab.click("#send-go");
    tab.wait_for(".sides");
    let sent = stage.recorder.requests_since(&before);
    let kinds: Vec<(String, String)> = sent
        .iter()
        .map(|sent| (sent.method.clone(), sent.path.split('?').next().unwrap().to_owned()))
        .collect();
    let changes: Vec<&str> =
        kinds.iter().map(|(method, _)| method.as_str()).filter(|method| *method != "GET").collect();
    assert_eq!(changes, ["POST", "PATCH"], "{kinds:?}");
    let own = |path: &str| {
        path.starts_with("/assets/")
            || path == room
            || path == "/favicon.ico"
            || path.starts_with(&format!("{room}/uploads"))
    };
    assert!(kinds.iter().all(|(_, path)| own(path)), "{kinds:?}");
    let upload = sent.iter().find(|sent| sent.method == "PATCH").unwrap();
    let text = String::from_utf8_lossy(&upload.body);
    let tokens = text.lines().filter(|line| line.len() == 32 && line.bytes().all(|c| c.is_ascii_hexdigit()));
    assert_eq!(tokens.count(), people.len(), "the upload is more than tokens");
}

// --- 6 and 7: the count, the portfolio ------------------------------------------------------------------------------

/// Runs the overlap; both sides read the same number.
fn run(stage: &Stage, host: &Tab<'_>, guest: &Tab<'_>, room: &str) -> u64 {
    guest.goto(&stage.at(&format!("{room}/run")));
    guest.photograph("6-before");
    guest.click("form[action$='/runs'] button");
    guest.wait_for_url("/releases/");
    guest.photograph("6-released");
    let theirs = stage.app.latest_release();
    assert!(guest.text().contains(&grouped(theirs)), "{theirs} is not in: {}", guest.text());
    host.goto(&stage.at(room));
    host.photograph("6-room");
    assert!(host.text().contains(&grouped(theirs)), "{theirs} is not in: {}", host.text());
    host.goto(&stage.at(&format!("{room}/ledger")));
    host.wait_for("table");
    host.photograph("6-ledger");
    theirs
}

/// A number as the pages write it.
fn grouped(n: u64) -> String {
    if n < 1000 { n.to_string() } else { format!("{},{:03}", n / 1000, n % 1000) }
}

fn read_portfolio(stage: &Stage, company: &Company) {
    let tab = stage.signed_in(company.member(Role::Leader));
    tab.goto(&stage.at("/portfolio"));
    tab.wait_for_text("Tidewater Media");
    tab.photograph("7-portfolio");
}

// --- what left the browsers -----------------------------------------------------------------------------------------

fn nothing_left_the_browsers(stage: &Stage, key_link: &str) {
    for person in [0, 1, 700, 1499, 1500, 2199] {
        assert!(!stage.recorder.saw(&address(person)), "the address of person {person} left the browser");
    }
    let key = key_link.split("#k=").nth(1).unwrap();
    assert!(!stage.recorder.saw(key), "the room's key left the browser");
    assert!(!stage.recorder.saw("not an address"), "a refused value left the browser");
    assert!(stage.recorder.saw("Bakker"), "the recorder is deaf");
}

fn path_of(tab: &Tab<'_>) -> String {
    let url: url::Url = tab.url().parse().unwrap();
    url.path().to_owned()
}
