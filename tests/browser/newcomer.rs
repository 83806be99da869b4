//! The newcomer's path, timed: from the first sign-in to the link of a sent questionnaire in hand.
//!
//! A browser that is driven is faster than a person, so what is held against two minutes is an estimate of a person's time by the
//! keystroke-level model (Card, Moran & Newell, "The keystroke-level model for user performance time with interactive systems",
//! Communications of the ACM 23(7), 1980): 0.28 s a keystroke (an average non-secretary typist), 1.1 s to point, 0.1 s to press
//! or let go of a button, 0.4 s to move a hand between keyboard and mouse, 1.35 s to prepare in mind; to that the time that the
//! server and the browser really take. The model is for an error-free user who knows the way; reading beyond what 1.35 s of
//! preparation before each act covers is not in it.

use std::time::{Duration, Instant};

use entente::access::Role;

use crate::chromium::Tab;
use crate::helpers::PASSWORD;
use crate::stage::Stage;

const SEND: &str = "main form.form button[type=submit]";

/// What a person does, counted.
#[derive(Debug, Default)]
struct Effort {
    keys: u32,
    clicks: u32,
    hands: u32,
    thoughts: u32,
    fields: u32,
    pages: u32,
    waited: Duration,
    typing: bool,
}

impl Effort {
    /// A person's time by the model, and the time that was waited.
    fn time(&self) -> Duration {
        let of = |count: u32, millis: u64| Duration::from_millis(u64::from(count) * millis);
        of(self.keys, 280)
            + of(self.clicks, 1100 + 200)
            + of(self.hands, 400)
            + of(self.thoughts, 1350)
            + self.waited
    }

    fn hand_on(&mut self, keyboard: bool) {
        self.hands += u32::from(self.typing != keyboard);
        self.typing = keyboard;
    }

    /// Clicks, after a thought.
    fn click(&mut self, tab: &Tab<'_>, css: &str) {
        self.hand_on(false);
        self.clicks += 1;
        self.thoughts += 1;
        tab.click(css);
    }

    /// Chooses something on a page: a click that fills a field.
    fn tick(&mut self, tab: &Tab<'_>, name: &str, value: &str) {
        self.fields += 1;
        self.click(tab, &format!("label:has(input[name='{name}'][value='{value}'])"));
    }

    /// Points at a field and types.
    fn fill(&mut self, tab: &Tab<'_>, css: &str, text: &str) {
        self.click(tab, css);
        self.hand_on(true);
        self.fields += 1;
        self.keys += u32::try_from(text.chars().count()).unwrap();
        tab.fill(css, text);
    }

    /// Goes on to another page by what is clicked, and waits until it is there.
    fn go(&mut self, tab: &Tab<'_>, css: &str, until: &str) {
        self.click(tab, css);
        let from = Instant::now();
        tab.wait_for(until);
        self.waited += from.elapsed();
        self.pages += 1;
    }
}

#[test]
fn a_newcomer_has_the_link_in_hand_within_two_minutes() {
    let stage = Stage::set();
    let company = stage.app.company("Northwind");
    let tab = stage.driver.open();
    let mut effort = Effort::default();
    let began = Instant::now();
    tab.goto(&stage.at("/sign-in"));
    effort.pages += 1;
    effort.fill(&tab, "input[name=email]", &company.member(Role::Manager).email);
    effort.fill(&tab, "input[name=password]", PASSWORD);
    effort.go(&tab, "main form button[type=submit]", ".topbar");
    effort.go(&tab, "main a[href='/partners/new']", "input[name=name]");
    effort.fill(&tab, "input[name=name]", "Tidewater Media");
    effort.go(&tab, SEND, "form[action$='/assessments']");
    effort.go(&tab, "form[action$='/assessments'] button", "input[name=people]");
    for (name, value) in [
        ("data", "direct_identifiers"),
        ("people", "10k_100k"),
        ("purpose", "aggregate_measurement"),
        ("access", "clean_room"),
        ("geography", "scc_tia"),
    ] {
        effort.tick(&tab, name, value);
    }
    effort.go(&tab, SEND, "select[name=days]");
    effort.go(&tab, SEND, "input[data-copy-from]");
    assert!(tab.property("input[data-copy-from]", "value").contains("/a/"));
    let machine = began.elapsed();
    eprintln!("{effort:?}; by the model {:?}; this machine took {machine:?}", effort.time());
    assert!(effort.pages <= 7 && effort.fields <= 8, "{effort:?}");
    assert!(effort.time() < Duration::from_secs(120), "{:?} for {effort:?}", effort.time());
}
