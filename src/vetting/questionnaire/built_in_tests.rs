//! The built-in questionnaire keeps to its design (vetting.md, "Built-in questionnaire").

use std::collections::BTreeSet;

use ring::digest::{SHA256, digest};
use serde_json::Value;

use super::*;

const FILE: &str = include_str!("../questionnaires/marketing-data-partner.json");
/// SHA-256 of the file of version 2, which was in English alone; assessments that were sent with it keep it.
const VERSION_2: &str = "cf161294554826ce6316f98eb91b64f1632a14188ab0883a4539ca446237b60e";
/// Texts that read the same in both languages: none so far.
const SAME: [&str; 0] = [];

fn built_in() -> Questionnaire {
    Questionnaire::built_in().unwrap()
}

fn scored(questionnaire: &Questionnaire) -> Vec<&Question> {
    questionnaire.questions().map(|(_, question)| question).filter(|question| question.scored).collect()
}

fn flagged(flag: Flag) -> Vec<String> {
    let questionnaire = built_in();
    let with = scored(&questionnaire).into_iter().filter(|question| question.flag == Some(flag));
    with.map(|question| question.id.to_string()).collect()
}

#[test]
fn it_may_be_published() {
    let questionnaire = built_in();
    assert_eq!(questionnaire.check_publishable(), Ok(()));
    assert_eq!((questionnaire.id(), questionnaire.version()), ("marketing-data-partner", 3));
    assert_eq!(questionnaire.maps_reviewed(), Some("2026-11"));
}

#[test]
fn it_has_ten_sections_and_sixty_five_scored_questions() {
    let questionnaire = built_in();
    let weights: Vec<(&str, u32)> =
        questionnaire.sections().iter().map(|section| (section.id.as_str(), section.weight)).collect();
    assert_eq!(
        weights,
        [
            ("A", 8),
            ("B", 13),
            ("C", 14),
            ("D", 12),
            ("E", 7),
            ("F", 10),
            ("G", 11),
            ("H", 12),
            ("I", 7),
            ("J", 6)
        ]
    );
    assert_eq!(scored(&questionnaire).len(), 65);
    assert_eq!(questionnaire.questions().count(), 69, "and four that only set the scope");
}

#[test]
fn its_gates_are_the_designed_ones() {
    assert_eq!(flagged(Flag::Knockout), ["B2", "D4", "E4", "F2", "G4", "G5", "J1", "J2"]);
    assert_eq!(
        flagged(Flag::Critical),
        [
            "A3", "B1", "B3", "B7", "C1", "C3", "C6", "D1", "D2", "D5", "E5", "F4", "G1", "H1", "H3", "I2",
            "J4"
        ]
    );
}

#[test]
fn every_scored_question_offers_described_steps_and_says_why() {
    let questionnaire = built_in();
    for question in scored(&questionnaire) {
        let id = &question.id;
        let points: Vec<u32> = question.options.iter().map(Choice::points).collect();
        assert!((4..=5).contains(&points.len()), "{id}: {points:?}");
        assert!(points.is_sorted_by(|a, b| a >= b), "{id}: best first");
        assert!(points.contains(&100) && points.contains(&0), "{id}: {points:?}");
        assert!(question.required, "{id}");
        for text in [&question.why, &question.help, &question.evidence_hint] {
            assert!(text.has("en"), "{id}");
        }
        assert!(!question.maps.is_empty(), "{id}");
        for option in &question.options {
            let words = option.label.in_language("en");
            assert!(words.split_whitespace().count() > 1, "{id}: \"{words}\" is a bare answer");
            assert_eq!(
                option.tip.has("en"),
                option.points() <= 50,
                "{id} {}: a weak answer has a tip",
                option.id
            );
            assert!(!option.plan || option.points() == 0, "{id}: a plan is not a control");
        }
    }
}

