//! A questionnaire of our own with every idiom of VSAQ's files in it.

use super::{More, export, import, import_with};
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::formats::{About, Imported};
use crate::vetting::questionnaire::{Flag, Questionnaire};
use crate::vetting::sheet::Given;

const FILE: &str = r#"
// Copyright nobody
{
  "questionnaire": [{"type": "block", "text": "A <b>sample</b>", "items": [
    {"type": "block", "text": "Access", "items": [
      {"type": "info", "text": "Who gets in."},
      {"type": "line", "id": "app", "text": "Name of the application:"},
      {"type": "radiogroup", "id": "mfa", "text": "Is a second factor " +
        "required?", "choices": [{"mfa_all": "For all"}, {"mfa_some": "For some"}, {"mfa_no": "No"}]},
      {"type": "tip", "id": "warn_mfa", "warn": "yes", "severity": "critical", "text": "Require it.",
       "cond": "mfa_some || mfa_no"},
      {"type": "radiogroup", "text": "Which one?", "cond": "mfa_all || mfa_some && !mfa_no",
       "choices": [{"kind_key": "Keys"}, {"kind_sms": "Text messages"}]},
      {"type": "tip", "warn": "yes", "severity": "high", "text": "Texts are \x22phished\x22.", "cond": "kind_sms"}
    ]},
    {"type": "block", "text": "Data", "cond": "mfa", "items": [
      {"type": "checkgroup", "id": "kept", "text": "What is kept?", "choices": [{"kept_logs": "Logs"}, {"kept_backups": "Backups"}]},
      {"type": "tip", "id": "warn_backups", "warn": "yes", "text": "Keep backups.", "cond": "!kept_backups"},
      {"type": "yesno", "id": "dpo", "text": "Is there a DPO?", "yes": "There is", "no": "There is none"},
      {"type": "tip", "id": "warn_both", "warn": "yes", "text": "Odd.", "cond": "dpo/no && kept_logs"},
      {"type": "box", "id": "why", "text": "Why?", "cond": "contains(app/value, \"x\")"},
      {"type": "yesno", "id": "late", "text": "Late?", "cond": "matches(app/value, \"a\", \"i\")"}
    ]}
  ]}]
}"#;

fn imported(file: &str) -> Imported {
    import(file, About { id: "sample", language: "en" }).unwrap()
}

fn shown(questionnaire: &Questionnaire, answers: &[(&str, &str)]) -> Vec<String> {
    let answers: Vec<(QuestionId, OptionId)> =
        answers.iter().map(|(q, o)| (QuestionId::new(q).unwrap(), OptionId::new(o).unwrap())).collect();
    let option_of =
        |id: &QuestionId| answers.iter().find(|(question, _)| question == id).map(|(_, option)| option);
    questionnaire.visible(option_of).into_iter().map(|id| id.as_str().to_owned()).collect()
}

#[test]
fn choices_become_options_and_warnings_make_them_weak() {
    let questionnaire = imported(FILE).questionnaire;
    assert_eq!(questionnaire.title().in_language("en"), "A sample");
    let mfa = questionnaire.question(&QuestionId::new("mfa").unwrap()).unwrap();
    assert_eq!(mfa.text.in_language("en"), "Is a second factor required?");
    assert_eq!(mfa.options.iter().map(|option| option.points()).collect::<Vec<_>>(), [100, 0, 0]);
    assert_eq!((mfa.points(), mfa.flag), (5, Some(Flag::Critical)));
    assert_eq!(mfa.options[2].tip.in_language("en"), "Require it.");
    let kind = questionnaire.question(&QuestionId::new("vsaq-1").unwrap()).unwrap();
    assert_eq!((kind.points(), kind.flag), (3, None));
    assert_eq!(kind.options[1].tip.in_language("en"), "Texts are \"phished\".");
    // A box that should be checked and is not.
    let backups = questionnaire.question(&QuestionId::new("kept_backups").unwrap()).unwrap();
    assert_eq!(backups.options.iter().map(|option| option.points()).collect::<Vec<_>>(), [100, 0]);
    assert_eq!(backups.points(), 2);
}

#[test]
fn conditions_are_read_from_left_to_right_and_hide_what_they_hid() {
    let questionnaire = imported(FILE).questionnaire;
    // `mfa_all || mfa_some && !mfa_no` is `(mfa_all || mfa_some) && !mfa_no` in VSAQ.
    assert!(shown(&questionnaire, &[("mfa", "mfa_all")]).contains(&"vsaq-1".to_owned()));
    assert!(!shown(&questionnaire, &[("mfa", "mfa_no")]).contains(&"vsaq-1".to_owned()));
    // A block's condition hides all that is in it; a group's id is true once anything in it is chosen.
    assert_eq!(shown(&questionnaire, &[]), ["mfa"]);
    assert!(shown(&questionnaire, &[("mfa", "mfa_no")]).contains(&"dpo".to_owned()));
}

