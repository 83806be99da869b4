//! A draft tells what it lacks, changes only as it says, and becomes a version when nothing is missing.

use serde_json::{Value, json};

use super::*;
use crate::vetting::{
    answers::Answers,
    condition::Condition,
    evidence::EvidenceLevel,
    policy::Policy,
    scoring::{Case, Freshness, score},
    sheet::{Given, Sheet},
};

fn built_in() -> Draft {
    Draft::of(&Questionnaire::built_in().unwrap())
}

fn id(text: &str) -> QuestionId {
    QuestionId::new(text).unwrap()
}

fn section(text: &str) -> SectionId {
    SectionId::new(text).unwrap()
}

fn en(text: &str) -> Words {
    vec![("en".to_owned(), text.to_owned())]
}

fn typed(home: &str) -> QuestionInput {
    let option = |label: &str, value: &str| OptionInput {
        label: en(label),
        value: value.to_owned(),
        ..OptionInput::default()
    };
    QuestionInput {
        section: home.to_owned(),
        text: en("Who sees the data?"),
        scored: true,
        weight: "3".to_owned(),
        expected_evidence: "E1".to_owned(),
        required: true,
        options: vec![option("Those who need it", "100"), option("", ""), option("Everybody", "0")],
        maps: "GDPR: 32(1)(b)\nNIST CSF PR.AA-05\n".to_owned(),
        ..QuestionInput::default()
    }
}

/// The built-in one with one thing changed.
fn with(change: impl FnOnce(&mut Value)) -> Draft {
    let mut document = built_in().to_value();
    change(&mut document);
    Draft::parse(&document.to_string()).unwrap()
}

fn flaws(draft: &Draft) -> Vec<(Place, Flaw)> {
    draft.flaws().into_iter().map(|problem| (problem.place, problem.what)).collect()
}

#[test]
fn the_built_in_one_has_no_flaw_and_finishes_as_itself() {
    let whole = Questionnaire::built_in().unwrap();
    assert_eq!(built_in().flaws(), []);
    assert_eq!(built_in().finish(whole.version()).unwrap(), whole);
    assert_eq!(built_in().finish(7).unwrap().version(), 7);
    assert_eq!(built_in().shown().unwrap(), whole);
}

#[test]
fn a_questionnaire_is_written_from_nothing() {
    let mut draft = Draft::blank("ours", "Our questions", &["en".to_owned()]);
    assert_eq!(flaws(&draft), [(Place::Whole, Flaw::NoSections)]);
    let home = draft.add_section(&SectionInput { title: en("Access"), intro: Words::new() }).unwrap();
    assert_eq!(home.as_str(), "A");
    let question = draft.put_question(None, &typed("A")).unwrap();
    assert_eq!(question.as_str(), "A1");
    assert_eq!(
        flaws(&draft),
        [(Place::Whole, Flaw::WeightSum(0)), (Place::Section(home.clone()), Flaw::NoSectionWeight)]
    );
    draft.set_weights(&[(home, "100".to_owned())]).unwrap();
    let done = draft.finish(1).unwrap();
    let question = done.question(&id("A1")).unwrap();
    assert_eq!(question.options.len(), 2, "an answer without words is none");
    assert_eq!(question.options.iter().map(|o| o.id.as_str()).collect::<Vec<_>>(), ["o1", "o2"]);
    assert_eq!(question.maps[1].framework, "NIST CSF");
    assert_eq!(question.maps[0].reference, "32(1)(b)");
}

