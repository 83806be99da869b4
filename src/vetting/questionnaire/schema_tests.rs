//! The schema says what the reader takes: a small checker of the words that it uses holds both to the same documents.

use serde_json::{Value, json};

use super::{Questionnaire, SCHEMA};

/// Whether a value fits a schema, as far as this schema's words go; an unknown word is a mistake of the test.
pub(in crate::vetting) fn fits(value: &Value, schema: &Value, root: &Value) -> bool {
    let words = schema.as_object().unwrap();
    words.iter().all(|(word, says)| match word.as_str() {
        "$schema" | "$id" | "title" | "description" | "default" | "$defs" => true,
        "$ref" => fits(value, root.pointer(says.as_str().unwrap().trim_start_matches('#')).unwrap(), root),
        "const" => value == says,
        "enum" => says.as_array().unwrap().contains(value),
        "anyOf" => says.as_array().unwrap().iter().any(|one| fits(value, one, root)),
        "type" => {
            let kinds = says.as_array().cloned().unwrap_or_else(|| vec![says.clone()]);
            kinds.iter().any(|kind| is(value, kind.as_str().unwrap()))
        }
        "minimum" => value.as_i64().is_none_or(|n| n >= says.as_i64().unwrap()),
        "maximum" => value.as_i64().is_none_or(|n| n <= says.as_i64().unwrap()),
        "minLength" => value.as_str().is_none_or(|text| !text.is_empty()),
        "minItems" => value.as_array().is_none_or(|list| !list.is_empty()),
        "pattern" => value
            .as_str()
            .is_none_or(|text| regex::Regex::new(says.as_str().unwrap()).unwrap().is_match(text)),
        "items" => value.as_array().is_none_or(|list| list.iter().all(|item| fits(item, says, root))),
        "required" => says.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some()),
        "properties" => says
            .as_object()
            .unwrap()
            .iter()
            .all(|(name, one)| value.get(name).is_none_or(|v| fits(v, one, root))),
        "additionalProperties" => value.as_object().is_none_or(|fields| {
            let known =
                |name: &String| words.get("properties").is_some_and(|known| known.get(name).is_some());
            fields.iter().all(|(name, v)| known(name) || (says.is_object() && fits(v, says, root)))
        }),
        other => panic!("the checker does not know \"{other}\""),
    })
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the checker does not know the type \"{other}\""),
    }
}

#[test]
fn the_schema_and_the_reader_take_the_same_documents() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let built_in = serde_json::to_value(Questionnaire::built_in().unwrap()).unwrap();
    assert!(fits(&built_in, &schema, &schema));
    let good = json!({"format":"entente-questionnaire/1","id":"x","version":1,"languages":["en"],"sections":[
        {"id":"A","title":{"en":"A"},"intro":{"en":"I"},"weight":100,"questions":[
          {"id":"A1","text":{"en":"?"},"help":{"en":"H"},"why":{"en":"W"},"evidence_hint":{"en":"E"},"scored":true,"weight":3,
           "flag":null,"expected_evidence":"E2","na_allowed":true,"required":true,"lowest_tier":"T4","when":null,"list":"sub_processors",
           "options":[{"id":"yes","label":{"en":"Yes"},"value":100,"plan":false,"tip":{"en":"T"}}],
           "maps":[{"framework":"GDPR","ref":"15"}]}]}]});
    let both = |document: &Value| {
        (fits(document, &schema, &schema), Questionnaire::parse(&document.to_string()).is_ok())
    };
    assert_eq!(both(&good), (true, true));
    for (place, value) in [
        ("/format", json!("x")),
        ("/version", json!(0)),
        ("/languages", json!([])),
        ("/sections", json!([])),
        ("/extra", json!(1)),
        ("/sections/0/weight", json!(0)),
        ("/sections/0/questions", json!([])),
        ("/sections/0/extra", json!(1)),
        ("/sections/0/questions/0/id", json!("a b")),
        ("/sections/0/questions/0/weight", json!(4)),
        ("/sections/0/questions/0/flag", json!("grave")),
        ("/sections/0/questions/0/expected_evidence", json!("E4")),
        ("/sections/0/questions/0/lowest_tier", json!("T2")),
        ("/sections/0/questions/0/list", json!("friends")),
        ("/sections/0/questions/0/options", json!([])),
        ("/sections/0/questions/0/extra", json!(1)),
        ("/sections/0/questions/0/options/0/value", json!(101)),
        ("/sections/0/questions/0/options/0/extra", json!(1)),
        ("/sections/0/questions/0/maps/0/extra", json!(1)),
    ] {
        let mut bad = good.clone();
        let (holder, name) = place.rsplit_once('/').unwrap();
        bad.pointer_mut(holder).unwrap()[name] = value;
        assert_eq!(both(&bad), (false, false), "{place}");
    }
}

/// A document from before a question could carry a list is written as it was, so that what is bound to its digest stands.
#[test]
fn a_question_without_a_list_is_written_without_one() {
    let mut old = serde_json::to_value(Questionnaire::built_in().unwrap()).unwrap();
    for section in old["sections"].as_array_mut().unwrap() {
        for question in section["questions"].as_array_mut().unwrap() {
            question.as_object_mut().unwrap().remove("list");
        }
    }
    let again = serde_json::to_string(&Questionnaire::parse(&old.to_string()).unwrap()).unwrap();
    assert!(!again.contains("\"list\""));
}
