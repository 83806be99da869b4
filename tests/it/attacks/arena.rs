//! One attacker, one victim, one room: what an attacker can do over the API.

use entente::access::Role;
use entente::ids::RoomId;
use entente::rooms::terms::{Breakdowns, TermsDraft};
use serde_json::json;

use crate::helpers::{Browser, Company, Page, TestApp, key_check_value};

/// The smallest audience that terms allow by default.
const SMALLEST: usize = 1_000;

/// What the attacker reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Fewer than k.
    Below,
    /// Nearly everybody.
    Above,
    /// A number.
    Value(u64),
    /// Why there is no answer.
    Refused(String),
}

/// A room between an attacker and a victim.
pub struct Arena {
    pub attacker: Company,
    pub victim: Company,
    pub room: RoomId,
    us: Browser,
    them: Browser,
    /// People that nobody else knows, for padding.
    next_fake: u64,
}

/// Where made-up people begin: no list of a victim reaches so far.
const FAKES: u64 = 1 << 32;

impl Arena {
    /// A room with signed terms and a checked key.
    pub fn new(app: &TestApp, name: &str) -> Self {
        Self::under(app, name, &TermsDraft::default())
    }

    /// The same, where counts by segment are allowed.
    pub fn by_segment(app: &TestApp, name: &str) -> Self {
        let breakdowns = Breakdowns { by_segment: true, ..Breakdowns::default() };
        Self::under(app, name, &TermsDraft { breakdowns, ..TermsDraft::default() })
    }

    fn under(app: &TestApp, name: &str, draft: &TermsDraft) -> Self {
        let (attacker, victim) =
            (app.company(&format!("{name} Attacker")), app.company(&format!("{name} Victim")));
        let room = app.keyed_room_under(&attacker, &victim, draft);
        let us = app.api(attacker.member(Role::Manager), true);
        let them = app.api(victim.member(Role::Manager), true);
        Self { attacker, victim, room, us, them, next_fake: FAKES }
    }

    /// The attacker's program.
    pub fn us(&self) -> &Browser {
        &self.us
    }

    /// So many people that nobody else knows.
    pub fn fakes(&mut self, count: usize) -> Vec<u64> {
        let from = self.next_fake;
        self.next_fake += u64::try_from(count).unwrap();
        (from..self.next_fake).collect()
    }

    /// The victim's list.
    pub fn victim_brings(&self, people: &[u64]) {
        self.them.upload(self.room.as_str(), &key_check_value(&self.room), &list(people)).expect_status(201);
    }

    /// The attacker's list, made long enough with fresh fakes.
    pub fn attacker_brings(&mut self, people: &[u64]) {
        let fakes = self.fakes(SMALLEST.saturating_sub(people.len()));
        self.attacker_brings_just(&[people, &fakes].concat()).expect_status(201);
    }

    /// The attacker's list as it is.
    pub fn attacker_brings_just(&self, people: &[u64]) -> Page {
        self.us.upload(self.room.as_str(), &key_check_value(&self.room), &list(people))
    }

    /// The attacker's list in segments, the first of them with index 0.
    pub fn attacker_brings_segments(&self, segments: &[Vec<u64>]) -> Page {
        let mut rows: Vec<String> = segments
            .iter()
            .enumerate()
            .flat_map(|(at, people)| people.iter().map(move |person| format!("{},{at}", token(*person))))
            .collect();
        rows.sort();
        let file = format!("email,segment\n{}\n", rows.join("\n"));
        self.us.upload(self.room.as_str(), &key_check_value(&self.room), file.as_bytes())
    }

    /// Asks for the overlap.
    pub fn ask(&self) -> Answer {
        read(&self.us.post_json(&format!("/api/v1/rooms/{}/runs", self.room), &json!({})))
    }
}

/// What a run's answer says.
pub fn read(page: &Page) -> Answer {
    let json = page.json();
    if page.status != 201 && page.status != 200 {
        assert!((400..500).contains(&page.status), "{page:?}");
        return Answer::Refused(json["reason"].as_str().unwrap_or_default().to_owned());
    }
    let released = &json["released"];
    match released["band"].as_str().unwrap() {
        "below" => Answer::Below,
        "above" => Answer::Above,
        _ => Answer::Value(released["n"].as_u64().unwrap()),
    }
}

/// A client file of those people, in no telling order.
fn list(people: &[u64]) -> Vec<u8> {
    let mut tokens: Vec<String> = people.iter().map(|person| token(*person)).collect();
    tokens.sort();
    format!("email\n{}\n", tokens.join("\n")).into_bytes()
}

/// A person's token: the keyed hash is the client's, so any fixed mapping serves.
pub fn token(person: u64) -> String {
    let mixed = person.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!("{:016x}{person:016x}", mixed ^ (mixed >> 29))
}
