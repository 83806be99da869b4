//! The vectors of cleanroom.md, and the cases that its rules imply; the same file is run in the browser.

use super::*;
use crate::matching::token::{hex, sha256};

/// `type TAB profile TAB country TAB raw TAB canonical` or `… TAB !code`; escapes as in JSON strings.
const CASES: &str = include_str!("../../../tests/vectors/normalise/cases.tsv");
/// `type TAB profile TAB country TAB raw TAB sha256`, as printed by the named source.
const PUBLISHED: &str = include_str!("../../../tests/vectors/normalise/published.tsv");

fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<String>)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(at, line)| (at + 1, line.split('\t').map(unescaped).collect()))
}

fn unescaped(cell: &str) -> String {
    serde_json::from_str(&format!("\"{cell}\"")).unwrap()
}

fn run(cells: &[String]) -> Result<String, Reject> {
    let country = (cells[2] != "-").then(|| cells[2].parse().unwrap());
    let normaliser = Normaliser::new(cells[0].parse().unwrap(), cells[1].parse().unwrap(), country).unwrap();
    let mut out = "left over".to_owned();
    normaliser.normalise(&cells[3], &mut out).map(|()| out)
}

#[test]
fn every_case_has_its_canonical_form_or_reason() {
    let mut wrong = Vec::new();
    for (line, cells) in rows(CASES) {
        let got = run(&cells).unwrap_or_else(|reject| format!("!{}", reject.code()));
        if got != cells[4] {
            wrong.push(format!("line {line}: {got:?} for {cells:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn published_hashes_are_met() {
    for (line, cells) in rows(PUBLISHED) {
        let canonical = run(&cells).unwrap();
        assert_eq!(hex(&sha256(canonical.as_bytes())), cells[4], "line {line}: {canonical}");
    }
}

/// Canonical forms are fixed points: hashing a cleaned list gives the same people.
#[test]
fn normalising_twice_changes_nothing() {
    for (line, cells) in rows(CASES) {
        let Ok(once) = run(&cells) else { continue };
        if cells[0] == "phone" && cells[1] == "meta" {
            continue; // Without its plus a number is no longer international.
        }
        let again = [cells[0].clone(), cells[1].clone(), cells[2].clone(), once.clone()];
        assert_eq!(run(&again), Ok(once), "line {line}");
    }
}

/// Hashes that sources print for values left un-normalised, or with a typing fault: these must not come out.
#[test]
fn hashes_of_unnormalised_values_are_not_produced() {
    let negative = [
        (
            "email",
            "uid2",
            "JANESaoirse@gmail.com",
            "5692d7129e4dd5b8ff5755b38e066c0be15fb98767b403b2c125483b4d050ff1",
        ),
        (
            "email",
            "entente",
            "jose\u{301}@example.com",
            "70d72e4a4d0b058a595bd869112d4662c14264676acff2c866e0a29888d9d62d",
        ),
        (
            "maid",
            "entente",
            "CDDA802E-FB9C-47AD-9866-0794D394C912",
            "1a5bdc12111f28846621cf8681a60d749972c6eb2ff5e92e88e73ae1aa9003f5",
        ),
        ("phone", "uid2", "65 1243 5678", "c67d8ae62667fa95751f49d75c82d8f2081c1adf5d0a5567217d77497555a59f"),
    ];
    for (kind, profile, raw, hash) in negative {
        let cells = [kind, profile, "SG", raw].map(str::to_owned);
        assert_ne!(hex(&sha256(run(&cells).unwrap().as_bytes())), hash, "{raw}");
        if kind != "phone" {
            assert_eq!(hex(&sha256(raw.as_bytes())), hash, "the vector itself");
        }
    }
}

#[test]
fn a_country_without_a_numbering_plan_is_refused() {
    let country = Some("UK".parse().unwrap());
    let error = Normaliser::new(IdentifierType::Phone, Profile::Entente, country).err();
    assert_eq!(error, Some(Unsupported::UnknownCountry("UK".to_owned())));
}
