//! What a person sees of a check, and the exit codes behind it.

use super::*;
use crate::rooms::ledger::conform::tests::{life, records};
use crate::rooms::proof::note::tests::key;
use crate::rooms::proof::{Checkpoint, Tree, leaf_hash};
use crate::rooms::receipt::tests::receipt;

/// A folder with a ledger, a checkpoint of its first ten entries, the key, and a receipt.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("entente-verify-{}", crate::ids::OrgId::fresh()));
        std::fs::create_dir(&folder).unwrap();
        let entries: Vec<String> =
            records(life()).into_iter().map(|record| String::from_utf8(record.bytes).unwrap()).collect();
        let checkpoint = |count: usize| {
            let tree = Tree::of(entries[..count].iter().map(|entry| leaf_hash(entry.as_bytes())));
            let origin = "entente/ledger/room".to_owned();
            Checkpoint { origin, size: tree.size(), root: tree.root() }
        };
        let whole = checkpoint(entries.len());
        let text = file::write(&whole, entries.iter().map(String::as_str), &key(1)).unwrap();
        let signed = serde_json::to_string_pretty(&receipt().sign(&key(1)).unwrap()).unwrap();
        for (name, text) in [
            ("ledger.jsonl", text),
            ("saved.txt", checkpoint(10).sign(&key(1))),
            ("entente.key", key(1).verifying().to_string()),
            ("other.key", key(2).verifying().to_string()),
            ("receipt.json", signed),
        ] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        Self(folder)
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.0.join(name)).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(self.0.join(name), text.replace(from, to)).unwrap();
    }

    fn verify(&self, file: &str, checkpoint: Option<&str>, key: Option<&str>) -> Result<String, CliError> {
        let args = VerifyArgs {
            file: self.0.join(file),
            checkpoint: checkpoint.map(|name| self.0.join(name)),
            key: key.map(|name| self.0.join(name)),
        };
        let mut out = Vec::new();
        run(&args, &mut out).map(|()| String::from_utf8(out).unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_sound_ledger_is_said_to_hold() {
    let folder = Folder::new();
    let said = folder.verify("ledger.jsonl", Some("saved.txt"), Some("entente.key")).unwrap();
    for words in [
        "entente/ledger/room holds: 14 entries",
        "continues the saved checkpoint of 10 entries",
        "New answers: 2, for 0.4 of epsilon; repeated free: 1; the room is closed and its data destroyed",
        "Signed by the key that you gave",
    ] {
        assert!(said.contains(words), "{said}");
    }
    let alone = folder.verify("ledger.jsonl", None, None).unwrap();
    assert!(alone.contains("Without --checkpoint") && alone.contains("compare it with"), "{alone}");
}

#[test]
fn a_changed_ledger_fails_in_one_line_that_says_where() {
    let folder = Folder::new();
    folder.edit("ledger.jsonl", "4210", "9210");
    let error = folder.verify("ledger.jsonl", None, None).unwrap_err();
    assert!(
        matches!(&error, CliError::Failed(text) if text.contains("line 9: entry 7 was changed")),
        "{error}"
    );
    assert_eq!(error.to_string().lines().count(), 1);
}

#[test]
fn another_servers_key_fails() {
    let error = Folder::new().verify("ledger.jsonl", None, Some("other.key")).unwrap_err();
    assert!(matches!(&error, CliError::Failed(text) if text.contains("another key")), "{error}");
}

#[test]
fn what_is_no_log_or_not_there_is_bad_input() {
    let folder = Folder::new();
    for (file, checkpoint, key) in [
        ("nothing.jsonl", None, None),
        ("saved.txt", None, None),
        ("ledger.jsonl", Some("entente.key"), None),
        ("ledger.jsonl", Some("nothing.txt"), None),
        ("ledger.jsonl", None, Some("saved.txt")),
        ("receipt.json", Some("saved.txt"), None),
    ] {
        let error = folder.verify(file, checkpoint, key).unwrap_err();
        assert!(matches!(error, CliError::Usage(_)), "{file}: {error}");
    }
}

#[test]
fn a_receipt_is_checked_too() {
    let folder = Folder::new();
    let said = folder.verify("receipt.json", None, Some("entente.key")).unwrap();
    assert!(said.contains("The receipt holds: room room of Northwind and Harbour"), "{said}");
    folder.edit("receipt.json", "\"people_rounded\": 20000", "\"people_rounded\": 20100");
    assert!(matches!(folder.verify("receipt.json", None, None), Err(CliError::Failed(_))));
}
