//! What `entente-questionnaire/1` takes and refuses.

use serde_json::{Value, json};

use super::*;

fn good() -> Value {
    json!({"format": "entente-questionnaire/1", "id": "q", "version": 1, "languages": ["en"], "sections": [
        {"id": "D", "title": {"en": "Rights"}, "weight": 100, "questions": [
            {"id": "S1", "text": {"en": "Scope?"}, "scored": false, "required": true,
             "options": [{"id": "yes", "label": {"en": "Yes"}}, {"id": "no", "label": {"en": "No"}}]},
            {"id": "D1", "text": {"en": "First?"}, "weight": 5, "flag": "critical", "expected_evidence": "E2",
             "when": "S1 == 'yes'",
             "options": [{"id": "yes", "label": {"en": "Yes"}, "value": 100},
                         {"id": "soon", "label": {"en": "Soon"}, "value": 0, "plan": true}]},
            {"id": "D2", "text": {"en": "Second?"}, "weight": 2, "when": "D1 == 'yes'",
             "options": [{"id": "yes", "label": {"en": "Yes"}, "value": 100}]}]}]})
}

/// The good document with the value at a JSON pointer replaced or added.
fn with(pointer: &str, value: Value) -> String {
    let mut document = good();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(fields) => {
            fields.insert(key.to_owned(), value);
        }
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        other => panic!("{other} holds nothing"),
    }
    document.to_string()
}

#[test]
fn a_fault_is_named_where_it_stands() {
    for (pointer, value, path) in [
        ("/format", json!("vsaq"), "format"),
        ("/version", json!(0), "version"),
        ("/version", json!("1"), "version"),
        ("/languages", json!([]), "languages"),
        ("/sections", json!([]), "sections"),
        ("/extra", json!(1), "extra"),
        ("/sections/0/weight", json!(0), "sections[0].weight"),
        ("/sections/0/questions", json!([]), "sections[0].questions"),
        ("/sections/0/questions/1/weight", json!(4), "sections[0].questions[1].weight"),
        ("/sections/0/questions/1/weight", json!(-1), "sections[0].questions[1].weight"),
        ("/sections/0/questions/1/weight", json!(null), "sections[0].questions[1].weight"),
        ("/sections/0/questions/1/flag", json!("fatal"), "sections[0].questions[1].flag"),
        ("/sections/0/questions/0/flag", json!("critical"), "sections[0].questions[0].flag"),
        (
            "/sections/0/questions/1/expected_evidence",
            json!("E4"),
            "sections[0].questions[1].expected_evidence",
        ),
        ("/sections/0/questions/1/when", json!("S1 = 'yes'"), "sections[0].questions[1].when"),
        ("/sections/0/questions/1/when", json!("S9 == 'yes'"), "sections[0].questions[1].when"),
        ("/sections/0/questions/1/when", json!("S1 == 'maybe'"), "sections[0].questions[1].when"),
        ("/sections/0/questions/1/when", json!("D2 == 'yes'"), "sections[0].questions[1].when"),
        ("/sections/0/questions/1/when", json!("D1 == 'yes'"), "sections[0].questions[1].when"),
        ("/sections/0/questions/2/id", json!("D1"), "sections[0].questions[2].id"),
        ("/sections/0/questions/2/id", json!("D 2"), "sections[0].questions[2].id"),
        ("/sections/0/questions/1/options", json!([]), "sections[0].questions[1].options"),
        ("/sections/0/questions/1/options/1/id", json!("yes"), "sections[0].questions[1].options[1].id"),
        ("/sections/0/questions/1/options/1/value", json!(101), "sections[0].questions[1].options[1].value"),
        ("/sections/0/questions/1/options/1/value", json!(null), "sections[0].questions[1].options[1].value"),
    ] {
        let fault = parse(&with(pointer, value.clone())).unwrap_err();
        assert_eq!(fault.path, path, "{pointer} = {value}: {fault}");
        assert!(!fault.problem.is_empty());
    }
}

#[test]
fn a_knockout_cannot_be_waved_away() {
    let text = with("/sections/0/questions/1/flag", json!("knockout")).replacen(
        "\"weight\":5",
        "\"weight\":5,\"na_allowed\":true",
        1,
    );
    assert_eq!(parse(&text).unwrap_err().path, "sections[0].questions[1].na_allowed");
}

#[test]
fn what_is_stored_reads_the_same() {
    let questionnaire = parse(&good().to_string()).unwrap();
    let stored = serde_json::to_string(&questionnaire).unwrap();
    assert_eq!(parse(&stored).unwrap(), questionnaire);
}

#[test]
fn a_hidden_questions_answer_counts_for_nothing() {
    use crate::vetting::code::OptionId;
    let questionnaire = parse(&good().to_string()).unwrap();
    let (yes, no) = (OptionId::new("yes").unwrap(), OptionId::new("no").unwrap());
    let shown = |scope: &OptionId| {
        let visible = questionnaire.visible(|q| if q.as_str() == "S1" { Some(scope) } else { Some(&yes) });
        visible.into_iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(shown(&yes), ["D1", "D2", "S1"]);
    assert_eq!(shown(&no), ["S1"]);
}

#[test]
fn one_section_alone_can_be_scored_but_not_published() {
    let questionnaire = parse(&with("/sections/0/weight", json!(12))).unwrap();
    assert_eq!(questionnaire.check_publishable().unwrap_err().path, "sections");
    parse(&good().to_string()).unwrap().check_publishable().unwrap();
}

#[test]
fn what_no_person_answers_is_refused_before_more_is_made_of_it() {
    let options = |n: usize| {
        let options = (0..n).map(|n| json!({"id": format!("o{n}"), "label": {"en": "?"}, "value": 0}));
        json!(options.collect::<Vec<_>>())
    };
    assert!(parse(&with("/sections/0/questions/2/options", options(200))).is_ok());
    let fault = parse(&with("/sections/0/questions/2/options", options(201))).unwrap_err();
    assert_eq!(fault.path, "sections[0].questions[2].options");
    let when = vec!["S1 == 'yes'"; 1_000].join(" || ");
    let many = |n: usize| {
        let mut document = good();
        let questions = document["sections"][0]["questions"].as_array_mut().unwrap();
        let mut like = questions[1].clone();
        for n in 0..n {
            (like["id"], like["when"]) = (json!(format!("W{n}")), json!(when));
            questions.push(like.clone());
        }
        parse(&document.to_string())
    };
    assert!(many(19).is_ok());
    assert!(many(20).unwrap_err().problem.contains("the most is 20000"));
}