#[test]
fn every_flaw_of_a_condition_is_named_at_its_question() {
    let at = |draft: &Draft| flaws(draft).into_iter().map(|(_, flaw)| flaw).collect::<Vec<_>>();
    let when = |question: &str, text: &str| {
        with(|document| {
            for section in document["sections"].as_array_mut().unwrap() {
                for found in section["questions"].as_array_mut().unwrap() {
                    if found["id"] == question {
                        found["when"] = json!(text);
                    }
                }
            }
        })
    };
    assert_eq!(at(&when("A1", "ZZ == 'yes'")), [Flaw::UnknownQuestion(id("ZZ"))]);
    let option = crate::vetting::code::OptionId::new("maybe").unwrap();
    assert_eq!(at(&when("A1", "A2 == 'maybe'")), [Flaw::UnknownOption(id("A2"), option)]);
    assert_eq!(at(&when("A1", "A1 == 'full'")), [Flaw::Circle(vec![id("A1")])]);
    assert_eq!(at(&when("A1", "A2 == 'full' && A2 == 'none'")), [Flaw::Unreachable]);
    // B5 is asked where SB1 is yes: nothing can be asked where it is and SB1 is not.
    let b5 = built_in().question(&id("B5")).unwrap().1.when.clone().unwrap();
    let (scope, answer) = b5.comparisons().into_iter().map(|(q, o)| (q.clone(), o.clone())).next().unwrap();
    let text = format!("B5 == 'full' && {scope} != '{answer}'");
    assert_eq!(at(&when("A1", &text)), [Flaw::Unreachable]);
    assert_eq!(at(&when("A1", "A2 != 'full'")), []);
}

#[test]
fn a_longer_circle_is_told_by_its_way() {
    let mut draft = built_in();
    let ask = |draft: &mut Draft, question: &str, when: &str| {
        let (home, found) = draft.question(&id(question)).unwrap();
        let mut changed = found.clone();
        let home = home.id.clone();
        changed.when = Some(Condition::parse(when).unwrap());
        let list = draft.document.sections.iter_mut().find(|s| s.id == home).unwrap();
        let at = list.questions.iter().position(|q| q.id == changed.id).unwrap();
        list.questions[at] = changed;
    };
    ask(&mut draft, "A1", "A2 == 'full'");
    ask(&mut draft, "A2", "A4 == 'full'");
    ask(&mut draft, "A4", "A1 == 'full'");
    let circles: Vec<Flaw> = draft.flaws().into_iter().map(|problem| problem.what).collect();
    assert!(circles.contains(&Flaw::Circle(vec![id("A1"), id("A2"), id("A4")])), "{circles:?}");
    assert!(draft.finish(2).is_err());
    assert!(draft.shown().is_some(), "what cannot stand is left out of the preview");
}

#[test]
fn taking_a_question_away_tells_whose_condition_hangs_in_the_air() {
    let mut draft = built_in();
    let scope = draft.question(&id("B5")).unwrap().1.when.clone().unwrap();
    let scope = scope.comparisons()[0].0.clone();
    draft.remove_question(&scope).unwrap();
    assert!(flaws(&draft).contains(&(Place::Question(id("B5")), Flaw::UnknownQuestion(scope))));
}

#[test]
fn words_missing_in_one_of_two_languages_are_listed() {
    let draft = with(|document| document["languages"] = json!(["en", "de"]));
    let found = flaws(&draft);
    assert!(found.contains(&(Place::Question(id("A1")), Flaw::MissingWords(Part::Text, "de".to_owned()))));
    assert!(
        found.iter().all(|(_, flaw)| matches!(flaw, Flaw::MissingWords(_, language) if language == "de"))
    );
}

#[test]
fn a_language_that_is_taken_away_can_come_back() {
    let mut draft = with(|document| {
        document["languages"] = json!(["en", "fr"]);
        document["sections"][0]["questions"][0]["text"]["fr"] = json!("Qui ?");
    });
    draft.set_head(&en("Ours"), &["en".to_owned()], "").unwrap();
    let before = draft.question(&id("A1")).unwrap().1.clone();
    let mut input = typed("A");
    input.options.iter_mut().for_each(|option| option.id.clear());
    draft.put_question(Some(&before.id), &input).unwrap();
    let text = &draft.question(&id("A1")).unwrap().1.text;
    assert_eq!((text.in_exactly("en"), text.in_exactly("fr")), (Some("Who sees the data?"), Some("Qui ?")));
}

