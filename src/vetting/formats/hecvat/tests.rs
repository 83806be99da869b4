//! Files in the layouts of HECVAT 4, with texts of our own.

use rust_xlsxwriter::{Formula, Workbook as Writer, Worksheet};

use super::import;
use crate::vetting::code::{OptionId, QuestionId};
use crate::vetting::formats::answer_book::{Asked, Line};
use crate::vetting::formats::answer_file::{AnswerFormat, write};
use crate::vetting::formats::filled::Filled;
use crate::vetting::formats::{About, Imported};
use crate::vetting::questionnaire::{Question, Questionnaire, Weight};
use crate::vetting::sheet::Given;

const QUESTIONS: [&str; 12] = [
    "New ID",
    "Question",
    "Start",
    "Score Mapping",
    "If/then",
    "Standard Guidance",
    "No Guidance",
    "Yes Guidance",
    "Reason for Question",
    "Follow-Up Inquiries/Responses",
    "Compliant Response",
    "Default Importance",
];

fn line(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in (0..).zip(cells) {
        if !text.is_empty() {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

fn book(more: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut book = Writer::new();
    let sheet = book.add_worksheet().set_name("START HERE").unwrap();
    line(sheet, 10, &["General"]);
    line(sheet, 11, &["GNRL-01", "Name of the provider", "Example Ltd"]);
    line(sheet, 12, &["Required Questions", "", "Answer", "Additional Information", "Guidance"]);
    line(sheet, 13, &["REQU-04", "Is there AI?", "No"]);
    line(sheet, 14, &["Privacy of AI", "", "Answer", "Additional Information", "Guidance"]);
    line(sheet, 15, &["DPAI-01", "Is there a way out?", "Yes", "By <i>mail</i>."]);
    line(sheet, 16, &["DPAI-02", "Is data sold?", "Perhaps", "It depends."]);
    line(sheet, 17, &["DPAI-03", "Is it watched?", "N/A"]);
    let sheet = book.add_worksheet().set_name("Privacy").unwrap();
    line(sheet, 3, &["Again", "", "Answer", "Additional Information", "Guidance"]);
    line(sheet, 4, &["DPAI-01"]);
    sheet.write_formula(4, 2, Formula::new("='START HERE'!C16").set_result("Yes")).unwrap();
    questions(&mut book);
    more(&mut book);
    book.save_to_buffer().unwrap()
}

fn questions(book: &mut Writer) {
    // A sheet for analysts that shows a part of the table of questions.
    let sheet = book.add_worksheet().set_name("Evaluation").unwrap();
    line(sheet, 0, &["ID", "Question", "Compliant Response"]);
    line(sheet, 1, &["DPAI-01", "Is there a way out?", "Yes"]);
    let sheet = book.add_worksheet().set_name("Questions").unwrap();
    sheet.set_hidden(true);
    line(sheet, 0, &["A sheet of cells"]);
    line(sheet, 1, &QUESTIONS);
    line(sheet, 2, &["GNRL-01", "Name of the provider", "1", "NA", "", "", "", "", "", "", "Not scored"]);
    line(sheet, 3, &["REQU-04", "Is there AI?", "1", "NA", "", "", "", "", "", "", "Not scored"]);
    let rule = "If REQU-04 is no, populate the answer with B5";
    line(
        sheet,
        4,
        &[
            "DPAI-01",
            "Is there a way out?",
            "",
            "",
            rule,
            "Say how.",
            "Plan one.",
            "",
            "People change their minds.",
            "",
            "Yes",
            "Critical Importance",
        ],
    );
    line(
        sheet,
        5,
        &[
            "DPAI-02",
            "Is data sold?",
            "",
            "",
            "If it is so, ask more",
            "",
            "",
            "To whom?",
            "",
            "",
            "No",
            "Standard Importance",
        ],
    );
    line(sheet, 6, &["DPAI-03", "Is it watched?", "", "", "", "", "", "", "", "", "Yes", "Minor Importance"]);
}

fn imported(file: &[u8]) -> Imported {
    import(file, About { id: "hecvat", language: "en" }).unwrap()
}

fn question<'q>(questionnaire: &'q Questionnaire, id: &str) -> &'q Question {
    questionnaire.question(&QuestionId::new(id).unwrap()).unwrap()
}

fn values(question: &Question) -> Vec<u32> {
    question.options.iter().map(|option| option.points()).collect()
}

fn asks_as_hecvat_does(questionnaire: &Questionnaire) {
    let out = question(questionnaire, "DPAI-01");
    assert_eq!((values(out), out.points()), (vec![100, 0], 5));
    assert_eq!(out.when.clone().map(String::from).unwrap(), "REQU-04 != 'no'");
    assert_eq!(out.why.in_language("en"), "People change their minds.");
    assert_eq!(out.options[1].tip.in_language("en"), "Plan one.");
    let sold = question(questionnaire, "DPAI-02");
    assert_eq!((values(sold), sold.points()), (vec![0, 100], 2));
    assert_eq!(sold.options[0].tip.in_language("en"), "To whom?");
    assert!(sold.when.is_none());
    assert_eq!(question(questionnaire, "DPAI-03").points(), 1);
    assert!(!question(questionnaire, "REQU-04").scored);
    assert!(questionnaire.question(&QuestionId::new("GNRL-01").unwrap()).is_none());
    questionnaire.check_publishable().unwrap();
}

#[test]
fn a_workbook_says_what_is_asked_and_what_was_answered() {
    let imported = imported(&book(|_| {}));
    asks_as_hecvat_does(&imported.questionnaire);
    let titles: Vec<&str> =
        imported.questionnaire.sections().iter().map(|s| s.title.in_language("en")).collect();
    assert_eq!(titles, ["Required Questions", "Privacy of AI"]);
    let answers: Vec<(&str, &Given, &str)> =
        imported.answers.iter().map(|a| (a.question.as_str(), &a.given, a.comment.as_str())).collect();
    let option = |id: &str| Given::Option(OptionId::new(id).unwrap());
    assert_eq!(answers, [("REQU-04", &option("no"), ""), ("DPAI-01", &option("yes"), "By mail.")]);
    let note = |path: &str, word: &str| {
        imported.notes.iter().any(|note| note.path == path && note.what.contains(word))
    };
    assert!(note("Questions!A3", "not scored"), "{:?}", imported.notes);
    assert!(note("Questions!A6", "always asked"));
    assert!(note("START HERE!C17", "neither yes nor no"));
    assert!(note("START HERE!C18", "needs a reason"));
}

#[test]
fn a_workbook_that_was_written_asks_and_answers_the_same() {
    let first = imported(&book(|_| {}));
    let line = |answer: &Filled| {
        let line = Line { given: answer.given.clone(), comment: answer.comment.clone(), ..Line::default() };
        (answer.question.to_string(), line)
    };
    let asked = Asked {
        assessment: "a",
        digest: "d",
        questionnaire: &first.questionnaire,
        section: None,
        answers: first.answers.iter().map(line).collect(),
        list: None,
    };
    let written = write(&asked, AnswerFormat::HecvatBook).unwrap();
    assert_eq!(written.notes, []);
    let again = imported(&written.file);
    asks_as_hecvat_does(&again.questionnaire);
    let said = |imported: &Imported| {
        let each = imported.answers.iter().map(|a| (a.question.clone(), a.given.clone(), a.comment.clone()));
        each.collect::<Vec<_>>()
    };
    assert_eq!(said(&again), said(&first));
    let titles =
        |of: &Questionnaire| of.sections().iter().map(|section| section.title.clone()).collect::<Vec<_>>();
    assert_eq!(titles(&again.questionnaire), titles(&first.questionnaire));
}

#[test]
fn json_of_the_questions_means_the_same() {
    let file = r#"{"version":"4.1.4","questions":[
      {"id":"GNRL-01","question":"Name of the provider","compliant_response":"Not scored"},
      {"id":"REQU-04","question":"Is there AI?","compliant_response":"Not scored"},
      {"id":"DPAI-01","question":"Is there a way out?","if_then":"If REQU-04 is no, populate the answer with B5",
       "standard_guidance":"Say how.","no_guidance":"Plan one.","reason":"People change their minds.",
       "compliant_response":"Yes","default_importance":"Critical Importance"},
      {"id":"DPAI-02","question":"Is data sold?","if_then":"If it is so, ask more","yes_guidance":"To whom?",
       "compliant_response":"No","default_importance":"Standard Importance"},
      {"id":"DPAI-03","question":"Is it watched?","compliant_response":"Yes","default_importance":"Minor Importance"}],
      "responses":{"DPAI-01":{"value":"Yes","notes":"By mail."},"DPAI-09":{"value":"Yes"}}}"#;
    let imported = imported(file.as_bytes());
    asks_as_hecvat_does(&imported.questionnaire);
    assert_eq!(imported.answers.len(), 1);
    assert!(imported.notes.iter().any(|note| note.path == "responses.DPAI-09"));
}

