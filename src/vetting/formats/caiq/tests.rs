//! Workbooks in the layout of CAIQ 4, with texts of our own.

use rust_xlsxwriter::{Formula, Workbook as Writer, Worksheet};

use super::{answers, import};
use crate::vetting::code::QuestionId;
use crate::vetting::format::FormatError;
use crate::vetting::formats::workbook::Workbook;
use crate::vetting::formats::{About, Imported};
use crate::vetting::sheet::Given;

const HEADER: [&str; 10] = [
    "Question ID",
    "Question",
    "CSP CAIQ Answer",
    "SSRM Control Ownership",
    "CSP Implementation Description (Optional/Recommended)",
    "CSC Responsibilities (Optional/Recommended)",
    "CCM Control ID",
    "CCM Control Specification",
    "CCM Control Title",
    "CCM Domain Title",
];

fn line(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in (0..).zip(cells) {
        if !text.is_empty() {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

fn book(more: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Writer::new();
    book.add_worksheet().set_name("Introduction").unwrap().write_string(0, 0, "Read me").unwrap();
    let sheet = book.add_worksheet().set_name("CAIQv4.0.3").unwrap();
    line(sheet, 0, &["CONSENSUS ASSESSMENTS INITIATIVE QUESTIONNAIRE v4.0.3"]);
    line(sheet, 1, &HEADER);
    line(
        sheet,
        2,
        &[
            "A&A-01.1",
            "Is there a policy?",
            "Yes",
            "CSP-owned",
            "We <b>have</b> one.",
            "None",
            "A&A-01",
            "There is a policy.",
            "Policy",
            "Audit & Assurance",
        ],
    );
    line(sheet, 3, &["A&A-01.2", "Is it reviewed?", "No"]);
    line(
        sheet,
        4,
        &[
            "DCS-01.1",
            "Are disks shredded?",
            "NA",
            "3rd-party outsourced",
            "Our host does it.",
            "",
            "DCS-01",
            "Disks are shredded.",
            "Disposal",
            "Datacenter Security",
        ],
    );
    // Who owns the control and what is left to the customer is no reason why it does not apply.
    line(sheet, 5, &["DCS-02.1", "Are doors locked?", "NA", "CSC-owned", "", "All of it"]);
    line(sheet, 6, &["IAM-01.1", "Are accounts reviewed?", "Mostly"]);
    line(sheet, 7, &["IAM-02.1", "Are passwords long?", "", "", "They are."]);
    line(sheet, 8, &["Yes, really", "A remark of ours"]);
    more(sheet);
    line(sheet, 20, &["End of Standard"]);
    line(sheet, 21, &["Copyright nobody"]);
    book.save_to_buffer().unwrap()
}

fn imported(file: &[u8]) -> Result<Imported, FormatError> {
    import(file, About { id: "caiq", language: "en" })
}

#[test]
fn domains_become_sections_and_yes_is_good() {
    let questionnaire = imported(&book(|_| {})).unwrap().questionnaire;
    let sections: Vec<(&str, &str)> =
        questionnaire.sections().iter().map(|s| (s.id.as_str(), s.title.in_language("en"))).collect();
    assert_eq!(sections, [("A-A", "Audit & Assurance"), ("DCS", "Datacenter Security"), ("IAM", "IAM")]);
    let reviewed = questionnaire.question(&QuestionId::new("A-A-01.2").unwrap()).unwrap();
    assert_eq!(reviewed.options.iter().map(|option| option.points()).collect::<Vec<_>>(), [100, 0]);
    // The control's words stand in the first row of the cells that were joined.
    assert_eq!(reviewed.help.in_language("en"), "Policy\nThere is a policy.");
    assert_eq!((reviewed.maps[0].framework.as_str(), reviewed.maps[0].reference.as_str()), ("CCM", "A&A-01"));
    assert!(reviewed.na_allowed);
    questionnaire.check_publishable().unwrap();
}

#[test]
fn answers_come_with_their_words_and_what_fits_not_is_listed_by_cell() {
    let imported = imported(&book(|sheet| {
        line(sheet, 9, &["IAM-03.1", "Are keys kept apart?"]);
        sheet.write_formula(9, 2, Formula::new("=\"Yes\"").set_result("Yes")).unwrap();
    }))
    .unwrap();
    let answers: Vec<(&str, &Given, &str)> =
        imported.answers.iter().map(|a| (a.question.as_str(), &a.given, a.comment.as_str())).collect();
    let option = |id: &str| Given::Option(id.parse_id());
    assert_eq!(
        answers,
        [
            (
                "A-A-01.1",
                &option("yes"),
                "We have one.\nControl ownership: CSP-owned\nCustomer responsibilities: None"
            ),
            ("A-A-01.2", &option("no"), ""),
            (
                "DCS-01.1",
                &Given::NotApplicable {
                    reason: "Our host does it.\nControl ownership: 3rd-party outsourced".to_owned()
                },
                ""
            ),
            ("IAM-02.1", &Given::Nothing, "They are."),
        ]
    );
    let note = |path: &str, word: &str| {
        imported.notes.iter().any(|note| note.path == path && note.what.contains(word))
    };
    assert!(note("CAIQv4.0.3!C6", "needs a reason"), "{:?}", imported.notes);
    assert!(note("CAIQv4.0.3!C7", "neither yes nor no"));
    assert!(note("CAIQv4.0.3!A9", "no question"));
    assert!(note("CAIQv4.0.3!C10", "formula"));
}

#[test]
fn an_answer_that_does_not_apply_is_not_loaded_without_the_providers_own_reason() {
    let file = book(|_| {});
    let questionnaire = imported(&file).unwrap().questionnaire;
    let reading = answers(&Workbook::open(&file).unwrap(), &questionnaire).unwrap();
    let faults: Vec<&str> = reading.faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(faults, ["CAIQv4.0.3!C6", "CAIQv4.0.3!C7"], "{:?}", reading.faults);
    assert!(reading.faults[0].what.contains("needs a reason"));
}

#[test]
fn a_workbook_that_is_no_caiq_is_refused() {
    let mut other = Writer::new();
    other.add_worksheet().write_string(0, 0, "Question").unwrap();
    let fault = imported(&other.save_to_buffer().unwrap()).unwrap_err();
    assert!(fault.problem.contains("Question ID"), "{fault}");
    let twice = book(|sheet| line(sheet, 9, &["A&A-01.1", "Again?"]));
    assert_eq!(imported(&twice).unwrap_err().path, "CAIQv4.0.3!A10");
    assert!(imported(b"{}").unwrap_err().problem.contains(".xlsx"));
}

trait ParseId {
    fn parse_id(&self) -> crate::vetting::code::OptionId;
}

impl ParseId for str {
    fn parse_id(&self) -> crate::vetting::code::OptionId {
        crate::vetting::code::OptionId::new(self).unwrap()
    }
}