#[test]
fn what_cannot_be_carried_over_is_listed_and_never_guessed() {
    let imported = imported(FILE);
    let note = |path: &str, word: &str| {
        imported.notes.iter().any(|note| note.path == path && note.what.contains(word))
    };
    assert!(note("app", "free text"), "{:?}", imported.notes);
    assert!(note("warn_both", "several answers"));
    assert!(note("late", "always asked"));
    assert!(note("dpo", "without a score"));
    assert!(note("kept_logs", "without a score"));
    let dpo = imported.questionnaire.question(&QuestionId::new("dpo").unwrap()).unwrap();
    assert!(!dpo.scored);
}

#[test]
fn an_import_can_be_published_and_read_again() {
    let questionnaire = imported(FILE).questionnaire;
    questionnaire.check_publishable().unwrap();
    let json = serde_json::to_string(&questionnaire).unwrap();
    assert_eq!(Questionnaire::parse(&json).unwrap(), questionnaire);
}

#[test]
fn choices_of_one_object_keep_their_order() {
    let file = r#"{"questionnaire":[{"type":"block","text":"T","items":[{"type":"block","text":"B","items":[
        {"type":"radiogroup","id":"g","text":"?","choices":[{"z":"First","a":"Second"},{"m":"Third"}]}]}]}]}"#;
    let questionnaire = imported(file).questionnaire;
    let options = &questionnaire.question(&QuestionId::new("g").unwrap()).unwrap().options;
    assert_eq!(
        options.iter().map(|o| o.label.in_language("en")).collect::<Vec<_>>(),
        ["First", "Second", "Third"]
    );
}

#[test]
fn a_ticked_box_is_meant_by_yes_and_by_no() {
    let file = r#"{"questionnaire":[{"type":"block","text":"T","items":[{"type":"block","text":"B","items":[
        {"type":"check","id":"box","text":"Click me."},
        {"type":"tip","id":"tip","cond":"box/yes","warn":"yes","severity":"critical","text":"You should not."},
        {"type":"yesno","id":"next","text":"And?","cond":"box/no"}]}]}]}"#;
    let questionnaire = imported(file).questionnaire;
    let of = |id: &str| questionnaire.question(&QuestionId::new(id).unwrap()).unwrap();
    assert_eq!((of("box").points(), of("box").options[0].points()), (5, 0));
    assert!(shown(&questionnaire, &[("box", "checked")]).contains(&"next".to_owned()));
    assert!(!shown(&questionnaire, &[("box", "unchecked")]).contains(&"next".to_owned()));
}

#[test]
fn a_bad_file_is_refused_with_its_place() {
    let twice = r#"{"questionnaire":[{"type":"block","items":[{"type":"yesno","id":"a"},{"type":"yesno","id":"a"}]}]}"#;
    let fault = import(twice, About { id: "x", language: "en" }).unwrap_err();
    assert_eq!(fault.path, "a");
    let missing = FILE.replace("\"cond\": \"kind_sms\"", "\"cond\": \"kind_sms || nobody\"");
    let fault = import(&missing, About { id: "x", language: "en" }).unwrap_err();
    assert_eq!((fault.path.as_str(), &*fault.problem), ("tip.cond", "there is no item nobody"));
    let fault = import(
        &FILE.replace("kept_backups\": \"Backups", "kept_logs\": \"Backups\", \"kept_logs\": \"More"),
        About { id: "x", language: "en" },
    );
    let fault = fault.unwrap_err();
    assert!(
        fault.path.ends_with("choices[1]") && fault.problem.contains("\"kept_logs\" stands twice"),
        "{fault}"
    );
    let deep = format!("{{\"questionnaire\":{}", "[{\"type\":\"block\",\"items\":".repeat(100_000));
    assert!(import(&deep, About { id: "x", language: "en" }).is_err());
    for bad in [
        "",
        "[]",
        r#"{"questionnaire":[]}"#,
        r#"{"questionnaire":[{"type":"block","items":[{"type":"line","id":"l"}]}]}"#,
    ] {
        assert!(import(bad, About { id: "x", language: "en" }).is_err(), "{bad}");
    }
}

