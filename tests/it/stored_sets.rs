//! `entente set build` and `entente overlap` on what it stores, as a person runs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("entente-{name}-{}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, people: std::ops::Range<u64>) -> PathBuf {
        let lines: String = people
            .map(|n| format!("{:032x}\n", u128::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15 << 64 | 1)))
            .collect();
        let path = self.0.join(name);
        fs::write(&path, format!("email\n{lines}")).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(&self.0)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// The command under the limits that `setup`, in the shell's language, sets.
fn limited(setup: &str, words: &[&str]) -> Output {
    let script = format!("{setup}; exec \"$0\" \"$@\"");
    Command::new("sh").args(["-c", &script, env!("CARGO_BIN_EXE_entente")]).args(words).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_disk_that_fills_up_leaves_nothing_of_a_set() {
    let folder = Folder::new("full");
    let list = folder.write("list.csv", 0..60_000);
    let out = folder.0.join("list.entset");
    // In units of 512 bytes: the set would be 960,000 bytes, and so would what waits beside it.
    for most in [0, 1, 700, 1_800] {
        let setup = format!("trap '' XFSZ; ulimit -f {most}");
        let output = limited(&setup, &["set", "build", text(&list), "-o", text(&out)]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("list.entset: ") && said.contains("File too large"), "{said}");
        assert_eq!(folder.names(), ["list.csv"]);
    }
    let output = limited(":", &["set", "build", text(&list), "-o", text(&out)]);
    assert!(output.status.success());
    assert_eq!(folder.names(), ["list.csv", "list.entset"]);
}

#[test]
fn a_damaged_set_is_refused_with_its_place() {
    let folder = Folder::new("damaged");
    let (list, out) = (folder.write("list.csv", 0..9_000), folder.0.join("list.entset"));
    assert!(limited(":", &["set", "build", text(&list), "-o", text(&out)]).status.success());
    let good = fs::read(&out).unwrap();
    let said = |bytes: &[u8]| {
        fs::write(&out, bytes).unwrap();
        let output = limited(":", &["overlap", text(&out), text(&list), "--exact"]);
        assert!(!output.status.success() && output.stdout.is_empty());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let mut bad = good.clone();
    bad[70_000] ^= 4;
    assert!(
        said(&bad)
            .contains("list.entset: the stored audience is damaged at byte 65544 (a checksum does not fit)")
    );
    assert!(said(&good[..100_000]).contains("damaged at byte 100000 (it ends too early"));
    let mut newer = good.clone();
    newer[7] = 3;
    assert!(said(&newer).contains("has format 3, which this version of entente cannot read"));
}

#[test]
fn a_table_by_segment_holds_every_pair_and_leaves_small_ones_out() {
    let folder = Folder::new("by-segment");
    let list = |name: &str, people: std::ops::Range<u64>, segment: fn(u64) -> String| {
        let token = |n: u64| u128::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15 << 64 | 1);
        let lines: String = people.map(|n| format!("{:032x},{}\n", token(n), segment(n))).collect();
        let path = folder.0.join(name);
        fs::write(&path, format!("email,segment\n{lines}")).unwrap();
        path
    };
    let first = |n: u64| (n % 3).to_string();
    let second = |n: u64| if n.is_multiple_of(4) { String::new() } else { (n % 2 + 7).to_string() };
    let (a, b) = (list("a.csv", 0..895, first), list("b.csv", 300..1200, second));
    let stored = folder.0.join("b.entset");
    assert!(limited(":", &["set", "build", text(&b), "-o", text(&stored)]).status.success());
    let people = |row: &str, column: &str| {
        let there = |n: &u64| first(*n) == row && second(*n) == if column == "none" { "" } else { column };
        (300..895).filter(there).count()
    };
    let expected = |cell: &dyn Fn(usize) -> String| {
        let row =
            |row| format!("{row},{}\n", ["7", "8", "none"].map(|column| cell(people(row, column))).join(","));
        format!("segment,7,8,none\n{}", ["0", "1", "2"].map(row).concat())
    };
    let printed = |words: &[&str]| {
        let output = limited(":", &[&["overlap", text(&a), text(&stored), "--by-segment"], words].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(printed(&["--exact"]), expected(&|people| people.to_string()));
    let rounded =
        |people: usize| if people < 50 { String::new() } else { ((people + 5) / 10 * 10).to_string() };
    assert_eq!(printed(&[]), expected(&rounded));
    assert!(expected(&rounded).contains(",,") && expected(&rounded).contains(",100,"));
    let json: serde_json::Value = serde_json::from_str(&printed(&["--json"])).unwrap();
    assert_eq!(
        (&json["first"][2], &json["second"][2], &json["exact"]),
        (&"2".into(), &"none".into(), &false.into())
    );
    assert!(
        json["people"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|row| row.as_array().unwrap())
            .any(|cell| cell.is_null())
    );
}