#[test]
fn a_bad_file_is_refused_with_its_place() {
    let fault = |file: &[u8]| import(file, About { id: "x", language: "en" }).unwrap_err();
    let mut other = Writer::new();
    other.add_worksheet().write_string(0, 0, "Question").unwrap();
    assert!(fault(&other.save_to_buffer().unwrap()).problem.contains("Compliant Response"));
    let twice = r#"{"questions":[{"id":"DPAI-01","question":"?"},{"id":"DPAI-01","question":"?"}]}"#;
    assert_eq!(fault(twice.as_bytes()).path, "questions[1].id");
    assert!(
        fault(br#"{"responses":{"A-1":{"value":"Yes"},"A-1":{"value":"No"}}}"#)
            .problem
            .contains("stands twice")
    );
    assert!(fault(br#"{"responses":{"A-1":{"value":"Yes"}}}"#).problem.contains("without the questions"));
    fault(&b"[".repeat(100_000));
    fault(format!("{{\"questions\":{}", "[".repeat(100_000)).as_bytes());
    // A rule that names a question which is not there.
    let missing = r#"{"questions":[{"id":"DPAI-01","question":"?","compliant_response":"Yes",
        "default_importance":"Minor Importance","if_then":"If REQU-09 is no, populate x"}]}"#;
    assert!(
        fault(missing.as_bytes()).problem.contains("no question REQU-09"),
        "{}",
        fault(missing.as_bytes())
    );
}