#[test]
fn a_knock_out_is_never_out_of_scope_and_conditions_ask_for_the_scope_alone() {
    let questionnaire = built_in();
    let mut conditional = Vec::new();
    for question in scored(&questionnaire) {
        let Some(condition) = &question.when else { continue };
        assert_ne!(question.flag, Some(Flag::Knockout), "{}", question.id);
        for (other, _) in condition.comparisons() {
            assert!(!questionnaire.question(other).unwrap().scored, "{}", question.id);
        }
        conditional.push(question.id.as_str());
    }
    assert_eq!(conditional, ["B5", "B6", "F3", "J3", "J4", "J5", "J6"]);
    let na: Vec<&str> =
        scored(&questionnaire).iter().filter(|q| q.na_allowed).map(|q| q.id.as_str()).collect();
    assert_eq!(na, ["B5", "B6", "D6", "F3", "J3", "J5"]);
}

#[test]
fn the_list_of_sub_processors_goes_with_the_question_that_asks_for_it() {
    let questionnaire = built_in();
    let with: Vec<&str> = questionnaire.with_list(ListKind::SubProcessors).map(|q| q.id.as_str()).collect();
    assert_eq!(with, ["G1"]);
}

/// The file as it was before it had French: without the French words, and with the head of version 2.
fn english_alone() -> String {
    let (mut english, mut rest) = (String::new(), FILE);
    while let Some((before, french)) = rest.split_once(", \"fr\": \"") {
        english.push_str(before);
        let mut escaped = false;
        let end = french.bytes().position(|byte| {
            let end = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            end
        });
        rest = &french[end.unwrap() + 1..];
    }
    english.push_str(rest);
    english.replacen("\"version\": 3", "\"version\": 2", 1).replacen("[\"en\", \"fr\"]", "[\"en\"]", 1)
}

#[test]
fn version_3_is_version_2_to_the_byte_with_french_words_added() {
    let english = english_alone();
    assert_eq!(format!("{:?}", digest(&SHA256, english.as_bytes())), format!("SHA256:{VERSION_2}"));
    let before = Questionnaire::parse(&english).unwrap();
    assert!(changes(&before, &built_in()).iter().all(|change| !change.scores), "no score can differ");
}

/// Every text of a document: what stands where words have languages.
fn texts<'v>(value: &'v Value, found: &mut Vec<(&'v str, &'v str)>) {
    match value {
        Value::Object(fields) => match fields.get("en").and_then(Value::as_str) {
            Some(english) => found.push((english, fields.get("fr").and_then(Value::as_str).unwrap_or(""))),
            None => fields.values().for_each(|value| texts(value, found)),
        },
        Value::Array(list) => list.iter().for_each(|value| texts(value, found)),
        _ => {}
    }
}

#[test]
fn every_text_is_there_in_french_and_is_no_copy_of_the_english() {
    let document: Value = serde_json::from_str(FILE).unwrap();
    let mut found = Vec::new();
    texts(&document, &mut found);
    assert_eq!(found.len(), 817);
    let mut once = BTreeSet::new();
    for (english, french) in found {
        assert!(!french.trim().is_empty(), "no French for: {english}");
        assert!(french != english || SAME.contains(&english), "not translated: {english}");
        // A translation that slipped by a line stands twice, or has a question for an answer.
        assert!(once.insert(french) || english.split_whitespace().count() < 9, "twice: {french}");
        assert_eq!(english.ends_with('?'), french.ends_with('?'), "{english}: {french}");
        assert_eq!(english.ends_with('.'), french.ends_with('.'), "{english}: {french}");
        assert!(!french.contains('"') && french.trim() == french, "{french}");
        let bare = [" :", " ;", " ?", " !", " »", "« "];
        assert!(bare.iter().all(|sign| !french.contains(sign)), "a sign may not begin a line: {french}");
        let ratio = french.chars().count() * 100 / english.chars().count();
        assert!((55..260).contains(&ratio), "{ratio} %: {english}: {french}");
    }
}