#[test]
fn what_cannot_be_taken_is_named_by_its_field_and_changes_nothing() {
    let mut draft = built_in();
    let before = draft.clone();
    let bad = QuestionInput {
        weight: "4".to_owned(),
        flag: "knockout".to_owned(),
        na_allowed: true,
        when: "A1 = 'x'".to_owned(),
        maps: "GDPR".to_owned(),
        options: vec![OptionInput { label: en("Yes"), value: "most".to_owned(), ..OptionInput::default() }],
        text: Words::new(),
        ..typed("A")
    };
    let Err(EditFault::Fields(faults)) = draft.put_question(None, &bad) else { panic!("it was taken") };
    let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
    for field in ["text", "weight", "when", "maps", "option.0.value", "na_allowed"] {
        assert!(fields.contains(&field), "{field}: {fields:?}");
    }
    assert_eq!(draft, before);
    assert_eq!(draft.put_question(None, &typed("ZZ")), Err(EditFault::NotThere));
    assert!(draft.set_weights(&[(section("A"), "101".to_owned())]).is_err());
    assert_eq!(draft, before);
}

#[test]
fn sections_and_questions_move() {
    let mut draft = built_in();
    draft.move_section(&section("B"), Step::Up).unwrap();
    assert_eq!(draft.sections()[0].id.as_str(), "B");
    draft.move_section(&section("B"), Step::Up).unwrap();
    assert_eq!(draft.sections()[0].id.as_str(), "B", "the first stays the first");
    draft.move_question(&id("A1"), Step::Down).unwrap();
    assert_eq!(draft.sections()[1].questions[1].id.as_str(), "A1");
    let mut input = typed("C");
    input.weight = "5".to_owned();
    draft.put_question(Some(&id("A1")), &input).unwrap();
    assert_eq!(draft.question(&id("A1")).unwrap().0.id.as_str(), "C");
}

/// vetting.md: what the preview says a question is worth is what the score says it costs.
#[test]
fn the_preview_of_the_weights_is_the_score() {
    let questionnaire = Questionnaire::built_in().unwrap();
    let intake = r#"{"format":"entente-answers/1","intake":{"data":["aggregate"],"people":"lt_10k",
        "purpose":"aggregate_measurement","access":"clean_room","geography":"adequate"},"answers":{}}"#;
    let intake = Answers::parse(intake, &questionnaire).unwrap().intake;
    let mut best = Sheet::default();
    for (_, question) in questionnaire.questions() {
        let shows = |option: &&crate::vetting::questionnaire::Choice| {
            // Every scope question is answered so that all is asked.
            questionnaire
                .questions()
                .flat_map(|(_, q)| q.when.iter())
                .flat_map(|when| when.comparisons())
                .any(|(other, wanted)| *other == question.id && *wanted == option.id)
        };
        let scope = question.options.iter().find(shows);
        let option = if question.scored { question.best_option() } else { scope };
        let entry = best.entry_mut(&question.id);
        entry.answer.given = option.map_or(Given::Nothing, |option| Given::Option(option.id.clone()));
        entry.review.evidence = EvidenceLevel::E3;
    }
    let control = |sheet: &Sheet| {
        let policy = Policy::default();
        let case = Case {
            questionnaire: &questionnaire,
            intake: &intake,
            sheet,
            policy: &policy,
            freshness: Freshness::Current,
        };
        score(&case).control.unwrap()
    };
    assert_eq!(control(&best), 10_000);
    let shares = Draft::of(&questionnaire).shares();
    assert_eq!(shares.len(), 65);
    for share in &shares {
        let mut without = best.clone();
        without.entry_mut(&share.question).answer.given = Given::Nothing;
        let lost = u64::from(10_000 - control(&without));
        assert!(lost.abs_diff(share.hundredths) <= 1, "{}: {} and {lost}", share.question, share.hundredths);
    }
    let sum: u64 = shares.iter().map(|share| share.hundredths).sum();
    assert!(sum.abs_diff(10_000) < 65, "{sum}");
}

#[test]
fn a_document_that_is_no_draft_is_refused_with_its_path() {
    for (change, path) in [
        (json!({"format": "other/1"}), "format"),
        (json!({"languages": []}), "languages"),
        (json!({"extra": 1}), "extra"),
    ] {
        let mut document = built_in().to_value();
        document.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(Draft::parse(&document.to_string()).unwrap_err().path, path);
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Draft::parse(&deep).is_err(), "depth is bounded");
}