/// A workbook for others runs nothing of ours, and a condition that HECVAT does not have is not turned into another.
#[test]
fn what_has_no_place_in_a_workbook_of_hecvat_is_told_and_what_is_written_stays_text() {
    let question = |id: &str, when: &str| {
        format!(
            r#"{{"id":"{id}","text":{{"en":"=Is it so?"}},"weight":1{when},"maps":[{{"framework":"HECVAT","ref":"{id}"}}],
            "options":[{{"id":"yes","label":{{"en":"Yes"}},"value":100}},{{"id":"no","label":{{"en":"No"}},"value":0}}]}}"#
        )
    };
    let questions = [
        question("DPAI-01", ""),
        question("DPAI-02", r#","when":"DPAI-01 == 'no'""#),
        question("DPAI-03", r#","when":"DPAI-01 != 'no'""#),
    ];
    let text = format!(
        r#"{{"format":"entente-questionnaire/1","id":"q","version":1,"languages":["en"],"title":{{"en":"Q"}},
        "sections":[{{"id":"A","title":{{"en":"Answers of ours"}},"weight":100,"questions":[{}]}}]}}"#,
        questions.join(",")
    );
    let questionnaire = Questionnaire::parse(&text).unwrap();
    let answers = std::collections::BTreeMap::new();
    let asked = Asked {
        assessment: "a",
        digest: "d",
        questionnaire: &questionnaire,
        section: None,
        answers,
        list: None,
    };
    let written = write(&asked, AnswerFormat::HecvatBook).unwrap();
    let told: Vec<&str> = written.notes.iter().map(|note| note.path.as_str()).collect();
    assert_eq!(told, ["DPAI-02"]);
    let book = crate::vetting::formats::workbook::Workbook::open(&written.file).unwrap();
    let cell = |sheet: usize, row, column| {
        book.sheets[sheet].cell(row, column).map_or_else(String::new, |cell| cell.text.clone())
    };
    // A category that reads like a heading is not written where headings are looked for.
    assert_eq!((cell(0, 0, 0), cell(0, 0, 2)), (String::new(), "Answer".to_owned()));
    assert_eq!((cell(0, 1, 1), cell(1, 1, 1)), ("'=Is it so?".to_owned(), "'=Is it so?".to_owned()));
    let rules = [1, 2, 3].map(|row| cell(1, row, 2));
    assert_eq!(rules, ["", "", "If DPAI-01 is no, populate the answer with N/A"]);
}

#[test]
fn a_workbook_of_version_3_is_read_by_its_own_headings_and_points() {
    let mut file = Writer::new();
    let sheet = file.add_worksheet().set_name("HECVAT - Full | Vendor Response").unwrap();
    line(sheet, 0, &["GNRL-01", "Name", "Example Ltd"]);
    line(
        sheet,
        3,
        &["Documentation", "", "Vendor Answers", "Additional Information", "Guidance", "Analyst Notes"],
    );
    line(sheet, 4, &["DOCU-01", "Was there an audit?", "Yes ", "In May."]);
    line(sheet, 5, &["DOCU-02", "Is data sold?", "No"]);
    let sheet = file.add_worksheet().set_name("Questions").unwrap().set_hidden(true);
    line(sheet, 0, &["", "HECVAT Question Sets", "", "GUIDANCE"]);
    let head = [
        "Order",
        "ID",
        "Question",
        "Additional Info",
        "Standard Guidance",
        "No Guidance",
        "Yes Guidance",
        "High Risk",
        "C_Answer",
        "V_Answer",
        "Default Weight",
        "Analyst Adjusted Weight",
    ];
    line(sheet, 1, &head);
    line(sheet, 2, &["", "GNRL-01", "Name"]);
    line(sheet, 3, &["1", "DOCU-01", "Was there an audit?", "", "", "", "", "FALSE", "Yes", "", "40"]);
    line(sheet, 4, &["2", "DOCU-02", "Is data sold?", "", "", "", "", "FALSE", "No", "", "15"]);
    let imported = import(&file.save_to_buffer().unwrap(), About { id: "hecvat", language: "en" }).unwrap();
    let weight = |n: i64| Some(Weight::try_from(n).unwrap());
    let weights: Vec<_> = imported.questionnaire.questions().map(|(_, asked)| asked.weight).collect();
    assert_eq!(weights, [weight(5), weight(2)]);
    let answers: Vec<(&str, &str)> =
        imported.answers.iter().map(|a| (a.question.as_str(), a.comment.as_str())).collect();
    assert_eq!(answers, [("DOCU-01", "In May."), ("DOCU-02", "")]);
    assert!(imported.notes.iter().any(|note| note.what.contains("qualifiers")), "{:?}", imported.notes);
}