const EXTENSION: &str = r#"{"namespace": "ours", "extensions": [
  {"type": "yesno", "insertAfter": "mfa", "id": "keys", "text": "Are keys ours?"},
  {"type": "radiogroup", "insertBefore": "dpo", "text": "Which?", "choices": [{"one": "One"}, {"two": "Two"}]}
]}"#;

#[test]
fn an_extension_alone_is_said_to_be_one() {
    let fault = import(EXTENSION, About { id: "v", language: "en" }).unwrap_err();
    assert!(fault.path == "extensions" && fault.problem.contains("extends a questionnaire"), "{fault}");
}

#[test]
fn an_extension_is_put_where_it_says() {
    let more = |text: &str| More { extensions: vec![text.to_owned()], answers: None };
    let about = About { id: "sample", language: "en" };
    let questionnaire = import_with(FILE, &more(EXTENSION), about).unwrap().questionnaire;
    let texts: Vec<&str> = questionnaire.questions().map(|(_, q)| q.text.in_language("en")).collect();
    let at = |text: &str| texts.iter().position(|known| known.starts_with(text)).unwrap();
    assert_eq!(at("Are keys ours?"), at("Is a second factor") + 1);
    assert_eq!(at("Which?") + 1, at("Is there a DPO?"));
    for (bad, place) in [
        (EXTENSION.replace("\"mfa\"", "\"nobody\""), "extension 1, extensions[0]"),
        (EXTENSION.replace("\"insertAfter\": \"mfa\", ", ""), "extension 1, extensions[0]"),
        (EXTENSION.replace("{\"namespace\"", "{\"version\": 2, \"namespace\""), "extension 1, version"),
    ] {
        assert_eq!(import_with(FILE, &more(&bad), about).unwrap_err().path, place);
    }
}

#[test]
fn saved_answers_are_read_and_what_has_no_place_is_listed() {
    let saved = r#"{"app": "Otter", "mfa_some": "checked", "mfa_no": "", "kept_logs": "checked", "kept_backups": "",
        "dpo": "no", "kind_key": "checked", "kind_sms": "checked", "gone": "checked", "late": "perhaps"}"#;
    let more = More { extensions: Vec::new(), answers: Some(saved.to_owned()) };
    let imported = import_with(FILE, &more, About { id: "sample", language: "en" }).unwrap();
    let given: Vec<(String, String)> = imported
        .answers
        .iter()
        .map(|answer| match &answer.given {
            Given::Option(option) => (answer.question.to_string(), option.to_string()),
            other => panic!("{other:?}"),
        })
        .collect();
    let pairs = [("dpo", "no"), ("kept_backups", "unchecked"), ("kept_logs", "checked"), ("mfa", "mfa_some")];
    assert_eq!(given, pairs.map(|(q, o)| (q.to_owned(), o.to_owned())));
    let note = |path: &str| imported.notes.iter().any(|note| note.path.contains(path));
    assert!(note("answers.app") && note("answers.gone") && note("answers.kind_key") && note("answers.late"));
    for bad in ["{\"mfa_no\": \"\", \"mfa_no\": \"checked\"}", "[", "{\"a\": [[[]]]}"] {
        let more = More { extensions: Vec::new(), answers: Some(bad.to_owned()) };
        assert!(import_with(FILE, &more, About { id: "sample", language: "en" }).is_err(), "{bad}");
    }
}

#[test]
fn ours_goes_out_as_vsaq_and_comes_back_with_its_questions_choices_and_conditions() {
    let ours = imported(FILE).questionnaire;
    let back = import(&export(&ours, "en").unwrap().text, About { id: "sample", language: "en" })
        .unwrap()
        .questionnaire;
    // The words, the answers with their values, whether and how heavily it counts.
    let shape = |questionnaire: &Questionnaire| -> Vec<String> {
        let each = questionnaire.questions().map(|(_, q)| {
            let options = q.options.iter().map(|o| format!("{} {}", o.label.in_language("en"), o.points()));
            let options: Vec<String> = options.collect();
            format!("{} {options:?} {} {}", q.text.in_language("en"), q.scored, q.points())
        });
        each.collect()
    };
    assert_eq!(shape(&back), shape(&ours));
    assert_eq!(shown(&back, &[]), ["mfa"]);
    assert!(shown(&back, &[("mfa", "mfa_all")]).contains(&"vsaq-1".to_owned()));
    let built_in = Questionnaire::built_in().unwrap();
    let written = export(&built_in, "en").unwrap();
    let back = import(&written.text, About { id: "x", language: "en" }).unwrap().questionnaire;
    assert_eq!(back.questions().count(), built_in.questions().count());
}
