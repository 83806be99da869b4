//! A library of our own with every idiom of the format in it.

use super::{export, import};
use crate::vetting::code::QuestionId;
use crate::vetting::formats::{About, Imported};
use crate::vetting::questionnaire::{Question, Questionnaire};

const FILE: &str = include_str!("sample.yaml");

fn imported(file: &str) -> Imported {
    import(file, About { id: "sample", language: "fr" }).unwrap()
}

fn question<'q>(questionnaire: &'q Questionnaire, id: &str) -> &'q Question {
    questionnaire.question(&QuestionId::new(id).unwrap()).unwrap()
}

fn values(question: &Question) -> Vec<u32> {
    question.options.iter().map(|option| option.points()).collect()
}

fn when(question: &Question) -> String {
    question.when.clone().map(String::from).unwrap_or_default()
}

#[test]
fn headings_become_sections_and_choices_options() {
    let questionnaire = imported(FILE).questionnaire;
    assert_eq!(questionnaire.languages(), ["en"]);
    let titles: Vec<&str> = questionnaire.sections().iter().map(|s| s.title.in_language("en")).collect();
    assert_eq!(titles, ["Profile", "Basics", "A sample framework"]);
    let policy = question(&questionnaire, "1.1.1");
    // By points: 20, 15 and 0 of 20; what means "not applicable" is no option.
    assert_eq!(values(policy), [100, 75, 0]);
    assert!(policy.na_allowed && policy.scored);
    assert_eq!(policy.points(), 3);
    assert_eq!(policy.maps[0].reference, "1.1");
    assert_eq!(policy.help.in_language("en"), "Policy\nThere is a policy. No <danger>.");
    assert_eq!(policy.evidence_hint.in_language("en"), "The policy");
    // By results.
    assert_eq!(values(question(&questionnaire, "1.1.2")), [100, 0]);
    // Without either: never guessed.
    assert!(!question(&questionnaire, "1.2").scored);
    // A requirement without questions is asked by its result.
    let whole = question(&questionnaire, "9");
    assert_eq!(values(whole), [100, 50, 0]);
    assert!(whole.na_allowed);
}

#[test]
fn conditions_come_from_answers_and_from_groups() {
    let questionnaire = imported(FILE).questionnaire;
    assert_eq!(when(question(&questionnaire, "1.1.2")), "(1.1.1 == 'choice-1' || 1.1.1 == 'choice-2')");
    assert_eq!(when(question(&questionnaire, "1.2")), "0.1.1 == 'choice-2'");
    assert_eq!(when(question(&questionnaire, "0.1.1")), "");
    // All boxes of several.
    assert_eq!(when(question(&questionnaire, "1.3.2")), "(1.3.1.1 == 'checked' && 1.3.1.2 == 'checked')");
}

#[test]
fn what_cannot_be_carried_over_is_listed_and_never_guessed() {
    let imported = imported(FILE);
    let note = |path: &str, word: &str| {
        imported.notes.iter().any(|note| note.path.contains(path) && note.what.contains(word))
    };
    assert!(
        note("requirement_nodes[2].questions.urn:x:risk:req_node:s:0.1:question:2", "free")
            || note("question:2", "date")
    );
    assert!(note("1.2:question:1", "without a score"), "{:?}", imported.notes);
    assert!(note("visibility_expression", "always asked"));
    assert!(note("1.3:question:2", "no words"));
    assert_eq!(question(&imported.questionnaire, "1.3.2").text.in_language("en"), "Tools");
    assert!(note("translations", "de"));
    assert!(note("requirement_nodes[0]", "only shown"));
    assert!(note("choices[3]", "not applicable"));
    assert!(note("requirement_nodes[7]", "switched on by hand"));
}

#[test]
fn an_import_can_be_published_and_goes_out_and_in_again() {
    let questionnaire = imported(FILE).questionnaire;
    questionnaire.check_publishable().unwrap();
    let written = export(&questionnaire, "en").unwrap();
    let again = imported(&written.text).questionnaire;
    let shape = |questionnaire: &Questionnaire| -> Vec<(String, String, Vec<u32>, bool, u32)> {
        let each = questionnaire.questions().map(|(section, q)| {
            (
                section.title.in_language("en").to_owned(),
                q.text.in_language("en").to_owned(),
                values(q),
                q.scored,
                q.points(),
            )
        });
        each.collect()
    };
    assert_eq!(shape(&again), shape(&questionnaire));
    let built_in = Questionnaire::built_in().unwrap();
    let again = imported(&export(&built_in, "en").unwrap().text).questionnaire;
    assert_eq!(shape(&again), shape(&built_in));
}

#[test]
fn a_bad_library_is_refused_with_its_place() {
    let fault = |file: &str| import(file, About { id: "x", language: "en" }).unwrap_err();
    let missing = FILE.replace("question: urn:x:risk:req_node:s:1.1:question:1", "question: urn:x:nowhere");
    assert!(fault(&missing).path.ends_with("depends_on"), "{}", fault(&missing));
    let orphan = FILE.replace("parent_urn: urn:x:risk:req_node:s:1\n", "parent_urn: urn:x:nobody\n");
    assert!(fault(&orphan).path.ends_with("parent_urn"));
    let circle = FILE.replace(
        "    - urn: urn:x:risk:req_node:s:1\n",
        "    - urn: urn:x:risk:req_node:s:1\n      parent_urn: urn:x:risk:req_node:s:1.1\n",
    );
    assert!(fault(&circle).problem.contains("circle"));
    assert!(fault(&format!("{FILE}name: again\n")).path.starts_with("line "));
    assert!(fault(&format!("objects:\n  framework: {}", "[".repeat(100_000))).path.starts_with("line "));
    for bad in
        ["", "- a", "objects:\n  threats: []\n", "urn: x\nobjects: {framework: {requirement_nodes: []}}"]
    {
        assert!(import(bad, About { id: "x", language: "en" }).is_err(), "{bad}");
    }
    let many: String = (0..1_001)
        .map(|n| format!("    - urn: n{n}\n      assessable: true\n      description: Is it so?\n"))
        .collect();
    let many = format!("objects:\n  framework:\n    requirement_nodes:\n{many}");
    assert!(fault(&many).problem.contains("1001 questions"));
}
