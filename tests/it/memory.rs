//! What receiving a list costs: the memory that this process (server and test in one) has ever used.
//!
//! A list is sent in parts and made as it is sent, so that the test itself holds next to nothing of it.

use crate::helpers::{Setup, TestApp, key_check_value};

use entente::access::Role;

/// People in the list; as tokens alone they are 32 MB, as the text that is sent 66 MB.
const PEOPLE: u64 = 2_000_000;
/// What the process may grow by: less than the tokens alone, and well within engine.md's goal 4 (64 MiB at any size).
const MOST_KIB: u64 = 24 * 1024;

/// The most memory that this process ever used, in KiB; Linux says.
fn high_water() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Forgets how much was used before, so that what follows is measured from here.
fn forget() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

fn rows(people: std::ops::Range<u64>) -> String {
    people
        .map(|person| format!("{:016x}{person:016x}\n", person.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        .collect()
}

#[test]
fn receiving_two_million_people_takes_bounded_memory() {
    let app = TestApp::sqlite(&Setup::default());
    let (host, guest) = (app.company("Northwind"), app.company("Harbour"));
    let room = app.keyed_room(&host, &guest);
    let sender = app.api(host.member(Role::Manager), true);
    let head = "email\n";
    let length = head.len() + usize::try_from(PEOPLE).unwrap() * 33;
    let begun = sender.upload_begin(room.as_str(), &key_check_value(&room), length).expect_status(201);
    let at = begun.location();
    let mut offset = 0;
    let mut send = |part: &[u8]| {
        sender.upload_part(&at, offset, &[], part).expect_status(204);
        offset += part.len();
    };
    send(head.as_bytes());
    send(rows(0..20_000).as_bytes());
    forget();
    let before = high_water();
    for first in (20_000..PEOPLE).step_by(20_000) {
        send(rows(first..PEOPLE.min(first + 20_000)).as_bytes());
    }
    let grown = high_water() - before;
    let receipt = sender.visit(&at).json()["receipt"].clone();
    assert_eq!(receipt["people"], PEOPLE);
    eprintln!("grew by {grown} KiB");
    assert!(grown < MOST_KIB, "grew by {grown} KiB");
}
