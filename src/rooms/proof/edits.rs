//! Ten thousand random edits of a log, every one of which must be found (security.md, goal O; issue 3, "shown by").

use proptest::prelude::*;
use proptest::sample::Index;

use super::file::{self, Fault, Trust, Verified, verify};
use super::note::tests::key;
use super::{Checkpoint, Tree, leaf_hash};
use crate::clock::Timestamp;
use crate::ids::{AuditId, OrgId, RoomId};
use crate::rooms::canonical;
use crate::rooms::ledger::conform::tests::{life, records};
use crate::rooms::proof::audit::{AuditEntry, VERSION};

fn checkpoint_of(origin: &str, entries: &[String]) -> Checkpoint {
    let tree = Tree::of(entries.iter().map(|entry| leaf_hash(entry.as_bytes())));
    Checkpoint { origin: origin.to_owned(), size: tree.size(), root: tree.root() }
}

fn ledger_entries() -> Vec<String> {
    records(life()).into_iter().map(|record| String::from_utf8(record.bytes).unwrap()).collect()
}

fn audit_entries() -> Vec<String> {
    let entry = |number: u64| AuditEntry {
        version: VERSION,
        org: OrgId::from("org"),
        number,
        id: AuditId::from(format!("id-{number}").as_str()),
        at: Timestamp::from_micros(1_800_000_000_000_000).plus_seconds(i64::try_from(number).unwrap()),
        actor_kind: "person".to_owned(),
        actor_id: "user-1".to_owned(),
        action: "partner.add".to_owned(),
        outcome: "done".to_owned(),
        object_kind: "partner".to_owned(),
        object_id: format!("partner-{number}"),
        detail: "{\"name\":\"two\\r\\nlines\"}".to_owned(),
    };
    (0..20).map(|number| String::from_utf8(canonical::bytes(&entry(number)).unwrap()).unwrap()).collect()
}

/// A log: its origin and entries.
#[derive(Debug, Clone)]
struct Log {
    origin: String,
    entries: Vec<String>,
}

impl Log {
    fn ledger() -> Self {
        Self { origin: file::ledger_origin(&RoomId::from("room")), entries: ledger_entries() }
    }

    fn audit() -> Self {
        Self { origin: file::audit_origin(&OrgId::from("org")), entries: audit_entries() }
    }

    fn checkpoint(&self) -> Checkpoint {
        checkpoint_of(&self.origin, &self.entries)
    }

    fn text(&self) -> String {
        file::write(&self.checkpoint(), self.entries.iter().map(String::as_str), &key(1)).unwrap()
    }
}

fn check(text: &str, saved: Option<&str>) -> Result<Verified, Fault> {
    verify(text, &Trust { key: Some(key(1).verifying()), saved })
}

#[test]
fn a_log_as_it_was_written_holds() {
    for log in [Log::ledger(), Log::audit()] {
        let saved = log.checkpoint().sign(&key(1));
        let verified = check(&log.text(), Some(&saved)).unwrap();
        assert_eq!(verified.checkpoint, log.checkpoint());
        assert_eq!(verified.continues, Some(log.checkpoint().size));
        assert_eq!(verified.followed.is_some(), log.origin.contains("ledger"));
        // Without the key and the checkpoint from elsewhere too.
        assert!(verify(&log.text(), &Trust::default()).is_ok());
    }
}

#[test]
fn a_log_continues_the_checkpoints_of_its_past() {
    let log = Log::ledger();
    for size in 0..=log.entries.len() {
        let past = Log { entries: log.entries[..size].to_vec(), ..log.clone() };
        let saved = past.checkpoint().sign(&key(1));
        assert_eq!(check(&log.text(), Some(&saved)).unwrap().continues, u64::try_from(size).ok());
    }
}

/// Somebody who holds the server's key, too, can rewrite a log; whoever saved a checkpoint sees it.
#[test]
fn a_rewritten_and_signed_history_does_not_continue_a_saved_checkpoint() {
    let log = Log::audit();
    let saved = log.checkpoint().sign(&key(1));
    for place in 0..log.entries.len() {
        let mut other = log.clone();
        other.entries[place] = other.entries[place].replace("partner.add", "partner.see");
        assert!(check(&other.text(), None).is_ok(), "signed anew, it fits by itself");
        assert_eq!(check(&other.text(), Some(&saved)), Err(Fault::Rewritten(20)));
    }
    let mut cut = log.clone();
    cut.entries.pop();
    assert!(check(&cut.text(), None).is_ok());
    assert_eq!(check(&cut.text(), Some(&saved)), Err(Fault::Cut { saved: 20, found: 19 }));
}

