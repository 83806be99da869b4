//! What `entente-answers/1` takes and refuses.

use super::*;

fn questionnaire() -> Questionnaire {
    Questionnaire::parse(include_str!("../../tests/vectors/score/worked-example.questionnaire.json")).unwrap()
}

fn document(answers: &str) -> String {
    format!(
        r#"{{"format":"entente-answers/1","intake":{{"data":["aggregate"],"people":"lt_10k","purpose":"first_party",
        "access":"clean_room","geography":"adequate"}},"answers":{answers}}}"#
    )
}

#[test]
fn a_fault_is_named_where_it_stands() {
    let questionnaire = questionnaire();
    for (answers, path) in [
        (r#"{"Z9":{"option":"yes"}}"#, "answers.Z9"),
        (r#"{"D1":{"option":"perhaps"}}"#, "answers.D1.option"),
        (r#"{"D1":{"option":"yes","evidence":"E9"}}"#, "answers.D1.evidence"),
        (r#"{"D1":{"option":"yes","evidenc":"E2"}}"#, "answers.D1.evidenc"),
        (r#"{"D1":{"na":true,"reason":"because"}}"#, "answers.D1.na"),
        (r#"{"D6":{"na":true}}"#, "answers.D6.reason"),
        (r#"{"D6":{"na":true,"reason":" "}}"#, "answers.D6.reason"),
        (r#"{"D6":{"na":true,"reason":"r","option":"yes"}}"#, "answers.D6.na"),
        (r#"{"D6":{"option":"yes","na_accepted":true}}"#, "answers.D6.na_accepted"),
        (r#"{"D1":{"option":"yes"},"D1":{"option":"no"}}"#, "answers"),
        (r#"{"D1":7}"#, "answers.D1"),
    ] {
        let fault = Answers::parse(&document(answers), &questionnaire).unwrap_err();
        assert_eq!(fault.path, path, "{answers}: {fault}");
    }
}

#[test]
fn an_intake_word_out_of_the_list_is_refused() {
    let text = document("{}");
    let questionnaire = questionnaire();
    for (good, bad, path) in [
        ("lt_10k", "many", "intake.people"),
        (r#"["aggregate"]"#, "[]", "intake.data"),
        (r#"["aggregate"]"#, r#"["aggregat"]"#, "intake.data[0]"),
        ("entente-answers/1", "entente-answers/2", "format"),
    ] {
        let fault = Answers::parse(&text.replace(good, bad), &questionnaire).unwrap_err();
        assert_eq!(fault.path, path, "{fault}");
    }
}

#[test]
fn what_is_written_reads_the_same() {
    let questionnaire = questionnaire();
    let text = document(
        r#"{"D1":{"option":"partly","evidence":"E2","evidence_expired":true,"comment":"c","corrected":"no"},
        "D6":{"na":true,"na_accepted":true,"reason":"r"},"D2":{}}"#,
    );
    let read = Answers::parse(&text, &questionnaire).unwrap();
    assert_eq!(Answers::parse(&read.to_json().to_string(), &questionnaire).unwrap(), read);
    let entry = read.sheet.entry(&QuestionId::new("D1").unwrap()).unwrap();
    assert_eq!(entry.option().unwrap().as_str(), "no");
    assert_eq!(entry.evidence(), EvidenceLevel::E1);
}
