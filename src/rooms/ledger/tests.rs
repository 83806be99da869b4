//! A ledger that verifies, and one change to it after the other.

use proptest::prelude::*;

use super::*;
use crate::rooms::release::Released;

fn room() -> RoomId {
    RoomId::from("room")
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_micros(0).plus_seconds(second)
}

fn bodies() -> Vec<Body> {
    let digest = |name: &str| Digest::of(&[name.as_bytes()]);
    let audiences = Sides { host: digest("a"), guest: digest("b") };
    vec![
        Body::TermsSigned { by: Side::Host, terms: digest("terms"), text: "terms".to_owned() },
        Body::KeyChecked { by: Side::Guest, kcv_digest: digest("kcv") },
        Body::AudienceReceived {
            by: Side::Host,
            audience: AudienceId::from("au"),
            digest: digest("a"),
            people_rounded: people_rounded(20_049),
        },
        Body::Run {
            by: Side::Host,
            run: RunId::from("run"),
            question: digest("q"),
            ask: Ask::Overlap,
            audiences,
            opt_outs_rounded: Sides { host: 100, guest: 0 },
        },
        Body::Release {
            run: RunId::from("run"),
            release: ReleaseId::from("rel"),
            epsilon_micro: Epsilon::from_micro(200_000),
            released: Answer::Count(Released::Below { lt: 50 }),
        },
        Body::Closed { because: CloseReason::Expired, pepper: None },
    ]
}

fn ledger() -> Vec<Record> {
    let mut head = None;
    let mut records = Vec::new();
    for (second, body) in bodies().into_iter().enumerate() {
        let (record, next) =
            append(head.as_ref(), &room(), at(i64::try_from(second).unwrap()), body).unwrap();
        records.push(record);
        head = Some(next);
    }
    records
}

#[test]
fn a_ledger_verifies_and_gives_its_entries_back() {
    let (entries, head) = verify(&room(), &ledger()).unwrap();
    let read: Vec<Body> = entries.into_iter().map(|entry| entry.body).collect();
    assert_eq!(read, bodies());
    assert_eq!(head.unwrap().tree.size(), 6);
    assert_eq!(verify(&room(), &[]).unwrap(), (Vec::new(), None));
}

#[test]
fn an_entry_of_another_room_is_found() {
    assert_eq!(verify(&RoomId::from("other"), &ledger()), Err(Broken::OtherRoom(0)));
}

#[test]
fn deleting_swapping_and_inserting_are_found() {
    let mut cut = ledger();
    cut.remove(2);
    assert_eq!(verify(&room(), &cut), Err(Broken::OutOfOrder(2)));
    let mut swapped = ledger();
    swapped.swap(3, 4);
    assert_eq!(verify(&room(), &swapped), Err(Broken::OutOfOrder(3)));
    let mut doubled = ledger();
    doubled.insert(1, doubled[0].clone());
    assert_eq!(verify(&room(), &doubled), Err(Broken::OutOfOrder(1)));
}

#[test]
fn a_rebuilt_entry_breaks_its_root() {
    let mut records = ledger();
    let text = String::from_utf8(records[0].bytes.clone()).unwrap().replace("host", "guest");
    records[0].leaf = leaf_hash(text.as_bytes());
    records[0].bytes = text.into_bytes();
    assert_eq!(verify(&room(), &records), Err(Broken::OutOfOrder(0)));
}

#[test]
fn a_cut_tail_shows_in_the_head() {
    let whole = verify(&room(), &ledger()).unwrap().1.unwrap();
    let mut cut = ledger();
    cut.pop();
    assert_ne!(verify(&room(), &cut).unwrap().1.unwrap(), whole);
}

#[test]
fn a_clock_set_back_still_makes_a_sound_ledger() {
    let (first, head) = append(None, &room(), at(100), bodies().remove(0)).unwrap();
    let (second, _) = append(Some(&head), &room(), at(50), bodies().remove(5)).unwrap();
    assert!(verify(&room(), &[first, second]).is_ok());
}

#[test]
fn white_space_makes_bytes_that_are_no_entry() {
    let mut records = ledger();
    records[0].bytes.push(b' ');
    records[0].leaf = leaf_hash(&records[0].bytes);
    assert_eq!(verify(&room(), &records), Err(Broken::Unreadable(0)));
}

proptest! {
    #[test]
    fn one_flipped_bit_anywhere_is_found(entry in 0usize..6, place: prop::sample::Index, bit in 0u8..8) {
        let mut records = ledger();
        let place = place.index(records[entry].bytes.len());
        records[entry].bytes[place] ^= 1 << bit;
        prop_assert!(verify(&room(), &records).is_err());
    }
}