#[test]
fn every_flaw_is_told_with_its_path() {
    let json = r#"{"format":"entente-questionnaire/1","id":"x","version":1,"languages":["en"],"title":{"en":"X"},
        "sections":[{"id":"A","title":{"en":"A"},"weight":0,"questions":[
          {"id":"A1","text":{"en":"?"},"scored":true,"when":"Z9 == 'yes'","options":[{"id":"yes","label":{"en":"Yes"}}]},
          {"id":"A1","text":{},"scored":false,"options":[]}]}]}"#;
    let draft = Draft::parse(json).unwrap();
    let paths: Vec<String> = draft.flaws_by_path().into_iter().map(|(path, _)| path).collect();
    for path in [
        "sections",
        "sections[0].weight",
        "sections[0].questions[0].weight",
        "sections[0].questions[0].when",
        "sections[0].questions[0].options",
        "sections[0].questions[0].options[0].value",
        "sections[0].questions[1].id",
        "sections[0].questions[1].text.en",
    ] {
        assert!(paths.iter().any(|found| found == path), "{path} is not among {paths:?}");
    }
}

/// A draft of so many questions, each under a condition that no answers to nine others can meet.
fn hopeless(questions: usize) -> Draft {
    let options = json!([{"id": "y", "label": {"en": "y"}, "value": 100}, {"id": "n", "label": {"en": "n"}, "value": 0}]);
    let question = |id: String, when: Option<&str>| json!({"id": id, "text": {"en": "?"}, "weight": 1, "when": when, "options": options});
    let asked: Vec<String> = (0..9).map(|n| format!("Q{n} == 'y'")).collect();
    let when = format!("{} && Q0 == 'n'", asked.join(" && "));
    let base = (0..9).map(|n| question(format!("Q{n}"), None));
    let hidden = (0..questions).map(|n| question(format!("X{n}"), Some(&when)));
    let document = json!({"format": "entente-questionnaire/1", "id": "x", "version": 1, "languages": ["en"], "title": {"en": "X"},
        "sections": [{"id": "A", "title": {"en": "A"}, "weight": 100, "questions": base.chain(hidden).collect::<Vec<_>>()}]});
    Draft::parse(&document.to_string()).unwrap()
}

#[test]
fn a_file_that_would_keep_the_check_busy_is_checked_as_far_as_anybody_waits() {
    // 3^9 ways are tried for each question: for a handful all of them, for hundreds only until they cost too much.
    let told =
        |draft: &Draft| draft.flaws().iter().filter(|problem| problem.what == Flaw::Unreachable).count();
    assert_eq!(told(&hopeless(2)), 2);
    let many = told(&hopeless(900));
    assert!((2..20).contains(&many), "{many}");
}

#[test]
fn a_question_that_came_with_many_answers_keeps_them() {
    let options: Vec<Value> = (0..30)
        .map(|n| json!({"id": format!("c{n}"), "label": {"en": format!("Choice {n}")}, "value": 100}))
        .collect();
    let mut draft = with(|document| document["sections"][0]["questions"][0]["options"] = json!(options));
    let mut input = typed("A");
    input.options = (0..30)
        .map(|n| OptionInput {
            id: format!("c{n}"),
            label: en(&format!("Choice {n}")),
            value: "100".to_owned(),
            ..OptionInput::default()
        })
        .collect();
    draft.put_question(Some(&id("A1")), &input).unwrap();
    assert_eq!(draft.question(&id("A1")).unwrap().1.options.len(), 30);
    let more = OptionInput { label: en("One more"), value: "0".to_owned(), ..OptionInput::default() };
    input.options.push(more);
    let Err(EditFault::Fields(faults)) = draft.put_question(Some(&id("A1")), &input) else { panic!("taken") };
    assert_eq!(faults, [("options".to_owned(), InputFault::TooMany(30))]);
}
