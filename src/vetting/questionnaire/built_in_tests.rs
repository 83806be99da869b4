//! The built-in questionnaire keeps to its design (vetting.md, "Built-in questionnaire").

use super::*;

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
    assert_eq!((questionnaire.id(), questionnaire.version()), ("marketing-data-partner", 2));
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