#[test]
fn another_key_and_another_log_are_named() {
    let log = Log::ledger();
    let other = file::write(&log.checkpoint(), log.entries.iter().map(String::as_str), &key(2)).unwrap();
    let fault = check(&other, None).unwrap_err().to_string();
    assert!(fault.contains(&key(2).verifying().id()) && fault.contains(&key(1).verifying().id()), "{fault}");
    let saved = Log::audit().checkpoint().sign(&key(1));
    assert!(matches!(check(&log.text(), Some(&saved)), Err(Fault::OtherLog { .. })));
    assert_eq!(check("", None), Err(Fault::NotALog));
    assert_eq!(check("{}\n", None), Err(Fault::NotALog));
}

#[test]
fn a_fault_says_where() {
    let text = Log::audit().text();
    let changed = text.replace("partner-7", "partner-8");
    let fault = check(&changed, None).unwrap_err().to_string();
    assert!(fault.starts_with("line 9: entry 7 was changed"), "{fault}");
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.remove(4);
    let fault = check(&lines.concat(), None).unwrap_err().to_string();
    assert!(fault.starts_with("line 5: entry 3 should stand here, but it is entry 4"), "{fault}");
}

/// One way to tamper with a file.
#[derive(Debug, Clone)]
enum Edit {
    Flip(Index, u8),
    Drop(Index),
    Swap(Index, Index),
    Insert(Index, Index),
    Truncate(Index),
    /// Change an entry and make every hash beside it right again; the signature cannot be.
    Rechain(Index),
    /// The same, signed with a key of one's own.
    Resign(Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        3 => (any::<Index>(), 0u8..8).prop_map(|(at, bit)| Edit::Flip(at, bit)),
        1 => any::<Index>().prop_map(Edit::Drop),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Edit::Swap(a, b)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Edit::Insert(from, to)),
        1 => any::<Index>().prop_map(Edit::Truncate),
        1 => any::<Index>().prop_map(Edit::Rechain),
        1 => any::<Index>().prop_map(Edit::Resign),
    ]
}

fn flip_in_entry(log: &Log, at: &Index) -> Log {
    let mut other = log.clone();
    let place = at.index(other.entries.len());
    let entry = &other.entries[place];
    // A digit keeps the entry readable, so that nothing but the hashes can tell.
    let digit = entry.rfind(|c: char| c.is_ascii_digit()).unwrap();
    let now = if &entry[digit..=digit] == "1" { "2" } else { "1" };
    other.entries[place].replace_range(digit..=digit, now);
    other
}

/// The bytes of the file after the edit.
fn tampered(log: &Log, edit: &Edit) -> Vec<u8> {
    let text = log.text();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    match edit {
        Edit::Flip(at, bit) => {
            let mut bytes = text.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            return bytes;
        }
        Edit::Truncate(at) => return text.as_bytes()[..at.index(text.len())].to_vec(),
        Edit::Drop(at) => drop(lines.remove(1 + at.index(lines.len() - 1))),
        Edit::Swap(a, b) => {
            let count = lines.len();
            lines.swap(a.index(count), b.index(count));
        }
        Edit::Insert(from, to) => {
            let line = lines[1 + from.index(lines.len() - 1)];
            let at = 1 + to.index(lines.len());
            lines.insert(at, line);
        }
        Edit::Rechain(at) => {
            let other = flip_in_entry(log, at);
            let text = file::write(&log.checkpoint(), other.entries.iter().map(String::as_str), &key(1));
            return text.unwrap().into_bytes();
        }
        Edit::Resign(at) => {
            let other = flip_in_entry(log, at);
            let text = file::write(&other.checkpoint(), other.entries.iter().map(String::as_str), &key(9));
            return text.unwrap().into_bytes();
        }
    }
    lines.concat().into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn every_random_edit_of_a_ledger_is_found(edit in edit()) {
        let log = Log::ledger();
        let bytes = tampered(&log, &edit);
        prop_assume!(bytes != log.text().into_bytes());
        let found = check(&String::from_utf8_lossy(&bytes), Some(&log.checkpoint().sign(&key(1))));
        prop_assert!(found.is_err());
    }

    #[test]
    fn every_random_edit_of_an_audit_log_is_found(edit in edit()) {
        let log = Log::audit();
        let bytes = tampered(&log, &edit);
        prop_assume!(bytes != log.text().into_bytes());
        let found = check(&String::from_utf8_lossy(&bytes), Some(&log.checkpoint().sign(&key(1))));
        prop_assert!(found.is_err());
    }

    #[test]
    fn no_text_makes_the_verifier_panic(text in "\\PC{0,300}") {
        prop_assert!(check(&text, Some(&text)).is_err());
    }
}
